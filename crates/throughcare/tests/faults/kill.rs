//! Killed at any moment, under load.

use std::time::{Duration, Instant};

use crate::machine::Chance;
use crate::writer::{Record, kill};

/// Whatever was acknowledged before any of the kills is there afterwards, nothing twice, and the chain has no gap.
fn killed(times: u64) {
    let dir = tempfile::tempdir().unwrap();
    let record = Record::new(dir.path().join("data"), dir.path().join("acks"));
    let (begun, mut chance, mut idle) = (Instant::now(), Chance::of(9), 0);
    for _ in 0..times {
        let before = record.acknowledged();
        let writer = record.write(&["--patient"]);
        // Some are killed while they start, most while they work.
        if chance.below(8) > 0 && record.wait_for_more(before, Duration::from_mins(1)).is_none() {
            idle += 1;
        }
        std::thread::sleep(Duration::from_millis(chance.below(60)));
        kill(writer);
        record.lose_answers();
    }
    record.write_on("64");
    assert_eq!(idle, 0, "{idle} writers acknowledged nothing in a minute");
    let found = record.must_be_whole();
    println!(
        "{times} kills in {:.0} s: {} acknowledged, {} lost, none twice",
        begun.elapsed().as_secs_f64(),
        found.acknowledged,
        found.lost
    );
}

#[test]
fn killed_fifty_times_nothing_acknowledged_is_lost_and_nothing_is_there_twice() {
    killed(50);
}

#[test]
#[ignore = "long: make faults"]
fn killed_five_hundred_times_nothing_acknowledged_is_lost() {
    killed(500);
}

/// The test can fail: whoever sends acts again without their keys has them recorded twice, and that is noticed.
#[test]
fn acts_that_are_sent_again_without_their_keys_are_caught() {
    let dir = tempfile::tempdir().unwrap();
    let record = Record::new(dir.path().join("data"), dir.path().join("acks"));
    for more in [&["--patient", "--without-keys"][..], &["--without-keys", "--acts", "2"]] {
        let mut writer = record.write(more);
        if more.contains(&"--acts") {
            assert!(writer.wait().unwrap().success());
        } else {
            record.wait_for_more(64, Duration::from_mins(1)).expect("the writer works");
            kill(writer);
            record.lose_answers();
        }
    }
    assert!(record.recorded_twice() > 0, "acts without keys were recorded once");
}
