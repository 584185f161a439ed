//! Reception: who is expected in a building, who is in it, and who came that nobody knows.
//!
//! That somebody came in is never refused. Whoever must be asked before they sit down is named; why, and because of whom,
//! is not.

use std::collections::BTreeSet;

use access::Action;
use jiff::Span;
use jiff::civil::Date;
use practice::keep_apart::{Stay, meets};
use practice::places::{PlaceFigure, Places};
use record::StreamId;
use record::case::{CaseFile, Standing, View, resolve};
use record::facts::Fact;
use record::facts::person::{Arrived, Left};
use record::facts::site::CallerNoted;
use record::ids::Crn;
use record::site::Site;
use record::time::{Happened, Minute};
use serde::Serialize;
pub use store::PersonRow;
use store::{ExpectedRow, Snapshot, StoreError, VisitRow, WindowRow};

use crate::booking::check::civil;
use crate::day::visible;
use crate::project::SlotDetail;
use crate::write::{Work, read_entries};
use crate::{Ask, Form, Problem, Said, Saved, Service};

/// How a visit is named that somebody recorded by a number, of a record that they may not see: `caller-7`.
const BY_NUMBER: &str = "caller-";
/// The field of a refusal that is none: they are in the building already, or have left it.
const AS_IT_IS: &str = "as it is";

/// A building on a day, as its reception sees it.
#[derive(Debug)]
pub struct Reception {
    /// The building.
    pub site: Site,
    /// The day.
    pub date: Date,
    /// Who is expected, by time.
    pub expected: Vec<Expected>,
    /// Who is in the building, by when they came in.
    pub inside: Vec<Visit>,
    /// Who came and left.
    pub gone: Vec<Visit>,
    /// Those nobody knew, newest first.
    pub callers: Vec<Caller>,
    /// Whom to ask.
    pub senior: String,
}

/// Somebody who is expected.
#[derive(Debug)]
pub struct Expected {
    /// Their appointment.
    pub row: ExpectedRow,
    /// Who else is to be there; empty where access to the record is limited.
    pub with: String,
    /// Who; none where access to their record is limited.
    pub person: Option<PersonRow>,
    /// When they came in and left, if they did.
    pub visit: Option<VisitRow>,
    /// Whether the senior is to be asked before they sit down.
    pub ask_first: bool,
}

/// Somebody who came in.
#[derive(Debug)]
pub struct Visit {
    /// When, and what for.
    pub row: VisitRow,
    /// Who; none where access to their record is limited.
    pub person: Option<PersonRow>,
    /// Whether the senior is to be asked before they sit down.
    pub ask_first: bool,
}

/// Somebody who came in whom nobody could find on record.
#[derive(Debug)]
pub struct Caller {
    /// When.
    pub came: Happened,
    /// What was noted.
    pub note: String,
}

/// Somebody comes in.
#[derive(Clone, Debug, Serialize)]
pub struct Arriving {
    /// Site code.
    pub site: String,
    /// The day.
    pub date: Date,
    /// Who: their stream, or their CRN as typed.
    pub person: String,
    /// What they came for; empty when nothing was booked.
    pub appointment: String,
    /// The minute, where it was not now: keyed from paper.
    pub at: Option<Minute>,
}

/// Somebody leaves.
#[derive(Clone, Debug, Serialize)]
pub struct Leaving {
    /// Site code.
    pub site: String,
    /// The day they came.
    pub date: Date,
    /// Who: their stream.
    pub person: String,
    /// The visit.
    pub visit: String,
    /// The minute, where it was not now.
    pub at: Option<Minute>,
}

/// Somebody comes in whom nobody can find on record.
#[derive(Clone, Debug, Serialize)]
pub struct Calling {
    /// Site code.
    pub site: String,
    /// The day.
    pub date: Date,
    /// Who they say they are, and what they want.
    pub note: String,
    /// The minute, where it was not now.
    pub at: Option<Minute>,
}

impl Service {
    /// Who is expected in a building on a day, and who is in it.
    pub async fn reception(&self, ask: &Ask, code: &str, date: Date) -> Result<Reception, Problem> {
        let stream = self.received_at(ask, code, Action::ViewReception).await?;
        let senior = self.senior_of(ask).await?;
        let (site, staff, today, now) = (code.to_owned(), ask.actor.staff.clone(), ask.today(), ask.now.london());
        let read = self.store.read(move |snapshot| {
            let entries = snapshot.entries(&stream)?;
            let found = found_at(snapshot, &site, date, now)?;
            let mut people = Vec::with_capacity(found.expected.len() + found.visits.len());
            for person in found.expected.iter().map(|row| &row.stream).chain(found.visits.iter().map(|row| &row.stream))
            {
                people.push(visible(snapshot, person, &staff, today)?);
            }
            Ok((stream, entries, found, people))
        });
        let (stream, entries, found, people) = read.await?;
        let entries = read_entries(&stream, &entries)?;
        let site = Site::fold(&entries, View::default()).ok_or(Problem::NotFound)?;
        self.permit_list(ask, Action::ViewReception, people.len()).await?;
        let (expected, visits) = with_people(found, people);
        let (inside, gone) = visits.into_iter().partition(|visit: &Visit| visit.row.went.is_empty());
        Ok(Reception { site, date, expected, inside, gone, callers: callers(&entries, date), senior })
    }

    /// Records that somebody came in, booked or not: whoever is at the door is never refused. Answers with their stream, or
    /// with the site's code where that would tell who is on record.
    pub async fn arrive(&self, ask: &Ask, form: &Form, said: &Arriving) -> Result<Saved, Problem> {
        let site = self.received_at(ask, &said.site, Action::ViewReception).await?;
        let person = match self.who_came(ask, &said.person).await? {
            Came::Somebody(person) => person,
            Came::Number(number, limited) => {
                return self.arrive_by_number(ask, form, said, &site, (&number, limited)).await;
            }
        };
        let permits = [self.permit(ask, Action::Receive, &person).await?];
        let came = at(said.at, said.date, ask);
        let saved = self.record_for(&permits, ask, form, said, |streams| {
            let file = streams.case(&person);
            if is_here(&file, said) {
                return Err(Problem::field(AS_IT_IS, "They are in the building"));
            }
            let booked = file.appointment(&said.appointment).filter(|held| held.booked.site == said.site);
            let arrived = Arrived { site: said.site.clone(), appointment: booked.map(|held| held.component.clone()) };
            let fact = Said::new(&person, arrived, came).about(format!("visit-{}", file.head + 1));
            Ok(Work { said: vec![fact], answer: person.to_string(), ..Work::default() })
        });
        as_it_is(saved.await, &person)
    }

    /// Records that somebody came in with a number that nobody has, or that of a record which is limited to others: either is
    /// noted in the same words for the senior to see to, and looks the same afterwards. Whoever is on record is in the building
    /// all the same, so that those they must not meet are kept from them.
    async fn arrive_by_number(
        &self,
        ask: &Ask,
        form: &Form,
        said: &Arriving,
        site: &StreamId,
        (number, limited): (&Crn, Option<StreamId>),
    ) -> Result<Saved, Problem> {
        let mut permits = Vec::new();
        if let Some(person) = &limited {
            permits.push(self.permit(ask, Action::Receive, person).await?);
        }
        let came = at(said.at, said.date, ask);
        let note = format!("Came with the number {number}, and no record to be seen here has it.");
        self.record_across(&permits, std::slice::from_ref(site), ask, form, said, |streams| {
            let mut all = vec![Said::new(site, CallerNoted { note: note.clone() }, came)];
            if let Some(person) = &limited {
                let file = streams.case(person);
                if !is_here(&file, said) {
                    let arrived = Arrived { site: said.site.clone(), appointment: None };
                    all.push(Said::new(person, arrived, came).about(format!("{BY_NUMBER}{}", file.head + 1)));
                }
            }
            Ok(Work { said: all, answer: said.site.clone(), ..Work::default() })
        })
        .await
    }

    /// Records that somebody left. Answers with their stream.
    pub async fn leave(&self, ask: &Ask, form: &Form, said: &Leaving) -> Result<Saved, Problem> {
        self.received_at(ask, &said.site, Action::ViewReception).await?;
        let person: StreamId = said.person.parse().map_err(|_| Problem::NotFound)?;
        let permits = [self.permit(ask, Action::Receive, &person).await?];
        let went = at(said.at, ask.today(), ask);
        let saved = self.record_for(&permits, ask, form, said, |streams| {
            let file = streams.case(&person);
            let visit = file.visits.iter().find(|visit| visit.component == said.visit).ok_or(Problem::NotFound)?;
            if visit.left.is_some() {
                return Err(Problem::field(AS_IT_IS, "They have left"));
            }
            let fact = Said::new(&person, Left {}, went).about(&visit.component).because([visit.entry.clone()]);
            Ok(Work { said: vec![fact], answer: person.to_string(), ..Work::default() })
        });
        as_it_is(saved.await, &person)
    }

    /// Notes somebody who came in whom nobody can find on record, for the senior to see to. Answers with the site's code.
    pub async fn note_caller(&self, ask: &Ask, form: &Form, said: &Calling) -> Result<Saved, Problem> {
        let stream = self.received_at(ask, &said.site, Action::ViewReception).await?;
        let came = at(said.at, said.date, ask);
        self.record(ask, form, said, std::slice::from_ref(&stream), |_| {
            let fact = Said::new(&stream, CallerNoted { note: said.note.trim().to_owned() }, came);
            Ok(Work { said: vec![fact], answer: said.site.clone(), ..Work::default() })
        })
        .await
    }

    /// How many came to the office of the asker's team today whom nobody knew, for whoever leads it.
    pub async fn callers_today(&self, ask: &Ask) -> Result<Option<(String, usize)>, Problem> {
        let Some(office) = self.own_office(ask).await? else { return Ok(None) };
        let stream = self.site_stream(&office.code).await?;
        let wanted = stream.clone();
        let rows = self.store.read(move |snapshot| snapshot.entries(&wanted)).await?;
        let found = callers(&read_entries(&stream, &rows)?, ask.today()).len();
        Ok((found > 0).then_some((office.code, found)))
    }

    /// Whether the asker works where people are received in this building; its stream.
    async fn received_at(&self, ask: &Ask, code: &str, action: Action) -> Result<StreamId, Problem> {
        let stream = self.site_stream(code).await?;
        if !access::role_does(ask.actor.role, action) {
            self.permit_list(ask, action, 0).await?;
        }
        if self.sees_people_at(ask, code).await? { Ok(stream) } else { self.not_theirs(ask, action).await }
    }

    async fn who_came(&self, ask: &Ask, typed: &str) -> Result<Came, Problem> {
        if let Ok(stream) = typed.parse::<StreamId>() {
            return if stream.kind() == "person" { Ok(Came::Somebody(stream)) } else { Err(Problem::NotFound) };
        }
        let number: Crn = typed.trim().parse().map_err(|_| Problem::NotFound)?;
        let (wanted, staff, today) = (number.clone(), ask.actor.staff.clone(), ask.today());
        let found = self.store.read(move |snapshot| {
            let Some(person) = snapshot.stream_of_crn(wanted.as_str())? else { return Ok((None, false)) };
            let seen = visible(snapshot, &person, &staff, today)?.is_some();
            Ok((Some(person), seen))
        });
        match found.await? {
            (Some(person), true) => Ok(Came::Somebody(person)),
            (limited, _) => Ok(Came::Number(number, limited)),
        }
    }
}

/// Whoever came, as they were named.
enum Came {
    /// Somebody on record.
    Somebody(StreamId),
    /// A number; and whose it is, where that record is limited to others.
    Number(Crn, Option<StreamId>),
}

/// Whether they are in the building already.
fn is_here(file: &CaseFile, said: &Arriving) -> bool {
    let here = |visit: &record::case::Visit| {
        visit.left.is_none() && visit.site == said.site && visit.arrived.day() == said.date
    };
    file.visits.iter().any(here)
}

/// Now, if nothing else was said and it is today; else the day, which is all that is known.
fn at(said: Option<Minute>, date: Date, ask: &Ask) -> Happened {
    match said {
        Some(minute) => Happened::At(minute),
        None if date == ask.today() => Happened::At(ask.now.london()),
        None => Happened::On(date),
    }
}

/// Pressed twice, by two people: it is as they say, and nothing is added.
fn as_it_is(saved: Result<Saved, Problem>, person: &StreamId) -> Result<Saved, Problem> {
    match saved {
        Err(Problem::Invalid(errors)) if errors.iter().any(|error| error.field == AS_IT_IS) => {
            Ok(Saved { act: String::new(), answer: person.to_string(), repeat: true })
        }
        saved => saved,
    }
}

/// What was found of a building's day.
struct Found {
    expected: Vec<ExpectedRow>,
    visits: Vec<VisitRow>,
    /// Those before whom the senior is to be asked.
    ask_first: BTreeSet<StreamId>,
}

fn found_at(snapshot: &Snapshot, site: &str, date: Date, now: Minute) -> Result<Found, StoreError> {
    let back = Places::split_2014().value(PlaceFigure::ForgottenDays);
    let (day, since) = (date.to_string(), date.saturating_sub(Span::new().days(back)).to_string());
    let expected = snapshot.expected_at(site, &day)?;
    let mut visits = snapshot.visits_at(site, &since, &day)?;
    // Of earlier days only those whose leaving nobody recorded: they may still be in the building.
    visits.retain(|visit| visit.arrived.starts_with(&day) || visit.went.is_empty());
    let mut ask_first = BTreeSet::new();
    for person in snapshot.kept_apart_at(site, &day)? {
        let mut windows = snapshot.windows_against(person.as_str(), &day, &day)?;
        if now.day() == date {
            let yesterday = date.yesterday().unwrap_or(date).to_string();
            windows.extend(snapshot.stays_since(person.as_str(), &yesterday, &day)?);
        }
        let own = stays(&person, site, date, now, &expected, &visits);
        if too_near(&own, &windows, date, now) {
            ask_first.insert(person);
        }
    }
    Ok(Found { expected, visits, ask_first })
}

/// When somebody is to be in the building that day, or is.
fn stays<'a>(
    person: &StreamId,
    site: &'a str,
    date: Date,
    now: Minute,
    expected: &[ExpectedRow],
    visits: &[VisitRow],
) -> Vec<Stay<'a>> {
    let stay = |starts: &str, ends: &str| {
        let (starts, ends) = (starts.parse::<Minute>().ok()?, ends.parse::<Minute>().ok()?);
        Some(Stay { site, starts: civil(starts), ends: civil(ends) })
    };
    let due = expected.iter().filter(|row| row.stream == *person).filter_map(|row| stay(&row.starts, &row.ends));
    let here = visits.iter().filter(|row| row.stream == *person && row.went.is_empty());
    let here = here.filter_map(|row| stay(&row.arrived, &until(&row.arrived, date, now)));
    due.chain(here).collect()
}

/// Somebody who is in the building is there until now, and who knows how much longer.
fn until(arrived: &str, date: Date, now: Minute) -> String {
    let last = if now.day() == date { now.to_string() } else { format!("{date}T23:59") };
    last.max(arrived.to_owned())
}

fn too_near(own: &[Stay<'_>], windows: &[WindowRow], date: Date, now: Minute) -> bool {
    let buffer = Places::split_2014().value(PlaceFigure::BufferMinutes);
    let bounded = |row: &WindowRow| {
        // A window to the end of the day is somebody who is in the building, or a building that is closed to them.
        let open = row.ends.ends_with("T23:59") && !row.starts.ends_with("T00:00");
        let ends = if open { until(&row.starts, date, now) } else { row.ends.clone() };
        WindowRow { ends, ..row.clone() }
    };
    let windows: Vec<WindowRow> = windows.iter().map(bounded).collect();
    let others: Vec<Stay<'_>> = windows.iter().filter_map(crate::booking::check::stay).collect();
    own.iter().any(|stay| meets(*stay, &others, buffer).is_some())
}

/// People in the order they were asked for: those expected, then those who came.
fn with_people(found: Found, people: Vec<Option<PersonRow>>) -> (Vec<Expected>, Vec<Visit>) {
    let mut people = people.into_iter();
    let Found { expected, visits, ask_first } = found;
    let expected: Vec<Expected> = expected
        .into_iter()
        .map(|row| {
            let came = visits.iter().rev().find(|v| v.stream == row.stream && v.appointment == row.appointment);
            let person = people.next().flatten();
            let detail: SlotDetail = serde_json::from_str(&row.detail).unwrap_or_default();
            Expected {
                ask_first: ask_first.contains(&row.stream),
                // Whoever is there with them may say who they are.
                with: person.as_ref().map(|_| detail.with).unwrap_or_default(),
                person,
                visit: came.cloned(),
                row,
            }
        })
        .collect();
    let visits = visits.into_iter().map(|row| Visit {
        ask_first: ask_first.contains(&row.stream) && row.went.is_empty(),
        person: people.next().flatten(),
        row,
    });
    // What stands beside a caller's number would tell that somebody has it.
    let told = |visit: &Visit| visit.person.is_some() || !visit.row.visit.starts_with(BY_NUMBER);
    (expected, visits.filter(told).collect())
}

fn callers(entries: &[record::entry::Entry], date: Date) -> Vec<Caller> {
    let standing = resolve(entries, View::default()).into_iter().filter(|seen| seen.standing == Standing::Stands);
    let mut callers: Vec<Caller> = standing
        .filter_map(|seen| match seen.content {
            Some(content) if content.happened.day() == date => match &content.fact {
                Fact::CallerNoted(noted) => Some(Caller { came: content.happened, note: noted.note.clone() }),
                _ => None,
            },
            _ => None,
        })
        .collect();
    callers.reverse();
    callers
}
