//! What a command shows of the record is logged first, under a name.

use tempfile::TempDir;

use crate::scratch::{run, text};
use crate::witnesses::start;

/// Who read what on a screen, and what for.
fn logged(folder: &TempDir, screen: &str) -> Vec<(String, String)> {
    let conn = rusqlite::Connection::open(folder.path().join("reads.db")).unwrap();
    let mut read = conn.prepare("SELECT staff, outcome FROM read WHERE screen = $1 ORDER BY batch, n").unwrap();
    let lines = read.query_map([screen], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    lines.collect::<Result<_, _>>().unwrap()
}

#[test]
fn a_whole_record_is_handed_out_only_once_the_read_is_logged() {
    let folder = TempDir::new().unwrap();
    assert!(run(&["demo", "--no-serve", "--people", "12", "--data", text(folder.path())]).status.success());
    let conn = rusqlite::Connection::open(folder.path().join("record.db")).unwrap();
    let crn: String = conn.query_row("SELECT crn FROM person ORDER BY crn LIMIT 1", [], |row| row.get(0)).unwrap();
    drop(conn);
    let export = |more: &[&str]| run(&[&["export", "case", &crn, "--data", text(folder.path())], more].concat());

    let told = export(&[]);
    let record: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap();
    assert_eq!(record["crn"], crn.as_str());
    assert!(!record["entries"].as_array().unwrap().is_empty());
    assert!(String::from_utf8_lossy(&told.stderr).contains("operator"));
    assert!(export(&["--for", "lawfulness"]).status.success());
    let shown = ("operator".to_owned(), "shown".to_owned());
    assert_eq!(logged(&folder, "export case"), [shown.clone(), shown.clone()]);

    let nobody = export(&["--as", "NOBODY"]);
    assert!(!nobody.status.success() && nobody.stdout.is_empty());
    assert!(!export(&["--for", "curiosity"]).status.success());

    // While a service has the folder nothing can be logged, and nothing is shown.
    let server = start(&["serve", "--listen", "127.0.0.1:0", "--data", text(folder.path())]);
    let busy = export(&[]);
    assert!(!busy.status.success() && busy.stdout.is_empty());
    let said = String::from_utf8_lossy(&busy.stderr).into_owned();
    assert!(
        said.contains("in use by another process") && said.contains("nothing is shown that cannot be logged"),
        "{said}"
    );
    drop(server);
}

/// What stands beside each look of a member of staff at records.
fn details(folder: &TempDir, staff: &str) -> Vec<String> {
    let conn = rusqlite::Connection::open(folder.path().join("reads.db")).unwrap();
    let mut read = conn.prepare("SELECT detail FROM read WHERE staff = $1 ORDER BY batch, n").unwrap();
    let lines = read.query_map([staff], |row| row.get(0)).unwrap();
    lines.collect::<Result<_, _>>().unwrap()
}

#[test]
fn what_an_operator_asks_as_a_member_of_staff_is_logged_as_asked_by_the_operator() {
    let folder = TempDir::new().unwrap();
    assert!(run(&["demo", "--no-serve", "--people", "12", "--data", text(folder.path())]).status.success());
    let conn = rusqlite::Connection::open(folder.path().join("record.db")).unwrap();
    let one = |sql: &str| conn.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap();
    let crn = one("SELECT crn FROM person ORDER BY crn LIMIT 1");
    let auditor = one("SELECT staff FROM staff WHERE role = 'auditor' ORDER BY staff LIMIT 1");
    drop(conn);
    let before = details(&folder, &auditor);
    let place = ["--as", &auditor, "--data", text(folder.path())];
    let who_read = ["who-read", &crn, "--for", "lawfulness"];
    for command in [&["export", "case", &crn][..], &["question", "case", &crn], &who_read] {
        let told = run(&[command, &place].concat());
        assert!(told.status.success(), "{command:?}: {}", String::from_utf8_lossy(&told.stderr));
    }
    let said = details(&folder, &auditor)[before.len()..].to_vec();
    assert_eq!(said.len(), 3, "{said:?}");
    assert!(said.iter().all(|detail| detail.contains(r#""by":"operator""#)), "{said:?}");
    let told = run(&[&who_read[..], &["--data", text(folder.path())]].concat());
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    assert_eq!(told.matches(&format!("an operator, as {auditor}")).count(), 3, "{told}");
    assert!(!told.contains("an operator, as operator"), "{told}");
}
