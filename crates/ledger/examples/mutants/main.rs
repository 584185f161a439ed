//! Thousands of questions to a verifier, most of them lies: entries with their proofs, logs that grew, whole small logs,
//! with one thing changed in each mutant. Written down with our own verdicts, for verifiers that others wrote.
//!
//! ```sh
//! cargo run -p ledger --example mutants -- FOLDER [MUTANTS]
//! ```
//!
//! writes `cases.jsonl` and `ours.txt` (a line each: the case's number and `accept` or `reject`) into FOLDER, and fails if
//! we accept a mutant or reject what is honest. The same questions every time: they come from a fixed seed.

mod case;
mod chance;
mod mutate;
mod notes;
mod world;

use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

use crate::case::Case;
use crate::chance::Chance;
use crate::world::World;

/// Of so many cases one is honest.
const HONEST: usize = 10;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (folder, mutants) = match &arguments[..] {
        [folder] => (folder, 10_000),
        [folder, mutants] => (folder, mutants.parse().unwrap_or(10_000)),
        _ => {
            eprintln!("usage: mutants FOLDER [MUTANTS]");
            return ExitCode::from(2);
        }
    };
    let cases = cases(mutants);
    let (mut lines, mut verdicts, mut wrong) = (String::new(), String::new(), 0);
    for (n, case) in cases.iter().enumerate() {
        let accepted = case.is_accepted();
        if accepted != case.mutant.is_none() {
            eprintln!("case {n} ({:?}, {}): accepted: {accepted}", case.mutant, case.kind());
            wrong += 1;
        }
        let _ = writeln!(lines, "{}", case.to_json(n));
        let _ = writeln!(verdicts, "{n} {}", if accepted { "accept" } else { "reject" });
    }
    let written = std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(Path::new(folder).join("cases.jsonl"), lines))
        .and_then(|()| std::fs::write(Path::new(folder).join("ours.txt"), verdicts));
    if let Err(error) = written {
        eprintln!("{folder}: {error}");
        return ExitCode::from(2);
    }
    println!("{} cases, {mutants} of them mutants; ours judged {wrong} wrongly", cases.len());
    if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn cases(mutants: usize) -> Vec<Case> {
    let world = World::new();
    let mut chance = Chance::new(1_450_170_000);
    let mut cases = Vec::new();
    let mut made = 0;
    while made < mutants {
        let honest = world.case(&mut chance);
        if cases.len().is_multiple_of(HONEST) {
            cases.push(mutate::harmlessly(honest, &world, &mut chance));
        } else if let Some(mutant) = mutate::one_thing(honest, &world, &mut chance) {
            cases.push(mutant);
            made += 1;
        }
    }
    cases
}
