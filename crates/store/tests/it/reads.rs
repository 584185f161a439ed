//! The reads log: durable before the page, and its batches sealed in the main log.

use store::conformance::samples::{START, act, genesis, person, read_row, stream};
use store::{NewEntry, Standing, Store, WhoRead};

use crate::support::{block_on, copy, note, record, tamper, value, verified};

/// Reads on both sides of what closes a batch.
fn with_reads(folder: &std::path::Path) -> Store {
    let store = Store::create(folder, genesis()).unwrap();
    note(&store, &person(1), "first");
    block_on(async {
        for n in 0..300 {
            store.log_read(read_row(START + n, u64::try_from(n % 3).unwrap(), "case")).await.unwrap();
        }
        store.log_read(read_row(START + 5_000_000, 1, "later")).await.unwrap();
    });
    store
}

fn marks(folder: &std::path::Path) -> i64 {
    value(folder, "SELECT COUNT(*) FROM log WHERE mark = 2")
}

#[test]
fn a_batch_closes_when_it_is_full_or_old_and_with_the_folder() {
    let dir = tempfile::tempdir().unwrap();
    drop(with_reads(dir.path()));
    assert_eq!(marks(dir.path()), 3);
    let content: Vec<u8> = value(dir.path(), "SELECT content FROM mark WHERE content LIKE '%reads%' ORDER BY seq");
    assert!(String::from_utf8(content).unwrap().contains(r#""batch":1,"count":256"#));
    let report = verified(dir.path());
    assert_eq!(report.entries, 1);
}

#[test]
fn a_batch_that_a_killed_process_left_open_is_sealed_when_the_folder_is_opened() {
    let dir = tempfile::tempdir().unwrap();
    let store = with_reads(&dir.path().join("live"));
    let killed = dir.path().join("killed");
    copy(store.folder(), &killed);
    let before = marks(&killed);
    verified(&killed);
    drop(Store::open(&killed).unwrap());
    assert!(before < 3);
    assert_eq!(marks(&killed), 3);
    verified(&killed);
}

#[test]
fn a_changed_read_is_found() {
    for sql in [
        "UPDATE read SET staff = 'someone else' WHERE batch = 2 AND n = 7",
        "UPDATE read SET subject = NULL WHERE batch = 1 AND n = 0",
        "DELETE FROM read WHERE batch = 1 AND n = 255",
        "INSERT INTO read SELECT 1, 1000, at, staff, role, organisation, purpose, screen, subject, outcome, row_count, detail
             FROM read LIMIT 1",
        "DELETE FROM read",
        "INSERT INTO read SELECT 0, n, at, staff, role, organisation, purpose, screen, subject, outcome, row_count, detail
             FROM read LIMIT 1",
    ] {
        let dir = tempfile::tempdir().unwrap();
        drop(with_reads(dir.path()));
        tamper(dir.path(), "reads.db", sql);
        let report = store::verify(dir.path(), &[]).unwrap();
        assert!(!report.ok && report.first_bad.is_some(), "{sql}: {report:?}");
    }
}

#[test]
fn a_missing_reads_log_is_found() {
    let dir = tempfile::tempdir().unwrap();
    drop(with_reads(dir.path()));
    std::fs::remove_file(dir.path().join("reads.db")).unwrap();
    assert!(!store::verify(dir.path(), &[]).unwrap().ok);
    std::fs::write(dir.path().join("reads.db"), "rubbish").unwrap();
    assert!(!store::verify(dir.path(), &[]).unwrap().ok);
}

/// Says in the service's own stream that the batches up to this one are let go.
fn let_go(store: &Store, batch: u64, before: i64, at: i64) {
    let content = format!(r#"{{"body":{{"batch":{batch},"before":{before}}},"kind":"reads_released","v":1}}"#);
    let said = NewEntry { stream: stream("service", 9), salt: [5; 32], content: content.into_bytes() };
    record(store, store::Act { entries: vec![said], ..act(at, &person(1), "let go") });
}

#[test]
fn rows_that_stood_there_unsealed_are_sealed_as_found_and_said_to_be() {
    let dir = tempfile::tempdir().unwrap();
    drop(with_reads(dir.path()));
    assert!(verified(dir.path()).notes.is_empty());
    // Beyond the last mark there is nothing to compare with: whoever has the folder can write there.
    let forged = "INSERT INTO read SELECT 4, n, at + 7, 'forged', role, organisation, purpose, screen, subject, outcome, row_count, detail
         FROM read WHERE batch = 1 AND n < 5";
    tamper(dir.path(), "reads.db", forged);
    let store = Store::open(dir.path()).unwrap();
    let seen = store.read_here(|snapshot| snapshot.who_read(&WhoRead::all(person(1)), 1000)).unwrap();
    for row in &seen {
        let expected = if row.row.staff == "forged" { Standing::FoundUnsealed } else { Standing::Sealed };
        assert_eq!(row.standing, expected, "{row:?}");
    }
    assert!(seen.iter().any(|row| row.row.staff == "forged"));
    drop(store);
    let notes = verified(dir.path()).notes;
    let (from, to) = (START + 7, START + 11);
    assert_eq!(notes.len(), 1);
    assert!(notes[0].contains("batch 4") && notes[0].contains(&format!("rows: 5, from {from} to {to}")), "{notes:?}");
}

#[test]
fn a_mark_that_says_its_rows_were_found_cannot_be_made_to_say_otherwise() {
    let dir = tempfile::tempdir().unwrap();
    let store = with_reads(&dir.path().join("live"));
    let killed = dir.path().join("killed");
    copy(store.folder(), &killed);
    drop(Store::open(&killed).unwrap());
    assert!(!verified(&killed).notes.is_empty());
    let content = "CAST(substr(CAST(content AS TEXT), 1, instr(CAST(content AS TEXT), ',\"found\"') - 1) ||
         '},\"kind\":\"reads\",\"v\":1}' AS BLOB)";
    tamper(&killed, "record.db", &format!("UPDATE mark SET content = {content} WHERE content LIKE '%found%'"));
    assert!(!store::verify(&killed, &[]).unwrap().ok);
}

#[test]
fn batches_are_let_go_by_an_entry_that_says_so_and_the_rest_is_proved() {
    let dir = tempfile::tempdir().unwrap();
    drop(with_reads(dir.path()));
    let store = Store::open(dir.path()).unwrap();
    assert_eq!(store.release_reads().unwrap(), 0);
    let before = START + 60_000_000;
    let last = store.read_here(|snapshot| snapshot.last_batch_before(before)).unwrap();
    assert_eq!(last, 3);
    let_go(&store, 2, before, before);
    assert_eq!(store.release_reads().unwrap(), 300);
    let left = store.read_here(|snapshot| snapshot.who_read(&WhoRead::all(person(1)), 1000)).unwrap();
    assert_eq!(left.iter().map(|row| row.row.screen.as_str()).collect::<Vec<_>>(), ["later"]);
    block_on(store.log_read(read_row(before, 1, "case"))).unwrap();
    drop(store);
    let notes = verified(dir.path()).notes;
    assert_eq!(notes, ["batches 1 to 2 of the reads log were let go by recorded authority"]);
    tamper(dir.path(), "reads.db", "DELETE FROM read WHERE batch = 3");
    let bad = store::verify(dir.path(), &[]).unwrap().first_bad.unwrap();
    assert!(bad.fault.contains("nothing says that it was let go"), "{bad:?}");
}

#[test]
fn a_record_whose_reads_were_all_let_go_opens_and_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    drop(with_reads(dir.path()));
    let store = Store::open(dir.path()).unwrap();
    let_go(&store, 3, START + 60_000_000, START + 60_000_000);
    assert_eq!(store.release_reads().unwrap(), 301);
    drop(store);
    let store = Store::open(dir.path()).unwrap();
    block_on(store.log_read(read_row(START + 70_000_000, 1, "case"))).unwrap();
    drop(store);
    verified(dir.path());
    assert_eq!(marks(dir.path()), 4);
}

#[test]
fn nothing_is_let_go_in_part_or_of_a_time_that_had_not_passed() {
    for (batch, before, sql) in [
        // Said before the time had passed.
        (2, START + 60_000_000, "DELETE FROM read WHERE batch = 1"),
        // The batches are of a later time than what was let go.
        (2, START - 60_000_000, "DELETE FROM read WHERE batch = 1"),
        (1, START + 20_000_000, "DELETE FROM read WHERE batch = 2"),
        (2, START + 20_000_000, "DELETE FROM read WHERE batch = 1 AND n = 3"),
        (2, START + 20_000_000, "UPDATE read SET staff = 'someone else' WHERE batch = 1 AND n = 3"),
    ] {
        let dir = tempfile::tempdir().unwrap();
        drop(with_reads(dir.path()));
        let store = Store::open(dir.path()).unwrap();
        let_go(&store, batch, before, START + 30_000_000);
        drop(store);
        verified(dir.path());
        tamper(dir.path(), "reads.db", sql);
        assert!(!store::verify(dir.path(), &[]).unwrap().ok, "{batch} {before} {sql}");
    }
}
