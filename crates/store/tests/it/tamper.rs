//! Tampering: whatever is changed behind the program's back is found, and the lowest is named; by the same words whether
//! the record stands in a folder or in a database.

use proptest::prelude::*;
use rusqlite::Connection;
use store::conformance::samples::{START, act, entry, erasure, genesis, person};
use store::{Report, Store};

use crate::support::{copy, original, record, tamper, value, verified};
use crate::tampered_database;

/// What verification says of a record that was changed, which is the same on either engine.
fn judged(changes: &[String]) -> Report {
    let dir = tempfile::tempdir().unwrap();
    copy(original(), dir.path());
    for sql in changes {
        tamper(dir.path(), "record.db", sql);
    }
    let report = store::verify(dir.path(), &[]).unwrap();
    assert_eq!(tampered_database::verified_after(changes), report, "in a database, after {changes:?}");
    report
}

/// Changes a record and expects the fault to be named at the position that the query gives (before the change).
fn check(position: &str, sql: &str) {
    let wanted: i64 = value(original(), position);
    let report = judged(&[sql.to_owned()]);
    let found = report.first_bad.as_ref().and_then(|bad| bad.position);
    assert!(!report.ok, "not noticed: {sql}");
    assert_eq!(found, u64::try_from(wanted).ok(), "{sql}: {report:?}");
}

/// The same, for what has no position.
fn noticed(sql: &str) {
    let report = judged(&[sql.to_owned()]);
    assert!(!report.ok && report.first_bad.is_some(), "{sql}: {report:?}");
}

#[test]
fn an_untouched_record_is_found_whole() {
    let dir = tempfile::tempdir().unwrap();
    copy(original(), dir.path());
    let report = verified(dir.path());
    assert_eq!(report.entries, 150);
    assert!(report.entries < report.size && report.erasures.is_empty());
}

#[test]
fn a_changed_entry_is_named() {
    for position in [0, 44, 255, 256, 300] {
        let entry = format!(
            "(stream, seq) = (SELECT stream, seq FROM log WHERE position >= {position} AND mark = 0 ORDER BY position LIMIT 1)"
        );
        let first = format!("SELECT MIN(position) FROM log WHERE position >= {position} AND mark = 0");
        check(&first, &format!("UPDATE entry SET content = CAST('{{}}' AS BLOB) WHERE {entry}"));
        check(
            &first,
            &format!("UPDATE entry SET content = content || x'20' WHERE {entry}")
                .replace("content || x'20'", "CAST(content || ' ' AS BLOB)"),
        );
        check(&first, &format!("UPDATE entry SET salt = zeroblob(32) WHERE {entry}"));
        check(&first, &format!("UPDATE entry SET salt = NULL WHERE {entry}"));
        check(&first, &format!("UPDATE entry SET content = NULL, salt = NULL WHERE {entry}"));
        check(
            &first,
            &format!(
                "UPDATE entry SET leaf = CAST(replace(CAST(leaf AS TEXT), '\"v\":1', '\"v\":2') AS BLOB) WHERE {entry}"
            ),
        );
        check(&first, &format!("UPDATE entry SET hash = zeroblob(32) WHERE {entry}"));
        check(&first, &format!("UPDATE entry SET recorded = recorded + 1 WHERE {entry}"));
        check(&first, &format!("DELETE FROM entry WHERE {entry}"));
    }
}

#[test]
fn a_changed_log_is_named() {
    for position in [0, 7, 254, 256, 301] {
        let here = format!("SELECT {position}");
        check(&here, &format!("UPDATE log SET hash = zeroblob(32) WHERE position = {position}"));
        check(&here, &format!("UPDATE log SET recorded = recorded + 1 WHERE position = {position}"));
        check(&here, &format!("UPDATE log SET mark = mark + 1 WHERE position = {position}"));
        check(&here, &format!("UPDATE log SET position = 100000 WHERE position = {position}"));
        check(&here, &format!("DELETE FROM log WHERE position = {position}"));
    }
}

#[test]
fn two_positions_that_change_places_are_named() {
    let swap = |a: u32, b: u32| {
        format!("UPDATE log SET position = CASE position WHEN -1 THEN {b} ELSE -1 END WHERE position IN ({a})")
    };
    for (a, b) in [(0, 2), (10, 250), (300, 304)] {
        let report = judged(&[
            swap(a, b),
            format!("UPDATE log SET position = {a} WHERE position = {b}"),
            format!("UPDATE log SET position = {b} WHERE position = -1"),
        ]);
        let found = report.first_bad.as_ref().and_then(|bad| bad.position);
        assert!(!report.ok && found.is_some_and(|found| found >= u64::from(a)), "{a}, {b}: {report:?}");
        assert!(found.is_some_and(|found| found <= u64::from(a) + 1), "{a}, {b}: {report:?}");
    }
}

#[test]
fn two_entries_that_change_places_are_named() {
    let stream = person(3);
    let report = judged(
        &[(2, 1000), (3, 2), (1000, 3)]
            .map(|(from, to)| format!("UPDATE entry SET seq = {to} WHERE stream = '{stream}' AND seq = {from}")),
    );
    assert_eq!(report.first_bad.map(|bad| bad.id), Some(format!("{stream}/2")));
}

#[test]
fn changed_seals_tiles_and_checkpoints_are_named() {
    let seal = "(stream, seq) = (SELECT stream, seq FROM log WHERE position = 101)";
    check("SELECT 101", &format!("UPDATE mark SET content = CAST('{{}}' AS BLOB) WHERE {seal}"));
    check("SELECT 101", &format!("UPDATE mark SET salt = zeroblob(32) WHERE {seal}"));
    check("SELECT 101", &format!("UPDATE mark SET leaf = zeroblob(300) WHERE {seal}"));
    check("SELECT 101", &format!("DELETE FROM mark WHERE {seal}"));
    check("SELECT 0", "UPDATE tile SET hashes = zeroblob(8192) WHERE level = 0");
    check("SELECT 0", "UPDATE tile SET hashes = zeroblob(32) WHERE level = 1");
    check("SELECT 0", "DELETE FROM tile WHERE level = 0");
    check("SELECT 101", "UPDATE checkpoint SET root = zeroblob(32) WHERE size = 102");
    check("SELECT 101", "UPDATE checkpoint SET at = at + 1 WHERE size = 102");
    check("SELECT 101", "UPDATE checkpoint SET note = replace(note, '102', '103') WHERE size = 102");
    check(
        "SELECT 101",
        "UPDATE checkpoint SET note = substr(note, 1, length(note) - 9) || 'AAAAAAA=' || char(10) WHERE size = 102",
    );
    check("SELECT 101", "DELETE FROM checkpoint WHERE size = 102");
    check("SELECT MAX(position) FROM log", "DELETE FROM checkpoint WHERE size = (SELECT MAX(size) FROM checkpoint)");
    check(
        "SELECT MAX(position) FROM log WHERE mark = 0",
        "UPDATE head SET seq = seq - 1 WHERE stream = (SELECT stream FROM log WHERE mark = 0 ORDER BY position DESC LIMIT 1)",
    );
}

#[test]
fn inserted_rows_are_noticed() {
    let copy_of = |columns: &str| {
        format!(
            "INSERT INTO entry SELECT {columns} FROM entry WHERE (stream, seq) = (SELECT stream, seq FROM log WHERE position = 0)"
        )
    };
    noticed(&copy_of("stream, 900, recorded, hash, leaf, salt, content"));
    noticed(&copy_of("'person-caaaaaaaaaaaaaaaaaaaaaaaaa', 1, recorded, hash, leaf, salt, content"));
    noticed(&copy_of("'zzz not a stream', 1, recorded, hash, leaf, salt, content"));
    noticed("INSERT INTO log SELECT 100000, stream, seq, hash, recorded, mark FROM log WHERE position = 0");
    noticed("INSERT INTO mark SELECT stream, 9000, leaf, salt, content FROM mark LIMIT 1");
    noticed("INSERT INTO mark SELECT 'service-x', 1, leaf, salt, content FROM mark LIMIT 1");
    noticed("INSERT INTO tile VALUES (3, 0, zeroblob(32))");
    noticed("INSERT INTO head VALUES ('person-x', 1, zeroblob(32), 1)");
    noticed("INSERT INTO checkpoint SELECT 1, at, root, note FROM checkpoint LIMIT 1");
    noticed("INSERT INTO checkpoint SELECT 100000, at, root, note FROM checkpoint LIMIT 1");
    noticed("INSERT INTO checkpoint SELECT 0, at, root, note FROM checkpoint LIMIT 1");
}

#[test]
fn a_forged_tail_is_noticed_by_its_signature() {
    let dir = tempfile::tempdir().unwrap();
    copy(original(), dir.path());
    let other = ledger::SigningKey::from_seed("throughcare.example/conformance", [8; 32]).public();
    std::fs::write(dir.path().join("key.pub"), format!("{other}\n")).unwrap();
    assert!(!store::verify(dir.path(), &[]).unwrap().ok);
    std::fs::remove_file(dir.path().join("key.pub")).unwrap();
    assert!(!store::verify(dir.path(), &[]).unwrap().ok);
}

#[test]
fn an_erasure_is_listed_and_a_bare_hole_is_a_fault() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::create(dir.path(), genesis()).unwrap();
    let secret = "Marmaduke Imaginary";
    let one = person(1);
    record(&store, act(START, &one, secret));
    record(&store, act(START, &one, "to stay"));
    let id = format!("{one}/1");
    record(&store, store::Act { entries: vec![erasure(&one, &[&id])], ..act(START, &one, "erasing") });
    for file in std::fs::read_dir(dir.path()).unwrap() {
        let bytes = std::fs::read(file.as_ref().unwrap().path()).unwrap();
        let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
        assert!(!found, "what was erased still stands in {:?}", file.unwrap().path());
    }
    drop(store);
    assert_eq!(verified(dir.path()).erasures, [id]);
    tamper(dir.path(), "record.db", "UPDATE entry SET content = NULL, salt = NULL WHERE seq = 2");
    let report = store::verify(dir.path(), &[]).unwrap();
    assert_eq!(report.first_bad.map(|bad| bad.id), Some(format!("{one}/2")));
}

#[test]
fn what_lists_erasures_cannot_be_erased() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::create(dir.path(), genesis()).unwrap();
    let one = person(1);
    record(&store, act(START, &one, "first"));
    record(&store, store::Act { entries: vec![erasure(&one, &[&format!("{one}/1")])], ..act(START, &one, "x") });
    let again = vec![entry(&one, "beside it"), erasure(&one, &[&format!("{one}/2")])];
    assert!(store.append_here(store::Act { entries: again, ..act(START, &one, "y") }).is_err());
}

#[test]
fn a_schema_that_was_changed_is_a_report() {
    for sql in ["DROP TABLE tile", "DROP TABLE entry", "ALTER TABLE log RENAME COLUMN hash TO gone"] {
        let dir = tempfile::tempdir().unwrap();
        copy(original(), dir.path());
        Connection::open(dir.path().join("record.db")).unwrap().execute_batch(sql).unwrap();
        assert!(!store::verify(dir.path(), &[]).unwrap().ok, "{sql}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// The ledger's columns one by one: any flipped byte of any row is found.
    #[test]
    fn any_flipped_byte_of_the_ledger_is_found(column in 0_usize..9, row in 0_u32..300, byte in 0_usize..400, bit in 0_u8..8) {
        let dir = tempfile::tempdir().unwrap();
        copy(original(), dir.path());
        let (table, column) = [
            ("entry", "content"), ("entry", "salt"), ("entry", "leaf"), ("entry", "hash"), ("log", "hash"),
            ("mark", "content"), ("mark", "leaf"), ("tile", "hashes"), ("checkpoint", "root"),
        ][column];
        let conn = Connection::open(dir.path().join("record.db")).unwrap();
        let count: u32 = conn.query_row(&format!("SELECT COUNT(*) FROM {table}"), [], |row| row.get(0)).unwrap();
        let order = match table { "entry" | "mark" => "stream, seq", "log" => "position", "tile" => "level, idx", _ => "size" };
        let pick = format!("FROM {table} ORDER BY {order} LIMIT 1 OFFSET {}", row % count);
        let mut bytes: Vec<u8> = conn.query_row(&format!("SELECT {column} {pick}"), [], |row| row.get(0)).unwrap();
        let at = byte % bytes.len();
        bytes[at] ^= 1 << bit;
        conn.execute(&format!("UPDATE {table} SET {column} = ?1 WHERE ({order}) = (SELECT {order} {pick})"), [&bytes]).unwrap();
        drop(conn);
        let report = store::verify(dir.path(), &[]).unwrap();
        prop_assert!(!report.ok && report.first_bad.is_some());
    }

    /// The file itself: whatever bytes are overwritten, there is a report. Damage in what is not the ledger's may pass.
    #[test]
    fn no_damage_to_the_file_is_a_panic(places in proptest::collection::vec((any::<u32>(), any::<u8>()), 1..40)) {
        let dir = tempfile::tempdir().unwrap();
        copy(original(), dir.path());
        let path = dir.path().join("record.db");
        let mut bytes = std::fs::read(&path).unwrap();
        let len = bytes.len();
        for (at, byte) in places {
            bytes[at as usize % len] = byte;
        }
        std::fs::write(&path, bytes).unwrap();
        let _ = store::verify(dir.path(), &[]);
    }

    /// The file cut short.
    #[test]
    fn no_torn_file_is_a_panic(keep in 0.0..1.0_f64) {
        let dir = tempfile::tempdir().unwrap();
        copy(original(), dir.path());
        let path = dir.path().join("record.db");
        let mut bytes = std::fs::read(&path).unwrap();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a part of a length")]
        bytes.truncate((bytes.len() as f64 * keep) as usize);
        std::fs::write(&path, bytes).unwrap();
        prop_assert!(!store::verify(dir.path(), &[]).unwrap().ok);
    }
}
