//! The add-checkpoint call of C2SP tlog-witness, with its statuses.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context;
use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use ledger::{Hash, Nodes, Refusal, Submission};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use super::folder::{Outcome, WitnessFolder};
use super::seconds_now;
use crate::commands::runtime;

/// A request is a proof of at most 63 hashes and a note.
const LARGEST_REQUEST: usize = 64 * 1024;

type Shared = Arc<Mutex<WitnessFolder>>;

/// Answers until told to stop.
pub(crate) fn serve(witness: WitnessFolder, listen: SocketAddr) -> anyhow::Result<()> {
    runtime()?.block_on(async {
        let listener = TcpListener::bind(listen).await.with_context(|| format!("cannot listen on {listen}"))?;
        eprintln!("The witness is at http://{}/", listener.local_addr()?);
        let mut terminate = signal(SignalKind::terminate())?;
        let router = Router::new()
            .route("/add-checkpoint", post(add_checkpoint))
            .layer(DefaultBodyLimit::max(LARGEST_REQUEST))
            .with_state(Arc::new(Mutex::new(witness)));
        axum::serve(listener, router)
            .with_graceful_shutdown(async move {
                tokio::select! {
                    _ = terminate.recv() => {}
                    _ = tokio::signal::ctrl_c() => {}
                }
            })
            .await?;
        Ok(())
    })
}

async fn add_checkpoint(State(witness): State<Shared>, body: String) -> Response {
    let answer = tokio::task::spawn_blocking(move || answer(&witness, &body)).await;
    match answer {
        Ok(Ok(response)) => response,
        Ok(Err(error)) => failure(&format!("{error:#}")),
        Err(error) => failure(&error.to_string()),
    }
}

fn failure(error: &str) -> Response {
    tracing::error!("a checkpoint could not be judged: {error}");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

fn answer(witness: &Shared, body: &str) -> anyhow::Result<Response> {
    let submission = match Submission::parse(body) {
        Ok(submission) => submission,
        Err(refusal) => return Ok(refused(&refusal)),
    };
    // One at a time: nothing may come between the judgement and what is then remembered.
    let witness = witness.lock().unwrap_or_else(PoisonError::into_inner);
    match witness.cosign(&submission, &NoTree, seconds_now())? {
        Outcome::Cosigned(note) => {
            let line = note.lines().next_back().unwrap_or_default();
            Ok(format!("{line}\n").into_response())
        }
        Outcome::Refused(refusal, evidence) => {
            if let Some(evidence) = evidence {
                tracing::error!("the log signed two pasts: the proof is in {}", evidence.folder.display());
            }
            Ok(refused(&refusal))
        }
    }
}

fn refused(refusal: &Refusal) -> Response {
    let status = StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::BAD_REQUEST);
    match refusal {
        Refusal::Stale { last: size, .. } | Refusal::SplitView { size } => {
            (status, [(header::CONTENT_TYPE, "text/x.tlog.size")], format!("{size}\n")).into_response()
        }
        _ => (status, format!("{refusal}\n")).into_response(),
    }
}

/// Over HTTP a log shows no tree: only two roots for one size can give it away.
struct NoTree;

impl Nodes for NoTree {
    fn node(&self, _: u32, _: u64) -> Option<Hash> {
        None
    }
}
