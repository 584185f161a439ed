//! Work that goes on for a while beside the service: one row a job, held by one worker under a lease.
//!
//! A row says how far the work has come and what it found last; it never says anything about a person. Its times are the
//! machine's, never the record's: a calendar that stands still must not keep a dead worker's lease alive.

use crate::error::StoreError;
use crate::snapshot::Snapshot;
use crate::sql::{Conn, Row, cells};

/// A job, as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobRow {
    /// Which.
    pub name: String,
    /// `running`, `done` or `failed`.
    pub state: String,
    /// How much of it is done…
    pub done: u64,
    /// …of how much.
    pub total: u64,
    /// When it last began, in microseconds.
    pub began: i64,
    /// When it last ended; 0 while it runs.
    pub ended: i64,
    /// The worker.
    pub holder: String,
    /// The end of the worker's lease, in microseconds: afterwards somebody else may begin.
    pub until: i64,
    /// What was found when it was last done, in JSON without personal data; empty when it never was.
    pub result: String,
}

impl Snapshot {
    /// A job; none when it was never begun.
    pub fn job(&self, name: &str) -> Result<Option<JobRow>, StoreError> {
        let text = "SELECT name, state, done, total, began, ended, holder, until, result FROM job WHERE name = $1";
        self.conn().first(text, cells![name], from_row)
    }

    /// The jobs whose name begins so and that are not done: whoever was at one may have been stopped.
    pub fn jobs_not_done(&self, begins: &str) -> Result<Vec<String>, StoreError> {
        let text = "SELECT name FROM job WHERE name >= $1 AND name < $2 AND state <> 'done' ORDER BY name";
        self.conn().all(text, cells![begins, last(begins)], |row| row.get(0))
    }
}

/// After every name that begins so.
fn last(begins: &str) -> String {
    format!("{begins}{}", char::MAX)
}

fn from_row(row: &Row<'_>) -> Result<JobRow, StoreError> {
    Ok(JobRow {
        name: row.get(0)?,
        state: row.get(1)?,
        done: row.get(2)?,
        total: row.get(3)?,
        began: row.get(4)?,
        ended: row.get(5)?,
        holder: row.get(6)?,
        until: row.get(7)?,
        result: row.get(8)?,
    })
}

/// Begins a job, and keeps what it found last; refused while somebody else has it under a lease. One that ends a whole lease later
/// than this one would is of a clock that was set back since, and of nobody who is at work.
pub(crate) fn begin(conn: &Conn, name: &str, holder: &str, at: i64, until: i64) -> Result<(), StoreError> {
    let text = "INSERT INTO job (name, state, done, total, began, ended, holder, until, result)
        VALUES ($1, 'running', 0, 0, $2, 0, $3, $4, '')
        ON CONFLICT (name) DO UPDATE SET state = excluded.state, done = 0, total = 0, began = excluded.began, ended = 0,
        holder = excluded.holder, until = excluded.until
        WHERE job.state <> 'running' OR job.until <= excluded.began OR job.until > $5";
    let latest = if until > at { until.saturating_add(until - at) } else { i64::MAX };
    conn.write(text, cells![name, at, holder, until, latest])?;
    hold(conn, name, holder)
}

/// Leaves a job for whoever serves next: one that nobody is known to be at, or that was done before.
pub(crate) fn leave(conn: &Conn, name: &str) -> Result<(), StoreError> {
    match begin(conn, name, "nobody", 0, 0) {
        // Whoever had it when the copy was made loses it with their lease.
        Err(StoreError::Refused(_)) => Ok(()),
        left => left,
    }
}

/// Says how far a job has come, and goes on with its lease.
pub(crate) fn advance(
    conn: &Conn,
    name: &str,
    holder: &str,
    (done, total): (u64, u64),
    until: i64,
) -> Result<(), StoreError> {
    hold(conn, name, holder)?;
    conn.write("UPDATE job SET done = $1, total = $2, until = $3 WHERE name = $4", cells![done, total, until, name])
}

/// Ends a job: with what it found, or without when it failed; what was found before then stands.
pub(crate) fn end(conn: &Conn, name: &str, holder: &str, at: i64, result: Option<&str>) -> Result<(), StoreError> {
    hold(conn, name, holder)?;
    let state = if result.is_some() { "done" } else { "failed" };
    conn.write("UPDATE job SET state = $1, ended = $2, until = 0 WHERE name = $3", cells![state, at, name])?;
    match result {
        Some(result) => conn.write("UPDATE job SET result = $1 WHERE name = $2", cells![result, name]),
        None => Ok(()),
    }
}

/// Takes away the jobs whose name begins so and that are done: of one that is never done again nothing need be kept.
pub(crate) fn drop_done(conn: &Conn, begins: &str) -> Result<(), StoreError> {
    let text = "DELETE FROM job WHERE name >= $1 AND name < $2 AND state = 'done'";
    conn.write(text, cells![begins, last(begins)])
}

/// Refuses whoever does not hold the job, or no longer.
fn hold(conn: &Conn, name: &str, holder: &str) -> Result<(), StoreError> {
    let text = "SELECT state, holder FROM job WHERE name = $1";
    let held: Option<(String, String)> = conn.first(text, cells![name], |row| Ok((row.get(0)?, row.get(1)?)))?;
    match held {
        Some((state, by)) if state == "running" && by == holder => Ok(()),
        _ => Err(StoreError::Refused(format!("the job {name} is somebody else's"))),
    }
}
