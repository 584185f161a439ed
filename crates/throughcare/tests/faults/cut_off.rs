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

/// Lines that were cut of one kind of commit.
#[derive(Debug, Default)]
struct Cuts {
    commits: AtomicU64,
    /// Before its answer, and before the commit.
    cut: [AtomicU64; 2],
}

impl Cuts {
    /// What becomes of the next commit.
    fn next(&self) -> Then {
        match self.commits.fetch_add(1, Ordering::SeqCst) % (2 * ONE_OF) {
            0 => {
                self.cut[0].fetch_add(1, Ordering::SeqCst);
                Then::CutAfter
            }
            ONE_OF => {
                self.cut[1].fetch_add(1, Ordering::SeqCst);
                Then::CutBefore
            }
            _ => Then::PassOn,
        }
    }

    fn halves(&self) -> [u64; 2] {
        self.cut.each_ref().map(|cut| cut.load(Ordering::SeqCst))
    }
}

fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|found| found == word)
}

/// Whichever half of a commit is lost, the servers find out what became of it, and every act is recorded once. The log of reads
/// has lines of its own, on which rows are sent with their commit; those are cut as well.
fn cut_off(times: u64) {
    let cluster = Cluster::start(Disk::Durable).expect("PostgreSQL starts");
    let shared = Shared::new(&cluster);
    let cuts = Arc::new([Cuts::default(), Cuts::default()]);
    let counted = cuts.clone();
    let port = between(cluster.socket(), move |bytes| {
        if !holds(bytes, b"COMMIT") {
            return Then::PassOn;
        }
        // What became of a look stands in its row, and in nothing else that is sent.
        counted[usize::from(holds(bytes, b"shown"))].next()
    });
    let address = format!("host=127.0.0.1 port={port} user=postgres dbname={}", shared.name());
    let begun = Instant::now();
    let servers = ["one", "two"].map(|name| shared.serve_at(name, &address));
    // Many looks share a commit: there are fewer of those.
    let enough = || [1, 10].iter().zip(&*cuts).all(|(of, cuts)| cuts.halves().iter().all(|cut| cut * 2 * of >= times));
    while !enough() {
        assert!(begun.elapsed() < Duration::from_mins(20), "the lines are not cut: {cuts:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
    shared.both_go_on(["one", "two"]);
    servers.into_iter().for_each(kill);
    let found = shared.must_be_whole(&cluster);
    assert_eq!(shared.noted_twice(&cluster), 0, "looks were noted twice");
    let [[answers, commits], [reads_answers, reads_commits]] = cuts.each_ref().map(Cuts::halves);
    println!(
        "{answers} lines cut before the answer to a commit and {commits} before the commit, {reads_answers} and \
         {reads_commits} more of the log of reads, in {:.0} s: {} entries and {} reads acknowledged, {} lost, none twice",
        begun.elapsed().as_secs_f64(),
        found.acknowledged,
        found.reads,
        found.lost + found.reads_lost
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
