//! Backups: a consistent copy of a folder that may be in use, which counts only once it has been opened and verified,
//! and the way back from one.
//!
//! A backup is a folder: `record.db`, `reads.db`, `key.pub` and `manifest.json`. The signing key is not in it: whoever
//! had both could write another past and sign it. [`back_up`] takes one, [`verify_backup`] proves one, [`Restoring`]
//! makes a record of one. What was recorded after it comes from [`crate::segments`].

mod hold;
mod manifest;
mod moved;
mod restore;
mod restored;
mod take;

use std::path::{Path, PathBuf};

use crate::error::StoreError;
use crate::segments::SegmentError;

pub(crate) use hold::refuse_held;
pub use hold::{Against, end_hold, is_held};
pub use manifest::{KeptFile, Manifest};
pub(crate) use moved::{mark_moved, mark_moving, refuse_moved, refuse_second_move, unmark_moved};
pub use restore::Restoring;
pub(crate) use restored::refuse_owing;
pub use restored::{end_owing, owe_erasures, owes_erasures};
pub use take::{back_up, back_up_database, verify_backup};

/// Why there is no backup, or why one was not restored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BackupError {
    /// Something stands where the backup or the restored record was to be.
    #[error("{} is not empty", .0.display())]
    NotEmpty(PathBuf),
    /// The copy was made, and is not a whole and unaltered record.
    #[error("the copy in {} does not verify, and does not count: {why}", .folder.display())]
    NotVerified {
        /// The copy.
        folder: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// A file is not the one that was kept.
    #[error("{} is not the file that was backed up: {why}", .file.display())]
    Altered {
        /// The file.
        file: PathBuf,
        /// How it differs.
        why: String,
    },
    /// The key does not belong to the record.
    #[error("the key in {} signs for another log", .0.display())]
    WrongKey(PathBuf),
    /// The checkpoint that is held against the record cannot be of this log.
    #[error("the held checkpoint is not one of this log: {0}")]
    HeldElsewhere(String),
    /// The record and the held checkpoint are two histories.
    #[error(
        "the record and the checkpoint held of it are two histories: at {size} leaves the record has the root {ours}, \
         the checkpoint {held}"
    )]
    Forked {
        /// Leaves under the checkpoint.
        size: u64,
        /// The root of the record at that size.
        ours: String,
        /// The root in the checkpoint.
        held: String,
    },
    /// What was recorded after the backup could not be added.
    #[error(transparent)]
    Segment(#[from] SegmentError),
    /// The folder could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The folder that stands in for `path` until what is in it counts.
fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(suffix);
    path.with_file_name(name)
}

/// Whether nothing stands at a path but perhaps an empty folder.
fn is_vacant(path: &Path) -> Result<bool, StoreError> {
    match std::fs::read_dir(path) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(StoreError::file(path, &error)),
    }
}

/// Removes a folder that an earlier attempt left behind.
fn remove_attempt(path: &Path) -> Result<(), StoreError> {
    match std::fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(StoreError::file(path, &error)),
        _ => Ok(()),
    }
}

/// Gives a finished folder its name, for good.
fn put_in_place(finished: &Path, place: &Path) -> Result<(), StoreError> {
    std::fs::rename(finished, place).map_err(|error| StoreError::file(place, &error))?;
    let parent = place.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    sync(parent)
}

/// Makes a file or a folder's list of names durable.
fn sync(path: &Path) -> Result<(), StoreError> {
    std::fs::File::open(path).and_then(|file| file.sync_all()).map_err(|error| StoreError::file(path, &error))
}
