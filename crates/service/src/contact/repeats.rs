//! A note that says, word for word, much of what an earlier one says: in the same record, by whomever, or in another one by the
//! same writer. Of another record nothing is told but that there is one: not whose, and not when.
//!
//! That one note stands in another tells of both. So both are compared only for whoever may see both: what is marked sensitive,
//! for those whose role may open it; what stands in another record, for those who may open that record today.

use std::collections::BTreeMap;

use access::{Action, role_does};
use jiff::civil::Date;
use practice::pasted::{Runs, Shelf, measured};
use practice::{LimitName, Standards, Why};
use record::StreamId;
use record::case::{Standing, View, resolve};
use record::entry::{Content, Entry, Handling};
use record::facts::Fact;

use super::log::Line;
use crate::apart::works_with;
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

/// A note that somebody wrote in some record.
struct Theirs {
    stream: StreamId,
    /// When it was recorded, in microseconds.
    at: i64,
    runs: Runs,
}

impl Service {
    /// Whether much of a new note stands in the last notes of whoever asks in other records than this.
    pub(crate) async fn stands_elsewhere(&self, ask: &Ask, person: &StreamId, note: &str) -> Result<bool, Problem> {
        let own = Runs::own(note, self.standards);
        if !own.can_be_compared(self.standards) {
            return Ok(false);
        }
        let mut of = Vec::new();
        for theirs in self.notes_by(ask, &ask.actor.staff).await? {
            if theirs.stream != *person && own.stands_in(&theirs.runs, self.standards) {
                of.push(theirs.stream);
            }
        }
        self.may_see_any(ask, of).await
    }

    /// Which lines of a log say much of what an earlier note says, by entry, as far as whoever asks may see both. `shown` are
    /// the lines that are on the page.
    pub async fn repeated(
        &self,
        ask: &Ask,
        opened: &Opened,
        shown: &[Line<'_>],
    ) -> Result<BTreeMap<u64, Repeats>, Problem> {
        let standards = self.standards;
        let notes = notes(&opened.entries, may_open(ask));
        let places: BTreeMap<u64, usize> = notes.iter().enumerate().map(|(at, note)| (note.entry.id.seq, at)).collect();
        let mut earlier = Shelf::default();
        for note in &notes {
            earlier.add(Runs::of(note.text, standards));
        }
        let mut found = BTreeMap::new();
        let mut elsewhere: BTreeMap<&str, Vec<Theirs>> = BTreeMap::new();
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
                elsewhere.insert(writer, self.notes_by(ask, writer).await?);
            }
            let others = elsewhere.get(writer).into_iter().flatten();
            let others = others.filter(|one| one.stream != line.entry.id.stream && one.at < line.entry.recorded.0);
            let of = others.filter(|one| own.stands_in(&one.runs, standards)).map(|one| one.stream.clone());
            if self.may_see_any(ask, of.collect()).await? {
                found.insert(seq, Repeats::Elsewhere);
            }
        }
        Ok(found)
    }

    /// How notes are compared, for the page that says that one repeats another.
    pub fn how_notes_are_compared(&self, ask: &Ask) -> Why {
        measured(ask.today(), self.standards)
    }

    /// Whether whoever asks may open one of some records. Asked of those alone where something was found: they are few.
    async fn may_see_any(&self, ask: &Ask, of: Vec<StreamId>) -> Result<bool, Problem> {
        let (actor, today) = (ask.actor.clone(), ask.today());
        let seen = self.store.read(move |snapshot| {
            for person in &of {
                if works_with(snapshot, &actor, person, today)? {
                    return Ok(true);
                }
            }
            Ok(false)
        });
        Ok(seen.await?)
    }

    /// The last notes that somebody wrote, without those that whoever asks may not open.
    async fn notes_by(&self, ask: &Ask, staff: &str) -> Result<Vec<Theirs>, Problem> {
        let (staff, most) = (staff.to_owned(), self.standards.limit(LimitName::PastedNotes).value);
        let rows = self.store.read(move |snapshot| snapshot.noted_by(&staff, most)).await?;
        let mut notes = Vec::with_capacity(rows.len());
        for row in rows {
            let stream = row.stream.clone();
            for entry in read_entries(&stream, std::slice::from_ref(&row))? {
                let seen = entry.content.as_ref().filter(|content| is_seen(content, may_open(ask)));
                if let Some(text) = seen.and_then(text) {
                    let runs = Runs::of(text, self.standards);
                    notes.push(Theirs { stream: stream.clone(), at: row.recorded, runs });
                }
            }
        }
        Ok(notes)
    }
}

/// Whether what is marked sensitive may be opened by whoever asks.
pub(crate) fn may_open(ask: &Ask) -> bool {
    role_does(ask.actor.role, Action::ViewSensitive)
}

/// Where much of a new note stands: first in the same record, the latest there first; then in the writer's last notes elsewhere.
pub(crate) fn repeats(
    note: &str,
    entries: &[Entry],
    may_open: bool,
    elsewhere: bool,
    standards: &Standards,
) -> Option<Repeats> {
    let own = Runs::own(note, standards);
    if !own.can_be_compared(standards) {
        return None;
    }
    let stands_in = |text: &str| own.stands_in(&Runs::of(text, standards), standards);
    let here = notes(entries, may_open).into_iter().rev().find(|note| stands_in(note.text));
    here.map(|note| Repeats::Here(note.day)).or_else(|| elsewhere.then_some(Repeats::Elsewhere))
}

/// The notes that stand in a record, in the order of recording; those marked sensitive only where they may be opened.
fn notes(entries: &[Entry], may_open: bool) -> Vec<Note<'_>> {
    let standing = resolve(entries, View::default()).into_iter().filter(|seen| seen.standing == Standing::Stands);
    let mut notes: Vec<Note<'_>> = standing
        .filter_map(|seen| {
            let content = seen.content.filter(|content| is_seen(content, may_open))?;
            Some(Note { entry: seen.entry, day: content.happened.day(), text: text(content)? })
        })
        .collect();
    notes.sort_by_key(|note| note.entry.id.seq);
    notes
}

fn is_seen(content: &Content, may_open: bool) -> bool {
    may_open || content.handling == Handling::Ordinary
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
