//! The reads log: durable before the page, and its batches sealed in the main log.

use store::Store;
use store::conformance::samples::{START, genesis, person, read_row};

use crate::support::{block_on, copy, note, tamper, value, verified};

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
