//! What can go wrong between a caller and the data folder, in words a duty engineer can act on.

use std::path::{Path, PathBuf};

use ledger::StreamId;
use rusqlite::ErrorCode;

/// Why the data folder did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Another process has the folder open for writing.
    #[error("{} is in use by another process", .0.display())]
    InUse(PathBuf),
    /// There is no record in the folder.
    #[error("there is no record in {}", .0.display())]
    Absent(PathBuf),
    /// A record was to be made where there is one.
    #[error("there is already a record in {}", .0.display())]
    Occupied(PathBuf),
    /// The record was written by a program of another layout.
    #[error("the record is of layout {found}, this program reads layout {known}: {}", layout_advice(found, known))]
    Layout {
        /// What the folder says.
        found: String,
        /// What this program knows.
        known: &'static str,
    },
    /// Somebody keeps a checkpoint that covers more than the record has: part of the past is lost.
    #[error("the record has {size} leaves, and {}. It can be read; nothing may be written until its rollback is declared",
        behind_words(*size, *held))]
    Behind {
        /// Leaves of the record.
        size: u64,
        /// Leaves under the held checkpoint.
        held: u64,
    },
    /// It was restored from a backup, and nobody has said what was erased since.
    #[error(
        "{} was restored from a backup, and what was erased since may stand in it again. It can be read; nothing may be \
         written, and it is not served, until the list of those erasures is carried out (throughcare replay-erasures \
         LIST), or it is said that there are none (throughcare restore --to {} --no-erasures REASON)",
        .0.display(), .0.display()
    )]
    ErasuresOwed(PathBuf),
    /// A database was put back to an earlier moment, and nobody has said what was erased since.
    #[error(
        "the record was put back to an earlier moment, and what was erased since may stand in it again. It can be read; nothing \
         may be written, and no server is started, until the list of those erasures is carried out (throughcare replay-erasures \
         LIST --data KEYS --database-url URL), or it is said that there are none (throughcare restore --to KEYS \
         --database-url URL --no-erasures REASON)"
    )]
    ErasuresOwedHere,
    /// Its record was moved into a database, which has the same key.
    #[error(
        "the record in {} was moved into a database and goes on there: serve it with --database-url and the folder that its \
         key was moved to. Whatever were written here would be a second history under the same key (see {}/moved)",
        .0.display(), .0.display()
    )]
    MovedAway(PathBuf),
    /// Another log's key stands where this one's was to be.
    #[error(
        "{} is another log's key, and nothing is written over it: whoever loses a key can write nothing more to its record. \
         Give another folder. If it was left by a creation that was cut off, and no record is signed with it, move it away",
        .0.display()
    )]
    OtherKey(PathBuf),
    /// A key was to be copied over itself.
    #[error("the key in {} is the one that was to be copied: give a folder that is kept apart from it", .0.display())]
    SameKey(PathBuf),
    /// It was to be moved into a database, and was moved into another before, or may have been.
    #[error(
        "the record in {} was moved into {into} before, or a move into it was cut off: moved again, there would be two histories \
         under one key. Only into that one can it be moved again, where the move was cut off; see {}/moved",
        .folder.display(), .folder.display()
    )]
    MovedBefore {
        /// The folder.
        folder: PathBuf,
        /// The database that it went to.
        into: String,
    },
    /// A file could not be read or written.
    #[error("{}: {reason}", .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the operating system says.
        reason: String,
    },
    /// The disk is full, failing or locked: nothing of the act was kept, and it may be tried again.
    #[error("the record cannot be written or read at the moment: {0}")]
    Unavailable(String),
    /// The database has not answered in time: the act may have been recorded or not, or be recorded yet. Sent again under
    /// its key it is found, and never recorded twice.
    #[error("it is not known yet whether this was recorded: the database has not answered")]
    InDoubt,
    /// Views were worked out from a stream that has moved since: they are to be worked out again.
    #[error("{0} has moved since it was read")]
    Moved(String),
    /// A newer release wrote to the stream, and what the act changes in a view cannot be told from what that release has there.
    #[error("a newer release wrote to {0}, and what it has in a view cannot be told from what this act changes")]
    Newer(StreamId),
    /// What is stored cannot be what was written.
    #[error("the stored record is damaged: {0}")]
    Damaged(String),
    /// The act, the row or the question cannot be right, whenever it is tried.
    #[error("refused: {0}")]
    Refused(String),
}

impl StoreError {
    pub(crate) fn file(path: &Path, error: &std::io::Error) -> StoreError {
        StoreError::File { path: path.to_path_buf(), reason: error.to_string() }
    }

    /// Whether only the act at hand is at fault, so that the rest of its batch may go on.
    pub(crate) fn is_of_the_act(&self) -> bool {
        matches!(
            self,
            StoreError::Refused(_)
                | StoreError::Behind { .. }
                | StoreError::ErasuresOwedHere
                | StoreError::Moved(_)
                | StoreError::Newer(_)
        )
    }
}

fn behind_words(size: u64, held: u64) -> String {
    if held > size {
        format!("a checkpoint of {held} is held of it: what lay between is lost")
    } else {
        format!("a witness has seen another past of {held} leaves than this one: there are two records under one key")
    }
}

fn layout_advice(found: &str, known: &str) -> &'static str {
    match (found.parse::<u32>(), known.parse::<u32>()) {
        (Ok(found), Ok(known)) if found < known => "`throughcare upgrade` brings it there",
        _ => "a newer release wrote it, and only such a one may open it",
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> StoreError {
        let text = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::ConstraintViolation | ErrorCode::TypeMismatch | ErrorCode::TooBig) => {
                StoreError::Refused(text)
            }
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::Unknown) => {
                StoreError::Damaged(text)
            }
            Some(_) => StoreError::Unavailable(text),
            None => StoreError::Damaged(text),
        }
    }
}

impl From<rusqlite::types::FromSqlError> for StoreError {
    fn from(error: rusqlite::types::FromSqlError) -> StoreError {
        StoreError::Damaged(error.to_string())
    }
}
