//! Appointments that are moved and called off: what stood before stays, wherever it is shown.

use record::facts::Fact;
use record::facts::person::AskedBy;

use scenarios::{Browser, Case, Form, Stage};

use crate::{CAME, county, one_act, since};

/// A booking with what few need.
fn booking(stage: &Stage, browser: &Browser, case: &Case, with: &[(&str, &str)]) -> Form {
    let path = format!("{}/book", case.home);
    let form = stage.page(browser, &path).form(&path);
    with.iter().fold(form, |form, (name, value)| form.with(name, value))
}

/// Every Monday at 10am from the tenth: five of them, of which the last day of August is a holiday.
const WEEKLY: &[(&str, &str)] = &[("date", "10/8/2015"), ("time", "10am"), ("every", "7"), ("times", "5")];

/// The times that stand in the diary, and the components of those who stand there.
fn booked(stage: &Stage, case: &Case) -> Vec<(String, String)> {
    let mut rows = stage.read(|snapshot| snapshot.diary_of(&case.stream));
    rows.retain(|row| row.state != "cancelled");
    rows.sort_by(|a, b| a.starts.cmp(&b.starts));
    rows.into_iter().map(|row| (row.starts, row.appointment)).collect()
}

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

#[test]
fn a_series_leaves_out_a_holiday_where_that_is_asked_for() {
    let (stage, olwen, case) = county();
    let refused = stage.send(&olwen, &booking(&stage, &olwen, &case, WEEKLY));
    assert_eq!(refused.status, 422);
    assert!(refused.says("Monday 31 August 2015 is no working day"), "{}", refused.text());
    assert_eq!(booked(&stage, &case), Vec::new());
    let before = stage.entries_of(&case.stream).len();
    stage.done(&olwen, &booking(&stage, &olwen, &case, WEEKLY).with("leave_out", "yes"));
    let days = ["10", "17", "24"].map(|day| format!("2015-08-{day}T10:00"));
    let starts: Vec<String> = booked(&stage, &case).into_iter().map(|(starts, _)| starts).collect();
    assert_eq!(starts[..3], days);
    assert_eq!(starts[3..], ["2015-09-07T10:00"]);
    let said = since(&stage, &case, before);
    assert_eq!(one_act(&said), ["appointment_booked"; 4]);
    let series = |fact: &Fact| match fact {
        Fact::AppointmentBooked(booked) => booked.series.clone(),
        _ => None,
    };
    let names: Vec<_> = said.iter().map(|content| series(&content.fact)).collect();
    assert!(names[0].is_some() && names.windows(2).all(|pair| pair[0] == pair[1]), "one series: {names:?}");
}

#[test]
fn the_rest_of_a_series_is_called_off_with_one_of_it() {
    let (stage, olwen, case) = county();
    stage.done(&olwen, &booking(&stage, &olwen, &case, WEEKLY).with("leave_out", "yes"));
    stage.done(&olwen, &booking(&stage, &olwen, &case, &[("date", "26/8/2015"), ("time", "2pm")]));
    let second = booked(&stage, &case)[1].1.clone();
    let path = format!("{}/appointments/{second}/cancel", case.home);
    let page = stage.page(&olwen, &path);
    assert!(page.says("This one and the 2 after it, until Mon 7 Sep 2015"), "{}", page.text());
    let form = page.form(&path);
    assert_eq!(form.value("which"), "this", "one alone unless more are chosen");
    let form = form.with("asked_by", "service").with("reason", "The team moves.").with("which", "onward");
    let before = stage.entries_of(&case.stream).len();
    stage.done(&olwen, &form);
    assert_eq!(one_act(&since(&stage, &case, before)), ["appointment_cancelled"; 3]);
    let left: Vec<String> = booked(&stage, &case).into_iter().map(|(starts, _)| starts).collect();
    assert_eq!(left, ["2015-08-10T10:00", "2015-08-26T14:00"], "the first, and what is none of the series");
}

#[test]
fn one_of_a_series_is_called_off_alone() {
    let (stage, olwen, case) = county();
    stage.done(&olwen, &booking(&stage, &olwen, &case, WEEKLY).with("leave_out", "yes"));
    let all = booked(&stage, &case);
    let cancel = |appointment: &str| format!("{}/appointments/{appointment}/cancel", case.home);
    let path = cancel(&all[1].1);
    let form = stage.page(&olwen, &path).form(&path).with("asked_by", "person").with("reason", "A funeral.");
    stage.done(&olwen, &form);
    assert_eq!(booked(&stage, &case).len(), 3);
    assert!(!stage.page(&olwen, &cancel(&all[3].1)).says("one of a series"), "nothing comes after the last");
}

#[test]
fn who_else_is_to_be_there_is_shown_wherever_the_appointment_is() {
    let (stage, olwen, case) = county();
    for (kind, time) in [("C084", "10am"), ("COVC", "11am"), ("CUPA", "1pm")] {
        let with = format!("Somebody for {kind}");
        let fields = [("date", "4/8/2015"), ("time", time), ("kind", kind), ("with", &with)];
        stage.done(&olwen, &booking(&stage, &olwen, &case, &fields));
    }
    let meeting = booked(&stage, &case)[0].1.clone();
    let shown = stage.page(&olwen, &format!("{}/appointments/{meeting}", case.home));
    assert!(shown.says("Also there Somebody for C084"), "{}", shown.text());
    for path in ["/day/2015-08-04", "/day/2015-08-04/print", "/week/2015-08-04"] {
        let page = stage.page(&olwen, path);
        for kind in ["C084", "COVC", "CUPA"] {
            assert!(page.says(&format!("Also there: Somebody for {kind}")), "{path}, {kind}: {}", page.text());
        }
    }
    let desk = stage.page(&stage.sign_in("adil"), "/sites/P01S1/2015-08-04");
    assert!(desk.says("with Olwen Officer, also there: Somebody for C084"), "{}", desk.text());
    assert!(desk.says("Somebody for CUPA") && !desk.says("COVC"), "nobody comes in for a video call: {}", desk.text());
}

#[test]
fn what_must_be_kept_to_at_a_place_is_said_where_it_is_booked_and_at_its_reception() {
    let (stage, olwen, case) = county();
    let sana = stage.sign_in("sana");
    let book = format!("{}/book", case.home);
    let path = "/sites/P01S1/assess";
    let found = [("private", "yes"), ("alarm", "yes"), ("lone_working", "no"), ("near", "none"), ("approved", "yes")];
    let form = found.iter().fold(stage.page(&sana, path).form(path), |form, (name, value)| form.with(name, value));
    let form = form.with("until", "1/2/2016").with("conditions", "Two members of staff at all times");
    let words = "Two members of staff at all times";
    assert!(!stage.page(&olwen, &book).says(words));
    stage.done(&sana, &form);
    let mind = stage.page(&olwen, &book).between("Bear in mind", "Throughcare uses");
    assert!(mind.contains(&format!("At Pinemere office {words}")), "{mind}");
    let desk = stage.page(&stage.sign_in("adil"), "/sites/P01S1/2015-08-04");
    assert!(desk.says(&format!("While anybody is seen here: {words}")), "{}", desk.text());
    let hall = stage.page(&stage.sign_in("adil"), "/sites/P01S3/2015-08-04");
    assert!(!hall.says("While anybody is seen here"), "{}", hall.text());
}
