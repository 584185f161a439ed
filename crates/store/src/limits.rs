//! Limited access: who is excluded from a record, and to whom it is restricted.

use ledger::StreamId;

use crate::error::StoreError;
use crate::project::{STILL_KNOWN, projected, query};
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
    /// Every limit on a record that has not been withdrawn, past days included, by kind, staff and first day.
    pub fn limits_of(&self, stream: &StreamId) -> Result<Vec<LimitRow>, StoreError> {
        query(
            self.conn(),
            "SELECT {} FROM limit_access WHERE stream = $1 AND known_to = $2 ORDER BY kind, staff, from_on",
            cells![stream.as_str(), STILL_KNOWN],
        )
    }
}
