//! What waits for somebody to have seen it.

use axum::response::{IntoResponse, Redirect, Response};
use record::time::Instant;
use service::Problem;
use service::directory::Names;
use service::inbox::{News as PersonNews, NewsRow, SeenNews};

use crate::answer::{failure, page};
use crate::components::{Here, Link};
use crate::handlers::frame::case_href;
use crate::pages::caseload::inbox::{InboxPage, News};
use crate::posted::Posted;
use crate::visitor::Visitor;
use crate::words::{day_of, instant, short_day};

/// The page.
pub async fn show(visitor: Visitor) -> Response {
    match inbox_page(&visitor).await {
        Ok(shown) => page(&shown),
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

/// One press: what others recorded about a person was seen.
pub async fn submit(posted: Posted) -> Response {
    let (visitor, fields) = (&posted.visitor, &posted.fields);
    let said =
        SeenNews { person: fields.trimmed("person").to_owned(), up_to: fields.trimmed("up_to").parse().unwrap_or(0) };
    let service = &visitor.web.service;
    match service.acknowledge_news(&visitor.ask("inbox"), visitor.desks(), &fields.form(), &said).await {
        // What is not found was seen already, perhaps in another window.
        Ok(_) | Err(Problem::NotFound) => Redirect::to("/inbox").into_response(),
        Err(problem) => posted.failure(problem),
    }
}

async fn inbox_page(visitor: &Visitor) -> Result<InboxPage, Problem> {
    let service = &visitor.web.service;
    let found = service.inbox(&visitor.ask("inbox"), visitor.desks()).await?;
    let staff = found.news.iter().flat_map(|news| &news.rows).map(|row| row.staff.clone());
    let staff = staff.chain(found.raised.iter().map(|one| one.line.by.clone()));
    let names = service.names(staff.collect::<Vec<_>>()).await?;
    let raised = found.raised.iter().map(|one| {
        let by = format!("raised by {}, {}", names.of_staff(&one.line.by), short_day(one.line.on));
        let href = format!("{}/raised/{}", case_href(&one.person.stream), one.line.entry.seq);
        (Link::new(one.person.name.clone(), href), by)
    });
    let sign = found.countersign.iter().map(|person| {
        let href = format!("{}/risk/countersign", case_href(&person.stream));
        (Link::new(person.name.clone(), href), "lower risk to countersign".to_owned())
    });
    let erase = found.erasures.iter().map(|row| {
        let href = format!("/erasures/decide/{}/{}", row.stream, row.proposal);
        let since = day_of(&Instant(row.proposed_at).day().to_string());
        (Link::new(format!("Erasure: {}", row.authority), href), format!("proposed {since}"))
    });
    Ok(InboxPage {
        shell: visitor.shell("Inbox", Here::Inbox),
        decisions: raised.chain(sign).chain(erase).collect(),
        told: found
            .told
            .iter()
            .map(|notice| {
                let read = day_of(&notice.read.day().to_string());
                let words = format!("{}, {read}", crate::handlers::case::notice::words(notice.saw));
                Link::new(words, format!("/notices/{}", notice.id))
            })
            .collect(),
        news: found.news.iter().enumerate().map(|(at, news)| news_of(visitor, news, at + 1, &names)).collect(),
    })
}

fn news_of(visitor: &Visitor, news: &PersonNews, number: usize, names: &Names) -> News {
    let home = case_href(&news.person.stream);
    let line = |row: &NewsRow| {
        let link = Link::new(words(&row.kind), format!("{home}/timeline#entry-{}", row.seq));
        let by = if row.staff == "system" { "the system".to_owned() } else { names.of_staff(&row.staff) };
        (link, format!("{}, by {by}", instant(Instant(row.at))))
    };
    News {
        id: format!("news-{number}"),
        person: Link::new(news.person.name.clone(), home.clone()),
        lines: news.rows.iter().map(line).collect(),
        token: visitor.token("/inbox", 0),
        stream: news.person.stream.to_string(),
        up_to: news.rows.iter().map(|row| row.seq).max().unwrap_or(0).to_string(),
    }
}

/// What kind of entry it is.
fn words(kind: &str) -> &'static str {
    match kind {
        "access_limited" => "Access to the record limited",
        "address_recorded" => "Address recorded",
        "allocated" => "Allocated",
        "assessment_completed" => "Risk assessed",
        "breach_referred" => "Referred for breach",
        "contact_noted" => "Contact or note",
        "deregistered" => "Register flag taken down",
        "failure_decided" => "Failure decided about",
        "order_ended" => "Order ended",
        "order_made" => "Order made",
        "outcome_recorded" => "Outcome of an appointment",
        "raised" => "Raised with whoever leads",
        "raised_answered" => "What was raised was answered",
        "registered" => "Register flag raised",
        "risk_change_countersigned" => "Change of risk countersigned",
        "risk_change_proposed" => "Change of risk proposed",
        _ => "Something recorded",
    }
}
