//! A record that was restored without what was erased since its backup: what two people had erased stands in it again.
//! So nothing is written to it, and it is not served, until a list of those erasures was carried out, or somebody said
//! that there are none. That state is the only one in which a list is carried out.

use std::path::{Path, PathBuf};

use crate::error::StoreError;
use crate::folder::Folder;

/// Stands in the folder for as long as it is so, and says to whoever finds it what it means.
fn mark(folder: &Path) -> PathBuf {
    folder.join("restored")
}

const WORDS: &str = "Restored from a backup, or put back to an earlier moment. What was erased since may stand here again: carry out the list of erasures
(throughcare replay-erasures LIST), or say that there are none (throughcare restore --to FOLDER --no-erasures REASON).
";

/// Says of a folder that what was erased since its backup, or since the moment it was put back to, may stand in it.
pub fn owe_erasures(folder: &Path) -> Result<(), StoreError> {
    let path = mark(folder);
    std::fs::write(&path, WORDS).map_err(|error| StoreError::file(&path, &error))?;
    super::sync(&path)
}

/// Whether what was erased since its backup may stand in a folder.
pub fn owes_erasures(folder: &Path) -> Result<bool, StoreError> {
    let path = mark(folder);
    path.try_exists().map_err(|error| StoreError::file(&path, &error))
}

/// Refuses to write to such a folder.
pub(crate) fn refuse_owing(folder: &Folder) -> Result<(), StoreError> {
    if owes_erasures(folder.path())? { Err(StoreError::ErasuresOwed(folder.path().to_path_buf())) } else { Ok(()) }
}

/// Ends that. Only for whoever has carried the erasures out, or recorded that there are none, and why.
pub fn end_owing(folder: &Path) -> Result<(), StoreError> {
    let path = mark(folder);
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(StoreError::file(&path, &error)),
        _ => super::sync(folder),
    }
}
