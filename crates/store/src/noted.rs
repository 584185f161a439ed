//! Who wrote which note when: where to look for an earlier note that says the same. The text itself is in the entry alone.

use crate::entries::EntryRow;
use crate::error::StoreError;
use crate::project::projected;
use crate::snapshot::Snapshot;
use crate::sql::cells;

projected! {
    /// A note that somebody wrote.
    NotedRow, "noted", versioned: false,
    keys {
        /// Its entry.
        seq: i64,
    }
    values {
        /// Who wrote it, by staff id.
        staff: String,
        /// When it was recorded, in microseconds.
        recorded: i64,
    }
}

impl Snapshot {
    /// The last notes that somebody wrote, the latest first, as they stand; what was erased has no content.
    pub fn noted_by(&self, staff: &str, most: u32) -> Result<Vec<EntryRow>, StoreError> {
        let text = "SELECT n.stream, e.seq, e.recorded, e.hash, e.content FROM noted n
                 JOIN entry e ON e.stream = n.stream AND e.seq = n.seq
             WHERE n.staff = $1 ORDER BY n.recorded DESC, n.stream, n.seq DESC LIMIT $2";
        self.conn().all(text, cells![staff, i64::from(most)], |row| {
            Ok(EntryRow {
                stream: row.get(0)?,
                seq: row.get(1)?,
                recorded: row.get(2)?,
                hash: row.get(3)?,
                content: row.get(4)?,
            })
        })
    }
}
