//! Who is behind a request: the session in the cookie, or the way to the sign-in page.

use std::sync::Arc;

use access::{Action, Actor, role_does};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use axum::response::{IntoResponse, Redirect, Response};
use record::facts::organisation::Role;
use record::time::Instant;
use service::Ask;
use service::desks::Desks;
use service::sign_in::Session;

use crate::Web;
use crate::answer::failure;
use crate::components::{Here, Shell, SignedIn};

/// The name of the session cookie.
pub const COOKIE: &str = "throughcare";

/// A member of staff who is signed in, with what a handler needs to answer them.
#[derive(Clone)]
pub struct Visitor {
    /// What every handler can reach.
    pub web: Web,
    /// The session.
    pub session: Session,
    /// When the request came, by the record's clock.
    pub now: Instant,
}

impl Visitor {
    /// What to ask the service with, from a screen.
    pub fn ask(&self, screen: &'static str) -> Ask {
        Ask { actor: self.session.actor.clone(), now: self.now, screen }
    }

    /// The desks that they see to today besides their own.
    pub fn desks(&self) -> &Arc<Desks> {
        &self.session.desks
    }

    /// Who they are.
    pub fn actor(&self) -> &Actor {
        &self.session.actor
    }

    /// The frame of a page.
    pub fn shell(&self, title: &str, here: Here) -> Shell {
        Shell {
            title: title.to_owned(),
            has_problems: false,
            signed_in: Some(SignedIn {
                name: self.actor().name.clone(),
                role: self.actor().role.words().to_owned(),
                organisation: self.session.organisation.clone(),
                csrf: self.session.csrf.clone(),
                also: also(self.actor().role),
                without: without(self.actor().role),
                unread: self.session.unread,
            }),
            here,
            synthetic: banner(&self.web, self.now),
            back: None,
            notice: None,
        }
    }
}

/// What a role alone leads to.
fn also(role: Role) -> Vec<(Here, &'static str, &'static str)> {
    let pages = [
        (Action::ViewReception, (Here::Sites, "Sites", "/sites")),
        (Action::LeadTeam, (Here::Team, "My team", "/team")),
        (Action::ViewErasures, (Here::Erasures, "Erasures", "/erasures")),
        (Action::AskTheRecord, (Here::Questions, "Questions", "/questions")),
        (Action::ViewScores, (Here::Scores, "Scores", "/scores")),
        (Action::ViewContact, (Here::Contact, "Contact", "/contact/since")),
        (Action::ViewPost, (Here::Post, "Post", "/post")),
    ];
    pages.into_iter().filter(|(action, _)| role_does(role, *action)).map(|(_, page)| page).collect()
}

/// What a role has no use for: a link that is always refused helps nobody.
fn without(role: Role) -> Vec<Here> {
    let pages =
        [(Action::ViewDay, Here::Day), (Action::ViewCaseload, Here::Caseload), (Action::ViewCourtDay, Here::Court)];
    pages.into_iter().filter(|(action, _)| !role_does(role, *action)).map(|(_, here)| here).collect()
}

/// The line that says a demonstration is one, with its clock.
pub fn banner(web: &Web, now: Instant) -> Option<String> {
    let demonstration = web.demonstration.as_ref()?;
    let banner = demonstration.banner.trim_end_matches('.');
    Some(format!("{banner}. Clock: {}.", crate::words::instant(now)))
}

impl FromRequestParts<Web> for Visitor {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Visitor, Response> {
        let now = web.clocks.record();
        let session = match token(&parts.headers) {
            Some(token) => web.service.session(&token, web.clocks.machine(), now).await,
            None => Ok(None),
        };
        match session {
            Ok(Some(session)) => Ok(Visitor { web: web.clone(), session, now }),
            Ok(None) => Err(to_sign_in(&parts.method, parts.uri.path())),
            Err(problem) => Err(failure(web, None, problem)),
        }
    }
}

/// The session token a browser brought.
pub fn token(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, value)| value.to_owned())
}

/// Signing in leads back to the page that was asked for; a form that was sent leads back to its own page, if it has one.
pub fn to_sign_in(method: &Method, path: &str) -> Response {
    if matches!(path, "/sign-out" | "/drafts") {
        return Redirect::to("/sign-in").into_response();
    }
    let sent = if *method == Method::GET { "" } else { "&sent=1" };
    Redirect::to(&format!("/sign-in?then={}{sent}", page_of(path))).into_response()
}

/// The buttons of a reception, of the post, and what takes an outcome back, have no page of their own: they lead back to it.
fn page_of(path: &str) -> &str {
    if path == "/post/posted" {
        return "/post";
    }
    if let Some(appointment) = path.strip_suffix("/undo") {
        return appointment;
    }
    let mut presses = ["/came", "/left", "/find", "/caller"].into_iter();
    let desk = presses.find_map(|press| path.strip_suffix(press));
    desk.filter(|desk| desk.starts_with("/sites/")).unwrap_or(path)
}
