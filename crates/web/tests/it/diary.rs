//! Appointments that are moved and called off: what stood before stays, wherever it is shown.

use record::facts::Fact;
use record::facts::person::AskedBy;

use crate::{CAME, county, one_act, since};

#[test]
fn an_appointment_is_called_off_with_who_asked_and_why_and_stays_in_the_diary() {
    let (stage, olwen, case) = county();
    let appointment = stage.book(&olwen, &case, "2015-08-04T10:00");
    let own = format!("{}/appointments/{appointment}", case.home);
    let path = format!("{own}/cancel");
    assert!(stage.page(&olwen, &own).addresses().contains(&path), "the appointment leads to it");
    assert!(stage.page(&olwen, &format!("{own}/move")).addresses().contains(&path), "so does its move");
    let form = stage.page(&olwen, &path).form(&path);
    let before = stage.entries_of(&case.stream).len();

    let empty = stage.send(&olwen, &form);
    assert_eq!(empty.status, 422);
    assert!(empty.says("Choose who asked"), "{}", empty.text());
    let without_reason = stage.send(&olwen, &form.clone().with("asked_by", "person"));
    assert!(without_reason.says("Say why it is called off"), "{}", without_reason.text());
    assert_eq!(stage.entries_of(&case.stream).len(), before);

    stage.done(&olwen, &form.with("asked_by", "person").with("reason", "In hospital until Friday."));
    let said = since(&stage, &case, before);
    assert_eq!(one_act(&said), ["appointment_cancelled"]);
    assert!(matches!(&said[0].fact, Fact::AppointmentCancelled(off) if off.asked_by == AskedBy::Person));
    for path in ["/day/2015-08-04", "/day/2015-08-04/print"] {
        let day = stage.page(&olwen, path);
        assert!(day.says("Called off by the person: In hospital until Friday."), "{path}: {}", day.text());
        assert!(!day.body.contains(r#"name="outcome""#) && !day.says("Came, complied"), "nothing is to be recorded");
    }
    let shown = stage.page(&olwen, &own);
    assert!(shown.says("In hospital until Friday.") && !shown.addresses().contains(&path), "{}", shown.text());
    stage.set_clock("2015-08-06T09:00");
    let left = stage.page(&olwen, "/day").between("Outcomes still to record", "Throughcare uses");
    assert!(left.contains("None from earlier days"), "no outcome is owed: {left}");
}

#[test]
fn what_has_been_held_or_begun_cannot_be_called_off() {
    let (stage, olwen, case) = county();
    let held = stage.held(&olwen, &case, "2015-08-04T10:00", CAME);
    let path = format!("{}/appointments/{held}/cancel", case.home);
    let form = stage.page(&olwen, &path).form(&path).with("asked_by", "service").with("reason", "Ill");
    let answer = stage.send(&olwen, &form);
    assert_eq!(answer.status, 422);
    assert!(answer.says("has an outcome"), "{}", answer.text());
}

#[test]
fn a_moved_appointment_says_what_stood_before() {
    let (stage, olwen, case) = county();
    let appointment = stage.book(&olwen, &case, "2015-08-04T10:00");
    let path = format!("{}/appointments/{appointment}/move", case.home);
    let form = stage.page(&olwen, &path).form(&path).with("date", "5/8/2015").with("time", "11am");
    stage.done(&olwen, &form.with("asked_by", "person").with("reason", "A funeral."));
    for path in ["/day/2015-08-05", "/day/2015-08-05/print"] {
        let day = stage.page(&olwen, path);
        assert!(day.says("Moved at their request from Tue 4 Aug 2015, 10am"), "{path}: {}", day.text());
    }
    assert!(stage.page(&olwen, "/day/2015-08-04").says("No appointments on this day"));
}
