//! The line to the database is cut in the middle of a commit: what was sent may have been recorded or not, and nobody is
//! told which.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use cluster::{Cluster, Disk, Then, between};

use crate::shared::Shared;
use crate::writer::kill;

/// One commit of so many is cut off.
const ONE_OF: u64 = 40;

/// Whichever half of a commit is lost, the servers find out what became of it, and every act is recorded once.
fn cut_off(times: u64) {
    let cluster = Cluster::start(Disk::Durable).expect("PostgreSQL starts");
    let shared = Shared::new(&cluster);
    let (commits, cuts) = (AtomicU64::new(0), Arc::new([AtomicU64::new(0), AtomicU64::new(0)]));
    let counted = cuts.clone();
    let port = between(cluster.socket(), move |bytes| {
        if !bytes.windows(6).any(|word| word == b"COMMIT") {
            return Then::PassOn;
        }
        match commits.fetch_add(1, Ordering::SeqCst) % (2 * ONE_OF) {
            0 => {
                counted[0].fetch_add(1, Ordering::SeqCst);
                Then::CutAfter
            }
            ONE_OF => {
                counted[1].fetch_add(1, Ordering::SeqCst);
                Then::CutBefore
            }
            _ => Then::PassOn,
        }
    });
    let address = format!("host=127.0.0.1 port={port} user=postgres dbname={}", shared.name());
    let begun = Instant::now();
    let servers = ["one", "two"].map(|name| shared.serve_at(name, &address));
    let enough = || cuts.iter().all(|cuts| cuts.load(Ordering::SeqCst) * 2 >= times);
    while !enough() {
        assert!(begun.elapsed() < Duration::from_mins(20), "the lines are not cut: {cuts:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
    shared.both_go_on(["one", "two"]);
    servers.into_iter().for_each(kill);
    let found = shared.must_be_whole(&cluster);
    println!(
        "{} lines cut before the answer to a commit and {} before the commit, in {:.0} s: {} acknowledged, {} lost, none \
         twice",
        cuts[0].load(Ordering::SeqCst),
        cuts[1].load(Ordering::SeqCst),
        begun.elapsed().as_secs_f64(),
        found.acknowledged,
        found.lost
    );
}

#[test]
fn a_line_cut_in_the_middle_of_a_commit_loses_nothing_and_records_nothing_twice() {
    cut_off(40);
}

#[test]
#[ignore = "long: make faults"]
fn a_thousand_lines_cut_in_the_middle_of_a_commit_lose_nothing() {
    cut_off(1_000);
}
