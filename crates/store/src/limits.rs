//! Limited access: who is excluded from a record, and to whom it is restricted.

use std::collections::BTreeSet;

use ledger::StreamId;

use crate::error::StoreError;
use crate::glance::in_streams;
use crate::managers::ManagerRow;
use crate::project::{Projected as _, STILL_KNOWN, projected, query};
use crate::snapshot::Snapshot;
use crate::sql::cells;

projected! {
    /// An exclusion or a restriction.
    LimitRow, "limit_access", versioned: true,
    keys {
        /// The member of staff it names.
        staff: String,
        /// `exclusion` or `restriction`.
        kind: String,
        /// The first day, `YYYY-MM-DD`.
        from_on: String,
    }
    values {
        /// The day it no longer holds, if one is set.
        to_on: Option<String>,
    }
}

projected! {
    /// The same as a row of managers, of those alone to whose record access is limited at some time: they are few, and what falls to
    /// another because of it is looked for each time somebody opens their day.
    LimitedRow, "limited", versioned: false,
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

/// Of whose limited records an organisation (`$2`) holds a case on a day (`$1`).
const HELD_BY: &str =
    "SELECT stream FROM limited WHERE from_on <= $1 AND (to_on IS NULL OR to_on > $1) AND provider = $2";

impl Snapshot {
    /// The same of several records, by stream.
    pub fn limits_among(&self, streams: &[StreamId]) -> Result<Vec<LimitRow>, StoreError> {
        let columns = &LimitRow::sql().columns;
        let text = |places: &str| {
            format!(
                "SELECT {columns} FROM limit_access WHERE stream IN ({places}) AND known_to = {STILL_KNOWN}
                 ORDER BY stream, kind, staff, from_on"
            )
        };
        in_streams(self.conn(), text, streams, &[], LimitRow::from_row)
    }

    /// Who manages which components, on a day (`YYYY-MM-DD`), of those of whom an organisation holds a case then and to whose record
    /// access is or was limited, or will be: by stream, component and first day.
    pub fn limited_held(&self, provider: &str, day: &str) -> Result<Vec<ManagerRow>, StoreError> {
        let text = format!(
            "SELECT {} FROM limited WHERE from_on <= $1 AND (to_on IS NULL OR to_on > $1) AND stream IN ({HELD_BY})
             ORDER BY stream, component, from_on, staff",
            ManagerRow::sql().columns
        );
        self.conn().all(&text, cells![day, provider], ManagerRow::from_row)
    }

    /// The limits on the records of the same people, as [`Snapshot::limits_among`] has them.
    pub fn limits_held(&self, provider: &str, day: &str) -> Result<Vec<LimitRow>, StoreError> {
        let text = format!(
            "SELECT {{}} FROM limit_access WHERE known_to = {STILL_KNOWN} AND stream IN ({HELD_BY})
             ORDER BY stream, kind, staff, from_on"
        );
        query(self.conn(), &text, cells![day, provider])
    }

    /// Those who hold what the organisation has of it then, work here and are not away, by code.
    pub fn limited_at_work(&self, provider: &str, day: &str) -> Result<BTreeSet<String>, StoreError> {
        let text = "SELECT s.staff FROM staff s WHERE s.active = 1
                 AND s.staff IN (SELECT staff FROM limited
                     WHERE from_on <= $1 AND (to_on IS NULL OR to_on > $1) AND provider = $2)
                 AND NOT EXISTS (SELECT 1 FROM away a WHERE a.staff = s.staff AND a.from_on <= $1
                     AND (a.until_on IS NULL OR a.until_on >= $1))";
        Ok(self.conn().all(text, cells![day, provider], |row| row.get(0))?.into_iter().collect())
    }

    /// Those of the same people in whose case a change waits for a second person, by stream.
    pub fn limited_waiting(&self, provider: &str, day: &str) -> Result<Vec<StreamId>, StoreError> {
        let text = "SELECT DISTINCT stream FROM limited
             WHERE from_on <= $1 AND (to_on IS NULL OR to_on > $1) AND provider = $2
                 AND stream IN (SELECT stream FROM standing WHERE waiting > 0)
             ORDER BY stream";
        self.conn().all(text, cells![day, provider], |row| row.get(0))
    }

    /// Every limit on a record that has not been withdrawn, past days included, by kind, staff and first day.
    pub fn limits_of(&self, stream: &StreamId) -> Result<Vec<LimitRow>, StoreError> {
        query(
            self.conn(),
            "SELECT {} FROM limit_access WHERE stream = $1 AND known_to = $2 ORDER BY kind, staff, from_on",
            cells![stream.as_str(), STILL_KNOWN],
        )
    }
}
