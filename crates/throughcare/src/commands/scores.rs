//! `scores`: everybody's scores and tiers as at a day, in figures; or who would move by another version of some figures.
//!
//! Nothing is recorded but that it was asked, and how far the work has come.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context;
use assessment::caseload::Other;
use indicatif::ProgressBar;
use jiff::civil::Date;
use serde_json::json;
use service::scores::{Found, Movement, Mover, Progress};
use service::{Ask, Problem};

use super::restore::operator;
use super::{Opened, open, runtime};
use crate::place::Place;

/// Work out everybody’s scores and tiers, or who would move by other figures.
#[derive(Debug, clap::Args)]
pub(crate) struct Scores {
    /// The day; the record’s today unless given.
    #[arg(long, value_name = "DATE")]
    as_at: Option<Date>,
    /// Figures of the same shape as a pack in `standards/`, and of another version: who would move by them?
    #[arg(long, value_name = "PACK.toml")]
    beside: Option<PathBuf>,
    /// Name the streams of those who would move. They are told here, and kept nowhere.
    #[arg(long, requires = "beside")]
    rows: bool,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

impl Scores {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        // A pack that does not hold is refused before the record is opened.
        let other = self.beside.as_deref().map(read).transpose()?;
        let opened = open(&self.place)?;
        let begun = Instant::now();
        let told = runtime()?.block_on(work(&opened, self.as_at, other.as_ref()));
        let seconds = begun.elapsed().as_secs_f64();
        match (told?, self.json) {
            (Worked::Counted(found), true) => println!("{}", json!({ "seconds": seconds, "found": found })),
            (Worked::Compared(movement, movers), true) => {
                let rows = self.rows.then_some(movers);
                println!("{}", json!({ "seconds": seconds, "movement": movement, "rows": rows }));
            }
            (Worked::Counted(found), false) => print_counts(&found, seconds),
            (Worked::Compared(movement, movers), false) => {
                print_movement(&movement, seconds);
                for mover in movers.iter().filter(|_| self.rows) {
                    println!("{}  {}: {} to {}", mover.person, mover.measure, mover.from, mover.to);
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

enum Worked {
    Counted(Found),
    Compared(Movement, Vec<Mover>),
}

fn read(path: &std::path::Path) -> anyhow::Result<Other> {
    let text = std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    Other::read(&text).with_context(|| format!("{} is refused", path.display()))
}

async fn work(opened: &Opened, as_at: Option<Date>, other: Option<&Other>) -> anyhow::Result<Worked> {
    let service = &opened.service;
    let ask = Ask { actor: operator(), now: opened.clocks.record(), screen: "scores" };
    let bar = ProgressBar::new(0);
    let clock = || opened.clocks.machine();
    let told = |done, total| {
        bar.set_length(total);
        bar.set_position(done);
    };
    let progress = Progress { clock: &clock, told: &told };
    let begun = service.begin_scoring(&ask, clock(), as_at.unwrap_or_else(|| ask.today()), other).await;
    let scoring = begun.map_err(in_words)?;
    let worked = match other {
        None => Worked::Counted(service.score_everybody(scoring, progress).await.map_err(in_words)?),
        Some(other) => {
            let (movement, movers) = service.score_beside(scoring, other, progress).await.map_err(in_words)?;
            Worked::Compared(movement, movers)
        }
    };
    bar.finish_and_clear();
    Ok(worked)
}

fn in_words(problem: Problem) -> anyhow::Error {
    match problem {
        Problem::Invalid(errors) => {
            anyhow::anyhow!("{}", errors.into_iter().map(|error| error.message).collect::<Vec<_>>().join("; "))
        }
        problem => problem.into(),
    }
}

fn print_counts(found: &Found, seconds: f64) {
    println!("{} people under an order on {}, in {seconds:.1} s.", found.people, found.as_at);
    println!(
        "Never assessed: {}. Assessed more than a year before: {}. Answers that cannot be read: {}.",
        found.never_assessed, found.over_a_year, found.unreadable
    );
    for measure in &found.measures {
        println!("\n{} ({})", measure.name, measure.model);
        for band in &measure.bands {
            println!("  {:<12} {:>8}  of these provisional: {}", band.name, band.people, band.provisional);
        }
        println!("  {:<12} {:>8}", "Unknown", measure.unknown);
    }
}

fn print_movement(movement: &Movement, seconds: f64) {
    println!(
        "{} beside {}: {} of {} people under an order on {} would move, in {seconds:.1} s. Nobody was moved.",
        movement.other, movement.in_force, movement.moved, movement.people, movement.as_at
    );
    for way in &movement.ways {
        println!("  {:>8}  {}: {} to {}", way.people, way.measure, way.from, way.to);
    }
}
