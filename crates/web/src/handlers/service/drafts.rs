//! Keeping what is being typed, while it is being typed.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::handlers::frame::case_id;
use crate::posted::{Posted, form_path};

/// Keeps a draft: `form` is the address of the form, the rest its fields. Answers 204.
pub async fn submit(posted: Posted) -> Response {
    let form = form_path(posted.fields.trimmed("form")).to_owned();
    let case = form.strip_prefix("/cases/").and_then(|rest| rest.split('/').next()).and_then(case_id);
    // Forms about many people name each in their fields, and are found there when somebody is erased.
    let of_many = ["/contact/", "/allocate/"].iter().any(|family| form.starts_with(family));
    if case.is_none() && !of_many {
        return StatusCode::UNPROCESSABLE_ENTITY.into_response();
    }
    let ask = posted.visitor.ask("draft");
    match posted.visitor.web.service.keep_draft(&ask, &form, "", posted.fields.encoded()).await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(problem) => posted.failure(problem),
    }
}
