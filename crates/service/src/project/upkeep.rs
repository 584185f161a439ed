//! What the views show of how the record is kept: backups, and the scrubbing of a database.

use record::StreamId;
use record::entry::Entry;
use record::facts::Fact;
use store::{Rows, UpkeepRow};

/// The rows of a stream of the service.
pub(super) fn project(stream: &StreamId, entries: &[Entry]) -> Rows {
    let contents = entries.iter().filter_map(|entry| Some((entry, &entry.content.as_ref()?.fact)));
    let rows = contents.filter_map(|(entry, fact)| row(stream, entry, fact)).collect();
    Rows::Upkeep { stream: stream.clone(), rows }
}

fn row(stream: &StreamId, entry: &Entry, fact: &Fact) -> Option<UpkeepRow> {
    let (what, at, size, detail) = match fact {
        Fact::BackupTaken(taken) => ("backup", taken.taken, taken.size, format!("{} by {}", taken.place, taken.host)),
        Fact::DatabaseScrubbed(scrubbed) => ("scrub", scrubbed.begun, 0, format!("by {}", scrubbed.host)),
        _ => return None,
    };
    Some(UpkeepRow {
        stream: stream.clone(),
        seq: i64::try_from(entry.id.seq).unwrap_or(i64::MAX),
        what: what.to_owned(),
        // A demonstration's clock is not the machine's: nothing was done later than it was recorded.
        at: at.min(entry.recorded).0,
        size: i64::try_from(size).unwrap_or(i64::MAX),
        detail,
    })
}
