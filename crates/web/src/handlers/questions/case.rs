//! What changed in a case between two moments, and how one entry came to say what it says.

use axum::extract::{Path, Query};
use axum::response::Response;
use jiff::ToSpan;
use record::case::View;
use record::{EntryId, StreamId};
use service::Problem;
use service::directory::Names;
use service::questions::Moment;
use service::questions::case::{Difference, History, Step};

use super::answering::{Answered, again, pinned, said_of, shown, stood};
use super::asked::{Asked, Reader, moment_words};
use super::{ask, kind_words};
use crate::answer::failure;
use crate::components::{CaseHeader, Here, Link};
use crate::handlers::appointments::outcome::staff_of;
use crate::handlers::frame::{case_header, case_href, case_id, entry_href};
use crate::pages::questions::answer::{AnswerPage, Cell, Table};
use crate::visitor::Visitor;
use crate::words::{happened, instant};

/// What changed between two moments.
pub async fn difference(visitor: Visitor, Path(case): Path<String>, Query(asked): Query<Asked>) -> Response {
    let Some(person) = case_id(&case) else { return failure(&visitor.web, Some(&visitor), Problem::NotFound) };
    let mut asked = asked;
    if asked.typed("from").is_empty() {
        asked.from = visitor.now.day().saturating_sub(30.days()).to_string();
    }
    let form = ask::difference(&asked, difference_href(&person));
    shown(&visitor, form, difference_answer(&visitor, &person, &asked).await)
}

/// How an entry came to say what it says.
pub async fn history(visitor: Visitor, Path((case, seq)): Path<(String, u64)>, Query(asked): Query<Asked>) -> Response {
    let Some(person) = case_id(&case) else { return failure(&visitor.web, Some(&visitor), Problem::NotFound) };
    let form = ask::history(&asked, history_href(&person, seq));
    shown(&visitor, form, history_answer(&visitor, &person, seq, &asked).await)
}

fn difference_href(person: &StreamId) -> String {
    format!("{}/difference", case_href(person))
}

fn history_href(person: &StreamId, seq: u64) -> String {
    format!("{}/entries/{seq}/history", case_href(person))
}

async fn difference_answer(visitor: &Visitor, person: &StreamId, asked: &Asked) -> Result<Answered, Problem> {
    let (service, today) = (&visitor.web.service, visitor.now.day());
    let mut read = Reader::new(asked);
    let before = read.moment("from", "from_time").unwrap_or(Moment::EndOf(today));
    let (after, checkpoint) = (read.moment("to", "to_time"), read.checkpoint());
    read.done()?;
    let question = Difference { case: person.clone(), before: before.instant(), after: after.map(Moment::instant) };
    let report = service.case_difference(&visitor.ask("difference"), question, checkpoint).await?;
    if asked.wants_file() {
        return Answered::file(&report, asked);
    }
    let (case, names) = around(visitor, person, &report.answer).await?;
    let rows = report.answer.iter().map(|step| {
        let mut cells = cells(step, &names);
        cells.push(Cell::new(became(step)));
        cells
    });
    let until = after.map_or_else(|| "now".to_owned(), moment_words);
    let from = moment_words(before);
    let option = after.map(|moment| format!(" --after {moment}")).unwrap_or_default();
    let command = format!(
        "throughcare question difference {} --before {before}{option} --checkpoint {} --json",
        case.crn, report.checkpoint.size
    );
    let fields = ["from", "from_time", "to", "to_time"];
    Ok(Answered::Page(Box::new(AnswerPage {
        shell: visitor
            .shell("What changed – Case", Here::Find)
            .back("Timeline", &format!("{}/timeline", case_href(person))),
        case: Some(case),
        heading: "What changed between two moments?".to_owned(),
        stood: stood(visitor, &report.checkpoint).await?,
        notes: said_of(&report),
        otherwise: Some(ask::difference(asked, difference_href(person))),
        tables: vec![Table {
            id: "answer".to_owned(),
            caption: format!("From {from} to {until}"),
            columns: vec!["Entry", "Happened", "Recorded", "By", "What became of it"],
            rows: rows.collect(),
            none: format!("Nothing changed from {from} to {until}."),
        }],
        checkpoint: pinned(&report.checkpoint),
        again: again(&difference_href(person), asked, &fields, &report.checkpoint, command),
    })))
}

async fn history_answer(visitor: &Visitor, person: &StreamId, seq: u64, asked: &Asked) -> Result<Answered, Problem> {
    let service = &visitor.web.service;
    let mut read = Reader::new(asked);
    let checkpoint = read.checkpoint();
    read.done()?;
    let question = History { entry: EntryId { stream: person.clone(), seq } };
    let report = service.entry_history(&visitor.ask("history"), question, checkpoint).await?;
    if asked.wants_file() {
        return Answered::file(&report, asked);
    }
    let (case, names) = around(visitor, person, &report.answer).await?;
    let rows = report.answer.iter().map(|step| {
        let mut cells = cells(step, &names);
        cells.push(Cell::new(step.reason.clone().unwrap_or_default()));
        cells.push(Cell::new(step.is.unwrap_or_default()));
        cells
    });
    let command = format!("throughcare question history {person}/{seq} --checkpoint {} --json", report.checkpoint.size);
    Ok(Answered::Page(Box::new(AnswerPage {
        shell: visitor
            .shell("How an entry came to be – Case", Here::Find)
            .back("Timeline", &format!("{}/timeline", case_href(person))),
        case: Some(case),
        heading: format!("How entry {seq} came to say what it says"),
        stood: stood(visitor, &report.checkpoint).await?,
        notes: said_of(&report),
        otherwise: None,
        tables: vec![Table {
            id: "answer".to_owned(),
            caption: "Every version, in the order of recording".to_owned(),
            columns: vec!["Entry", "Happened", "Recorded", "By", "Why", "It"],
            rows: rows.collect(),
            none: String::new(),
        }],
        checkpoint: pinned(&report.checkpoint),
        again: again(&history_href(person, seq), asked, &[], &report.checkpoint, command),
    })))
}

/// The header of the case, and the names of whoever said something.
pub(super) async fn around(
    visitor: &Visitor,
    person: &StreamId,
    steps: &[Step],
) -> Result<(CaseHeader, Names), Problem> {
    let service = &visitor.web.service;
    let read = service.open(&visitor.ask("questions"), access::Action::ViewCase, person, View::default()).await?;
    let authors = steps.iter().filter_map(|step| step.by.as_ref()).map(|by| by.staff.clone());
    let names = service.names(staff_of(&read.file).into_iter().chain(authors)).await?;
    Ok((case_header(visitor, person, &read.file, &names, "Timeline"), names))
}

/// What every row about an entry begins with.
pub(super) fn cells(step: &Step, names: &Names) -> Vec<Cell> {
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
