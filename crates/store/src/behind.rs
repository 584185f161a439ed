//! A hold on a record that somebody outside has seen more of: nothing is recorded and nothing is signed, by any server, until
//! its rollback is declared. It is read all the while, and what was read is sealed afterwards.
//!
//! Unlike the hold of a restored folder, which `backup` puts beside it, this one stands in the record: it is put while servers
//! are at work, and all of them heed it.

use std::path::Path;

use crate::error::StoreError;
use crate::folder::{BEHIND, Folder, open_writing, read_meta};
use crate::log::last_checkpoint;
use crate::snapshot::Snapshot;
use crate::sql::{Conn, cells};

/// How many leaves somebody outside has seen, while the hold lasts.
pub(crate) fn read(conn: &Conn) -> Result<Option<u64>, StoreError> {
    leaves(read_meta(conn, BEHIND)?)
}

fn leaves(said: Option<String>) -> Result<Option<u64>, StoreError> {
    let Some(text) = said else { return Ok(None) };
    text.parse().map(Some).map_err(|_| StoreError::Damaged(format!("meta says {BEHIND} {text:?}")))
}

/// Refuses while the record is held.
pub(crate) fn refuse(conn: &Conn) -> Result<(), StoreError> {
    refuse_if(conn, read(conn)?)
}

/// The same where the hold was read already.
pub(crate) fn refuse_if(conn: &Conn, held: Option<u64>) -> Result<(), StoreError> {
    let Some(held) = held else { return Ok(()) };
    let size = last_checkpoint(conn)?.map_or(0, |last| last.size);
    Err(StoreError::Behind { size, held })
}

/// The same of what was read of the hold beside something else: see `postgres/gate.rs`.
pub(crate) fn refuse_said(conn: &Conn, said: Option<String>) -> Result<(), StoreError> {
    refuse_if(conn, leaves(said)?)
}

/// Puts the hold, or raises it. The caller holds a transaction; once it is committed no server signs anything.
pub(crate) fn put(conn: &Conn, held: u64) -> Result<(), StoreError> {
    if let Conn::Postgres(_) = conn {
        // Whoever seals now commits first; whoever seals next looks.
        conn.first("SELECT epoch FROM lease WHERE name = 'seal' FOR UPDATE", cells![], |_| Ok(()))?;
    }
    if read(conn)?.is_some_and(|stands| stands >= held) {
        return Ok(());
    }
    conn.write(
        "INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        cells![BEHIND, held.to_string()],
    )
}

/// Ends the hold, in the transaction of the act that declares the rollback.
pub(crate) fn end(conn: &Conn) -> Result<(), StoreError> {
    conn.write("DELETE FROM meta WHERE name = $1", cells![BEHIND])
}

/// Puts the hold on a folder that nobody has open, without opening it for work: that alone might sign something.
pub fn hold_folder(folder: &Path, held: u64) -> Result<(), StoreError> {
    let folder = Folder::new(folder);
    let _lock = folder.lock()?;
    let conn = open_writing(&folder.record())?;
    conn.writing(|| put(&conn, held))
}

impl Snapshot {
    /// How many leaves somebody outside has seen of a record that has fewer, while nothing may be written for it.
    pub fn behind(&self) -> Result<Option<u64>, StoreError> {
        read(self.conn())
    }
}
