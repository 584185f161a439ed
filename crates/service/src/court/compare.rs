//! What the list gives beside what is held, fact by fact.

use std::collections::BTreeSet;

use jiff::civil::Date;
use record::facts::court::{CaseListed, ListedDefendant};
use record::ids::{Cro, NotAnId, Pnc};
use store::{PersonRow, Snapshot, StoreError};

use crate::names;

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

/// What is held of a candidate besides their line in the register.
#[derive(Default)]
pub(super) struct Held {
    pub(super) names: BTreeSet<String>,
    pnc: Vec<String>,
    cro: Vec<String>,
}

impl Held {
    /// From the keys they are searched by.
    pub(super) fn of(snapshot: &Snapshot, row: &PersonRow) -> Result<Held, StoreError> {
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
pub(super) struct NameWords {
    pub(super) surname: Vec<String>,
    pub(super) forenames: Vec<String>,
}

impl NameWords {
    pub(super) fn of(who: &ListedDefendant) -> NameWords {
        let in_order = |text: &str| text.split_whitespace().flat_map(names::words).collect::<Vec<_>>();
        if !who.surname.is_empty() {
            return NameWords { surname: in_order(&who.surname), forenames: in_order(&who.forenames) };
        }
        let mut forenames = in_order(&who.name);
        let surname = forenames.pop().into_iter().collect();
        NameWords { surname, forenames }
    }
}

pub(super) fn compare(case: &CaseListed, row: &PersonRow, held: &Held) -> Vec<Compared> {
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
pub(super) fn pnc_forms(given: &str, year: i16) -> Vec<String> {
    forms(given, |text| Pnc::parse(text, year).map(String::from))
}

pub(super) fn cro_forms(given: &str) -> Vec<String> {
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
pub(super) fn swapped(day: Date) -> Option<Date> {
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
        assert_eq!(cro_forms(Cro::from_parts(11111, 1979).as_str()), ["011111/79R"]);
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
