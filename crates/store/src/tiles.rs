//! The Merkle tree as it is kept: tiles of 256 hashes. A tile of leaf hashes is stored once it is full (until then its
//! hashes stand in `log`); of the levels above, the growing last tile is stored as well.

use crate::error::StoreError;
use crate::sql::{Conn, cells};
use ledger::{Frontier, Hash, Nodes, TILE_WIDTH, node_hash, tile_root};

/// The right edge of the tree: enough to append leaves, to sign the root, and to write tiles as they grow.
#[derive(Clone, Default)]
pub(crate) struct Edge {
    frontier: Frontier,
    tiles: Growing,
}

/// The last tile of each level.
#[derive(Clone, Default)]
pub(crate) struct Growing {
    levels: Vec<Level>,
}

/// The last tile of a level, which is never full: a full one is stored and left.
#[derive(Clone, Default)]
struct Level {
    index: u64,
    hashes: Vec<Hash>,
    changed: bool,
}

impl Growing {
    /// Appends a leaf; gives the tiles that it fills, the lowest first.
    pub(crate) fn push(&mut self, leaf: Hash) -> Vec<FullTile> {
        let mut full = Vec::new();
        let mut carry = leaf;
        for number in 0.. {
            if self.levels.len() == number {
                self.levels.push(Level::default());
            }
            let level = &mut self.levels[number];
            level.hashes.push(carry);
            level.changed = true;
            if level.hashes.len() as u64 != TILE_WIDTH {
                break;
            }
            let hashes = std::mem::take(&mut level.hashes);
            carry = tile_root(&hashes);
            full.push(FullTile { level: number, index: level.index, hashes });
            level.index += 1;
            level.changed = false;
        }
        full
    }

    /// The tiles above the lowest level that are begun and not full: level, index and hashes.
    pub(crate) fn begun(&self) -> impl Iterator<Item = (usize, u64, &[Hash])> {
        let begun = self.levels.iter().enumerate().skip(1).filter(|(_, level)| !level.hashes.is_empty());
        begun.map(|(number, level)| (number, level.index, level.hashes.as_slice()))
    }
}

impl Edge {
    pub(crate) fn size(&self) -> u64 {
        self.frontier.size()
    }

    pub(crate) fn root(&self) -> Hash {
        self.frontier.root()
    }

    /// Appends a leaf; gives the tiles that it fills, the lowest first.
    pub(crate) fn push(&mut self, leaf: Hash) -> Vec<FullTile> {
        self.frontier.push(leaf);
        self.tiles.push(leaf)
    }

    /// Stores the growing tiles above the lowest level that changed since they were last stored.
    pub(crate) fn store_growing(&mut self, conn: &Conn) -> Result<(), StoreError> {
        for (number, level) in self.tiles.levels.iter_mut().enumerate().skip(1) {
            if std::mem::take(&mut level.changed) {
                store_tile(conn, number, level.index, &level.hashes)?;
            }
        }
        Ok(())
    }

    /// Takes up where the stored tree of `size` leaves ends.
    pub(crate) fn load(conn: &Conn, size: u64) -> Result<Edge, StoreError> {
        let mut levels = Vec::new();
        let mut parts = Vec::new();
        let mut count = size;
        while count > 0 {
            let (index, width) = (count / TILE_WIDTH, count % TILE_WIDTH);
            let number = levels.len();
            let hashes = if width == 0 { Vec::new() } else { read_tile(conn, number, index, size)? };
            let width = usize::try_from(width).unwrap_or(usize::MAX);
            if hashes.len() < width {
                return Err(StoreError::Damaged(format!("tile {number}/{index} does not hold {width} hashes")));
            }
            let hashes = hashes[..width].to_vec();
            parts.splice(0..0, complete_subtrees(&hashes));
            levels.push(Level { index, hashes, changed: false });
            count /= TILE_WIDTH;
        }
        let frontier = Frontier::from_parts(size, parts)
            .ok_or_else(|| StoreError::Damaged("the tiles do not make a tree".into()))?;
        Ok(Edge { frontier, tiles: Growing { levels } })
    }
}

/// A tile that will never change.
pub(crate) struct FullTile {
    pub(crate) level: usize,
    pub(crate) index: u64,
    pub(crate) hashes: Vec<Hash>,
}

/// The roots of the largest complete subtrees over hashes of one level, from the left.
fn complete_subtrees(hashes: &[Hash]) -> Vec<Hash> {
    let mut rest = hashes;
    let mut roots = Vec::new();
    while !rest.is_empty() {
        let (left, right) = rest.split_at(1 << rest.len().ilog2());
        roots.push(subtree_root(left));
        rest = right;
    }
    roots
}

/// The root over a power of two of hashes.
fn subtree_root(hashes: &[Hash]) -> Hash {
    if let [only] = hashes {
        return *only;
    }
    let (left, right) = hashes.split_at(hashes.len() / 2);
    node_hash(&subtree_root(left), &subtree_root(right))
}

pub(crate) fn store_tile(conn: &Conn, level: usize, index: u64, hashes: &[Hash]) -> Result<(), StoreError> {
    let bytes: Vec<u8> = hashes.iter().flat_map(|hash| hash.0).collect();
    conn.write(
        "INSERT INTO tile (level, idx, hashes) VALUES ($1, $2, $3)
         ON CONFLICT (level, idx) DO UPDATE SET hashes = excluded.hashes",
        cells![level, index, bytes],
    )
}

/// The hashes of a tile that are there: from its row, or for the last of the lowest level from the log.
pub(crate) fn read_tile(conn: &Conn, level: usize, index: u64, size: u64) -> Result<Vec<Hash>, StoreError> {
    if level == 0 && index == size / TILE_WIDTH {
        let text = "SELECT hash FROM log WHERE position >= $1 AND position < $2 ORDER BY position";
        return conn.all(text, cells![index * TILE_WIDTH, size], |row| row.get(0));
    }
    let text = "SELECT hashes FROM tile WHERE level = $1 AND idx = $2";
    let bytes: Option<Vec<u8>> = conn.first(text, cells![level, index], |row| row.get(0))?;
    let bytes = bytes.unwrap_or_default();
    Ok(bytes.as_chunks().0.iter().map(|hash| Hash(*hash)).collect())
}

/// The tree of the log as stored, for proofs.
pub struct StoredNodes<'a> {
    pub(crate) conn: &'a Conn,
    pub(crate) size: u64,
}

impl Nodes for StoredNodes<'_> {
    /// A node that cannot be read is not there: the proof is then not made.
    fn node(&self, level: u32, index: u64) -> Option<Hash> {
        let height = u64::BITS - 1;
        if level > height || index.checked_add(1)?.checked_mul(1 << level)? > self.size {
            return None;
        }
        let (tile_level, within) = ((level / 8) as usize, level % 8);
        let first = index << within;
        let hashes = read_tile(self.conn, tile_level, first / TILE_WIDTH, self.size).ok()?;
        let from = usize::try_from(first % TILE_WIDTH).ok()?;
        hashes.get(from..from + (1 << within)).map(subtree_root)
    }
}
