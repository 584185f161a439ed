//! Duties: what is due, from whom, why. "Overdue" is not stored: whoever reads compares `due_on` with the day.

use ledger::StreamId;

use crate::error::StoreError;
use crate::project::{STILL_KNOWN, projected, query};
use crate::snapshot::Snapshot;
use crate::sql::cells;

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
        /// The component it is owed under: whoever manages that on the day owes it.
        component: String,
        /// The day it is due, `YYYY-MM-DD`, if it has one.
        due_on: Option<String>,
        /// The day it arose, `YYYY-MM-DD`.
        arose_on: String,
        /// Rule, version, inputs and source: JSON.
        why: String,
    }
}

// A duty belongs to whoever manages its component on the day: it passes with the case, and nobody has to write.
impl Snapshot {
    /// What an officer owes on a day, due up to another: by due day, stream and duty.
    pub fn duties_of_officer(&self, staff: &str, day: &str, due_to: &str) -> Result<Vec<DutyRow>, StoreError> {
        self.duties_managed("staff", staff, day, due_to)
    }

    /// What a team owes on a day, due up to another.
    pub fn duties_of_team(&self, team: &str, day: &str, due_to: &str) -> Result<Vec<DutyRow>, StoreError> {
        self.duties_managed("team", team, day, due_to)
    }

    fn duties_managed(&self, column: &str, who: &str, day: &str, due_to: &str) -> Result<Vec<DutyRow>, StoreError> {
        // Parameters take their numbers in the order they first appear. Were each duty asked by itself who manages its component, an
        // engine would go through all that a team holds for every one of them.
        let text = format!(
            "SELECT {{}} FROM duty
             WHERE (stream, component) IN (SELECT m.stream, m.component FROM manager m
                     WHERE m.{column} = $1 AND m.known_to = {STILL_KNOWN}
                         AND m.from_on <= $2 AND (m.to_on IS NULL OR m.to_on > $2))
                 AND due_on <= $3 AND known_to = {STILL_KNOWN}
             ORDER BY due_on, stream, duty, subject"
        );
        query(self.conn(), &text, cells![who, day, due_to])
    }

    /// What is due up to a day in the running cases that an organisation recorded and nobody was given, by due day, stream and
    /// duty.
    pub fn duties_unheld(&self, provider: &str, due_to: &str) -> Result<Vec<DutyRow>, StoreError> {
        let text = format!(
            "SELECT {{}} FROM duty WHERE stream IN (SELECT stream FROM standing WHERE provider = $1 AND held = 0)
                 AND due_on <= $2 AND known_to = {STILL_KNOWN}
             ORDER BY due_on, stream, duty, subject"
        );
        query(self.conn(), &text, cells![provider, due_to])
    }

    /// What is due in one case.
    pub fn duties_of(&self, stream: &StreamId) -> Result<Vec<DutyRow>, StoreError> {
        query(
            self.conn(),
            "SELECT {} FROM duty WHERE stream = $1 AND known_to = $2
             ORDER BY due_on IS NULL, due_on, duty, subject",
            cells![stream.as_str(), STILL_KNOWN],
        )
    }
}
