//! Who on record a listed defendant may be.
//!
//! The program proposes: by PNC number, by CRO number, by name and date of birth, by name and a date of birth whose
//! day and month are swapped, by surname and date of birth; by name alone only where the list gives nothing else. It
//! says field by field what agrees. Nobody is matched by the program, however much agrees.

use std::collections::BTreeSet;

use access::{Action, Actor, Question, Refusal, decide};
use jiff::civil::Date;
use record::StreamId;
use record::facts::court::{CaseListed, ListedDefendant};
use record::ids::{Cro, NotAnId, Pnc};
use store::{PersonRow, SearchKey, Snapshot, StoreError};

use crate::door::ties;
use crate::names;

/// How many candidates are shown.
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

/// Which fact is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The name.
    Name,
    /// The date of birth.
    Born,
    /// The PNC number.
    Pnc,
    /// The CRO number.
    Cro,
}

impl What {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            What::Name => "Name",
            What::Born => "Date of birth",
            What::Pnc => "PNC number",
            What::Cro => "CRO number",
        }
    }
}

/// How a listed value compares with the one held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// The same.
    Same,
    /// Nearly: another check letter, day and month swapped, a forename more or less.
    Near,
    /// Different.
    Differs,
    /// One side has nothing.
    Unknown,
}

/// One fact compared. Dates are `YYYY-MM-DD`; empty is nothing given or held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// Which fact.
    pub what: What,
    /// As listed.
    pub listed: String,
    /// As held.
    pub held: String,
    /// How they compare.
    pub agreement: Agreement,
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

pub(super) fn is_limited(snapshot: &Snapshot, actor: &Actor, person: &StreamId, today: Date) -> Result<bool, StoreError> {
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

/// What is held of a candidate besides their line in the register.
#[derive(Default)]
struct Held {
    names: BTreeSet<String>,
    pnc: Vec<String>,
    cro: Vec<String>,
}

impl Held {
    fn of(snapshot: &Snapshot, row: &PersonRow) -> Result<Held, StoreError> {
        let mut held = Held::default();
        for key in snapshot.person_keys(&row.stream)? {
            match key.scheme.as_str() {
                store::NAME => {
                    held.names.insert(key.value);
                }
                "pnc" => held.pnc.push(key.value),
                "cro" => held.cro.push(key.value),
                _ => {}
            }
        }
        Ok(held)
    }
}

/// A listed name in words as they are searched. A list that doesn't tell the parts apart puts the surname last.
struct NameWords {
    surname: Vec<String>,
    forenames: Vec<String>,
}

impl NameWords {
    fn of(who: &ListedDefendant) -> NameWords {
        let in_order = |text: &str| text.split_whitespace().flat_map(names::words).collect::<Vec<_>>();
        if !who.surname.is_empty() {
            return NameWords { surname: in_order(&who.surname), forenames: in_order(&who.forenames) };
        }
        let mut forenames = in_order(&who.name);
        let surname = forenames.pop().into_iter().collect();
        NameWords { surname, forenames }
    }
}

fn compare(case: &CaseListed, row: &PersonRow, held: &Held) -> Vec<Compared> {
    let who = &case.defendant;
    let born = who.born.map(|d| d.to_string()).unwrap_or_default();
    let year = case.day.year();
    let mut compared = vec![
        Compared {
            what: What::Name,
            listed: who.name.clone(),
            held: row.name.clone(),
            agreement: compare_names(&NameWords::of(who), row, held),
        },
        Compared {
            what: What::Born,
            agreement: compare_births(who.born, row.dob.as_deref()),
            listed: born,
            held: row.dob.clone().unwrap_or_default(),
        },
        compare_numbers(What::Pnc, &who.pnc, &held.pnc, |text| pnc_forms(text, year)),
    ];
    if !who.cro.is_empty() {
        compared.push(compare_numbers(What::Cro, &who.cro, &held.cro, cro_forms));
    }
    compared
}

fn compare_names(listed: &NameWords, row: &PersonRow, held: &Held) -> Agreement {
    let words = |text: &str| names::words(text).into_iter().collect::<BTreeSet<_>>();
    let surname: BTreeSet<String> = listed.surname.iter().cloned().collect();
    let all: BTreeSet<String> = listed.surname.iter().chain(&listed.forenames).cloned().collect();
    let main: BTreeSet<String> = words(&format!("{} {}", row.surname, row.forenames));
    if all == main {
        return Agreement::Same;
    }
    let initial = |name: &str| name.chars().next();
    let held_forename = row.forenames.split_whitespace().next().and_then(|n| names::words(n).into_iter().next());
    let alike = match (listed.forenames.first(), &held_forename) {
        (Some(listed), Some(held)) => initial(listed) == initial(held),
        _ => true,
    };
    let surnames_agree = surname == words(&row.surname);
    let by_another_name = !all.is_empty() && all.iter().all(|word| held.names.contains(word));
    if (surnames_agree && alike) || by_another_name { Agreement::Near } else { Agreement::Differs }
}

fn compare_births(listed: Option<Date>, held: Option<&str>) -> Agreement {
    let held = held.and_then(|day| day.parse::<Date>().ok());
    match (listed, held) {
        (Some(listed), Some(held)) if listed == held => Agreement::Same,
        (Some(listed), Some(held)) if swapped(listed) == Some(held) => Agreement::Near,
        (Some(_), Some(_)) => Agreement::Differs,
        _ => Agreement::Unknown,
    }
}

/// Numbers agree when the first of their forms does, and nearly when any does.
fn compare_numbers(what: What, listed: &str, held: &[String], forms: impl Fn(&str) -> Vec<String>) -> Compared {
    let wanted = forms(listed);
    let nearest = held.iter().find(|number| wanted.contains(number)).or(held.last());
    let agreement = match nearest {
        _ if wanted.is_empty() => Agreement::Unknown,
        None => Agreement::Unknown,
        Some(number) if wanted.len() == 1 && wanted[0] == *number => Agreement::Same,
        Some(number) if listed == number => Agreement::Same,
        Some(number) if forms(number).iter().any(|form| wanted.contains(form)) => Agreement::Near,
        Some(_) => Agreement::Differs,
    };
    Compared { what, listed: listed.to_owned(), held: nearest.cloned().unwrap_or_default(), agreement }
}

/// The forms under which a PNC number may be held: in canonical form alone when its check letter is right; otherwise
/// with the right letter, with the one given, and as given.
fn pnc_forms(given: &str, year: i16) -> Vec<String> {
    forms(given, |text| Pnc::parse(text, year).map(String::from))
}

fn cro_forms(given: &str) -> Vec<String> {
    forms(given, |text| Cro::parse(text).map(String::from))
}

fn forms(given: &str, parse: impl Fn(&str) -> Result<String, NotAnId>) -> Vec<String> {
    let given = given.trim();
    match parse(given) {
        _ if given.is_empty() => Vec::new(),
        Ok(canonical) => vec![canonical],
        Err(NotAnId::CheckLetter { right, .. }) => {
            let with = |text: &str, letter: char| {
                let mut chars = text.chars();
                let last = chars.next_back();
                (format!("{}{letter}", chars.as_str()), last)
            };
            let (mended, letter) = with(given, right);
            let canonical = parse(&mended).ok();
            let as_given =
                canonical.as_ref().zip(letter).map(|(long, letter)| with(long, letter.to_ascii_uppercase()).0);
            canonical.into_iter().chain(as_given).chain(std::iter::once(given.to_owned())).collect()
        }
        Err(NotAnId::Shape { .. }) => vec![given.to_owned()],
    }
}

/// The date with day and month swapped, where that is another date.
fn swapped(day: Date) -> Option<Date> {
    if day.day() == day.month() {
        return None;
    }
    Date::new(day.year(), day.day(), day.month()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_number_with_a_wrong_letter_is_also_looked_for_with_the_right_one() {
        assert_eq!(pnc_forms("20030011985X", 2015), ["2003/0011985X"]);
        assert_eq!(pnc_forms("2004/0012345U", 2015), ["2004/0012345D", "2004/0012345U", "2004/0012345U"]);
        assert_eq!(pnc_forms("04/12345u", 2015), ["2004/0012345D", "2004/0012345U", "04/12345u"]);
        assert_eq!(pnc_forms("PNC-ID1", 2015), ["PNC-ID1"]);
        assert!(pnc_forms("  ", 2015).is_empty());
        assert_eq!(cro_forms("11111/79J"), ["011111/79J"]);
    }

    #[test]
    fn numbers_are_compared_by_their_digits_and_their_letter() {
        let check = |listed: &str, held: &[&str], expected: Agreement| {
            let held: Vec<String> = held.iter().map(|h| (*h).to_owned()).collect();
            let compared = compare_numbers(What::Pnc, listed, &held, |text| pnc_forms(text, 2015));
            assert_eq!(compared.agreement, expected, "{listed} {held:?}");
        };
        check("20030011985X", &["2003/0011985X"], Agreement::Same);
        check("2004/0012345U", &["2004/0012345D"], Agreement::Near);
        check("2004/0012345D", &["2004/0012345U"], Agreement::Near);
        check("2004/0012345U", &["2004/0012345U"], Agreement::Same);
        check("2004/0012345D", &["2003/0011985X"], Agreement::Differs);
        check("", &["2003/0011985X"], Agreement::Unknown);
        check("2003/0011985X", &[], Agreement::Unknown);
    }

    #[test]
    fn day_and_month_are_swapped_only_where_that_is_another_date() {
        assert_eq!(swapped(date(1988, 3, 1)), Some(date(1988, 1, 3)));
        assert_eq!(swapped(date(1988, 3, 3)), None);
        assert_eq!(swapped(date(1988, 3, 13)), None);
    }
}
