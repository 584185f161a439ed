//! A record in a database that somebody changed: the twin of a folder that was tampered with.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use cluster::Cluster;
use store::conformance::samples::{START, act, person};
use store::{Report, Snapshot, Store, StoreError};

use crate::postgres::Place;
use crate::support::{copy, original};

/// What SQLite calls things.
const WORDS: &str = "CREATE DOMAIN blob AS bytea;
     CREATE FUNCTION zeroblob(integer) RETURNS bytea LANGUAGE sql AS $$ SELECT decode(repeat('00', $1), 'hex') $$;";

/// The record of [`original`], moved into a database that is then copied.
fn moved() -> &'static Place {
    static MOVED: LazyLock<Place> = LazyLock::new(|| {
        let dir = tempfile::tempdir().unwrap();
        copy(original(), dir.path());
        let place = Place::new(Cluster::shared());
        store::grow(dir.path(), &place.server("mover")).unwrap();
        Cluster::shared().ask(&place.name(), WORDS).unwrap();
        place
    });
    &MOVED
}

/// Copies a database that nobody uses.
pub(crate) fn copied(from: &str, to: &str) {
    // The last connection to what is copied may be just about to end.
    let made = (0..100).any(|_| {
        let made = Cluster::shared().ask("postgres", &format!("CREATE DATABASE {to} TEMPLATE {from}"));
        made.inspect_err(|_| std::thread::sleep(std::time::Duration::from_millis(50))).is_ok()
    });
    assert!(made, "{from} could not be copied");
}

/// Makes the changes in a copy, and verifies it.
pub(crate) fn verified_after(changes: &[String]) -> Report {
    static COPIES: AtomicU32 = AtomicU32::new(0);
    let (moved, cluster) = (moved(), Cluster::shared());
    let name = format!("tampered_{}", COPIES.fetch_add(1, Ordering::Relaxed));
    copied(&moved.name(), &name);
    for sql in changes {
        cluster.ask(&name, &in_its_words(sql)).unwrap();
    }
    let mut database = moved.server("auditor");
    database.url = cluster.address(&name);
    let report = store::verify_database(&database, &[]).unwrap();
    cluster.ask("postgres", &format!("DROP DATABASE {name} WITH (FORCE)")).unwrap();
    report
}

fn in_its_words(sql: &str) -> String {
    sql.replace("CAST(leaf AS TEXT)", "convert_from(leaf, 'UTF8')").replace("char(10)", "chr(10)")
}

#[test]
fn an_end_that_was_edited_is_not_sealed_over() {
    let dir = tempfile::tempdir().unwrap();
    copy(original(), dir.path());
    let place = Place::new(Cluster::shared());
    store::grow(dir.path(), &place.server("mover")).unwrap();
    let edit = "UPDATE entry SET content = '{}' WHERE (stream, seq) =
        (SELECT stream, seq FROM log WHERE mark = 0 ORDER BY position DESC LIMIT 1)";
    Cluster::shared().ask(&place.name(), edit).unwrap();
    let store = Store::connect(place.server("next")).unwrap();
    let size = |store: &Store| store.read_here(Snapshot::last_checkpoint).unwrap().map(|last| last.size);
    let before = size(&store);
    store.append_here(act(START, &person(1), "after")).unwrap();
    let refused = store.protect_here();
    assert!(
        matches!(&refused, Err(StoreError::Damaged(why)) if why.contains("not the one it commits to")),
        "{refused:?}"
    );
    assert_eq!(size(&store), before, "nothing was signed over it");
}
