//! The disk under the database is full, and then it is not.

use std::time::{Duration, Instant};

use cluster::{Cluster, Disk};

use crate::disk_full::fill;
use crate::machine::{Mounted, can_mount};
use crate::shared::Shared;
use crate::writer::kill;

/// Longest that the database and its servers may need once there is space again: it may have stopped altogether, and has
/// to go through its log first.
const BACK: Duration = Duration::from_secs(20);

/// While the disk is full nothing is acknowledged; with space the database and both servers go on by themselves.
fn full(times: u32) {
    if !can_mount() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let disk = Mounted::memory(dir.path(), "220m").unwrap();
    let cluster = Cluster::on(disk.path(), Disk::Durable).expect("PostgreSQL starts on a small disk");
    let shared = Shared::new(&cluster);
    let servers = ["one", "two"].map(|name| shared.serve(name, &cluster));
    let ballast = disk.path().join("ballast");
    let mut longest = Duration::ZERO;
    for _ in 0..times {
        shared.both_go_on(["one", "two"]);
        fill(&ballast);
        stands_still(&shared);
        let no_room =
            cluster.ask(shared.name(), "CREATE TABLE more AS SELECT repeat('x', 1000) FROM generate_series(1, 50000)");
        assert!(no_room.is_err(), "there is still room under the database");
        std::fs::remove_file(&ballast).unwrap();
        let begun = Instant::now();
        shared.both_go_on(["one", "two"]);
        longest = longest.max(begun.elapsed());
        assert!(longest < BACK, "there was space again for {} s before it went on", longest.as_secs());
    }
    servers.into_iter().for_each(kill);
    let found = shared.must_be_whole(&cluster);
    println!(
        "{times} times full under the database: {} entries and {} reads acknowledged, {} lost, both servers back after {} ms at \
         the most",
        found.acknowledged,
        found.reads,
        found.lost + found.reads_lost,
        longest.as_millis()
    );
    drop(cluster);
}

/// Waits until neither server acknowledges anything any more.
fn stands_still(shared: &Shared) {
    let acknowledged = || ["one", "two"].map(|server| shared.acknowledged_by(server));
    let (begun, mut before) = (Instant::now(), acknowledged());
    while begun.elapsed() < Duration::from_mins(1) {
        std::thread::sleep(Duration::from_secs(2));
        let now = acknowledged();
        if now == before {
            return;
        }
        before = now;
    }
    panic!("the disk is full, and entries are still being acknowledged");
}

#[test]
fn a_full_disk_under_the_database_stops_both_servers_and_space_starts_them_again() {
    full(1);
}

#[test]
#[ignore = "long: make faults"]
fn a_disk_under_the_database_that_is_full_again_and_again_loses_nothing() {
    full(10);
}
