//! Failure 60: staff were told to change records.
//!
//! Given a note that is changed on instruction. Through the page: what it said before stays beside what it says now, with
//! who asked. Behind the program's back, in the database: verification names the entry. The twin record, never changed,
//! shows one note and verifies.

use rusqlite::Connection;
use scenarios::{Browser, Case, Stage};

use crate::{county, sentenced};

const FIRST: &str = "Said he had been drinking.";
const THEN: &str = "No concerns.";

fn noted(stage: &Stage, olwen: &Browser, name: &str) -> Case {
    let case = sentenced(stage, name);
    let path = format!("{}/note", case.home);
    stage.done(olwen, &stage.page(olwen, &path).form(&path).with("note", FIRST));
    case
}

#[test]
fn a_change_on_instruction_stands_beside_what_it_changed() {
    let (stage, olwen) = county();
    let (changed, left) = (noted(&stage, &olwen, "Chay Changed"), noted(&stage, &olwen, "Lee Left"));
    stage.set_clock("2015-08-05T16:00");
    let seq = stage.entries_of(&changed.stream).len();
    let path = format!("{}/entries/{seq}/correct", changed.home);
    let form = stage.page(&olwen, &path).form(&path);
    stage.done(&olwen, &form.with("note", THEN).with("reason", "Told to.").with("instructed_by", "Sana Senior"));

    let seen = stage.timeline(&olwen, &changed);
    assert!(seen.says(FIRST) && seen.says(THEN), "{}", seen.text());
    assert!(seen.says(&format!("Corrected by entry {}", seq + 1)) && seen.says("Reason: Told to."));
    assert!(seen.says("On the instruction of Sana Senior"));
    let seen = stage.timeline(&olwen, &left);
    assert!(seen.says(FIRST) && !seen.says("Corrected by") && !seen.says("On the instruction"));
}

#[test]
fn a_change_behind_the_programs_back_is_named() {
    let (stage, olwen) = county();
    let case = noted(&stage, &olwen, "Chay Changed");
    let entry = stage.entries_of(&case.stream).pop().unwrap().id;
    let data = stage.folder().to_path_buf();
    let folder = stage.close();
    assert!(store::verify(&data, &[]).unwrap().ok);

    let conn = Connection::open(data.join("record.db")).unwrap();
    let changed = conn.execute(
        "UPDATE entry SET content = CAST(replace(CAST(content AS TEXT), ?1, ?2) AS BLOB) WHERE stream = ?3",
        [FIRST, THEN, case.stream.as_str()],
    );
    assert!(changed.unwrap() > 0);
    drop(conn);
    let report = store::verify(&data, &[]).unwrap();
    assert!(!report.ok);
    assert_eq!(report.first_bad.unwrap().id, entry.to_string());
    drop(folder);
}
