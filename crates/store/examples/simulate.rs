//! Runs the simulator's seeds, from one on: `cargo run -p store --example simulate -- SEED [COUNT] [WHAT]`. `WHAT` is
//! `folder`, `database` (two servers on PostgreSQL), or the name of something planted. A seed that fails fails again
//! here, and its story is told.

#[path = "../tests/sim/simulation/mod.rs"]
mod simulation;

use std::collections::BTreeMap;
use std::process::ExitCode;

use simulation::planted::{BUGS, Planted};
use simulation::servers::Servers;
use simulation::subject::Folder;
use simulation::{Failure, Tally, run};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize| arguments.get(at).map_or(Some(1), |text| text.parse::<u64>().ok());
    let (Some(first), Some(count)) = (number(0), number(1)) else {
        eprintln!("SEED [COUNT] [folder|database|{BUGS:?}]");
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
            let bug = BUGS.iter().find(|bug| format!("{bug:?}") == name)?;
            Some(run(seed, &|| Planted::create(*bug)))
        }
    }
}
