//! Tiles: the tree cut into files of 256 hashes, so that it can be served as static files and cached for ever
//! (C2SP `tlog-tiles`). Entry bundles hold the leaves themselves.

use crate::hash::Hash;
use crate::tree::Frontier;

/// Hashes in a full tile, and leaves in a full entry bundle.
pub const TILE_WIDTH: u64 = 256;
/// Levels of the tree that one level of tiles spans.
const TILE_HEIGHT: u32 = 8;

/// A tile of hashes. Hash `i` of the tile is the root of the complete subtree of 256^`level` leaves, number
/// 256 × `index` + `i` of that height.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Tile {
    /// The level of tiles, 0 being leaf hashes.
    pub level: u32,
    /// Its place in the level, from the left.
    pub index: u64,
    /// How many hashes it holds: 1 to 256, fewer than 256 only for the last of its level.
    pub width: u16,
}

impl Tile {
    /// Where the tile is served: `tile/<level>/<index>`, with `.p/<width>` if it is partial.
    pub fn path(&self) -> String {
        format!("tile/{}/{}", self.level, numbered(self.index, self.width))
    }

    /// Where the bundle of leaves `index` × 256 onwards is served: `tile/entries/<index>`, with `.p/<width>` if it
    /// is partial.
    pub fn entries_path(index: u64, width: u16) -> String {
        format!("tile/entries/{}", numbered(index, width))
    }
}

/// Every tile of hashes of a tree of `size` leaves: level by level, from left to right, partial ones where the level
/// ends in one. The lowest level's indices and widths are also those of the entry bundles.
pub fn tiles(size: u64) -> Vec<Tile> {
    let mut all = Vec::new();
    let (mut level, mut nodes) = (0, size);
    while nodes > 0 {
        let full = nodes / TILE_WIDTH;
        all.extend((0..full).map(|index| Tile { level, index, width: 256 }));
        let rest = u16::try_from(nodes % TILE_WIDTH).unwrap_or_default();
        if rest > 0 {
            all.push(Tile { level, index: full, width: rest });
        }
        nodes >>= TILE_HEIGHT;
        level += 1;
    }
    all
}

/// Adds a leaf to an entry bundle: its length in 16 bits, big-endian, then the leaf.
///
/// # Panics
/// If the leaf is longer than 65,535 bytes. [`crate::Leaf::parse`] accepts none so long.
pub fn bundle_entry(out: &mut Vec<u8>, leaf: &[u8]) {
    let len = u16::try_from(leaf.len()).expect("a leaf is at most 65,535 bytes");
    out.extend_from_slice(&len.to_be_bytes());
    out.extend_from_slice(leaf);
}

/// Combines the hashes of a full tile into the one hash that stands for it in the tile a level up.
pub fn tile_root(hashes: &[Hash]) -> Hash {
    let mut frontier = Frontier::default();
    for hash in hashes {
        frontier.push(*hash);
    }
    frontier.root()
}

/// The index in groups of three digits, all but the last marked with an x: 1234067 is `x001/x234/067`.
fn numbered(index: u64, width: u16) -> String {
    let mut path = format!("{:03}", index % 1000);
    let mut rest = index / 1000;
    while rest > 0 {
        path = format!("x{:03}/{path}", rest % 1000);
        rest /= 1000;
    }
    if u64::from(width) < TILE_WIDTH {
        path = format!("{path}.p/{width}");
    }
    path
}
