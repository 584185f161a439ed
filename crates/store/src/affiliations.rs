//! Groups that people are said to belong to, where an arrangement to keep people apart may name a group.

use ledger::StreamId;

use crate::error::StoreError;
use crate::project::{projected, query};
use crate::snapshot::Snapshot;
use crate::sql::cells;

projected! {
    /// Somebody is said to belong to a group.
    AffiliationRow, "affiliation", versioned: false,
    keys {
        /// The group, in the letters it is compared by.
        grp: String,
    }
    values {
        /// Since when it is recorded, `YYYY-MM-DD`.
        from_on: String,
    }
}

impl Snapshot {
    /// Whoever is said to belong to a group.
    pub fn of_group(&self, group: &str) -> Result<Vec<AffiliationRow>, StoreError> {
        query(self.conn(), "SELECT {} FROM affiliation WHERE grp = $1 ORDER BY stream", cells![group])
    }

    /// The groups that anybody is said to belong to, each with how many are.
    pub fn groups_in_use(&self) -> Result<Vec<(String, u64)>, StoreError> {
        let text = "SELECT grp, COUNT(*) FROM affiliation GROUP BY grp ORDER BY grp";
        self.conn().all(text, cells![], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// The groups somebody is said to belong to.
    pub fn groups_of(&self, stream: &StreamId) -> Result<Vec<AffiliationRow>, StoreError> {
        query(self.conn(), "SELECT {} FROM affiliation WHERE stream = $1 ORDER BY grp", cells![stream])
    }
}
