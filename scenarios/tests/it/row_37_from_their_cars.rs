//! Failure 37: officers worked from their cars.
//!
//! Given people seen face to face in the office, at home, in a hall that nobody approved, and in a car. Then whoever leads a team reads
//! what share of the contacts was at no approved place. The twin saw everybody in the office, and is told so.

use scenarios::{Browser, Stage};

use crate::{CAME, county, sentenced};

/// Sees somebody new, at a place and in a way.
fn seen(stage: &Stage, browser: &Browser, name: &str, kind: &str, place: &str) {
    let case = sentenced(stage, name);
    stage.set_clock("2015-08-04T09:00");
    let path = format!("{}/book", case.home);
    let form = stage.page(browser, &path).form(&path).with("date", "4/8/2015").with("time", "10am").with("kind", kind);
    let form = form.with("place", place).with("one_off", "No room in the office that day");
    let elsewhere = if kind == "COOO" { ("1 Mill Street, ZZ2 1MS", "The library") } else { ("", "") };
    let form = form.with("visit", elsewhere.0).with("whose", elsewhere.1);
    stage.done(browser, &form);
    let appointment = stage.read(|snapshot| snapshot.diary_of(&case.stream)).pop().expect("it is booked").appointment;
    stage.set_clock("2015-08-04T10:20");
    assert_eq!(stage.record(browser, &case, &appointment, CAME).status, 303);
}

fn told(stage: &Stage) -> String {
    let sana = stage.sign_in("sana");
    stage.page(&sana, "/sites").between("Where people were seen", "Other organisations")
}

#[test]
fn the_share_of_contacts_at_no_approved_place_is_told() {
    let (stage, olwen) = county();
    seen(&stage, &olwen, "Ola Office", "COAP", "P01S1");
    let told_of_one = told(&stage);
    assert!(told_of_one.contains("At approved places 1 of 1"), "{told_of_one}");
    assert!(!told_of_one.contains("not approved") && !told_of_one.contains("At home"), "the twin: {told_of_one}");

    let (stage, olwen) = county();
    let peter = stage.sign_in("peter");
    seen(&stage, &olwen, "Ola Office", "COAP", "P01S1");
    seen(&stage, &peter, "Cal Chapel", "COAP", "P01S2");
    let sana = stage.sign_in("sana");
    seen(&stage, &sana, "Hal Home", "CHVS", "P01S1");
    seen(&stage, &olwen, "Cas Car", "COOO", "P01S1");
    let told = told(&stage);
    let places =
        ["At approved places", "At places that are not approved", "At home", "At another place, neither home nor site"];
    for words in places.map(|place| format!("{place} 1 of 4")) {
        assert!(told.contains(&words), "{words}: {told}");
    }
    assert!(!stage.page(&olwen, "/sites").says("Where people were seen in"), "it is for whoever leads");
}
