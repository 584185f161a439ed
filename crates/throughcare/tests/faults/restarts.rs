//! The database goes and comes back, under two servers.

use std::time::{Duration, Instant};

use cluster::{Cluster, Disk};

use crate::machine::Chance;
use crate::shared::Shared;
use crate::writer::kill;

/// However the database goes, both servers go on by themselves when it is back, and nothing acknowledged is lost.
fn gone(times: u32) {
    let cluster = Cluster::start(Disk::Durable).expect("PostgreSQL starts");
    let mut shared = Shared::new(&cluster);
    let servers = ["one", "two"].map(|name| shared.serve(name, &cluster));
    let (begun, mut chance, mut longest) = (Instant::now(), Chance::of(5), Duration::ZERO);
    shared.both_go_on(["one", "two"]);
    for time in 1..=times {
        std::thread::sleep(Duration::from_millis(chance.below(400)));
        shared.note_checkpoints(&cluster);
        if time % 5 == 0 {
            // Its first process is killed; the others notice and go, and a new first one starts.
            cluster.kill().expect("it is killed");
            cluster.wait().expect("it comes back");
        } else {
            cluster.restart().expect("it stops at once, and starts");
        }
        longest = longest.max(shared.both_go_on(["one", "two"]));
    }
    servers.into_iter().for_each(kill);
    let found = shared.must_be_whole(&cluster);
    assert_eq!(shared.noted_twice(&cluster), 0, "looks were noted twice");
    println!(
        "{times} times gone and back in {:.0} s: {} entries and {} reads acknowledged, {} lost, none twice; both servers \
         went on {} ms after the database at the most",
        begun.elapsed().as_secs_f64(),
        found.acknowledged,
        found.reads,
        found.lost + found.reads_lost,
        longest.as_millis()
    );
}

#[test]
fn a_database_that_stops_at_once_or_is_killed_loses_nothing_that_two_servers_acknowledged() {
    gone(5);
}

#[test]
#[ignore = "long: make faults"]
fn a_database_gone_twenty_five_times_loses_nothing() {
    gone(25);
}
