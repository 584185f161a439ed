//! A folder whose record was moved into a database. Both have the log's key: whatever were written here now would be a second
//! history under it, and so would be what is written in another database that it were moved into as well. So neither is done.

use std::path::{Path, PathBuf};

use crate::error::StoreError;
use crate::folder::Folder;

/// Stands in the folder from just before its record is in the database, and says which that is.
fn mark(folder: &Path) -> PathBuf {
    folder.join("moved")
}

const WORDS: &str = "The record of this folder was moved into a database, and goes on there under the same key.
Nothing is written here, and it is moved nowhere else: either would be a second history. Only if the database was given up for good,
and nobody was shown anything of it, may this file be taken away.
";

/// Before the name of the database, from just before its record may be there…
const BEGUN: &str = "Begun: ";
/// …and once it is.
const DONE: &str = "Done: ";

/// Where a folder's record went, as its mark says.
#[derive(Debug, PartialEq, Eq)]
enum Moved {
    /// It may be there, or a move of it was cut off before.
    Begun(String),
    /// It is there.
    Done(String),
    /// It is in a database that an earlier release did not name.
    Somewhere,
}

fn read_mark(folder: &Path) -> Result<Option<Moved>, StoreError> {
    let path = mark(folder);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(StoreError::file(&path, &error)),
    };
    let said = |word: &str| text.lines().find_map(|line| line.strip_prefix(word)).map(str::to_owned);
    Ok(Some(said(DONE).map(Moved::Done).or_else(|| said(BEGUN).map(Moved::Begun)).unwrap_or(Moved::Somewhere)))
}

/// Refuses a move into another database than the one that the record may be in already. Gives whether it was begun before: a
/// move that was cut off is done again, into the same database.
pub(crate) fn refuse_second_move(folder: &Path, into: &str) -> Result<bool, StoreError> {
    let refused = |into: &str| Err(StoreError::MovedBefore { folder: folder.to_path_buf(), into: into.to_owned() });
    match read_mark(folder)? {
        None => Ok(false),
        Some(Moved::Begun(there)) if there == into => Ok(true),
        Some(Moved::Begun(there) | Moved::Done(there)) => refused(&there),
        Some(Moved::Somewhere) => refused("a database that is not named in it"),
    }
}

/// Says of a folder that its record may go on in a database from now on.
pub(crate) fn mark_moving(folder: &Path, into: &str) -> Result<(), StoreError> {
    write_mark(folder, &format!("{WORDS}{BEGUN}{into}\n"))
}

/// Says that it does.
pub(crate) fn mark_moved(folder: &Path, into: &str) -> Result<(), StoreError> {
    write_mark(folder, &format!("{WORDS}{DONE}{into}\n"))
}

/// At no moment is the mark missing, or half there.
fn write_mark(folder: &Path, text: &str) -> Result<(), StoreError> {
    let (path, anew) = (mark(folder), folder.join("moved.new"));
    std::fs::write(&anew, text).map_err(|error| StoreError::file(&anew, &error))?;
    super::sync(&anew)?;
    std::fs::rename(&anew, &path).map_err(|error| StoreError::file(&path, &error))?;
    super::sync(folder)
}

/// Takes that back: it was not moved after all.
pub(crate) fn unmark_moved(folder: &Path) -> Result<(), StoreError> {
    let path = mark(folder);
    std::fs::remove_file(&path).map_err(|error| StoreError::file(&path, &error))?;
    super::sync(folder)
}

/// Refuses to write to a folder whose record goes on elsewhere, or of which a move was cut off.
pub(crate) fn refuse_moved(folder: &Folder) -> Result<(), StoreError> {
    let path = mark(folder.path());
    let moved = path.try_exists().map_err(|error| StoreError::file(&path, &error))?;
    if moved { Err(StoreError::MovedAway(folder.path().to_path_buf())) } else { Ok(()) }
}
