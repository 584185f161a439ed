//! News: what was last recorded about a person that whoever manages the case should know.

use crate::error::StoreError;
use crate::project::{STILL_KNOWN, projected, query};
use crate::snapshot::Snapshot;
use crate::sql::cells;

projected! {
    /// Something recorded that matters to whoever manages the case.
    NewsRow, "news", versioned: false,
    keys {
        /// The entry's place in the stream.
        seq: i64,
    }
    values {
        /// The kind of the fact.
        kind: String,
        /// Who recorded it.
        staff: String,
        /// When it was recorded, in microseconds.
        at: i64,
    }
}

impl Snapshot {
    /// What others recorded since an instant (microseconds) about the people an officer manages on a day, and the officer
    /// has not said to have seen; the latest first.
    pub fn news_of(&self, staff: &str, day: &str, since: i64) -> Result<Vec<NewsRow>, StoreError> {
        let text = format!("SELECT {{}} FROM news WHERE {} ORDER BY at DESC, stream, seq", unseen());
        query(self.conn(), &text, cells![staff, day, since])
    }

    /// How many people these are about, and how many notices there are (see [`Snapshot::notices_of`]).
    pub fn unseen_by(&self, staff: &str, day: &str, since: i64) -> Result<u64, StoreError> {
        let text = format!("SELECT COUNT(DISTINCT stream) FROM news WHERE {}", unseen());
        let news: u64 = self.conn().value(&text, cells![staff, day, since])?;
        let told: u64 = self.conn().value(
            "SELECT COUNT(*) FROM notice WHERE staff = $1 AND NOT EXISTS (
                 SELECT 1 FROM notice_seen s WHERE s.staff = $1 AND s.notice = notice.stream || '/' || notice.told)",
            cells![staff],
        )?;
        Ok(news + told)
    }
}

fn unseen() -> String {
    format!(
        "staff <> $1 AND stream IN (SELECT m.stream FROM manager m WHERE m.staff = $1
             AND m.known_to = {STILL_KNOWN} AND m.from_on <= $2 AND (m.to_on IS NULL OR m.to_on > $2))
         AND at >= $3 AND NOT EXISTS (SELECT 1 FROM notice_seen s WHERE s.staff = $1
             AND s.notice = news.stream || '/' || news.seq)"
    )
}
