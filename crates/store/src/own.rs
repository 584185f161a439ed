//! What members of staff keep for themselves: ways of looking at a list, and the records they opened last.

use ledger::StreamId;

use crate::error::StoreError;
use crate::snapshot::Snapshot;
use crate::sql::{Conn, cells};

/// Records kept as opened lately, for each member of staff.
const RECENT: usize = 10;

/// A way of looking at a list, under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedViewRow {
    /// The staff id.
    pub staff: String,
    /// The list.
    pub page: String,
    /// What it is called.
    pub name: String,
    /// What is asked of the list: closed codes.
    pub query: String,
    /// When it was kept, in microseconds.
    pub saved_at: i64,
}

impl Snapshot {
    /// Somebody's ways of looking at a list, by name.
    pub fn saved_views(&self, staff: &str, page: &str) -> Result<Vec<SavedViewRow>, StoreError> {
        let text = "SELECT staff, page, name, query, saved_at FROM saved_view
             WHERE staff = $1 AND page = $2 ORDER BY name";
        self.conn().all(text, cells![staff, page], |row| {
            Ok(SavedViewRow {
                staff: row.get(0)?,
                page: row.get(1)?,
                name: row.get(2)?,
                query: row.get(3)?,
                saved_at: row.get(4)?,
            })
        })
    }

    /// The records somebody opened last, the latest first.
    pub fn opened_lately(&self, staff: &str) -> Result<Vec<StreamId>, StoreError> {
        let text = "SELECT stream FROM recent WHERE staff = $1 ORDER BY at DESC, stream";
        self.conn().all(text, cells![staff], |row| row.get(0))
    }
}

pub(crate) fn put_view(conn: &Conn, row: &SavedViewRow) -> Result<(), StoreError> {
    conn.write(
        "INSERT INTO saved_view (staff, page, name, query, saved_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (staff, page, name) DO UPDATE SET query = excluded.query, saved_at = excluded.saved_at",
        cells![row.staff, row.page, row.name, row.query, row.saved_at],
    )
}

pub(crate) fn drop_view(conn: &Conn, staff: &str, page: &str, name: &str) -> Result<(), StoreError> {
    conn.write("DELETE FROM saved_view WHERE staff = $1 AND page = $2 AND name = $3", cells![staff, page, name])
}

pub(crate) fn opened(conn: &Conn, staff: &str, stream: &StreamId, at: i64) -> Result<(), StoreError> {
    let text = "SELECT stream FROM recent WHERE staff = $1 ORDER BY at DESC, stream";
    let before: Vec<StreamId> = conn.all(text, cells![staff], |row| row.get(0))?;
    if before.first() == Some(stream) {
        return Ok(());
    }
    conn.write(
        "INSERT INTO recent (staff, stream, at) VALUES ($1, $2, $3)
         ON CONFLICT (staff, stream) DO UPDATE SET at = excluded.at",
        cells![staff, stream, at],
    )?;
    let mut old = before.iter().filter(|one| *one != stream).skip(RECENT - 1);
    old.try_for_each(|old| conn.write("DELETE FROM recent WHERE staff = $1 AND stream = $2", cells![staff, old]))
}
