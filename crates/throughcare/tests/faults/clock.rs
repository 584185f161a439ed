//! The machine's clock jumps a day either way under the running program, and the record does not turn round.
//!
//! `libfaketime` stands between the program and its clock. Monotonic time is left alone, as a real step leaves it.

use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::Duration;

use cluster::{Cluster, Disk};

use crate::machine::lacking;
use crate::shared::Shared;
use crate::writer::{Record, executable, kill, quiet};

/// Microseconds of a day, without the minutes that a test may take.
const NEARLY_A_DAY: i64 = 86_000_000_000;

/// A clock that can be set while a program runs by it.
struct Clock {
    preload: PathBuf,
    file: PathBuf,
}

impl Clock {
    /// None where the machine has no `libfaketime`; says so.
    fn new(file: PathBuf) -> Option<Clock> {
        let folders = std::fs::read_dir("/usr/lib").ok()?.flatten().map(|folder| folder.path());
        let preload = folders.map(|folder| folder.join("faketime/libfaketimeMT.so.1")).find(|path| path.exists());
        if preload.is_none() {
            lacking("stepping a clock needs libfaketime (apt-get install faketime)");
        }
        let clock = Clock { preload: preload?, file };
        clock.set("+0");
        Some(clock)
    }

    /// So much ahead of the machine's own.
    fn set(&self, offset: &str) {
        // Whoever looks meanwhile sees the old time or the new one.
        let beside = self.file.with_extension("new");
        std::fs::write(&beside, format!("{offset}\n")).expect("the time is set");
        std::fs::rename(beside, &self.file).expect("the time is set");
    }

    /// Lets a program go by it.
    fn rule(&self, command: &mut Command) -> Child {
        command.env("LD_PRELOAD", &self.preload).env("FAKETIME_TIMESTAMP_FILE", &self.file);
        command.env("FAKETIME_NO_CACHE", "1").env("FAKETIME_DONT_FAKE_MONOTONIC", "1").env("DONT_FAKE_MONOTONIC", "1");
        command.spawn().expect("the executable starts")
    }
}

#[test]
fn a_clock_that_steps_a_day_either_way_under_a_folder_turns_nothing_round() {
    let dir = tempfile::tempdir().unwrap();
    let Some(clock) = Clock::new(dir.path().join("clock")) else { return };
    let record = Record::new(dir.path().join("data"), dir.path().join("acks"));
    let writer = clock.rule(quiet(Command::new(executable()).args(record.arguments(&["--writers", "8"]))));
    for step in ["+0", "+1d", "-1d", "+0", "+1d"] {
        clock.set(step);
        for _ in 0..20 {
            let more = record.wait_for_more(record.acknowledged(), Duration::from_mins(1));
            assert!(more.is_some(), "nothing is acknowledged any more after {step}");
        }
    }
    kill(writer);
    let found = record.must_be_whole();
    let [spread, order] = [
        "SELECT MAX(recorded) - MIN(recorded) FROM log",
        "SELECT COUNT(*) FROM log a JOIN log b ON b.position = a.position + 1 AND b.recorded <= a.recorded",
    ]
    .map(|sql| asked(&record.data, sql));
    assert!(spread > NEARLY_A_DAY, "the clock was not stepped: {spread} microseconds");
    assert_eq!(order, 0, "the order of the log is the order of time");
    println!("a clock stepped a day either way: {} acknowledged, {} lost, in order", found.acknowledged, found.lost);
}

fn asked(data: &Path, sql: &str) -> i64 {
    let record = rusqlite::Connection::open(data.join("record.db")).expect("the record opens");
    record.query_row(sql, [], |row| row.get(0)).expect("the record answers")
}

/// Two servers, two days apart, and then the other way round.
#[test]
fn two_servers_two_days_apart_keep_one_order_of_time() {
    let dir = tempfile::tempdir().unwrap();
    let clocks = ["one", "two"].map(|name| Clock::new(dir.path().join(name)));
    let [Some(one), Some(two)] = clocks else { return };
    let cluster = Cluster::start(Disk::Quick).expect("PostgreSQL starts");
    let shared = Shared::new(&cluster);
    let address = cluster.address(shared.name());
    let start = |clock: &Clock, name| clock.rule(&mut shared.command(name, &address, &["--writers", "4"]));
    let servers = [start(&one, "one"), start(&two, "two")];
    for (first, second) in [("+0", "+0"), ("+1d", "-1d"), ("-1d", "+1d")] {
        one.set(first);
        two.set(second);
        for _ in 0..20 {
            shared.both_go_on(["one", "two"]);
        }
    }
    servers.into_iter().for_each(kill);
    shared.write_on(&cluster);
    let found = shared.must_be_whole(&cluster);
    // Acts of two connections may have one instant, above the same floor; none has an earlier one than what goes before it.
    let order = "SELECT COUNT(*) FROM log a JOIN log b ON b.position = a.position + 1 AND b.recorded < a.recorded";
    assert_eq!(cluster.ask(shared.name(), order).unwrap(), "0", "the order of the log is the order of time");
    let spread = cluster.ask(shared.name(), "SELECT MAX(recorded) - MIN(recorded) FROM entry").unwrap();
    assert!(spread.parse::<i64>().unwrap() > NEARLY_A_DAY, "the clocks were not stepped: {spread} microseconds");
    println!("two servers two days apart: {} acknowledged, {} lost, in order", found.acknowledged, found.lost);
}
