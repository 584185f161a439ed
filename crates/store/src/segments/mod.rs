//! Segments: what was sealed since the last one, as a file of its own that is never changed again. A folder of
//! segments is a second copy of the ledger that is a few seconds behind it; a backup and the segments after it make
//! the record again as it was at the last of them.
//!
//! A segment is text, a JSON object a line (`format`): what it follows; the leaves of the log with salts and contents,
//! each group with the checkpoint that seals it; the documents that the entries refer to; the acts by whose keys
//! repeats are known; rows of the reads log; and at the end what it amounts to with the hash of all lines before. It
//! has its name only once it is whole and durable.
//!
//! [`Segments`] writes them; `apply` adds one to a restored record, checking every leaf, chain, root and signature.
//! Not in segments: sessions, drafts, passwords and the views, which are worked out anew.

mod apply;
mod export;
mod format;

use std::path::{Path, PathBuf};

use crate::error::StoreError;

pub(crate) use apply::{Applied, Target, apply_all};
pub use export::{Segment, Segments};

/// Why a segment cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SegmentError {
    /// It is not what was written: cut short, or altered.
    #[error("{} is damaged at line {line}: {why}; the record is good up to leaf {good}", .file.display())]
    Damaged {
        /// The segment.
        file: PathBuf,
        /// The line, from 1.
        line: u64,
        /// What is wrong.
        why: String,
        /// Leaves of the log that can be had without it.
        good: u64,
    },
    /// Between what there is and the segment something is missing.
    #[error("{} begins at leaf {from}, and the record is good up to leaf {good}: a segment between is missing", .file.display())]
    Gap {
        /// The segment.
        file: PathBuf,
        /// Its first leaf.
        from: u64,
        /// Leaves of the log that can be had without it.
        good: u64,
    },
    /// It continues another history than this record's.
    #[error("{} is of another history than the record: {why}; give an empty folder for its segments", .file.display())]
    OtherHistory {
        /// The segment.
        file: PathBuf,
        /// How they differ.
        why: String,
    },
    /// The files could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The name of a segment.
fn name_of(number: u64) -> String {
    format!("segment-{number:010}.jsonl")
}

/// The segments in a folder, in order. One that is still being written has another name.
fn listed(folder: &Path) -> Result<Vec<(u64, PathBuf)>, StoreError> {
    let failed = |error: std::io::Error| StoreError::file(folder, &error);
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name();
        let number = name.to_str().and_then(|name| name.strip_prefix("segment-")?.strip_suffix(".jsonl")?.parse().ok());
        found.extend(number.map(|number| (number, folder.join(&name))));
    }
    found.sort_unstable();
    Ok(found)
}
