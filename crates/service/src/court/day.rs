//! Courts, a court's day, and one defendant: what a court officer works through.

use access::{Action, Question, Refusal, decide, role_does};
use exchange::CourtCode;
use jiff::civil::Date;
use practice::working::{WorkingFigure, value};
use record::entry::Entry;
use record::facts::Fact;
use record::facts::court::CaseListed;
use record::time::Instant;
use store::{CourtCaseRow, PersonRow, Snapshot, StoreError};

use super::known::Known;
use super::matching::{Candidates, candidates, count_like};
use super::{KNOWN, NO_RECORD, ORGANISATION, TAKEN_OFF, TO_CHECK, courts, day_stream, listed};
use crate::door::ties;
use crate::write::read_entries;
use crate::{Ask, Problem, Service};

/// A court that has lists, or that the asker covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourtWithDays {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Whether the asker covers it.
    pub covered: bool,
    /// Today's list.
    pub today: Option<Sheet>,
    /// Other days about now that have a list, in order.
    pub days: Vec<Date>,
}

/// A list in figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Defendants, without those taken off.
    pub defendants: usize,
    /// Rooms.
    pub rooms: usize,
    /// Defendants of whom nobody has said who they are.
    pub to_check: usize,
    /// When the last of it came in.
    pub received: Option<Instant>,
}

/// A court's day.
#[derive(Clone, Debug)]
pub struct CourtDay {
    /// The court's code.
    pub court: String,
    /// The court's name.
    pub name: String,
    /// The day.
    pub date: Date,
    /// The list in figures; none when no list has come in.
    pub sheet: Option<Sheet>,
    /// The last day before with a list.
    pub previous: Option<Date>,
    /// The first day after with a list.
    pub next: Option<Date>,
    /// The cases by room, session and place on the list.
    pub rows: Vec<DayRow>,
}

/// A case on a court's day.
#[derive(Clone, Debug)]
pub struct DayRow {
    /// Its key.
    pub key: String,
    /// As listed.
    pub case: CaseListed,
    /// Who the defendant is.
    pub state: State,
}

/// What is known of who a defendant is.
#[derive(Clone, Debug)]
pub enum State {
    /// Nobody has said; so many people on record resemble them.
    ToCheck(usize),
    /// Confirmed to be on record; their line in the register, for those who may see it.
    Known(Option<Box<PersonRow>>),
    /// Confirmed to be nobody on record.
    NoRecord,
    /// An organisation.
    Organisation,
    /// The court has taken the case off the day.
    TakenOff,
}

/// One defendant.
#[derive(Debug)]
pub struct Defendant {
    /// The court's name.
    pub court: String,
    /// As listed.
    pub case: CaseListed,
    /// When that came in.
    pub received: Instant,
    /// How many versions came in.
    pub versions: usize,
    /// The version a form must carry.
    pub version: u64,
    /// Whether the asker may say who it is.
    pub may_confirm: bool,
    /// What was said of who it is.
    pub answer: Option<Answer>,
    /// Whom it may be, as long as nobody has said.
    pub candidates: Candidates,
    /// The next defendants to check: key and name as listed.
    pub next_to_check: Option<(String, String)>,
}

/// What was said of who a defendant is.
#[derive(Debug)]
pub struct Answer {
    /// Who said it.
    pub by: String,
    /// When.
    pub at: Instant,
    /// What the record says of the person, or why it does not open; none when nobody on record is meant.
    pub known: Option<Result<Known, Refusal>>,
}

impl Service {
    /// Courts that have lists about now, and those the asker covers: these first, then by name.
    pub async fn courts_with_lists(&self, ask: &Ask) -> Result<Vec<CourtWithDays>, Problem> {
        let (today, covered) = (ask.today(), ask.actor.courts.clone());
        let offered = value(WorkingFigure::CourtDaysOffered);
        let found = self.store.read(move |snapshot| {
            let mut found: Vec<CourtWithDays> = Vec::new();
            let days = snapshot.courts_with_days()?.into_iter().map(|d| (d.court, d.day.parse::<Date>().ok()));
            let wanted = covered.iter().map(|code| (code.clone(), None)).chain(days);
            for (code, day) in wanted {
                let near = day.filter(|d| (*d - today).get_days().unsigned_abs() <= offered);
                let is_covered = covered.contains(&code);
                if near.is_none() && !is_covered {
                    continue;
                }
                if let Some(court) = found.iter_mut().find(|c| c.code == code) {
                    court.days.extend(near);
                    continue;
                }
                let (name, days) = (court_name(&code, None), near.into_iter().collect());
                found.push(CourtWithDays { code, name, covered: is_covered, today: None, days });
            }
            for court in &mut found {
                court.days.sort_unstable();
                let Some(day) = court.days.iter().find(|d| **d == today).or(court.days.first()) else { continue };
                let rows = snapshot.court_cases(&court.code, &day.to_string())?;
                let first = rows.first().and_then(|row| serde_json::from_str::<CaseListed>(&row.defendant).ok());
                court.name = court_name(&court.code, first.as_ref());
                if let Some(at) = court.days.iter().position(|d| *d == today) {
                    court.days.remove(at);
                    court.today = sheet(snapshot, &rows)?;
                }
            }
            found.sort_by_key(|c| (!c.covered, c.name.clone(), c.code.clone()));
            Ok(found)
        });
        let found = found.await?;
        self.permit_list(ask, Action::ViewCourtDay, found.len()).await?;
        Ok(found)
    }

    /// A court's day. A court nobody knows is not found; a day without a list is a day without rows.
    pub async fn court_day(&self, ask: &Ask, court: &str, date: Date) -> Result<CourtDay, Problem> {
        let code = CourtCode::parse(court).ok_or(Problem::NotFound)?;
        let (actor, today) = (ask.actor.clone(), ask.today());
        let day = self.store.read(move |snapshot| {
            let (court, on) = (code.as_str(), date.to_string());
            let others: Vec<String> =
                snapshot.courts_with_days()?.into_iter().filter(|d| d.court == court).map(|d| d.day).collect();
            if others.is_empty() && courts().find(&code).is_none() {
                return Ok(None);
            }
            let mut stored = snapshot.court_cases(court, &on)?;
            stored.sort_by_key(place_on_day);
            let mut rows = Vec::with_capacity(stored.len());
            for row in &stored {
                let Ok(case) = serde_json::from_str::<CaseListed>(&row.defendant) else { continue };
                let state = match row.state.as_str() {
                    TO_CHECK => State::ToCheck(count_like(snapshot, &case)?),
                    KNOWN => State::Known(seen(snapshot, row, &actor, today)?.map(Box::new)),
                    NO_RECORD => State::NoRecord,
                    ORGANISATION => State::Organisation,
                    _ => State::TakenOff,
                };
                rows.push(DayRow { key: row.case_key.clone(), case, state });
            }
            let parsed = |day: Option<&String>| day.and_then(|d| d.parse().ok());
            Ok(Some(CourtDay {
                court: court.to_owned(),
                name: court_name(court, rows.first().map(|r| &r.case)),
                date,
                sheet: sheet(snapshot, &stored)?,
                previous: parsed(others.iter().filter(|d| **d < on).max()),
                next: parsed(others.iter().filter(|d| **d > on).min()),
                rows,
            }))
        });
        let day = day.await?.ok_or(Problem::NotFound)?;
        self.permit_list(ask, Action::ViewCourtDay, day.rows.len()).await?;
        Ok(day)
    }

    /// One defendant. Once confirmed, the person's record is opened through the door, which logs it.
    pub async fn listed_defendant(&self, ask: &Ask, court: &str, date: Date, key: &str) -> Result<Defendant, Problem> {
        let code = CourtCode::parse(court).ok_or(Problem::NotFound)?;
        let stream = day_stream(&code, date);
        let wanted = stream.clone();
        let rows = self.store.read(move |snapshot| snapshot.entries(&wanted)).await?;
        let entries = read_entries(&stream, &rows)?;
        let cases = listed(&entries);
        let case = cases.get(key).ok_or(Problem::NotFound)?;
        self.permit_list(ask, Action::ViewCourtDay, 1).await?;
        let may_confirm = role_does(ask.actor.role, Action::ConfirmMatch);
        let to_check = case.answered.is_none() && !case.case.defendant.organisation && !case.case.taken_off;
        let (actor, today, found) = (ask.actor.clone(), ask.today(), case.case.clone());
        let candidates = if to_check && may_confirm {
            self.store.read(move |snapshot| candidates(snapshot, &actor, today, &found)).await?
        } else {
            Candidates::default()
        };
        // What is shown of a candidate is a look at their record, and stands in the log under their own name.
        for candidate in &candidates.people {
            self.log_shown(ask, Action::ConfirmMatch, &candidate.person).await?;
        }
        let answer = match &case.answered {
            None => None,
            Some(answered) => Some(Answer {
                by: self.names([answered.by.clone()]).await?.of_staff(&answered.by),
                at: answered.recorded,
                known: match &answered.person {
                    Some(person) => Some(self.known(ask, person).await?),
                    None => None,
                },
            }),
        };
        Ok(Defendant {
            court: court_name(code.as_str(), Some(case.case)),
            case: case.case.clone(),
            received: case.recorded,
            versions: case.versions,
            version: case.version,
            may_confirm,
            answer,
            candidates,
            next_to_check: next_to_check(&cases, key),
        })
    }
}

fn court_name(code: &str, case: Option<&CaseListed>) -> String {
    let known = CourtCode::parse(code).and_then(|code| courts().find(&code)).map(|court| court.name.clone());
    let given = || case.map(|c| c.court_name.clone()).filter(|name| !name.is_empty());
    known.or_else(given).unwrap_or_else(|| code.to_owned())
}

fn sheet(snapshot: &Snapshot, rows: &[CourtCaseRow]) -> Result<Option<Sheet>, StoreError> {
    let Some(first) = rows.first() else { return Ok(None) };
    let on = || rows.iter().filter(|row| row.state != TAKEN_OFF);
    let mut rooms: Vec<&str> = on().map(|row| row.room.as_str()).collect();
    rooms.sort_unstable();
    rooms.dedup();
    let received = snapshot.entries(&first.stream)?.iter().rev().find_map(|row| {
        let entry = Entry::read(&row.stream, row.seq, row.recorded, row.content.as_deref()).ok()?;
        matches!(entry.content?.fact, Fact::CaseListed(_)).then_some(entry.recorded)
    });
    Ok(Some(Sheet {
        defendants: on().count(),
        rooms: rooms.len(),
        to_check: on().filter(|row| row.state == TO_CHECK).count(),
        received,
    }))
}

/// Rooms by number, then by name; then by session and place on the list.
fn place_on_day(row: &CourtCaseRow) -> (u32, String, u8, String, i64, String) {
    let digits: String = row.room.chars().filter(char::is_ascii_digit).collect();
    let part = match row.session.as_str() {
        "afternoon" => 1,
        "evening" => 2,
        _ => 0,
    };
    let number = digits.parse().unwrap_or(u32::MAX);
    (number, row.room.clone(), part, row.session.clone(), row.listing, row.case_key.clone())
}

/// The person's line in the register, for those who may see their record.
fn seen(
    snapshot: &Snapshot,
    row: &CourtCaseRow,
    actor: &access::Actor,
    today: Date,
) -> Result<Option<PersonRow>, StoreError> {
    let Some(person) = &row.person else { return Ok(None) };
    let ties = ties(snapshot, person, today)?;
    let question = Question { actor, action: Action::ViewCase, case: Some((person, &ties)), today };
    if decide(question).is_err() {
        return Ok(None);
    }
    snapshot.person(person)
}

/// The next defendant to check after this one in the order of the day, round the end.
fn next_to_check(cases: &std::collections::BTreeMap<&str, super::Listed<'_>>, key: &str) -> Option<(String, String)> {
    let mut order: Vec<_> = cases.iter().collect();
    order.sort_by_key(|(key, c)| {
        let digits: String = c.case.room.chars().filter(char::is_ascii_digit).collect();
        (digits.parse().unwrap_or(u32::MAX), &c.case.room, &c.case.session, c.case.listing, **key)
    });
    let at = order.iter().position(|(k, _)| **k == key)?;
    let open = |c: &super::Listed<'_>| c.answered.is_none() && !c.case.defendant.organisation && !c.case.taken_off;
    let mut after = order[at + 1..].iter().chain(&order[..at]);
    after.find(|(_, c)| open(c)).map(|(key, c)| ((**key).to_owned(), c.case.defendant.name.clone()))
}
