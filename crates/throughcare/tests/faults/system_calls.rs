//! The system calls that reach the disk, each failing in turn: the k-th of every thread, for every k of a scripted run.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::machine::{can_trace, text};
use crate::writer::{Record, executable, quiet};

/// What can go wrong with which call.
const FAULTS: [(&str, &str); 4] = [("pwrite64", "EIO"), ("pwrite64", "ENOSPC"), ("fsync", "EIO"), ("openat", "EIO")];
/// The scripted run makes no more calls of each kind than this on any of its threads.
const CALLS: [usize; 4] = [360, 360, 24, 16];
/// The scripted run.
const SCRIPT: [&str; 4] = ["--writers", "1", "--acts", "8"];

/// A command that is watched for its calls of one kind on the record's own files: a library that cannot be loaded tests
/// nothing.
fn traced(dir: &Path, told: &str, call: &str) -> Command {
    let mut traced = Command::new("strace");
    traced.args(["-f", "-qq", "-o", told, "-P", text(dir)]);
    for file in ["data", "data/record.db", "data/record.db-wal", "data/reads.db", "data/reads.db-wal"] {
        traced.arg("-P").arg(dir.join(file));
    }
    traced.args(["-e", &format!("trace={call}")]);
    traced
}

/// How many calls of a kind that thread makes which makes the most, when nothing disturbs the scripted run.
fn counted(call: &str) -> usize {
    let dir = tempfile::tempdir().unwrap();
    let record = Record::new(dir.path().join("data"), dir.path().join("acks"));
    let told = dir.path().join("told");
    let mut traced = traced(dir.path(), text(&told), call);
    assert!(quiet(traced.arg(executable()).args(record.arguments(&SCRIPT))).status().unwrap().success());
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for line in std::fs::read_to_string(told).unwrap().lines() {
        let Some((thread, said)) = line.split_once(' ') else { continue };
        if said.trim_start().starts_with(&format!("{call}(")) {
            *counts.entry(thread.to_owned()).or_default() += 1;
        }
    }
    counts.into_values().max().unwrap_or(0)
}

/// Once the call has failed, nothing that is acknowledged is lost, then or later; the writer comes back by itself, or
/// ends and can be started again; and the record verifies.
fn failing(every: usize) {
    if !can_trace() {
        return;
    }
    let begun = Instant::now();
    let (mut runs, mut acknowledged, mut ended) = (0, 0, 0);
    for ((call, error), calls) in FAULTS.iter().zip(CALLS) {
        for k in (1..=calls).step_by(every.min(calls / 2)) {
            // Once, and from then on for ever.
            for when in [k.to_string(), format!("{k}+")] {
                let dir = tempfile::tempdir().unwrap();
                let record = Record::new(dir.path().join("data"), dir.path().join("acks"));
                let patient: &[&str] = if when.ends_with('+') { &[] } else { &["--patient"] };
                let inject = format!("inject={call}:error={error}:when={when}");
                let mut traced = traced(dir.path(), "/dev/null", call);
                traced.args(["-e", &inject, executable()]).args(record.arguments(&[&SCRIPT, patient].concat()));
                let status = quiet(&mut traced).status().unwrap();
                ended += usize::from(!status.success());
                record.write_on("1");
                let found = record.must_be_whole();
                (runs, acknowledged) = (runs + 1, acknowledged + found.acknowledged);
            }
        }
    }
    assert!(ended > 0, "no run was disturbed: the calls did not fail");
    println!(
        "{runs} runs with a failing call in {:.0} s: {ended} ended for it, {acknowledged} acknowledged, 0 lost",
        begun.elapsed().as_secs_f64()
    );
}

#[test]
fn no_call_of_the_scripted_run_is_left_untried() {
    if !can_trace() {
        return;
    }
    for ((call, _), calls) in FAULTS.iter().zip(CALLS) {
        let counted = counted(call);
        assert!((1..=calls).contains(&counted), "{counted} calls of {call}, of which {calls} are made to fail in turn");
        println!("{counted} calls of {call} at the most on a thread, {calls} are made to fail in turn");
    }
}

#[test]
fn a_write_or_a_flush_that_fails_loses_nothing_that_was_acknowledged() {
    failing(61);
}

#[test]
#[ignore = "long: make faults"]
fn whichever_write_or_flush_fails_nothing_that_was_acknowledged_is_lost() {
    failing(1);
}
