//! What was acknowledged and is taken away before it is sealed: the server that acknowledged it says so.

use std::time::Duration;

use cluster::Cluster;
use store::conformance::samples::{START, act, genesis, person, read_row};
use store::{Appended, Database, Missing, Store, Taken};

use crate::postgres::Place;
use crate::support::{block_on, note, tamper, verified};

/// Waits for something, some twenty seconds at the most.
fn wait_until(what: &str, is: impl Fn() -> bool) {
    for _ in 0..400 {
        if is() {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("{what}: not within twenty seconds");
}

/// Waits until the server has noticed something, and gives it.
fn noticed(store: &Store) -> Vec<Missing> {
    wait_until("something is noticed", || !store.missing().is_empty());
    store.missing()
}

/// A server of a database in which nobody seals for now.
struct Scene {
    place: Place,
    server: Store,
    _keys: tempfile::TempDir,
}

impl Scene {
    fn new() -> Scene {
        let place = Place::new(Cluster::shared());
        drop(Store::create_in(place.server("one"), &genesis()).unwrap());
        let keys = tempfile::tempdir().unwrap();
        for name in ["key.pub", "vouch"] {
            std::fs::copy(place.keys.path().join(name), keys.path().join(name)).unwrap();
        }
        let server = Store::connect(Database { keys: keys.path().into(), ..place.server("two") }).unwrap();
        Scene { place, server, _keys: keys }
    }

    /// Another hand, with all the rights there are.
    fn write(&self, sql: &str) {
        Cluster::shared().ask(&self.place.name(), sql).unwrap();
    }

    fn seal(&self) {
        Store::connect(self.place.server("one")).unwrap().protect_here().unwrap();
    }

    fn record(&self, number: u64, at: i64) -> String {
        match self.server.append_here(act(at, &person(number), "said")).unwrap() {
            Appended::Recorded(receipt) => receipt.ids[0].to_string(),
            other => panic!("{other:?}"),
        }
    }

    fn is_whole(&self) -> bool {
        store::verify_database(&self.place.server("auditor"), &[]).unwrap().ok
    }
}

/// Every trace of the entries of a stream, taken together.
fn take_away(number: u64) -> String {
    let stream = person(number);
    let tables = ["unsealed", "entry", "head"].map(|table| format!("DELETE FROM {table} WHERE stream = '{stream}';"));
    tables.concat()
}

#[test]
fn entries_that_were_taken_before_they_were_sealed_are_missed_by_who_acknowledged_them() {
    let scene = Scene::new();
    let kept = scene.record(1, START);
    let gone = scene.record(2, START + 7);
    scene.write(&take_away(2));
    let missing = noticed(&scene.server);
    let expected = Missing {
        what: Taken::EntryGone,
        count: 1,
        from: missing[0].from,
        to: missing[0].to,
        named: vec![gone.clone()],
    };
    assert_eq!(missing, [expected]);
    assert!(missing[0].from >= START + 7 && missing[0].from == missing[0].to);
    // Nothing that is left tells: this is why somebody has to remember.
    scene.seal();
    assert!(scene.is_whole());
    let report = store::verify_database(&scene.place.server("auditor"), &[kept, gone.clone()]).unwrap();
    assert_eq!(report.missing, [gone]);
    assert_eq!(scene.server.missing().len(), 1, "it is said once, and as long as the program runs");
}

#[test]
fn an_entry_that_was_altered_before_it_was_sealed_is_missed_also_when_it_is_sealed_since() {
    let scene = Scene::new();
    let id = scene.record(1, START);
    // Whoever alters it makes the hashes fit; here one is enough.
    scene.write("UPDATE entry SET hash = decode(repeat('ab', 32), 'hex')");
    let missing = noticed(&scene.server);
    assert_eq!((missing[0].what, missing[0].count, &missing[0].named), (Taken::EntryAltered, 1, &vec![id]));
}

#[test]
fn reads_that_were_taken_with_all_that_vouched_for_them_are_missed() {
    let scene = Scene::new();
    let read = |n: i64| block_on(scene.server.log_read(read_row(START + n, 1, "case"))).unwrap();
    read(1);
    read(2);
    // The last of the open batch, and the numbers set back: the next row closes over the gap.
    scene.write("DELETE FROM read WHERE n = 1; DELETE FROM vouched WHERE n = 1; UPDATE reads_head SET n = 1");
    let missing = noticed(&scene.server);
    assert_eq!((missing[0].what, missing[0].count), (Taken::ReadGone, 1));
    assert_eq!((missing[0].from, missing[0].to), (START + 2, START + 2));
    scene.seal();
    assert!(scene.is_whole());
}

#[test]
fn nothing_is_missed_of_a_record_that_nobody_touches() {
    let scene = Scene::new();
    let one = Store::connect(scene.place.server("one")).unwrap();
    // Over some looks, and some seals.
    for n in 0..150_i64 {
        std::thread::sleep(Duration::from_millis(20));
        for store in [&one, &scene.server] {
            note(store, &person(n.unsigned_abs() % 7), &n.to_string());
            block_on(store.log_read(read_row(START + n, 1, "case"))).unwrap();
        }
    }
    one.protect_here().unwrap();
    std::thread::sleep(Duration::from_secs(3));
    assert_eq!((one.missing(), scene.server.missing()), (Vec::new(), Vec::new()));
}

#[test]
fn reads_taken_from_a_folder_in_use_are_missed_within_seconds_and_the_seal_tells_of_them_for_ever() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::create(dir.path(), genesis()).unwrap();
    for n in 0..5 {
        block_on(store.log_read(read_row(START + n, 1, "case"))).unwrap();
    }
    tamper(dir.path(), "reads.db", "DELETE FROM read WHERE n IN (1, 4)");
    let missing = noticed(&store);
    assert_eq!((missing[0].what, missing[0].count), (Taken::ReadGone, 2));
    assert_eq!((missing[0].from, missing[0].to), (START, START + 4));
    assert_eq!(missing[0].named, ["batch 1"]);
    drop(store);
    assert!(!store::verify(dir.path(), &[]).unwrap().ok);
}

#[test]
fn a_batch_of_reads_is_sealed_when_nothing_more_is_read() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::create(dir.path(), genesis()).unwrap();
    block_on(store.log_read(read_row(START, 1, "case"))).unwrap();
    wait_until("it is sealed", || store.read_here(store::Snapshot::last_checkpoint).unwrap().is_some());
    block_on(store.log_read(read_row(START + 1, 1, "case"))).unwrap();
    assert!(store.missing().is_empty());
    drop(store);
    assert!(verified(dir.path()).notes.is_empty());
}
