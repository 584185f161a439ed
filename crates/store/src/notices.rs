//! Notices to staff that they read what was about somebody else, and who has seen theirs.

use ledger::EntryId;

use crate::error::StoreError;
use crate::project::{projected, query};
use crate::snapshot::Snapshot;
use crate::sql::cells;

projected! {
    /// A member of staff is told that an entry they may have read was about somebody else.
    NoticeRow, "notice", versioned: false,
    keys {
        /// The seq of the entry that tells them.
        told: i64,
        /// Who.
        staff: String,
    }
    values {
        /// When they last opened the record, in microseconds.
        read_at: i64,
        /// When they are told, in microseconds.
        told_at: i64,
    }
}

projected! {
    /// Somebody has seen a notice. Owned by the stream of the member of staff.
    NoticeSeenRow, "notice_seen", versioned: false,
    keys {
        /// The entry that told them, `stream/seq`.
        notice: String,
    }
    values {
        /// Who.
        staff: String,
        /// When, in microseconds.
        at: i64,
    }
}

/// Somebody was shown a record: a row of the reads log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookRow {
    /// Staff id.
    pub staff: String,
    /// The role they acted in.
    pub role: String,
    /// When, by the clock of whoever was asked, in microseconds.
    pub at: i64,
    /// The batch of the log that the row stands in.
    pub batch: u64,
    /// What else was kept of it: JSON.
    pub detail: String,
}

impl Snapshot {
    /// The notices that someone has not seen yet, the latest first.
    pub fn notices_of(&self, staff: &str) -> Result<Vec<NoticeRow>, StoreError> {
        query(
            self.conn(),
            "SELECT {} FROM notice WHERE staff = $1 AND NOT EXISTS (
                 SELECT 1 FROM notice_seen s WHERE s.staff = $1 AND s.notice = notice.stream || '/' || notice.told)
             ORDER BY told_at DESC, stream, told",
            cells![staff],
        )
    }

    /// Who has seen a notice, by staff.
    pub fn seen_notice(&self, notice: &EntryId) -> Result<Vec<NoticeSeenRow>, StoreError> {
        query(self.conn(), "SELECT {} FROM notice_seen WHERE notice = $1 ORDER BY staff", cells![notice.to_string()])
    }

    /// Every time that a record was shown, in the batches of the reads log after one, in the order of the log.
    pub fn looks_after(&self, stream: &ledger::StreamId, batch: u64) -> Result<Vec<LookRow>, StoreError> {
        // The sum keeps the engine to the index by record: through the batches it would walk everybody's rows since.
        let text = "SELECT staff, role, at, batch, detail FROM read
             WHERE subject = $1 AND batch + 0 > $2 AND outcome = 'shown' ORDER BY batch, n";
        self.reads()?.all(text, cells![stream, batch], |row| {
            let (staff, role, at) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(LookRow { staff, role, at, batch: row.get(3)?, detail: row.get(4)? })
        })
    }
}
