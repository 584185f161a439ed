//! `scrub`: what was erased, out of a database's own files.

use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context;
use record::facts::service::DatabaseScrubbed;
use service::Ask;

use super::backup::machine;
use super::restore::operator;
use super::{Opened, open, runtime};
use crate::place::Place;

/// Write a database anew, so that nothing that was erased stands in its files any more.
///
/// The address must be a superuser's. Acts wait while a table is written anew: choose a quiet hour. A data folder needs
/// none of this: there what is erased is overwritten at once.
#[derive(Debug, clap::Args)]
pub(crate) struct Scrub {
    #[command(flatten)]
    place: Place,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

impl Scrub {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let database = self.place.database().context("only a database is scrubbed: give --database-url")?;
        let Opened { service, clocks, .. } = open(&self.place)?;
        let ask = || Ask { actor: operator(), now: clocks.record(), screen: "scrub" };
        let (begun, started) = (ask().now, Instant::now());
        let scrubbed = store::scrub(&database)?;
        let complete = scrubbed.left.is_empty();
        if complete {
            let fact = DatabaseScrubbed { begun, tables: scrubbed.tables, host: machine() };
            runtime()?.block_on(service.database_scrubbed(&ask(), fact))?;
        }
        let seconds = started.elapsed().as_secs_f64();
        if self.json {
            println!(
                "{}",
                serde_json::json!({
                    "ok": complete, "tables": scrubbed.tables, "log_files": scrubbed.log_files, "seconds": seconds,
                    "left": scrubbed.left, "elsewhere": scrubbed.elsewhere,
                })
            );
        } else {
            println!(
                "{} tables were written anew, and {} files of the write-ahead log moved past, in {seconds:.1} seconds.",
                scrubbed.tables, scrubbed.log_files
            );
            scrubbed.left.iter().for_each(|left| println!("STILL THERE: {left}"));
            scrubbed.elsewhere.iter().for_each(|elsewhere| println!("not in reach: {elsewhere}"));
        }
        Ok(if complete { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}
