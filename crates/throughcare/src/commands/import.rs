//! `import`: court lists and hearings, as other bodies send them.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use access::Actor;
use record::facts::organisation::Role;
use service::Ask;
use service::court::import::Imported;

use super::{open, runtime};
use crate::place::Place;

/// Rows were set aside: all the rest was recorded.
const QUARANTINED: u8 = 3;

/// Import what other bodies send.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Import {
    /// A court's list: Libra XML, or its cases as JSON.
    CourtList(Sent),
    /// Hearings: Common Platform JSON, bare or in its envelopes.
    Hearing(Sent),
}

/// The files, and where they go.
#[derive(Debug, clap::Args)]
pub(crate) struct Sent {
    /// Files to import. Each is taken whole or not at all.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    place: Place,
    /// Answer in JSON, a line a file.
    #[arg(long)]
    json: bool,
}

impl Import {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let (files, hearings) = match &self {
            Import::CourtList(files) => (files, false),
            Import::Hearing(files) => (files, true),
        };
        let opened = open(&files.place)?;
        let runtime = runtime()?;
        let mut worst = 0;
        for file in &files.files {
            let ask = Ask { actor: importer(), now: opened.clocks.record(), screen: "import" };
            let name =
                file.file_name().map_or_else(|| file.display().to_string(), |n| n.to_string_lossy().into_owned());
            let imported = match std::fs::read(file) {
                Err(error) => Err(format!("{}: cannot be read: {error}", file.display())),
                Ok(bytes) if hearings => {
                    runtime.block_on(opened.service.import_hearing(&ask, &name, bytes)).map_err(|e| e.to_string())
                }
                Ok(bytes) => {
                    runtime.block_on(opened.service.import_court_list(&ask, &name, bytes)).map_err(|e| e.to_string())
                }
            };
            worst = worst.max(tell(files, file, &imported));
        }
        runtime.block_on(opened.service.store().clone().close());
        Ok(ExitCode::from(worst))
    }
}

fn tell(files: &Sent, file: &Path, imported: &Result<Imported, String>) -> u8 {
    match imported {
        Ok(imported) => {
            if files.json {
                println!("{}", serde_json::to_string(imported).unwrap_or_default());
            } else {
                println!(
                    "{}: {} read, {} accepted ({} with a candidate, {} without), {} duplicate, {} set aside",
                    file.display(),
                    imported.read,
                    imported.accepted,
                    imported.matched,
                    imported.new,
                    imported.duplicate,
                    imported.quarantined.len()
                );
                for row in &imported.quarantined {
                    println!("  row {}: {}", row.row, row.reason);
                }
            }
            if imported.quarantined.is_empty() { 0 } else { QUARANTINED }
        }
        Err(error) => {
            if files.json {
                println!("{}", serde_json::json!({ "error": error }));
            }
            eprintln!("throughcare: {error}");
            2
        }
    }
}

/// Imports are made by the service itself.
fn importer() -> Actor {
    Actor {
        staff: "system".to_owned(),
        name: "Import".to_owned(),
        role: Role::CourtOfficer,
        team: String::new(),
        provider: String::new(),
        courts: Vec::new(),
    }
}
