//! Duties: what is due, from whom, why. "Overdue" is not stored: whoever reads compares `due_on` with the day.

use ledger::StreamId;

use crate::error::StoreError;
use crate::project::{STILL_KNOWN, projected, query};
use crate::snapshot::Snapshot;

projected! {
    /// Something due.
    DutyRow, "duty", versioned: true,
    keys {
        /// Which duty.
        duty: String,
        /// What it is about: a component or an appointment.
        subject: String,
    }
    values {
        /// The officer who owes it; empty for nobody.
        owner: String,
        /// The team that owes it.
        team: String,
        /// The day it is due, `YYYY-MM-DD`, if it has one.
        due_on: Option<String>,
        /// The day it arose, `YYYY-MM-DD`.
        arose_on: String,
        /// Rule, version, inputs and source: JSON.
        why: String,
    }
}

impl Snapshot {
    /// What an officer owes: everything, or what is due on or before a day. By day (the undated last), stream, duty.
    pub fn duties_of_officer(&self, owner: &str, due_to: Option<&str>) -> Result<Vec<DutyRow>, StoreError> {
        match due_to {
            None => query(
                self.conn(),
                "SELECT {} FROM duty WHERE owner = $1 AND known_to = 9223372036854775807
                 ORDER BY due_on IS NULL, due_on, stream, duty, subject",
                &[&owner],
            ),
            Some(day) => query(
                self.conn(),
                "SELECT {} FROM duty WHERE owner = $1 AND known_to = 9223372036854775807 AND due_on <= $2
                 ORDER BY due_on, stream, duty, subject",
                &[&owner, &day],
            ),
        }
    }

    /// What a team owes, likewise.
    pub fn duties_of_team(&self, team: &str, due_to: Option<&str>) -> Result<Vec<DutyRow>, StoreError> {
        match due_to {
            None => query(
                self.conn(),
                "SELECT {} FROM duty WHERE team = $1 AND known_to = 9223372036854775807
                 ORDER BY due_on IS NULL, due_on, owner, stream, duty, subject",
                &[&team],
            ),
            Some(day) => query(
                self.conn(),
                "SELECT {} FROM duty WHERE team = $1 AND known_to = 9223372036854775807 AND due_on <= $2
                 ORDER BY due_on, owner, stream, duty, subject",
                &[&team, &day],
            ),
        }
    }

    /// What is due in one case.
    pub fn duties_of(&self, stream: &StreamId) -> Result<Vec<DutyRow>, StoreError> {
        query(
            self.conn(),
            "SELECT {} FROM duty WHERE stream = $1 AND known_to = $2
             ORDER BY due_on IS NULL, due_on, duty, subject",
            &[&stream.as_str(), &STILL_KNOWN],
        )
    }
}
