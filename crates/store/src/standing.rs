//! How each running case stands, beside the person's line in the register: what a caseload is sorted and filtered by.

use ledger::StreamId;

use crate::error::StoreError;
use crate::project::{projected, query};
use crate::snapshot::Snapshot;
use crate::sql::cells;

projected! {
    /// How a running case stands. Nobody without a running order has one.
    StandingRow, "standing", versioned: false,
    keys {}
    values {
        /// The organisation that holds the case; while nobody was given it, the one that recorded the order.
        provider: String,
        /// Whether the case was ever given to a team.
        held: bool,
        /// The last day of the order, `YYYY-MM-DD`; none for life.
        ends_on: Option<String>,
        /// The highest risk of serious harm that stands: `low`, `medium`, `high`, `very_high`; empty when nobody judged it.
        harm: String,
        /// The tier kept by judgement; empty when none is.
        tier: String,
        /// What waits for a second person: changes of what is judged, and what was raised with whoever leads.
        waiting: i64,
    }
}

impl Snapshot {
    /// How a case stands; none without a running order.
    pub fn standing(&self, stream: &StreamId) -> Result<Option<StandingRow>, StoreError> {
        let rows = query(self.conn(), "SELECT {} FROM standing WHERE stream = $1", cells![stream])?;
        Ok(rows.into_iter().next())
    }

    /// The running cases recorded by an organisation that nobody was given yet, by stream.
    pub fn unheld(&self, provider: &str) -> Result<Vec<StandingRow>, StoreError> {
        query(self.conn(), "SELECT {} FROM standing WHERE provider = $1 AND held = 0 ORDER BY stream", cells![provider])
    }
}
