//! A record of an earlier layout, made from the same seed as every other, and brought to this one.

use std::path::Path;
use std::time::Duration;

use cluster::Cluster;
use ledger::StreamId;
use rusqlite::Connection;
use sha2::{Digest as _, Sha256};
use store::conformance::samples::{START, act, entry, genesis, person, read_row};
use store::{Act, EntryRow, NewEntry, Report, Rows, Store, StoreError, TimingRow, Upgraded};

use crate::layouts::{LAYOUTS, Layout, lay_down, lay_down_in};
use crate::postgres::Place;
use crate::support::{block_on, copy, note, original, tamper, value, verified};

/// A closed record of an earlier layout, with a letter that two entries refer to.
fn a_record_of(layout: Layout, folder: &Path) {
    copy(original(), folder);
    let store = Store::open(folder).unwrap();
    store.append_here(letters()).unwrap();
    drop(store);
    lay_down(folder, layout);
}

/// A letter that two entries refer to.
fn letters() -> Act {
    let bytes = b"Dear Ms Example".to_vec();
    let hash = ledger::Hash(Sha256::digest(&bytes).into());
    let letter = |number: u64| NewEntry {
        content: format!(r#"{{"body":{{"document":"{hash}"}},"kind":"letter_issued","v":1}}"#).into_bytes(),
        ..entry(&person(number), "letter")
    };
    let entries = vec![letter(1), letter(2)];
    Act { act: "letters".into(), at: START, entries, documents: vec![(hash, bytes)], ..Act::default() }
}

/// One view that layout 1 had not: the times of entries.
#[expect(clippy::unnecessary_wraps, reason = "working out views may fail, though not these")]
fn views(stream: &StreamId, entries: &[EntryRow]) -> Result<Vec<Rows>, StoreError> {
    let row = |entry: &EntryRow| TimingRow {
        stream: stream.clone(),
        seq: i64::try_from(entry.seq).unwrap(),
        recorded: entry.recorded,
        team: "team-1".into(),
        kind: "noted".into(),
        happened_on: "2015-12-15".into(),
        later: 0,
        again: false,
    };
    Ok(vec![Rows::Timing { stream: stream.clone(), rows: entries.iter().map(row).collect() }])
}

fn tables(folder: &Path) -> Vec<String> {
    let conn = Connection::open(folder.join("record.db")).unwrap();
    let text = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name";
    let mut statement = conn.prepare(text).unwrap();
    let tables = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
    tables.map(|sql| sql.unwrap().split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

fn what_is_sealed(report: &Report) -> (u64, u64, &str) {
    (report.entries, report.size, &report.root)
}

#[test]
fn a_record_of_layout_1_verifies_is_not_opened_and_says_what_to_do() {
    let dir = tempfile::tempdir().unwrap();
    a_record_of(LAYOUTS[0], dir.path());
    verified(dir.path());
    for error in [Store::open(dir.path()).err(), Store::open_read_only(dir.path()).err()] {
        let words = error.unwrap().to_string();
        assert!(words.contains("of layout 1") && words.ends_with("`throughcare upgrade` brings it there"), "{words}");
    }
}

#[test]
fn an_upgraded_record_has_the_tables_of_a_new_one_and_the_hashes_it_had() {
    for layout in LAYOUTS {
        check_upgraded(layout);
    }
}

fn check_upgraded(layout: Layout) {
    let dir = tempfile::tempdir().unwrap();
    let (old, new) = (dir.path().join("old"), dir.path().join("new"));
    std::fs::create_dir(&old).unwrap();
    a_record_of(layout, &old);
    let before = verified(&old);

    let streams = usize::try_from(value::<i64>(&old, "SELECT COUNT(*) FROM head")).unwrap();
    let upgraded = store::upgrade(&old, &views).unwrap();
    assert_eq!(upgraded, Upgraded::From { layout: layout.0.into(), streams });
    let after = verified(&old);
    assert_eq!(what_is_sealed(&before), what_is_sealed(&after));
    drop(Store::create(&new, genesis()).unwrap());
    assert_eq!(tables(&old), tables(&new));
    assert_eq!(value::<i64>(&old, "SELECT COUNT(*) FROM timing"), i64::try_from(after.entries).unwrap());
    assert_eq!(value::<i64>(&old, "SELECT COUNT(*) FROM document_use"), 2);

    assert_eq!(store::upgrade(&old, &views).unwrap(), Upgraded::Already);
    let store = Store::open(&old).unwrap();
    note(&store, &person(1), "and goes on");
    drop(store);
    verified(&old);
}

#[test]
fn an_upgrade_that_fails_half_way_leaves_the_record_as_it_was() {
    let dir = tempfile::tempdir().unwrap();
    a_record_of(LAYOUTS[0], dir.path());
    let before = tables(dir.path());
    let fails = |stream: &StreamId, entries: &[EntryRow]| {
        if *stream == person(7) {
            return Err(StoreError::Refused("a view cannot be worked out".into()));
        }
        views(stream, entries)
    };
    assert!(store::upgrade(dir.path(), &fails).is_err());
    assert_eq!(tables(dir.path()), before);
    assert_eq!(value::<String>(dir.path(), "SELECT value FROM meta WHERE name = 'layout'"), "1");
    verified(dir.path());
}

#[test]
fn a_record_that_contradicts_its_checkpoint_is_not_upgraded() {
    let dir = tempfile::tempdir().unwrap();
    a_record_of(LAYOUTS[0], dir.path());
    tamper(dir.path(), "record.db", "DELETE FROM checkpoint WHERE size = (SELECT MAX(size) FROM checkpoint)");
    assert!(matches!(store::upgrade(dir.path(), &views), Err(StoreError::Damaged(_))));
}

#[test]
fn a_program_that_meets_a_newer_layout_says_so_and_leaves_it_alone() {
    let dir = tempfile::tempdir().unwrap();
    copy(original(), dir.path());
    tamper(dir.path(), "record.db", "UPDATE meta SET value = '999' WHERE name = 'layout'");
    let newer = StoreError::Layout { found: "999".into(), known: "7" };
    assert_eq!(Store::open(dir.path()).err().as_ref(), Some(&newer));
    assert_eq!(Store::open_read_only(dir.path()).err().as_ref(), Some(&newer));
    assert_eq!(store::upgrade(dir.path(), &views).as_ref(), Err(&newer));
    let words = newer.to_string();
    assert!(words.ends_with("a newer release wrote it, and only such a one may open it"), "{words}");
    assert!(!store::verify(dir.path(), &[]).unwrap().ok);
}

#[test]
fn a_database_of_layout_1_is_upgraded_when_every_server_has_gone() {
    let place = Place::new(Cluster::shared());
    block_on(async {
        let store = Store::create_in(place.server("one"), &genesis()).unwrap();
        store.append(act(START, &person(1), "first")).await.unwrap();
        store.protect().await.unwrap();
        lay_down_in(&place.name(), LAYOUTS[0]);
        assert!(matches!(Store::connect(place.server("two")).err(), Some(StoreError::Layout { .. })));

        let refused = store::upgrade_database(&place.server("upgrade"), &views).unwrap_err();
        assert!(matches!(&refused, StoreError::Refused(words) if words.contains("stop them first")), "{refused:?}");
        store.close().await;
        let before = store::verify_database(&place.server("auditor"), &[]).unwrap();
        assert!(before.ok, "{before:?}");

        let upgraded = until_alone(&place);
        assert_eq!(upgraded, Upgraded::From { layout: "1".into(), streams: 1 });
        let after = store::verify_database(&place.server("auditor"), &[]).unwrap();
        assert!(after.ok, "{after:?}");
        assert_eq!(what_is_sealed(&before), what_is_sealed(&after));
        let store = Store::connect(place.server("three")).unwrap();
        store.append(act(START, &person(1), "second")).await.unwrap();
        store.log_read(read_row(START, 1, "case")).await.unwrap();
        store.protect().await.unwrap();
    });
}

/// What stands in a database: every column, and every index.
fn tables_in(name: &str) -> String {
    let text = "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
         WHERE table_schema = 'public' ORDER BY table_name, ordinal_position;
         SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexname";
    Cluster::shared().ask(name, text).unwrap()
}

#[test]
fn a_database_of_any_layout_has_the_tables_of_a_new_one_afterwards_and_the_hashes_it_had() {
    let new = Place::new(Cluster::shared());
    block_on(async { Store::create_in(new.server("one"), &genesis()).unwrap().close().await });
    for layout in LAYOUTS {
        check_upgraded_in(layout, &tables_in(&new.name()));
    }
}

fn check_upgraded_in(layout: Layout, new: &str) {
    let place = Place::new(Cluster::shared());
    let said = |text: &str| Cluster::shared().ask(&place.name(), text).unwrap();
    block_on(async {
        let store = Store::create_in(place.server("one"), &genesis()).unwrap();
        store.append(letters()).await.unwrap();
        store.log_read(read_row(START, 1, "case")).await.unwrap();
        store.protect().await.unwrap();
        store.close().await;
        lay_down_in(&place.name(), layout);
        assert_ne!(tables_in(&place.name()), new, "layout {} is another", layout.0);
        let before = store::verify_database(&place.server("auditor"), &[]).unwrap();
        assert!(before.ok, "{before:?}");

        assert_eq!(until_alone(&place), Upgraded::From { layout: layout.0.into(), streams: 2 });
        let after = store::verify_database(&place.server("auditor"), &[]).unwrap();
        assert!(after.ok, "{after:?}");
        assert_eq!(what_is_sealed(&before), what_is_sealed(&after), "layout {}", layout.0);
        assert_eq!(tables_in(&place.name()), new, "layout {}", layout.0);
        assert_eq!(said("SELECT COUNT(*) FROM timing"), "2");
        assert_eq!(said("SELECT COUNT(*) FROM document_use"), "2");
        assert_eq!(until_alone(&place), Upgraded::Already);

        let store = Store::connect(place.server("two")).unwrap();
        store.append(act(START, &person(1), "and goes on")).await.unwrap();
        store.log_read(read_row(START, 1, "case")).await.unwrap();
        store.protect().await.unwrap();
        assert!(store::verify_database(&place.server("auditor"), &[]).unwrap().ok);
    });
}

/// A server that was closed is gone a moment later.
fn until_alone(place: &Place) -> Upgraded {
    let upgrade = || store::upgrade_database(&place.server("upgrade"), &views);
    let mut tries = std::iter::repeat_with(upgrade).take(100).inspect(|_| {
        std::thread::sleep(std::time::Duration::from_millis(50));
    });
    tries.find_map(Result::ok).expect("every server has gone")
}

#[test]
fn a_server_whose_database_was_upgraded_under_it_records_nothing_more() {
    let place = Place::new(Cluster::shared());
    block_on(async {
        let store = Store::create_in(place.server("one"), &genesis()).unwrap();
        store.append(act(START, &person(1), "first")).await.unwrap();
        store.protect().await.unwrap();
        // What an upgrade does to those who stay: another layout, and their gates are gone.
        let upgraded = "UPDATE meta SET value = '999' WHERE name = 'layout'; DELETE FROM gate";
        Cluster::shared().ask(&place.name(), upgraded).unwrap();
        let refused = store.append(act(START, &person(1), "second")).await;
        assert!(matches!(refused, Err(StoreError::Layout { .. })), "{refused:?}");
        let entries = Cluster::shared().ask(&place.name(), "SELECT COUNT(*) FROM entry").unwrap();
        assert_eq!(entries.trim(), "1");
    });
}

/// Works out views after a pause at the first stream: nothing is said to the database meanwhile.
fn after(pause: Duration) -> impl Fn(&StreamId, &[EntryRow]) -> Result<Vec<Rows>, StoreError> {
    move |stream, entries| {
        std::thread::sleep(pause);
        views(stream, entries)
    }
}

/// How long an upgrade of a database may stand still.
const STANDSTILL: Duration = Duration::from_secs(30);

#[test]
fn an_upgrade_that_stands_still_is_undone_and_one_that_takes_longer_than_others_may_is_not() {
    let place = Place::new(Cluster::shared());
    block_on(async {
        let store = Store::create_in(place.server("one"), &genesis()).unwrap();
        store.append(act(START, &person(1), "first")).await.unwrap();
        store.protect().await.unwrap();
        lay_down_in(&place.name(), LAYOUTS[0]);
        store.close().await;
    });
    let still = "SELECT COUNT(*) FROM pg_stat_activity
         WHERE application_name = 'throughcare' AND datname = current_database()";
    while Cluster::shared().ask(&place.name(), still).unwrap() != "0" {
        std::thread::sleep(Duration::from_millis(50));
    }
    let stopped = store::upgrade_database(&place.server("upgrade"), &after(STANDSTILL + Duration::from_secs(3)));
    assert!(stopped.is_err(), "it was let stand still: {stopped:?}");
    // The database had ended it by itself: nothing of it is there, and nobody waits for it.
    let layout = "SELECT value FROM meta WHERE name = 'layout'";
    assert_eq!(Cluster::shared().ask(&place.name(), layout).unwrap(), "1");
    assert_eq!(Cluster::shared().ask(&place.name(), "SELECT to_regclass('glance') IS NULL").unwrap(), "t");
    assert!(store::verify_database(&place.server("auditor"), &[]).unwrap().ok);

    // A server that works may stand still for five seconds; an upgrade that works out much takes longer between two words.
    let upgraded = store::upgrade_database(&place.server("upgrade"), &after(Duration::from_secs(7))).unwrap();
    assert_eq!(upgraded, Upgraded::From { layout: "1".into(), streams: 1 });
    assert!(store::verify_database(&place.server("auditor"), &[]).unwrap().ok);
}
