//! Failure 1: case files were lost.
//!
//! Given a record whose entries' names were noted when they were made. When somebody takes an entry out of the database
//! behind the program's back, then verification names it, and the note of names shows it missing. The twin, untouched,
//! verifies.

use rusqlite::Connection;

use crate::{begun, county};

#[test]
fn an_entry_that_is_taken_out_is_missed_by_name() {
    let (stage, olwen) = county();
    let case = begun(&stage, &olwen, "Lou Lost", "2015-08-04T10:00");
    let names: Vec<String> = stage.entries_of(&case.stream).into_iter().map(|entry| entry.id.to_string()).collect();
    let data = stage.folder().to_path_buf();
    let folder = stage.close();

    let whole = store::verify(&data, &names).unwrap();
    assert!(whole.ok && whole.missing.is_empty(), "{whole:?}");

    let conn = Connection::open(data.join("record.db")).unwrap();
    conn.execute("DELETE FROM entry WHERE stream = ?1 AND seq = 3", [case.stream.as_str()]).unwrap();
    drop(conn);
    let report = store::verify(&data, &names).unwrap();
    let taken = names[2].clone();
    assert!(!report.ok);
    assert_eq!(report.first_bad.unwrap().id, taken);
    assert_eq!(report.missing, [taken]);
    drop(folder);
}
