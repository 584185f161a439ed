//! Adding a note.

use record::case::View;
use record::entry::{Basis, Handling};
use serde::Deserialize;
use service::note::{Note, as_seen};
use service::people::read_date;
use service::{FieldError, Problem};

use crate::components::form::Kind;
use crate::components::{Choice, Choices, Field, Here, Look, Problems};
use crate::handlers::appointments::outcome::staff_of;
use crate::handlers::case::contacts::compared;
use crate::handlers::forms::Form;
use crate::handlers::frame::{case_header, case_href, case_id};
use crate::pages::case::note::{NotePage, bases, sensitive};
use crate::posted::Fields;
use crate::visitor::Visitor;
use crate::words::typed_day;

/// A note on a case.
#[derive(Debug, Deserialize)]
pub struct NoteForm {
    case: String,
}

impl Form for NoteForm {
    type Page = NotePage;

    fn address(&self) -> String {
        format!("/cases/{}/note", self.case)
    }

    fn done(&self) -> String {
        format!("/cases/{}?done=recorded", self.case)
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        add(visitor, &self.case, typed).await
    }

    async fn page(&self, visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Result<NotePage, Problem> {
        note_page(visitor, &self.case, typed, errors).await
    }
}

async fn add(visitor: &Visitor, case: &str, fields: &Fields) -> Result<(), Problem> {
    let person = case_id(case).ok_or(Problem::NotFound)?;
    let ask = visitor.ask("note");
    let said = Note {
        person: person.to_string(),
        contact: fields.trimmed("contact").to_owned(),
        on: read_date(fields.trimmed("date")),
        note: fields.trimmed("note").to_owned(),
        basis: match fields.trimmed("basis") {
            "opinion" => Basis::Opinion,
            "third_party" => Basis::ThirdParty,
            _ => Basis::Fact,
        },
        handling: handling(fields),
        instructed_by: fields.trimmed("instructed_by").to_owned(),
        seen: fields.trimmed("seen").to_owned(),
    };
    visitor.web.service.add_note(&ask, &fields.form(), &said).await.map(drop)
}

/// Whether the box was ticked that folds a note shut.
pub fn handling(fields: &Fields) -> Handling {
    if fields.trimmed("sensitive") == "yes" { Handling::Sensitive } else { Handling::Ordinary }
}

async fn note_page(visitor: &Visitor, case: &str, typed: &Fields, errors: &[FieldError]) -> Result<NotePage, Problem> {
    let person = case_id(case).ok_or(Problem::NotFound)?;
    let service = &visitor.web.service;
    let opened = service.open(&visitor.ask("note"), access::Action::RecordContact, &person, View::default()).await?;
    let names = service.names(staff_of(&opened.file)).await?;
    let wrong = |name: &str| errors.iter().find(|e| e.field == name).map(|e| e.message.clone());
    let kept = |name: &str, first: &str| if typed.is_empty() { first.to_owned() } else { typed.get(name).to_owned() };
    let field = |kind, name: &str, label: &str, first: &str| Field {
        error: wrong(name),
        ..Field::new(kind, name, label).value(kept(name, first))
    };
    let today = typed_day(visitor.now.day());
    let kinds = service.standards().contact_types().iter().filter(|kind| !kind.attendance || kind.code == "WALKIN");
    let options = kinds.map(|kind| Choice::new(&kind.code, &kind.words)).collect();
    let contact = Choices::new(Look::List, "contact", "Kind", options).chosen(&kept("contact", "NOTE"));
    let mut shell = visitor.shell("Add a note – Case", Here::Find).back("Case overview", &case_href(&person));
    // That a note repeats another is nothing wrong with it.
    let repeats = wrong("repeats");
    let errors: Vec<&FieldError> = errors.iter().filter(|error| error.field != "repeats").collect();
    shell.has_problems = !errors.is_empty();
    Ok(NotePage {
        shell,
        case: case_header(visitor, &person, &opened.file, &names, ""),
        problems: Problems { list: errors.iter().map(|e| (e.field.to_owned(), e.message.clone())).collect() },
        token: visitor.token(format!("{}/note", case_href(&person)), 0),
        contact: Choices { error: wrong("contact"), ..contact },
        date: field(Kind::Date, "date", "Day it happened", &today),
        basis: Choices::new(Look::Stack, "basis", "Whose word is it?", bases()).chosen(&kept("basis", "fact")),
        note: field(Kind::Lines, "note", "Note", ""),
        seen: if repeats.is_some() { as_seen(typed.get("note")) } else { typed.trimmed("seen").to_owned() },
        compared: repeats.is_some().then(|| compared(visitor)),
        repeats,
        sensitive: sensitive().chosen(typed.get("sensitive")),
        instructed_by: field(Kind::Line, "instructed_by", "On whose instruction, if anybody's", "")
            .hint("Leave empty when it is your own entry."),
    })
}
