//! What is done to keep the record, as its service's own entries say: backups taken, the database scrubbed.

use crate::error::StoreError;
use crate::project::{projected, query};
use crate::snapshot::Snapshot;
use crate::sql::cells;

projected! {
    /// Something that was done to keep the record.
    UpkeepRow, "upkeep", versioned: false,
    keys {
        /// The seq of the entry that says so.
        seq: i64,
    }
    values {
        /// `backup` or `scrub`.
        what: String,
        /// The moment that it is of, in microseconds.
        at: i64,
        /// Leaves that a backup covers.
        size: i64,
        /// Where to and by whom, in words.
        detail: String,
    }
}

impl Snapshot {
    /// The last of its kind, by the moment that it is of.
    pub fn last_upkeep(&self, what: &str) -> Result<Option<UpkeepRow>, StoreError> {
        let text = "SELECT {} FROM upkeep WHERE what = $1 ORDER BY at DESC, stream, seq DESC LIMIT 1";
        Ok(query(self.conn(), text, cells![what])?.pop())
    }

    /// How many erasures were carried out after an instant (microseconds).
    pub fn erasures_after(&self, at: i64) -> Result<u64, StoreError> {
        // The row of an erasure keeps when it was proposed; when it was carried out, its stream's entry says.
        let text = "SELECT DISTINCT stream FROM erasure WHERE state = 'erased' ORDER BY stream";
        let streams: Vec<ledger::StreamId> = self.conn().all(text, cells![], |row| row.get(0))?;
        let mut count = 0;
        for stream in streams {
            let text = "SELECT content FROM entry WHERE stream = $1 AND recorded > $2 AND content IS NOT NULL";
            let contents: Vec<Vec<u8>> = self.conn().all(text, cells![stream, at], |row| row.get(0))?;
            count += contents.iter().filter(|content| ledger::erased_entries(content).is_some()).count() as u64;
        }
        Ok(count)
    }
}
