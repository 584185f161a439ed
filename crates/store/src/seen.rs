//! Who has seen a record: questions to the reads log, however long it is, and what is let go of it.
//!
//! All of it is one table. An index by record and time leads to the rows of one page, so that an answer costs the same
//! over a hundred million rows as over a thousand. What is let go goes by whole batches from the beginning, which is
//! the order the table lies in, a few at a time, so that nobody who reads or writes waits for it.

use ledger::{ReadsReleased, StreamId};

use crate::error::StoreError;
use crate::folder::read_identity;
use crate::glance::{AFTER_STREAMS, in_streams};
use crate::reads::{ReadRow, from_row};
use crate::snapshot::Snapshot;
use crate::sql::{Conn, cells};

/// Batches that are taken in one transaction: some thousands of rows.
const BATCHES: u64 = 16;

/// After every row there can be.
const LAST: ReadPlace = ReadPlace { at: i64::MAX, batch: i64::MAX.unsigned_abs(), n: i64::MAX.unsigned_abs() };

/// Where a row of the reads log stands. Pages of an answer go on after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadPlace {
    /// When, in microseconds.
    pub at: i64,
    /// The batch.
    pub batch: u64,
    /// Its number there.
    pub n: u64,
}

/// Which looks are asked for: of one record, from an instant (microseconds, included) to another (not included).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhoRead {
    /// Whose record.
    pub subject: StreamId,
    /// From when.
    pub from: i64,
    /// Until when.
    pub to: i64,
    /// Only what comes after this place in the answer: a page ended there.
    pub after: Option<ReadPlace>,
}

impl WhoRead {
    /// Every look at a record.
    pub fn all(subject: StreamId) -> WhoRead {
        WhoRead { subject, from: i64::MIN, to: i64::MAX, after: None }
    }
}

/// How sure it is that a row is as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Its batch is sealed by the program that wrote it.
    Sealed,
    /// Its batch is still open.
    Open,
    /// Its batch stood there unsealed when the record was opened: whoever could write to the folder may have written it.
    FoundUnsealed,
}

/// A look, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenRow {
    /// Where.
    pub place: ReadPlace,
    /// What.
    pub row: ReadRow,
    /// How sure that is.
    pub standing: Standing,
}

/// Something about a person that was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedRow {
    /// About whom.
    pub subject: StreamId,
    /// When, in microseconds.
    pub at: i64,
    /// What else was kept with it: JSON.
    pub detail: String,
}

impl Snapshot {
    /// What was refused about some people for one purpose, from an instant (microseconds, included) to another (not included),
    /// of each in order.
    pub fn refused_among(
        &self,
        people: &[StreamId],
        purpose: &str,
        (from, to): (i64, i64),
    ) -> Result<Vec<RefusedRow>, StoreError> {
        let [first, end, of] = [AFTER_STREAMS, AFTER_STREAMS + 1, AFTER_STREAMS + 2];
        let text = |places: &str| {
            format!(
                "SELECT subject, at, detail FROM read WHERE subject IN ({places}) AND at >= ${first} AND at < ${end}
                     AND outcome = 'refused' AND purpose = ${of}
                 ORDER BY subject, at, batch, n"
            )
        };
        in_streams(self.reads()?, text, people, cells![from, to, purpose], |row| {
            Ok(RefusedRow { subject: row.get(0)?, at: row.get(1)?, detail: row.get(2)? })
        })
    }

    /// Who looked at a person's record, or was refused, the latest first.
    pub fn who_read(&self, asked: &WhoRead, limit: u32) -> Result<Vec<SeenRow>, StoreError> {
        let after = asked.after.unwrap_or(LAST);
        let text =
            "SELECT at, staff, role, organisation, purpose, screen, subject, outcome, row_count, detail, batch, n
             FROM read WHERE subject = $1 AND at >= $2 AND at < $3
                 AND (at < $4 OR batch < $5 OR (batch = $5 AND n < $6))
             ORDER BY at DESC, batch DESC, n DESC LIMIT $7";
        // One bound from above, so that the index leads to the page and nothing before it is walked.
        let to = asked.to.min(after.at.saturating_add(1));
        let params = cells![asked.subject, asked.from, to, after.at, after.batch, after.n, limit];
        let found = self.reads()?.all(text, params, |row| {
            let read = from_row(row)?;
            Ok((ReadPlace { at: read.at, batch: row.get(10)?, n: row.get(11)? }, read))
        })?;
        let stream = read_identity(self.conn())?.reads_stream;
        let mut last: Option<(u64, Standing)> = None;
        let mut seen = Vec::with_capacity(found.len());
        for (place, row) in found {
            let standing = match last {
                Some((batch, standing)) if batch == place.batch => standing,
                _ => standing(self.conn(), &stream, place.batch)?,
            };
            last = Some((place.batch, standing));
            seen.push(SeenRow { place, row, standing });
        }
        Ok(seen)
    }

    /// Lists that somebody was shown, from an instant (microseconds, included) back to before a place, the latest first: what
    /// was read of no single record, and had rows.
    pub fn lists_read(
        &self,
        from: i64,
        before: ReadPlace,
        limit: u32,
    ) -> Result<Vec<(ReadPlace, ReadRow)>, StoreError> {
        let text =
            "SELECT at, staff, role, organisation, purpose, screen, subject, outcome, row_count, detail, batch, n
             FROM read WHERE subject IS NULL AND at >= $1 AND at <= $2
                 AND (at < $2 OR batch < $3 OR (batch = $3 AND n < $4)) AND outcome = 'shown' AND row_count > 0
             ORDER BY at DESC, batch DESC, n DESC LIMIT $5";
        self.reads()?.all(text, cells![from, before.at, before.batch, before.n, limit], |row| {
            let read = from_row(row)?;
            Ok((ReadPlace { at: read.at, batch: row.get(10)?, n: row.get(11)? }, read))
        })
    }

    /// How many such lists there are.
    pub fn lists_read_before(&self, from: i64, before: ReadPlace) -> Result<u64, StoreError> {
        let text = "SELECT COUNT(*) FROM read WHERE subject IS NULL AND at >= $1 AND at <= $2
                 AND (at < $2 OR batch < $3 OR (batch = $3 AND n < $4)) AND outcome = 'shown' AND row_count > 0";
        self.reads()?.value(text, cells![from, before.at, before.batch, before.n])
    }

    /// The last batch that the record’s own entries let go, if rows of it, or of one before it, are there all the same: they
    /// were not all taken yet, or a restore brought them back.
    pub fn released_reads_left(&self) -> Result<Option<u64>, StoreError> {
        let last = released(self.conn())?.iter().map(|release| release.batch).max();
        let text = "SELECT batch FROM read ORDER BY batch LIMIT 1";
        let first: Option<u64> = self.reads()?.first(text, cells![], |row| row.get(0))?;
        Ok(last.filter(|last| first.is_some_and(|first| first <= *last)))
    }

    /// The last batch of the reads log whose mark was recorded before an instant (microseconds); 0 if there is none.
    pub fn last_batch_before(&self, before: i64) -> Result<u64, StoreError> {
        let stream = read_identity(self.conn())?.reads_stream;
        let text = "SELECT seq FROM log WHERE stream = $1 AND recorded < $2 ORDER BY seq DESC LIMIT 1";
        Ok(self.conn().first(text, cells![stream, before], |row| row.get(0))?.unwrap_or(0))
    }
}

fn standing(conn: &Conn, stream: &StreamId, batch: u64) -> Result<Standing, StoreError> {
    let text = "SELECT content FROM mark WHERE stream = $1 AND seq = $2";
    let content: Option<Vec<u8>> = conn.first(text, cells![stream, batch], |row| row.get(0))?;
    Ok(match content {
        None => Standing::Open,
        Some(content) if is_found(&String::from_utf8_lossy(&content)) => Standing::FoundUnsealed,
        Some(_) => Standing::Sealed,
    })
}

/// Whether a mark says that its batch was found unsealed.
pub(crate) fn is_found(content: &str) -> bool {
    content.contains(r#","found":{"#)
}

/// What the record's own entries say was let go of the reads log.
pub(crate) fn released(conn: &Conn) -> Result<Vec<ReadsReleased>, StoreError> {
    // All streams of the service, and no others: a full stop follows the hyphen.
    let text = "SELECT content, recorded FROM entry WHERE stream >= 'service-' AND stream < 'service.'
         AND content IS NOT NULL ORDER BY stream, seq";
    let found = conn.all(text, cells![], |row| {
        let (content, recorded): (Vec<u8>, i64) = (row.get(0)?, row.get(1)?);
        // What is of the future when it is said lets nothing go.
        Ok(ledger::released_reads(&content).filter(|release| release.before <= recorded))
    })?;
    Ok(found.into_iter().flatten().collect())
}

/// Takes from the reads log whatever the record says was let go, a few batches at a time; gives how many rows. What is
/// interrupted can be done again.
pub(crate) fn release(record: &Conn, reads: &Conn) -> Result<u64, StoreError> {
    let Some(last) = released(record)?.iter().map(|release| release.batch).max() else {
        return Ok(0);
    };
    let mut rows = 0;
    loop {
        let text = "SELECT batch FROM read ORDER BY batch LIMIT 1";
        let first: Option<u64> = reads.first(text, cells![], |row| row.get(0))?;
        let Some(first) = first.filter(|first| *first <= last) else {
            return Ok(rows);
        };
        let to = last.min(first + BATCHES - 1);
        let taken =
            reads.writing(|| reads.execute("DELETE FROM read WHERE batch >= $1 AND batch <= $2", cells![first, to]))?;
        rows += taken as u64;
    }
}
