//! The power is cut under the database: what its disk holds at that moment is all there is.

use std::path::Path;
use std::time::{Duration, Instant};

use cluster::{Cluster, Disk, Then, between};

use crate::machine::{Chance, Mounted, can_mount, text, tool};
use crate::shared::Shared;
use crate::writer::{Found, kill};

/// What is wrong with the way from an acknowledgement to the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lie {
    /// Nothing.
    None,
    /// The database is set to answer before its log is kept. What the program sets goes before it.
    Setting,
    /// The same, and the program's own word is changed on the way to the database.
    Word,
    /// The database flushes nothing.
    Flush,
}

/// Cuts the power of a database under two servers some time after they began; verifies what its disk had.
fn cut(lie: Lie, after: Duration) -> Found {
    let dir = tempfile::tempdir().unwrap();
    // The database is another user's.
    tool("chmod", &["711", text(dir.path())]);
    let [image, crashed] = ["disk.img", "crashed.img"].map(|name| dir.path().join(name));
    tool("truncate", &["-s", "400M", text(&image)]);
    tool("mkfs.ext4", &["-qF", text(&image)]);
    let running = Mounted::image(&image, &dir.path().join("running"));
    let waits = if lie == Lie::Flush { Disk::Quick } else { Disk::Durable };
    let cluster = Cluster::on(running.path(), waits).expect("PostgreSQL starts on the disk");
    if matches!(lie, Lie::Setting | Lie::Word) {
        for setting in ["synchronous_commit = off", "wal_writer_delay = '10s'"] {
            cluster.ask("postgres", &format!("ALTER SYSTEM SET {setting}")).unwrap();
        }
        cluster.restart().unwrap();
    }
    let shared = Shared::new(&cluster);
    // An empty database is not what is at stake.
    tool("sync", &["-f", text(running.path())]);
    let servers = ["one", "two"].map(|name| match lie {
        Lie::Word => shared.serve_at(name, &lied_to(&cluster, &shared)),
        _ => shared.serve(name, &cluster),
    });
    shared.both_go_on(["one", "two"]);
    std::thread::sleep(after);
    // The servers stand still first: what they acknowledged is then known exactly. Then the database, while it is copied.
    for server in &servers {
        tool("kill", &["-STOP", &server.id().to_string()]);
    }
    cluster.freeze().unwrap();
    tool("cp", &["--sparse=always", text(&image), text(&crashed)]);
    servers.into_iter().for_each(kill);
    cluster.kill_all().unwrap();
    drop(cluster);
    drop(running);
    restarted(&shared, &crashed, &dir.path().join("restarted"))
}

/// The same cluster on what the disk had; if nothing is lost it not only can be read, but goes on.
fn restarted(shared: &Shared, disk: &Path, at: &Path) -> Found {
    let disk = Mounted::image(disk, at);
    let Ok(cluster) = Cluster::again(disk.path()) else {
        let acknowledged = shared.acknowledged_by("one") + shared.acknowledged_by("two");
        let reads = shared.looks();
        return Found {
            acknowledged,
            lost: acknowledged,
            reads,
            reads_lost: reads,
            report: serde_json::json!({ "ok": false }),
        };
    };
    let found = shared.verify(&cluster);
    if found.lost + found.reads_lost == 0 {
        shared.send_again(&cluster);
        shared.must_be_whole(&cluster);
    }
    found
}

/// An address where what the program says of durability is turned round.
fn lied_to(cluster: &Cluster, shared: &Shared) -> String {
    let (said, heard) = (b"synchronous_commit = on", b"synchronous_commit =off");
    let port = between(cluster.socket(), move |bytes| {
        if let Some(at) = bytes.windows(said.len()).position(|word| word == said) {
            bytes[at..at + heard.len()].copy_from_slice(heard);
        }
        Then::PassOn
    });
    format!("host=127.0.0.1 port={port} user=postgres dbname={}", shared.name())
}

/// Nothing that was acknowledged is lost.
fn cuts(times: u32, lie: Lie) {
    if !can_mount() {
        return;
    }
    let (begun, mut chance, mut acknowledged, mut reads) = (Instant::now(), Chance::of(7), 0, 0);
    for _ in 0..times {
        let found = cut(lie, Duration::from_millis(chance.below(900)));
        let lost = (found.lost, found.reads_lost);
        assert_eq!((found.report["ok"].as_bool(), lost), (Some(true), (0, 0)), "{found:?}");
        acknowledged += found.acknowledged;
        reads += found.reads;
    }
    println!(
        "{times} power cuts under a database ({lie:?} amiss) in {:.0} s: {acknowledged} entries and {reads} reads \
         acknowledged, 0 lost",
        begun.elapsed().as_secs_f64()
    );
}

#[test]
fn a_power_cut_under_the_database_loses_nothing_that_was_acknowledged() {
    cuts(1, Lie::None);
}

#[test]
fn a_database_set_to_answer_too_soon_is_overruled_by_the_program() {
    cuts(1, Lie::Setting);
}

#[test]
#[ignore = "long: make faults"]
fn a_hundred_power_cuts_under_the_database_lose_nothing() {
    cuts(100, Lie::None);
}

#[test]
#[ignore = "long: make faults"]
fn ten_power_cuts_under_a_database_set_to_answer_too_soon_lose_nothing() {
    cuts(10, Lie::Setting);
}

/// Cuts in which a lie must have come out: the kernel writes most things out by itself sooner or later.
const CUTS: u32 = 8;

/// The test can fail: where an acknowledgement rests on nothing, that is noticed.
fn lying(lie: Lie) {
    if !can_mount() {
        return;
    }
    let mut cuts = (0..CUTS).map(|n| cut(lie, Duration::from_millis(700 + 150 * u64::from(n))));
    let found = cuts.find(|found| found.lost > 0 && found.reads_lost > 0);
    let found = found.unwrap_or_else(|| panic!("{lie:?} amiss was not noticed in {CUTS} cuts"));
    let Found { acknowledged, lost, reads, reads_lost, .. } = &found;
    println!(
        "{lie:?} amiss under a database: of {acknowledged} entries {lost} lost, of {reads} reads {reads_lost}, noticed"
    );
}

#[test]
fn a_database_that_flushes_nothing_is_caught() {
    lying(Lie::Flush);
}

#[test]
fn a_database_that_answers_before_its_log_is_kept_is_caught() {
    lying(Lie::Word);
}
