//! Signing in and out.

use std::net::SocketAddr;

use ::service::Problem;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::Web;
use crate::answer::{failure, page_with, shell, unreadable};
use crate::components::form::Kind;
use crate::components::{Field, Notice, Problems, Tone};
use crate::pages::service::sign_in::SignInPage;
use crate::posted::{Fields, Posted, from_our_page};
use crate::visitor::{COOKIE, token};

/// Where signing in leads to, and whether a form was kept.
#[derive(Debug, Default, Deserialize)]
pub struct Then {
    #[serde(default)]
    then: String,
    #[serde(default)]
    sent: String,
}

/// The sign-in page.
pub async fn show(State(web): State<Web>, Query(then): Query<Then>) -> Response {
    let mut page = sign_in_page(&web, &then.then, "");
    if !then.sent.is_empty() {
        let text = "You were signed out before this was recorded. Sign in again: what you typed is kept.";
        page.shell.notice = Some(Notice::new(Tone::Soon, text));
    }
    page_with(StatusCode::OK, &page)
}

/// Takes the sign-in form.
pub async fn submit(
    State(web): State<Web>,
    ConnectInfo(address): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if !from_our_page(&headers) {
        return unreadable(&web, None);
    }
    let fields = Fields::parse(&body);
    let (user, password) = match (&web.demonstration, fields.get("role")) {
        (Some(demonstration), role) if !role.is_empty() => (role.to_owned(), demonstration.password.clone()),
        _ => (fields.get("user").to_owned(), fields.get("password").to_owned()),
    };
    let begun = web.service.sign_in(&user, &password, &address.ip().to_string(), web.clocks.machine()).await;
    match begun {
        Ok(begun) => {
            let mut answer = Redirect::to(own_path(fields.get("then"))).into_response();
            set_cookie(&mut answer, &begun.token, "");
            answer
        }
        Err(Problem::Invalid(errors)) => {
            let mut page = sign_in_page(&web, fields.get("then"), &user);
            let message = errors.first().map(|e| e.message.clone()).unwrap_or_default();
            page.problems = Problems { list: vec![("password".to_owned(), message.clone())] };
            page.password_error = Some(message);
            page.shell.has_problems = true;
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(problem) => failure(&web, None, problem),
    }
}

/// Signs out.
pub async fn sign_out(State(web): State<Web>, headers: HeaderMap, posted: Posted) -> Response {
    if let Some(token) = token(&headers)
        && let Err(problem) = web.service.sign_out(&token).await
    {
        return posted.failure(problem);
    }
    let mut answer = Redirect::to("/sign-in").into_response();
    set_cookie(&mut answer, "", "; Max-Age=0");
    answer
}

fn sign_in_page(web: &Web, then: &str, user: &str) -> SignInPage {
    let mut shell = shell(web, None, "Sign in");
    shell.back = None;
    SignInPage {
        shell,
        problems: Problems::default(),
        action: "/sign-in".to_owned(),
        csrf: String::new(),
        then: own_path(then).to_owned(),
        roles: web.demonstration.as_ref().map(|d| d.roles.clone()).unwrap_or_default(),
        user: Some(Field::new(Kind::Line, "user", "User name").value(user)),
        password_error: None,
    }
}

/// Only a path of ours is followed after signing in.
fn own_path(then: &str) -> &str {
    let ours = then.starts_with('/')
        && !then.starts_with("//")
        && then.bytes().all(|b| b.is_ascii_graphic() && b != b'\\' && b != b'%');
    if ours { then } else { "/" }
}

fn set_cookie(answer: &mut Response, value: &str, more: &str) {
    let cookie = format!("{COOKIE}={value}; Path=/; HttpOnly; SameSite=Lax{more}");
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        answer.headers_mut().insert(header::SET_COOKIE, value);
    }
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn signing_in_leads_nowhere_else() {
        for (then, expected) in [
            ("/day", "/day"),
            ("//evil.example", "/"),
            ("https://evil.example", "/"),
            ("/\\evil.example", "/"),
            ("/\t/evil.example", "/"),
            ("/%09/evil.example", "/"),
            ("", "/"),
        ] {
            assert_eq!(own_path(then), expected, "{then}");
        }
    }
}
