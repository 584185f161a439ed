//! `verify`: every hash, chain, tile and checkpoint worked out anew. Writes nothing.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use anyhow::Context;
use serde::Serialize;
use store::{Report, StoreError, Walked};

use super::held::{self, Answer, Held};
use crate::place::Place;

/// How often it says how far it has come.
const TELLING: Duration = Duration::from_secs(5);

/// Prove that nothing in the record was altered.
#[derive(Debug, clap::Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    place: Place,
    /// A file of entry ids (`stream/seq`, or a leaf hash in hex), one a line, that must all be there.
    #[arg(long, value_name = "FILE")]
    expect: Option<PathBuf>,
    #[command(flatten)]
    held: Held,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

/// The answer in JSON.
#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    report: &'a Report,
    #[serde(skip_serializing_if = "Option::is_none")]
    held: Option<HeldTold>,
}

/// What came of comparing with what is held.
#[derive(Serialize)]
#[serde(untagged)]
enum HeldTold {
    Answer(Answer),
    Error { ok: bool, error: String },
}

impl Verify {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let expected = match &self.expect {
            Some(file) => {
                let text =
                    std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
                text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
            }
            None => Vec::new(),
        };
        let mut report = match self.verify(&expected) {
            Ok(report) => report,
            Err(error) if self.json => {
                println!("{}", serde_json::json!({ "ok": false, "error": error.to_string() }));
                return Ok(ExitCode::FAILURE);
            }
            Err(error) => return Err(error.into()),
        };
        // What is held cannot always be compared with; what was found without it is told all the same.
        let held = self.held.is_given(&self.place).then(|| self.held.compare(&self.place));
        let ok = report.ok && held.as_ref().is_none_or(|held| held.as_ref().is_ok_and(|held| held.ok));
        if !ok && !self.json {
            println!(
                "Change nothing. Copy the folder, and go by the page \"When verification fails\" (/protected/failing).\n"
            );
        }
        if self.json {
            report.ok = ok;
            println!("{}", serde_json::to_string(&Told { report: &report, held: held.map(HeldTold::from) })?);
        } else {
            print(&report, ok);
            match &held {
                Some(Ok(held)) => held::print(held, &report),
                Some(Err(error)) => println!("WHAT IS HELD COULD NOT BE COMPARED WITH: {error:#}"),
                None => {}
            }
        }
        Ok(if ok { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

impl Verify {
    /// Verifies, and says meanwhile how far it has come.
    fn verify(&self, expected: &[String]) -> Result<Report, StoreError> {
        let (begun, walked) = (Instant::now(), Walked::default());
        let tell = |how: &str| {
            let (rows, seconds) = (walked.rows(), begun.elapsed().as_secs_f64());
            // Rows are far fewer than a double can count.
            let rate = f64::from(u32::try_from(rows).unwrap_or(u32::MAX)) / seconds.max(0.001);
            eprintln!("{rows} rows of entries and log {how} {seconds:.1} s, {rate:.0} a second");
        };
        let told = std::thread::scope(|threads| {
            let (done, ended) = channel::<()>();
            let walk = threads.spawn(|| {
                let _done = done;
                self.place.verify_watched(expected, &walked)
            });
            while !self.json && ended.recv_timeout(TELLING) == Err(RecvTimeoutError::Timeout) {
                tell("so far in");
            }
            walk.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })?;
        if !self.json {
            tell("walked in");
        }
        Ok(told)
    }
}

impl From<anyhow::Result<Answer>> for HeldTold {
    fn from(answer: anyhow::Result<Answer>) -> HeldTold {
        match answer {
            Ok(answer) => HeldTold::Answer(answer),
            Err(error) => HeldTold::Error { ok: false, error: format!("{error:#}") },
        }
    }
}

fn print(report: &Report, ok: bool) {
    let Report { entries, size, .. } = report;
    if report.ok && !ok {
        // What is held says otherwise, and is told below.
        println!("By itself the record is without fault: {entries} entries under a log of {size} leaves.");
    } else if report.ok {
        println!("Nothing was altered: {entries} entries under a log of {size} leaves.");
    } else {
        println!("THE RECORD IS NOT AS IT WAS SEALED.");
    }
    println!("root {}", report.root);
    if let Some(bad) = &report.first_bad {
        println!("first damaged: {}", serde_json::to_string(bad).unwrap_or_default());
    }
    for id in &report.missing {
        println!("missing: {id}");
    }
    for note in &report.notes {
        println!("note: {note}");
    }
    if !report.erasures.is_empty() {
        println!("erased by recorded authority: {}", report.erasures.len());
    }
}
