//! A snapshot: one read transaction, and every question that can be put to it. The questions stand with their tables.

use std::cell::OnceCell;

use ledger::EntryId;

use crate::act::IdemKey;
use crate::error::StoreError;
use crate::folder::{Folder, open_reading, read_meta};
use crate::forget::LONGEST_ACT;
use crate::sql::{Conn, cells};

/// One consistent view of the record. In a folder the reads log is a file of its own and joins the view when first
/// asked.
pub struct Snapshot {
    conn: Conn,
    reads: Reads,
}

/// Where the reads log stands.
enum Reads {
    Within,
    Beside(Box<OnceCell<Conn>>, Folder),
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
    pub(crate) fn of_folder(folder: &Folder) -> Result<Snapshot, StoreError> {
        let reads = Reads::Beside(Box::default(), folder.clone());
        Ok(Snapshot { conn: open_reading(&folder.record())?, reads })
    }

    pub(crate) fn of_database(conn: Conn) -> Snapshot {
        Snapshot { conn, reads: Reads::Within }
    }

    pub(crate) fn conn(&self) -> &Conn {
        &self.conn
    }

    /// The reads log; opened late, because most snapshots have no question for it.
    pub(crate) fn reads(&self) -> Result<&Conn, StoreError> {
        let (opened, folder) = match &self.reads {
            Reads::Within => return Ok(&self.conn),
            Reads::Beside(opened, folder) => (opened, folder),
        };
        if let Some(conn) = opened.get() {
            return Ok(conn);
        }
        let conn = open_reading(&folder.reads())?;
        Ok(opened.get_or_init(|| conn))
    }

    /// Puts questions to one state of the record.
    pub(crate) fn within<T>(&self, f: impl FnOnce(&Snapshot) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.conn.reading(|| f(self))
    }

    /// Says what will be asked next: the questions of `ask`, which finds nothing while it is noted. A database is then sent
    /// them together, in one journey and not in one for each, and what was foreseen is answered when it is asked in earnest. In a folder nothing is done.
    ///
    /// What depends on an answer cannot be foreseen with it. An error in `ask` says nothing: there was no answer yet.
    pub fn foresee(&self, ask: impl FnOnce(&Snapshot) -> Result<(), StoreError>) -> Result<(), StoreError> {
        self.conn.foresee(|| drop(ask(self)))
    }

    /// What the record was told about itself under a name.
    pub fn meta(&self, name: &str) -> Result<Option<String>, StoreError> {
        read_meta(&self.conn, name)
    }

    /// The versions of guards, in the order asked; 0 for one never bumped.
    pub fn guard_versions(&self, names: &[String]) -> Result<Vec<u64>, StoreError> {
        names.iter().map(|name| guard_version(&self.conn, name)).collect()
    }

    /// What became of the request with this key; `None` if nothing has been recorded under it.
    pub fn answered(&self, key: &IdemKey) -> Result<Option<Answered>, StoreError> {
        let text = "SELECT act, digest, answer FROM act WHERE actor = $1 AND key = $2";
        self.conn.first(text, cells![key.actor, key.key], |row| {
            let (act, digest, answer): (_, Vec<u8>, _) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(if digest == key.digest { Answered::Before { act, answer } } else { Answered::KeyReused })
        })
    }

    /// The entries that were recorded together with one, in one act, itself included; none if the act had no key.
    pub fn recorded_with(&self, id: &EntryId, recorded: i64) -> Result<Vec<EntryId>, StoreError> {
        let text = "SELECT ids FROM act WHERE recorded >= $1 AND recorded <= $2";
        let acts: Vec<String> = self.conn.all(text, cells![recorded, recorded + LONGEST_ACT], |row| row.get(0))?;
        let name = id.to_string();
        let Some(ids) = acts.iter().find(|ids| ids.split_ascii_whitespace().any(|one| one == name)) else {
            return Ok(Vec::new());
        };
        let ids = ids.split_ascii_whitespace().map(str::parse).collect::<Result<_, _>>();
        ids.map_err(|error| StoreError::Damaged(format!("the act of {name}: {error}")))
    }
}

pub(crate) fn guard_version(conn: &Conn, name: &str) -> Result<u64, StoreError> {
    let found = conn.first("SELECT version FROM guard WHERE name = $1", cells![name], |row| row.get(0))?;
    Ok(found.unwrap_or(0))
}
