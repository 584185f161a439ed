//! Moving an appointment to another time, place or officer. What stood before is kept.

use record::StreamId;
use record::case::{Appointment, View};
use record::facts::site::Room;
use serde::Deserialize;
use service::booking::offers::Refused;
use service::booking::{Besides, Moving};
use service::directory::{Names, Place};
use service::elsewhere::{is_elsewhere, is_work, read_address, stands_elsewhere};
use service::{FieldError, Problem};

use crate::components::form::Kind;
use crate::components::{Choice, Choices, Field, Here, Link, Look, Problems};
use crate::handlers::appointments::book::{although_away, read_start};
use crate::handlers::appointments::cancel::{as_it_stands, asked_by};
use crate::handlers::appointments::outcome::staff_of;
use crate::handlers::appointments::refusal::{STAYS, besides, offered, offered_officer, override_reason, refusal};
use crate::handlers::appointments::visits::{Typed, moved_visit, visit};
use crate::handlers::forms::Form;
use crate::handlers::frame::{case_header, case_href, case_id};
use crate::handlers::sites::assess::read_near;
use crate::pages::appointments::cancel::askers;
use crate::pages::appointments::refusal::Refusal;
use crate::pages::appointments::reschedule::ReschedulePage;
use crate::posted::Fields;
use crate::visitor::Visitor;

/// An appointment to be moved.
#[derive(Debug, Deserialize)]
pub struct MoveForm {
    case: String,
    appointment: String,
}

impl Form for MoveForm {
    type Page = ReschedulePage;

    fn address(&self) -> String {
        format!("/cases/{}/appointments/{}/move", self.case, self.appointment)
    }

    fn done(&self) -> String {
        format!("/cases/{}?done=recorded", self.case)
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        reschedule(visitor, &self.case, &self.appointment, typed).await
    }

    async fn page(&self, visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Result<ReschedulePage, Problem> {
        move_page(visitor, &self.case, &self.appointment, typed, errors).await
    }
}

async fn reschedule(visitor: &Visitor, case: &str, appointment: &str, fields: &Fields) -> Result<(), Problem> {
    let person = case_id(case).ok_or(Problem::NotFound)?;
    let ask = visitor.ask("move");
    let service = &visitor.web.service;
    // Whether they may is asked before what they typed is looked at.
    service.permit(&ask, access::Action::Book, &person).await?;
    let (starts, site) = match offered(fields) {
        Some(taken) => taken,
        None => (read_start(fields)?, fields.trimmed("place").to_owned()),
    };
    let Some(asked_by) = asked_by(fields) else {
        return Err(Problem::field("asked_by", "Choose who asked"));
    };
    let said = Moving {
        person: person.to_string(),
        appointment: appointment.to_owned(),
        starts,
        officer: offered_officer(fields).unwrap_or(fields.trimmed("officer")).to_owned(),
        although_away: fields.trimmed("although_away") == "yes",
        asked_by,
        reason: fields.trimmed("reason").to_owned(),
        besides: Besides {
            room: if offered(fields).is_some() {
                room_at(fields.get("room"), &site).unwrap_or_default()
            } else {
                room_at(fields.get("room"), &site)?
            },
            one_off: fields.trimmed("one_off").to_owned(),
            at: read_address(fields.get("visit"), fields.trimmed("whose")),
            near: read_near(fields.trimmed("near")),
            override_reason: fields.trimmed("override").to_owned(),
            ..Besides::default()
        },
        site,
    };
    service.move_appointment(&ask, &fields.form(), &said).await.map(drop)
}

/// The room, which must be one of the place.
fn room_at(chosen: &str, site: &str) -> Result<String, Problem> {
    match chosen.split_once('/') {
        None => Ok(String::new()),
        Some((of, room)) if of == site || site.is_empty() => Ok(room.to_owned()),
        Some(_) => Err(Problem::field("room", "That room is at another place. Choose one of this place, or none")),
    }
}

async fn move_page(
    visitor: &Visitor,
    case: &str,
    appointment: &str,
    typed: &Fields,
    errors: &[FieldError],
) -> Result<ReschedulePage, Problem> {
    let person = case_id(case).ok_or(Problem::NotFound)?;
    let service = &visitor.web.service;
    let ask = visitor.ask("move");
    let opened = service.open(&ask, access::Action::Book, &person, View::default()).await?;
    let held = opened.file.appointment(appointment).ok_or(Problem::NotFound)?;
    let names = service.names(staff_of(&opened.file)).await?;
    let places = service.own_places(&ask).await?;
    let wrong = |name: &str| errors.iter().find(|e| e.field == name).map(|e| e.message.clone());
    let kept = |name: &str, first: &str| if typed.is_empty() { first.to_owned() } else { typed.get(name).to_owned() };
    let field = |kind, name: &str, label: &str| Field {
        error: wrong(name),
        ..Field::new(kind, name, label).value(kept(name, ""))
    };
    // What few moves need is asked for only where it is missing.
    let asked_for = |name: &str, label: &str| {
        (wrong(name).is_some() || !typed.get(name).is_empty()).then(|| field(Kind::Line, name, label))
    };
    let list = |name: &str, legend: &str, options: Vec<Choice>, first: &str| Choices {
        error: wrong(name),
        ..Choices::new(Look::List, name, legend, options).chosen(&kept(name, first))
    };
    let mut shell = visitor.shell("Move an appointment – Case", Here::Find).back("Case overview", &case_href(&person));
    shell.has_problems = !errors.is_empty();
    let room =
        if held.booked.room.is_empty() { String::new() } else { format!("{}/{}", held.booked.site, held.booked.room) };
    let (officers, with) = officers(visitor, held, &names).await?;
    let work = is_work(&held.booked.contact);
    let stays = held.booked.at.as_ref().filter(|_| work).map(|at| Choice::new("", &at.words()));
    Ok(ReschedulePage {
        shell,
        case: case_header(visitor, &person, &opened.file, &names, ""),
        problems: Problems { list: besides(errors).map(|e| (e.field.to_owned(), e.message.clone())).collect() },
        refusal: refused(visitor, &person, held, typed, &names, errors).await?,
        facts: as_it_stands(visitor, held, &names),
        token: visitor.token(format!("{}/appointments/{appointment}/move", case_href(&person)), held.version),
        date: field(Kind::Date, "date", "New date").hint("Like 22/12/2015"),
        time: field(Kind::Time, "time", "New time").hint("Like 9:30am"),
        visit: (is_elsewhere(&held.booked.contact, service.standards()) || work).then(|| {
            let what_for = if work { Typed::Work } else { Typed::Visit };
            moved_visit(visit(&opened.file, typed, errors, (true, what_for)), held)
        }),
        is_work: work,
        room: list("room", "Room (optional)", rooms(&places), &room),
        place: list(
            "place",
            "Place",
            stays.into_iter().chain(places.iter().map(|p| Choice::new(&p.code, &p.name))).collect(),
            &held.booked.site,
        ),
        officer: list("officer", "With", officers, &with),
        although_away: (wrong("although_away").is_some() || !typed.get("although_away").is_empty())
            .then(|| although_away(wrong("although_away"), typed.get("although_away"))),
        asked_by: Choices {
            error: wrong("asked_by"),
            ..Choices::new(Look::Stack, "asked_by", "Who asked for the move?", askers())
                .chosen(&kept("asked_by", "service"))
        },
        reason: field(Kind::Line, "reason", "Why"),
        one_off: asked_for("one_off", "Why this one appointment may be held there"),
        override_reason: override_reason(visitor, typed, errors),
        cancel: Link::new("Call it off instead", format!("{}/appointments/{appointment}/cancel", case_href(&person))),
    })
}

/// With whom it can be: whoever has it now, while they work here, and the asker's colleagues; and whom to propose.
async fn officers(visitor: &Visitor, held: &Appointment, names: &Names) -> Result<(Vec<Choice>, String), Problem> {
    let (service, ask) = (&visitor.web.service, visitor.ask("move"));
    let colleagues = service.colleagues(&ask).await?;
    let mut choices: Vec<Choice> = colleagues.iter().map(|(code, name)| Choice::new(code, name)).collect();
    let stood = &held.booked.staff;
    if colleagues.iter().any(|(code, _)| code == stood) {
        return Ok((choices, stood.clone()));
    }
    if service.works_here(stood).await? {
        choices.insert(0, Choice::new(stood, &names.of_staff(stood)));
        return Ok((choices, stood.clone()));
    }
    Ok((choices, visitor.actor().staff.clone()))
}

/// The rooms of every place, each under its place.
fn rooms(places: &[Place]) -> Vec<Choice> {
    let of = |place: &Place| {
        let name = |room: &Room| {
            Choice::new(&format!("{}/{}", place.code, room.name), &format!("{}: {}", place.name, room.name))
        };
        place.site.rooms.iter().map(name).collect::<Vec<Choice>>()
    };
    places.iter().flat_map(of).collect()
}

/// What is said when people must be kept apart, of where and when it was to be moved.
async fn refused(
    visitor: &Visitor,
    person: &StreamId,
    held: &Appointment,
    typed: &Fields,
    names: &Names,
    errors: &[FieldError],
) -> Result<Option<Refusal>, Problem> {
    let (starts, place) = match offered(typed) {
        Some(taken) => taken,
        None => (read_start(typed).unwrap_or(held.booked.starts), typed.trimmed("place").to_owned()),
    };
    let typed_at = read_address(typed.get("visit"), typed.trimmed("whose"));
    let at = typed_at.as_ref().or(held.booked.at.as_ref().filter(|_| place.is_empty()));
    let visited = stands_elsewhere(&held.booked.contact, at, visitor.web.service.standards());
    let site = if place.is_empty() { held.booked.site.clone() } else { place };
    let asked = Refused {
        person: person.clone(),
        contact: held.booked.contact.clone(),
        staff: match offered_officer(typed).unwrap_or(typed.trimmed("officer")) {
            "" => held.booked.staff.clone(),
            officer => officer.to_owned(),
        },
        room: room_at(typed.get("room"), &site).unwrap_or_default(),
        site: if visited { String::new() } else { site },
        starts,
        minutes: held.booked.minutes,
    };
    let besides = if held.booked.with.is_empty() { "" } else { STAYS };
    refusal(visitor, &asked, names, ("Move it", besides), errors).await
}
