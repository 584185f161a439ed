//! The diary: appointments, as booked and as they turned out. Versions are kept, so that a past diary can be seen as
//! it was known.

use ledger::StreamId;

use crate::error::StoreError;
use crate::project::{STILL_KNOWN, projected, query};
use crate::snapshot::Snapshot;
use crate::sql::cells;

projected! {
    /// An appointment.
    DiaryRow, "diary", versioned: true,
    keys {
        /// Its name: the entry that booked it, or whatever the projection calls it.
        appointment: String,
    }
    values {
        /// Whose diary it stands in; empty for nobody's.
        officer: String,
        /// The team whose diary it stands in.
        team: String,
        /// Where; empty if nowhere in particular.
        site: String,
        /// When it starts, London time: `YYYY-MM-DDTHH:MM`.
        starts: String,
        /// How long it takes, in minutes.
        minutes: i64,
        /// What it is for.
        what: String,
        /// How it is held.
        mode: String,
        /// `booked`, `moved`, `cancelled` or `recorded`.
        state: String,
        /// The outcome, once recorded.
        outcome: Option<String>,
        /// Whatever else the page shows: JSON.
        detail: String,
    }
}

impl Snapshot {
    /// Who has an appointment with a person on these days (`YYYY-MM-DD`, both included), each once.
    pub fn officers_of(&self, stream: &StreamId, from: &str, to: &str) -> Result<Vec<String>, StoreError> {
        self.conn().all(
            "SELECT DISTINCT officer FROM diary
             WHERE stream = $1 AND starts >= $2 AND starts < $3 AND known_to = 9223372036854775807 ORDER BY officer",
            cells![stream, from, end_of(to)],
            |row| row.get(0),
        )
    }

    /// An officer's appointments of these days (`YYYY-MM-DD`, both included), by start.
    pub fn diary_of_officer(&self, officer: &str, from: &str, to: &str) -> Result<Vec<DiaryRow>, StoreError> {
        self.diary_of_officer_known_at(officer, from, to, STILL_KNOWN - 1)
    }

    /// The same as it was known at an instant (microseconds).
    pub fn diary_of_officer_known_at(
        &self,
        officer: &str,
        from: &str,
        to: &str,
        known_at: i64,
    ) -> Result<Vec<DiaryRow>, StoreError> {
        query(
            self.conn(),
            "SELECT {} FROM diary WHERE officer = $1 AND starts >= $2 AND starts < $3
                 AND known_from <= $4 AND known_to > $4
             ORDER BY starts, stream, appointment",
            cells![officer, from, end_of(to), known_at],
        )
    }

    /// A team's appointments of these days (both included), by start.
    pub fn diary_of_team(&self, team: &str, from: &str, to: &str) -> Result<Vec<DiaryRow>, StoreError> {
        self.diary_of_team_known_at(team, from, to, STILL_KNOWN - 1)
    }

    /// The same as it was known at an instant (microseconds).
    pub fn diary_of_team_known_at(
        &self,
        team: &str,
        from: &str,
        to: &str,
        known_at: i64,
    ) -> Result<Vec<DiaryRow>, StoreError> {
        query(
            self.conn(),
            "SELECT {} FROM diary WHERE team = $1 AND starts >= $2 AND starts < $3
                 AND known_from <= $4 AND known_to > $4
             ORDER BY starts, officer, stream, appointment",
            cells![team, from, end_of(to), known_at],
        )
    }

    /// A person's appointments, by start.
    pub fn diary_of(&self, stream: &StreamId) -> Result<Vec<DiaryRow>, StoreError> {
        query(
            self.conn(),
            "SELECT {} FROM diary WHERE stream = $1 AND known_to = $2 ORDER BY starts, appointment",
            cells![stream.as_str(), STILL_KNOWN],
        )
    }
}

/// Above every minute of the day: the letter follows the `T` between day and time.
fn end_of(day: &str) -> String {
    format!("{day}U")
}
