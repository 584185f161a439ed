//! `release-reads`: months of the log of reads that need not be kept any longer are let go, by an entry that says so.

use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, bail};
use jiff::civil::Date;
use service::{Ask, Problem};

use super::restore::operator;
use super::{open, runtime};
use crate::place::Place;

/// Let the log of reads go up to the end of a month. Without a month: go on with what was begun, unless a legal hold was
/// placed since.
#[derive(Debug, clap::Args)]
pub(crate) struct ReleaseReads {
    /// The last month that goes, `2015-11`.
    #[arg(long, value_name = "MONTH", requires = "authority", requires = "reason")]
    through: Option<String>,
    /// By what authority: the retention rule, and who decided.
    #[arg(long)]
    authority: Option<String>,
    /// Why.
    #[arg(long)]
    reason: Option<String>,
    /// Why they are let go although a legal hold stands on some record; recorded.
    #[arg(long, value_name = "REASON")]
    despite_hold: Option<String>,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

impl ReleaseReads {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let opened = open(&self.place)?;
        let ask = Ask { actor: operator(), now: opened.clocks.record(), screen: "release-reads" };
        let (service, despite) = (&opened.service, self.despite_hold.as_deref());
        let allowed = match &self.through {
            Some(through) => {
                let month: Date = format!("{through}-01").parse().with_context(|| format!("{through} is no month"))?;
                let (authority, reason) = (self.authority.unwrap_or_default(), self.reason.unwrap_or_default());
                let said = service.let_reads_go(&ask, month, &authority, &reason, despite);
                runtime()?.block_on(said).map(drop)
            }
            None => runtime()?.block_on(service.go_on_letting_reads_go(&ask, despite)),
        };
        match allowed {
            Ok(()) => {}
            Err(Problem::Invalid(errors)) => {
                bail!("{}", errors.into_iter().map(|error| error.message).collect::<Vec<_>>().join("; "))
            }
            Err(problem) => return Err(problem.into()),
        }
        let begun = Instant::now();
        let rows = opened.service.store().release_reads()?;
        let seconds = begun.elapsed().as_secs_f64();
        if self.json {
            println!("{}", serde_json::json!({ "rows": rows, "seconds": seconds }));
        } else {
            println!("{rows} rows of the log of reads were let go.");
        }
        Ok(ExitCode::SUCCESS)
    }
}
