//! The job: everybody read in chunks, each in a snapshot of its own, all as known when the job began.

use access::Action;
use assessment::caseload::Other;
use jiff::civil::Date;
use record::StreamId;
use record::case::{View, fold};
use record::time::Instant;
use store::{SideWrite, StoreError};

use super::beside::{Comparing, Movement, Mover};
use super::found::{Count, Found};
use super::person::{Standing, standing};
use super::{COMPARING, COUNTING};
use crate::write::read_entries;
use crate::{Ask, Problem, Service};

/// People read at a time: others are not held up for longer than these take.
const CHUNK: usize = 50;
/// Chunks between two notes of how far it has come.
const NOTED: usize = 10;
/// How long a worker that is not heard of is believed to be at work, in microseconds: two minutes.
const LEASE: i64 = 120_000_000;

/// What a job is given beside who asks.
pub struct Progress<'a> {
    /// What the machine's clock shows now, in microseconds: the lease goes on while the work does.
    pub clock: &'a (dyn Fn() -> i64 + Send + Sync),
    /// Is told how many are done, of how many.
    pub told: &'a (dyn Fn(u64, u64) + Send + Sync),
}

/// A job that was begun: nobody else can begin it until it is done, or its lease is over.
#[derive(Debug)]
pub struct Scoring {
    name: &'static str,
    holder: String,
    as_at: Date,
    known_at: Instant,
}

impl Service {
    /// Begins to count everybody as at a day, or to compare; refused while it is being done. The lease goes by the machine's
    /// clock, in microseconds: a demonstration's calendar, which may stand still, must not lengthen one.
    pub async fn begin_scoring(
        &self,
        ask: &Ask,
        machine: i64,
        as_at: Date,
        other: Option<&Other>,
    ) -> Result<Scoring, Problem> {
        self.permit_list(ask, Action::ViewScores, 0).await?;
        let name = if other.is_some() { COMPARING } else { COUNTING };
        let holder = self.fresh_key();
        let begin =
            SideWrite::BeginJob { name: name.to_owned(), holder: holder.clone(), at: machine, until: machine + LEASE };
        match self.store.put(begin).await {
            Ok(()) => Ok(Scoring { name, holder, as_at, known_at: ask.now }),
            Err(StoreError::Refused(_)) => Err(Problem::field(
                "start",
                "Everybody’s scores are being worked out already. Wait until they are done",
            )),
            Err(error) => Err(error.into()),
        }
    }

    /// Counts everybody, and keeps how many.
    pub async fn score_everybody(&self, scoring: Scoring, progress: Progress<'_>) -> Result<Found, Problem> {
        let mut count = Count::new(scoring.as_at, scoring.known_at);
        let walked = self.walk(&scoring, &progress, |_, one| count.add(one)).await;
        let found = count.done();
        self.end(&scoring, &progress, walked, &found).await?;
        Ok(found)
    }

    /// Compares everybody by other figures with where they are, and keeps how many would go which way; who is only told.
    pub async fn score_beside(
        &self,
        scoring: Scoring,
        other: &Other,
        progress: Progress<'_>,
    ) -> Result<(Movement, Vec<Mover>), Problem> {
        let mut comparing = Comparing::new(other);
        let walked = self.walk(&scoring, &progress, |person, one| comparing.add(person, one)).await;
        let (movement, movers) = comparing.done(scoring.as_at, scoring.known_at);
        self.end(&scoring, &progress, walked, &movement).await?;
        Ok((movement, movers))
    }

    async fn walk(
        &self,
        scoring: &Scoring,
        progress: &Progress<'_>,
        mut each: impl FnMut(&StreamId, &Standing) + Send,
    ) -> Result<(), Problem> {
        let people = self.store.read(|snapshot| snapshot.streams("person")).await?;
        let total = people.len() as u64;
        let mut done = 0;
        for (nth, chunk) in people.chunks(CHUNK).enumerate() {
            if nth % NOTED == 0 {
                let until = (progress.clock)() + LEASE;
                let (name, holder) = (scoring.name.to_owned(), scoring.holder.clone());
                self.store.put(SideWrite::AdvanceJob { name, holder, done, total, until }).await?;
            }
            for (person, one) in self.standings(chunk.to_vec(), scoring.as_at, scoring.known_at).await? {
                each(&person, &one);
            }
            done += chunk.len() as u64;
            (progress.told)(done, total);
        }
        let (name, holder) = (scoring.name.to_owned(), scoring.holder.clone());
        let until = (progress.clock)() + LEASE;
        Ok(self.store.put(SideWrite::AdvanceJob { name, holder, done, total, until }).await?)
    }

    /// A few people, read and folded away from whatever serves requests.
    async fn standings(
        &self,
        people: Vec<StreamId>,
        as_at: Date,
        known_at: Instant,
    ) -> Result<Vec<(StreamId, Standing)>, Problem> {
        let view = View { as_at: Some(as_at), known_at: Some(known_at) };
        let read = self.store.read(move |snapshot| {
            let mut all = Vec::with_capacity(people.len());
            for person in people {
                let rows = snapshot.entries(&person)?;
                let one = read_entries(&person, &rows).map(|entries| standing(&fold(&entries, view), as_at));
                all.push((person, one));
            }
            Ok(all)
        });
        let told = read.await?.into_iter();
        told.filter_map(|(person, one)| one.map(|one| one.map(|one| (person, one))).transpose()).collect()
    }

    async fn end(
        &self,
        scoring: &Scoring,
        progress: &Progress<'_>,
        walked: Result<(), Problem>,
        found: &(impl serde::Serialize + Sync),
    ) -> Result<(), Problem> {
        let kept = serde_json::to_string(found).map_err(|error| Problem::Damaged(error.to_string()));
        let (result, wrong) = match walked.and(kept) {
            Ok(kept) => (Some(kept), None),
            Err(problem) => (None, Some(problem)),
        };
        let (name, holder, at) = (scoring.name.to_owned(), scoring.holder.clone(), (progress.clock)());
        let ended = self.store.put(SideWrite::EndJob { name, holder, at, result }).await;
        match wrong {
            Some(problem) => Err(problem),
            None => Ok(ended?),
        }
    }
}
