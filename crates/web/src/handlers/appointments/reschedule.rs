//! Moving an appointment. The old time is kept.

use record::case::View;
use record::facts::person::AskedBy;
use serde::Deserialize;
use service::booking::{Besides, Moving};
use service::{FieldError, Problem};

use crate::components::form::Kind;
use crate::components::{Choice, Choices, Fact, Facts, Field, Here, Look, Problems};
use crate::handlers::appointments::book::read_start;
use crate::handlers::appointments::outcome::{contact_words, staff_of};
use crate::handlers::forms::Form;
use crate::handlers::frame::{case_header, case_href, case_id};
use crate::pages::appointments::reschedule::ReschedulePage;
use crate::posted::Fields;
use crate::visitor::Visitor;
use crate::words::minute;

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
    let said = Moving {
        person: person.to_string(),
        appointment: appointment.to_owned(),
        starts: read_start(fields)?,
        site: fields.trimmed("place").to_owned(),
        asked_by: if fields.trimmed("asked_by") == "person" { AskedBy::Person } else { AskedBy::Service },
        reason: fields.trimmed("reason").to_owned(),
        besides: Besides::default(),
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
