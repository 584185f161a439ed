//! Who must be kept apart: of each arrangement its members and their sides, and when two of them would meet.
//!
//! [`Snapshot::windows_against`] answers with a building, a time and a token: neither who, nor why.

use ledger::StreamId;

use crate::error::StoreError;
use crate::project::{projected, query};
use crate::snapshot::Snapshot;
use crate::sql::cells;

projected! {
    /// A member of an arrangement to keep people apart. Members of different sides must not meet.
    ApartRow, "apart", versioned: false,
    keys {
        /// Who: a person's stream, or the code of a member of staff or of a building.
        who: String,
    }
    values {
        /// Their side, a letter.
        side: String,
        /// What stands for this side wherever the arrangement itself must not be seen.
        token: String,
        /// The first day, `YYYY-MM-DD`.
        from_on: String,
        /// The last day.
        until_on: String,
    }
}

impl Snapshot {
    /// The arrangements that somebody is a member of, ended ones as well.
    pub fn apart_of(&self, who: &str) -> Result<Vec<ApartRow>, StoreError> {
        query(self.conn(), "SELECT {} FROM apart WHERE who = $1 ORDER BY stream", cells![who])
    }
}
