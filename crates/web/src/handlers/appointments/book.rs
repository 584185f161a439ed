//! Booking an appointment.

use record::StreamId;
use record::case::{CaseFile, View};
use record::time::Minute;
use serde::Deserialize;
use service::booking::offers::Refused;
use service::booking::{Besides, Booking, NextAppointment, Repeat, Skip};
use service::diary::Wanted;
use service::directory::{Names, Place};
use service::elsewhere::{is_elsewhere, read_address, stands_elsewhere};
use service::people::read_date;
use service::project::need_words;
use service::{FieldError, Problem};

use crate::components::form::Kind;
use crate::components::{Choice, Choices, Fact, Facts, Field, Here, Look, Problems};
use crate::handlers::appointments::outcome::{contact_words, staff_of};
use crate::handlers::appointments::refusal::{
    ALONE, besides, is_refused, offered, offered_officer, override_reason, refusal,
};
use crate::handlers::appointments::visits::{Typed, visit, whereabouts};
use crate::handlers::day::week::way;
use crate::handlers::forms::Form;
use crate::handlers::frame::{case_header, case_href, case_id};
use crate::handlers::sites::assess::read_near;
use crate::pages::appointments::book::{BookPage, More};
use crate::pages::appointments::refusal::Refusal;
use crate::posted::Fields;
use crate::visitor::Visitor;
use crate::words::{minute, read_time, short_day};

/// A booking on a case.
#[derive(Debug, Deserialize)]
pub struct BookForm {
    case: String,
}

impl Form for BookForm {
    type Page = BookPage;

    fn address(&self) -> String {
        format!("/cases/{}/book", self.case)
    }

    fn done(&self) -> String {
        format!("/cases/{}?done=recorded", self.case)
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        book(visitor, &self.case, typed).await
    }

    async fn page(&self, visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Result<BookPage, Problem> {
        book_page(visitor, &self.case, typed, errors).await
    }
}

async fn book(visitor: &Visitor, case: &str, fields: &Fields) -> Result<(), Problem> {
    let person = case_id(case).ok_or(Problem::NotFound)?;
    let (starts, site) = read_when_and_where(fields)?;
    let actor = visitor.actor();
    let officer = offered_officer(fields).unwrap_or(fields.trimmed("officer"));
    // The room that was typed is one of the place that was typed.
    let room = if site == fields.trimmed("place") { fields.trimmed("room") } else { "" };
    let appointment = NextAppointment {
        contact: fields.trimmed("kind").to_owned(),
        order: fields.trimmed("component").to_owned(),
        starts,
        minutes: length(fields),
        site,
        staff: if officer.is_empty() { actor.staff.clone() } else { officer.to_owned() },
        team: actor.team.clone(),
        purpose: fields.trimmed("note").to_owned(),
        besides: Besides {
            room: room.to_owned(),
            with: fields.trimmed("with").to_owned(),
            one_off: fields.trimmed("one_off").to_owned(),
            at: read_address(fields.get("visit"), fields.trimmed("whose")),
            near: read_near(fields.trimmed("near")),
            override_reason: fields.trimmed("override").to_owned(),
        },
    };
    let although_away = fields.trimmed("although_away") == "yes";
    let said = Booking { person: person.to_string(), appointment, repeat: read_repeat(fields)?, although_away };
    let ask = visitor.ask("book");
    visitor.web.service.book(&ask, &fields.form(), &said).await.map(drop)
}

fn length(fields: &Fields) -> u32 {
    fields.trimmed("length").parse().unwrap_or(30)
}

/// An offer that was pressed stands in place of the day, time and place that were typed.
fn read_when_and_where(fields: &Fields) -> Result<(Minute, String), Problem> {
    match offered(fields) {
        Some(taken) => Ok(taken),
        None => Ok((read_start(fields)?, fields.trimmed("place").to_owned())),
    }
}

fn read_repeat(fields: &Fields) -> Result<Option<Repeat>, Problem> {
    let Ok(every) = fields.trimmed("every").parse() else { return Ok(None) };
    let times = fields.trimmed("times").parse();
    let times = times.map_err(|_| Problem::field("times", "Say how many appointments, such as 6"))?;
    let leave_out = if fields.get("leave_out").is_empty() { Skip::None } else { Skip::Unfit };
    Ok(Some(Repeat { every, times, leave_out }))
}

/// The day and time of a form with `date` and `time`.
pub fn read_start(fields: &Fields) -> Result<Minute, Problem> {
    let mut wrong = Vec::new();
    let date = read_date(fields.trimmed("date"));
    let time = read_time(fields.trimmed("time"));
    if date.is_none() {
        wrong.push(FieldError::new("date", "Enter a day, such as 22/12/2015"));
    }
    if time.is_none() {
        wrong.push(FieldError::new("time", "Enter a time, such as 9:30am"));
    }
    match (date, time) {
        (Some(date), Some((hour, minutes))) => Ok(Minute::new(date.at(hour, minutes, 0, 0))),
        _ => Err(Problem::Invalid(wrong)),
    }
}

async fn book_page(visitor: &Visitor, case: &str, typed: &Fields, errors: &[FieldError]) -> Result<BookPage, Problem> {
    let person = case_id(case).ok_or(Problem::NotFound)?;
    let service = &visitor.web.service;
    let ask = visitor.ask("book");
    let opened = service.open(&ask, access::Action::Book, &person, View::default()).await?;
    let file = &opened.file;
    let names = service.names(staff_of(file)).await?;
    let places = service.own_places(&ask).await?;
    let colleagues = service.colleagues(&ask).await?;
    let wrong = |name: &str| {
        errors.iter().find(|e| e.field == name || (e.field == "contact" && name == "kind")).map(|e| e.message.clone())
    };
    let kept = |name: &str, first: &str| if typed.is_empty() { first.to_owned() } else { typed.get(name).to_owned() };
    let list = |name: &str, label: &str, options: Vec<Choice>, first: &str| Choices {
        error: wrong(name),
        ..Choices::new(Look::List, name, label, options).chosen(&kept(name, first))
    };
    let field = |kind, name: &str, label: &str| Field {
        error: wrong(name),
        ..Field::new(kind, name, label).value(kept(name, ""))
    };
    let kinds = service.standards().contact_types().iter().filter(|kind| kind.attendance && kind.code != "WALKIN");
    let orders: Vec<_> = file.active_orders(visitor.now.day()).collect();
    let mut shell = visitor.shell("Book an appointment – Case", Here::Find).back("Case overview", &case_href(&person));
    shell.has_problems = !errors.is_empty();
    let first_place = places.first().map(|p| p.code.clone()).unwrap_or_default();
    let refusal = refused(visitor, &person, typed, &names, errors).await?;
    let one_off = wrong("one_off").is_some() || !typed.trimmed("one_off").is_empty();
    Ok(BookPage {
        shell,
        case: case_header(visitor, &person, file, &names, ""),
        problems: Problems {
            list: besides(errors)
                .map(|e| (if e.field == "contact" { "kind" } else { e.field }.to_owned(), e.message.clone()))
                .collect(),
        },
        override_reason: override_reason(visitor, typed, errors),
        refusal,
        token: visitor.token(format!("{}/book", case_href(&person)), 0),
        kind: list("kind", "Kind", kinds.map(|k| Choice::new(&k.code, &k.words)).collect(), "COAP"),
        component: list(
            "component",
            "Under",
            orders.iter().map(|o| Choice::new(&o.component, o.made.kind.words())).collect(),
            orders.last().map_or("", |o| o.component.as_str()),
        ),
        date: field(Kind::Date, "date", "Date").hint("Like 22/12/2015"),
        time: field(Kind::Time, "time", "Time").hint("Like 9:30am"),
        length: list("length", "Length", LENGTHS.map(|(value, words)| Choice::new(value, words)).to_vec(), "30"),
        place: list("place", "Place", places.iter().map(|p| Choice::new(&p.code, &p.name)).collect(), &first_place),
        officer: list(
            "officer",
            "With",
            colleagues.iter().map(|(code, name)| Choice::new(code, name)).collect(),
            &visitor.actor().staff,
        ),
        although_away: (wrong("although_away").is_some() || !typed.get("although_away").is_empty())
            .then(|| although_away(wrong("although_away"), typed.get("although_away"))),
        visit: visit(file, typed, errors, (is_elsewhere(typed.trimmed("kind"), service.standards()), Typed::Either)),
        note: field(Kind::Lines, "note", "What for (optional)"),
        one_off: one_off.then(|| field(Kind::Line, "one_off", "Why this one appointment may be held there")),
        more: More {
            open: ["room", "with", "every", "times"]
                .iter()
                .any(|name| wrong(name).is_some() || !typed.get(name).is_empty()),
            room: list("room", "Room", rooms(&places), ""),
            with: field(Kind::Line, "with", "Who else is to be there")
                .hint("An interpreter, a social worker, a colleague by name"),
            every: list("every", "Again", EVERY.map(|(value, words)| Choice::new(value, words)).to_vec(), ""),
            times: field(Kind::Short, "times", "How many in all"),
            leave_out: Choices::new(
                Look::Ticks,
                "leave_out",
                "If some of them can’t be had",
                vec![Choice::new("yes", "Book the others")],
            )
            .chosen(&kept("leave_out", "")),
        },
        mind: mind(visitor, file, &names, &places, travel(visitor, &person, typed).await?),
    })
}

/// Asked where whoever is to see them is away then.
pub fn although_away(error: Option<String>, chosen: &str) -> Choices {
    let all_the_same = vec![Choice::new("yes", "Book it all the same: they will be there")];
    let question = "Whoever is to see them is away";
    Choices { error, ..Choices::new(Look::Ticks, "although_away", question, all_the_same).chosen(chosen) }
}

const LENGTHS: [(&str, &str); 6] = [
    ("15", "15 minutes"),
    ("30", "30 minutes"),
    ("45", "45 minutes"),
    ("60", "1 hour"),
    ("90", "1 hour 30 minutes"),
    ("420", "7 hours"),
];
const EVERY: [(&str, &str); 4] =
    [("7", "Every week"), ("14", "Every two weeks"), ("28", "Every four weeks"), ("1", "Every day")];

/// The rooms of all the places, each name once.
fn rooms(places: &[Place]) -> Vec<Choice> {
    let mut names: Vec<&str> = places.iter().flat_map(|p| &p.site.rooms).map(|room| room.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().map(|name| Choice::new(name, name)).collect()
}

/// What is said when people must be kept apart, of what was asked for.
async fn refused(
    visitor: &Visitor,
    person: &StreamId,
    typed: &Fields,
    names: &Names,
    errors: &[FieldError],
) -> Result<Option<Refusal>, Problem> {
    if !is_refused(errors) {
        return Ok(None);
    }
    let (starts, site) = read_when_and_where(typed)?;
    let officer = offered_officer(typed).unwrap_or(typed.trimmed("officer"));
    let staff = if officer.is_empty() { visitor.actor().staff.clone() } else { officer.to_owned() };
    let at = read_address(typed.get("visit"), typed.trimmed("whose"));
    let visited = stands_elsewhere(typed.trimmed("kind"), at.as_ref(), visitor.web.service.standards());
    let site = if visited { String::new() } else { site };
    let room = if site == typed.trimmed("place") { typed.trimmed("room").to_owned() } else { String::new() };
    let (person, contact) = (person.clone(), typed.trimmed("kind").to_owned());
    let asked = Refused { person, contact, staff, site, room, starts, minutes: length(typed) };
    let besides = if typed.trimmed("with").is_empty() { "" } else { ALONE };
    refusal(visitor, &asked, names, ("Book", besides), errors).await
}

/// The ways of whoever is to see them round what was typed, as their day would tell them.
async fn travel(visitor: &Visitor, person: &StreamId, typed: &Fields) -> Result<Option<Fact>, Problem> {
    let Ok((starts, site)) = read_when_and_where(typed) else { return Ok(None) };
    let (officer, contact) = (typed.trimmed("officer"), typed.trimmed("kind").to_owned());
    let staff = if officer.is_empty() { visitor.actor().staff.clone() } else { officer.to_owned() };
    let wanted = Wanted { staff, person: person.clone(), contact, site, starts, minutes: length(typed) };
    let ways = visitor.web.service.ways(&wanted).await?;
    let there = ways.there.map(|travel| way(&travel).text);
    let onward = ways.onward.map(|travel| format!("to the next one: {}", way(&travel).text.to_lowercase()));
    let told: Vec<String> = there.into_iter().chain(onward).collect();
    Ok((!told.is_empty()).then(|| Fact::new("Travel", told.join("; "))))
}

/// Beside the form: what to bear in mind.
fn mind(visitor: &Visitor, file: &CaseFile, names: &Names, places: &[Place], travel: Option<Fact>) -> Facts {
    let standards = visitor.web.service.standards();
    let needs: Vec<String> = file.person.iter().flat_map(need_words).collect();
    let came = |a: &&record::case::Appointment| {
        a.held.as_ref().and_then(|h| standards.outcome(&h.outcome)).is_some_and(|o| o.attended == Some(true))
    };
    let seen = file.appointments.iter().rev().find(came);
    let next = file.next_appointment_after(visitor.now.london());
    let mut rows = vec![
        Fact::new("Needs", if needs.is_empty() { "None recorded".to_owned() } else { needs.join(", ") }),
        Fact::new("Last attended", seen.map_or_else(|| "Never".to_owned(), |a| short_day(a.booked.starts.day()))),
        Fact::new(
            "Next",
            next.map_or_else(
                || "Nothing booked".to_owned(),
                |a| {
                    format!(
                        "{}, {}, {}",
                        contact_words(standards, a),
                        minute(a.booked.starts),
                        whereabouts(names, &a.booked.site, a.booked.at.as_ref(), "")
                    )
                },
            ),
        ),
    ];
    // Beside what they need: both say whether the time will do.
    rows.splice(1..1, travel);
    rows.extend(places.iter().filter_map(to_keep_to));
    Facts::from(rows)
}

/// What must be kept to where somebody is seen at a place.
fn to_keep_to(place: &Place) -> Option<Fact> {
    let conditions = place.site.assessed.as_ref().map(|found| found.conditions.trim())?;
    (!conditions.is_empty()).then(|| Fact::new(format!("At {}", place.name), conditions))
}
