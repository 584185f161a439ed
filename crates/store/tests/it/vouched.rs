//! The reads log of a shared database: what the servers wrote is sealed as theirs, and what anybody else wrote into the
//! database is sealed as found, and said to be.

use cluster::Cluster;
use store::conformance::samples::{START, genesis, person, read_row};
use store::{Database, ReadRow, Standing, Store, WhoRead};

use crate::postgres::Place;
use crate::support::block_on;

/// A database that one server seals when it is told to, and another writes reads into: it has no key, and what to vouch
/// with.
struct Scene {
    place: Place,
    reader: Store,
    _keys: tempfile::TempDir,
}

impl Scene {
    fn new() -> Scene {
        Scene::with(&["key.pub", "vouch"])
    }

    fn with(files: &[&str]) -> Scene {
        let place = Place::new(Cluster::shared());
        drop(Store::create_in(place.server("one"), &genesis()).unwrap());
        let keys = tempfile::tempdir().unwrap();
        for name in files {
            std::fs::copy(place.keys.path().join(name), keys.path().join(name)).unwrap();
        }
        let reader = Store::connect(Database { keys: keys.path().into(), ..place.server("two") }).unwrap();
        Scene { place, reader, _keys: keys }
    }

    fn seal(&self) {
        Store::connect(self.place.server("one")).unwrap().protect_here().unwrap();
    }

    /// Reads the record, for the nth time.
    fn read(&self, n: i64) {
        read(&self.reader, n);
    }

    /// How every row stands: `(staff, standing)`.
    fn seen(&self) -> Vec<(String, Standing)> {
        let seen = self.reader.read_here(|snapshot| snapshot.who_read(&WhoRead::all(person(1)), 1000)).unwrap();
        seen.into_iter().map(|row| (row.row.staff, row.standing)).collect()
    }

    /// Another hand, with all the rights there are.
    fn write(&self, sql: &str) {
        Cluster::shared().ask(&self.place.name(), sql).unwrap();
    }

    /// A row that nobody read, at a place of the reads log.
    fn forge(&self, batch: &str, n: &str) {
        self.write(&format!(
            "INSERT INTO read SELECT {batch}, {n}, at, 'forged', role, organisation, purpose, screen, subject, outcome,
             row_count, detail FROM read ORDER BY batch, n LIMIT 1"
        ));
    }

    fn notes(&self) -> Vec<String> {
        let report = store::verify_database(&self.place.server("auditor"), &[]).unwrap();
        assert!(report.ok, "{report:?}");
        report.notes
    }
}

fn read(store: &Store, n: i64) {
    let row = ReadRow { screen: format!("case {n}"), ..read_row(START + n, 1, "") };
    block_on(store.log_read(row)).unwrap();
}

const OPEN: &str = "(SELECT batch FROM reads_head)";
const NEXT: &str = "(SELECT n FROM reads_head)";

#[test]
fn what_servers_wrote_together_is_sealed_as_theirs_also_by_one_that_has_no_key() {
    let scene = Scene::new();
    let one = Store::connect(scene.place.server("one")).unwrap();
    for n in 0..60 {
        read(if n % 2 == 0 { &one } else { &scene.reader }, n);
        if n % 20 == 19 {
            one.protect_here().unwrap();
        }
    }
    one.protect_here().unwrap();
    assert!(scene.notes().is_empty(), "{:?}", scene.notes());
    assert_eq!(scene.seen().len(), 60);
    assert!(scene.seen().iter().all(|(_, standing)| *standing == Standing::Sealed));
    assert_eq!(Cluster::shared().ask(&scene.place.name(), "SELECT COUNT(*) FROM vouched").unwrap(), "0");
}

#[test]
fn a_row_that_another_hand_put_beyond_the_last_is_sealed_as_found() {
    let scene = Scene::new();
    scene.read(0);
    scene.forge(OPEN, &format!("{NEXT} + 500"));
    scene.seal();
    assert!(scene.seen().contains(&("forged".into(), Standing::FoundUnsealed)), "{:?}", scene.seen());
    // What is read afterwards is nobody else's.
    scene.read(1);
    scene.seal();
    assert_eq!(scene.notes().len(), 1, "{:?}", scene.notes());
    assert_eq!(scene.seen().iter().filter(|(_, standing)| *standing == Standing::Sealed).count(), 1);
}

#[test]
fn a_row_put_where_the_next_was_to_go_stops_nobody_and_is_sealed_as_found() {
    let scene = Scene::new();
    scene.read(0);
    scene.seal();
    scene.forge(OPEN, NEXT);
    scene.forge(&format!("{OPEN} + 3"), "0");
    for n in 1..4 {
        scene.read(n);
    }
    scene.seal();
    let seen = scene.seen();
    assert_eq!(seen.len(), 6);
    for (staff, standing) in &seen {
        let expected = if staff == "forged" { Standing::FoundUnsealed } else { Standing::Sealed };
        assert_eq!(*standing, expected, "{seen:?}");
    }
    assert_eq!(scene.notes().len(), 2, "{:?}", scene.notes());
}

#[test]
fn a_row_altered_before_it_was_sealed_is_not_vouched_for_and_neither_is_one_with_a_made_up_mac() {
    let scene = Scene::new();
    scene.read(0);
    scene.write("UPDATE read SET staff = 'forged'");
    scene.seal();
    assert_eq!(scene.seen(), [("forged".into(), Standing::FoundUnsealed)]);
    scene.read(1);
    scene.forge(OPEN, NEXT);
    scene.write(
        "INSERT INTO vouched SELECT batch, n, 1, decode(repeat('00', 32), 'hex') FROM read
         WHERE staff = 'forged' AND batch = (SELECT batch FROM reads_head)",
    );
    scene.write("UPDATE reads_head SET n = n + 1");
    scene.seal();
    assert_eq!(scene.notes().len(), 2, "{:?}", scene.notes());
}

#[test]
fn a_server_that_was_given_nothing_to_vouch_with_is_not_believed() {
    let scene = Scene::with(&["key.pub"]);
    scene.read(0);
    scene.seal();
    assert_eq!(scene.seen(), [("staff-1".into(), Standing::FoundUnsealed)]);
}
