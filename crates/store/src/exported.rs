//! Reading what [`crate::export_tiles`] wrote, here or elsewhere, perhaps long ago: the log as somebody outside holds it.
//! Nothing in it is believed until its root is that of a checkpoint that is.

use std::path::{Path, PathBuf};

use ledger::{Checkpoint, Frontier, Hash, Nodes, TILE_WIDTH, Tile, leaf_hash};

use crate::error::StoreError;

/// An exported folder.
#[derive(Clone, Debug)]
pub struct ExportedLog {
    folder: PathBuf,
    note: String,
    checkpoint: Checkpoint,
}

impl ExportedLog {
    /// Opens a folder that has a `checkpoint`. Its signatures are for the caller to check.
    pub fn open(folder: &Path) -> Result<ExportedLog, StoreError> {
        let path = folder.join("checkpoint");
        let note = std::fs::read_to_string(&path).map_err(|error| StoreError::file(&path, &error))?;
        let (text, _) = note.split_once("\n\n").unwrap_or_default();
        let checkpoint = Checkpoint::parse(&format!("{text}\n"))
            .map_err(|error| StoreError::Damaged(format!("{}: {error}", path.display())))?;
        Ok(ExportedLog { folder: folder.to_path_buf(), note, checkpoint })
    }

    /// The signed checkpoint, as it lies there.
    pub fn note(&self) -> &str {
        &self.note
    }

    /// What the checkpoint says.
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// The root of its first `size` leaves, worked out from the hashes of the leaves.
    pub fn root_at(&self, size: u64) -> Result<Hash, StoreError> {
        let mut frontier = Frontier::default();
        while frontier.size() < size {
            let left = usize::try_from(size - frontier.size()).unwrap_or(usize::MAX);
            for hash in self.leaf_hashes(frontier.size() / TILE_WIDTH)?.into_iter().take(left) {
                frontier.push(hash);
            }
        }
        Ok(frontier.root())
    }

    /// The hashes of the leaves in a tile of the lowest level.
    pub(crate) fn leaf_hashes(&self, index: u64) -> Result<Vec<Hash>, StoreError> {
        self.hashes(0, index)
    }

    /// The leaves of a bundle, if they are those of its tile.
    pub(crate) fn leaves(&self, index: u64) -> Result<Vec<Vec<u8>>, StoreError> {
        let path = Tile::entries_path(index, self.width(0, index));
        let bytes = self.read(&path)?;
        let mut rest = bytes.as_slice();
        let mut leaves = Vec::new();
        while let Some((length, after)) = rest.split_first_chunk::<2>() {
            let length = usize::from(u16::from_be_bytes(*length));
            let Some((leaf, after)) = after.split_at_checked(length) else { break };
            leaves.push(leaf.to_vec());
            rest = after;
        }
        let hashes: Vec<_> = leaves.iter().map(|leaf| leaf_hash(leaf)).collect();
        if !rest.is_empty() || hashes != self.leaf_hashes(index)? {
            return Err(StoreError::Damaged(format!("{path} does not hold the leaves of its tile")));
        }
        Ok(leaves)
    }

    fn hashes(&self, level: u32, index: u64) -> Result<Vec<Hash>, StoreError> {
        let tile = Tile { level, index, width: self.width(level, index) };
        let bytes = self.read(&tile.path())?;
        let (hashes, rest) = bytes.as_chunks();
        if hashes.len() != usize::from(tile.width) || !rest.is_empty() {
            return Err(StoreError::Damaged(format!("{} does not hold {} hashes", tile.path(), tile.width)));
        }
        Ok(hashes.iter().map(|hash| Hash(*hash)).collect())
    }

    /// How many hashes a tile has at this size; 0 if there is no such tile.
    fn width(&self, level: u32, index: u64) -> u16 {
        let there = self.checkpoint.size.checked_shr(8 * level).unwrap_or(0);
        let width = there.saturating_sub(index.saturating_mul(TILE_WIDTH)).min(TILE_WIDTH);
        u16::try_from(width).unwrap_or_default()
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, StoreError> {
        let path = self.folder.join(path);
        std::fs::read(&path).map_err(|error| StoreError::file(&path, &error))
    }
}

impl Nodes for ExportedLog {
    /// A node that cannot be read is not there: the proof is then not made.
    fn node(&self, level: u32, index: u64) -> Option<Hash> {
        let (tile_level, within) = (level / 8, level % 8);
        let first = index.checked_mul(1 << within)?;
        let hashes = self.hashes(tile_level, first / TILE_WIDTH).ok()?;
        let from = usize::try_from(first % TILE_WIDTH).ok()?;
        hashes.get(from..from + (1 << within)).map(ledger::tile_root)
    }
}
