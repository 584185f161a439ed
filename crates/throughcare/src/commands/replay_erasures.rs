//! `replay-erasures`: on a record restored from an older copy, erases again what had been erased since.

use std::path::PathBuf;
use std::process::ExitCode;

use access::Actor;
use anyhow::Context;
use record::facts::organisation::Role;
use service::Ask;
use service::erasure::replay::ErasureLine;

use super::{open, runtime};

/// Erase again, on a restored copy, what `export erasures` lists. Run it before the copy is served.
#[derive(Debug, clap::Args)]
pub(crate) struct ReplayErasures {
    /// The list, as `export erasures` wrote it.
    list: PathBuf,
    /// The data folder.
    #[arg(long, value_name = "DIR", default_value = "throughcare-data")]
    data: PathBuf,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

impl ReplayErasures {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let name = self.list.display();
        let text = std::fs::read_to_string(&self.list).with_context(|| format!("{name} cannot be read"))?;
        let mut list: Vec<ErasureLine> = Vec::new();
        for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let line = serde_json::from_str(line);
            list.push(line.with_context(|| format!("{name}, line {}: this is no erasure", at + 1))?);
        }
        let opened = open(&self.data)?;
        let runtime = runtime()?;
        let ask = Ask { actor: keeper(), now: opened.clocks.record(), screen: "replay" };
        let done = runtime.block_on(opened.service.replay_erasures(&ask, &list))?;
        runtime.block_on(opened.service.store().clone().close());
        if self.json {
            println!("{}", serde_json::to_string(&done)?);
        } else {
            println!("{} erased again, {} erased already, {} not in this copy", done.erased, done.already, done.absent);
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// What two people decided is carried over by the service itself.
fn keeper() -> Actor {
    Actor {
        staff: "system".to_owned(),
        name: "Restore".to_owned(),
        role: Role::InformationOfficer,
        team: String::new(),
        provider: String::new(),
        courts: Vec::new(),
    }
}
