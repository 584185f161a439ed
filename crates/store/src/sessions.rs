//! Sessions and attempts to sign in. Times come with the calls: there is no clock here.

use rusqlite::{Connection, OptionalExtension, params};

use crate::error::StoreError;
use crate::snapshot::Snapshot;

/// A signed-in session. Only the hash of its id is kept: a copy of the folder signs nobody in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    /// The hash of the session's id.
    pub id_hash: Vec<u8>,
    /// Whose it is.
    pub staff: String,
    /// When it began, in the caller's microseconds, as are the next two.
    pub created: i64,
    /// When it was last used.
    pub last_seen: i64,
    /// When it ends.
    pub expires: i64,
    /// The token that its forms carry.
    pub csrf: String,
}

impl Snapshot {
    /// The session with this hash, whether or not it has expired.
    pub fn session(&self, id_hash: &[u8]) -> Result<Option<SessionRow>, StoreError> {
        let mut statement = self.conn().prepare_cached(
            "SELECT id_hash, staff, created, last_seen, expires, csrf FROM session WHERE id_hash = $1",
        )?;
        let found = statement.query_row([id_hash], |row| {
            Ok(SessionRow {
                id_hash: row.get(0)?,
                staff: row.get(1)?,
                created: row.get(2)?,
                last_seen: row.get(3)?,
                expires: row.get(4)?,
                csrf: row.get(5)?,
            })
        });
        Ok(found.optional()?)
    }

    /// How many attempts were counted under a key at or after an instant.
    pub fn attempts(&self, key: &str, since: i64) -> Result<u64, StoreError> {
        let mut statement = self.conn().prepare_cached("SELECT COUNT(*) FROM attempt WHERE key = $1 AND at >= $2")?;
        Ok(statement.query_row(params![key, since], |row| row.get(0))?)
    }
}

pub(crate) fn put_session(conn: &Connection, row: &SessionRow) -> Result<(), StoreError> {
    conn.prepare_cached(
        "INSERT INTO session (id_hash, staff, created, last_seen, expires, csrf) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (id_hash) DO UPDATE SET staff = excluded.staff, created = excluded.created,
             last_seen = excluded.last_seen, expires = excluded.expires, csrf = excluded.csrf",
    )?
    .execute(params![row.id_hash, row.staff, row.created, row.last_seen, row.expires, row.csrf])?;
    Ok(())
}

pub(crate) fn touch_session(conn: &Connection, id_hash: &[u8], last_seen: i64) -> Result<(), StoreError> {
    conn.prepare_cached("UPDATE session SET last_seen = $1 WHERE id_hash = $2")?
        .execute(params![last_seen, id_hash])?;
    Ok(())
}

pub(crate) fn drop_session(conn: &Connection, id_hash: &[u8]) -> Result<(), StoreError> {
    conn.prepare_cached("DELETE FROM session WHERE id_hash = $1")?.execute([id_hash])?;
    Ok(())
}

pub(crate) fn drop_sessions_of(conn: &Connection, staff: &str) -> Result<(), StoreError> {
    conn.prepare_cached("DELETE FROM session WHERE staff = $1")?.execute([staff])?;
    Ok(())
}

pub(crate) fn drop_sessions_expired(conn: &Connection, before: i64) -> Result<(), StoreError> {
    conn.prepare_cached("DELETE FROM session WHERE expires < $1")?.execute([before])?;
    Ok(())
}

/// Attempts within one microsecond still count each: the later one takes the next free instant.
pub(crate) fn attempt(conn: &Connection, key: &str, at: i64) -> Result<(), StoreError> {
    let mut insert = conn.prepare_cached("INSERT INTO attempt (key, at) VALUES ($1, $2) ON CONFLICT DO NOTHING")?;
    let mut at = at;
    while insert.execute(params![key, at])? == 0 {
        at = at.saturating_add(1);
    }
    Ok(())
}

pub(crate) fn forget_attempts(conn: &Connection, key: &str) -> Result<(), StoreError> {
    conn.prepare_cached("DELETE FROM attempt WHERE key = $1")?.execute([key])?;
    Ok(())
}

pub(crate) fn drop_attempts(conn: &Connection, before: i64) -> Result<(), StoreError> {
    conn.prepare_cached("DELETE FROM attempt WHERE at < $1")?.execute([before])?;
    Ok(())
}
