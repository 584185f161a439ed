//! Erasures: what one person proposed, and what a second one made of it.

use crate::error::StoreError;
use crate::project::{projected, query};
use crate::snapshot::Snapshot;
use crate::sql::cells;

projected! {
    /// A proposal to erase, and what became of it.
    ErasureRow, "erasure", versioned: false,
    keys {
        /// The seq of the entry that proposed it.
        proposal: i64,
    }
    values {
        /// `waiting`, `erased` or `declined`.
        state: String,
        /// By what authority.
        authority: String,
        /// Who proposed it.
        proposed_by: String,
        /// When, in microseconds.
        proposed_at: i64,
        /// The second person, once there is one.
        decided_by: Option<String>,
        /// How many entries lost their content.
        entries: i64,
    }
}

impl Snapshot {
    /// The erasures in a state, the latest proposed first.
    pub fn erasures(&self, state: &str, limit: u32) -> Result<Vec<ErasureRow>, StoreError> {
        query(
            self.conn(),
            "SELECT {} FROM erasure WHERE state = $1 ORDER BY proposed_at DESC, stream, proposal LIMIT $2",
            cells![state, limit],
        )
    }

    /// Every stream in which something was erased, by id.
    pub fn streams_with_erasures(&self) -> Result<Vec<ledger::StreamId>, StoreError> {
        let rows: Vec<ErasureRow> =
            query(self.conn(), "SELECT {} FROM erasure WHERE state = $1 ORDER BY stream, proposal", cells!["erased"])?;
        let mut streams: Vec<_> = rows.into_iter().map(|row| row.stream).collect();
        streams.dedup();
        Ok(streams)
    }
}
