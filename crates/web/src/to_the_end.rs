//! A form that was sent is taken to its end although the line is cut meanwhile: whoever sent it may be on a train, and what was
//! begun must not be left half counted. A page that is only looked at is dropped with its line.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio_util::task::TaskTracker;

/// The forms that are being taken, whether or not anybody waits for their answers.
#[derive(Clone, Debug, Default)]
pub struct Forms(TaskTracker);

impl Forms {
    /// Waits until none is being taken any more. It is asked once nothing new comes in.
    pub async fn finished(&self) {
        self.0.close();
        self.0.wait().await;
    }
}

/// Takes a form on a task of its own, which whoever waits for the answer may leave.
pub(crate) async fn to_the_end(State(forms): State<Forms>, request: Request, next: Next) -> Response {
    if request.method().is_safe() {
        return next.run(request).await;
    }
    match forms.0.spawn(next.run(request)).await {
        Ok(answer) => answer,
        Err(lost) if lost.is_panic() => std::panic::resume_unwind(lost.into_panic()),
        // The service is being stopped.
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}
