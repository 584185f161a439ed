//! Finding people: one box for names, dates of birth and identity numbers.

use access::{Action, Question, decide};
use jiff::civil::Date;
use record::ids::{Crn, Cro, Pnc};
use store::{PersonRow, SearchKey};

use crate::door::ties;
use crate::{Ask, Problem, Service, names};

/// No search has more words, for each is a look at an index: the rest are not read.
const MOST_WORDS: usize = 8;
/// How many people a search shows: more are narrowed down by typing, and a page with them is read at once.
const SHOWN: usize = 50;

/// What a search found.
#[derive(Debug)]
pub struct Search {
    /// How each part of the query was read, in words.
    pub read_as: Vec<String>,
    /// People, by surname.
    pub found: Vec<Found>,
    /// How many match in all.
    pub total: usize,
    /// Whether counting stopped before the end.
    pub capped: bool,
}

/// A person a search found.
#[derive(Debug)]
pub enum Found {
    /// Somebody, and whether the case may be opened.
    Person {
        /// Their line in the register.
        row: Box<PersonRow>,
        /// Whether the asker has a working relationship with them.
        may_open: bool,
    },
    /// A record whose access is limited: nothing of it is shown.
    Limited,
}

impl Service {
    /// Searches for people. One row in the log of reads, however many are found.
    pub async fn find(&self, ask: &Ask, query: &str) -> Result<Search, Problem> {
        let keys = read_query(query, ask.today());
        let (wanted, actor, today) = (keys.clone(), ask.actor.clone(), ask.today());
        // Only who already has the whole number is told that a record is limited; anybody else could spell it out.
        let by_number = keys.len() == 1 && matches!(keys[0].scheme.as_str(), "crn" | "pnc");
        let (found, total, capped) = self
            .store
            .read(move |snapshot| {
                let matches = snapshot.people_matching(&wanted, SHOWN)?;
                let mut found = Vec::with_capacity(matches.rows.len());
                let mut total = matches.total;
                for row in matches.rows {
                    let ties = ties(snapshot, &row.stream, today)?;
                    let case = Some((&row.stream, &ties));
                    match decide(Question { actor: &actor, action: Action::ViewCase, case, today }) {
                        Err(access::Refusal::Limited) if by_number => found.push(Found::Limited),
                        Err(access::Refusal::Limited) => total -= 1,
                        answer => found.push(Found::Person { may_open: answer.is_ok(), row: Box::new(row) }),
                    }
                }
                Ok((found, total, matches.capped))
            })
            .await?;
        self.permit_list(ask, Action::FindPeople, found.len()).await?;
        let read_as = keys.iter().map(|key| in_words(&key.scheme, &key.value)).collect();
        Ok(Search { read_as, found, total, capped })
    }
}

/// Reads a query: whatever is an identity number or a date is that; every other word is of a name.
fn read_query(query: &str, today: Date) -> Vec<SearchKey> {
    let mut keys = Vec::new();
    let words: Vec<&str> = query.split_whitespace().map(|word| word.trim_matches(',')).take(MOST_WORDS).collect();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        at += 1;
        // A day in three words, as the pages print it.
        if let Some(born) = words.get(at - 1..at + 2).and_then(|three| read_date(&three.join(" "))) {
            keys.push(key("dob", &born.to_string()));
            at += 2;
            continue;
        }
        if let Ok(crn) = word.parse::<Crn>() {
            keys.push(key("crn", crn.as_str()));
        } else if let Ok(pnc) = Pnc::parse(word, today.year()) {
            keys.push(key("pnc", pnc.as_str()));
        } else if let Ok(cro) = Cro::parse(word) {
            keys.push(key("cro", cro.as_str()));
        } else if let Some(born) = read_date(word) {
            keys.push(key("dob", &born.to_string()));
        } else {
            keys.extend(names::words(word).iter().map(|w| key("name", w)));
        }
    }
    keys.sort_by(|a, b| (&a.scheme, &a.value).cmp(&(&b.scheme, &b.value)));
    keys.dedup();
    keys
}

/// A date as people type it: `15/12/1985`, `15.12.1985`, `15 Dec 1985`, `15-12-1985` or `1985-12-15`.
pub fn read_date(text: &str) -> Option<Date> {
    if let Ok(date) = text.parse::<Date>() {
        return Some(date);
    }
    let parts: Vec<&str> = text.split(['/', '.', '-', ' ']).filter(|p| !p.is_empty()).collect();
    let [day, month, year] = parts[..] else { return None };
    let year: i16 = year.parse().ok().filter(|_| year.len() == 4)?;
    let month = month.parse().ok().or_else(|| month_of(month))?;
    Date::new(year, month, day.parse().ok()?).ok()
}

/// The month of a name or its first three letters.
fn month_of(name: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let name = name.to_lowercase();
    let at = MONTHS.iter().position(|month| name.len() >= 3 && month.starts_with(&name))?;
    i8::try_from(at + 1).ok()
}

fn key(scheme: &str, value: &str) -> SearchKey {
    SearchKey { scheme: scheme.to_owned(), value: value.to_owned() }
}

fn in_words(scheme: &str, value: &str) -> String {
    match scheme {
        "crn" => format!("CRN {value}"),
        "pnc" => format!("PNC number {value}"),
        "cro" => format!("CRO number {value}"),
        "dob" => {
            format!("born on {}", value.parse::<Date>().map_or_else(|_| value.to_owned(), crate::letters::written))
        }
        _ => format!("a name beginning “{value}”"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn check(query: &str, expected: &[&str]) {
        let keys = read_query(query, date(2015, 12, 15));
        let read: Vec<String> = keys.iter().map(|k| format!("{}={}", k.scheme, k.value)).collect();
        assert_eq!(read, expected, "{query}");
    }

    #[test]
    fn one_box_takes_names_dates_and_numbers_together() {
        check("Sample, Ada", &["name=ada", "name=sample"]);
        check("z123456", &["crn=Z123456"]);
        check("03/11985X", &["pnc=2003/0011985X"]);
        check("Ada 1 Mar 1988", &["dob=1988-03-01", "name=ada"]);
        check("12 December 1991", &["dob=1991-12-12"]);
        check("Ada 1/3/1988", &["dob=1988-03-01", "name=ada"]);
        check("O’Brien-Smith", &["name=obrien", "name=smith"]);
        check("  ", &[]);
    }
}
