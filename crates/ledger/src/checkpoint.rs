//! Checkpoints (C2SP `tlog-checkpoint`): the log's origin, size and root on three lines. Signed as a note, a
//! checkpoint is what outsiders keep to hold the log to its word.

use crate::hash::Hash;
use crate::text::parse_decimal;

/// A statement that the log called `origin` has `size` leaves under `root`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Checkpoint {
    /// The log's name, unique in the world: by custom a domain and a path.
    pub origin: String,
    /// How many leaves it has.
    pub size: u64,
    /// The root of the tree over them.
    pub root: Hash,
}

/// Why a text is not a checkpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// Not three lines. The format allows further ones; this ledger writes none and so accepts none.
    #[error("a checkpoint is three lines: origin, size and root")]
    Lines,
    /// No origin.
    #[error("a checkpoint begins with the log's origin")]
    Origin,
    /// The size is not a plain decimal number.
    #[error("a checkpoint's second line is the size in decimal")]
    Size,
    /// The root is not a hash in base64.
    #[error("a checkpoint's third line is the root in base64")]
    Root,
}

impl Checkpoint {
    /// The three lines, each ended by a line break.
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, self.root.to_base64())
    }

    /// Reads what [`Checkpoint::text`] writes; anything else is refused.
    pub fn parse(text: &str) -> Result<Checkpoint, CheckpointError> {
        let lines: Vec<&str> = text.split('\n').collect();
        let [origin, size, root, ""] = lines[..] else {
            return Err(CheckpointError::Lines);
        };
        if origin.is_empty() {
            return Err(CheckpointError::Origin);
        }
        Ok(Checkpoint {
            origin: origin.to_owned(),
            size: parse_decimal(size).ok_or(CheckpointError::Size)?,
            root: Hash::from_base64(root).map_err(|_| CheckpointError::Root)?,
        })
    }
}
