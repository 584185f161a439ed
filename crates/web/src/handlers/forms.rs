//! What becomes of a form, the same for each: shown with what was typed before; recorded once; shown again with what is
//! wrong; and when it could not be recorded for another reason, kept as a draft. Nothing typed is lost.

use std::future::Future;

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::de::DeserializeOwned;
use service::{FieldError, Problem};

use crate::answer::{failure, page_with};
use crate::posted::{Fields, Posted};
use crate::visitor::Visitor;

/// A page with one form, known by what its address names.
pub trait Form: DeserializeOwned + Send + Sync + 'static {
    /// The page it stands on.
    type Page: Template + Send;

    /// The page's address, under which a draft of the form is kept.
    fn address(&self) -> String;

    /// Where the visitor goes when it is recorded.
    fn done(&self) -> String;

    /// Records what was typed. `Invalid` shows the form again with what is wrong.
    fn record(&self, visitor: &Visitor, typed: &Fields) -> impl Future<Output = Result<(), Problem>> + Send;

    /// The page, with what was typed before and what is wrong with it.
    fn page(
        &self,
        visitor: &Visitor,
        typed: &Fields,
        errors: &[FieldError],
    ) -> impl Future<Output = Result<Self::Page, Problem>> + Send;
}

/// The page of a form, filled with the draft that was kept of it.
pub async fn show<F: Form>(visitor: Visitor, Path(form): Path<F>) -> Response {
    match drafted(&visitor, &form).await {
        Ok(page) => page_with(StatusCode::OK, &page),
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

async fn drafted<F: Form>(visitor: &Visitor, form: &F) -> Result<F::Page, Problem> {
    let draft = visitor.web.service.draft(&visitor.ask("draft"), &form.address(), "").await?;
    let typed = draft.map(|row| Fields::parse(row.body.as_bytes())).unwrap_or_default();
    form.page(visitor, &typed, &[]).await
}

/// Takes a form that was sent.
pub async fn submit<F: Form>(Path(form): Path<F>, posted: Posted) -> Response {
    let visitor = &posted.visitor;
    if posted.sent_before {
        return Redirect::to(&form.done()).into_response();
    }
    let (service, ask) = (&visitor.web.service, visitor.ask("draft"));
    let problem = match form.record(visitor, &posted.fields).await {
        Ok(()) => {
            service.drop_draft(&ask, &form.address()).await;
            return Redirect::to(&form.done()).into_response();
        }
        Err(Problem::Invalid(errors)) => match form.page(visitor, &posted.fields, &errors).await {
            Ok(page) => return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page),
            Err(problem) => problem,
        },
        Err(problem) => problem,
    };
    if matches!(problem, Problem::Changed { .. } | Problem::Busy | Problem::Held(_) | Problem::Unavailable(_))
        && let Err(lost) = service.keep_draft(&ask, &form.address(), "", posted.fields.encoded()).await
    {
        tracing::warn!(%lost, "a form that was not recorded could not be kept");
        if matches!(problem, Problem::Unavailable(_)) {
            return posted.not_even_kept(&problem);
        }
    }
    posted.failure(problem)
}
