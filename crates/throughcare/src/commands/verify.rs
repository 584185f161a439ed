//! `verify`: every hash, chain, tile and checkpoint worked out anew. Writes nothing.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;

use crate::place::Place;

/// Prove that nothing in the record was altered.
#[derive(Debug, clap::Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    place: Place,
    /// A file of entry ids (`stream/seq`, or a leaf hash in hex), one a line, that must all be there.
    #[arg(long, value_name = "FILE")]
    expect: Option<PathBuf>,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
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
        let report = match self.place.verify(&expected) {
            Ok(report) => report,
            Err(error) if self.json => {
                println!("{}", serde_json::json!({ "ok": false, "error": error.to_string() }));
                return Ok(ExitCode::FAILURE);
            }
            Err(error) => return Err(error.into()),
        };
        if self.json {
            println!("{}", serde_json::to_string(&report)?);
        } else {
            print(&report);
        }
        Ok(if report.ok { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

fn print(report: &store::Report) {
    if report.ok {
        println!("Nothing was altered: {} entries under a log of {} leaves.", report.entries, report.size);
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
    if !report.erasures.is_empty() {
        println!("erased by recorded authority: {}", report.erasures.len());
    }
}
