//! The system calls that reach the disk, each failing in turn: the k-th of every thread, for every k of a scripted run.

use std::process::Command;
use std::time::Instant;

use crate::machine::can_trace;
use crate::writer::{Record, executable, quiet};

/// What can go wrong with which call.
const FAULTS: [(&str, &str); 4] = [("pwrite64", "EIO"), ("pwrite64", "ENOSPC"), ("fsync", "EIO"), ("openat", "EIO")];
/// The scripted run makes no more calls of each kind than this on any of its threads.
const CALLS: [usize; 4] = [260, 260, 16, 12];
/// Acts of the scripted run.
const ACTS: &str = "8";

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
                let script = [&["--writers", "1", "--acts", ACTS], patient].concat();
                let inject = format!("inject={call}:error={error}:when={when}");
                let mut traced = Command::new("strace");
                traced.args(["-f", "-qq", "-o", "/dev/null", "-P", dir.path().to_str().unwrap()]);
                // Only calls on the record's own files fail: a library that cannot be loaded tests nothing.
                for file in ["data", "data/record.db", "data/record.db-wal", "data/reads.db", "data/reads.db-wal"] {
                    traced.arg("-P").arg(dir.path().join(file));
                }
                traced.args(["-e", &format!("trace={call}"), "-e", &inject, executable()]);
                let status = quiet(traced.args(record.arguments(&script))).status().unwrap();
                ended += usize::from(!status.success());
                record.write_on("2");
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
fn a_write_or_a_flush_that_fails_loses_nothing_that_was_acknowledged() {
    failing(61);
}

#[test]
#[ignore = "long: make faults"]
fn whichever_write_or_flush_fails_nothing_that_was_acknowledged_is_lost() {
    failing(1);
}
