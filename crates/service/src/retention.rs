//! The log of reads is kept for a time, and its months are let go when that is over: by an entry that says so first.

use jiff::civil::Date;
use record::facts::service::ReadsReleased;
use record::time::{Happened, Instant};

use crate::seen::begins;
use crate::write::Work;
use crate::{Ask, Form, Problem, Said, Saved, Service};

impl Service {
    /// Says that the log of reads is let go up to the end of a month (named by a day in it), by what authority and why. What the
    /// entry names is then taken by [`store::Store::release_reads`]; until it is there, nothing may be.
    pub async fn let_reads_go(&self, ask: &Ask, month: Date, authority: &str, reason: &str) -> Result<Saved, Problem> {
        for (field, said) in [("authority", authority), ("reason", reason)] {
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
        let fact = ReadsReleased {
            authority: authority.to_owned(),
            batch,
            before: Instant(before),
            through: month.strftime("%Y-%m").to_string(),
        };
        let stream = self.service_stream().await?;
        self.record(ask, &Form::default(), &(), std::slice::from_ref(&stream), |_| {
            let said = Said::new(&stream, fact.clone(), Happened::On(ask.today())).reason(reason);
            Ok(Work { said: vec![said], ..Work::default() })
        })
        .await
    }
}
