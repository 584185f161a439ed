//! Moves of old: entries that were moved to another person's record before the two entries of a move named each other. Both are of
//! one act, and each entry says of which; so they are joined here as a move is joined now, in what was read and never in the
//! record. Whoever erases the one half erases the other.

use std::collections::BTreeMap;

use record::entry::{Content, Entry};
use record::facts::Fact;
use record::{EntryId, StreamId};

use super::scope::elsewhere;
use crate::leaving::MOVED;

/// The streams as they were read, with the two halves of every move of old naming each other where both of them still say
/// something.
pub(super) fn linked<'a>(
    streams: impl IntoIterator<Item = (&'a StreamId, &'a [Entry])>,
) -> BTreeMap<StreamId, Vec<Entry>> {
    let mut streams: BTreeMap<StreamId, Vec<Entry>> =
        streams.into_iter().map(|(stream, entries)| (stream.clone(), entries.to_vec())).collect();
    let moves = moves(&streams);
    for content in streams.values_mut().flatten().filter_map(unlinked_mut) {
        let Some(of_old) = moves.get(&content.act).filter(|of_old| !of_old.taken.is_empty()) else { continue };
        let Some(came) = &of_old.came else { continue };
        match content.retracts {
            Some(_) => content.because.push(came.clone()),
            None => content.because.extend(of_old.taken.iter().cloned()),
        }
    }
    streams
}

/// The halves of moves that name no other, among some entries.
pub(super) fn unlinked(entries: &[Entry]) -> impl Iterator<Item = (&Entry, &Content)> {
    let contents = entries.iter().filter_map(|entry| Some((entry, entry.content.as_ref()?)));
    contents.filter(|(entry, content)| is_unlinked(&entry.id.stream, content))
}

/// One act that moved an entry.
#[derive(Default)]
struct OfOld {
    /// What was taken off, in every version of it.
    taken: Vec<EntryId>,
    /// What was recorded instead, on another record.
    came: Option<EntryId>,
}

/// The moves of old by their acts. A move recorded one entry; an act that recorded several was none.
fn moves(streams: &BTreeMap<StreamId, Vec<Entry>>) -> BTreeMap<String, OfOld> {
    let mut moves: BTreeMap<String, OfOld> = BTreeMap::new();
    let mut several = Vec::new();
    for (entry, content) in streams.values().flat_map(|entries| unlinked(entries)) {
        let of_old = moves.entry(content.act.clone()).or_default();
        if let Some(taken) = &content.retracts {
            of_old.taken.push(taken.clone());
        } else if of_old.came.replace(entry.id.clone()).is_some() {
            several.push(content.act.clone());
        }
    }
    moves.retain(|act, of_old| {
        let to = of_old.came.as_ref().map(|came| &came.stream);
        !several.contains(act) && of_old.taken.iter().all(|taken| Some(&taken.stream) != to)
    });
    moves
}

fn unlinked_mut(entry: &mut Entry) -> Option<&mut Content> {
    let stream = entry.id.stream.clone();
    entry.content.as_mut().filter(|content| is_unlinked(&stream, content))
}

fn is_unlinked(stream: &StreamId, content: &Content) -> bool {
    let left = matches!(&content.fact, Fact::Retracted(taken) if taken.recorded_elsewhere);
    let came = content.retracts.is_none() && content.reason.as_deref() == Some(MOVED);
    stream.kind() == "person" && (left || came) && elsewhere(stream, content).is_empty()
}
