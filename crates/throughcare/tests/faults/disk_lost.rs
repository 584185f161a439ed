//! The disk is lost with everything on it. What the last backup and the segments after it do not bring back was
//! acknowledged in the last ten seconds: that is the recovery point of a folder.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::machine::{Chance, text};
use crate::writer::{Record, executable, kill};

/// What may be lost with a disk.
const RECOVERY_POINT: Duration = Duration::from_secs(10);
/// Writers: enough that every second something is acknowledged, so few that copying keeps up.
const WRITERS: &str = "8";

/// When each line of a list of acknowledgements was written: not before the moment that stands at it.
struct Watched {
    begun: Instant,
    /// So many lines were there then.
    seen: Vec<(usize, Duration)>,
}

impl Watched {
    fn look(&mut self, record: &Record) {
        self.seen.push((record.acknowledged(), self.begun.elapsed()));
    }

    /// A moment at which the line was not there yet.
    fn before(&self, line: usize) -> Duration {
        let seen = self.seen.partition_point(|(count, _)| *count <= line);
        seen.checked_sub(1).map_or(Duration::ZERO, |last| self.seen[last].1)
    }
}

fn run(arguments: &[&str]) -> serde_json::Value {
    let output = Command::new(executable()).args(arguments).stderr(Stdio::piped()).output().expect("it starts");
    let said = String::from_utf8_lossy(&output.stdout);
    serde_json::from_str(&said)
        .unwrap_or_else(|error| panic!("{arguments:?}: {error}: {said}{}", String::from_utf8_lossy(&output.stderr)))
}

/// Restores the backup with what segments there are; gives the acknowledged ids that are not there.
fn missing(dir: &Path, backup: &Path, segments: &Path, acks: &Path, name: &str) -> BTreeSet<String> {
    let to = dir.join(name);
    let restored = run(&["restore", text(backup), "--to", text(&to), "--segments", text(segments), "--json"]);
    assert_eq!(restored["ok"], true, "{restored}");
    let report = run(&["verify", "--json", "--data", text(&to), "--expect", text(acks)]);
    assert!(report["first_bad"].is_null(), "{report}");
    let missing = report["missing"].as_array().expect("a list").iter();
    missing.map(|id| id.as_str().expect("an id").to_owned()).collect()
}

fn named(segments: &Path) -> Vec<PathBuf> {
    let files = std::fs::read_dir(segments).expect("the segments are there").map(|file| file.expect("a file").path());
    let mut named: Vec<_> = files.filter(|file| file.extension().is_some_and(|ending| ending == "jsonl")).collect();
    named.sort();
    named
}

/// Loses a disk under load, some time after the third segment that was written on it. Gives how many were acknowledged, how
/// many are lost, and how long before the end the first of these was acknowledged.
fn lost(after: Duration) -> (usize, usize, Duration) {
    let dir = tempfile::tempdir().unwrap();
    let [backup, segments] = ["backup", "segments"].map(|name| dir.path().join(name));
    let record = Record::new(dir.path().join("disk/data"), dir.path().join("acks"));
    std::fs::create_dir(dir.path().join("disk")).unwrap();
    record.write_on(WRITERS);
    let taken = run(&["backup", "--data", text(&record.data), "--to", text(&backup), "--json"]);
    assert_eq!(taken["ok"], true, "{taken}");
    let mut watched = Watched { begun: Instant::now(), seen: Vec::new() };
    let writer = record.write(&["--writers", WRITERS, "--segments", text(&segments)]);
    while !segments.exists() || named(&segments).len() < 4 {
        assert!(watched.begun.elapsed() < Duration::from_mins(2), "no segments are written");
        std::thread::sleep(Duration::from_millis(10));
        watched.look(&record);
    }
    let till = watched.begun.elapsed() + after;
    while watched.begun.elapsed() < till {
        std::thread::sleep(Duration::from_millis(10));
        watched.look(&record);
    }
    let end = watched.begun.elapsed();
    kill(writer);
    std::fs::remove_dir_all(dir.path().join("disk")).unwrap();

    let acks = std::fs::read_to_string(&record.acks).unwrap();
    let age = |missing: &BTreeSet<String>| {
        let first = acks.lines().position(|id| missing.contains(id));
        first.map_or(Duration::ZERO, |line| end.saturating_sub(watched.before(line)))
    };
    let gone = missing(dir.path(), &backup, &segments, &record.acks, "restored");
    let found = (acks.lines().count(), gone.len(), age(&gone));
    // The test can fail: had the last two segments not been copied, more than that would be lost, and that is noticed.
    for file in named(&segments).iter().rev().take(2) {
        std::fs::remove_file(file).unwrap();
    }
    let gone = missing(dir.path(), &backup, &segments, &record.acks, "too-late");
    assert!(age(&gone) > RECOVERY_POINT, "without the last two segments only {:?} are lost", age(&gone));
    found
}

fn disks_lost(times: u32) {
    let (mut chance, mut acknowledged, mut gone, mut longest) = (Chance::of(8), 0, 0, Duration::ZERO);
    for _ in 0..times {
        let (of_run, lost, age) = lost(Duration::from_millis(chance.below(5_000)));
        assert!(age <= RECOVERY_POINT, "what is lost goes back {age:?}: {lost} of {of_run} acknowledged");
        (acknowledged, gone, longest) = (acknowledged + of_run, gone + lost, longest.max(age));
    }
    println!("{times} disks lost: {acknowledged} acknowledged, {gone} lost, of the last {longest:.1?} at the most");
}

#[test]
fn of_a_disk_that_is_lost_all_comes_back_but_the_last_ten_seconds() {
    disks_lost(1);
}

#[test]
#[ignore = "long: make faults"]
fn of_ten_disks_that_are_lost_all_comes_back_but_the_last_ten_seconds() {
    disks_lost(10);
}
