//! Erasure, down to the bytes of the files.

use std::collections::BTreeSet;
use std::path::Path;

use cluster::Cluster;
use rusqlite::Connection;
use store::conformance::samples::{START, act, erasure, genesis, person};
use store::{Act, PLACES, Store};

use crate::postgres::Place;
use crate::support::{note, record, verified};

fn tables(folder: &Path, file: &str) -> Vec<String> {
    let conn = Connection::open(folder.join(file)).unwrap();
    let mut statement = conn.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

#[test]
fn of_every_table_it_is_said_what_erasure_has_to_do_with_it() {
    let dir = tempfile::tempdir().unwrap();
    drop(Store::create(dir.path(), genesis()).unwrap());
    let in_folder = ["record.db", "reads.db"].iter().flat_map(|file| tables(dir.path(), file));
    let place = Place::new(Cluster::shared());
    drop(Store::create_in(place.server("one"), &genesis()).unwrap());
    let text = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'";
    let in_database = Cluster::shared().ask(&place.name(), text).unwrap();
    let there: BTreeSet<String> = in_folder.chain(in_database.lines().map(str::to_owned)).collect();
    let said: BTreeSet<String> = PLACES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(there, said);
}

/// How often a text stands in the files of a folder.
fn count(folder: &Path, text: &str) -> usize {
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).filter(|path| path.is_file());
    let found = |path| std::fs::read(path).unwrap().windows(text.len()).filter(|part| *part == text.as_bytes()).count();
    files.map(found).sum()
}

#[test]
fn what_was_erased_stands_in_no_file_also_where_pages_were_split_and_moved() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::create(dir.path(), genesis()).unwrap();
    let mut canaries = Vec::new();
    for n in 0..600_u64 {
        // Streams take turns, so that entries are put between others and their pages are split.
        let stream = person(n * 7 % 43);
        let filler = "filler ".repeat(usize::try_from(n % 90).unwrap());
        let text = if n % 20 == 0 { format!("CANARY{n} {filler}") } else { filler };
        let receipt = note(&store, &stream, &text);
        canaries.extend((n % 20 == 0).then(|| receipt.ids[0].to_string()));
    }
    assert!(count(dir.path(), "CANARY") >= canaries.len());
    let ids: Vec<&str> = canaries.iter().map(String::as_str).collect();
    record(
        &store,
        Act { act: "act-erasing".into(), entries: vec![erasure(&person(1), &ids)], ..act(START, &person(1), "") },
    );
    assert_eq!(count(dir.path(), "CANARY"), 0, "while the record is open");
    drop(store);
    assert_eq!(count(dir.path(), "CANARY"), 0);
    let mut erasures = verified(dir.path()).erasures;
    erasures.sort_unstable();
    canaries.sort_unstable();
    assert_eq!(erasures, canaries, "verify lists every one");
}

#[test]
fn an_erasure_that_was_killed_before_its_log_was_cut_is_finished_when_the_record_is_opened() {
    let dir = tempfile::tempdir().unwrap();
    let (folder, killed) = (dir.path().join("served"), dir.path().join("killed"));
    std::fs::create_dir_all(&killed).unwrap();
    let store = Store::create(&folder, genesis()).unwrap();
    let said = note(&store, &person(1), "CANARY");
    // Whoever looks keeps the write-ahead log from being cut: the files are then as a kill right after the commit leaves them.
    let looking = Connection::open(folder.join("record.db")).unwrap();
    looking.execute_batch("BEGIN; SELECT name FROM meta LIMIT 1").unwrap();
    let erasing = std::thread::scope(|scope| {
        let entries = vec![erasure(&person(1), &[&said.ids[0].to_string()])];
        let act = Act { act: "act-erasing".into(), entries, ..act(START, &person(1), "") };
        let erasing = scope.spawn(|| store.append_here(act));
        let gone = || store.read_here(|snapshot| snapshot.entry(&said.ids[0])).unwrap().unwrap().content.is_none();
        while !gone() {
            std::thread::yield_now();
        }
        for name in ["key", "key.pub", "record.db", "record.db-wal", "reads.db", "reads.db-wal"] {
            std::fs::copy(folder.join(name), killed.join(name)).unwrap();
        }
        looking.execute_batch("ROLLBACK").unwrap();
        erasing.join().unwrap()
    });
    erasing.unwrap();
    assert_eq!(count(&folder, "CANARY"), 0, "whoever looked is gone");
    assert!(count(&killed, "CANARY") > 0, "it was committed, and not yet cut");
    let store = Store::open(&killed).unwrap();
    assert_eq!(count(&killed, "CANARY"), 0, "while it serves again, and before anything else is recorded");
    drop(store);
    assert_eq!(verified(&killed).erasures, [said.ids[0].to_string()]);
}
