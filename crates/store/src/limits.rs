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

    /// The records to which access is limited on a day (`YYYY-MM-DD`) and of which an organisation holds a case then.
    pub fn limited_held(&self, provider: &str, day: &str) -> Result<Vec<StreamId>, StoreError> {
        let text = format!(
            "SELECT DISTINCT l.stream FROM limit_access l
             WHERE l.known_to = {STILL_KNOWN} AND l.from_on <= $1 AND (l.to_on IS NULL OR l.to_on > $1)
                 AND EXISTS (SELECT 1 FROM manager m WHERE m.stream = l.stream AND m.provider = $2
                     AND m.known_to = {STILL_KNOWN} AND m.from_on <= $1 AND (m.to_on IS NULL OR m.to_on > $1))
             ORDER BY l.stream"
        );
        self.conn().all(&text, cells![day, provider], |row| row.get(0))
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
