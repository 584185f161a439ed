//! Moving an appointment. The old time is kept.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use record::case::View;
use record::facts::person::AskedBy;
use service::booking::Moving;
use service::{FieldError, Problem};

use crate::answer::{failure, page_with};
use crate::components::form::Kind;
use crate::components::{Choice, Choices, Fact, Facts, Field, Here, Look, Problems};
use crate::handlers::appointments::book::read_start;
use crate::handlers::appointments::outcome::{contact_words, staff_of};
use crate::handlers::frame::{case_header, case_href, case_id};
use crate::pages::appointments::reschedule::ReschedulePage;
use crate::posted::{Fields, Posted};
use crate::visitor::Visitor;
use crate::words::minute;

/// The page.
pub async fn show(visitor: Visitor, Path((case, appointment)): Path<(String, String)>) -> Response {
    match move_page(&visitor, &case, &appointment, &Fields::default(), &[]).await {
        Ok(page) => page_with(StatusCode::OK, &page),
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

/// Takes the form.
pub async fn submit(Path((case, appointment)): Path<(String, String)>, posted: Posted) -> Response {
    let visitor = &posted.visitor;
    if posted.sent_before {
        return Redirect::to(&format!("/cases/{case}?done=recorded")).into_response();
    }
    match reschedule(visitor, &case, &appointment, &posted.fields).await {
        Ok(()) => Redirect::to(&format!("/cases/{case}?done=recorded")).into_response(),
        Err(Problem::Invalid(errors)) => match move_page(visitor, &case, &appointment, &posted.fields, &errors).await {
            Ok(page) => page_with(StatusCode::UNPROCESSABLE_ENTITY, &page),
            Err(problem) => posted.failure(problem),
        },
        Err(problem) => posted.failure(problem),
    }
}

async fn reschedule(visitor: &Visitor, case: &str, appointment: &str, fields: &Fields) -> Result<(), Problem> {
    let person = case_id(case).ok_or(Problem::NotFound)?;
    let said = Moving {
        person: person.to_string(),
        appointment: appointment.to_owned(),
        starts: read_start(fields)?,
        site: fields.trimmed("place").to_owned(),
        asked_by: if fields.trimmed("asked_by") == "person" { AskedBy::Person } else { AskedBy::Service },
        reason: fields.trimmed("reason").to_owned(),
    };
    visitor.web.service.move_appointment(&visitor.ask("move"), &fields.form(), &said).await?;
    Ok(())
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
    let mut shell = visitor.shell("Move an appointment – Case", Here::Find).back("Case overview", &case_href(&person));
    shell.has_problems = !errors.is_empty();
    let asked_by = vec![Choice::new("person", "The person"), Choice::new("service", "Our side")];
    let places = places.iter().map(|p| Choice::new(&p.code, &p.name)).collect();
    Ok(ReschedulePage {
        shell,
        case: case_header(visitor, &person, &opened.file, &names, ""),
        problems: Problems { list: errors.iter().map(|e| (e.field.to_owned(), e.message.clone())).collect() },
        refusal: None,
        facts: Facts::from(vec![
            Fact::new(
                "Now booked",
                format!("{}, {}", contact_words(service.standards(), held), minute(held.booked.starts)),
            ),
            Fact::new("Place", names.of_place(&held.booked.site)),
            Fact::new("With", names.of_staff(&held.booked.staff)),
        ]),
        token: visitor.token(format!("{}/appointments/{appointment}/move", case_href(&person)), held.version),
        date: field(Kind::Date, "date", "New date").hint("Like 22/12/2015"),
        time: field(Kind::Time, "time", "New time").hint("Like 9:30am"),
        place: Choices::new(Look::List, "place", "Place", places).chosen(&kept("place", &held.booked.site)),
        asked_by: Choices::new(Look::Stack, "asked_by", "Who asked for the move?", asked_by)
            .chosen(&kept("asked_by", "service")),
        reason: field(Kind::Line, "reason", "Why"),
        cancel: None,
    })
}
