//! The record verified while it is served: when it is due, who of many servers does it, and what was found last. What was
//! found stands beside the record, not in it: an entry would have to be sealed behind what does not verify.

use record::time::Instant;
use serde::{Deserialize, Serialize};
use store::{Finding, Report, SideWrite, Snapshot, StoreError};

use crate::{Problem, Service};

/// The job.
const VERIFYING: &str = "verifying";
/// How long a worker that is not heard of is believed to be at work, in microseconds: two minutes.
const LEASE: i64 = 120_000_000;

/// What the last verification found. Nothing of it is about a person: an entry is named, not what it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verified {
    /// When it began, by the record’s clock.
    pub at: Instant,
    /// Entries that were walked.
    pub entries: u64,
    /// Leaves of the log.
    pub size: u64,
    /// How many things are wrong; none when everything is as it was sealed.
    pub faults: u64,
    /// What is wrong first; none when nothing is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<Fault>,
}

/// Something wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// The entry, seal, batch, tile or checkpoint.
    pub id: String,
    /// Its place in the log, if it has one.
    pub position: Option<u64>,
    /// What is wrong with it.
    pub fault: String,
}

/// A verification that was begun: no other server begins one until it is done, or its lease is over.
#[derive(Debug)]
pub struct Verifying {
    holder: String,
}

impl Service {
    /// Begins to verify, if the last one ended so long ago (microseconds of the machine’s clock), or there was none; none while
    /// it is not due, or another server does it.
    pub async fn begin_verifying(&self, machine: i64, every: i64) -> Result<Option<Verifying>, Problem> {
        let last = self.store.read(|snapshot| snapshot.job(VERIFYING)).await?;
        if last.is_some_and(|last| last.state != "running" && machine - last.ended < every) {
            return Ok(None);
        }
        let holder = self.fresh_key();
        let name = VERIFYING.to_owned();
        let begin = SideWrite::BeginJob { name, holder: holder.clone(), at: machine, until: machine + LEASE };
        match self.store.put(begin).await {
            Ok(()) => Ok(Some(Verifying { holder })),
            Err(StoreError::Refused(_)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Says that it goes on, and how many rows were walked.
    pub async fn goes_on_verifying(&self, verifying: &Verifying, machine: i64, rows: u64) -> Result<(), Problem> {
        let (name, holder) = (VERIFYING.to_owned(), verifying.holder.clone());
        let advance = SideWrite::AdvanceJob { name, holder, done: rows, total: rows, until: machine + LEASE };
        Ok(self.store.put(advance).await?)
    }

    /// Keeps what it found; without a report it could not be finished, and what was found before stands.
    pub async fn end_verifying(
        &self,
        verifying: Verifying,
        machine: i64,
        at: Instant,
        report: Option<&Report>,
    ) -> Result<(), Problem> {
        let found = report.map(|report| verified(at, report)).map(|found| serde_json::to_string(&found)).transpose();
        let result = found.map_err(|error| Problem::Damaged(error.to_string()))?;
        let end = SideWrite::EndJob { name: VERIFYING.to_owned(), holder: verifying.holder, at: machine, result };
        Ok(self.store.put(end).await?)
    }
}

fn verified(at: Instant, report: &Report) -> Verified {
    let first = report.first_bad.clone();
    Verified {
        at,
        entries: report.entries,
        size: report.size,
        // What is not as it should be is at least one thing.
        faults: if report.ok { 0 } else { report.faults.max(1) },
        first: first.map(|Finding { id, position, fault }| Fault { id, position, fault }),
    }
}

/// What the last verification that was finished found.
pub(crate) fn last(snapshot: &Snapshot) -> Result<Option<Verified>, StoreError> {
    let result = snapshot.job(VERIFYING)?.map(|job| job.result).unwrap_or_default();
    Ok(serde_json::from_str(&result).ok())
}
