//! Limited access: who is excluded from a record, and to whom it is restricted.

use ledger::StreamId;

use crate::error::StoreError;
use crate::glance::in_streams;
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

/// Somebody away on a day (`$2`), and the beginning of a condition on their absence.
const AWAY: &str = "SELECT a.staff FROM away a WHERE a.from_on <= $2 AND (a.until_on IS NULL OR a.until_on >= $2)";

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

    /// The limited records of whom an organisation holds a case on a day (`YYYY-MM-DD`), that may fall to somebody because another
    /// may not open them: too many perhaps, and never too few. Whoever holds the case may not open it; or they are not at work, and
    /// either it is one of few to whom it is open, or a limit may keep out whoever answers instead: a colleague who covers, or one
    /// with the role of those who lead. Of most records none of it is true, and nothing more is read.
    pub fn passed_over(
        &self,
        provider: &str,
        day: &str,
        (staff, leading): (&str, &str),
    ) -> Result<Vec<StreamId>, StoreError> {
        let runs = |row: &str| {
            format!(
                "{row}.known_to = {STILL_KNOWN} AND {row}.from_on <= $2 AND ({row}.to_on IS NULL OR {row}.to_on > $2)"
            )
        };
        let text = format!(
            "SELECT DISTINCT h.stream FROM limited h JOIN limit_access l ON l.stream = h.stream
             WHERE h.provider = $1 AND h.from_on <= $2 AND (h.to_on IS NULL OR h.to_on > $2) AND {runs_l}
                 AND ((l.kind = 'exclusion' AND l.staff = h.staff)
                     OR (l.kind = 'restriction' AND l.staff <> h.staff AND NOT EXISTS (SELECT 1 FROM limit_access n
                         WHERE n.stream = h.stream AND n.kind = 'restriction' AND n.staff = h.staff AND {runs_n}))
                     OR (((l.kind = 'restriction' AND l.staff = $3)
                             OR (l.kind = 'exclusion' AND (
                                 l.staff IN (SELECT s.staff FROM staff s WHERE s.provider = $1 AND s.role = $4)
                                 OR l.staff IN (SELECT a.cover FROM away a WHERE a.cover IS NOT NULL)))
                             OR h.staff IN ({AWAY} AND a.cover IS NOT NULL))
                         AND (h.staff IN ({AWAY})
                             OR NOT EXISTS (SELECT 1 FROM staff s WHERE s.staff = h.staff AND s.active = 1))))
             ORDER BY h.stream",
            runs_l = runs("l"),
            runs_n = runs("n"),
        );
        self.conn().all(&text, cells![provider, day, staff, leading], |row| row.get(0))
    }

    /// The limited records of whom an organisation holds a case on a day, in which a change waits for a second person.
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
