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
