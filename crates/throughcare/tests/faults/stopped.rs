//! A server stands still while it holds the lease, and then goes on as if nothing had been.

use std::process::Child;
use std::time::{Duration, Instant};

use cluster::{Cluster, Disk};

use crate::machine::{Chance, tool};
use crate::shared::Shared;
use crate::writer::kill;

/// Longest that may pass before the other server seals: the lease runs out after three seconds, and what the one that
/// stands still has locked is given back after two to five. A busy machine may need some more.
const TAKEN_OVER: Duration = Duration::from_secs(8);

/// Each time the server with the lease is stopped: the other takes over, the one that comes back seals nothing under
/// its old epoch, and both go on.
fn stopped(times: u32) {
    let cluster = Cluster::start(Disk::Durable).expect("PostgreSQL starts");
    let mut shared = Shared::new(&cluster);
    let before = holder(&cluster, &shared);
    let one = shared.serve("one", &cluster);
    // Alone, it gets the lease: so its name is known.
    let first = wait_for_another(&cluster, &shared, &before).expect("the first server takes the lease").0;
    let two = shared.serve("two", &cluster);
    shared.both_go_on(["one", "two"]);
    let (mut chance, mut waits) = (Chance::of(6), Vec::new());
    for _ in 0..times {
        std::thread::sleep(Duration::from_millis(chance.below(500)));
        shared.note_checkpoints(&cluster);
        let held = holder(&cluster, &shared);
        let (with, without, other) = if held == first { (&one, "one", "two") } else { (&two, "two", "one") };
        signal(with, "-STOP");
        let taken = wait_for_another(&cluster, &shared, &held);
        waits.push(taken.expect("the other server takes the lease").1);
        let before = shared.acknowledged_by(other);
        assert!(shared.wait_for_more(other, before, TAKEN_OVER).is_some(), "the other server is held up");
        signal(with, "-CONT");
        let before = shared.acknowledged_by(without);
        let back = shared.wait_for_more(without, before, Duration::from_secs(30));
        assert!(back.is_some(), "the server that stood still does not go on");
    }
    [one, two].into_iter().for_each(kill);
    let found = shared.must_be_whole(&cluster);
    waits.sort_unstable();
    println!(
        "{times} times stopped with the lease: {} entries and {} reads acknowledged, {} lost, none twice, no second root; \
         taken over after {} ms, {} at the most",
        found.acknowledged,
        found.reads,
        found.lost + found.reads_lost,
        waits[waits.len() / 2].as_millis(),
        waits[waits.len() - 1].as_millis()
    );
}

fn signal(server: &Child, signal: &str) {
    tool("kill", &[signal, &server.id().to_string()]);
}

fn holder(cluster: &Cluster, shared: &Shared) -> String {
    cluster.ask(shared.name(), "SELECT holder FROM lease").expect("the database answers")
}

/// Waits until somebody else holds the lease; gives who, and how long it took.
fn wait_for_another(cluster: &Cluster, shared: &Shared, than: &str) -> Option<(String, Duration)> {
    let begun = Instant::now();
    while begun.elapsed() < TAKEN_OVER {
        let now = holder(cluster, shared);
        if now != than {
            return Some((now, begun.elapsed()));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    None
}

#[test]
fn a_server_that_stands_still_with_the_lease_is_followed_by_the_other_and_comes_back_harmless() {
    stopped(3);
}

#[test]
#[ignore = "long: make faults"]
fn a_hundred_times_stopped_with_the_lease_nobody_signs_a_second_root() {
    stopped(100);
}
