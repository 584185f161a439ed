//! A note that says, word for word, much of what an earlier one says: in the same record, by whomever, or in another one by the
//! same writer. Of another record nothing is told but that there is one: not whose, and not when.

use std::collections::BTreeMap;

use jiff::civil::Date;
use practice::pasted::{Runs, Shelf};
use practice::{LimitName, Standards};
use record::StreamId;
use record::case::{Standing, View, resolve};
use record::entry::{Content, Entry};
use record::facts::Fact;

use super::log::Line;
use crate::door::Opened;
use crate::write::read_entries;
use crate::{Ask, Problem, Service};

/// Where much of a note stands already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeats {
    /// In the note of a day, in the same record.
    Here(Date),
    /// In another record that the same writer wrote in.
    Elsewhere,
}

impl Repeats {
    /// As a neutral sentence.
    pub fn words(self) -> String {
        match self {
            Repeats::Here(day) => format!("Much of this stands in the note of {}.", day.strftime("%a %-d %b %Y")),
            Repeats::Elsewhere => "Much of this stands in another record that the same person wrote in.".to_owned(),
        }
    }
}

/// A note that stands in a record.
struct Note<'a> {
    entry: &'a Entry,
    day: Date,
    text: &'a str,
}

impl Service {
    /// The last notes of whoever asks in other records than this, as they stand.
    pub(crate) async fn recent_notes(&self, ask: &Ask, person: &StreamId) -> Result<Vec<String>, Problem> {
        let notes = self.notes_by(&ask.actor.staff).await?;
        Ok(notes.into_iter().filter(|(stream, ..)| stream != person).map(|(.., text)| text).collect())
    }

    /// Which lines of a log say much of what an earlier note says, by entry. `shown` are the lines that are on the page.
    pub async fn repeated(&self, opened: &Opened, shown: &[Line<'_>]) -> Result<BTreeMap<u64, Repeats>, Problem> {
        let standards = self.standards;
        let notes = notes(&opened.entries);
        let places: BTreeMap<u64, usize> = notes.iter().enumerate().map(|(at, note)| (note.entry.id.seq, at)).collect();
        let mut earlier = Shelf::default();
        for note in &notes {
            earlier.add(Runs::of(note.text, standards));
        }
        let mut found = BTreeMap::new();
        let mut elsewhere: BTreeMap<&str, Vec<(StreamId, i64, Runs)>> = BTreeMap::new();
        for line in shown {
            let (seq, writer) = (line.entry.id.seq, line.content.by.staff.as_str());
            let Some(at) = places.get(&seq).copied() else { continue };
            let own = Runs::own(notes[at].text, standards);
            if !own.can_be_compared(standards) {
                continue;
            }
            if let Some(here) = earlier.last_with(&own, at, standards) {
                found.insert(seq, Repeats::Here(notes[here].day));
                continue;
            }
            if !elsewhere.contains_key(writer) {
                let theirs = self.notes_by(writer).await?.into_iter();
                let theirs = theirs.map(|(of, at, text)| (of, at, Runs::of(&text, standards)));
                elsewhere.insert(writer, theirs.collect());
            }
            let others = elsewhere.get(writer).into_iter().flatten();
            let mut others = others.filter(|(of, at, _)| *of != line.entry.id.stream && *at < line.entry.recorded.0);
            if others.any(|(.., runs)| own.stands_in(runs, standards)) {
                found.insert(seq, Repeats::Elsewhere);
            }
        }
        Ok(found)
    }

    /// The last notes that somebody wrote, each with its record and when it was recorded.
    async fn notes_by(&self, staff: &str) -> Result<Vec<(StreamId, i64, String)>, Problem> {
        let (staff, most) = (staff.to_owned(), self.standards.limit(LimitName::PastedNotes).value);
        let rows = self.store.read(move |snapshot| snapshot.noted_by(&staff, most)).await?;
        let mut notes = Vec::with_capacity(rows.len());
        for row in rows {
            let stream = row.stream.clone();
            for entry in read_entries(&stream, std::slice::from_ref(&row))? {
                if let Some(text) = entry.content.as_ref().and_then(text) {
                    notes.push((stream.clone(), row.recorded, text.to_owned()));
                }
            }
        }
        Ok(notes)
    }
}

/// Where much of a new note stands: first in the same record, the latest there first; then in the writer's last notes elsewhere.
pub(crate) fn repeats(note: &str, entries: &[Entry], recent: &[String], standards: &Standards) -> Option<Repeats> {
    let own = Runs::own(note, standards);
    if !own.can_be_compared(standards) {
        return None;
    }
    let stands_in = |text: &str| own.stands_in(&Runs::of(text, standards), standards);
    let here = notes(entries).into_iter().rev().find(|note| stands_in(note.text));
    here.map(|note| Repeats::Here(note.day))
        .or_else(|| recent.iter().any(|text| stands_in(text)).then_some(Repeats::Elsewhere))
}

/// The notes that stand in a record, in the order of recording.
fn notes(entries: &[Entry]) -> Vec<Note<'_>> {
    let standing = resolve(entries, View::default()).into_iter().filter(|seen| seen.standing == Standing::Stands);
    let mut notes: Vec<Note<'_>> = standing
        .filter_map(|seen| {
            let content = seen.content?;
            Some(Note { entry: seen.entry, day: content.happened.day(), text: text(content)? })
        })
        .collect();
    notes.sort_by_key(|note| note.entry.id.seq);
    notes
}

/// What an entry notes; none where it is no note, or says nothing.
fn text(content: &Content) -> Option<&str> {
    let text = match &content.fact {
        Fact::ContactNoted(noted) => &noted.note,
        Fact::OutcomeRecorded(outcome) => &outcome.note,
        _ => return None,
    };
    (!text.is_empty()).then_some(text.as_str())
}
