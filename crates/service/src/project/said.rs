//! Who wrote which note, and what a senior said when signing off a month: what stands of it.

use record::StreamId;
use record::case::{Standing, View, resolve};
use record::entry::Entry;
use record::facts::Fact;
use store::{NotedRow, Rows, SignedLineRow};

use crate::contact::unseen::name_of;

pub(super) fn rows(stream: &StreamId, entries: &[Entry]) -> [Rows; 2] {
    let (mut notes, mut lines) = (Vec::new(), Vec::new());
    let standing = resolve(entries, View::default()).into_iter().filter(|r| r.standing == Standing::Stands);
    for (entry, content) in standing.filter_map(|r| Some((r.entry, r.content?))) {
        match &content.fact {
            Fact::ContactNoted(contact) if !contact.note.is_empty() => {
                notes.push(entry_row(stream, entry, &content.by.staff));
            }
            Fact::OutcomeRecorded(outcome) if !outcome.note.is_empty() => {
                notes.push(entry_row(stream, entry, &content.by.staff));
            }
            Fact::UnseenSignedOff(line) => lines.push(SignedLineRow {
                stream: stream.clone(),
                month: name_of(line.month),
                team: line.team.clone(),
                since_on: line.since.to_string(),
                action: line.action.clone(),
            }),
            _ => {}
        }
    }
    lines.sort_by(|a, b| (&a.month, &a.team).cmp(&(&b.month, &b.team)));
    lines.dedup_by(|a, b| (&a.month, &a.team) == (&b.month, &b.team));
    [Rows::Noted { stream: stream.clone(), rows: notes }, Rows::SignedLine { stream: stream.clone(), rows: lines }]
}

pub(super) fn none(stream: &StreamId) -> [Rows; 2] {
    [
        Rows::Noted { stream: stream.clone(), rows: Vec::new() },
        Rows::SignedLine { stream: stream.clone(), rows: Vec::new() },
    ]
}

fn entry_row(stream: &StreamId, entry: &Entry, staff: &str) -> NotedRow {
    let seq = i64::try_from(entry.id.seq).unwrap_or(0);
    NotedRow { stream: stream.clone(), seq, staff: staff.to_owned(), recorded: entry.recorded.0 }
}
