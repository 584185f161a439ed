//! Pages that were on their way while an entry was taken off a record. A page is read first, then stands in the log of reads,
//! and is shown only then: so the line of one that showed the entry may come after everybody was told who stood there. Whoever
//! takes an entry off therefore says before that it is to be looked again a while later, and whoever serves by then does:
//! also where the program was stopped before it had looked at all.

use access::Action;
use record::EntryId;
use record::time::Instant;
use store::{SideWrite, StoreError};

use crate::messages::reminders::Sender;
use crate::readers::Stood;
use crate::{Ask, Problem, Service};

/// What jobs of this kind are called, before the entry and a key of their own.
pub(crate) const JOB: &str = "late ";
/// After so long no page is on its way that was read before, in microseconds of the machine's clock: several times
/// [`crate::readers::SLOWEST_PAGE`], and the time that a form may take besides.
const AFTER: i64 = 60_000_000;

impl Service {
    /// Before an entry is taken off: it is to be looked again later who had been shown it. Each attempt says so for itself, for
    /// the time that the one before has waited may be over too soon for this one.
    pub async fn look_again_later(&self, machine: i64, entry: &EntryId) -> Result<(), Problem> {
        let name = format!("{JOB}{entry} {}", self.fresh_key());
        let begin = SideWrite::BeginJob { name, holder: self.fresh_key(), at: machine, until: machine + AFTER };
        Ok(self.store.put(begin).await?)
    }

    /// Looks again wherever the time has come, and tells whom nobody told yet. Where the entry stands, for it was not taken off
    /// after all, nobody is. One that fails is tried again the next time, and keeps no other waiting.
    pub async fn look_again(&self, now: Instant, machine: i64) -> Result<(), Problem> {
        let names = self.store.read(|snapshot| snapshot.jobs_not_done(JOB)).await?;
        let mut failed = None;
        for name in names {
            failed = self.look_again_at(now, machine, name).await.err().or(failed);
        }
        failed.map_or(Ok(()), Err)
    }

    async fn look_again_at(&self, now: Instant, machine: i64, name: String) -> Result<(), Problem> {
        let entry = name.strip_prefix(JOB).and_then(|rest| rest.split(' ').next()?.parse().ok());
        let entry: EntryId = entry.ok_or_else(|| Problem::Damaged(format!("{name} is a job about no entry")))?;
        let holder = self.fresh_key();
        let begin =
            SideWrite::BeginJob { name: name.clone(), holder: holder.clone(), at: machine, until: machine + AFTER };
        match self.store.put(begin).await {
            // Its time has not come, or another server is at it.
            Err(StoreError::Refused(_)) => return Ok(()),
            put => put?,
        }
        if let Some(stood) = Stood::of(&self.entries_unasked(&entry.stream).await?, &entry) {
            let ask = Ask { screen: "lists", ..Sender::ask(now) };
            let permit = self.permit(&ask, Action::TellReaders, stood.record()).await?;
            self.tell_missed(&ask, &permit, &entry).await?;
        }
        Ok(self.store.put(over_for_good(name, holder, machine)).await?)
    }

    /// Takes away what earlier releases kept of such jobs that are done, and of those that went through lists.
    pub async fn forget_done_jobs(&self) -> Result<(), Problem> {
        let kinds = [JOB, crate::listed::JOB].map(|kind| SideWrite::DropDoneJobs { begins: kind.to_owned() });
        Ok(self.store.put(SideWrite::All(kinds.into())).await?)
    }
}

/// Ends a job that is done once: what it found is in the record, and its row goes, so that however many entries are taken off, only
/// those are looked through for which something is still to be done.
pub(crate) fn over_for_good(name: String, holder: String, at: i64) -> SideWrite {
    let end = SideWrite::EndJob { name: name.clone(), holder, at, result: Some("{}".to_owned()) };
    SideWrite::All(vec![end, SideWrite::DropDoneJobs { begins: name }])
}
