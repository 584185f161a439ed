//! Questions about both times of the record, for those who check it: what was known when, what was recorded later, how
//! an entry came to say what it says.
//!
//! - [`timing`]: across cases. [`past`]: a caseload or a diary as it was known. [`team`]: what a team owed, and what became of
//!   its alarms. [`case`]: one case, or one entry. [`table`]: a report as a table.
//!
//! Every answer is a [`Report`]: it carries the checkpoint it was given at, and asked again as of that checkpoint it
//! comes out the same, byte for byte, whatever was recorded since and whatever standards came into force. Only an erasure
//! takes something out of it: then it names what says so, and so by what authority and why.

pub mod case;
pub mod past;
pub mod table;
pub mod team;
pub mod timing;

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use practice::keeping::Keeping;
use record::EntryId;
use record::entry::{Content, Entry};
use record::facts::Fact;
use record::time::{Instant, Minute};
use serde::Serialize;
use store::{CheckpointRow, Snapshot, StoreError};

use crate::packs::PackThen;
use crate::{Problem, Service};

/// An answer, with what was asked and the checkpoint it was given at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report<Q, A> {
    /// Which question.
    pub question: &'static str,
    /// What was asked.
    pub asked: Q,
    /// The state of the log that the answer is of.
    pub checkpoint: Pinned,
    /// Records that may belong to the answer and are kept from whoever asked: somebody who is kept from others gets
    /// other bytes.
    #[serde(skip_serializing_if = "is_none_left_out")]
    pub left_out: usize,
    /// The standards that the answer goes by, where it goes by any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standards: Option<PackThen>,
    /// The entries that tell of erasures carried out since the checkpoint, in the record that the answer is about: what they
    /// took is not in it any more, and so it may not be the bytes that were given then.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub erased_since: Vec<EntryId>,
    /// The answer.
    pub answer: A,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over so")]
fn is_none_left_out(count: &usize) -> bool {
    *count == 0
}

impl<Q, A> Report<Q, A> {
    fn new(question: &'static str, asked: Q, checkpoint: Pinned, answer: A) -> Report<Q, A> {
        Report { question, asked, checkpoint, left_out: 0, standards: None, erased_since: Vec::new(), answer }
    }
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

impl Service {
    /// Puts a question to a standby while that is near enough, else to the record itself.
    async fn aside<T: Send + 'static>(
        &self,
        f: impl Fn(&Snapshot) -> Result<Option<T>, StoreError> + Send + 'static,
    ) -> Result<Option<T>, Problem> {
        Ok(self.store.read_aside(Keeping::now().standby_lag(), f).await?)
    }

    /// The erasures carried out anywhere since a checkpoint, as the entries that tell of them.
    async fn erased_since(&self, pinned: &Pinned) -> Result<Vec<EntryId>, Problem> {
        let streams = self.store.read(Snapshot::streams_with_erasures).await?;
        let mut all = Vec::new();
        for stream in streams {
            all.extend(erasures_after(&self.entries_unasked(&stream).await?, pinned));
        }
        Ok(all)
    }

    /// Whether more is protected by now than a checkpoint covers.
    pub async fn has_gone_on_since(&self, pinned: &Pinned) -> Result<bool, Problem> {
        let last = self.store.read(Snapshot::last_checkpoint).await?;
        Ok(last.is_some_and(|last| last.size > pinned.size))
    }
}

/// The checkpoint of a size, or the last one.
pub(crate) fn pin(snapshot: &Snapshot, size: Option<u64>) -> Result<Option<Pinned>, StoreError> {
    let found = match size {
        None => snapshot.last_checkpoint()?,
        Some(size) => snapshot.checkpoint_covering(size.saturating_sub(1))?.filter(|row| row.size == size),
    };
    Ok(found.map(|CheckpointRow { size, at, root, .. }| Pinned { size, root: root.to_base64(), at: Instant(at) }))
}

/// The entries of a stream that tell of erasures carried out since a checkpoint.
fn erasures_after(entries: &[Entry], pinned: &Pinned) -> Vec<EntryId> {
    let later = entries.iter().filter(|entry| entry.recorded > pinned.at);
    let tells = |entry: &&Entry| matches!(&entry.content, Some(Content { fact: Fact::Erased(_), .. }));
    later.filter(tells).map(|entry| entry.id.clone()).collect()
}

fn no_checkpoint() -> Problem {
    Problem::field("checkpoint", "There is no checkpoint of this size. Give the one that a report carries, or none")
}

/// The moment up to which an answer knows the record: the checkpoint’s, or an earlier one that was asked for.
fn known(asked: Option<Instant>, pinned: &Pinned) -> Instant {
    asked.map_or(pinned.at, |asked| asked.min(pinned.at))
}

/// A moment as people ask about it: the end of a day, or a minute of it. Written `2015-11-20` or `2015-11-20T14:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// The end of a day.
    EndOf(Date),
    /// A minute on a London clock.
    At(Minute),
}

/// The text is no day, and no minute.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is neither a day such as 2015-11-20 nor a minute such as 2015-11-20T14:00")]
pub struct NotAMoment(String);

impl Moment {
    /// The last instant that is known then.
    pub fn instant(self) -> Instant {
        match self {
            Moment::EndOf(day) => end_of(day),
            Moment::At(minute) => minute.instant(),
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Moment::EndOf(day) => day.fmt(f),
            Moment::At(minute) => minute.fmt(f),
        }
    }
}

impl FromStr for Moment {
    type Err = NotAMoment;

    fn from_str(text: &str) -> Result<Moment, NotAMoment> {
        let minute = text.parse().map(Moment::At);
        // A date’s own reader takes a time behind it, and forgets it.
        let day = if text.len() == "2015-11-20".len() { text.parse().ok() } else { None };
        minute.or_else(|_| day.map(Moment::EndOf).ok_or_else(|| NotAMoment(text.to_owned())))
    }
}

/// The first microsecond of a day in London.
pub fn start_of(day: Date) -> Instant {
    Minute::new(day.at(0, 0, 0, 0)).instant()
}

/// The last microsecond of a day in London.
pub fn end_of(day: Date) -> Instant {
    Instant(start_of(day.tomorrow().unwrap_or(day)).0 - 1)
}
