//! `replay-erasures`: on a record restored from an older copy, erases again what had been erased since.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use access::Actor;
use anyhow::Context;
use record::facts::organisation::Role;
use service::Ask;
use service::erasure::replay::{ErasureLine, Replayed};

use super::{Opened, open, runtime};
use crate::place::Place;

/// Erase again, on a restored copy, what `export erasures` lists. Run it before the copy is served.
#[derive(Debug, clap::Args)]
pub(crate) struct ReplayErasures {
    /// The list, as `export erasures` wrote it.
    list: PathBuf,
    #[command(flatten)]
    place: Place,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

impl ReplayErasures {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let list = read_list(&self.list)?;
        let done = replay(&open(&self.place)?, &list)?;
        if self.json {
            println!("{}", serde_json::to_string(&done)?);
        } else {
            println!("{} erased again, {} erased already, {} not in this copy", done.erased, done.already, done.absent);
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Reads a list of erasures.
pub(crate) fn read_list(file: &Path) -> anyhow::Result<Vec<ErasureLine>> {
    let name = file.display();
    let text = std::fs::read_to_string(file).with_context(|| format!("{name} cannot be read"))?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let read = lines.map(|(at, line)| {
        serde_json::from_str(line).with_context(|| format!("{name}, line {}: this is no erasure", at + 1))
    });
    read.collect()
}

/// Carries a list of erasures out.
pub(crate) fn replay(opened: &Opened, list: &[ErasureLine]) -> anyhow::Result<Replayed> {
    let runtime = runtime()?;
    let ask = Ask { actor: keeper(), now: opened.clocks.record(), screen: "replay" };
    let done = runtime.block_on(opened.service.replay_erasures(&ask, list))?;
    runtime.block_on(opened.service.store().clone().close());
    Ok(done)
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
