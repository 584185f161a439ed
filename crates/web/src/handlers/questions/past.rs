//! An officer’s caseload or diary, as it was and as it was known.

use axum::extract::Query;
use axum::response::Response;
use jiff::civil::Date;
use service::Problem;
use service::questions::Moment;
use service::questions::past::{Caseload, PastDiary};

use super::answering::{Answered, again, known_words, pinned, said_of, shown, stood};
use super::ask;
use super::asked::{Asked, Reader};
use crate::components::{Here, Link};
use crate::handlers::frame::case_href;
use crate::pages::questions::answer::{AnswerPage, Cell, Table};
use crate::visitor::Visitor;
use crate::words::{minute, short_day};

/// Whose cases they were.
pub async fn caseload(visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    let asked = ask::on_filled(&asked, visitor.now.day());
    shown(&visitor, ask::caseload(&asked), caseload_answer(&visitor, &asked).await)
}

/// What stood in the diary.
pub async fn diary(visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    let asked = ask::on_filled(&asked, visitor.now.day());
    shown(&visitor, ask::diary(&asked), diary_answer(&visitor, &asked).await)
}

/// Which officer, on which day, as known when, as of which checkpoint.
struct Question {
    staff: String,
    on: Date,
    known_at: Option<Moment>,
    checkpoint: Option<u64>,
}

impl Question {
    fn read(visitor: &Visitor, asked: &Asked) -> Result<Question, Problem> {
        let mut read = Reader::new(asked);
        let question = Question {
            staff: asked.typed("staff").to_owned(),
            on: read.day("on").unwrap_or(visitor.now.day()),
            known_at: read.moment("known_at", "known_time"),
            checkpoint: read.checkpoint(),
        };
        read.done().map(|()| question)
    }

    fn option(&self) -> String {
        self.known_at.map(|moment| format!(" --known-at {moment}")).unwrap_or_default()
    }
}

const FIELDS: [&str; 4] = ["staff", "on", "known_at", "known_time"];

async fn caseload_answer(visitor: &Visitor, asked: &Asked) -> Result<Answered, Problem> {
    let (service, question) = (&visitor.web.service, Question::read(visitor, asked)?);
    let (staff, on) = (question.staff.clone(), question.on);
    let caseload = Caseload { staff: staff.clone(), as_at: on, known_at: question.known_at.map(Moment::instant) };
    let report = service.past_caseload(&visitor.ask("questions"), caseload, question.checkpoint).await?;
    if asked.wants_file() {
        return Answered::file(&report, asked);
    }
    let rows = report.answer.iter().map(|held| {
        vec![
            Cell::link(Link::new(held.crn.clone(), case_href(&held.case))),
            Cell::new(held.component.clone()),
            Cell::new(short_day(held.from)),
        ]
    });
    let known = known_words(visitor, question.known_at, &report.checkpoint).await?;
    let (name, size) = (name_of(visitor, &staff).await?, report.checkpoint.size);
    let command =
        format!("throughcare question caseload {staff} --as-at {on}{} --checkpoint {size} --json", question.option());
    Ok(Answered::Page(Box::new(AnswerPage {
        shell: visitor.shell("A caseload as it was known", Here::Questions).back("Questions", "/questions"),
        case: None,
        heading: "Whose cases were they?".to_owned(),
        stood: stood(visitor, &report.checkpoint).await?,
        notes: said_of(&report),
        otherwise: Some(ask::caseload(asked)),
        tables: vec![Table {
            id: "answer".to_owned(),
            caption: format!("Held by {name} on {}{known}", short_day(on)),
            columns: vec!["Case", "Order or requirement", "Held since"],
            rows: rows.collect(),
            none: format!("No case was known to be held by {name} on {}{known}.", short_day(on)),
        }],
        checkpoint: pinned(&report.checkpoint),
        again: again("/questions/caseload", asked, &FIELDS, &report.checkpoint, command),
    })))
}

async fn diary_answer(visitor: &Visitor, asked: &Asked) -> Result<Answered, Problem> {
    let (service, question) = (&visitor.web.service, Question::read(visitor, asked)?);
    let (staff, on) = (question.staff.clone(), question.on);
    let diary = PastDiary { staff: staff.clone(), on, known_at: question.known_at.map(Moment::instant) };
    let report = service.past_diary(&visitor.ask("questions"), diary, question.checkpoint).await?;
    if asked.wants_file() {
        return Answered::file(&report, asked);
    }
    let standards = service.standards();
    let rows = report.answer.iter().map(|slot| {
        let contact = standards.contact_type(&slot.contact).map_or(slot.contact.as_str(), |kind| &kind.words);
        let outcome = slot.outcome.as_deref().map(|code| standards.outcome(code).map_or(code, |o| &o.words));
        vec![
            Cell::new(minute(slot.starts)),
            Cell::link(Link::new(slot.crn.clone(), case_href(&slot.case))),
            Cell::new(contact),
            Cell::new(outcome.unwrap_or("No outcome was known")),
        ]
    });
    let known = known_words(visitor, question.known_at, &report.checkpoint).await?;
    let (name, size) = (name_of(visitor, &staff).await?, report.checkpoint.size);
    let command =
        format!("throughcare question diary {staff} --on {on}{} --checkpoint {size} --json", question.option());
    Ok(Answered::Page(Box::new(AnswerPage {
        shell: visitor.shell("A diary as it was known", Here::Questions).back("Questions", "/questions"),
        case: None,
        heading: "What stood in the diary?".to_owned(),
        stood: stood(visitor, &report.checkpoint).await?,
        notes: said_of(&report),
        otherwise: Some(ask::diary(asked)),
        tables: vec![Table {
            id: "answer".to_owned(),
            caption: format!("The diary of {name} on {}{known}", short_day(on)),
            columns: vec!["Starts", "Case", "What", "Outcome"],
            rows: rows.collect(),
            none: format!("Nothing was known to stand in the diary of {name} on {}{known}.", short_day(on)),
        }],
        checkpoint: pinned(&report.checkpoint),
        again: again("/questions/diary", asked, &FIELDS, &report.checkpoint, command),
    })))
}

pub(super) async fn name_of(visitor: &Visitor, staff: &str) -> Result<String, Problem> {
    let names = visitor.web.service.names([staff.to_owned()]).await?;
    Ok(if staff.is_empty() { "nobody".to_owned() } else { names.of_staff(staff) })
}
