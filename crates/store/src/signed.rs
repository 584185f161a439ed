//! What a senior said of somebody who had not been seen, when a month was signed off. It stands with the person, and goes
//! when they are erased; the team's own row ([`crate::SignedOffRow`]) names the cases and no more.

use crate::error::StoreError;
use crate::project::{projected, query};
use crate::snapshot::Snapshot;
use crate::sql::cells;

projected! {
    /// A line of a month that was signed off.
    SignedLineRow, "signed_line", versioned: false,
    keys {
        /// The month, `YYYY-MM`.
        month: String,
        /// The team.
        team: String,
    }
    values {
        /// The day they were last seen face to face, or supervision began.
        since_on: String,
        /// Why, or what is done about it.
        action: String,
    }
}

impl Snapshot {
    /// The lines of a team's months, the latest month first, then by stream.
    pub fn signed_lines(&self, team: &str) -> Result<Vec<SignedLineRow>, StoreError> {
        query(self.conn(), "SELECT {} FROM signed_line WHERE team = $1 ORDER BY month DESC, stream", cells![team])
    }

    /// The lines of one month (`YYYY-MM`) of a team, by stream.
    pub fn signed_lines_of(&self, team: &str, month: &str) -> Result<Vec<SignedLineRow>, StoreError> {
        let text = "SELECT {} FROM signed_line WHERE team = $1 AND month = $2 ORDER BY stream";
        query(self.conn(), text, cells![team, month])
    }
}
