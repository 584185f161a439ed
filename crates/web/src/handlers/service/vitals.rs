//! What a machine that watches the service is told: whether it can work, and figures. Nothing of it is about a person.
//!
//! Anybody may ask, so it is worked out once in some seconds, however often it is asked.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use record::time::Instant;
use service::protection::{Missing, Protection, Taken};

use crate::{Web, words};

/// For so long what was worked out stands, in the machine's microseconds: 5 seconds.
const STANDS: i64 = 5_000_000;

/// What was worked out last, and when by the machine's clock.
pub type Kept = Arc<tokio::sync::Mutex<Option<(i64, Arc<Protection>)>>>;

/// How the record stands, now or a few seconds ago. Whoever asks meanwhile waits for the same answer.
async fn vitals(web: &Web) -> Option<Arc<Protection>> {
    let machine = web.clocks.machine();
    let mut kept = web.vitals.lock().await;
    if let Some((_, vitals)) = kept.as_ref().filter(|(at, _)| (0..STANDS).contains(&(machine - at))) {
        return Some(vitals.clone());
    }
    let vitals = Arc::new(web.service.vitals(web.clocks.record()).await.ok()?);
    *kept = Some((machine, vitals.clone()));
    Some(vitals)
}

/// Whether the record can be read; what is late is said, and is no reason to send nobody here.
pub async fn ready(State(web): State<Web>) -> Response {
    let Some(vitals) = vitals(&web).await else {
        return (StatusCode::SERVICE_UNAVAILABLE, "the record cannot be read\n").into_response();
    };
    let mut said = "ready\n".to_owned();
    if vitals.backup_late {
        said.push_str("late: backup\n");
    }
    if vitals.witnessing.as_ref().is_some_and(|witnessing| witnessing.late) {
        said.push_str("late: witnesses\n");
    }
    if vitals.witnessing.as_ref().is_some_and(|witnessing| !witnessing.disagreements.is_empty()) {
        said.push_str("alarm: a witness has cosigned another past\n");
    }
    if let Some(seen) = vitals.behind {
        // Writing to a text cannot fail.
        let _ = writeln!(
            said,
            "alarm: a witness has seen {seen} leaves that are not all in the record of {}: nothing is written until its rollback is declared; \
             said by {}",
            vitals.size,
            vitals.behind_by.join(", ")
        );
    }
    if vitals.owes_erasures {
        said.push_str(
            "alarm: what was erased may stand in the record again: nothing is written until the list of erasures is carried out, \
             or it is said that there are none\n",
        );
    }
    if vitals.witnessing.iter().flat_map(|witnessing| &witnessing.each).any(|witness| witness.unreached) {
        said.push_str("not known: whether a witness that was not reached has seen more than the record has\n");
    }
    if vitals.verified.as_ref().is_some_and(|verified| verified.faults > 0) {
        said.push_str("alarm: the record is not as it was sealed\n");
    }
    if vitals.missing.iter().any(|missing| missing.what != Taken::NotWatched) {
        said.push_str("alarm: something acknowledged is missing\n");
    }
    if let Some(crowded) = vitals.missing.iter().find(|missing| missing.what == Taken::NotWatched) {
        let (count, since) = (crowded.count, words::instant(Instant(crowded.from)));
        // Writing to a text cannot fail.
        let _ = writeln!(said, "alarm: {count} acknowledged since {since} are not looked for");
    }
    said.into_response()
}

/// Figures, in the text form of Prometheus.
pub async fn metrics(State(web): State<Web>) -> Response {
    let now = web.clocks.record();
    match vitals(&web).await {
        Some(vitals) => ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], figures(&vitals, now))
            .into_response(),
        None => (StatusCode::SERVICE_UNAVAILABLE, "the record cannot be read\n").into_response(),
    }
}

fn figures(vitals: &Protection, now: Instant) -> String {
    let mut out = String::new();
    let mut figure = |name: &str, help: &str, value: i64| {
        // Writing to a text cannot fail.
        let _ = write!(
            out,
            "# HELP throughcare_{name} {help}\n# TYPE throughcare_{name} gauge\nthroughcare_{name} {value}\n"
        );
    };
    let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let age = |at: Instant| ((now.0 - at.0) / 1_000_000).max(0);
    figure("log_leaves", "Leaves under the last checkpoint.", count(vitals.size));
    figure("unsealed_entries", "Entries recorded and not yet under a checkpoint.", count(vitals.unsealed));
    let (crowded, gone): (Vec<_>, Vec<_>) =
        vitals.missing.iter().partition(|missing| missing.what == Taken::NotWatched);
    let sum = |of: &[&Missing]| of.iter().map(|missing| missing.count).sum::<u64>();
    let missing = sum(&gone);
    figure(
        "acknowledged_unwatched",
        "Acknowledged here and not looked for, until all is sealed.",
        count(sum(&crowded)),
    );
    figure(
        "acknowledged_missing",
        "Entries and reads acknowledged here, and gone before they were sealed.",
        count(missing),
    );
    if let Some(at) = vitals.at {
        figure("checkpoint_age_seconds", "Since the last checkpoint was signed.", age(at));
    }
    figure("backup_late", "1 when no backup is known verified that is young enough.", i64::from(vitals.backup_late));
    if let Some(backup) = &vitals.backup {
        figure("backup_age_seconds", "Since the moment of the last backup that was verified.", age(backup.at));
    }
    let behind = vitals.behind.map_or(0, |seen| seen.saturating_sub(vitals.size).max(1));
    figure("behind_leaves", "Leaves a witness has seen and the record has not; nothing is written.", count(behind));
    if let Some(verified) = &vitals.verified {
        figure("verified_age_seconds", "Since the last verification beside the service began.", age(verified.at));
        figure("verification_faults", "Things that it found wrong.", count(verified.faults));
    }
    if let Some(witnessing) = &vitals.witnessing {
        let last = witnessing.last.as_ref().map_or(0, |last| last.size);
        figure("witnessed_leaves", "Leaves that enough witnesses have cosigned.", count(last));
        let unwitnessed = witnessing.since.map_or(0, age);
        figure("unwitnessed_seconds", "How long something protected has gone without enough witnesses.", unwitnessed);
        figure("witness_late", "1 when that is too long.", i64::from(witnessing.late));
        let quarrels = count(witnessing.disagreements.len() as u64);
        figure("witness_disagreements", "Refusals of witnesses that have cosigned another past.", quarrels);
    }
    if let Some(unscrubbed) = vitals.unscrubbed {
        figure("erasures_unscrubbed", "Erasures since the database was last scrubbed.", count(unscrubbed));
    }
    out
}
