//! Answers: pages, and refusals and failures as pages. A failure is logged here, once.

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use service::Problem;

use crate::Web;
use crate::assets::CONTENT_SECURITY_POLICY;
use crate::components::{Here, Link, Shell};
use crate::pages::case::limited::LimitedPage;
use crate::pages::problem::{AgainPage, ProblemPage};
use crate::visitor::{Visitor, banner};

/// A page with its headers.
pub fn page(template: &impl Template) -> Response {
    page_with(StatusCode::OK, template)
}

/// A page with a status.
pub fn page_with(status: StatusCode, template: &impl Template) -> Response {
    match template.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page could not be rendered");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// The page for a problem that a handler does not show on its own form.
pub fn failure(web: &Web, visitor: Option<&Visitor>, problem: Problem) -> Response {
    let frame = |title: &str| shell(web, visitor, title);
    match problem {
        Problem::Refused { refusal: access::Refusal::Limited, .. } => {
            let page = LimitedPage {
                shell: frame("Restricted record"),
                problems: crate::components::Problems::default(),
                because: vec!["Access to this record is limited to named staff.".to_owned()],
                ask: Vec::new(),
                logged: "This attempt has been recorded.".to_owned(),
                emergency: None,
            };
            page_with(StatusCode::FORBIDDEN, &page)
        }
        Problem::Refused { refusal, wanted, ask, .. } => {
            let mut page = ProblemPage::refused(frame("Not allowed"));
            page.because.push(match &refusal {
                access::Refusal::NotTheirRole => format!("Your role does not let you {wanted}."),
                _ => format!("You may not {wanted}: nothing on the record ties you to this person today."),
            });
            page.ask.extend(ask.map(|(team, telephone)| (format!("{team}, which holds the case"), telephone)));
            page_with(StatusCode::FORBIDDEN, &page)
        }
        Problem::NotFound => page_with(StatusCode::NOT_FOUND, &ProblemPage::not_found(frame("Page not found"))),
        Problem::Invalid(errors) => {
            let mut page = ProblemPage::unreadable(frame("Not recorded"));
            page.because = errors.into_iter().map(|e| e.message).collect();
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Problem::KeyReused => page_with(
            StatusCode::CONFLICT,
            &ProblemPage::new(
                frame("Already sent"),
                "This form was sent before",
                &["It was recorded then, with other answers. Open the page again to see what stands."],
            ),
        ),
        Problem::Busy => page_with(StatusCode::CONFLICT, &ProblemPage::busy(frame("Please send it again"))),
        Problem::Changed { .. } => page_with(
            StatusCode::CONFLICT,
            &ProblemPage::new(
                frame("Someone else changed this"),
                "Someone else changed this",
                &["Nothing was recorded. Open the page again: it shows what stands now."],
            ),
        ),
        Problem::TooMany { wait } => {
            let mut answer = page_with(StatusCode::TOO_MANY_REQUESTS, &ProblemPage::too_many(frame("Please wait")));
            if let Ok(value) = HeaderValue::from_str(&wait.to_string()) {
                answer.headers_mut().insert(header::RETRY_AFTER, value);
            }
            answer
        }
        Problem::Held(_) => {
            page_with(StatusCode::SERVICE_UNAVAILABLE, &ProblemPage::held(frame("Not recorded: the record is held")))
        }
        Problem::InDoubt | Problem::Unavailable(_) | Problem::Damaged(_) => {
            tracing::error!(%problem, "a request failed");
            let status = match problem {
                Problem::InDoubt | Problem::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
                _ => StatusCode::INTERNAL_SERVER_ERROR,
            };
            page_with(status, &ProblemPage::failed(frame("Something went wrong")))
        }
    }
}

/// 503: the record has not answered; the page can be sent again.
pub fn unanswered(page: &AgainPage) -> Response {
    let mut answer = page_with(StatusCode::SERVICE_UNAVAILABLE, page);
    answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("10"));
    answer
}

/// 422: not a form of ours.
pub fn unreadable(web: &Web, visitor: Option<&Visitor>) -> Response {
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &ProblemPage::unreadable(shell(web, visitor, "Not recorded")))
}

/// 413: larger than any form of ours.
pub fn too_big(web: &Web, visitor: Option<&Visitor>) -> Response {
    page_with(StatusCode::PAYLOAD_TOO_LARGE, &ProblemPage::too_big(shell(web, visitor, "Too big")))
}

/// 404, for whoever asks.
pub fn not_found(web: &Web, visitor: Option<&Visitor>) -> Response {
    page_with(StatusCode::NOT_FOUND, &ProblemPage::not_found(shell(web, visitor, "Page not found")))
}

/// The frame, for somebody signed in or not.
pub fn shell(web: &Web, visitor: Option<&Visitor>, title: &str) -> Shell {
    match visitor {
        Some(visitor) => visitor.shell(title, Here::Elsewhere),
        None => Shell {
            title: title.to_owned(),
            has_problems: false,
            signed_in: None,
            here: Here::Elsewhere,
            synthetic: banner(web, web.clocks.record()),
            back: Some(Link::new("Sign in", "/sign-in")),
            notice: None,
        },
    }
}

/// Headers that every answer carries.
pub fn guard(mut answer: Response) -> Response {
    let headers = answer.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    answer
}
