//! The log as files that anyone may have (C2SP tlog-tiles): a signed checkpoint, the key, tiles of hashes and bundles
//! of leaves. They hold no personal data.

use std::path::Path;

use ledger::{Hash, TILE_WIDTH, Tile, VerifyingKey};

use crate::cosignatures::{cosignatures, merged};
use crate::error::StoreError;
use crate::folder::Folder;
use crate::log::last_checkpoint;
use crate::sql::{Conn, cells};
use crate::store::Store;
use crate::tiles::read_tile;

/// What was written out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exported {
    /// Leaves under the checkpoint.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
    /// Files written.
    pub files: u64,
}

/// Writes `checkpoint`, `key.pub`, `tile/<level>/<index>` and `tile/entries/<index>` into `out`, at exactly the last
/// checkpoint's size, with the cosignatures that it has. What is recorded and not sealed yet is sealed first, if this process may;
/// of a record that is held nothing is ([`StoreError::Behind`]): then the tiles are of what was sealed before.
pub fn export_tiles(store: &Store, out: &Path) -> Result<Exported, StoreError> {
    match store.protect_here() {
        Err(StoreError::Behind { .. }) => {}
        sealed => sealed?,
    }
    let key = Folder::new(store.folder()).read_public_key()?;
    store.read_here(|snapshot| write_tiles(snapshot.conn(), &key, out))
}

fn write_tiles(conn: &Conn, key: &VerifyingKey, out: &Path) -> Result<Exported, StoreError> {
    let checkpoint =
        last_checkpoint(conn)?.ok_or_else(|| StoreError::Refused("nothing has been recorded yet".into()))?;
    let mut written = 2;
    for tile in ledger::tiles(checkpoint.size) {
        let hashes = tile_hashes(conn, tile, checkpoint.size)?;
        write(&out.join(tile.path()), &hashes.iter().flat_map(|hash| hash.0).collect::<Vec<_>>())?;
        written += 1;
        if tile.level == 0 {
            let bundle = bundle(conn, tile)?;
            write(&out.join(Tile::entries_path(tile.index, tile.width)), &bundle)?;
            written += 1;
        }
    }
    write(&out.join("key.pub"), format!("{key}\n").as_bytes())?;
    // Last, so that a checkpoint never promises tiles that are not there yet.
    let cosigned = merged(&cosignatures(conn, checkpoint.size)?);
    let note = if cosigned.is_empty() { &checkpoint.note } else { &cosigned };
    write(&out.join("checkpoint"), note.as_bytes())?;
    Ok(Exported { size: checkpoint.size, root: checkpoint.root, files: written })
}

fn tile_hashes(conn: &Conn, tile: Tile, size: u64) -> Result<Vec<Hash>, StoreError> {
    let mut hashes = read_tile(conn, tile.level as usize, tile.index, size)?;
    let width = usize::from(tile.width);
    if hashes.len() < width {
        return Err(StoreError::Damaged(format!("{} does not hold {width} hashes", tile.path())));
    }
    hashes.truncate(width);
    Ok(hashes)
}

fn bundle(conn: &Conn, tile: Tile) -> Result<Vec<u8>, StoreError> {
    let mut out = Vec::new();
    for LeafAt { position, leaf } in leaves_from(conn, tile.index * TILE_WIDTH, u64::from(tile.width))? {
        let leaf = leaf.ok_or_else(|| StoreError::Damaged(format!("there is no leaf at position {position}")))?;
        if leaf.len() > usize::from(u16::MAX) {
            return Err(StoreError::Damaged("a leaf is longer than a bundle can hold".into()));
        }
        ledger::bundle_entry(&mut out, &leaf);
    }
    Ok(out)
}

/// A leaf's bytes at its position.
pub(crate) struct LeafAt {
    pub(crate) position: u64,
    /// `None` if the log names a leaf that is not there.
    pub(crate) leaf: Option<Vec<u8>>,
}

/// So many leaves from a position on, in order.
pub(crate) fn leaves_from(conn: &Conn, from: u64, count: u64) -> Result<Vec<LeafAt>, StoreError> {
    let text = "SELECT l.position, COALESCE(e.leaf, m.leaf) FROM log l
         LEFT JOIN entry e ON l.mark = 0 AND e.stream = l.stream AND e.seq = l.seq
         LEFT JOIN mark m ON l.mark <> 0 AND m.stream = l.stream AND m.seq = l.seq
         WHERE l.position >= $1 ORDER BY l.position LIMIT $2";
    conn.all(text, cells![from, count], |row| Ok(LeafAt { position: row.get(0)?, leaf: row.get(1)? }))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let made = path.parent().map_or(Ok(()), std::fs::create_dir_all);
    made.and_then(|()| std::fs::write(path, bytes)).map_err(|error| StoreError::file(path, &error))
}
