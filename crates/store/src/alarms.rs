//! Alarms: what became of duties whose day went by, and which of them somebody put aside.

use crate::error::StoreError;
use crate::project::projected;
use crate::snapshot::Snapshot;
use crate::sql::cells;

projected! {
    /// A duty that was not done by its day, or is not done yet.
    AlarmRow, "alarm", versioned: false,
    keys {
        /// Which duty.
        duty: String,
        /// What it is about: a component or an appointment.
        subject: String,
    }
    values {
        /// The team that held the component on its day; empty while none did.
        team: String,
        /// Its day, `YYYY-MM-DD`; none when it could not be worked out.
        due_on: Option<String>,
        /// The day it was done, if it was.
        met_on: Option<String>,
        /// Why somebody put it aside, as a code; empty while nobody did, or once its ground has changed.
        dismissed: String,
        /// Whether it is still owed and put aside: then no list shows it as an alarm.
        quiet: bool,
    }
}

/// What became of the alarms of one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlarmCount {
    /// Which duty.
    pub duty: String,
    /// Why they were put aside; empty for those that nobody put aside.
    pub dismissed: String,
    /// How many.
    pub all: u64,
    /// How many of them have a day.
    pub dated: u64,
    /// How many of them were done.
    pub met: u64,
}

impl Snapshot {
    /// What became of a team's duties whose day had gone by before `day`, those without a day beside them, by duty and by
    /// why they were put aside.
    pub fn alarms_of_team(&self, team: &str, day: &str) -> Result<Vec<AlarmCount>, StoreError> {
        let text = "SELECT duty, dismissed, COUNT(*), COUNT(due_on), COUNT(met_on) FROM alarm
             WHERE team = $1 AND (due_on IS NULL OR due_on < $2)
             GROUP BY duty, dismissed ORDER BY duty, dismissed";
        self.conn().all(text, cells![team, day], |row| {
            Ok(AlarmCount {
                duty: row.get(0)?,
                dismissed: row.get(1)?,
                all: row.get(2)?,
                dated: row.get(3)?,
                met: row.get(4)?,
            })
        })
    }
}
