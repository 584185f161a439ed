//! Who arranged that people are kept apart, and what waits for a senior to confirm it. Not why, and not whom it is about.

use crate::error::StoreError;
use crate::project::{STILL_KNOWN, projected, query};
use crate::snapshot::Snapshot;
use crate::sql::cells;

projected! {
    /// An arrangement to keep people apart: who made it, and whether somebody still has to confirm it.
    ArrangedRow, "arranged", versioned: false,
    keys {}
    values {
        /// Who made it; staff code.
        staff: String,
        /// The organisation they acted for.
        organisation: String,
        /// When, `YYYY-MM-DD`.
        made_on: String,
        /// By when a senior has to look at it, `YYYY-MM-DD`: to confirm it, or to say whether whoever left a group that it names
        /// stays in it; empty where nobody has to, or somebody did.
        confirm_by: String,
        /// The last day it holds, `YYYY-MM-DD`.
        until_on: String,
    }
}

/// How many arrangements somebody made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArrangedCount {
    /// Who; staff code.
    pub staff: String,
    /// The organisation they acted for.
    pub organisation: String,
    /// All of them.
    pub made: u64,
    /// Those that hold and wait for a senior to confirm them.
    pub waiting: u64,
    /// Those of them that have waited too long.
    pub late: u64,
}

impl Snapshot {
    /// Arrangements that hold on a day (`YYYY-MM-DD`) and wait for a senior, made by a member of a team or about somebody
    /// whose case it holds: those that have to be confirmed first come first.
    pub fn unconfirmed(&self, team: &str, day: &str) -> Result<Vec<ArrangedRow>, StoreError> {
        let text = format!(
            "SELECT {{}} FROM arranged WHERE confirm_by > '' AND until_on >= $1
                 AND (staff IN (SELECT staff FROM staff WHERE team = $2)
                      OR stream IN (SELECT a.stream FROM manager m JOIN apart a ON a.who = m.stream
                          WHERE m.team = $2 AND m.known_to = {STILL_KNOWN}
                              AND m.from_on <= $1 AND (m.to_on IS NULL OR m.to_on > $1)))
             ORDER BY confirm_by, stream"
        );
        query(self.conn(), &text, cells![day, team])
    }

    /// Who made how many, those who made most first; of them those that wait on a day (`YYYY-MM-DD`).
    pub fn arranged_by_whom(&self, day: &str) -> Result<Vec<ArrangedCount>, StoreError> {
        self.conn().all(
            "SELECT staff, organisation, COUNT(*),
                    COUNT(CASE WHEN confirm_by <> '' AND until_on >= $1 THEN 1 END),
                    COUNT(CASE WHEN confirm_by <> '' AND until_on >= $1 AND confirm_by < $1 THEN 1 END)
             FROM arranged GROUP BY staff, organisation ORDER BY 3 DESC, staff, organisation",
            cells![day],
            |row| {
                Ok(ArrangedCount {
                    staff: row.get(0)?,
                    organisation: row.get(1)?,
                    made: row.get(2)?,
                    waiting: row.get(3)?,
                    late: row.get(4)?,
                })
            },
        )
    }
}
