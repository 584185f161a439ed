//! Court lists: the cases of a court's day, owned by the stream of that day.

use ledger::StreamId;

use crate::error::StoreError;
use crate::project::{projected, query};
use crate::snapshot::Snapshot;
use crate::sql::cells;

projected! {
    /// A case on a court's list.
    CourtCaseRow, "court_case", versioned: false,
    keys {
        /// What the case is known by within the court's day.
        case_key: String,
    }
    values {
        /// The court's code.
        court: String,
        /// The day, `YYYY-MM-DD`.
        day: String,
        /// The court room.
        room: String,
        /// Morning or afternoon.
        session: String,
        /// Its place on the list.
        listing: i64,
        /// The defendant and the offences as listed: JSON.
        defendant: String,
        /// The digest of the case as it was sent.
        digest: String,
        /// What has been done about it.
        state: String,
        /// The person it was linked with, by a human.
        person: Option<StreamId>,
    }
}

impl Snapshot {
    /// A court's list of a day, by room, session, place on the list and key.
    pub fn court_cases(&self, court: &str, day: &str) -> Result<Vec<CourtCaseRow>, StoreError> {
        query(
            self.conn(),
            "SELECT {} FROM court_case WHERE court = $1 AND day = $2
             ORDER BY room, session, listing, case_key",
            cells![court, day],
        )
    }

    /// One case of a court's day.
    pub fn court_case(&self, stream: &StreamId, case_key: &str) -> Result<Option<CourtCaseRow>, StoreError> {
        let rows = query(
            self.conn(),
            "SELECT {} FROM court_case WHERE stream = $1 AND case_key = $2",
            cells![stream.as_str(), case_key],
        )?;
        Ok(rows.into_iter().next())
    }

    /// The court cases linked with a person, the latest day first.
    pub fn court_case_of_person(&self, person: &StreamId) -> Result<Vec<CourtCaseRow>, StoreError> {
        query(
            self.conn(),
            "SELECT {} FROM court_case WHERE person = $1 ORDER BY day DESC, court, room, listing, case_key",
            cells![person.as_str()],
        )
    }

    /// Court cases with a text in what is listed of the defendant, as it is written there: a number, a date of birth. Every
    /// list is walked, which takes a while: for what is asked once a month.
    pub fn court_cases_with(&self, text: &str, limit: usize) -> Result<Vec<CourtCaseRow>, StoreError> {
        query(
            self.conn(),
            "SELECT {} FROM court_case WHERE defendant LIKE $1 ORDER BY stream, case_key LIMIT $2",
            cells![format!("%{text}%"), limit as u64],
        )
    }

    /// The courts and days there are lists for, with the number of cases; the latest day first.
    pub fn courts_with_days(&self) -> Result<Vec<CourtDay>, StoreError> {
        self.conn().all(
            "SELECT court, day, COUNT(*) FROM court_case GROUP BY court, day ORDER BY day DESC, court",
            cells![],
            |row| Ok(CourtDay { court: row.get(0)?, day: row.get(1)?, cases: row.get(2)? }),
        )
    }
}

/// A day of a court with a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourtDay {
    /// The court's code.
    pub court: String,
    /// The day, `YYYY-MM-DD`.
    pub day: String,
    /// How many cases are listed.
    pub cases: u64,
}
