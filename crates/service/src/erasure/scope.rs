//! Which entries a proposal means, and what stands against it. Pure.

use jiff::civil::Date;
use record::entry::{Content, Entry};
use record::facts::Fact;
use record::facts::erasure::ErasureProposed;
use record::{EntryId, StreamId};

/// A legal hold that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Since when.
    pub since: Date,
    /// Whose it is.
    pub authority: String,
    /// The entry that placed it.
    pub entry: EntryId,
}

/// The legal hold on a stream, if one stands.
pub fn hold(entries: &[Entry]) -> Option<Held> {
    let mut held = None;
    for (entry, content) in entries.iter().filter_map(|entry| Some((entry, entry.content.as_ref()?))) {
        match &content.fact {
            Fact::LegalHoldPlaced(placed) => {
                let (since, authority) = (content.happened.day(), placed.authority.clone());
                held = Some(Held { since, authority, entry: entry.id.clone() });
            }
            Fact::LegalHoldLifted(_) => held = None,
            _ => {}
        }
    }
    held
}

/// The entries a proposal means, of those that still say something: by name, with every version that corrects or was
/// corrected by them; or all of its stream. What says that something was proposed, held or erased always stays.
pub fn meant<'a>(
    stream: &StreamId,
    proposed: &ErasureProposed,
    entries_of: impl Fn(&StreamId) -> &'a [Entry],
) -> Vec<EntryId> {
    let mut ids: Vec<EntryId> = Vec::new();
    if proposed.whole_stream {
        ids.extend(entries_of(stream).iter().map(|entry| entry.id.clone()));
    }
    for id in &proposed.entries {
        ids.extend(versions(entries_of(&id.stream), id));
    }
    ids.retain(|id| {
        let found = entries_of(&id.stream).iter().find(|entry| entry.id == *id);
        found.and_then(|entry| entry.content.as_ref()).is_some_and(|content| !stays(&content.fact))
    });
    ids.sort();
    ids.dedup();
    ids
}

fn stays(fact: &Fact) -> bool {
    matches!(
        fact,
        Fact::Erased(_)
            | Fact::ErasureProposed(_)
            | Fact::ErasureDeclined(_)
            | Fact::LegalHoldPlaced(_)
            | Fact::LegalHoldLifted(_)
    )
}

/// An entry with every earlier and later version of it: they repeat one another.
fn versions(entries: &[Entry], id: &EntryId) -> Vec<EntryId> {
    let mut found = vec![id.clone()];
    loop {
        let before = found.len();
        for entry in entries {
            let Some(corrects) = entry.content.as_ref().and_then(|content| content.corrects.as_ref()) else { continue };
            let (later, earlier) = (found.contains(&entry.id), found.contains(corrects));
            if later && !earlier {
                found.push(corrects.clone());
            } else if earlier && !later {
                found.push(entry.id.clone());
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

/// Shorter texts are codes and common words.
const SHORTEST: usize = 4;

/// The texts of what was said, by which a copy outside the record is known.
pub(super) fn words_of<'a>(contents: impl Iterator<Item = &'a Content>) -> Vec<String> {
    let mut words = Vec::new();
    for content in contents {
        // What was read from the record can be laid down again.
        let bytes = content.to_bytes().unwrap_or_default();
        let laid: serde_json::Value = serde_json::from_slice(&bytes).unwrap_or_default();
        texts(&laid["body"], &mut words);
    }
    words.retain(|word| word.len() >= SHORTEST);
    words
}

fn texts(value: &serde_json::Value, into: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => into.push(text.clone()),
        serde_json::Value::Array(all) => all.iter().for_each(|one| texts(one, into)),
        serde_json::Value::Object(all) => all.values().for_each(|one| texts(one, into)),
        _ => {}
    }
}
