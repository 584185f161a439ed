//! What the tests share.

use std::path::Path;

use ledger::StreamId;
use rusqlite::Connection;
use store::conformance::samples::{START, act, genesis, person};
use store::{Act, Appended, Receipt, Report, Store};

/// Runs a future to its end on a runtime of its own.
pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(future)
}

/// Records an act, which nothing stands against.
pub(crate) fn record(store: &Store, act: Act) -> Receipt {
    match store.append_here(act).unwrap() {
        Appended::Recorded(receipt) => receipt,
        other => panic!("{other:?}"),
    }
}

/// Records a note in a stream.
pub(crate) fn note(store: &Store, stream: &StreamId, text: &str) -> Receipt {
    record(store, act(START, stream, text))
}

/// A closed folder with some hundreds of leaves: full and partial tiles, acts of several entries, batches of reads.
fn a_record(folder: &Path) {
    let store = Store::create(folder, genesis()).unwrap();
    for n in 0..140_u64 {
        note(&store, &person(n % 11), &n.to_string());
    }
    for n in 0..4 {
        let read = store::conformance::samples::read_row(START + n * 2_000_000, 1, "case");
        block_on(store.log_read(read)).unwrap();
    }
    for n in 140..150_u64 {
        note(&store, &person(n % 11), &n.to_string());
    }
}

/// Such a folder, made once, to be copied.
pub(crate) fn original() -> &'static Path {
    static RECORD: std::sync::LazyLock<tempfile::TempDir> = std::sync::LazyLock::new(|| {
        let dir = tempfile::tempdir().unwrap();
        a_record(dir.path());
        dir
    });
    RECORD.path()
}

/// Changes the stored record behind the program's back.
pub(crate) fn tamper(folder: &Path, file: &str, sql: &str) {
    let conn = Connection::open(folder.join(file)).unwrap();
    let changed = conn.execute(sql, []).unwrap();
    assert!(changed > 0, "nothing was changed by {sql}");
}

/// One value of the stored record.
pub(crate) fn value<T: rusqlite::types::FromSql>(folder: &Path, sql: &str) -> T {
    Connection::open(folder.join("record.db")).unwrap().query_row(sql, [], |row| row.get(0)).unwrap()
}

/// Verifies, and expects nothing wrong.
pub(crate) fn verified(folder: &Path) -> Report {
    let report = store::verify(folder, &[]).unwrap();
    assert!(report.ok, "{report:?}");
    report
}

/// Copies a folder's files, the record before the reads log as a writer would have them.
pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for name in ["key", "key.pub", "record.db", "record.db-wal", "reads.db", "reads.db-wal"] {
        if from.join(name).exists() {
            std::fs::copy(from.join(name), to.join(name)).unwrap();
        }
    }
}
