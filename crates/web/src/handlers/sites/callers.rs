//! Those whom nobody at a desk could find, for the senior who is asked to see to them.

use axum::response::{IntoResponse, Redirect, Response};
use service::Problem;
use service::seeing_to::{SeenTo, ToSee};

use super::list::href;
use crate::answer::{failure, page};
use crate::components::{Here, Link};
use crate::pages::sites::callers::{CallerLine, CallersPage};
use crate::posted::Posted;
use crate::visitor::Visitor;
use crate::words::happened;

/// The page.
pub async fn show(visitor: Visitor) -> Response {
    match callers_page(&visitor).await {
        Ok(shown) => page(&shown),
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

/// One press: it was seen to.
pub async fn submit(posted: Posted) -> Response {
    let (visitor, fields) = (&posted.visitor, &posted.fields);
    let said =
        SeenTo { site: fields.trimmed("site").to_owned(), caller: fields.trimmed("caller").parse().unwrap_or(0) };
    let service = &visitor.web.service;
    match service.see_to(&visitor.ask("callers"), visitor.desks(), &fields.form(), &said).await {
        // What is not found was seen to already, perhaps in another window.
        Ok(_) | Err(Problem::NotFound) => Redirect::to("/callers").into_response(),
        Err(problem) => posted.failure(problem),
    }
}

async fn callers_page(visitor: &Visitor) -> Result<CallersPage, Problem> {
    let waiting = visitor.web.service.callers_to_see(&visitor.ask("callers"), visitor.desks()).await?;
    Ok(CallersPage {
        shell: visitor.shell("Callers", Here::Day).back("My day", "/day"),
        callers: waiting.iter().map(|one| line(visitor, one)).collect(),
    })
}

fn line(visitor: &Visitor, one: &ToSee) -> CallerLine {
    let caller = &one.caller;
    CallerLine {
        at: Link::new(one.place.clone(), format!("{}/{}", href(&one.site), caller.came.day())),
        when: happened(caller.came),
        note: if caller.note.is_empty() { "Said nothing.".to_owned() } else { caller.note.clone() },
        token: visitor.token("/callers", 0),
        site: one.site.clone(),
        caller: caller.entry.seq.to_string(),
    }
}
