//! Adding a note.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use record::case::View;
use record::entry::Basis;
use service::note::Note;
use service::people::read_date;
use service::{FieldError, Problem};

use crate::answer::{failure, page_with};
use crate::components::form::Kind;
use crate::components::{Choice, Choices, Field, Here, Look, Problems};
use crate::handlers::appointments::outcome::staff_of;
use crate::handlers::frame::{case_header, case_href, case_id};
use crate::pages::case::note::{NotePage, bases};
use crate::posted::{Fields, Posted};
use crate::visitor::Visitor;

/// The page.
pub async fn show(visitor: Visitor, Path(case): Path<String>) -> Response {
    let typed = match visitor.web.service.draft(&visitor.ask("note"), &format!("/cases/{case}/note"), "").await {
        Ok(draft) => draft.map(|row| Fields::parse(row.body.as_bytes())).unwrap_or_default(),
        Err(problem) => return failure(&visitor.web, Some(&visitor), problem),
    };
    match note_page(&visitor, &case, &typed, &[]).await {
        Ok(page) => page_with(StatusCode::OK, &page),
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

/// Takes the form.
pub async fn submit(Path(case): Path<String>, posted: Posted) -> Response {
    let visitor = &posted.visitor;
    if posted.sent_before {
        return Redirect::to(&format!("/cases/{case}?done=recorded")).into_response();
    }
    match add(visitor, &case, &posted.fields).await {
        Ok(()) => Redirect::to(&format!("/cases/{case}?done=recorded")).into_response(),
        Err(Problem::Invalid(errors)) => match note_page(visitor, &case, &posted.fields, &errors).await {
            Ok(page) => page_with(StatusCode::UNPROCESSABLE_ENTITY, &page),
            Err(problem) => posted.failure(problem),
        },
        Err(problem) => posted.failure(problem),
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
        instructed_by: fields.trimmed("instructed_by").to_owned(),
    };
    visitor.web.service.add_note(&ask, &fields.form(), &said).await?;
    visitor.web.service.drop_draft(&ask, &format!("/cases/{case}/note")).await;
    Ok(())
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
    let today = visitor.now.day().strftime("%d/%m/%Y").to_string();
    let kinds = service.standards().contact_types().iter().filter(|kind| !kind.attendance || kind.code == "WALKIN");
    let options = kinds.map(|kind| Choice::new(&kind.code, &kind.words)).collect();
    let contact = Choices::new(Look::List, "contact", "Kind", options).chosen(&kept("contact", "NOTE"));
    let mut shell = visitor.shell("Add a note – Case", Here::Find).back("Case overview", &case_href(&person));
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
        instructed_by: field(Kind::Line, "instructed_by", "On whose instruction, if anybody's", "")
            .hint("Leave empty when it is your own entry."),
    })
}
