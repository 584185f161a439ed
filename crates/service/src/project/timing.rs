//! The two times of a person’s entries, each with the team whose work it was when it was recorded.
//!
//! What is said of an entry depends only on the entries before it, so a row never changes: what a later allocation says
//! about the past does not move an entry to another team’s account.

use std::collections::HashMap;

use record::StreamId;
use record::entry::{Content, Entry, Origin};
use record::facts::Fact;
use store::{Rows, Timing, TimingRow};

/// The rows of a whole stream.
pub(super) fn rows(stream: &StreamId, entries: &[Entry]) -> Rows {
    let rows = timed(entries, 0).into_iter().map(|(entry, timing)| TimingRow {
        stream: stream.clone(),
        seq: i64::try_from(entry.id.seq).unwrap_or(i64::MAX),
        recorded: entry.recorded.0,
        team: timing.team,
        kind: timing.kind,
        happened_on: timing.happened_on,
        later: timing.later,
        again: timing.again,
    });
    Rows::Timing { rows: rows.collect(), stream: stream.clone() }
}

/// The times of the entries from `new` on, with the seq of each.
pub(crate) fn added(stream: &StreamId, entries: &[Entry], new: usize) -> Vec<(u64, Timing)> {
    if stream.kind() != "person" {
        return Vec::new();
    }
    timed(entries, new).into_iter().map(|(entry, timing)| (entry.id.seq, timing)).collect()
}

fn timed(entries: &[Entry], new: usize) -> Vec<(&Entry, Timing)> {
    let mut holder = String::new();
    let mut booked: HashMap<&str, &str> = HashMap::new();
    let mut found = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        let Some(content) = &entry.content else { continue };
        let component = content.component.as_deref().unwrap_or_default();
        match &content.fact {
            Fact::AppointmentBooked(made) => {
                booked.insert(component, &made.team);
            }
            Fact::Allocated(to) => holder.clone_from(&to.team),
            _ => {}
        }
        if at >= new && counts(content) {
            let team = booked.get(component).map_or_else(|| holder.clone(), |team| (*team).to_owned());
            found.push((entry, timing(entry, content, team)));
        }
    }
    found
}

fn timing(entry: &Entry, content: &Content, team: String) -> Timing {
    Timing {
        entry: 0,
        team,
        kind: content.fact.kind().to_owned(),
        happened_on: content.happened.day().to_string(),
        later: i64::from((entry.recorded.day() - content.happened.day()).get_days()),
        again: content.corrects.is_some(),
    }
}

/// Only what somebody typed about the person: not what was carried over or sent by others, nor the record’s own upkeep.
fn counts(content: &Content) -> bool {
    let upkeep = matches!(
        content.fact,
        Fact::Retracted(_)
            | Fact::ReadersTold(_)
            | Fact::Erased(_)
            | Fact::ErasureProposed(_)
            | Fact::ErasureDeclined(_)
            | Fact::LegalHoldPlaced(_)
            | Fact::LegalHoldLifted(_)
    );
    !upkeep && matches!(content.origin, Origin::Direct | Origin::Device)
}
