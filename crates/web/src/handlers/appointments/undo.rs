//! One press on the day: the outcome just recorded is taken back.

use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use service::Problem;
use service::undo::Undoing;

use super::outcome::Stood;
use crate::handlers::frame::case_id;
use crate::posted::Posted;

/// Takes it back, and leads to the day again, or to the appointment.
pub async fn submit(
    Path((case, appointment)): Path<(String, String)>,
    Query(stood): Query<Stood>,
    posted: Posted,
) -> Response {
    let visitor = &posted.visitor;
    let Some(person) = case_id(&case) else { return posted.failure(Problem::NotFound) };
    let back = |done: &str| match (stood.day, stood.slot) {
        (Some(day), Some(slot)) => format!("/day/{day}?done={done}#slot-{slot}"),
        _ => format!("/cases/{case}/appointments/{appointment}"),
    };
    if posted.sent_before {
        return Redirect::to(&back("undone")).into_response();
    }
    let said = Undoing { person: person.to_string(), appointment: appointment.clone() };
    let form = posted.fields.form();
    match visitor.web.service.undo_outcome(&visitor.ask("day"), &form, &said).await {
        Ok(_) => Redirect::to(&back("undone")).into_response(),
        Err(Problem::Invalid(_) | Problem::Changed { .. }) => Redirect::to(&back("stays")).into_response(),
        Err(problem) => posted.failure(problem),
    }
}
