//! What an officer or a team holds on a day: who manages it, what was put aside, what waits. Each question starts from the
//! managers, so that none of them looks at more cases than are held. How the cases look is [`crate::glance`].

use ledger::StreamId;

use crate::error::StoreError;
use crate::glance::{AFTER_STREAMS, in_streams};
use crate::managers::ManagerRow;
use crate::project::{Projected as _, STILL_KNOWN};
use crate::snapshot::Snapshot;
use crate::sql::cells;

/// Whose cases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// An officer's, by staff id.
    Officer(String),
    /// A team's.
    Team(String),
}

impl Scope {
    pub(crate) fn column(&self) -> &'static str {
        match self {
            Scope::Officer(_) => "staff",
            Scope::Team(_) => "team",
        }
    }

    pub(crate) fn who(&self) -> &str {
        match self {
            Scope::Officer(who) | Scope::Team(who) => who,
        }
    }

    /// The streams held on the day `$2`.
    pub(crate) fn streams(&self) -> String {
        let column = self.column();
        format!(
            "SELECT m.stream FROM manager m WHERE m.{column} = $1 AND m.known_to = {STILL_KNOWN}
                 AND m.from_on <= $2 AND (m.to_on IS NULL OR m.to_on > $2)"
        )
    }
}

impl Snapshot {
    /// The cases held on a day (`YYYY-MM-DD`) in which a change waits for a second person, by stream.
    pub fn waiting_held(&self, scope: &Scope, day: &str) -> Result<Vec<StreamId>, StoreError> {
        // Few wait of all there are: walked by their own index, and not found case by case, which an engine that has counted
        // nothing would do.
        let text = format!(
            "SELECT stream FROM standing WHERE waiting > 0 AND (stream || '') IN ({}) ORDER BY stream",
            scope.streams()
        );
        self.conn().all(&text, cells![scope.who(), day], |row| row.get(0))
    }

    /// The same of some teams together: somebody may be asked for hundreds of them.
    pub fn waiting_held_by(&self, teams: &[String], day: &str) -> Result<Vec<StreamId>, StoreError> {
        let text = |places: &str| {
            format!(
                "SELECT DISTINCT m.stream FROM manager m WHERE m.team IN ({places}) AND m.known_to = {STILL_KNOWN}
                     AND m.from_on <= ${AFTER_STREAMS} AND (m.to_on IS NULL OR m.to_on > ${AFTER_STREAMS})
                     AND m.stream IN (SELECT stream FROM standing WHERE waiting > 0)
                 ORDER BY m.stream"
            )
        };
        in_streams(self.conn(), text, teams, cells![day], |row| row.get(0))
    }

    /// Who manages which of the components of some cases on a day, by stream, component and first day.
    pub fn managers_among(&self, streams: &[StreamId], day: &str) -> Result<Vec<ManagerRow>, StoreError> {
        let columns = &ManagerRow::sql().columns;
        let text = |places: &str| {
            format!(
                "SELECT {columns} FROM manager WHERE stream IN ({places}) AND known_to = {STILL_KNOWN}
                     AND from_on <= ${AFTER_STREAMS} AND (to_on IS NULL OR to_on > ${AFTER_STREAMS})
                 ORDER BY stream, component, from_on, staff"
            )
        };
        in_streams(self.conn(), text, streams, cells![day], ManagerRow::from_row)
    }

    /// What is owed in some cases and somebody put aside: stream, duty and subject.
    pub fn quiet_among(&self, streams: &[StreamId]) -> Result<Vec<(StreamId, String, String)>, StoreError> {
        let text = |places: &str| {
            format!(
                "SELECT stream, duty, subject FROM alarm WHERE quiet = 1 AND stream IN ({places})
                 ORDER BY stream, duty, subject"
            )
        };
        in_streams(self.conn(), text, streams, &[], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
    }

    /// How many people an officer held on a day.
    pub fn count_held(&self, staff: &str, day: &str) -> Result<u64, StoreError> {
        let text = format!(
            "SELECT COUNT(DISTINCT m.stream) FROM manager m WHERE m.staff = $1 AND m.known_to = {STILL_KNOWN}
                 AND m.from_on <= $2 AND (m.to_on IS NULL OR m.to_on > $2)"
        );
        self.conn().value(&text, cells![staff, day])
    }
}
