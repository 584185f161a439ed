//! The end of the log, verified before anything is built on it: whenever a record is opened, on a database whenever a server
//! begins to seal, and after any write that failed. A failed write may have left pages in memory that the disk does not hold; only what verifies is gone on from.

use std::collections::HashMap;

use ledger::{Checkpoint, Hash, Leaf, Salt, TILE_WIDTH, VerifyingKey, tile_root};

use crate::entries::{Head, read_head};
use crate::error::StoreError;
use crate::folder::Identity;
use crate::log::{End, Kind, last_checkpoint};
use crate::sql::{Conn, Row, cells};
use crate::tiles::read_tile;

/// So many leaves from the end. The whole record is for `verify`.
const LEAVES: u64 = 10_000;
/// On a database, where others work meanwhile and a server may begin to seal often.
const LEAVES_SHARED: u64 = 2_048;

/// Verifies the last leaves: their places, their contents, the heads of their streams, and the root that was signed over
/// them. `end` has been compared with the last checkpoint's root already.
pub(crate) fn check(conn: &Conn, identity: &Identity, key: &VerifyingKey, end: &End) -> Result<(), StoreError> {
    let size = end.edge.size();
    let Some(last) = last_checkpoint(conn)? else {
        return Ok(());
    };
    let signed = Checkpoint { origin: identity.origin.clone(), size, root: end.edge.root() }.text();
    if key.open(&last.note) != Ok(signed.as_str()) {
        return Err(StoreError::Damaged("the last checkpoint is not signed by the record's key".into()));
    }
    let shared = matches!(conn, Conn::Postgres(_));
    let first = size.saturating_sub(if shared { LEAVES_SHARED } else { LEAVES }) / TILE_WIDTH * TILE_WIDTH;
    let mut statement = conn.prepare(
        "SELECT l.position, l.hash, l.recorded, l.mark, COALESCE(e.leaf, m.leaf), COALESCE(e.salt, m.salt),
                COALESCE(e.content, m.content)
         FROM log l
         LEFT JOIN entry e ON l.mark = 0 AND e.stream = l.stream AND e.seq = l.seq
         LEFT JOIN mark m ON l.mark <> 0 AND m.stream = l.stream AND m.seq = l.seq
         WHERE l.position >= $1 ORDER BY l.position",
    )?;
    let mut rows = statement.rows(cells![first])?;
    let (mut hashes, mut heads, mut recorded) = (Vec::new(), HashMap::new(), i64::MIN);
    while let Some(row) = rows.next()? {
        let position = first + hashes.len() as u64;
        let (leaf, hash) = leaf(&row, position).map_err(|why| damaged(position, &why))?;
        if leaf.recorded < recorded {
            return Err(damaged(position, "it was recorded before the leaf before it"));
        }
        recorded = leaf.recorded;
        hashes.push(hash);
        if row.get::<i64>(3)? == Kind::Entry as i64 {
            heads.insert(leaf.stream, (leaf.seq, hash));
        }
    }
    if first + hashes.len() as u64 != size {
        return Err(StoreError::Damaged("leaves are missing at the end of the log".into()));
    }
    for (stream, (seq, hash)) in &heads {
        // On a database streams have gone on: what they end in is not sealed yet.
        let is_it = |head: Head| (head.seq, head.hash) == (*seq, *hash) || shared && head.seq > *seq;
        if !read_head(conn, stream)?.is_some_and(is_it) {
            return Err(StoreError::Damaged(format!("the stored head is not {stream}'s last entry")));
        }
    }
    tiles(conn, &hashes, first, size)
}

/// Reads a leaf and compares what is stored beside it.
fn leaf(row: &Row<'_>, position: u64) -> Result<(Leaf, Hash), String> {
    let words = |error: StoreError| error.to_string();
    let bytes: Option<Vec<u8>> = row.get(4).map_err(words)?;
    let bytes = bytes.ok_or("the leaf is missing")?;
    let leaf = Leaf::parse(&bytes).map_err(|error| error.to_string())?;
    let hash = ledger::leaf_hash(&bytes);
    let (salt, content): (Option<Vec<u8>>, Option<Vec<u8>>) = (row.get(5).map_err(words)?, row.get(6).map_err(words)?);
    let commits = match (salt, content) {
        (Some(salt), Some(content)) => {
            Salt::try_from(salt.as_slice()).is_ok_and(|salt| ledger::commit(&salt, &content) == leaf.commit)
        }
        // Whether an erasure accounts for it is for the whole verification to say.
        (None, None) => true,
        _ => false,
    };
    let there = row.get::<u64>(0).map_err(words)? == position
        && row.get::<Hash>(1).map_err(words)? == hash
        && row.get::<i64>(2).map_err(words)? == leaf.recorded;
    match (there, commits) {
        (true, true) => Ok((leaf, hash)),
        (false, _) => Err("the log holds something else than the leaf".to_owned()),
        (true, false) => Err("its content is not the one it commits to".to_owned()),
    }
}

/// The full tiles over these leaves must be theirs, and stand under the tiles above.
fn tiles(conn: &Conn, hashes: &[Hash], first: u64, size: u64) -> Result<(), StoreError> {
    let width = usize::try_from(TILE_WIDTH).unwrap_or(usize::MAX);
    for (index, leaves) in (first / TILE_WIDTH..).zip(hashes.chunks_exact(width)) {
        let above = read_tile(conn, 1, index / TILE_WIDTH, size)?;
        let within = usize::try_from(index % TILE_WIDTH).unwrap_or(usize::MAX);
        if read_tile(conn, 0, index, size)? != leaves || above.get(within) != Some(&tile_root(leaves)) {
            return Err(damaged(index * TILE_WIDTH, "the tiles over it are not those of the log"));
        }
    }
    Ok(())
}

fn damaged(position: u64, why: &str) -> StoreError {
    StoreError::Damaged(format!("the leaf at {position}: {why}"))
}
