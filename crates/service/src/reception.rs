//! Reception: who is expected in a building, who is in it, and who came that nobody knows.
//!
//! That somebody came in is never refused. Whoever must be asked before they sit down is named; why, and because of whom,
//! is not. Those who cannot be found at the desk are [`callers`](crate::callers); colleagues whom somebody must not meet are
//! taken to be `upstairs`.

use std::collections::BTreeSet;
use std::sync::Arc;

use access::Action;
use jiff::Span;
use jiff::civil::Date;
use practice::keep_apart::{Stay, meets};
use practice::places::{PlaceFigure, Places};
use record::StreamId;
use record::case::{CaseFile, View};
use record::facts::person::{Arrived, Left};
use record::ids::Crn;
use record::site::Site;
use record::time::{Happened, Minute};
use serde::Serialize;
pub use store::PersonRow;
use store::{ExpectedRow, Snapshot, StoreError, VisitRow, WindowRow};

use crate::booking::check::civil;
pub use crate::callers::{Caller, CallerLeaving, Calling};
use crate::callers::{Unseen, callers, is_by_number, numbered};
use crate::day::visible;
use crate::probing::Trying;
use crate::project::SlotDetail;
use crate::sites::premises::Premises;
use crate::upstairs::upstairs;
use crate::write::{Work, read_entries};
use crate::{Ask, Form, Problem, Said, Saved, Service};

/// The field of a refusal that is none: they are in the building already, or have left it.
pub(crate) const AS_IT_IS: &str = "as it is";

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
    /// Those who came with a number, of whom whoever looks sees no name: in the building, or gone that day.
    pub numbered: Vec<Caller>,
    /// Whether one of them is in the building today: nobody can tell whom they must not meet, so that the senior is asked before
    /// anybody sits down.
    pub stranger: bool,
    /// Whom to ask.
    pub senior: String,
    /// The same building by its other codes: whoever sits at the desk sees everybody who is expected, and in it, by any of them.
    pub beside: Vec<Reception>,
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
    /// Whether the senior is to be asked if they come now, early or late.
    pub ask_now: bool,
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

impl Service {
    /// Who is expected in a building on a day, and who is in it.
    pub async fn reception(&self, ask: &Ask, code: &str, date: Date) -> Result<Reception, Problem> {
        let stream = self.received_at(ask, code, Action::ViewReception).await?;
        let mut seen = self.desk_of(ask, code, stream, date).await?;
        for other in self.other_codes(code).await? {
            let stream = self.site_stream(&other).await?;
            seen.beside.push(self.desk_of(ask, &other, stream, date).await?);
        }
        // A stranger is in the building, whichever list they stand on.
        let stranger = seen.stranger || seen.beside.iter().any(|desk| desk.stranger);
        seen.stranger = stranger;
        seen.beside.iter_mut().for_each(|desk| desk.stranger = stranger);
        Ok(seen)
    }

    /// What is known of a building's day by one of its codes, without asking whether they may see it. It is logged.
    async fn desk_of(&self, ask: &Ask, code: &str, stream: StreamId, date: Date) -> Result<Reception, Problem> {
        let senior = self.senior_of(ask).await?;
        let (site, staff, today, now) = (code.to_owned(), ask.actor.staff.clone(), ask.today(), ask.now.london());
        let read = self.store.read(move |snapshot| {
            let entries = snapshot.entries(&stream)?;
            let found = found_at(snapshot, &site, date, now, &staff)?;
            let mut people = Vec::with_capacity(found.expected.len() + found.visits.len());
            for person in found.expected.iter().map(|row| &row.stream).chain(found.visits.iter().map(|row| &row.stream))
            {
                people.push(visible(snapshot, person, &staff, today)?);
            }
            Ok((stream, entries, found, people))
        });
        let (stream, entries, found, people) = read.await?;
        let entries = read_entries(&stream, &entries)?;
        let (noted, visits) = (entries.clone(), found.visits.clone());
        let numbered = self.store.read(move |snapshot| numbered(snapshot, &noted, &visits, date)).await?;
        let site = Site::fold(&entries, View::default()).ok_or(Problem::NotFound)?;
        self.permit_list_at(ask, Action::ViewReception, people.len(), (code, Some(date))).await?;
        let (expected, visits) = with_people(found, people);
        let (inside, gone) = visits.into_iter().partition(|visit: &Visit| visit.row.went.is_empty());
        let stranger = date == today && numbered.iter().any(|caller| is_about(caller, today));
        let mut callers = callers(&entries);
        callers.retain(|caller| caller.came.day() == date);
        callers.reverse();
        let beside = Vec::new();
        Ok(Reception { site, date, expected, inside, gone, callers, numbered, stranger, senior, beside })
    }

    /// Before whom of those who stand at the desk the senior is to be asked: people by their streams, or their numbers as typed.
    /// Such an answer is counted, or whoever has the desk could learn by typing who has a rival in the building; after a few it is
    /// all of them, as it is while somebody is there whose record is not seen.
    pub async fn ask_before(&self, ask: &Ask, code: &str, people: &[String]) -> Result<BTreeSet<String>, Problem> {
        let stream = self.received_at(ask, code, Action::ViewReception).await?;
        let entries = self.entries_unasked(&stream).await?;
        let (site, staff, today, now) = (code.to_owned(), ask.actor.staff.clone(), ask.today(), ask.now.london());
        let read = self.store.read(move |snapshot| {
            let (visits, unseen) = visits_seen(snapshot, &site, today, (&staff, today))?;
            let numbered = numbered(snapshot, &entries, &visits, today)?;
            Ok((unseen, numbered.iter().any(|caller| is_about(caller, today))))
        });
        let (unseen, stranger) = read.await?;
        if stranger {
            return Ok(people.iter().cloned().collect());
        }
        let unseen = Arc::new(unseen);
        let looked = async {
            let mut found = BTreeSet::new();
            for typed in people {
                let Ok(Came::Somebody(person)) = self.who_came(ask, typed).await else { continue };
                let (at, unseen) = (code.to_owned(), unseen.clone());
                let near = self.store.read(move |snapshot| {
                    let windows = against(snapshot, &person, (&at, today), now, &unseen)?;
                    Ok(too_near(&[coming(&at, now)], &windows, today, now))
                });
                if near.await? {
                    found.insert(typed.clone());
                }
            }
            Ok(found)
        };
        let told = self.told_within_limits(ask, Trying::Numbers, |found| !found.is_empty(), looked).await?;
        Ok(told.unwrap_or_else(|| people.iter().cloned().collect()))
    }

    /// Records that somebody came in, booked or not: whoever is at the door is never refused. Answers with their stream, or
    /// with the site's code where that would tell who is on record.
    pub async fn arrive(&self, ask: &Ask, form: &Form, said: &Arriving) -> Result<Saved, Problem> {
        let site = self.received_at(ask, &said.site, Action::ViewReception).await?;
        if said.date > ask.today() {
            return Err(Problem::field("date", "Nobody has come on a day that is still to come"));
        }
        let person = match self.who_came(ask, &said.person).await? {
            Came::Somebody(person) => person,
            Came::Number(number, limited) => {
                return Box::pin(self.arrive_by_number(ask, form, said, &site, (&number, limited))).await;
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
        as_it_is(saved.await, person.as_str())
    }

    /// Records that somebody left. Answers with their stream.
    pub async fn leave(&self, ask: &Ask, form: &Form, said: &Leaving) -> Result<Saved, Problem> {
        let site = self.received_at(ask, &said.site, Action::ViewReception).await?;
        let person: StreamId = said.person.parse().map_err(|_| Problem::NotFound)?;
        if is_by_number(&said.visit) {
            return self.leave_by_number(ask, form, said, (&site, &person)).await;
        }
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
        as_it_is(saved.await, person.as_str())
    }

    /// The other codes of a building, where it was opened twice.
    async fn other_codes(&self, code: &str) -> Result<Vec<String>, Problem> {
        let wanted = code.to_owned();
        let found = self.store.read(move |snapshot| Ok(Premises::read(snapshot)?.other_codes(&wanted)));
        Ok(found.await?)
    }

    /// Whether the asker works where people are received in this building, by any code that it has; its stream.
    pub(crate) async fn received_at(&self, ask: &Ask, code: &str, action: Action) -> Result<StreamId, Problem> {
        let stream = self.site_stream(code).await?;
        if !access::role_does(ask.actor.role, action) {
            self.permit_list(ask, action, 0).await?;
        }
        if self.sees_people_at(ask, code).await? {
            return Ok(stream);
        }
        for other in self.other_codes(code).await? {
            if self.sees_people_at(ask, &other).await? {
                return Ok(stream);
            }
        }
        self.not_theirs(ask, action).await
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
pub(crate) fn is_here(file: &CaseFile, said: &Arriving) -> bool {
    let here = |visit: &record::case::Visit| {
        visit.left.is_none() && visit.site == said.site && visit.arrived.day() == said.date
    };
    file.visits.iter().any(here)
}

/// Now, if nothing else was said and it is today; else the day, which is all that is known.
pub(crate) fn at(said: Option<Minute>, date: Date, ask: &Ask) -> Happened {
    match said {
        Some(minute) => Happened::At(minute),
        None if date == ask.today() => Happened::At(ask.now.london()),
        None => Happened::On(date),
    }
}

/// Pressed twice, by two people: it is as they say, and nothing is added.
pub(crate) fn as_it_is(saved: Result<Saved, Problem>, answer: &str) -> Result<Saved, Problem> {
    match saved {
        Err(Problem::Invalid(errors)) if errors.iter().any(|error| error.field == AS_IT_IS) => {
            Ok(Saved { act: String::new(), answer: answer.to_owned(), repeat: true })
        }
        saved => saved,
    }
}

/// Whether a caller is in the building still, or may be.
fn is_about(caller: &Caller, today: Date) -> bool {
    caller.left.is_none() && caller.came.day() >= today.yesterday().unwrap_or(today)
}

/// What was found of a building's day.
struct Found {
    expected: Vec<ExpectedRow>,
    visits: Vec<VisitRow>,
    /// Those before whom the senior is to be asked.
    ask_first: BTreeSet<StreamId>,
    /// Those before whom the senior is to be asked if they come now.
    ask_now: BTreeSet<StreamId>,
}

fn found_at(snapshot: &Snapshot, site: &str, date: Date, now: Minute, staff: &str) -> Result<Found, StoreError> {
    let day = date.to_string();
    let expected = snapshot.expected_at(site, &day)?;
    let (mut visits, unseen) = visits_seen(snapshot, site, date, (staff, now.day()))?;
    // Of earlier days only those whose leaving nobody recorded: they may still be in the building.
    visits.retain(|visit| visit.arrived.starts_with(&day) || visit.went.is_empty());
    let (mut ask_first, mut ask_now) = (BTreeSet::new(), BTreeSet::new());
    for person in snapshot.kept_apart_at(site, &day)? {
        let windows = against(snapshot, &person, (site, date), now, &unseen)?;
        let own = stays(&person, site, date, now, &expected, &visits);
        if too_near(&own, &windows, date, now) {
            ask_first.insert(person.clone());
        }
        if now.day() == date && too_near(&[coming(site, now)], &windows, date, now) {
            ask_now.insert(person);
        }
    }
    Ok(Found { expected, visits, ask_first, ask_now })
}

/// The visits to a building on a day and in the days before, without those by a number of a record that whoever asks may not see.
fn visits_seen(
    snapshot: &Snapshot,
    site: &str,
    date: Date,
    (staff, today): (&str, Date),
) -> Result<(Vec<VisitRow>, Unseen), StoreError> {
    let back = Places::split_2014().value(PlaceFigure::ForgottenDays);
    let since = date.saturating_sub(Span::new().days(back)).to_string();
    let mut visits = snapshot.visits_at(site, &since, &date.to_string())?;
    let unseen = Unseen::take(snapshot, &mut visits, staff, today)?;
    Ok((visits, unseen))
}

/// When others are in a building on a day whom somebody must not meet, as far as it may be told at the desk.
fn against(
    snapshot: &Snapshot,
    person: &StreamId,
    (site, date): (&str, Date),
    now: Minute,
    unseen: &Unseen,
) -> Result<Vec<WindowRow>, StoreError> {
    let day = date.to_string();
    let mut windows = snapshot.windows_against(person.as_str(), &day, &day)?;
    if now.day() == date {
        let yesterday = date.yesterday().unwrap_or(date).to_string();
        windows.extend(snapshot.stays_since(person.as_str(), &yesterday, &day)?);
    }
    unseen.without(&mut windows);
    windows.extend(snapshot.homes_against(person.as_str(), &day, &day)?);
    if !windows.is_empty() {
        Premises::read(snapshot)?.under_codes(&[site.to_owned()], &mut windows);
    }
    windows.extend(upstairs(snapshot, person, site, date)?);
    Ok(windows)
}

/// Somebody who comes in this minute, for as long as nobody knows.
fn coming(site: &str, now: Minute) -> Stay<'_> {
    Stay { site, starts: civil(now), ends: civil(now) }
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
    let Found { expected, visits, ask_first, ask_now } = found;
    let expected: Vec<Expected> = expected
        .into_iter()
        .map(|row| {
            let came = visits.iter().rev().find(|v| v.stream == row.stream && v.appointment == row.appointment);
            let person = people.next().flatten();
            let detail: SlotDetail = serde_json::from_str(&row.detail).unwrap_or_default();
            Expected {
                ask_first: ask_first.contains(&row.stream),
                ask_now: ask_now.contains(&row.stream),
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
    (expected, visits.collect())
}
