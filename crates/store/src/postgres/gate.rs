//! Gates: how servers agree on an order of time.
//!
//! What is recorded carries an instant, and a seal says: everything recorded up to this instant lies before me. With
//! many servers an act may be on its way, its instant taken and nothing of it to be seen yet, when another server
//! seals. So each connection that records has a row of its own, the gate, and holds it locked from before it takes an
//! instant until it has committed. Whoever seals locks all gates for a moment: then no act is on its way, whatever was
//! recorded can be seen, and the gates are told the instant (the floor) that whatever comes next comes after.
//!
//! Two acts never wait for each other's gates, and the gates are held together only while a few rows are written.

use std::time::Duration;

use crate::error::StoreError;
use crate::folder::{BEHIND, OWED, check_layout};
use crate::sql::{Conn, cells};

use super::Link;

/// Instants kept free above the last act's, for the seal and the marks of the reads log.
const ROOM: i64 = 10_000;

/// How often a connection is asked for, and how far apart.
pub(crate) const TRIES: u32 = 60;
pub(crate) const APART: Duration = Duration::from_millis(250);

/// A connection that records, and its gate.
pub(crate) struct Writer {
    pub(crate) conn: Conn,
    pub(crate) gate: String,
}

impl Writer {
    /// Tries for a while: a database that restarts is back by then.
    pub(crate) fn new(link: &Link, server: &str) -> Result<Writer, StoreError> {
        let mut tried = 0;
        loop {
            tried += 1;
            match Writer::try_new(link, server) {
                Err(StoreError::Unavailable(_)) if tried < TRIES => std::thread::sleep(APART),
                outcome => return outcome,
            }
        }
    }

    fn try_new(link: &Link, server: &str) -> Result<Writer, StoreError> {
        let conn = link.connect_briefly()?;
        // No two connections have one number at a time, and only one of this server can have it.
        let number: i64 = conn.value("SELECT CAST(pg_backend_pid() AS BIGINT)", cells![])?;
        let gate = format!("{server}/{number}");
        register(&conn, &gate)?;
        Ok(Writer { conn, gate })
    }

    /// Another connection for the same gate: an act of the lost one that is still on its way holds it, and so comes
    /// before anything recorded here.
    pub(crate) fn reconnect(&mut self, link: &Link) -> Result<(), StoreError> {
        self.conn = link.connect_briefly()?;
        register(&self.conn, &self.gate)
    }
}

/// Makes the gate known. The lease is held meanwhile, so that no floor is given out past it, and the layout does not
/// change: a server that comes back to another one records nothing there.
fn register(conn: &Conn, gate: &str) -> Result<(), StoreError> {
    conn.writing(|| {
        let floor: i64 = conn.value("SELECT floor FROM lease WHERE name = 'seal' FOR UPDATE", cells![])?;
        check_layout(conn)?;
        conn.write(
            "INSERT INTO gate (name, floor, recorded) VALUES ($1, $2, 0) ON CONFLICT (name) DO NOTHING",
            cells![gate, floor],
        )
    })
}

/// What an act finds as it enters.
pub(crate) struct Entered {
    /// What is recorded behind the gate comes after this instant.
    pub(crate) floor: i64,
    /// What `meta` says of a hold on the record ([`crate::behind`]).
    pub(crate) hold: Option<String>,
    /// Whether erasures are owed ([`crate::owing`]).
    pub(crate) owes: bool,
}

/// Enters. `None` if the gate is not known any more.
///
/// The hold is read by the same statement, so it costs an act nothing; so is what is owed. A statement sees what was committed before it began: an
/// act that comes after the hold is refused, at any server. One that was on its way, or waited here while the hold was put, may
/// still be recorded, as one that had come before it; it is not signed until the hold ends.
pub(crate) fn enter(conn: &Conn, gate: &str) -> Result<Option<Entered>, StoreError> {
    let text = "SELECT floor, (SELECT value FROM meta WHERE name = $2), (SELECT value FROM meta WHERE name = $3)
         FROM gate WHERE name = $1 FOR UPDATE";
    conn.first(text, cells![gate, BEHIND, OWED], |row| {
        let owed: Option<String> = row.get(2)?;
        Ok(Entered { floor: row.get(0)?, hold: row.get(1)?, owes: owed.is_some() })
    })
}

/// Leaves a note of the latest instant recorded behind the gate; with the commit it is open again. Acts behind one gate
/// are not recorded in the order of time: a busy stream runs ahead of the clock.
pub(crate) fn leave(conn: &Conn, gate: &str, recorded: i64) -> Result<(), StoreError> {
    conn.write("UPDATE gate SET recorded = $1 WHERE name = $2 AND recorded < $1", cells![recorded, gate])
}

/// Waits for every act that is on its way, and sends all others past a new floor. Gives the instant up to which
/// everything recorded can now be seen. The caller holds the lease, and commits at once.
pub(crate) fn barrier(conn: &Conn, floor: i64, reads_at: i64) -> Result<i64, StoreError> {
    let recorded: Vec<i64> =
        conn.all("SELECT recorded FROM gate ORDER BY name FOR UPDATE", cells![], |row| row.get(0))?;
    // A server that ended has taken its gates with it, and what it recorded last may still wait for its seal.
    let waiting = "SELECT COALESCE(MAX(e.recorded), 0) FROM unsealed u
         JOIN entry e ON e.stream = u.stream AND e.seq = u.seq";
    let waiting: i64 = conn.value(waiting, cells![])?;
    let upto = recorded.into_iter().chain([floor, reads_at, waiting]).max().unwrap_or(floor);
    conn.write("UPDATE gate SET floor = $1", cells![upto + ROOM])?;
    conn.write("UPDATE lease SET floor = $1 WHERE name = 'seal'", cells![upto + ROOM])?;
    Ok(upto)
}

/// Forgets other servers' gates: one that went without a word leaves them behind, and nothing is on its way behind any
/// now. A server that is still there makes its gates known again. The caller holds the lease and every gate.
pub(crate) fn sweep(conn: &Conn, server: &str) -> Result<(), StoreError> {
    // The nought follows the stroke.
    let (from, to) = (format!("{server}/"), format!("{server}0"));
    conn.write("DELETE FROM gate WHERE name < $1 OR name >= $2", cells![from, to])
}

/// Takes the gates of a server that ends away; if that fails, they are swept some day.
pub(crate) fn close(writers: Vec<Writer>) {
    for writer in writers {
        let _ = writer.conn.execute("DELETE FROM gate WHERE name = $1", cells![writer.gate]);
    }
}
