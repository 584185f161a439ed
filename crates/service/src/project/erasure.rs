//! What the views show of erasures: proposed, decided. Of any kind of stream.

use record::StreamId;
use record::entry::{Content, Entry};
use record::facts::Fact;
use store::{ErasureRow, Rows};

/// None for nearly every stream: what says an erasure is never taken back, so there is nothing to clear away.
pub(super) fn project(stream: &StreamId, entries: &[Entry]) -> Option<Rows> {
    let mut rows: Vec<ErasureRow> = Vec::new();
    for (entry, content) in entries.iter().filter_map(|entry| Some((entry, entry.content.as_ref()?))) {
        match &content.fact {
            Fact::ErasureProposed(proposed) => rows.push(row(stream, entry, content, &proposed.authority)),
            Fact::ErasureDeclined(_) => {
                if let Some(row) = proposal(&mut rows, content) {
                    decided(row, "declined", content, 0);
                }
            }
            Fact::Erased(erased) => {
                if proposal(&mut rows, content).is_none() {
                    // Carried over to a restored record that never had the proposal.
                    rows.push(row(stream, entry, content, &erased.authority));
                }
                let last = rows.len() - 1;
                let at = rows.iter().position(|row| is_because(row, content)).unwrap_or(last);
                decided(&mut rows[at], "erased", content, erased.entries.len());
            }
            _ => {}
        }
    }
    (!rows.is_empty()).then(|| Rows::Erasure { stream: stream.clone(), rows })
}

fn row(stream: &StreamId, entry: &Entry, content: &Content, authority: &str) -> ErasureRow {
    ErasureRow {
        stream: stream.clone(),
        proposal: i64::try_from(entry.id.seq).unwrap_or(0),
        state: "waiting".to_owned(),
        authority: authority.to_owned(),
        proposed_by: content.by.staff.clone(),
        proposed_at: entry.recorded.0,
        decided_by: None,
        entries: 0,
    }
}

fn decided(row: &mut ErasureRow, state: &str, content: &Content, entries: usize) {
    state.clone_into(&mut row.state);
    row.decided_by = Some(content.by.staff.clone());
    row.entries = i64::try_from(entries).unwrap_or(i64::MAX);
}

fn is_because(row: &ErasureRow, content: &Content) -> bool {
    let named = |id: &record::EntryId| id.stream == row.stream && i64::try_from(id.seq) == Ok(row.proposal);
    content.because.iter().any(named)
}

fn proposal<'a>(rows: &'a mut [ErasureRow], content: &Content) -> Option<&'a mut ErasureRow> {
    rows.iter_mut().find(|row| is_because(row, content))
}
