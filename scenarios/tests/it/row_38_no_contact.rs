//! Failure 38: people were not in contact with whoever supervised them, and bookings hid it.
//!
//! Given somebody who is booked every week and comes to nothing. When thirty days have gone by since they were seen, then
//! the officer's day says so under “Due”, with the bookings that do not count. The twin, booked alike, came last week: the
//! day is quiet about them.

use crate::{CAME, ILL, begun, county};

#[test]
fn bookings_nobody_comes_to_do_not_hide_that_somebody_is_not_seen() {
    let (stage, olwen) = county();
    let unmet = begun(&stage, &olwen, "Una Unmet", "2015-08-04T10:00");
    let visited = begun(&stage, &olwen, "Vic Visited", "2015-08-04T11:00");
    for week in ["2015-08-11", "2015-08-18", "2015-08-25", "2015-09-01"] {
        stage.held(&olwen, &unmet, &format!("{week}T10:00"), ILL);
        stage.held(&olwen, &visited, &format!("{week}T11:00"), CAME);
    }
    stage.book(&olwen, &unmet, "2015-09-15T10:00");
    stage.book(&olwen, &visited, "2015-09-15T11:00");

    stage.set_clock("2015-09-07T09:00");
    let due = stage.due(&olwen);
    assert!(due.contains("Late by 4 days Face-to-face contact. Unmet, Una"), "{due}");
    assert!(due.contains("Appointments since then without attendance: 4. They do not count as contact."), "{due}");
    assert!(!due.contains("Visited"), "the twin came last week: {due}");
}

#[test]
fn a_telephone_call_does_not_count_as_being_seen() {
    let (stage, olwen) = county();
    let unmet = begun(&stage, &olwen, "Una Unmet", "2015-08-04T10:00");
    stage.set_clock("2015-09-01T12:00");
    let path = format!("{}/note", unmet.home);
    let form = stage.page(&olwen, &path).form(&path).with("contact", "PHONE").with("note", "Rang. All well.");
    stage.done(&olwen, &form);

    stage.set_clock("2015-09-07T09:00");
    assert!(stage.due(&olwen).contains("Face-to-face contact. Unmet, Una"));
}
