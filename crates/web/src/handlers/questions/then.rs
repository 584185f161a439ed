//! A case as it was on a day and as it was known at a moment: what the record said, and what was owed.

use axum::extract::{Path, Query};
use axum::response::Response;
use record::StreamId;
use service::Problem;
use service::questions::Moment;
use service::questions::case::CaseAt;

use super::answering::{Answered, again, known_words, pinned, said_of, shown, stood};
use super::ask;
use super::asked::{Asked, Reader};
use super::case::{around, cells};
use crate::answer::failure;
use crate::components::Here;
use crate::handlers::frame::{case_href, case_id};
use crate::pages::questions::answer::{AnswerPage, Cell, Table};
use crate::visitor::Visitor;
use crate::words::short_day;

/// The page.
pub async fn show(visitor: Visitor, Path(case): Path<String>, Query(asked): Query<Asked>) -> Response {
    let Some(person) = case_id(&case) else { return failure(&visitor.web, Some(&visitor), Problem::NotFound) };
    let asked = ask::on_filled(&asked, visitor.now.day());
    shown(&visitor, ask::then(&asked, href(&person)), answer(&visitor, &person, &asked).await)
}

fn href(person: &StreamId) -> String {
    format!("{}/then", case_href(person))
}

async fn answer(visitor: &Visitor, person: &StreamId, asked: &Asked) -> Result<Answered, Problem> {
    let mut read = Reader::new(asked);
    let on = read.day("on").unwrap_or(visitor.now.day());
    let (known_at, checkpoint) = (read.moment("known_at", "known_time"), read.checkpoint());
    read.done()?;
    let question = CaseAt { case: person.clone(), as_at: Some(on), known_at: known_at.map(Moment::instant) };
    let report = visitor.web.service.case_at(&visitor.ask("then"), question, checkpoint).await?;
    if asked.wants_file() {
        return Answered::file(&report, asked);
    }
    let (case, names) = around(visitor, person, &report.answer.entries).await?;
    let owed = report.answer.owed.iter().map(|owed| {
        let due = owed.due_on.map_or_else(|| "No day known".to_owned(), short_day);
        vec![Cell::new(owed.duty.clone()), Cell::new(due)]
    });
    let entries = report.answer.entries.iter().map(|step| {
        let mut cells = cells(step, &names);
        cells.push(Cell::new(step.is.unwrap_or_default()));
        cells
    });
    let known = known_words(visitor, known_at, &report.checkpoint).await?;
    let option = known_at.map(|moment| format!(" --known-at {moment}")).unwrap_or_default();
    let (size, when) = (report.checkpoint.size, format!("{}{known}", short_day(on)));
    let command = format!("throughcare question case {} --as-at {on}{option} --checkpoint {size} --json", case.crn);
    Ok(Answered::Page(Box::new(AnswerPage {
        shell: visitor
            .shell("As it was known – Case", Here::Find)
            .back("Timeline", &format!("{}/timeline", case_href(person))),
        case: Some(case),
        heading: "What did the record say then, and what was owed?".to_owned(),
        stood: stood(visitor, &report.checkpoint).await?,
        notes: said_of(&report),
        otherwise: Some(ask::then(asked, href(person))),
        tables: vec![
            Table {
                id: "owed".to_owned(),
                caption: format!("Owed on {when}"),
                columns: vec!["What", "Due"],
                rows: owed.collect(),
                none: format!("Nothing was owed on {when}, as far as can be worked out."),
            },
            Table {
                id: "entries".to_owned(),
                caption: format!("What the record said up to {when}"),
                columns: vec!["Entry", "Happened", "Recorded", "By", "It"],
                rows: entries.collect(),
                none: format!("Nothing was on record up to {when}."),
            },
        ],
        checkpoint: pinned(&report.checkpoint),
        again: again(&href(person), asked, &["on", "known_at", "known_time"], &report.checkpoint, command),
    })))
}
