//! A caseload whole: everything that an officer or a team holds on a day, one question a table. Each question starts from
//! the managers, so that none of them looks at more cases than are held.

use ledger::StreamId;

use crate::error::StoreError;
use crate::limits::LimitRow;
use crate::managers::ManagerRow;
use crate::people::PersonRow;
use crate::project::{STILL_KNOWN, query};
use crate::snapshot::Snapshot;
use crate::sql::cells;
use crate::standing::StandingRow;

/// Whose cases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// An officer's, by staff id.
    Officer(String),
    /// A team's.
    Team(String),
}

/// Something due, without its reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DutyLine {
    /// The person's stream.
    pub stream: StreamId,
    /// Which duty.
    pub duty: String,
    /// What it is about.
    pub subject: String,
    /// The component it is owed under.
    pub component: String,
    /// The day it is due, if it has one.
    pub due_on: Option<String>,
    /// Whether somebody put its alarm aside.
    pub quiet: bool,
}

/// The first and last of a person's appointments with one outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appointments {
    /// The person's stream.
    pub stream: StreamId,
    /// The outcome; none for those still to be held, from the day asked about.
    pub outcome: Option<String>,
    /// When the first starts: `YYYY-MM-DDTHH:MM`.
    pub first: String,
    /// When the last starts.
    pub last: String,
}

impl Scope {
    fn column(&self) -> &'static str {
        match self {
            Scope::Officer(_) => "staff",
            Scope::Team(_) => "team",
        }
    }

    fn who(&self) -> &str {
        match self {
            Scope::Officer(who) | Scope::Team(who) => who,
        }
    }

    /// The streams held on the day `$2`.
    fn streams(&self) -> String {
        let column = self.column();
        format!(
            "SELECT m.stream FROM manager m WHERE m.{column} = $1 AND m.known_to = {STILL_KNOWN}
                 AND m.from_on <= $2 AND (m.to_on IS NULL OR m.to_on > $2)"
        )
    }
}

impl Snapshot {
    /// Everybody held on a day (`YYYY-MM-DD`), by stream.
    pub fn people_held(&self, scope: &Scope, day: &str) -> Result<Vec<PersonRow>, StoreError> {
        let text = format!("SELECT {{}} FROM person WHERE stream IN ({}) ORDER BY stream", scope.streams());
        query(self.conn(), &text, cells![scope.who(), day])
    }

    /// How their cases stand, by stream.
    pub fn standing_held(&self, scope: &Scope, day: &str) -> Result<Vec<StandingRow>, StoreError> {
        let text = format!("SELECT {{}} FROM standing WHERE stream IN ({}) ORDER BY stream", scope.streams());
        query(self.conn(), &text, cells![scope.who(), day])
    }

    /// Those of them in which a change waits for a second person, by stream.
    pub fn waiting_held(&self, scope: &Scope, day: &str) -> Result<Vec<StreamId>, StoreError> {
        let text = format!(
            "SELECT stream FROM standing WHERE waiting > 0 AND stream IN ({}) ORDER BY stream",
            scope.streams()
        );
        self.conn().all(&text, cells![scope.who(), day], |row| row.get(0))
    }

    /// Who manages which of their components on that day, by stream, component and first day.
    pub fn managers_held(&self, scope: &Scope, day: &str) -> Result<Vec<ManagerRow>, StoreError> {
        let text = format!(
            "SELECT {{}} FROM manager WHERE stream IN ({}) AND known_to = {STILL_KNOWN}
                 AND from_on <= $2 AND (to_on IS NULL OR to_on > $2)
             ORDER BY stream, component, from_on, staff",
            scope.streams()
        );
        query(self.conn(), &text, cells![scope.who(), day])
    }

    /// What is due in these cases, whenever, by stream, duty and subject.
    pub fn duties_held(&self, scope: &Scope, day: &str) -> Result<Vec<DutyLine>, StoreError> {
        let text = format!(
            "SELECT d.stream, d.duty, d.subject, d.component, d.due_on,
                 (SELECT COUNT(*) FROM alarm a WHERE a.stream = d.stream AND a.duty = d.duty AND a.subject = d.subject
                     AND a.quiet = 1)
             FROM duty d WHERE d.stream IN ({}) AND d.known_to = {STILL_KNOWN}
             ORDER BY d.stream, d.duty, d.subject",
            scope.streams()
        );
        self.conn().all(&text, cells![scope.who(), day], |row| {
            Ok(DutyLine {
                stream: row.get(0)?,
                duty: row.get(1)?,
                subject: row.get(2)?,
                component: row.get(3)?,
                due_on: row.get(4)?,
                quiet: row.get::<u64>(5)? > 0,
            })
        })
    }

    /// What is owed in these cases and somebody put aside: stream, duty and subject.
    pub fn quiet_held(&self, scope: &Scope, day: &str) -> Result<Vec<(StreamId, String, String)>, StoreError> {
        let text = format!(
            "SELECT stream, duty, subject FROM alarm WHERE quiet = 1 AND stream IN ({}) ORDER BY stream, duty, subject",
            scope.streams()
        );
        self.conn().all(&text, cells![scope.who(), day], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
    }

    /// Their appointments by outcome, and those still to be held from that day, by stream and outcome.
    pub fn appointments_held(&self, scope: &Scope, day: &str) -> Result<Vec<Appointments>, StoreError> {
        let text = format!(
            "SELECT d.stream, d.outcome, MIN(d.starts), MAX(d.starts) FROM diary d
             WHERE d.stream IN ({}) AND d.known_to = {STILL_KNOWN} AND (d.outcome IS NOT NULL OR d.starts >= $2)
                 AND d.state <> 'cancelled'
             GROUP BY d.stream, d.outcome ORDER BY d.stream, d.outcome IS NULL, d.outcome",
            scope.streams()
        );
        self.conn().all(&text, cells![scope.who(), day], |row| {
            Ok(Appointments { stream: row.get(0)?, outcome: row.get(1)?, first: row.get(2)?, last: row.get(3)? })
        })
    }

    /// Every limit on these records, by stream, kind, staff and first day.
    pub fn limits_held(&self, scope: &Scope, day: &str) -> Result<Vec<LimitRow>, StoreError> {
        let text = format!(
            "SELECT {{}} FROM limit_access WHERE stream IN ({}) AND known_to = {STILL_KNOWN}
             ORDER BY stream, kind, staff, from_on",
            scope.streams()
        );
        query(self.conn(), &text, cells![scope.who(), day])
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
