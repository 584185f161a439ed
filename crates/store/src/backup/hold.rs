//! A hold on a folder: a checkpoint that somebody else keeps covers more than the record has. Part of the past is
//! lost, and whatever were written now would be another past under the same signature. So nothing is, until somebody
//! declares that the record was rolled back.

use std::path::{Path, PathBuf};

use ledger::{Checkpoint, VerifyingKey};

use super::BackupError;
use crate::error::StoreError;
use crate::folder::{Folder, open_reading};
use crate::log::last_checkpoint;

/// What a record has of a checkpoint that somebody else keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Against {
    /// All that it covers: so many leaves.
    Reaches(u64),
    /// Not all of its so many leaves: part of the past is lost.
    FallsShortOf(u64),
}

impl Against {
    /// The leaves under a checkpoint that the record falls short of.
    pub fn short_of(self) -> Option<u64> {
        match self {
            Against::Reaches(_) => None,
            Against::FallsShortOf(held) => Some(held),
        }
    }
}

/// The held checkpoint stands in the folder under this name for as long as the hold lasts.
fn hold_file(folder: &Path) -> PathBuf {
    folder.join("held")
}

/// What a held checkpoint says, if it is one of this log.
pub(super) fn read_held(note: &str, key: &VerifyingKey, origin: &str) -> Result<Checkpoint, BackupError> {
    let text = key.open(note).map_err(|error| BackupError::HeldElsewhere(error.to_string()))?;
    let held = Checkpoint::parse(text).map_err(|error| BackupError::HeldElsewhere(error.to_string()))?;
    if held.origin != origin {
        return Err(BackupError::HeldElsewhere(format!("it is of {}", held.origin)));
    }
    Ok(held)
}

/// Puts a hold on a folder.
pub(super) fn hold(folder: &Path, note: &str) -> Result<(), StoreError> {
    let path = hold_file(folder);
    std::fs::write(&path, note).map_err(|error| StoreError::file(&path, &error))?;
    super::sync(&path)
}

/// Whether a folder is held against a checkpoint that somebody else keeps.
pub fn is_held(folder: &Path) -> Result<bool, StoreError> {
    let path = hold_file(folder);
    path.try_exists().map_err(|error| StoreError::file(&path, &error))
}

/// Refuses to write to a folder that is held.
pub(crate) fn refuse_held(folder: &Folder) -> Result<(), StoreError> {
    let path = hold_file(folder.path());
    let note = match std::fs::read_to_string(&path) {
        Ok(note) => note,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(StoreError::file(&path, &error)),
    };
    let text = note.split("\n\n").next().unwrap_or_default();
    let held = Checkpoint::parse(&format!("{text}\n"))
        .map_err(|error| StoreError::Damaged(format!("{}: {error}", path.display())))?;
    let size = last_checkpoint(&open_reading(&folder.record())?)?.map_or(0, |last| last.size);
    Err(StoreError::Behind { size, held: held.size })
}

/// Ends the hold on a folder. Only for whoever has recorded that the record was rolled back, and why.
pub fn end_hold(folder: &Path) -> Result<(), StoreError> {
    let path = hold_file(folder);
    std::fs::remove_file(&path).map_err(|error| StoreError::file(&path, &error))?;
    super::sync(folder)
}
