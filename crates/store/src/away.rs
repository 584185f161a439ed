//! Who is away when, and who answers for their cases meanwhile. Owned by the stream of the member of staff.

use crate::error::StoreError;
use crate::glance::{AFTER_STREAMS, in_streams};
use crate::project::{Projected as _, projected, query};
use crate::snapshot::Snapshot;
use crate::sql::cells;

projected! {
    /// A time somebody is away.
    AwayRow, "away", versioned: false,
    keys {
        /// The first day, `YYYY-MM-DD`.
        from_on: String,
    }
    values {
        /// Who.
        staff: String,
        /// The last day; none while nobody knows.
        until_on: Option<String>,
        /// Why, as a code.
        kind: String,
        /// Who covers, by staff id, if somebody was named.
        cover: Option<String>,
    }
}

impl Snapshot {
    /// When somebody is away on or after a day (`YYYY-MM-DD`), by first day.
    pub fn away_of(&self, staff: &str, day: &str) -> Result<Vec<AwayRow>, StoreError> {
        query(
            self.conn(),
            "SELECT {} FROM away WHERE staff = $1 AND (until_on IS NULL OR until_on >= $2) ORDER BY from_on, stream",
            cells![staff, day],
        )
    }

    /// When some members of staff are away on or after a day (`YYYY-MM-DD`), a few at a time, each time by staff and first day.
    pub fn away_among(&self, staff: &[String], day: &str) -> Result<Vec<AwayRow>, StoreError> {
        let columns = &AwayRow::sql().columns;
        let text = |places: &str| {
            format!(
                "SELECT {columns} FROM away WHERE staff IN ({places})
                     AND (until_on IS NULL OR until_on >= ${AFTER_STREAMS})
                 ORDER BY staff, from_on, stream"
            )
        };
        in_streams(self.conn(), text, staff, cells![day], AwayRow::from_row)
    }

    /// Whom somebody covers for on a day, by staff.
    pub fn covered_by(&self, cover: &str, day: &str) -> Result<Vec<AwayRow>, StoreError> {
        query(
            self.conn(),
            "SELECT {} FROM away WHERE cover = $1 AND from_on <= $2 AND (until_on IS NULL OR until_on >= $2)
             ORDER BY staff, from_on",
            cells![cover, day],
        )
    }

    /// When those of an organisation who have a role are away on or after a day, by staff and first day.
    pub fn away_in_role(&self, provider: &str, role: &str, day: &str) -> Result<Vec<AwayRow>, StoreError> {
        query(
            self.conn(),
            "SELECT {} FROM away WHERE staff IN (SELECT s.staff FROM staff s WHERE s.provider = $1 AND s.role = $2)
                 AND (until_on IS NULL OR until_on >= $3)
             ORDER BY staff, from_on",
            cells![provider, role, day],
        )
    }

    /// When staff of a team are away on or after a day, by staff and first day.
    pub fn away_in(&self, team: &str, day: &str) -> Result<Vec<AwayRow>, StoreError> {
        query(
            self.conn(),
            "SELECT {} FROM away WHERE staff IN (SELECT s.staff FROM staff s WHERE s.team = $1)
                 AND (until_on IS NULL OR until_on >= $2)
             ORDER BY staff, from_on",
            cells![team, day],
        )
    }
}
