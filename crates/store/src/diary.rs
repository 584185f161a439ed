//! The diary: appointments, as booked and as they turned out. Versions are kept, so that a past diary can be seen as
//! it was known.

use ledger::StreamId;

use crate::caseload::Scope;
use crate::error::StoreError;
use crate::glance::{AFTER_STREAMS, in_streams};
use crate::project::{Projected as _, STILL_KNOWN, projected, query};
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

    /// Those of an officer's appointments of these days (both included) that were not called off and whose outcome nobody
    /// recorded, by start.
    pub fn unrecorded_of_officer(&self, officer: &str, from: &str, to: &str) -> Result<Vec<DiaryRow>, StoreError> {
        let text =
            format!("SELECT {{}} FROM diary WHERE officer = $1 AND {UNRECORDED} ORDER BY starts, stream, appointment");
        query(self.conn(), &text, cells![officer, from, end_of(to)])
    }

    /// The same of a team.
    pub fn unrecorded_of_team(&self, team: &str, from: &str, to: &str) -> Result<Vec<DiaryRow>, StoreError> {
        let text =
            format!("SELECT {{}} FROM diary WHERE team = $1 AND {UNRECORDED} ORDER BY starts, stream, appointment");
        query(self.conn(), &text, cells![team, from, end_of(to)])
    }

    /// A person's next appointment after a minute (`YYYY-MM-DDTHH:MM`): booked, not called off, and not held yet.
    pub fn next_booked(&self, stream: &StreamId, after: &str) -> Result<Option<DiaryRow>, StoreError> {
        let text = format!(
            "SELECT {{}} FROM diary WHERE stream = $1 AND starts > $2 AND {OPEN} ORDER BY starts, appointment LIMIT 1"
        );
        Ok(query(self.conn(), &text, cells![stream.as_str(), after])?.into_iter().next())
    }

    /// The appointments of some people that were not called off and whose outcome nobody recorded, of each by start.
    pub fn open_among(&self, streams: &[StreamId]) -> Result<Vec<DiaryRow>, StoreError> {
        let columns = &DiaryRow::sql().columns;
        let text = |places: &str| {
            format!(
                "SELECT {columns} FROM diary WHERE stream IN ({places}) AND {OPEN} ORDER BY stream, starts, appointment"
            )
        };
        in_streams(self.conn(), text, streams, &[], DiaryRow::from_row)
    }

    /// Those of them that stand on a day in the diary of somebody who has left, or who held the case and no longer does: whose,
    /// and which.
    pub fn left_behind_among(&self, streams: &[StreamId], day: &str) -> Result<Vec<(StreamId, String)>, StoreError> {
        let passed_on = has_passed_on(AFTER_STREAMS);
        let text = |places: &str| {
            format!(
                "SELECT stream, appointment FROM diary WHERE stream IN ({places}) AND {OPEN} AND {passed_on}
                 ORDER BY stream, starts"
            )
        };
        in_streams(self.conn(), text, streams, cells![day], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// The appointments of these days (both included) of the cases held on `day` that stand in the diary of somebody who has
    /// left, or in nobody's, by start. It starts from the leavers: of most nothing is left.
    pub fn diary_of_leavers(
        &self,
        scope: &Scope,
        day: &str,
        from: &str,
        to: &str,
    ) -> Result<Vec<DiaryRow>, StoreError> {
        let text = format!(
            "SELECT {{}} FROM diary WHERE stream IN ({}) AND officer IN ({LEAVERS})
                 AND starts >= $3 AND starts < $4 AND known_to = {STILL_KNOWN}
             ORDER BY starts, stream, appointment",
            scope.streams()
        );
        query(self.conn(), &text, cells![scope.who(), day, from, end_of(to)])
    }

    /// Those of them that were not called off and whose outcome nobody recorded. It starts from the cases: of each few are open.
    pub fn unrecorded_of_leavers(
        &self,
        scope: &Scope,
        day: &str,
        from: &str,
        to: &str,
    ) -> Result<Vec<DiaryRow>, StoreError> {
        let text = format!(
            "SELECT {{}} FROM diary WHERE stream IN ({}) AND starts >= $3 AND starts < $4 AND {OPEN}
                 AND NOT {WORKS_HERE}
             ORDER BY starts, stream, appointment",
            scope.streams()
        );
        query(self.conn(), &text, cells![scope.who(), day, from, end_of(to)])
    }

    /// The open appointments from a minute (`YYYY-MM-DDTHH:MM`) on of the cases that an officer holds on a day, which stand in
    /// the diary of somebody who has left, or who held the case and no longer does; by start. It starts from the cases as well.
    pub fn left_behind(&self, staff: &str, day: &str, from: &str) -> Result<Vec<DiaryRow>, StoreError> {
        let held = Scope::Officer(String::new()).streams();
        let text = format!(
            "SELECT {{}} FROM diary WHERE stream IN ({held}) AND officer <> $1 AND starts >= $3 AND {OPEN} AND {}
             ORDER BY starts, stream, appointment",
            has_passed_on(2)
        );
        query(self.conn(), &text, cells![staff, day, from])
    }

    /// Whether an appointment stands on a day in the diary of somebody who has left, or who held the case and no longer does.
    pub fn is_left_behind(&self, stream: &StreamId, day: &str, appointment: &str) -> Result<bool, StoreError> {
        let text = format!(
            "SELECT COUNT(*) FROM diary WHERE stream = $1 AND {} AND appointment = $3 AND known_to = {STILL_KNOWN}",
            has_passed_on(2)
        );
        let found: u64 = self.conn().value(&text, cells![stream.as_str(), day, appointment])?;
        Ok(found > 0)
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

/// Not called off, and its outcome is still to be recorded. Spelled as `diary_open` is, which holds few of many rows.
const OPEN: &str = "outcome IS NULL AND known_to = 9223372036854775807 AND state <> 'cancelled'";

/// The same, of the days from `$2` to before `$3`.
const UNRECORDED: &str =
    "starts >= $2 AND starts < $3 AND outcome IS NULL AND known_to = 9223372036854775807 AND state <> 'cancelled'";

/// Whether the officer of an appointment still works here. Counted: for `EXISTS` beside an `OR`, PostgreSQL hashes everybody who does.
const WORKS_HERE: &str = "(SELECT COUNT(*) FROM staff s WHERE s.staff = diary.officer AND s.active = 1) > 0";

/// Who no longer works here; and nobody.
const LEAVERS: &str = "SELECT l.staff FROM staff l WHERE l.active = 0 UNION SELECT ''";

/// Whether the officer of an appointment has left, or was known to hold the case and on the day of that number does not: what is given on
/// from the day on which it was received was held for no day. A colleague who never held it sees them by arrangement.
fn has_passed_on(day: usize) -> String {
    let held = "EXISTS (SELECT 1 FROM manager h WHERE h.stream = diary.stream AND h.staff = diary.officer";
    let holds = format!(
        "{held} AND h.known_to = {STILL_KNOWN} AND h.from_on <= ${day} AND (h.to_on IS NULL OR h.to_on > ${day}))"
    );
    format!("(NOT {WORKS_HERE} OR ({held}) AND NOT {holds}))")
}
