//! Finding people: one box for names, dates of birth and identity numbers.

use access::{Action, decide, Question};
use jiff::civil::Date;
use record::ids::{Cro, Crn, Pnc};
use store::{PersonRow, SearchKey};

use crate::door::ties;
use crate::{Ask, Problem, Service, names};

/// How many people a search shows.
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
        row: PersonRow,
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
        let (found, total, capped) = self
            .store
            .read(move |snapshot| {
                let matches = snapshot.people_matching(&wanted, SHOWN)?;
                let mut found = Vec::with_capacity(matches.rows.len());
                for row in matches.rows {
                    let ties = ties(snapshot, &row.stream, today)?;
                    let case = Some((&row.stream, &ties));
                    found.push(match decide(Question { actor: &actor, action: Action::ViewCase, case, today }) {
                        Err(access::Refusal::Limited) => Found::Limited,
                        answer => Found::Person { may_open: answer.is_ok(), row },
                    });
                }
                Ok((found, matches.total, matches.capped))
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
    for word in query.split_whitespace() {
        let word = word.trim_matches(',');
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
    keys
}

/// A date as people type it: `15/12/1985`, `15.12.1985`, `15-12-1985` or `1985-12-15`.
pub fn read_date(text: &str) -> Option<Date> {
    if let Ok(date) = text.parse::<Date>() {
        return Some(date);
    }
    let parts: Vec<&str> = text.split(['/', '.', '-', ' ']).filter(|p| !p.is_empty()).collect();
    let [day, month, year] = parts[..] else { return None };
    if year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

fn key(scheme: &str, value: &str) -> SearchKey {
    SearchKey { scheme: scheme.to_owned(), value: value.to_owned() }
}

fn in_words(scheme: &str, value: &str) -> String {
    match scheme {
        "crn" => format!("CRN {value}"),
        "pnc" => format!("PNC number {value}"),
        "cro" => format!("CRO number {value}"),
        "dob" => format!("born on {value}"),
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
        check("Sample, Ada", &["name=sample", "name=ada"]);
        check("z123456", &["crn=Z123456"]);
        check("03/11985X", &["pnc=2003/0011985X"]);
        check("Ada 1/3/1988", &["name=ada", "dob=1988-03-01"]);
        check("O’Brien-Smith", &["name=obrien", "name=smith"]);
        check("  ", &[]);
    }
}
