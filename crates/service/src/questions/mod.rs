//! Questions about both times of the record, for those who check it: what was known when, what was recorded later, how
//! an entry came to say what it says.
//!
//! - [`timing`]: across cases. [`past`]: a caseload or a diary as it was known. [`case`]: one case, or one entry.
//!
//! Every answer is a [`Report`]: it carries the checkpoint it was given at, and asked again as of that checkpoint it
//! comes out the same, byte for byte, whatever was recorded since. Only an erasure takes something out of it.

pub mod case;
pub mod past;
pub mod timing;

use jiff::civil::Date;
use record::time::{Instant, Minute};
use serde::Serialize;
use store::{CheckpointRow, Snapshot, StoreError};

use crate::Problem;

/// An answer, with what was asked and the checkpoint it was given at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report<Q, A> {
    /// Which question.
    pub question: &'static str,
    /// What was asked.
    pub asked: Q,
    /// The state of the log that the answer is of.
    pub checkpoint: Pinned,
    /// The answer.
    pub answer: A,
}

impl<Q: Serialize, A: Serialize> Report<Q, A> {
    /// The report as canonical JSON.
    pub fn to_bytes(&self) -> Result<Vec<u8>, Problem> {
        ledger::canonical(self).map_err(|error| Problem::Damaged(error.to_string()))
    }
}

/// A checkpoint, as a report carries it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pinned {
    /// How many leaves it covers.
    pub size: u64,
    /// Their root, base64.
    pub root: String,
    /// When it was signed: what was recorded up to then is what the answer knows.
    pub at: Instant,
}

/// The checkpoint of a size, or the last one.
fn pin(snapshot: &Snapshot, size: Option<u64>) -> Result<Option<Pinned>, StoreError> {
    let found = match size {
        None => snapshot.last_checkpoint()?,
        Some(size) => snapshot.checkpoint_covering(size.saturating_sub(1))?.filter(|row| row.size == size),
    };
    Ok(found.map(|CheckpointRow { size, at, root, .. }| Pinned { size, root: root.to_base64(), at: Instant(at) }))
}

fn no_checkpoint() -> Problem {
    Problem::field("checkpoint", "There is no checkpoint of this size. Give the one that a report carries, or none")
}

/// The moment up to which an answer knows the record: the checkpoint’s, or an earlier one that was asked for.
fn known(asked: Option<Instant>, pinned: &Pinned) -> Instant {
    asked.map_or(pinned.at, |asked| asked.min(pinned.at))
}

/// The first microsecond of a day in London.
pub fn start_of(day: Date) -> Instant {
    Minute::new(day.at(0, 0, 0, 0)).instant()
}

/// The last microsecond of a day in London.
pub fn end_of(day: Date) -> Instant {
    Instant(start_of(day.tomorrow().unwrap_or(day)).0 - 1)
}
