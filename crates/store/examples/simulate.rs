//! Runs the simulator's seeds, from one on: `cargo run -p store --example simulate -- SEED [COUNT] [WHAT]`. `WHAT` is
//! `folder`, `database` (two servers on PostgreSQL), or the name of something planted (in two servers: `without-` before it plants only what brings it out). A seed that fails fails again
//! here, and its story is told.

#[path = "../tests/sim/simulation/mod.rs"]
mod simulation;

use std::collections::BTreeMap;
use std::process::ExitCode;

use simulation::planted::{BUGS, Planted};
use simulation::planted_servers::{PlantedServers, SERVER_BUGS, ServerBug, With};
use simulation::servers::Servers;
use simulation::subject::Folder;
use simulation::{Failure, Tally, run, run_once};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize| arguments.get(at).map_or(Some(1), |text| text.parse::<u64>().ok());
    let (Some(first), Some(count)) = (number(0), number(1)) else {
        eprintln!("SEED [COUNT] [folder|database|{BUGS:?}|{SERVER_BUGS:?}]");
        return ExitCode::FAILURE;
    };
    let what = arguments.get(2).map_or("folder", String::as_str);
    let mut tally = Tally::default();
    let mut failed: BTreeMap<&str, u64> = BTreeMap::new();
    for seed in first..first + count {
        match one(seed, what) {
            Some(Ok(of_run)) => tally.add(of_run),
            Some(Err(failure)) => {
                *failed.entry(failure.invariant).or_default() += 1;
                println!("{}", failure.story);
            }
            None => {
                eprintln!("there is nothing called {what:?}");
                return ExitCode::FAILURE;
            }
        }
    }
    println!("{failed:#?}\n{tally:#?}");
    if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn one(seed: u64, what: &str) -> Option<Result<Tally, Failure>> {
    match what {
        "folder" => Some(run(seed, &Folder::create)),
        "database" => Some(run(seed, &Servers::create)),
        name => {
            if let Some((bug, with)) = server_bug(name) {
                return Some(run_once(seed, &|| PlantedServers::create(bug, with)));
            }
            let bug = BUGS.iter().find(|bug| format!("{bug:?}") == name)?;
            Some(run(seed, &|| Planted::create(*bug)))
        }
    }
}

/// What is planted in two servers; after `without-`, only what brings it out.
fn server_bug(name: &str) -> Option<(ServerBug, With)> {
    let (name, with) = match name.strip_prefix("without-") {
        Some(name) => (name, With::WhatBringsItOut),
        None => (name, With::TheBug),
    };
    SERVER_BUGS.into_iter().find(|bug| format!("{bug:?}") == name).map(|bug| (bug, with))
}
