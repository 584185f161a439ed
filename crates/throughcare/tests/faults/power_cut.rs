//! The power is cut: what the disk holds at that moment is all there is. A kill never tests that what was acknowledged
//! had reached the disk; this does. The record stands on a file system in a file, and the cut is a copy of that file.

use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use crate::machine::{Chance, Mounted, can_mount, can_trace, text, tool};
use crate::writer::{Found, Record, executable, kill, quiet};

/// Cuts the power of a writer some time after its first acknowledgement, and verifies what the disk had.
fn cut(start: impl Fn(&Record) -> Child, after: Duration) -> Found {
    let dir = tempfile::tempdir().unwrap();
    let [image, crashed] = ["disk.img", "crashed.img"].map(|name| dir.path().join(name));
    make_disk(&image);
    let running = Mounted::image(&image, &dir.path().join("running"));
    let record = Record::new(running.path().join("data"), dir.path().join("acks"));
    let writer = start(&record);
    record.wait_for_more(0, Duration::from_mins(1)).expect("the writer works");
    std::thread::sleep(after);
    // It stands still while the disk is copied: what it acknowledged is then known exactly.
    tool("kill", &["-STOP", &writer.id().to_string()]);
    tool("cp", &["--sparse=always", text(&image), text(&crashed)]);
    kill(writer);
    drop(running);
    let restarted = Mounted::image(&crashed, &dir.path().join("restarted"));
    let record = Record::new(restarted.path().join("data"), record.acks);
    let found = record.verify();
    if found.lost + found.reads_lost == 0 {
        // And it is not only readable, but goes on, and knows what is sent again.
        record.lose_answers();
        record.write_on("64");
        record.must_be_whole();
    }
    found
}

fn make_disk(image: &Path) {
    tool("truncate", &["-s", "200M", text(image)]);
    tool("mkfs.ext4", &["-qF", text(image)]);
}

/// Nothing that was acknowledged is lost.
fn cuts(times: u32) {
    if !can_mount() {
        return;
    }
    let (begun, mut chance, mut acknowledged, mut reads) = (Instant::now(), Chance::of(4), 0, 0);
    for _ in 0..times {
        let found = cut(|record| record.write(&[]), Duration::from_millis(chance.below(900)));
        let lost = (found.lost, found.reads_lost);
        assert_eq!((found.report["ok"].as_bool(), lost), (Some(true), (0, 0)), "{found:?}");
        acknowledged += found.acknowledged;
        reads += found.reads;
    }
    let seconds = begun.elapsed().as_secs_f64();
    println!("{times} power cuts in {seconds:.0} s: {acknowledged} entries and {reads} reads acknowledged, 0 lost");
}

#[test]
fn a_power_cut_loses_nothing_that_was_acknowledged() {
    cuts(3);
}

#[test]
#[ignore = "long: make faults"]
fn two_hundred_power_cuts_lose_nothing_that_was_acknowledged() {
    cuts(200);
}

/// Cuts in which a lie must have come out: the kernel writes most things out by itself sooner or later.
const CUTS: u32 = 8;

/// The test can fail: the same program, where flushing does nothing to some of its files and says that it did, loses
/// what it acknowledged, and that is noticed.
fn lying(files: &[&str]) -> Option<Found> {
    if !can_mount() || !can_trace() {
        return None;
    }
    let start = |record: &Record| {
        let mut traced = Command::new("strace");
        // -D: the writer is our own child, and is stopped and killed as such.
        traced.args(["-D", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync,fdatasync"]);
        for file in files {
            traced.arg("-P").arg(record.data.join(file));
        }
        traced.args(["-e", "inject=fsync,fdatasync:retval=0", executable()]);
        quiet(traced.args(record.arguments(&[]))).spawn().expect("strace starts")
    };
    let cuts = (0..CUTS).map(|n| cut(start, Duration::from_millis(700 + 150 * u64::from(n))));
    let found = cuts.into_iter().find(|found| found.lost + found.reads_lost > 0);
    let found = found.unwrap_or_else(|| panic!("the lie was not noticed in {CUTS} cuts"));
    let Found { acknowledged, lost, reads, reads_lost, .. } = &found;
    println!(
        "flushes of {files:?} left out: of {acknowledged} entries {lost} lost, of {reads} reads {reads_lost}, noticed"
    );
    Some(found)
}

#[test]
fn a_disk_that_only_says_that_it_kept_something_is_caught() {
    lying(&[]);
}

/// What `synchronous = NORMAL` would leave out: the flush of the write-ahead log at each commit. The record stays whole and
/// only its last acknowledgements are gone, which is harder to notice.
#[test]
fn a_writer_that_acknowledges_before_its_log_is_flushed_is_caught() {
    if let Some(found) = lying(&["record.db-wal"]) {
        // On a slow machine the cut may come before anything had reached the record itself: then all of it is the end.
        let nothing_yet = found.report["entries"] == 0;
        assert!(nothing_yet || found.report["first_bad"].is_null(), "only the end should be missing: {found:?}");
    }
}

/// The same for the log of reads: whoever was shown something stands in it.
#[test]
fn a_log_of_reads_that_acknowledges_before_it_is_flushed_is_caught() {
    if let Some(found) = lying(&["reads.db-wal"]) {
        assert!(found.reads_lost > 0, "{found:?}");
    }
}
