//! One's diary in a calendar program: the page that makes an address, and the feed behind it.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use record::time::Minute;
use service::Problem;
use service::calendar::FeedSlots;

use crate::Web;
use crate::answer::{failure, not_found, page};
use crate::components::Here;
use crate::ical::{Event, Status, calendar};
use crate::pages::day::calendar::CalendarPage;
use crate::posted::Posted;
use crate::visitor::Visitor;
use crate::words::instant;

/// The page.
pub async fn show(visitor: Visitor) -> Response {
    answered(&visitor, None).await
}

/// Makes an address, or ends it.
pub async fn submit(headers: HeaderMap, posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let (service, ask) = (&visitor.web.service, visitor.ask("calendar"));
    if posted.fields.trimmed("what") == "revoke" {
        return match service.revoke_calendar(&ask).await {
            Ok(()) => Redirect::to("/calendar").into_response(),
            Err(problem) => posted.failure(problem),
        };
    }
    match service.make_calendar(&ask).await {
        Ok(token) => answered(visitor, Some(address(&headers, &token))).await,
        Err(problem) => posted.failure(problem),
    }
}

/// The feed. It has no session: its token opens it, and a wrong one finds nothing.
pub async fn feed(State(web): State<Web>, Path(feed): Path<String>) -> Response {
    let now = web.clocks.record();
    let token = feed.strip_suffix(".ics").unwrap_or_default();
    match web.service.calendar_feed(token, now).await {
        Ok(slots) => {
            let text = calendar("Throughcare", &events(&web, &slots), now);
            ([(header::CONTENT_TYPE, "text/calendar; charset=utf-8")], text).into_response()
        }
        Err(Problem::NotFound) => not_found(&web, None),
        Err(problem) => failure(&web, None, problem),
    }
}

async fn answered(visitor: &Visitor, address: Option<String>) -> Response {
    let shown = async {
        let service = &visitor.web.service;
        let ask = visitor.ask("calendar");
        service.permit_list(&ask, access::Action::ViewDay, 0).await?;
        let feed = service.calendar(&ask).await?;
        Ok::<_, Problem>(CalendarPage {
            shell: visitor.shell("Calendar", Here::Day).back("My day", "/day"),
            state: feed.map_or_else(
                || "No address was made.".to_owned(),
                |feed| {
                    let made = instant(feed.made);
                    format!("An address was made {made}. It works until you end it or make another.")
                },
            ),
            address,
            make: visitor.token("/calendar", 0),
            revoke: feed.map(|_| visitor.token("/calendar", 0)),
        })
    };
    match shown.await {
        Ok(shown) => page(&shown),
        Err(problem) => failure(&visitor.web, Some(visitor), problem),
    }
}

/// Where the feed is, by the name that the browser knows us under. Only on one's own machine is there no encryption.
fn address(headers: &HeaderMap, token: &str) -> String {
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or("localhost");
    let own = ["localhost", "127.0.0.1"].iter().any(|name| host.split(':').next() == Some(*name));
    format!("{}://{host}/calendar/{token}.ics", if own { "http" } else { "https" })
}

/// What a calendar program is told: what kind of appointment, where and when. Nothing says who it is with.
fn events(web: &Web, feed: &FeedSlots) -> Vec<Event> {
    let standards = web.service.standards();
    feed.slots
        .iter()
        .filter_map(|(row, detail)| {
            let starts: Minute = row.starts.parse().ok()?;
            let kind = standards.contact_type(&row.mode);
            let words = kind.map_or("Appointment", |kind| kind.in_general());
            let elsewhere = row.site.is_empty() || kind.is_some_and(|kind| kind.elsewhere);
            let place = if elsewhere { String::new() } else { feed.names.of_place(&row.site) };
            let uid = record::Hash::of(format!("calendar/{}/{}", row.stream, row.appointment).as_bytes()).to_string();
            Some(Event {
                uid: uid.chars().take(40).collect(),
                sequence: detail.version,
                starts,
                ends: starts.plus_minutes(row.minutes),
                summary: if place.is_empty() { words.to_owned() } else { format!("{words}, {place}") },
                location: if detail.room.is_empty() { place } else { format!("{place}, {}", detail.room) },
                status: if row.state == "cancelled" { Status::Cancelled } else { Status::Confirmed },
            })
        })
        .collect()
}
