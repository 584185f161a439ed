//! An officer’s caseload or diary, as it was and as it was known.

use axum::extract::Query;
use axum::response::Response;
use service::Problem;
use service::questions::end_of;
use service::questions::past::{Caseload, PastDiary};

use super::{Asked, ask, pinned};
use crate::answer::{failure, page};
use crate::components::{Here, Link};
use crate::handlers::frame::case_href;
use crate::pages::questions::answer::{AnswerPage, Cell, Table};
use crate::visitor::Visitor;
use crate::words::{minute, short_day};

/// Whose cases they were.
pub async fn caseload(visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    match caseload_page(&visitor, &asked).await {
        Ok(shown) => page(&shown),
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

/// What stood in the diary.
pub async fn diary(visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    match diary_page(&visitor, &asked).await {
        Ok(shown) => page(&shown),
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

async fn caseload_page(visitor: &Visitor, asked: &Asked) -> Result<AnswerPage, Problem> {
    let (service, on) = (&visitor.web.service, asked.on.unwrap_or(visitor.now.day()));
    let staff = asked.staff.trim().to_owned();
    let question = Caseload { staff: staff.clone(), as_at: on, known_at: asked.known_at.map(end_of) };
    let report = service.past_caseload(&visitor.ask("questions"), question, asked.as_of()).await?;
    let rows = report.answer.iter().map(|held| {
        vec![
            Cell::link(Link::new(held.crn.clone(), case_href(&held.case))),
            Cell::new(held.component.clone()),
            Cell::new(short_day(held.from)),
        ]
    });
    let name = name_of(visitor, &staff).await?;
    Ok(AnswerPage {
        shell: visitor.shell("A caseload as it was known", Here::Questions).back("Questions", "/questions"),
        case: None,
        heading: "Whose cases were they?".to_owned(),
        notes: vec![LIMITED.to_owned()],
        again: Some(ask::caseload(&staff, on, asked.known_at)),
        tables: vec![Table {
            id: "answer".to_owned(),
            caption: format!("Held by {name} on {}{}", short_day(on), known(asked)),
            columns: vec!["Case", "Order or requirement", "Held since"],
            rows: rows.collect(),
            none: format!("No case was known to be held by {name} on {}{}.", short_day(on), known(asked)),
        }],
        checkpoint: pinned(&report.checkpoint),
        command: format!(
            "throughcare question caseload {staff} --as-at {on}{} --checkpoint {} --json",
            option(asked),
            report.checkpoint.size
        ),
    })
}

async fn diary_page(visitor: &Visitor, asked: &Asked) -> Result<AnswerPage, Problem> {
    let (service, on) = (&visitor.web.service, asked.on.unwrap_or(visitor.now.day()));
    let staff = asked.staff.trim().to_owned();
    let question = PastDiary { staff: staff.clone(), on, known_at: asked.known_at.map(end_of) };
    let report = service.past_diary(&visitor.ask("questions"), question, asked.as_of()).await?;
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
    let name = name_of(visitor, &staff).await?;
    Ok(AnswerPage {
        shell: visitor.shell("A diary as it was known", Here::Questions).back("Questions", "/questions"),
        case: None,
        heading: "What stood in the diary?".to_owned(),
        notes: vec![LIMITED.to_owned()],
        again: Some(ask::diary(&staff, on, asked.known_at)),
        tables: vec![Table {
            id: "answer".to_owned(),
            caption: format!("The diary of {name} on {}{}", short_day(on), known(asked)),
            columns: vec!["Starts", "Case", "What", "Outcome"],
            rows: rows.collect(),
            none: format!("Nothing was known to stand in the diary of {name} on {}{}.", short_day(on), known(asked)),
        }],
        checkpoint: pinned(&report.checkpoint),
        command: format!(
            "throughcare question diary {staff} --on {on}{} --checkpoint {} --json",
            option(asked),
            report.checkpoint.size
        ),
    })
}

const LIMITED: &str = "Records whose access is limited are left out.";

fn known(asked: &Asked) -> String {
    asked.known_at.map(|day| format!(", as known at the end of {}", short_day(day))).unwrap_or_default()
}

fn option(asked: &Asked) -> String {
    asked.known_at.map(|day| format!(" --known-at {day}")).unwrap_or_default()
}

async fn name_of(visitor: &Visitor, staff: &str) -> Result<String, Problem> {
    let names = visitor.web.service.names([staff.to_owned()]).await?;
    Ok(if staff.is_empty() { "nobody".to_owned() } else { names.of_staff(staff) })
}
