//! A record as the first release left it, made from a seed, and brought to this release by its command.

use std::path::Path;

use rusqlite::Connection;
use tempfile::TempDir;

use crate::forger::Forger;
use crate::scratch::{json, run, text};

/// The tables of the first layout.
const LAYOUT_1: &str = include_str!("../../../store/tests/it/layout_1.sql");

/// Makes a synthetic service, tells it again in the words of the first release, and lays it down as that did.
fn first_release(dir: &Path) {
    let now = dir.join("now");
    assert!(run(&["demo", "--no-serve", "--people", "30", "--data", text(&now)]).status.success());
    let mut forger = Forger::read(&now);
    let mut endings = 0;
    for entry in &mut forger.entries {
        let said = String::from_utf8(entry.content.clone()).unwrap();
        if said.contains(r#""kind":"order_ended""#) {
            entry.content = in_version_1(&said).into_bytes();
            endings += 1;
        }
    }
    assert!(endings > 0, "some order has ended");
    forger.write(&dir.join("data"));
    let data = dir.join("data");
    with_documents_of(&now, &data);
    assert!(run(&["rebuild", "--data", text(&data)]).status.success());
    lay_down(&data);
}

/// Letters stand beside the ledger: they come along as they are.
fn with_documents_of(now: &Path, data: &Path) {
    let conn = Connection::open(data.join("record.db")).unwrap();
    conn.execute("ATTACH ? AS now", [text(&now.join("record.db"))]).unwrap();
    conn.execute_batch("INSERT INTO main.document SELECT * FROM now.document").unwrap();
}

fn in_version_1(said: &str) -> String {
    let words = [
        ("\"expired\"", "expired"),
        ("\"revoked_for_good_progress\"", "revoked for good progress"),
        ("\"revoked_and_resentenced\"", "revoked and resentenced"),
    ];
    let (ending, how) = words.into_iter().find(|(ending, _)| said.contains(ending)).expect("an ending with a name");
    said.replace(&format!(r#"{{"ending":{ending}}}"#), &format!(r#"{{"how":"{how}"}}"#))
        .replace(r#""v":2}"#, r#""v":1}"#)
}

fn lay_down(data: &Path) {
    let (record, old) = (data.join("record.db"), data.join("record.old"));
    let conn = Connection::open(&old).unwrap();
    conn.execute_batch(&format!("PRAGMA journal_mode = WAL; {LAYOUT_1}")).unwrap();
    conn.execute("ATTACH ? AS now", [text(&record)]).unwrap();
    let mut statement = conn.prepare("SELECT name FROM main.sqlite_master WHERE type = 'table'").unwrap();
    let tables: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    for table in tables {
        conn.execute_batch(&format!("INSERT INTO main.{table} SELECT * FROM now.{table}")).unwrap();
    }
    drop(statement);
    conn.execute_batch("UPDATE main.meta SET value = '1' WHERE name = 'layout'; DETACH now").unwrap();
    conn.close().unwrap();
    std::fs::rename(old, record).unwrap();
}

fn rows(data: &Path, sql: &str) -> Vec<String> {
    let conn = Connection::open(data.join("record.db")).unwrap();
    let mut statement = conn.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

const TIMES: &str = "SELECT stream || seq || recorded || team || kind || happened_on || later || again FROM timing
     ORDER BY stream, seq";

#[test]
fn a_record_of_the_first_release_is_brought_here_without_a_hash_changed() {
    let dir = TempDir::new().unwrap();
    first_release(dir.path());
    let data = dir.path().join("data");
    let before = json(&["verify", "--json", "--data", text(&data)]).0;
    assert_eq!(before["ok"], true, "{before}");
    let refused = run(&["question", "announced", "--on", "2015-11-20", "--data", text(&data)]);
    let words = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(words.contains("of layout 1") && words.contains("`throughcare upgrade` brings it there"), "{words}");

    let upgraded = run(&["upgrade", "--data", text(&data)]);
    assert!(upgraded.status.success(), "{}", String::from_utf8_lossy(&upgraded.stderr));
    let after = json(&["verify", "--json", "--data", text(&data)]).0;
    assert_eq!(before, after, "entries, size and root are what they were");
    assert_eq!(
        rows(&data, TIMES),
        rows(&dir.path().join("now"), TIMES),
        "the views are those of a record that was never of another layout"
    );
    let again = run(&["upgrade", "--data", text(&data)]);
    assert!(String::from_utf8_lossy(&again.stdout).contains("of this layout already"));
}

#[test]
fn a_damaged_record_is_not_upgraded() {
    let dir = TempDir::new().unwrap();
    first_release(dir.path());
    let data = dir.path().join("data");
    assert_eq!(json(&["verify", "--json", "--data", text(&data)]).0["ok"], true);
    let conn = Connection::open(data.join("record.db")).unwrap();
    conn.execute("UPDATE entry SET content = CAST('{}' AS BLOB) WHERE seq = 3", []).unwrap();
    drop(conn);
    assert!(!run(&["upgrade", "--data", text(&data)]).status.success());
    assert_eq!(rows(&data, "SELECT value FROM meta WHERE name = 'layout'"), ["1"]);
}
