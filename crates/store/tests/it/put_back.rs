//! A database that was put back to an earlier moment under its servers: no witness has to be reached for them to know.

use cluster::Cluster;
use ledger::Checkpoint;
use store::conformance::samples::{START, act, genesis, person};
use store::{Act, Appended, SegmentError, Segments, Snapshot, Store, StoreError};

use crate::postgres::Place;
use crate::support::block_on;

fn size(store: &Store) -> u64 {
    store.read_here(Snapshot::last_checkpoint).unwrap().map_or(0, |last| last.size)
}

fn behind(store: &Store) -> Option<u64> {
    store.read_here(Snapshot::behind).ok().flatten()
}

fn note(store: &Store, text: &str) {
    let recorded = block_on(store.append(act(START, &person(1), text))).unwrap();
    assert!(matches!(recorded, Appended::Recorded(_)));
    store.protect_here().unwrap();
}

/// A record with something in it, and a copy of the database as it is then.
fn copied() -> (Place, String) {
    let place = Place::new(Cluster::shared());
    let store = Store::create_in(place.server("one"), &genesis()).unwrap();
    note(&store, "before");
    block_on(store.close());
    let copy = format!("{}_older", place.name());
    crate::tampered_database::copied(&place.name(), &copy);
    (place, copy)
}

/// Puts the copy in the database's place; whoever was connected is not any more.
fn put_back(place: &Place, copy: &str) {
    let (name, cluster) = (place.name(), Cluster::shared());
    let ask = |sql: &str| cluster.ask("postgres", sql).unwrap();
    ask(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false"));
    ask(&format!("DROP DATABASE {name} WITH (FORCE)"));
    ask(&format!("ALTER DATABASE {copy} RENAME TO {name}"));
}

fn wait_until_held(store: &Store) -> u64 {
    for _ in 0..200 {
        if let Some(held) = behind(store) {
            return held;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("it is not held");
}

fn is_held(place: &Place, store: &Store, signed: u64) {
    assert_eq!(wait_until_held(store), signed, "what was signed last");
    let shorter = size(store);
    assert!(shorter < signed);
    let refused = block_on(store.append(act(START, &person(1), "after")));
    assert_eq!(refused.err(), Some(StoreError::Behind { size: shorter, held: signed }));
    assert_eq!(size(store), shorter, "nothing was signed a second time");
    let kept = std::fs::read_to_string(place.keys.path().join(format!("reached-{signed}"))).unwrap();
    let text = store::public_key(place.keys.path()).unwrap().open(&kept).unwrap().to_owned();
    assert_eq!(Checkpoint::parse(&text).unwrap().size, signed, "it can be declared against");
}

#[test]
fn a_database_put_back_under_a_running_server_is_held_by_what_that_server_signed() {
    let (place, copy) = copied();
    let store = Store::connect(place.server("two")).unwrap();
    (0..3).for_each(|n| note(&store, &n.to_string()));
    let signed = size(&store);
    put_back(&place, &copy);
    is_held(&place, &store, signed);
    // Declared, it goes on, and what it signs then is what it remembers.
    let lifted = store.read_here(Snapshot::behind_by).unwrap();
    let ends_hold = lifted.into_iter().map(|seen| store::Lifted { witness: seen.witness, held: seen.held }).collect();
    block_on(store.append(Act { ends_hold, ..act(START, &person(1), "declared") })).unwrap();
    store.protect_here().unwrap();
    block_on(store.close());
    let next = Store::connect(place.server("three")).unwrap();
    note(&next, "and on");
    assert_eq!(behind(&next), None);
}

#[test]
fn so_is_one_that_was_put_back_while_its_servers_were_down() {
    let (place, copy) = copied();
    let store = Store::connect(place.server("two")).unwrap();
    (0..3).for_each(|n| note(&store, &n.to_string()));
    let signed = size(&store);
    block_on(store.close());
    put_back(&place, &copy);
    let store = Store::connect(place.server("three")).unwrap();
    is_held(&place, &store, signed);
}

#[test]
fn segments_never_hold_two_histories_though_the_database_was_put_back_while_they_are_written() {
    let (place, copy) = copied();
    let out = tempfile::tempdir().unwrap();
    let store = Store::connect(place.server("two")).unwrap();
    (0..3).for_each(|n| note(&store, &n.to_string()));
    let mut segments = Segments::open_database(&place.server("copy"), out.path()).unwrap();
    while segments.write_next().unwrap().is_some() {}
    let written = std::fs::read_dir(out.path()).unwrap().count();
    block_on(store.close());
    put_back(&place, &copy);
    // The one connection it had is gone: it says so, and asks anew.
    let _ = segments.write_next();
    // A server that has forgotten what was signed goes on differently, and further than before.
    std::fs::remove_file(place.keys.path().join("reached")).unwrap();
    let store = Store::connect(place.server("three")).unwrap();
    for n in 0..6 {
        let refused = segments.write_next();
        assert!(matches!(refused, Err(SegmentError::OtherHistory { .. })), "{refused:?}");
        note(&store, &format!("otherwise {n}"));
    }
    assert_eq!(std::fs::read_dir(out.path()).unwrap().count(), written);
}
