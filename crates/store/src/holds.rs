//! Where a legal hold may stand: streams in which one was ever placed. No view keeps that, for holds are few and what they
//! stop is done once a month; so the entries are walked, some streams at a time.

use ledger::StreamId;

use crate::error::StoreError;
use crate::snapshot::Snapshot;
use crate::sql::cells;

/// How the contents that place a hold say so.
const PLACED: &[u8] = br#""kind":"legal_hold_placed""#;

/// Some streams, walked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoldsWalked {
    /// The last stream that was looked through: the next walk begins after it.
    pub last: StreamId,
    /// Those in which a hold was placed; whether it still stands, their entries say.
    pub held: Vec<StreamId>,
}

impl Snapshot {
    /// Walks so many streams after one, or the first so many; none when there are no more.
    pub fn holds_placed(&self, after: Option<&StreamId>, streams: u32) -> Result<Option<HoldsWalked>, StoreError> {
        let after = after.map_or("", StreamId::as_str);
        let text = "SELECT stream FROM head WHERE stream > $1 ORDER BY stream LIMIT $2";
        let walked: Vec<StreamId> = self.conn().all(text, cells![after, streams], |row| row.get(0))?;
        let Some(last) = walked.last().cloned() else { return Ok(None) };
        let text = "SELECT stream, content FROM entry WHERE stream > $1 AND stream <= $2 AND content IS NOT NULL
             ORDER BY stream, seq";
        let mut held: Vec<StreamId> = Vec::new();
        let mut statement = self.conn().prepare(text)?;
        let mut rows = statement.rows(cells![after, last])?;
        while let Some(row) = rows.next()? {
            let content: Vec<u8> = row.get(1)?;
            if content.windows(PLACED.len()).any(|part| part == PLACED) {
                held.push(row.get(0)?);
            }
        }
        held.dedup();
        Ok(Some(HoldsWalked { last, held }))
    }
}
