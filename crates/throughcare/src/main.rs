//! The one executable: thin subcommands, a file each. Time, chance and the environment come from here and nowhere else.

mod clock;
mod commands;
mod place;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// One record, and one working day, for a probation service that is divided among many organisations.
#[derive(Debug, Parser)]
#[command(name = "throughcare", version, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a synthetic service if the folder is empty, then serve it.
    Demo(commands::demo::Demo),
    /// Serve the record in a folder.
    Serve(commands::serve::Serve),
    /// Import what other bodies send.
    #[command(subcommand)]
    Import(commands::import::Import),
    /// Prove that nothing in the record was altered.
    Verify(commands::verify::Verify),
    /// Hand the log, or one person's record, to somebody else.
    #[command(subcommand)]
    Export(commands::export::Export),
    /// Watch somebody else's log, and cosign it while it only grows.
    #[command(subcommand)]
    Witness(commands::witness::Witness),
    /// Ask when things were recorded, and what was known when.
    Question(commands::question::Question),
    /// Ask who has seen a record.
    WhoRead(commands::who_read::WhoRead),
    /// Let months of the log of reads go that need not be kept any longer.
    ReleaseReads(commands::release_reads::ReleaseReads),
    /// Bring a record that an earlier release wrote to this one's layout.
    Upgrade(commands::upgrade::Upgrade),
    /// Send the texts that are due.
    Send(commands::send::Send),
    /// Work out every cross-case view anew from the entries.
    Rebuild(place::Place),
    /// Move a data folder's record into a database that many servers can share.
    Grow(commands::grow::Grow),
    /// Copy the record, also while it is in use; what is called a backup has been verified.
    Backup(commands::backup::Backup),
    /// Make a record again from a backup and the segments after it.
    Restore(commands::restore::Restore),
    /// Erase again, on a restored copy, what had been erased.
    ReplayErasures(commands::replay_erasures::ReplayErasures),
    /// Write a database anew, so that nothing that was erased stands in its files any more.
    Scrub(commands::scrub::Scrub),
    /// Run what every engine must do: in a scratch folder, or in schemas of a database made for it.
    Conformance(commands::conformance::Conformance),
    /// Score lines of JSON by a published algorithm.
    Score(commands::score::Score),
    /// Work out everybody’s scores and tiers, in figures; or who would move by other figures.
    Scores(commands::scores::Scores),
    /// Measure.
    #[command(subcommand)]
    Bench(commands::bench::Bench),
}

fn main() -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info,tokio_postgres=warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let done = match Arguments::parse().command {
        Command::Demo(demo) => demo.run(),
        Command::Serve(serve) => serve.run(),
        Command::Import(import) => import.run(),
        Command::Verify(verify) => verify.run(),
        Command::Export(export) => export.run(),
        Command::Witness(witness) => witness.run(),
        Command::Question(question) => question.run(),
        Command::WhoRead(who_read) => who_read.run(),
        Command::ReleaseReads(release) => release.run(),
        Command::Upgrade(upgrade) => upgrade.run(),
        Command::Send(send) => send.run(),
        Command::Rebuild(place) => commands::rebuild::run(&place),
        Command::Grow(grow) => grow.run(),
        Command::Backup(backup) => backup.run(),
        Command::Restore(restore) => restore.run(),
        Command::ReplayErasures(replay) => replay.run(),
        Command::Scrub(scrub) => scrub.run(),
        Command::Conformance(conformance) => conformance.run(),
        Command::Score(score) => score.run(),
        Command::Scores(scores) => scores.run(),
        Command::Bench(bench) => bench.run(),
    };
    done.unwrap_or_else(|error| {
        eprintln!("throughcare: {error:#}");
        ExitCode::from(2)
    })
}
