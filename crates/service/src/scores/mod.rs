//! Everybody's scores and tiers at once, as a job: how many are in which band, and who would move by other figures.
//!
//! - [`everybody`]: the job itself, in chunks, so that nobody else waits for it. [`person`]: one of them, in numbers.
//! - [`found`]: what is kept of it: how many, never who. [`beside`]: other figures set beside those in force.
//!
//! Nothing is recorded, and nobody is moved.

pub mod beside;
pub mod everybody;
pub mod found;
pub mod person;

use access::Action;
use practice::limits::LimitName;
use serde::de::DeserializeOwned;
use store::JobRow;

pub use beside::{Movement, Mover, Way};
pub use everybody::{Progress, Scoring};
pub use found::{Banded, Found, Measured};

use crate::{Ask, Problem, Service};

/// The job that counts everybody.
pub const COUNTING: &str = "scores";
/// The job that sets other figures beside those in force.
pub const COMPARING: &str = "scores-beside";

/// In microseconds.
const MINUTE: i64 = 60_000_000;

/// How a job stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobState {
    /// Whether somebody is at work on it.
    pub running: bool,
    /// Whether it was broken off: its worker failed, or has not been heard of.
    pub broken_off: bool,
    /// People done…
    pub done: u64,
    /// …of how many.
    pub total: u64,
    /// Whole minutes since it began.
    pub minutes: i64,
}

/// What is known of everybody's scores.
#[derive(Clone, Debug, PartialEq)]
pub struct Board {
    /// How the counting stands; none when it never began.
    pub counting: Option<JobState>,
    /// What it found last.
    pub found: Option<Found>,
    /// How the comparing stands.
    pub comparing: Option<JobState>,
    /// What it found last.
    pub movement: Option<Movement>,
    /// Figures of fewer people are not shown.
    pub fewest: u64,
}

impl Service {
    /// The last counts and the last comparison, with how far a running one has come by the machine's clock, in microseconds.
    pub async fn scores(&self, ask: &Ask, machine: i64) -> Result<Board, Problem> {
        self.permit_list(ask, Action::ViewScores, 0).await?;
        let jobs = self.store.read(|snapshot| Ok((snapshot.job(COUNTING)?, snapshot.job(COMPARING)?)));
        let (counting, comparing) = jobs.await?;
        Ok(Board {
            found: counting.as_ref().and_then(kept),
            movement: comparing.as_ref().and_then(kept),
            counting: counting.map(|job| state(&job, machine)),
            comparing: comparing.map(|job| state(&job, machine)),
            fewest: u64::from(self.standards.limit(LimitName::FewestShown).value),
        })
    }
}

fn state(job: &JobRow, machine: i64) -> JobState {
    let running = job.state == "running" && job.until > machine;
    JobState {
        running,
        broken_off: !running && job.state != "done",
        done: job.done,
        total: job.total,
        minutes: (machine - job.began) / MINUTE,
    }
}

/// What a job found last; a result of an earlier release that reads otherwise is none.
fn kept<T: DeserializeOwned>(job: &JobRow) -> Option<T> {
    serde_json::from_str(&job.result).ok()
}
