//! A form that was sent is taken to its end although the line is cut meanwhile: whoever sent it may be on a train, and what was
//! begun must not be left half counted. A page that is only looked at is dropped with its line.

use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Takes a form on a task of its own, which whoever waits for the answer may leave.
pub(crate) async fn to_the_end(request: Request, next: Next) -> Response {
    if request.method().is_safe() {
        return next.run(request).await;
    }
    match tokio::spawn(next.run(request)).await {
        Ok(answer) => answer,
        Err(lost) if lost.is_panic() => std::panic::resume_unwind(lost.into_panic()),
        // The service is being stopped.
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}
