//! Limited access: who is excluded from a record, and to whom it is restricted.

use ledger::StreamId;

use crate::error::StoreError;
use crate::glance::{AFTER_STREAMS, in_streams};
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

    /// The limited records of whom an organisation holds a case on a day (`YYYY-MM-DD`), that may fall to `staff` because others may
    /// not open them, by stream: too many perhaps, and never too few. `teams` are theirs, those that they lead, and those of whom they
    /// cover for. A case of any other team that the directory has reaches them only past somebody with `leading_role`, or a cover: an
    /// exclusion names that one, or the record is restricted to a few, and `staff` is one of them.
    pub fn passed_over(
        &self,
        teams: &[String],
        (provider, day): (&str, &str),
        (staff, leading_role): (&str, &str),
    ) -> Result<Vec<StreamId>, StoreError> {
        let [of, on, who, role] = [0, 1, 2, 3].map(|nth| AFTER_STREAMS + nth);
        let text = |places: &str| {
            format!(
                "SELECT h.stream FROM limited h
                 WHERE (h.team IN ({places}) OR h.team NOT IN (SELECT t.team FROM team t WHERE t.provider = ${of})
                         OR h.stream IN (SELECT l.stream FROM limit_access l
                             WHERE l.known_to = {STILL_KNOWN} AND l.from_on <= ${on} AND (l.to_on IS NULL OR l.to_on > ${on})
                                 AND ((l.kind = 'restriction' AND l.staff = ${who}) OR (l.kind = 'exclusion' AND (
                                     l.staff IN (SELECT s.staff FROM staff s WHERE s.provider = ${of} AND s.role = ${role})
                                     OR l.staff IN (SELECT a.cover FROM away a WHERE a.cover IS NOT NULL))))))
                     AND h.provider = ${of} AND h.from_on <= ${on} AND (h.to_on IS NULL OR h.to_on > ${on})"
            )
        };
        let mut found =
            in_streams(self.conn(), text, teams, cells![provider, day, staff, leading_role], |row| row.get(0))?;
        found.sort();
        found.dedup();
        Ok(found)
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
