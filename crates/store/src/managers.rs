//! Managers: who holds which component of whose case, from when to when. A caseload is the people managed on a day.

use ledger::StreamId;

use crate::error::StoreError;
use crate::people::PersonRow;
use crate::project::{STILL_KNOWN, projected, query};
use crate::snapshot::Snapshot;
use crate::sql::cells;

projected! {
    /// A component's manager for a while.
    ManagerRow, "manager", versioned: true,
    keys {
        /// The component.
        component: String,
        /// The officer; empty while a team holds it without one.
        staff: String,
        /// The first day, `YYYY-MM-DD`.
        from_on: String,
    }
    values {
        /// The provider.
        provider: String,
        /// The team.
        team: String,
        /// The day it passed to the next (no longer this one's), if it did.
        to_on: Option<String>,
    }
}

impl Snapshot {
    /// Every manager that a person's components have or had, by component and first day.
    pub fn managers_of(&self, stream: &StreamId) -> Result<Vec<ManagerRow>, StoreError> {
        query(
            self.conn(),
            "SELECT {} FROM manager WHERE stream = $1 AND known_to = $2 ORDER BY component, from_on, staff",
            cells![stream.as_str(), STILL_KNOWN],
        )
    }

    /// The streams of everybody that an officer manages or ever was known to manage, or to see on a day
    /// (`YYYY-MM-DD`): those whose past may concern the officer. So may that of everybody of whom something was erased: with it
    /// went what their rows had said before.
    pub fn ever_of_officer(&self, staff: &str, day: &str) -> Result<Vec<StreamId>, StoreError> {
        // The letter follows the `T` between day and time.
        self.conn().all(
            "SELECT stream FROM manager WHERE staff = $1
             UNION SELECT stream FROM diary WHERE officer = $1 AND starts >= $2 AND starts < $3
             UNION SELECT stream FROM erasure WHERE state = 'erased' AND stream >= 'person-' AND stream < 'person.'
             ORDER BY stream",
            cells![staff, day, format!("{day}U")],
            |row| row.get(0),
        )
    }

    /// The streams of everybody whose case a team holds or ever was known to hold, of whom an alarm is its, and of whom something
    /// was erased: those whose past may concern it. All rows of managers are walked: closed ones are not in the index by team.
    pub fn ever_of_team(&self, team: &str) -> Result<Vec<StreamId>, StoreError> {
        self.conn().all(
            "SELECT stream FROM manager WHERE team = $1 UNION SELECT stream FROM alarm WHERE team = $1
             UNION SELECT stream FROM erasure WHERE state = 'erased' AND stream >= 'person-' AND stream < 'person.'
             ORDER BY stream",
            cells![team],
            |row| row.get(0),
        )
    }

    /// The people of whom an officer manages a component on a day, by surname, forenames and stream.
    pub fn cases_of_officer(&self, staff: &str, day: &str) -> Result<Vec<PersonRow>, StoreError> {
        query(
            self.conn(),
            "SELECT {} FROM person WHERE stream IN (
                 SELECT stream FROM manager WHERE staff = $1 AND known_to = 9223372036854775807
                     AND from_on <= $2 AND (to_on IS NULL OR to_on > $2))
             ORDER BY surname, forenames, stream",
            cells![staff, day],
        )
    }

    /// The people of whom a team manages a component on a day, by officer, surname, forenames and stream.
    pub fn cases_of_team(&self, team: &str, day: &str) -> Result<Vec<PersonRow>, StoreError> {
        query(
            self.conn(),
            "SELECT {} FROM person WHERE stream IN (
                 SELECT stream FROM manager WHERE team = $1 AND known_to = 9223372036854775807
                     AND from_on <= $2 AND (to_on IS NULL OR to_on > $2))
             ORDER BY officer, surname, forenames, stream",
            cells![team, day],
        )
    }
}
