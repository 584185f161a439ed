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

/// Somebody who was shown a record, from the reads log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReaderRow {
    /// Staff id.
    pub staff: String,
    /// The role they last acted in.
    pub role: String,
    /// When they last were, in microseconds.
    pub last: i64,
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

    /// Everybody who was shown a record at or after an instant (microseconds), by staff.
    pub fn readers_since(&self, stream: &ledger::StreamId, since: i64) -> Result<Vec<ReaderRow>, StoreError> {
        let text = "SELECT staff, role, at FROM read WHERE subject = $1 AND at >= $2 AND outcome = 'shown'
             ORDER BY staff, at, batch, n";
        let mut readers: Vec<ReaderRow> = Vec::new();
        self.reads()?.all(text, cells![stream, since], |row| {
            let reader = ReaderRow { staff: row.get(0)?, role: row.get(1)?, last: row.get(2)? };
            match readers.last_mut() {
                Some(before) if before.staff == reader.staff => *before = reader,
                _ => readers.push(reader),
            }
            Ok(())
        })?;
        Ok(readers)
    }
}
