//! The log of reads is kept for a time, and its months are let go when that is over: by an entry that says so first.

use jiff::civil::Date;
use record::facts::Fact;
use record::facts::service::ReadsReleased;
use record::time::{Happened, Instant};

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
        let holds = self.standing_holds().await?;
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
        let stream = self.service_stream().await?;
        self.record(ask, &Form::default(), &(), std::slice::from_ref(&stream), |_| {
            let said = Said::new(&stream, fact.clone(), Happened::On(ask.today())).reason(reason);
            Ok(Work { said: vec![said], ..Work::default() })
        })
        .await
    }

    /// On how many streams a legal hold stands. All entries are walked: that takes its time, and nobody waits for it.
    async fn standing_holds(&self) -> Result<usize, Problem> {
        let (mut standing, mut after) = (0, None);
        loop {
            let from = after.take();
            let walked = self.store().read(move |snapshot| snapshot.holds_placed(from.as_ref(), CHUNK)).await?;
            let Some(walked) = walked else { return Ok(standing) };
            for stream in &walked.held {
                standing += usize::from(hold(&self.entries_unasked(stream).await?).is_some());
            }
            after = Some(walked.last);
        }
    }

    /// The last month of the log of reads, `2015-11`, that had been let go by an instant, if that reaches past another one:
    /// who read something between is not known any more.
    pub(crate) async fn reads_gone_since(&self, since: Instant, by: Instant) -> Result<Option<String>, Problem> {
        let streams = self.store().read(|snapshot| snapshot.streams("service")).await?;
        let mut gone: Option<String> = None;
        for stream in streams {
            for entry in self.entries_unasked(&stream).await? {
                let Some(Fact::ReadsReleased(released)) = entry.content.map(|content| content.fact) else { continue };
                if entry.recorded <= by && released.before > since {
                    gone = gone.max(Some(released.through));
                }
            }
        }
        Ok(gone)
    }
}
