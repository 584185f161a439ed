//! What changed in a case between two days, and how one entry came to say what it says.

use axum::extract::{Path, Query};
use axum::response::Response;
use jiff::ToSpan;
use record::case::View;
use record::{EntryId, StreamId};
use service::Problem;
use service::directory::Names;
use service::questions::case::{Difference, History, Step};
use service::questions::end_of;

use super::{Asked, kind_words, pinned};
use crate::answer::{failure, page};
use crate::components::{CaseHeader, Here, Link};
use crate::handlers::appointments::outcome::staff_of;
use crate::handlers::frame::{case_header, case_href, case_id, entry_href};
use crate::pages::questions::answer::{AnswerPage, Cell, Table};
use crate::pages::questions::ask::{QuestionField, QuestionForm};
use crate::visitor::Visitor;
use crate::words::{happened, instant, short_day};

/// What changed between the ends of two days.
pub async fn difference(visitor: Visitor, Path(case): Path<String>, Query(asked): Query<Asked>) -> Response {
    match difference_page(&visitor, &case, &asked).await {
        Ok(shown) => page(&shown),
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

/// How an entry came to say what it says.
pub async fn history(visitor: Visitor, Path((case, seq)): Path<(String, u64)>, Query(asked): Query<Asked>) -> Response {
    match history_page(&visitor, &case, seq, &asked).await {
        Ok(shown) => page(&shown),
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

async fn difference_page(visitor: &Visitor, case: &str, asked: &Asked) -> Result<AnswerPage, Problem> {
    let person = case_id(case).ok_or(Problem::NotFound)?;
    let service = &visitor.web.service;
    let today = visitor.now.day();
    let from = asked.from.unwrap_or_else(|| today.saturating_sub(30.days()));
    let question = Difference { case: person.clone(), before: end_of(from), after: asked.to.map(end_of) };
    let report = service.case_difference(&visitor.ask("difference"), question, asked.as_of()).await?;
    let (case, names) = around(visitor, &person, &report.answer).await?;
    let rows = report.answer.iter().map(|step| {
        let mut cells = cells(step, &names);
        cells.push(Cell::new(became(step)));
        cells
    });
    let home = format!("{}/difference", case_href(&person));
    let until = asked.to.map_or_else(|| "now".to_owned(), |day| format!("the end of {}", short_day(day)));
    let to = asked.to.map(|day| day.to_string()).unwrap_or_default();
    let after = asked.to.map(|day| format!(" --after {day}")).unwrap_or_default();
    let crn = case.crn.clone();
    Ok(AnswerPage {
        shell: visitor
            .shell("What changed – Case", Here::Find)
            .back("Timeline", &format!("{}/timeline", case_href(&person))),
        case: Some(case),
        heading: "What changed between two days?".to_owned(),
        notes: Vec::new(),
        again: Some(QuestionForm {
            id: "difference".to_owned(),
            heading: "Two other days".to_owned(),
            about: "What was recorded between the ends of two days, and what lost its standing.".to_owned(),
            action: home,
            fields: vec![
                QuestionField::new("date", "from", "From the end of", from.to_string()),
                QuestionField::new("date", "to", "To the end of", to),
            ],
        }),
        tables: vec![Table {
            id: "answer".to_owned(),
            caption: format!("From the end of {} to {until}", short_day(from)),
            columns: vec!["Entry", "Happened", "Recorded", "By", "What became of it"],
            rows: rows.collect(),
            none: format!("Nothing changed from the end of {} to {until}.", short_day(from)),
        }],
        checkpoint: pinned(&report.checkpoint),
        command: format!(
            "throughcare question difference {crn} --before {from}{after} --checkpoint {} --json",
            report.checkpoint.size
        ),
    })
}

async fn history_page(visitor: &Visitor, case: &str, seq: u64, asked: &Asked) -> Result<AnswerPage, Problem> {
    let person = case_id(case).ok_or(Problem::NotFound)?;
    let service = &visitor.web.service;
    let question = History { entry: EntryId { stream: person.clone(), seq } };
    let report = service.entry_history(&visitor.ask("history"), question, asked.as_of()).await?;
    let (case, names) = around(visitor, &person, &report.answer).await?;
    let rows = report.answer.iter().map(|step| {
        let mut cells = cells(step, &names);
        cells.push(Cell::new(step.reason.clone().unwrap_or_default()));
        cells.push(Cell::new(step.is.unwrap_or_default()));
        cells
    });
    Ok(AnswerPage {
        shell: visitor
            .shell("How an entry came to be – Case", Here::Find)
            .back("Timeline", &format!("{}/timeline", case_href(&person))),
        case: Some(case),
        heading: format!("How entry {seq} came to say what it says"),
        notes: Vec::new(),
        again: None,
        tables: vec![Table {
            id: "answer".to_owned(),
            caption: "Every version, in the order of recording".to_owned(),
            columns: vec!["Entry", "Happened", "Recorded", "By", "Why", "It"],
            rows: rows.collect(),
            none: String::new(),
        }],
        checkpoint: pinned(&report.checkpoint),
        command: format!("throughcare question history {person}/{seq} --checkpoint {} --json", report.checkpoint.size),
    })
}

/// The header of the case, and the names of whoever said something.
async fn around(visitor: &Visitor, person: &StreamId, steps: &[Step]) -> Result<(CaseHeader, Names), Problem> {
    let service = &visitor.web.service;
    let read = service.open(&visitor.ask("questions"), access::Action::ViewCase, person, View::default()).await?;
    let authors = steps.iter().filter_map(|step| step.by.as_ref()).map(|by| by.staff.clone());
    let names = service.names(staff_of(&read.file).into_iter().chain(authors)).await?;
    Ok((case_header(visitor, person, &read.file, &names, "Timeline"), names))
}

/// What every row about an entry begins with.
fn cells(step: &Step, names: &Names) -> Vec<Cell> {
    let words = format!("{}, entry {}", kind_words(&step.kind), step.entry.seq);
    let by = step.by.as_ref().map_or_else(String::new, |by| {
        let told = by.instructed_by.as_ref().map(|who| format!(", on the instruction of {who}")).unwrap_or_default();
        format!("{}, {}{told}", names.of_staff(&by.staff), by.role.replace('_', " "))
    });
    vec![
        Cell::link(Link::new(words, entry_href(&step.entry.to_string()))),
        Cell::new(step.happened.map(happened).unwrap_or_default()),
        Cell::new(instant(step.recorded)),
        Cell::new(by),
    ]
}

fn became(step: &Step) -> String {
    match (step.was, step.is) {
        (None, Some("stands")) => "added".to_owned(),
        (None, Some(is)) => format!("added, and since {is}"),
        (Some(was), Some(is)) => format!("{was} before, {is} after"),
        (_, None) => "out of sight".to_owned(),
    }
}
