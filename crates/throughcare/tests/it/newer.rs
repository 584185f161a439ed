//! What a newer release wrote is left by this one's commands where that release put it.

use std::path::Path;

use record::StreamId;
use record::entry::{Basis, By, Content, Handling, Origin};
use record::facts::Fact;
use record::time::Happened;
use rusqlite::Connection;
use store::{Act, LimitRow, NewEntry, Rows, Store};
use tempfile::TempDir;

use crate::layouts::{LAYOUTS, lay_down};
use crate::scratch::{json, run, text};

/// A demonstration in which a newer release has kept somebody out of somebody's record.
fn kept_out_by_a_newer(data: &Path) -> StreamId {
    assert!(run(&["demo", "--no-serve", "--people", "10", "--data", text(data)]).status.success());
    let store = Store::open(data).expect("a record");
    let person = store.read_here(|snapshot| snapshot.streams("person")).expect("people").remove(0);
    let (staff, role, organisation) = ("P00T1A0".to_owned(), "spo".to_owned(), "P00".to_owned());
    let body = r#"{"kind":"exclusion","staff":["P00T1A1"],"from":"2015-12-01"}"#.to_owned();
    let content = Content {
        fact: Fact::Unknown { kind: "access_limited".to_owned(), version: 99, body },
        act: "act-newer".to_owned(),
        component: Some("limit-9".to_owned()),
        because: Vec::new(),
        happened: Happened::On("2015-12-01".parse().unwrap()),
        by: By { staff, role, organisation, instructed_by: None },
        corrects: None,
        retracts: None,
        reason: None,
        basis: Basis::Fact,
        origin: Origin::Direct,
        handling: Handling::Ordinary,
    };
    let content = content.to_bytes().expect("laid down");
    let mut rows = store.read_here(|snapshot| snapshot.limits_of(&person)).expect("limits");
    rows.push(LimitRow {
        stream: person.clone(),
        staff: "P00T1A1".to_owned(),
        kind: "exclusion".to_owned(),
        from_on: "2015-12-01".to_owned(),
        to_on: None,
    });
    let act = Act {
        act: "act-newer".to_owned(),
        entries: vec![NewEntry { stream: person.clone(), salt: [5; 32], content }],
        rows: vec![Rows::Limit { stream: person.clone(), rows }],
        ..Act::default()
    };
    store.append_here(act).expect("recorded");
    person
}

fn kept_out(data: &Path, person: &StreamId) -> Vec<String> {
    let store = Store::open_read_only(data).expect("a record");
    let limits = store.read_here(|snapshot| snapshot.limits_of(person)).expect("limits");
    limits.into_iter().map(|limit| limit.staff).collect()
}

#[test]
fn a_rebuild_leaves_what_a_newer_release_wrote_as_it_stands_and_says_so() {
    let folder = TempDir::new().unwrap();
    let person = kept_out_by_a_newer(folder.path());
    let before = kept_out(folder.path(), &person);
    assert!(before.contains(&"P00T1A1".to_owned()), "{before:?}");
    // Something of another stream that a rebuild has to put right.
    let conn = Connection::open(folder.path().join("record.db")).unwrap();
    let registered = || conn.query_row("SELECT COUNT(*) FROM person", [], |row| row.get::<_, u64>(0)).unwrap();
    let all = registered();
    conn.execute("DELETE FROM person WHERE stream <> ?", [person.as_str()]).unwrap();
    let rebuilt = run(&["rebuild", "--data", text(folder.path())]);
    let said = String::from_utf8_lossy(&rebuilt.stderr);
    assert_eq!(rebuilt.status.code(), Some(1), "{said}");
    assert!(said.contains("1 left as they stand: a newer release wrote to them"), "{said}");
    assert_eq!(kept_out(folder.path(), &person), before);
    assert_eq!(registered(), all, "the others are as they should be");
    assert_eq!(json(&["verify", "--json", "--data", text(folder.path())]).0["ok"], true);
}

#[test]
fn an_upgrade_that_meets_what_a_newer_release_wrote_is_left_to_that_one() {
    let folder = TempDir::new().unwrap();
    let person = kept_out_by_a_newer(folder.path());
    let layout = LAYOUTS[LAYOUTS.len() - 1];
    lay_down(folder.path(), layout);
    let refused = run(&["upgrade", "--data", text(folder.path())]);
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(!refused.status.success() && said.contains(&format!("a newer release wrote to {person}")), "{said}");
    let conn = Connection::open(folder.path().join("record.db")).unwrap();
    let found: String = conn.query_row("SELECT value FROM meta WHERE name = 'layout'", [], |row| row.get(0)).unwrap();
    assert_eq!(found, layout.0, "it is left as it was");
    let limits = "SELECT COUNT(*) FROM limit_access WHERE stream = ?1 AND staff = 'P00T1A1'";
    let limits: u64 = conn.query_row(limits, [person.as_str()], |row| row.get(0)).unwrap();
    assert_eq!(limits, 1, "and whom it kept out stays so");
}
