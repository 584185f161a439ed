//! Which entries a proposal means, and what stands against it. Pure.

use std::collections::BTreeSet;

use jiff::civil::Date;
use record::entry::{Content, Entry};
use record::facts::Fact;
use record::facts::erasure::ErasureProposed;
use record::{EntryId, StreamId};

use crate::Problem;

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
/// corrected by them; or all of its stream. What stood on another person's record by mistake goes with what was recorded
/// where it belongs; of entries that are named the other way round as well. What says that something was proposed, held or
/// erased always stays.
pub fn meant<'a>(
    stream: &StreamId,
    proposed: &ErasureProposed,
    entries_of: impl Fn(&StreamId) -> &'a [Entry],
) -> Vec<EntryId> {
    let mut ids: Vec<EntryId> = Vec::new();
    for id in &proposed.entries {
        repeated(id, &entries_of, Following::BothWays, &mut ids);
    }
    if proposed.whole_stream {
        // What was moved from here to somebody else is theirs, and stays with them.
        for entry in entries_of(stream) {
            for there in came_from(entry) {
                repeated(&there, &entries_of, Following::Back, &mut ids);
            }
            ids.push(entry.id.clone());
        }
    }
    ids.retain(|id| {
        let found = entries_of(&id.stream).iter().find(|entry| entry.id == *id);
        found.and_then(|entry| entry.content.as_ref()).is_some_and(|content| !stays(&content.fact))
    });
    ids.sort();
    ids.dedup();
    ids
}

/// Which way from one person's record to another's.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Following {
    /// To where it stood by mistake.
    Back,
    /// To where it was moved as well.
    BothWays,
}

/// An entry with everything that repeats it: versions, and what it says on another person's record, with the entries that took it
/// off there, whose reasons are about it too.
fn repeated<'a>(
    id: &EntryId,
    entries_of: &impl Fn(&StreamId) -> &'a [Entry],
    way: Following,
    found: &mut Vec<EntryId>,
) {
    let mut waiting = vec![id.clone()];
    while let Some(id) = waiting.pop() {
        if found.contains(&id) {
            continue;
        }
        let entries = entries_of(&id.stream);
        waiting.extend(versions(entries, &id));
        waiting.extend(entries.iter().filter(|entry| entry.id == id).flat_map(came_from));
        for taken in taken_off(entries, &id).filter(|taken| !went_to(taken).is_empty()) {
            found.push(taken.id.clone());
            if way == Following::BothWays {
                waiting.extend(went_to(taken));
            }
        }
        found.push(id);
    }
}

/// The entries on other people's records that an entry was moved from.
fn came_from(entry: &Entry) -> Vec<EntryId> {
    let moved = entry.content.as_ref().filter(|content| content.retracts.is_none());
    moved.map(|content| elsewhere(&entry.id.stream, content)).unwrap_or_default()
}

/// What took an entry off its record.
fn taken_off<'a>(entries: &'a [Entry], id: &'a EntryId) -> impl Iterator<Item = &'a Entry> {
    entries.iter().filter(move |entry| entry.content.as_ref().is_some_and(|said| said.retracts.as_ref() == Some(id)))
}

/// Where what was taken off was recorded instead.
fn went_to(taken: &Entry) -> Vec<EntryId> {
    taken.content.as_ref().map(|content| elsewhere(&taken.id.stream, content)).unwrap_or_default()
}

/// The entries on other people's records that those of one were moved to.
pub(super) fn went_to_from(entries: &[Entry]) -> Vec<EntryId> {
    let taken = entries.iter().filter(|entry| entry.content.as_ref().is_some_and(|said| said.retracts.is_some()));
    taken.flat_map(went_to).collect()
}

/// The entries on other people's records that one rests on: nothing but a move leads from one person to another.
pub(super) fn elsewhere(stream: &StreamId, content: &Content) -> Vec<EntryId> {
    let other = |id: &&EntryId| id.stream.kind() == "person" && id.stream != *stream;
    content.because.iter().filter(other).cloned().collect()
}

/// The records that are held with entries: their own, and those of the people who are named in them, in what else stands of the same
/// case of a court's list, or by a move.
pub fn held_with<'a>(
    ids: &[EntryId],
    entries_of: impl Fn(&StreamId) -> &'a [Entry],
) -> Result<BTreeSet<StreamId>, Problem> {
    let mut streams = BTreeSet::new();
    for id in ids {
        let entries = entries_of(&id.stream);
        let Some(content) = entries.iter().find(|entry| entry.id == *id).and_then(|entry| entry.content.as_ref())
        else {
            continue;
        };
        streams.insert(id.stream.clone());
        streams.extend(taken_off(entries, id).flat_map(went_to).map(|there| there.stream));
        if id.stream.kind() != "court" {
            streams.extend(people_in(content)?);
            let lines: Vec<&EntryId> =
                entries.iter().filter(|entry| entry.id == *id).flat_map(dealt_with).map(|(line, _)| line).collect();
            for line in entries.iter().filter(|entry| lines.contains(&&entry.id)) {
                streams.extend(line.content.as_ref().map(people_in).transpose()?.into_iter().flatten());
            }
            continue;
        }
        // Whoever a defendant was said to be by mistake has nothing to do with the case.
        let of_it = entries.iter().filter(|entry| taken_off(entries, &entry.id).next().is_none());
        let of_it = of_it.filter_map(|entry| entry.content.as_ref()).filter(|of| of.component == content.component);
        for content in of_it {
            streams.extend(people_in(content)?);
        }
    }
    Ok(streams)
}

/// The people whose records an entry names. Where that cannot be told nothing is erased: one of them may be held.
fn people_in(content: &Content) -> Result<Vec<StreamId>, Problem> {
    let laid = laid_down(content)?;
    let mut words = Vec::new();
    texts(&laid["body"], &mut words);
    texts(&laid["because"], &mut words);
    let stream = |word: &String| word.split('/').next()?.parse::<StreamId>().ok();
    Ok(words.iter().filter_map(stream).filter(|stream| stream.kind() == "person").collect())
}

/// An entry as it is committed to.
fn laid_down(content: &Content) -> Result<serde_json::Value, Problem> {
    let damaged = |error: String| Problem::Damaged(format!("an entry cannot be laid down again: {error}"));
    let bytes = content.to_bytes().map_err(|error| damaged(error.to_string()))?;
    serde_json::from_slice(&bytes).map_err(|error| damaged(error.to_string()))
}

/// The other streams that decide what a proposal means, or whether it may be carried out: to be read with it, until there are no more.
pub fn led_to<'a>(
    stream: &StreamId,
    proposed: &ErasureProposed,
    entries_of: impl Fn(&StreamId) -> &'a [Entry],
) -> Result<BTreeSet<StreamId>, Problem> {
    let meant = meant(stream, proposed, &entries_of);
    let mut streams = held_with(&meant, &entries_of)?;
    // What is named and not read yet says nothing so far, and is not among what is meant.
    for id in proposed.entries.iter().chain(&meant) {
        streams.insert(id.stream.clone());
        let entry = entries_of(&id.stream).iter().find(|entry| entry.id == *id);
        streams.extend(entry.into_iter().flat_map(came_from).map(|there| there.stream));
    }
    streams.insert(stream.clone());
    Ok(streams)
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

/// The lines of an agenda that a supervision dealt with, and whether something was agreed on each.
fn dealt_with(entry: &Entry) -> impl Iterator<Item = (&EntryId, bool)> {
    let lines = match entry.content.as_ref().map(|content| &content.fact) {
        Some(Fact::SupervisionHeld(held)) => held.lines.as_slice(),
        _ => &[],
    };
    lines.iter().map(|dealt| (&dealt.line, dealt.agreed.is_some()))
}

/// The entry by which a case was drawn that somebody read and found something in.
fn read_of(entry: &Entry) -> impl Iterator<Item = &EntryId> {
    let read = entry.content.as_ref().filter(|content| matches!(content.fact, Fact::SampledCaseRead(_)));
    read.into_iter().flat_map(|content| &content.because)
}

/// An entry with every earlier and later version of it: they repeat one another. With a line of an agenda goes what was agreed on
/// it.
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
        // What was agreed on a line of an agenda is about whom the line is about.
        let agreed =
            entries.iter().filter(|entry| dealt_with(entry).any(|(line, agreed)| agreed && found.contains(line)));
        let agreed: Vec<EntryId> = agreed.map(|entry| entry.id.clone()).filter(|id| !found.contains(id)).collect();
        found.extend(agreed);
        // And what was found in a case that was drawn goes with the entry by which it was.
        let of_drawn = entries.iter().filter(|entry| read_of(entry).any(|drawn| found.contains(drawn)));
        let of_drawn: Vec<EntryId> = of_drawn.map(|entry| entry.id.clone()).filter(|id| !found.contains(id)).collect();
        found.extend(of_drawn);
        if found.len() == before {
            return found;
        }
    }
}

/// Shorter texts are codes and common words.
const SHORTEST: usize = 4;

/// The texts of what was said, by which a copy outside the record is known.
pub(super) fn words_of<'a>(contents: impl Iterator<Item = &'a Content>) -> Result<Vec<String>, Problem> {
    let mut words = Vec::new();
    for content in contents {
        texts(&laid_down(content)?["body"], &mut words);
    }
    words.retain(|word| word.len() >= SHORTEST);
    Ok(words)
}

fn texts(value: &serde_json::Value, into: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => into.push(text.clone()),
        serde_json::Value::Array(all) => all.iter().for_each(|one| texts(one, into)),
        serde_json::Value::Object(all) => all.values().for_each(|one| texts(one, into)),
        _ => {}
    }
}
