//! When entries were recorded, beside when what they tell of happened: one row an entry, for questions across cases.
//!
//! A row never changes, so an act adds only the rows of its own entries, and a question asked again as of an earlier
//! checkpoint counts the same rows. Without it every case would have to be folded to find one late entry.

use ledger::{EntryId, StreamId};
use rusqlite::{Connection, params};

use crate::error::StoreError;
use crate::project::{projected, query};
use crate::snapshot::Snapshot;

projected! {
    /// The two times of an entry.
    TimingRow, "timing", versioned: false,
    keys {
        /// The seq of the entry.
        seq: i64,
    }
    values {
        /// When it was recorded, in microseconds.
        recorded: i64,
        /// The team whose work it is; empty where nobody held the case.
        team: String,
        /// The kind of its fact.
        kind: String,
        /// The day it tells of, `YYYY-MM-DD`.
        happened_on: String,
        /// Whole days from that day to the day it was recorded; 0 or less is no delay.
        later: i64,
        /// Whether it puts right an earlier entry, and so tells of that entry's day.
        again: bool,
    }
}

/// The times of one entry of an act; its seq and instant are the writer's to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timing {
    /// Which entry of the act, from 0.
    pub entry: usize,
    /// See [`TimingRow::team`].
    pub team: String,
    /// See [`TimingRow::kind`].
    pub kind: String,
    /// See [`TimingRow::happened_on`].
    pub happened_on: String,
    /// See [`TimingRow::later`].
    pub later: i64,
    /// See [`TimingRow::again`].
    pub again: bool,
}

/// How many entries of a team and kind were recorded, and how many of them later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaterCount {
    /// The team.
    pub team: String,
    /// The kind.
    pub kind: String,
    /// Entries recorded.
    pub recorded: u64,
    /// Entries recorded more than so many days later.
    pub later: u64,
}

/// How many entries of a team were recorded about a time before something, by how much later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AboutCount {
    /// The team.
    pub team: String,
    /// One or two days later.
    pub days: u64,
    /// Three to seven days later.
    pub week: u64,
    /// Eight to thirty days later.
    pub month: u64,
    /// More than thirty days later.
    pub longer: u64,
}

pub(crate) fn insert(conn: &Connection, id: &EntryId, recorded: i64, timing: &Timing) -> Result<(), StoreError> {
    let Timing { team, kind, happened_on, later, again, .. } = timing;
    conn.prepare_cached(
        "INSERT INTO timing (stream, seq, recorded, team, kind, happened_on, later, again)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )?
    .execute(params![id.stream.as_str(), id.seq, recorded, team, kind, happened_on, later, i64::from(*again)])?;
    Ok(())
}

impl Snapshot {
    /// Entries recorded between two instants (microseconds, both included) by team and kind, and how many of them more
    /// than so many days after what they tell of. What puts right an earlier entry is not counted.
    pub fn recorded_later(&self, from: i64, to: i64, days: u32) -> Result<Vec<LaterCount>, StoreError> {
        let mut statement = self.conn().prepare_cached(
            "SELECT team, kind, COUNT(*), SUM(CASE WHEN later > $1 THEN 1 ELSE 0 END) FROM timing
             WHERE recorded >= $2 AND recorded <= $3 AND again = 0 GROUP BY team, kind ORDER BY team, kind",
        )?;
        let counts = statement.query_map(params![days, from, to], |row| {
            Ok(LaterCount { team: row.get(0)?, kind: row.get(1)?, recorded: row.get(2)?, later: row.get(3)? })
        })?;
        Ok(counts.collect::<Result<_, _>>()?)
    }

    /// Entries recorded between two instants (microseconds, both included) about a day before another, the latest
    /// recorded for their day first.
    pub fn recorded_about(&self, from: i64, to: i64, before: &str, limit: u32) -> Result<Vec<TimingRow>, StoreError> {
        query(
            self.conn(),
            "SELECT {} FROM timing
             WHERE recorded >= $1 AND recorded <= $2 AND later > 0 AND happened_on < $3
             ORDER BY later DESC, recorded, stream, seq LIMIT $4",
            &[&from, &to, &before, &limit],
        )
    }

    /// The same counted by team.
    pub fn recorded_about_by_team(&self, from: i64, to: i64, before: &str) -> Result<Vec<AboutCount>, StoreError> {
        let mut statement = self.conn().prepare_cached(
            "SELECT team, SUM(CASE WHEN later <= 2 THEN 1 ELSE 0 END),
                 SUM(CASE WHEN later > 2 AND later <= 7 THEN 1 ELSE 0 END),
                 SUM(CASE WHEN later > 7 AND later <= 30 THEN 1 ELSE 0 END),
                 SUM(CASE WHEN later > 30 THEN 1 ELSE 0 END)
             FROM timing WHERE recorded >= $1 AND recorded <= $2 AND later > 0 AND happened_on < $3
             GROUP BY team ORDER BY team",
        )?;
        let counts = statement.query_map(params![from, to, before], |row| {
            let (team, days, week) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(AboutCount { team, days, week, month: row.get(3)?, longer: row.get(4)? })
        })?;
        Ok(counts.collect::<Result<_, _>>()?)
    }

    /// The times of a stream's entries, by seq.
    pub fn timing_of(&self, stream: &StreamId) -> Result<Vec<TimingRow>, StoreError> {
        query(self.conn(), "SELECT {} FROM timing WHERE stream = $1 ORDER BY seq", &[&stream.as_str()])
    }
}
