//! The log of reads is kept for a time, and its months are let go when that is over: by an entry that says so first.

use jiff::civil::Date;
use record::facts::Fact;
use record::facts::service::ReadsReleased;
use record::time::{Happened, Instant};

use crate::erasure::HOLDS;
use crate::erasure::scope::hold;
use crate::seen::begins;
use crate::write::Work;
use crate::{Ask, Form, Problem, Said, Saved, Service};

/// Streams that are looked through for legal holds at once.
const CHUNK: u32 = 200;

impl Service {
    /// Says that the log of reads is let go up to the end of a month (named by a day in it), by what authority and why. What the
    /// entry names is then taken by [`store::Store::release_reads`]; until it is there, nothing may be.
    ///
    /// While a legal hold stands on any stream it is refused: who read that record may be asked. `despite_holds` says why it
    /// is done all the same, and is recorded.
    pub async fn let_reads_go(
        &self,
        ask: &Ask,
        month: Date,
        authority: &str,
        reason: &str,
        despite_holds: Option<&str>,
    ) -> Result<Saved, Problem> {
        for (field, said) in [("authority", authority), ("reason", reason), ("despite", despite_holds.unwrap_or("-"))] {
            if said.trim().is_empty() {
                return Err(Problem::field(field, "Say by what authority, and why, reads are let go"));
            }
        }
        let next = month.last_of_month().tomorrow().unwrap_or(month);
        let before = begins(next);
        if ask.now.0 < before {
            return Err(Problem::field("through", "Only months that are over can be let go"));
        }
        let batch = self.store().read(move |snapshot| snapshot.last_batch_before(before)).await?;
        if batch == 0 {
            return Err(Problem::field("through", "Nothing was read by then"));
        }
        let (holds, seen) = self.standing_holds(Instant(i64::MIN)).await?;
        if holds > 0 && despite_holds.is_none() {
            let words = format!(
                "A legal hold stands on {holds} of the records: who has read them may be asked. Nothing is let go until it \
                 is lifted, or it is said why it is done all the same"
            );
            return Err(Problem::field("despite", words));
        }
        let fact = ReadsReleased {
            authority: authority.to_owned(),
            batch,
            before: Instant(before),
            through: month.strftime("%Y-%m").to_string(),
            despite_holds: despite_holds.filter(|_| holds > 0).map(str::to_owned),
        };
        self.say_released(ask, fact, reason, seen).await
    }

    /// Asks whether reads that were said to go may still be taken, before they are. A legal hold that was placed since it was
    /// said stops that: what is still there may be asked for. `despite_holds` says why it is done all the same, and is
    /// recorded, with the month and the authority of the entry that let them go.
    pub async fn go_on_letting_reads_go(&self, ask: &Ask, despite_holds: Option<&str>) -> Result<(), Problem> {
        if despite_holds.is_some_and(|why| why.trim().is_empty()) {
            return Err(Problem::field("despite", "Say why they are let go all the same"));
        }
        if self.store().read(store::Snapshot::released_reads_left).await?.is_none() {
            return Ok(());
        }
        let said = self.reads_said_to_go().await?.into_iter().max_by_key(|(recorded, said)| (said.batch, *recorded));
        let Some((recorded, said)) = said else { return Ok(()) };
        let (holds, seen) = self.standing_holds(recorded).await?;
        let Some(why) = despite_holds.filter(|_| holds > 0) else {
            if holds == 0 {
                return Ok(());
            }
            let words = format!(
                "A legal hold was placed on {holds} of the records since it was said that these reads go: who has read them \
                 may be asked. What is still there stays until it is lifted, or it is said why it goes all the same"
            );
            return Err(Problem::field("despite", words));
        };
        let fact = ReadsReleased { despite_holds: Some(why.to_owned()), ..said };
        self.say_released(ask, fact, why, seen).await.map(drop)
    }

    /// `seen` is the version of the guard over the holds that were looked through: one that was placed since is heeded.
    async fn say_released(&self, ask: &Ask, fact: ReadsReleased, reason: &str, seen: u64) -> Result<Saved, Problem> {
        let stream = self.service_stream().await?;
        let holds = [(HOLDS.to_owned(), seen)];
        self.record_as_seen(ask, &Form::default(), &(), (std::slice::from_ref(&stream), &holds), |_| {
            let said = Said::new(&stream, fact.clone(), Happened::On(ask.today())).reason(reason);
            Ok(Work { said: vec![said], ..Work::default() })
        })
        .await
    }

    /// On how many streams a legal hold stands that was placed at an instant or after, and the version of the guard over all of them.
    /// All entries are walked: that takes its time, and nobody waits for it. One that is placed meanwhile, where the walk has
    /// passed already, is told by the guard.
    async fn standing_holds(&self, since: Instant) -> Result<(usize, u64), Problem> {
        let guard = || async {
            let versions = self.store().read(|snapshot| snapshot.guard_versions(&[HOLDS.to_owned()])).await?;
            Ok::<u64, Problem>(versions.first().copied().unwrap_or_default())
        };
        let before = guard().await?;
        let standing = self.walked_holds(since).await?;
        if guard().await? == before { Ok((standing, before)) } else { Err(Problem::Busy) }
    }

    async fn walked_holds(&self, since: Instant) -> Result<usize, Problem> {
        let (mut standing, mut after) = (0, None);
        loop {
            let from = after.take();
            let walked = self.store().read(move |snapshot| snapshot.holds_placed(from.as_ref(), CHUNK)).await?;
            let Some(walked) = walked else { return Ok(standing) };
            for stream in &walked.held {
                let entries = self.entries_unasked(stream).await?;
                let placed = hold(&entries).and_then(|held| entries.iter().find(|entry| entry.id == held.entry));
                standing += usize::from(placed.is_some_and(|entry| entry.recorded >= since));
            }
            after = Some(walked.last);
        }
    }

    /// The last month of the log of reads, `2015-11`, that had been let go by an instant, if that reaches past another one:
    /// who read something between is not known any more.
    pub(crate) async fn reads_gone_since(&self, since: Instant, by: Instant) -> Result<Option<String>, Problem> {
        let said = self.reads_said_to_go().await?.into_iter();
        let gone = said.filter(|(recorded, released)| *recorded <= by && released.before > since);
        Ok(gone.map(|(_, released)| released.through).max())
    }

    /// What was ever said to go of the log of reads, and when that was recorded.
    async fn reads_said_to_go(&self) -> Result<Vec<(Instant, ReadsReleased)>, Problem> {
        let streams = self.store().read(|snapshot| snapshot.streams("service")).await?;
        let mut all = Vec::new();
        for stream in streams {
            for entry in self.entries_unasked(&stream).await? {
                if let Some(Fact::ReadsReleased(released)) = entry.content.map(|content| content.fact) {
                    all.push((entry.recorded, released));
                }
            }
        }
        Ok(all)
    }
}
