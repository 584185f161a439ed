//! Appointments of one's cases that stand in the diary of an earlier officer, and the press that takes them over.

use axum::response::{IntoResponse, Redirect, Response};
use service::Problem;
use service::booking::taking_over::{LeftBehind, MOST, NotTaken};
use service::directory::Names;

use crate::answer::{failure, page};
use crate::components::{Here, Link};
use crate::handlers::appointments::visits::whereabouts;
use crate::handlers::frame::case_href;
use crate::pages::day::taking_over::{Left, TakingOverPage};
use crate::posted::Posted;
use crate::visitor::Visitor;
use crate::words::{count, minute};

/// The page.
pub async fn show(visitor: Visitor) -> Response {
    match taking_over_page(&visitor, 0, &[]).await {
        Ok(shown) => page(&shown),
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

/// One press takes over all that can be had as they stand; the others are listed, each with why.
pub async fn submit(posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let done = visitor.web.service.take_over(&visitor.ask("taking over"), &posted.fields.form()).await;
    let shown = match done {
        Ok(done) if done.refused.is_empty() => return Redirect::to("/day?done=taken").into_response(),
        Ok(done) => taking_over_page(visitor, done.taken, &done.refused).await,
        Err(problem) => Err(problem),
    };
    match shown {
        Ok(shown) => page(&shown),
        Err(problem) => posted.failure(problem),
    }
}

async fn taking_over_page(visitor: &Visitor, taken: usize, refused: &[NotTaken]) -> Result<TakingOverPage, Problem> {
    let service = &visitor.web.service;
    let left = service.to_take_over(&visitor.ask("taking over")).await?;
    let names = service.names(left.iter().map(|left| left.officer.clone()).collect::<Vec<_>>()).await?;
    let done = (taken > 0).then(|| {
        let words = count(taken, "stands in your diary now", "stand in your diary now");
        format!("{words}. What could not be had as it stands is below.")
    });
    Ok(TakingOverPage {
        shell: visitor.shell("Appointments to take over", Here::Day).back("My day", "/day"),
        done: done.unwrap_or_default(),
        token: (!left.is_empty()).then(|| visitor.token("/taking-over", 0)),
        rows: left.iter().take(MOST).map(|left| row(left, refused, &names)).collect(),
        more: match left.len().saturating_sub(MOST) {
            0 => String::new(),
            more => format!("{more} more after these. One press takes {MOST} over: press again for the next."),
        },
    })
}

fn row(left: &LeftBehind, refused: &[NotTaken], names: &Names) -> Left {
    let own = format!("{}/appointments/{}", case_href(&left.person), left.appointment);
    let why = refused.iter().find(|one| one.person == left.person && one.appointment == left.appointment);
    let Some(person) = &left.row else {
        return Left {
            time: minute(left.starts),
            person: Link::new("Restricted record", "/taking-over"),
            what: "Open to named staff only.".to_owned(),
            why: why.map(|one| one.why.clone()).unwrap_or_default(),
            change: None,
        };
    };
    let place = whereabouts(names, &left.site, left.detail.at.as_ref(), &left.detail.room);
    Left {
        time: minute(left.starts),
        person: Link::new(person.name.clone(), case_href(&left.person)),
        what: format!("{}, {place}, with {}", left.what, names.of_staff(&left.officer)),
        why: why.map(|one| one.why.clone()).unwrap_or_default(),
        change: Some(format!("{own}/move")),
    }
}
