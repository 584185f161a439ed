//! A snapshot: one read transaction, and every question that can be put to it. The questions stand with their tables.

use std::cell::OnceCell;

use rusqlite::{Connection, OptionalExtension, params};

use crate::act::IdemKey;
use crate::error::StoreError;
use crate::folder::{Folder, open_reading, read_meta};

/// One consistent view of the record. The reads log is a file of its own and joins the view when first asked.
pub struct Snapshot {
    conn: Connection,
    reads: OnceCell<Connection>,
    folder: Folder,
}

/// What the store knows of a request with a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answered {
    /// It was recorded: the act, and the answer it was given.
    Before {
        /// The act's id.
        act: String,
        /// The answer that came with it.
        answer: String,
    },
    /// The key was used for another request.
    KeyReused,
}

impl Snapshot {
    pub(crate) fn open(folder: &Folder) -> Result<Snapshot, StoreError> {
        Ok(Snapshot { conn: open_reading(&folder.record())?, reads: OnceCell::new(), folder: folder.clone() })
    }

    pub(crate) fn conn(&self) -> &Connection {
        &self.conn
    }

    /// The reads log; opened late, because most snapshots have no question for it.
    pub(crate) fn reads(&self) -> Result<&Connection, StoreError> {
        if let Some(conn) = self.reads.get() {
            return Ok(conn);
        }
        let conn = open_reading(&self.folder.reads())?;
        Ok(self.reads.get_or_init(|| conn))
    }

    /// Puts questions to one state of the record.
    pub(crate) fn within<T>(&self, f: impl FnOnce(&Snapshot) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.conn.execute_batch("BEGIN")?;
        let answer = f(self);
        let ended = self.conn.execute_batch("COMMIT");
        let answer = answer?;
        ended?;
        Ok(answer)
    }

    /// What the folder was told about itself under a name.
    pub fn meta(&self, name: &str) -> Result<Option<String>, StoreError> {
        read_meta(&self.conn, name)
    }

    /// The versions of guards, in the order asked; 0 for one never bumped.
    pub fn guard_versions(&self, names: &[String]) -> Result<Vec<u64>, StoreError> {
        names.iter().map(|name| guard_version(&self.conn, name)).collect()
    }

    /// What became of the request with this key; `None` if nothing has been recorded under it.
    pub fn answered(&self, key: &IdemKey) -> Result<Option<Answered>, StoreError> {
        let mut statement =
            self.conn.prepare_cached("SELECT act, digest, answer FROM act WHERE actor = $1 AND key = $2")?;
        let found: Option<(String, Vec<u8>, String)> = statement
            .query_row(params![key.actor, key.key], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        Ok(found.map(
            |(act, digest, answer)| {
                if digest == key.digest { Answered::Before { act, answer } } else { Answered::KeyReused }
            },
        ))
    }
}

pub(crate) fn guard_version(conn: &Connection, name: &str) -> Result<u64, StoreError> {
    let mut statement = conn.prepare_cached("SELECT version FROM guard WHERE name = $1")?;
    Ok(statement.query_row([name], |row| row.get(0)).optional()?.unwrap_or(0))
}
