//! What is seen of a stream: as at a day, as known at a moment.

use std::collections::HashMap;

use jiff::civil::Date;
use ledger::EntryId;

use crate::entry::{Content, Entry};
use crate::time::Instant;

/// From where the record is looked at. Either may be left open: everything, as known now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// Leave out what happened after this day.
    pub as_at: Option<Date>,
    /// Leave out what was recorded after this moment.
    pub known_at: Option<Instant>,
}

/// Whether an entry still says what is held to be true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It stands.
    Stands,
    /// Another entry says it better.
    Corrected(EntryId),
    /// It was never true here.
    Retracted(EntryId),
    /// Its content was erased.
    Erased,
}

/// An entry with its standing.
#[derive(Clone, Debug)]
pub struct Resolved<'a> {
    /// The entry.
    pub entry: &'a Entry,
    /// What it says; none once erased.
    pub content: Option<&'a Content>,
    /// Whether that stands.
    pub standing: Standing,
}

/// The entries seen from `view`, in the order they happened (by day, then by seq).
///
/// What was not known is dropped first; corrections and retractions are resolved among what remains; only then is what
/// happened later dropped, so a correction that moves an event past the day takes it out of sight.
pub fn resolve<'a>(entries: &'a [Entry], view: View) -> Vec<Resolved<'a>> {
    let known: Vec<&Entry> =
        entries.iter().filter(|e| view.known_at.is_none_or(|moment| e.recorded <= moment)).collect();
    let retracted = retractions(&known);
    let corrected = corrections(&known, &retracted);
    let mut seen: Vec<Resolved<'a>> = known
        .into_iter()
        .filter(|e| match (view.as_at, &e.content) {
            (Some(day), Some(content)) => content.happened.day() <= day,
            _ => true,
        })
        .map(|entry| Resolved {
            entry,
            content: entry.content.as_ref(),
            standing: standing(entry, &retracted, &corrected),
        })
        .collect();
    seen.sort_by_key(|r| (r.content.map(|c| c.happened.day()), r.entry.id.seq));
    seen
}

fn standing(entry: &Entry, retracted: &HashMap<u64, &Entry>, corrected: &HashMap<u64, &Entry>) -> Standing {
    let seq = entry.id.seq;
    if entry.content.is_none() {
        Standing::Erased
    } else if let Some(by) = retracted.get(&seq) {
        Standing::Retracted(by.id.clone())
    } else if let Some(by) = corrected.get(&seq) {
        Standing::Corrected(by.id.clone())
    } else {
        Standing::Stands
    }
}

/// Which entries are retracted, and by which. Newest first, so that a retraction which was itself retracted has no force.
fn retractions<'a>(known: &[&'a Entry]) -> HashMap<u64, &'a Entry> {
    let mut retracted = HashMap::new();
    for &entry in known.iter().rev() {
        let target = entry.content.as_ref().and_then(|c| c.retracts.as_ref());
        if let Some(target) = target
            && target.stream == entry.id.stream
            && !retracted.contains_key(&entry.id.seq)
        {
            retracted.insert(target.seq, entry);
        }
    }
    retracted
}

/// Which entries are corrected, and by which: the last correction that was not retracted has the word.
fn corrections<'a>(known: &[&'a Entry], retracted: &HashMap<u64, &Entry>) -> HashMap<u64, &'a Entry> {
    let mut corrected: HashMap<u64, &Entry> = HashMap::new();
    for &entry in known {
        let target = entry.content.as_ref().and_then(|c| c.corrects.as_ref());
        let Some(target) = target else { continue };
        if target.stream != entry.id.stream || retracted.contains_key(&entry.id.seq) {
            continue;
        }
        if let Some(earlier) = corrected.insert(target.seq, entry) {
            corrected.insert(earlier.id.seq, entry);
        }
    }
    corrected
}
