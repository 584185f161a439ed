//! Failure 36, afterwards as well: a place stays approved, and what is booked there cannot be held all the same.
//!
//! Given people booked into a place that was fit for them. When its hours are cut, a room is given up, it is found to be close to
//! a school, or a register is added to the person, then each booking that would now be refused stays booked, and is listed with
//! which it is, on the day of whoever holds it. Each has its twin beside it: within the hours, in the other room, with no such
//! register. And before an approval ends, whoever looks after the place is told, some weeks ahead.

use record::facts::person::Registered;
use record::time::Happened;
use scenarios::{Browser, Case, Stage};
use service::Said;

use crate::row_32_rivals::booking;
use crate::{county, sentenced};

const UNTIL: &str = "1/12/2015";

/// What waits on somebody's day.
fn waiting(stage: &Stage, browser: &Browser) -> String {
    let page = stage.page(browser, "/day");
    if page.says("Waiting for you") { page.between("Waiting for you", "Throughcare uses") } else { String::new() }
}

fn arranged(stage: &Stage, sana: &Browser, opens: &str, rooms: &str) {
    let path = "/sites/P01S1/arrange";
    let mut form = stage.page(sana, path).form(path).with("rooms", rooms);
    for nth in 1..=5 {
        form = form.with(&format!("opens_{nth}"), opens).with(&format!("closes_{nth}"), "8pm");
    }
    stage.done(sana, &form);
}

fn assessed(stage: &Stage, sana: &Browser, near: &str, until: &str) {
    let path = "/sites/P01S1/assess";
    let form = stage.page(sana, path).form(path).with("approved", "yes").with("private", "yes").with("alarm", "yes");
    stage.done(sana, &form.with("lone_working", "no").with("near", near).with("until", until));
}

fn registered(stage: &Stage, case: &Case, code: &str) {
    let on = Happened::On(stage.now().day());
    let flag = Registered { register: code.to_owned(), words: "A register".to_owned(), review_on: None };
    stage.say(vec![Said::new(&case.stream, flag, on).about("register-1")]);
}

#[test]
fn what_lies_outside_shorter_hours_is_listed_and_what_lies_within_is_not() {
    let (stage, olwen) = county();
    let sana = stage.sign_in("sana");
    let (early, late) = (sentenced(&stage, "Erl Early"), sentenced(&stage, "Lat Later"));
    stage.done(&olwen, &booking(&stage, &olwen, &early, "11/8/2015 9am", "P01S1"));
    stage.done(&olwen, &booking(&stage, &olwen, &late, "11/8/2015 2pm", "P01S1"));
    assert_eq!(waiting(&stage, &olwen), "");
    arranged(&stage, &sana, "1pm", "");
    let told = waiting(&stage, &olwen);
    let words = "Early, Erl, Tue 11 Aug 2015, 9am can’t be held there. It is open from 13:00 to 20:00. Move it";
    assert!(told.contains(words), "{told}");
    assert!(!told.contains("Later"), "{told}");
    let site = stage.page(&sana, "/sites/P01S1");
    assert!(
        site.says("Early, Erl, Tue 11 Aug 2015, 9am with Olwen Officer: It is open from 13:00 to 20:00"),
        "{}",
        site.text()
    );
    let again = stage.send(&olwen, &booking(&stage, &olwen, &early, "12/8/2015 9am", "P01S1"));
    assert!(again.says("It is open from 13:00 to 20:00"), "a new one is refused for the same: {}", again.text());
}

#[test]
fn what_is_in_a_room_that_is_given_up_is_listed_and_what_is_in_another_is_not() {
    let (stage, olwen) = county();
    let sana = stage.sign_in("sana");
    arranged(&stage, &sana, "8am", "Interview 1, 3\nInterview 2, 3");
    let (one, other) = (sentenced(&stage, "Una One"), sentenced(&stage, "Oto Other"));
    stage.done(&olwen, &booking(&stage, &olwen, &one, "11/8/2015 9am", "P01S1").with("room", "Interview 1"));
    stage.done(&olwen, &booking(&stage, &olwen, &other, "11/8/2015 2pm", "P01S1").with("room", "Interview 2"));
    arranged(&stage, &sana, "8am", "Interview 2, 3");
    let told = waiting(&stage, &olwen);
    assert!(
        told.contains("One, Una, Tue 11 Aug 2015, 9am can’t be held there. There is no room called Interview 1"),
        "{told}"
    );
    assert!(!told.contains("Other"), "{told}");
}

#[test]
fn a_place_found_close_to_a_school_is_no_place_for_whoever_is_a_risk_to_children() {
    let (stage, olwen) = county();
    let sana = stage.sign_in("sana");
    let (kept, twin) = (sentenced(&stage, "Kit Kept"), sentenced(&stage, "Tod Twin"));
    registered(&stage, &kept, "RCPR");
    stage.done(&olwen, &booking(&stage, &olwen, &kept, "11/8/2015 9am", "P01S1"));
    stage.done(&olwen, &booking(&stage, &olwen, &twin, "11/8/2015 2pm", "P01S1"));
    assessed(&stage, &sana, "school", UNTIL);
    let told = waiting(&stage, &olwen);
    assert!(told.contains("Kept, Kit, Tue 11 Aug 2015, 9am can’t be held there. It is close to a school"), "{told}");
    assert!(!told.contains("Twin"), "{told}");
    let desk = stage.page(&stage.sign_in("adil"), "/sites/P01S1");
    assert!(desk.says("It is no place for this person any more") && !desk.says("registered"), "{}", desk.text());
    // The other way round: the place was close to it all the time, and the register comes later.
    registered(&stage, &twin, "RCHD");
    let told = waiting(&stage, &olwen);
    assert!(told.contains("2 appointments at Pinemere office can’t be held there. Move them"), "{told}");
    let both = stage.page(&olwen, "/to-move");
    assert!(both.says("Twin, Tod, Tue 11 Aug 2015, 2pm"), "{}", both.text());
}

#[test]
fn an_approval_that_ends_soon_is_on_the_day_of_whoever_looks_after_the_place() {
    let (stage, _) = county();
    let sana = stage.sign_in("sana");
    assessed(&stage, &sana, "none", UNTIL);
    let told = |now: &str| {
        stage.set_clock(now);
        ["sana", "olwen", "rhys"]
            .map(|name| waiting(&stage, &stage.sign_in(name)).contains("Look at Pinemere office again"))
    };
    assert_eq!(told("2015-10-05T09:00"), [false; 3], "the twin: eight weeks and a day before");
    assert_eq!(told("2015-10-06T09:00"), [true, false, false]);
    let sana = stage.sign_in("sana");
    assert!(waiting(&stage, &sana).contains("its approval ends on Tue 1 Dec 2015"), "{}", waiting(&stage, &sana));
    stage.set_clock("2015-12-02T09:00");
    let sana = stage.sign_in("sana");
    assert!(waiting(&stage, &sana).contains("its approval ended on Tue 1 Dec 2015"), "{}", waiting(&stage, &sana));
    assessed(&stage, &sana, "none", "1/6/2016");
    assert!(!waiting(&stage, &sana).contains("Look at Pinemere"));
}
