//! Calling off an appointment. What was booked stays on record.

use record::case::{Appointment, View};
use record::facts::person::AskedBy;
use serde::Deserialize;
use service::booking::series::later;
use service::booking::{Cancelling, Which};
use service::directory::Names;
use service::{FieldError, Problem};

use crate::components::form::Kind;
use crate::components::{Choice, Choices, Fact, Facts, Field, Here, Look, Problems};
use crate::handlers::appointments::outcome::{contact_words, staff_of};
use crate::handlers::appointments::visits::whereabouts;
use crate::handlers::forms::Form;
use crate::handlers::frame::{case_header, case_href, case_id};
use crate::pages::appointments::cancel::{CancelPage, askers};
use crate::posted::Fields;
use crate::visitor::Visitor;
use crate::words::{minute, short_day};

/// An appointment to be called off.
#[derive(Debug, Deserialize)]
pub struct CancelForm {
    case: String,
    appointment: String,
}

impl Form for CancelForm {
    type Page = CancelPage;

    fn address(&self) -> String {
        format!("/cases/{}/appointments/{}/cancel", self.case, self.appointment)
    }

    fn done(&self) -> String {
        format!("/cases/{}?done=recorded", self.case)
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        let person = case_id(&self.case).ok_or(Problem::NotFound)?;
        let asked_by = asked_by(typed);
        let said = Cancelling {
            person: person.to_string(),
            appointment: self.appointment.clone(),
            which: if typed.trimmed("which") == "onward" { Which::Onward } else { Which::This },
            asked_by: asked_by.unwrap_or(AskedBy::Service),
            reason: typed.trimmed("reason").to_owned(),
        };
        let ask = visitor.ask("cancel");
        // Whether they may is asked before what they typed is looked at.
        visitor.web.service.permit(&ask, access::Action::Book, &person).await?;
        if asked_by.is_none() {
            return Err(Problem::field("asked_by", "Choose who asked"));
        }
        visitor.web.service.cancel_appointment(&ask, &typed.form(), &said).await.map(drop)
    }

    async fn page(&self, visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Result<CancelPage, Problem> {
        let person = case_id(&self.case).ok_or(Problem::NotFound)?;
        let service = &visitor.web.service;
        let ask = visitor.ask("cancel");
        let opened = service.open(&ask, access::Action::Book, &person, View::default()).await?;
        let held = opened.file.appointment(&self.appointment).ok_or(Problem::NotFound)?;
        let names = service.names(staff_of(&opened.file)).await?;
        let wrong = |name: &str| errors.iter().find(|e| e.field == name).map(|e| e.message.clone());
        let mut shell =
            visitor.shell("Call off an appointment – Case", Here::Find).back("Case overview", &case_href(&person));
        shell.has_problems = !errors.is_empty();
        let asked_by = Choices::new(Look::Stack, "asked_by", "Who asked?", askers()).chosen(typed.get("asked_by"));
        Ok(CancelPage {
            shell,
            case: case_header(visitor, &person, &opened.file, &names, ""),
            problems: Problems { list: errors.iter().map(|e| (e.field.to_owned(), e.message.clone())).collect() },
            facts: as_it_stands(visitor, held, &names),
            token: visitor.token(self.address(), held.version),
            which: which(&later(&opened.file, held), typed),
            asked_by: Choices { error: wrong("asked_by"), ..asked_by },
            reason: Field {
                error: wrong("reason"),
                ..Field::new(Kind::Line, "reason", "Why").value(typed.get("reason"))
            },
        })
    }
}

/// Of a series: whether only this one is called off, or the rest with it.
fn which(later: &[&Appointment], typed: &Fields) -> Option<Choices> {
    let last = later.last()?;
    let until = short_day(last.booked.starts.day());
    let rest = match later.len() {
        1 => format!("This one and the last after it, {until}"),
        more => format!("This one and the {more} after it, until {until}"),
    };
    let ways = vec![Choice::new("this", "Only this one"), Choice::new("onward", &rest)];
    let chosen = if typed.is_empty() { "this" } else { typed.trimmed("which") };
    Some(Choices::new(Look::Stack, "which", "It is one of a series", ways).chosen(chosen))
}

/// Who asked, as it was chosen; none when nothing was.
pub fn asked_by(typed: &Fields) -> Option<AskedBy> {
    match typed.trimmed("asked_by") {
        "person" => Some(AskedBy::Person),
        "service" => Some(AskedBy::Service),
        _ => None,
    }
}

/// An appointment as it stands, beside a form that changes it.
pub fn as_it_stands(visitor: &Visitor, held: &Appointment, names: &Names) -> Facts {
    let standards = visitor.web.service.standards();
    let booked = &held.booked;
    let place = whereabouts(names, &booked.site, booked.at.as_ref(), &booked.room);
    let mut rows = vec![
        Fact::new("Now booked", format!("{}, {}", contact_words(standards, held), minute(held.booked.starts))),
        Fact::new("Place", place),
        Fact::new("With", names.of_staff(&held.booked.staff)),
    ];
    if !held.booked.with.is_empty() {
        rows.push(Fact::new("Also there", held.booked.with.clone()));
    }
    for moved in &held.moves {
        rows.push(Fact::new("Moved from", minute(moved.from)).note(moved.reason.clone().unwrap_or_default()));
    }
    if let Some(off) = &held.cancelled {
        rows.push(Fact::new("Called off", short_day(off.on)).note(off.reason.clone().unwrap_or_default()));
    }
    Facts::from(rows)
}
