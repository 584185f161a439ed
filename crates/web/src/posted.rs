//! A form that was sent: read whole, checked for our own secret, its fields by name.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use service::{Form, Problem};

use crate::Web;
use crate::answer::{failure, too_big, unanswered, unreadable};
use crate::components::{Here, Shell, Token};
use crate::pages::problem::AgainPage;
use crate::visitor::{Visitor, to_sign_in, token};

/// No form is larger: 256 KiB.
pub const LARGEST_FORM: usize = 256 * 1024;

/// The keys our forms carry are no longer.
const LONGEST_KEY: usize = 26;

/// No list is larger: 64 MiB. Larger ones are imported on the command line.
pub const LARGEST_LIST: usize = 64 * 1024 * 1024;

/// The fields of a form, each the last value sent under its name.
#[derive(Clone, Debug, Default)]
pub struct Fields(BTreeMap<String, String>);

impl Fields {
    /// Reads `application/x-www-form-urlencoded` bytes.
    pub fn parse(body: &[u8]) -> Fields {
        let pairs = form_urlencoded::parse(body);
        Fields(pairs.map(|(name, value)| (name.into_owned(), value.replace("\r\n", "\n"))).collect())
    }

    /// The value of a field; empty when it was not sent.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// The value of a field without blanks round it.
    pub fn trimmed(&self, name: &str) -> &str {
        self.get(name).trim()
    }

    /// Whether nothing was sent.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The idempotency key and component version the form carried.
    pub fn form(&self) -> Form {
        Form {
            key: self.get("key").to_owned(),
            version: self.get("version").parse().unwrap_or(0),
            digest: Some(record::Hash::of(self.encoded().as_bytes()).0),
        }
    }

    /// What the user typed or chose, without what the page itself put in.
    pub fn answers(&self) -> impl Iterator<Item = (&str, &str)> {
        let own = |name: &str| matches!(name, "csrf" | "key" | "version");
        self.0.iter().filter(move |(name, _)| !own(name)).map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The answers as they were sent, for a draft.
    pub fn encoded(&self) -> String {
        let mut text = form_urlencoded::Serializer::new(String::new());
        text.extend_pairs(self.answers());
        text.finish()
    }
}

/// A form sent by somebody who is signed in.
pub struct Posted {
    /// Who sent it.
    pub visitor: Visitor,
    /// What it holds.
    pub fields: Fields,
    /// Where it was sent.
    pub address: String,
    /// The very same form was recorded before: there is nothing to check and nothing to add.
    pub sent_before: bool,
}

impl FromRequest<Web> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, web: &Web) -> Result<Posted, Response> {
        let (mut parts, body) = request.into_parts();
        if !from_our_page(&parts.headers) {
            return Err(unreadable(web, None));
        }
        let visitor = Visitor::from_request_parts(&mut parts, web).await;
        let headers = parts.headers.clone();
        let (method, path) = (parts.method.clone(), parts.uri.path().to_owned());
        let address = parts.uri.path_and_query().map_or_else(|| path.clone(), ToString::to_string);
        let body = Bytes::from_request(Request::from_parts(parts, body), web).await;
        let Ok(body) = body else { return Err(too_big(web, visitor.ok().as_ref())) };
        let fields = Fields::parse(&body);
        let Ok(visitor) = visitor else {
            keep_for_later(web, &headers, &path, &fields).await;
            return Err(to_sign_in(&method, &path));
        };
        let key_is_ours = fields.get("key").len() <= LONGEST_KEY;
        if fields.get("csrf") != visitor.session.csrf || !key_is_ours {
            return Err(unreadable(web, Some(&visitor)));
        }
        let sent_before = visitor.web.service.sent_before(&visitor.ask("form"), &fields.form()).await;
        let posted = Posted { visitor, fields, address, sent_before: false };
        match sent_before {
            Ok(before) => Ok(Posted { sent_before: before.is_some(), ..posted }),
            Err(problem) => Err(posted.failure(problem)),
        }
    }
}

/// A session that ended while somebody was typing loses nothing: the form is kept as their draft.
async fn keep_for_later(web: &Web, headers: &HeaderMap, path: &str, fields: &Fields) {
    let Some(token) = token(headers) else { return };
    let path = if path == "/drafts" { form_path(fields.trimmed("form")) } else { path };
    if !["/cases/", "/erasures/", "/apart/", "/away/", "/allocate/", "/contact/"]
        .iter()
        .any(|family| path.starts_with(family))
    {
        return;
    }
    let kept =
        web.service.keep_after_session(&token, fields.get("csrf"), path, fields.encoded(), web.clocks.record()).await;
    if let Err(problem) = kept {
        tracing::warn!(%problem, "a form sent after its session could not be kept");
    }
}

/// The address a form is known by: without what says where on which page it stood.
pub fn form_path(address: &str) -> &str {
    address.split('?').next().unwrap_or_default()
}

/// Whether a request that changes something came from a page of ours, as far as the browser tells.
pub fn from_our_page(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match (text(header::ORIGIN.as_str()), text(header::HOST.as_str())) {
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, from)| from == host),
        _ => true,
    }
}

impl Posted {
    /// The page for what went wrong.
    pub fn failure(&self, problem: Problem) -> Response {
        match problem {
            Problem::InDoubt => unanswered(&self.page(AgainPage::in_doubt)),
            Problem::Busy => unanswered(&self.page(AgainPage::busy)),
            Problem::Held(_) => unanswered(&self.page(AgainPage::held)),
            problem => failure(&self.visitor.web, Some(&self.visitor), problem),
        }
    }

    /// The same for what could not be kept as a draft either: the page holds what was typed.
    pub fn not_even_kept(&self, problem: &Problem) -> Response {
        tracing::error!(%problem, "a form could neither be recorded nor kept");
        unanswered(&self.page(AgainPage::not_recorded))
    }

    fn page(&self, page: fn(Shell, Token, Vec<(String, String)>) -> AgainPage) -> AgainPage {
        let Form { key, version, .. } = self.fields.form();
        let csrf = self.visitor.session.csrf.clone();
        let again = Token { action: self.address.clone(), csrf, key, version: version.to_string() };
        let kept = self.fields.answers().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        page(self.visitor.shell("Send it again", Here::Elsewhere), again, kept)
    }
}
