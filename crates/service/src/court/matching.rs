//! Who on record a listed defendant may be.
//!
//! The program proposes: by PNC number, by CRO number, by name and date of birth, by name and a date of birth whose
//! day and month are swapped, by surname and date of birth; by name alone only where the list gives nothing else. It
//! says field by field what agrees. Nobody is matched by the program, however much agrees.

use std::collections::BTreeSet;

use access::{Action, Actor, Question, Refusal, decide};
use jiff::civil::Date;
use record::StreamId;
use record::facts::court::CaseListed;
use store::{PersonRow, SearchKey, Snapshot, StoreError};

use super::compare::{Compared, Held, NameWords, compare, cro_forms, pnc_forms, swapped};
use crate::door::ties;

/// How many candidates are shown: they come by likeness, and whoever is not among the first ten is not found by reading on.
const SHOWN: usize = 10;

/// How a candidate was found, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FoundBy {
    /// PNC number, its check letter apart.
    Pnc,
    /// CRO number, its check letter apart.
    Cro,
    /// Surname, first forename and date of birth.
    NameAndBirth,
    /// The same, with day and month swapped.
    NameAndSwappedBirth,
    /// Surname and date of birth.
    SurnameAndBirth,
    /// Every word of the name; asked only where the list gives neither number nor date of birth.
    Name,
}

impl FoundBy {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            FoundBy::Pnc => "Same PNC number",
            FoundBy::Cro => "Same CRO number",
            FoundBy::NameAndBirth => "Same name and date of birth",
            FoundBy::NameAndSwappedBirth => "Same name, day and month of birth swapped",
            FoundBy::SurnameAndBirth => "Same surname and date of birth",
            FoundBy::Name => "Same name only",
        }
    }
}

/// A person on record whom a defendant may be: no more of them than is needed to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Their stream.
    pub person: StreamId,
    /// Their CRN.
    pub crn: String,
    /// Their name.
    pub name: String,
    /// How they were found.
    pub found_by: FoundBy,
    /// Fact by fact.
    pub compared: Vec<Compared>,
}

/// Everybody whom a defendant may be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Candidates {
    /// Those who may be shown, the likeliest first.
    pub people: Vec<Candidate>,
    /// How many more there are whose records are limited: nothing of them is shown.
    pub limited: usize,
}

/// Whether anybody on record resembles a listed defendant.
pub(crate) fn anyone_like(snapshot: &Snapshot, case: &CaseListed) -> Result<bool, StoreError> {
    Ok(!find(snapshot, case)?.is_empty())
}

/// How many people on record resemble a listed defendant.
pub(crate) fn count_like(snapshot: &Snapshot, case: &CaseListed) -> Result<usize, StoreError> {
    Ok(find(snapshot, case)?.len())
}

/// Everybody whom a listed defendant may be, as far as `actor` may know.
pub(crate) fn candidates(
    snapshot: &Snapshot,
    actor: &Actor,
    today: Date,
    case: &CaseListed,
) -> Result<Candidates, StoreError> {
    let mut found = Candidates::default();
    for (found_by, row) in find(snapshot, case)? {
        if is_limited(snapshot, actor, &row.stream, today)? {
            found.limited += 1;
        } else {
            let held = Held::of(snapshot, &row)?;
            let compared = compare(case, &row, &held);
            found.people.push(Candidate { person: row.stream, crn: row.crn, name: row.name, found_by, compared });
        }
    }
    Ok(found)
}

pub(super) fn is_limited(
    snapshot: &Snapshot,
    actor: &Actor,
    person: &StreamId,
    today: Date,
) -> Result<bool, StoreError> {
    let ties = ties(snapshot, person, today)?;
    let answer = decide(Question { actor, action: Action::ViewCase, case: Some((person, &ties)), today });
    Ok(answer == Err(Refusal::Limited))
}

/// Climbs down from the strongest tie to the weakest; each person once, by the strongest.
fn find(snapshot: &Snapshot, case: &CaseListed) -> Result<Vec<(FoundBy, PersonRow)>, StoreError> {
    let who = &case.defendant;
    if who.organisation {
        return Ok(Vec::new());
    }
    let mut found = Found::default();
    for value in pnc_forms(&who.pnc, case.day.year()) {
        found.add(FoundBy::Pnc, snapshot.stream_of_key("pnc", &value)?);
    }
    for value in cro_forms(&who.cro) {
        found.add(FoundBy::Cro, snapshot.stream_of_key("cro", &value)?);
    }
    let name = NameWords::of(who);
    if let Some(born) = who.born {
        let full: Vec<&String> = name.surname.iter().chain(name.forenames.first()).collect();
        if !name.forenames.is_empty() {
            found.add(FoundBy::NameAndBirth, named(snapshot, Some(born), &full)?);
            if let Some(swapped) = swapped(born) {
                found.add(FoundBy::NameAndSwappedBirth, named(snapshot, Some(swapped), &full)?);
            }
        }
        found.add(FoundBy::SurnameAndBirth, named(snapshot, Some(born), &name.surname.iter().collect::<Vec<_>>())?);
    } else if who.pnc.is_empty() && who.cro.is_empty() && !name.forenames.is_empty() {
        let every: Vec<&String> = name.surname.iter().chain(&name.forenames).collect();
        found.add(FoundBy::Name, named(snapshot, None, &every)?);
    }
    Ok(found.people)
}

#[derive(Default)]
struct Found {
    people: Vec<(FoundBy, PersonRow)>,
    streams: BTreeSet<StreamId>,
}

impl Found {
    fn add(&mut self, found_by: FoundBy, rows: Vec<PersonRow>) {
        for row in rows {
            if self.people.len() < SHOWN && self.streams.insert(row.stream.clone()) {
                self.people.push((found_by, row));
            }
        }
    }
}

/// People who have every one of these words, whole, among their names, and this date of birth.
fn named(snapshot: &Snapshot, born: Option<Date>, words: &[&String]) -> Result<Vec<PersonRow>, StoreError> {
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let key = |scheme: &str, value: String| SearchKey { scheme: scheme.to_owned(), value };
    let mut keys: Vec<SearchKey> = words.iter().map(|word| key(store::NAME, (*word).clone())).collect();
    keys.extend(born.map(|day| key("dob", day.to_string())));
    let mut rows = Vec::new();
    for row in snapshot.people_matching(&keys, SHOWN * 2)?.rows {
        let held = Held::of(snapshot, &row)?;
        if words.iter().all(|word| held.names.contains(*word)) {
            rows.push(row);
        }
    }
    Ok(rows)
}
