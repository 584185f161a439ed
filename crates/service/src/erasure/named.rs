//! Where else a person is named, before what is held of them is erased: for the information officer, who has to see to each by itself.
//! Only what can be worked out; what cannot is said on the page: the words of notes on other people's records, and every copy that
//! left the record.

use std::collections::BTreeSet;

use exchange::CourtCode;
use jiff::civil::Date;
use record::entry::Entry;
use record::facts::Fact;
use record::facts::import::FileImported;
use record::{EntryId, StreamId};
use store::{CourtCaseRow, EntryRow, PersonRow, Snapshot, StoreError};

use super::linked::unlinked;
use super::scope::went_to_from;
use crate::{Problem, Service};

/// No list is longer, for each place is read whole by whoever decides; what is cut off is said.
const MOST: usize = 100;

/// Where else somebody is named. Each can be erased by itself, in its own stream.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamedElsewhere {
    /// Whether a person was looked for: of any other stream nobody knows whom it names.
    pub looked: bool,
    /// Arrangements to keep people apart that are about them.
    pub arrangements: Vec<StreamId>,
    /// Supervision of officers, with a line on its agenda that is about them.
    pub agendas: Vec<StreamId>,
    /// Samples of teams in which their case was drawn.
    pub samples: Vec<StreamId>,
    /// Records to which entries of theirs were moved, because they were about somebody else.
    pub moved_to: Vec<StreamId>,
    /// Other people's records that share an entry with theirs, because it was moved from the one to the other before the two
    /// entries of a move named each other, and that does not go with what is erased: known by the act that recorded both.
    pub moved_before: Vec<StreamId>,
    /// Cases on courts' lists that were not linked with them, whose defendant has their name and their date of birth, or their number.
    pub listed: Vec<Listing>,
    /// Rows of imports that were set aside and hold their surname: the import's stream, and the row.
    pub set_aside: Vec<(StreamId, u64)>,
    /// Whether there are more of these than are listed.
    pub more: bool,
}

/// A case on a court's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// The stream of the court's day.
    pub stream: StreamId,
    /// The court.
    pub court: Option<CourtCode>,
    /// The day.
    pub day: Option<Date>,
}

impl Service {
    /// Where else the person of a stream is named, that is not among some entries.
    pub(super) async fn named_elsewhere(
        &self,
        stream: &StreamId,
        meant: &[EntryId],
        entries: &[Entry],
    ) -> Result<NamedElsewhere, Problem> {
        if stream.kind() != "person" {
            return Ok(NamedElsewhere::default());
        }
        let mut moved_to = went_to_from(entries);
        moved_to.retain(|id| !meant.contains(id));
        let mut moved_to: Vec<StreamId> = moved_to.into_iter().map(|id| id.stream).collect();
        moved_to.sort();
        moved_to.dedup();
        let halves: Vec<(EntryId, i64)> =
            unlinked(entries).map(|(entry, _)| (entry.id.clone(), entry.recorded.0)).collect();
        let person = stream.clone();
        let found = self.store.read(move |snapshot| {
            let mut moved_before = recorded_with(snapshot, &halves)?;
            moved_before.remove(&person);
            let moved_before = moved_before.into_iter().collect();
            Ok(NamedElsewhere { moved_before, ..look(snapshot, &person, moved_to)? })
        });
        Ok(found.await?)
    }
}

/// On whose records something was recorded in the same act as these, their own among them.
pub(super) fn recorded_with(snapshot: &Snapshot, halves: &[(EntryId, i64)]) -> Result<BTreeSet<StreamId>, StoreError> {
    let mut found = BTreeSet::new();
    for (id, recorded) in halves {
        let together = snapshot.recorded_with(id, *recorded)?.into_iter().map(|id| id.stream);
        found.extend(together.filter(|stream| stream.kind() == "person"));
    }
    Ok(found)
}

fn look(snapshot: &Snapshot, person: &StreamId, moved_to: Vec<StreamId>) -> Result<NamedElsewhere, StoreError> {
    let arrangements = snapshot.apart_of(person.as_str())?.into_iter().map(|row| row.stream).collect();
    let agendas = saying(
        snapshot,
        "supervision",
        |fact| matches!(fact, Fact::AgendaLineAdded(line) if line.case.as_ref() == Some(person)),
    )?;
    let samples =
        saying(snapshot, "sample", |fact| matches!(fact, Fact::CaseSampled(sampled) if sampled.case == *person))?;
    let mut found =
        NamedElsewhere { looked: true, arrangements, agendas, samples, moved_to, ..NamedElsewhere::default() };
    let Some(register) = snapshot.person(person)? else { return Ok(found) };
    let numbers = snapshot.person_keys(person)?.into_iter().filter(|key| key.scheme == "pnc" || key.scheme == "cro");
    let numbers: Vec<String> = numbers.map(|key| key.value).collect();
    let mut signs = numbers.clone();
    signs.extend(register.dob.clone());
    for sign in &signs {
        for case in snapshot.court_cases_with(sign, MOST + 1)? {
            let linked = case.person.as_ref() == Some(person);
            if !linked && is_of(&case, &register, &numbers) {
                found.listed.push(listing(&case));
            }
        }
    }
    found.set_aside = set_aside(snapshot, &register.surname.to_lowercase())?;
    found.listed.sort_by(|a, b| a.stream.cmp(&b.stream));
    found.listed.dedup();
    found.more = [found.listed.len(), found.set_aside.len(), found.agendas.len(), found.samples.len()]
        .iter()
        .any(|many| *many > MOST);
    found.agendas.truncate(MOST);
    found.samples.truncate(MOST);
    found.listed.truncate(MOST);
    found.set_aside.truncate(MOST);
    Ok(found)
}

/// The streams of a kind in which something of that sort is said, or was: each is read, and they have few entries.
fn saying(snapshot: &Snapshot, kind: &str, is_about: impl Fn(&Fact) -> bool) -> Result<Vec<StreamId>, StoreError> {
    let mut found = Vec::new();
    for stream in snapshot.streams(kind)? {
        let says = |row: &EntryRow| match Entry::read(&row.stream, row.seq, row.recorded, row.content.as_deref()) {
            Ok(Entry { content: Some(content), .. }) => is_about(&content.fact),
            _ => false,
        };
        if snapshot.entries(&stream)?.iter().any(says) {
            found.push(stream);
        }
    }
    Ok(found)
}

/// Rows of imports that were set aside and hold a word, which is in small letters.
fn set_aside(snapshot: &Snapshot, word: &str) -> Result<Vec<(StreamId, u64)>, StoreError> {
    let mut found = Vec::new();
    for import in snapshot.imports()? {
        let file: FileImported = serde_json::from_str(&import.counts)
            .map_err(|error| StoreError::Damaged(format!("{}: {error}", import.stream)))?;
        for row in file.quarantined {
            let bytes = snapshot.document(&row.document)?.unwrap_or_default();
            if found.len() <= MOST && String::from_utf8_lossy(&bytes).to_lowercase().contains(word) {
                found.push((import.stream.clone(), row.row));
            }
        }
    }
    Ok(found)
}

/// Whether the defendant of a case has the person's surname, or one of their numbers: the date of birth alone says nothing.
fn is_of(case: &CourtCaseRow, person: &PersonRow, numbers: &[String]) -> bool {
    let listed = case.defendant.to_lowercase();
    listed.contains(&person.surname.to_lowercase())
        || numbers.iter().any(|number| case.defendant.contains(number.as_str()))
}

fn listing(case: &CourtCaseRow) -> Listing {
    Listing { stream: case.stream.clone(), court: CourtCode::parse(&case.court), day: case.day.parse().ok() }
}
