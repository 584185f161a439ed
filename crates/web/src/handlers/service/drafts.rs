//! Keeping what is being typed, while it is being typed.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::posted::Posted;

/// Keeps a draft: `form` is the address of the form, the rest its fields. Answers 204.
pub async fn submit(posted: Posted) -> Response {
    let form = posted.fields.trimmed("form").to_owned();
    if !form.starts_with("/cases/") {
        return StatusCode::UNPROCESSABLE_ENTITY.into_response();
    }
    let ask = posted.visitor.ask("draft");
    match posted.visitor.web.service.keep_draft(&ask, &form, "", posted.fields.encoded()).await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(problem) => posted.failure(problem),
    }
}
