//! Sessions, and attempts that are counted. Times come with the calls: there is no clock here.

use crate::error::StoreError;
use crate::project::Projected as _;
use crate::snapshot::Snapshot;
use crate::sql::{Conn, cells};
use crate::staff::StaffRow;

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
        let text = "SELECT id_hash, staff, created, last_seen, expires, csrf FROM session WHERE id_hash = $1";
        self.conn().first(text, cells![id_hash], |row| {
            Ok(SessionRow {
                id_hash: row.get(0)?,
                staff: row.get(1)?,
                created: row.get(2)?,
                last_seen: row.get(3)?,
                expires: row.get(4)?,
                csrf: row.get(5)?,
            })
        })
    }

    /// The same with whose it is, and the name of their organisation if it has one; none if nobody has that code any more.
    pub fn signed_in(&self, id_hash: &[u8]) -> Result<Option<(SessionRow, StaffRow, Option<String>)>, StoreError> {
        let staff = StaffRow::sql().columns.split(", ").map(|column| format!("staff.{column}")).collect::<Vec<_>>();
        let text = format!(
            "SELECT {}, session.created, session.last_seen, session.expires, session.csrf, team.name
             FROM session JOIN staff ON staff.staff = session.staff LEFT JOIN team ON team.team = staff.provider
             WHERE session.id_hash = $1",
            staff.join(", ")
        );
        self.conn().first(&text, cells![id_hash], |row| {
            let of = StaffRow::from_row(row)?;
            let at = |n: usize| staff.len() + n;
            let session = SessionRow {
                id_hash: id_hash.to_vec(),
                staff: of.staff.clone(),
                created: row.get(at(0))?,
                last_seen: row.get(at(1))?,
                expires: row.get(at(2))?,
                csrf: row.get(at(3))?,
            };
            Ok((session, of, row.get(at(4))?))
        })
    }

    /// How many attempts were counted under a key at or after an instant.
    pub fn attempts(&self, key: &str, since: i64) -> Result<u64, StoreError> {
        self.conn().value("SELECT COUNT(*) FROM attempt WHERE key = $1 AND at >= $2", cells![key, since])
    }
}

pub(crate) fn put_session(conn: &Conn, row: &SessionRow) -> Result<(), StoreError> {
    conn.write(
        "INSERT INTO session (id_hash, staff, created, last_seen, expires, csrf) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (id_hash) DO UPDATE SET staff = excluded.staff, created = excluded.created,
             last_seen = excluded.last_seen, expires = excluded.expires, csrf = excluded.csrf",
        cells![row.id_hash, row.staff, row.created, row.last_seen, row.expires, row.csrf],
    )
}

pub(crate) fn touch_session(conn: &Conn, id_hash: &[u8], last_seen: i64) -> Result<(), StoreError> {
    conn.write("UPDATE session SET last_seen = $1 WHERE id_hash = $2", cells![last_seen, id_hash])
}

pub(crate) fn drop_session(conn: &Conn, id_hash: &[u8]) -> Result<(), StoreError> {
    conn.write("DELETE FROM session WHERE id_hash = $1", cells![id_hash])
}

pub(crate) fn drop_sessions_of(conn: &Conn, staff: &str) -> Result<(), StoreError> {
    conn.write("DELETE FROM session WHERE staff = $1", cells![staff])
}

pub(crate) fn drop_sessions_expired(conn: &Conn, before: i64) -> Result<(), StoreError> {
    conn.write("DELETE FROM session WHERE expires < $1", cells![before])
}

/// Attempts within one microsecond still count each: the later one takes the next free instant.
pub(crate) fn attempt(conn: &Conn, key: &str, at: i64) -> Result<(), StoreError> {
    let mut at = at;
    while conn.execute("INSERT INTO attempt (key, at) VALUES ($1, $2) ON CONFLICT DO NOTHING", cells![key, at])? == 0 {
        at = at.saturating_add(1);
    }
    Ok(())
}

pub(crate) fn forget_attempts(conn: &Conn, key: &str) -> Result<(), StoreError> {
    conn.write("DELETE FROM attempt WHERE key = $1", cells![key])
}

pub(crate) fn take_back_attempt(conn: &Conn, key: &str, at: i64) -> Result<(), StoreError> {
    conn.write("DELETE FROM attempt WHERE key = $1 AND at = $2", cells![key, at])
}

/// A key begins with its kind and a blank: the sign after the blank is the end of the kind.
pub(crate) fn drop_attempts(conn: &Conn, kind: &str, before: i64) -> Result<(), StoreError> {
    let (first, end) = (format!("{kind} "), format!("{kind}!"));
    conn.write("DELETE FROM attempt WHERE key >= $1 AND key < $2 AND at < $3", cells![first, end, before])
}
