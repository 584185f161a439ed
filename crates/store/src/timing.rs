//! When entries were recorded, beside when what they tell of happened: one row an entry, for questions across cases.
//!
//! A row never changes, so an act adds only the rows of its own entries, and a question asked again as of an earlier
//! checkpoint counts the same rows. Without it every case would have to be folded to find one late entry.

use std::collections::HashMap;

use ledger::{EntryId, StreamId};

use crate::error::StoreError;
use crate::project::{projected, query};
use crate::snapshot::Snapshot;
use crate::sql::{Cell, Conn, cells};

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

pub(crate) fn insert(conn: &Conn, id: &EntryId, recorded: i64, timing: &Timing) -> Result<(), StoreError> {
    let Timing { team, kind, happened_on, later, again, .. } = timing;
    conn.write(
        "INSERT INTO timing (stream, seq, recorded, team, kind, happened_on, later, again)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        cells![id.stream, id.seq, recorded, team, kind, happened_on, later, again],
    )
}

/// What is counted under a name.
fn of<'a, T: Default>(counts: &'a mut HashMap<String, T>, name: &str) -> &'a mut T {
    counts.entry(name.to_owned()).or_default()
}

impl Snapshot {
    /// Entries recorded between two instants (microseconds, both included) by team and kind, and how many of them more
    /// than so many days after what they tell of. What puts right an earlier entry is not counted.
    pub fn recorded_later(&self, from: i64, to: i64, days: u32) -> Result<Vec<LaterCount>, StoreError> {
        let text = "SELECT team, kind, later FROM timing WHERE recorded >= $1 AND recorded <= $2 AND again = 0";
        let mut statement = self.conn().prepare(text)?;
        let mut rows = statement.rows(cells![from, to])?;
        // Grouped here: the engine would sort millions of rows that come in another order, at ten times the price.
        let mut counts: HashMap<String, HashMap<String, (u64, u64)>> = HashMap::new();
        while let Some(row) = rows.next()? {
            let (team, kind) = (row.cell(0).and_then(Cell::text)?, row.cell(1).and_then(Cell::text)?);
            let of_team = of(&mut counts, team);
            let count = of(of_team, kind);
            count.0 += 1;
            count.1 += u64::from(row.get::<i64>(2)? > i64::from(days));
        }
        let mut all: Vec<LaterCount> = Vec::new();
        for (team, kinds) in counts {
            all.extend(kinds.into_iter().map(|(kind, (recorded, later))| LaterCount {
                team: team.clone(),
                kind,
                recorded,
                later,
            }));
        }
        all.sort_by(|a, b| (&a.team, &a.kind).cmp(&(&b.team, &b.kind)));
        Ok(all)
    }

    /// Entries recorded between two instants (microseconds, both included) about a day before another, the latest
    /// recorded for their day first.
    pub fn recorded_about(&self, from: i64, to: i64, before: &str, limit: u32) -> Result<Vec<TimingRow>, StoreError> {
        query(
            self.conn(),
            "SELECT {} FROM timing
             WHERE recorded >= $1 AND recorded <= $2 AND later > 0 AND happened_on < $3
             ORDER BY later DESC, recorded, stream, seq LIMIT $4",
            cells![from, to, before, limit],
        )
    }

    /// The same counted by team.
    pub fn recorded_about_by_team(&self, from: i64, to: i64, before: &str) -> Result<Vec<AboutCount>, StoreError> {
        let text = "SELECT team, later FROM timing
             WHERE recorded >= $1 AND recorded <= $2 AND later > 0 AND happened_on < $3";
        let mut statement = self.conn().prepare(text)?;
        let mut rows = statement.rows(cells![from, to, before])?;
        let mut teams: HashMap<String, [u64; 4]> = HashMap::new();
        while let Some(row) = rows.next()? {
            let band = match row.get::<i64>(1)? {
                ..=2 => 0,
                3..=7 => 1,
                8..=30 => 2,
                _ => 3,
            };
            of(&mut teams, row.cell(0)?.text()?)[band] += 1;
        }
        let count =
            |(team, [days, week, month, longer]): (String, [u64; 4])| AboutCount { team, days, week, month, longer };
        let mut all: Vec<AboutCount> = teams.into_iter().map(count).collect();
        all.sort_by(|a, b| a.team.cmp(&b.team));
        Ok(all)
    }

    /// The times of a stream's entries, by seq.
    pub fn timing_of(&self, stream: &StreamId) -> Result<Vec<TimingRow>, StoreError> {
        query(self.conn(), "SELECT {} FROM timing WHERE stream = $1 ORDER BY seq", cells![stream])
    }
}
