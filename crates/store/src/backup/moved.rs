//! A folder whose record was moved into a database. Both have the log's key: whatever were written here now would be a second
//! history under it. So nothing is.

use std::path::{Path, PathBuf};

use crate::error::StoreError;
use crate::folder::Folder;

/// Stands in the folder from just before its record is in the database.
fn mark(folder: &Path) -> PathBuf {
    folder.join("moved")
}

const WORDS: &str = "The record of this folder was moved into a database, and goes on there under the same key.
Nothing is written here: that would be a second history. Only if the database was given up for good, and nobody was shown
anything of it, may this file be taken away.
";

/// Says of a folder that its record goes on elsewhere.
pub(crate) fn mark_moved(folder: &Path) -> Result<(), StoreError> {
    let path = mark(folder);
    std::fs::write(&path, WORDS).map_err(|error| StoreError::file(&path, &error))?;
    super::sync(&path)
}

/// Takes that back: it was not moved after all.
pub(crate) fn unmark_moved(folder: &Path) -> Result<(), StoreError> {
    let path = mark(folder);
    std::fs::remove_file(&path).map_err(|error| StoreError::file(&path, &error))?;
    super::sync(folder)
}

/// Whether a folder's record goes on elsewhere, or a move of it was cut off.
pub(crate) fn is_moved(folder: &Path) -> Result<bool, StoreError> {
    let path = mark(folder);
    path.try_exists().map_err(|error| StoreError::file(&path, &error))
}

/// Refuses to write to such a folder.
pub(crate) fn refuse_moved(folder: &Folder) -> Result<(), StoreError> {
    if is_moved(folder.path())? { Err(StoreError::MovedAway(folder.path().to_path_buf())) } else { Ok(()) }
}
