//! What a record says at two moments, and how one entry came to say what it says.

use std::collections::HashMap;

use ledger::EntryId;

use super::resolve::{Resolved, Standing, View, resolve};
use crate::entry::{Content, Entry};

/// An entry that one moment knows otherwise than the other.
#[derive(Clone, Debug, PartialEq)]
pub struct Change<'a> {
    /// The entry.
    pub entry: &'a Entry,
    /// How it stood at the earlier moment; none when it was not there.
    pub was: Option<Standing>,
    /// How it stands at the later one; none when it is out of sight, as an event that was moved past the day.
    pub is: Option<Standing>,
}

/// What differs between two views of a stream, in the order of recording.
pub fn difference(entries: &[Entry], before: View, after: View) -> Vec<Change<'_>> {
    let by_seq = |seen: Vec<Resolved<'_>>| -> HashMap<u64, Standing> {
        seen.into_iter().map(|resolved| (resolved.entry.id.seq, resolved.standing)).collect()
    };
    let (mut was, mut is) = (by_seq(resolve(entries, before)), by_seq(resolve(entries, after)));
    let changes = entries.iter().map(|entry| {
        let seq = entry.id.seq;
        Change { entry, was: was.remove(&seq), is: is.remove(&seq) }
    });
    changes.filter(|change| change.was != change.is).collect()
}

/// One step in the life of an entry.
#[derive(Clone, Debug, PartialEq)]
pub struct Link<'a> {
    /// The entry.
    pub entry: &'a Entry,
    /// What it says; none once erased.
    pub content: Option<&'a Content>,
    /// Whether it stands now.
    pub standing: Standing,
}

/// An entry with everything that it corrects or takes back, and everything that corrects it or takes it back, in the
/// order of recording. Empty when there is no such entry.
pub fn chain(entries: &[Entry], seq: u64) -> Vec<Link<'_>> {
    let mut linked: Vec<u64> = entries.iter().filter(|entry| entry.id.seq == seq).map(|entry| entry.id.seq).collect();
    loop {
        let before = linked.len();
        for entry in entries {
            for target in targets(entry) {
                for (one, other) in [(entry.id.seq, target.seq), (target.seq, entry.id.seq)] {
                    if linked.contains(&one) && !linked.contains(&other) {
                        linked.push(other);
                    }
                }
            }
        }
        if linked.len() == before {
            break;
        }
    }
    let mut links: Vec<Link<'_>> = resolve(entries, View::default())
        .into_iter()
        .filter(|resolved| linked.contains(&resolved.entry.id.seq))
        .map(|resolved| Link { entry: resolved.entry, content: resolved.content, standing: resolved.standing })
        .collect();
    links.sort_by_key(|link| link.entry.id.seq);
    links
}

fn targets(entry: &Entry) -> impl Iterator<Item = &EntryId> {
    let content = entry.content.as_ref();
    let both = content.into_iter().flat_map(|content| content.corrects.iter().chain(&content.retracts));
    both.filter(|target| target.stream == entry.id.stream)
}
