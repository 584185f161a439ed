//! Failure 32, with staff: somebody must not meet a member of staff, and that is arranged after they were booked.
//!
//! Given a man who must not meet an officer, and bookings that stand. When it is arranged, then the day of each officer
//! lists those of their appointments that bring the two together: his with that officer, hers in the building where that
//! officer sees somebody else, and that other one as well. The twins are the same on another day. A senior confirms what
//! names a colleague; who keeps somebody from themselves needs nobody. Whoever records early that somebody came has not left.
//!
//! Given the man at reception, and the officer upstairs without an appointment. Then the desk is told to ask first, and neither
//! why nor because of whom; where the officer is at another office too, from their first appointment there to their last. The
//! twins: the officer is away that day, or has nothing to do in that building; and somebody else who is expected there. Who else is to
//! be at an appointment is typed: where that names the officer it is refused, as whoever sees them would be.

use record::facts::organisation::{AwayKind, StaffAway};
use record::time::Happened;
use scenarios::{Answer, Browser, Case, Stage, day};
use service::Said;

use crate::row_32_rivals::booking;
use crate::{county, sentenced};

/// Keeps somebody apart from a member of staff.
pub(crate) fn from_staff(stage: &Stage, browser: &Browser, case: &Case, staff: &str) {
    let path = format!("{}/apart", case.home);
    let form = stage.page(browser, &path).form(&path).with("others", staff).with("why", "staff");
    let form = form.with("source", "The colleague").with("confidence", "known").with("review_on", "1/12/2015");
    stage.done(browser, &form);
}

#[test]
fn what_was_booked_before_is_on_the_day_of_each_officer_whom_it_concerns() {
    let (stage, olwen) = county();
    let (rafe, other) = (sentenced(&stage, "Rafe North"), sentenced(&stage, "Oona Other"));
    let with_peter = |case: &Case, at: &str| booking(&stage, &olwen, case, at, "P01S1").with("officer", "P01T1A2");
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "11/8/2015 2pm", "P01S1"));
    stage.done(&olwen, &with_peter(&other, "11/8/2015 2:15pm"));
    stage.done(&olwen, &with_peter(&rafe, "12/8/2015 2pm").with("kind", "COPT"));
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "13/8/2015 2pm", "P01S1"));
    stage.done(&olwen, &with_peter(&other, "13/8/2015 4pm"));
    stage.done(&olwen, &booking(&stage, &olwen, &other, "13/8/2015 2:45pm", "P01S1"));
    let peter = stage.sign_in("peter");
    assert!(!stage.page(&peter, "/day").says("kept apart"), "nothing is arranged yet");

    from_staff(&stage, &olwen, &rafe, "P01T1A2");
    let (hers, his) = (stage.page(&olwen, "/day"), stage.page(&peter, "/day"));
    assert!(
        hers.says("North, Rafe, Tue 11 Aug 2015, 2pm: must be kept apart from somebody who is to be there"),
        "{}",
        hers.text()
    );
    assert!(
        his.says(
            "Other, Oona, Tue 11 Aug 2015, 2:15pm: whoever is to see them must be kept apart from somebody who is to be \
             there"
        ),
        "{}",
        his.text()
    );
    assert!(
        his.says("North, Rafe, Wed 12 Aug 2015, 2pm: must be kept apart from whoever is to see them"),
        "by telephone too: {}",
        his.text()
    );
    for (whose, day) in [("hers", &hers), ("his", &his)] {
        let waiting = day.text();
        assert!(!waiting.contains("13 Aug 2015, 2pm:") && !waiting.contains("13 Aug 2015, 4pm:"), "{whose}: {waiting}");
        assert!(!waiting.contains("13 Aug 2015, 2:45pm:"), "{whose}: {waiting}");
    }
}

#[test]
fn a_place_that_is_closed_to_somebody_later_is_on_their_officers_day() {
    let (stage, olwen) = county();
    let rafe = sentenced(&stage, "Rafe North");
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "11/8/2015 2pm", "P01S3"));
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "12/8/2015 2pm", "P01S1"));
    from_staff(&stage, &olwen, &rafe, "P01S3");
    let day = stage.page(&olwen, "/day");
    assert!(day.says("North, Rafe, Tue 11 Aug 2015, 2pm: must be kept apart"), "{}", day.text());
    assert!(!day.says("North, Rafe, Wed 12 Aug 2015, 2pm: must"), "{}", day.text());
}

#[test]
fn naming_a_colleague_waits_for_a_senior_and_holds_meanwhile() {
    let (stage, olwen) = county();
    let sana = stage.sign_in("sana");
    let (rafe, own) = (sentenced(&stage, "Rafe North"), sentenced(&stage, "Oona Own"));
    from_staff(&stage, &olwen, &own, "P01T1A1");
    assert!(!stage.page(&sana, "/day").says("Confirm that"), "the twin: she keeps her from herself");

    from_staff(&stage, &olwen, &rafe, "P01T1A2");
    let with_peter = booking(&stage, &olwen, &rafe, "11/8/2015 2pm", "P01S1").with("officer", "P01T1A2");
    assert!(stage.send(&olwen, &with_peter).says("can’t be booked for this person"), "it holds meanwhile");
    let day = stage.page(&sana, "/day");
    assert!(day.says("Confirm that people are kept apart: due by Sat 8 Aug 2015"), "{}", day.text());
    let address = day.addresses().into_iter().find(|href| href.starts_with("/apart/")).expect("its page");
    let form = stage.page(&sana, &address).form(&address).with("what", "confirm").with("reason", "Peter told me too.");
    stage.done(&sana, &form);
    assert!(!stage.page(&sana, "/day").says("Confirm that"));
}

#[test]
fn an_officer_who_records_early_that_somebody_came_is_still_in_the_building() {
    let (stage, olwen) = county();
    let (rafe, other) = (sentenced(&stage, "Rafe North"), sentenced(&stage, "Oona Other"));
    from_staff(&stage, &olwen, &rafe, "P01T1A2");
    let hour =
        booking(&stage, &olwen, &other, "11/8/2015 2pm", "P01S1").with("officer", "P01T1A2").with("length", "60");
    stage.done(&olwen, &hour);
    stage.set_clock("2015-08-11T14:02");
    let olwen = stage.sign_in("olwen");
    let rows = stage.read(|snapshot| snapshot.diary_of(&other.stream));
    assert_eq!(stage.record(&olwen, &other, &rows[0].appointment, crate::CAME).status, 303);
    let refused = stage.send(&olwen, &booking(&stage, &olwen, &rafe, "11/8/2015 2:30pm", "P01S1"));
    assert!(refused.says("can’t be booked for this person"), "{}", refused.text());
    // The twin: half an hour after the hour is over.
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "11/8/2015 3:30pm", "P01S1"));
}

const ASK: &str = "Ask Sana Senior before they sit down";

fn away(stage: &Stage, staff: &str, on: &str) {
    let row = stage.read(|snapshot| snapshot.staff(staff)).expect("they work here");
    let away = StaffAway { from: day(on), until: Some(day(on)), kind: AwayKind::Leave, cover: None };
    stage.say(vec![Said::new(&row.stream, away, Happened::On(day("2015-08-03")))]);
}

/// Whether the desk is told to ask before these two sit down, by the times they are expected at.
fn asked(page: &Answer, first: &str, second: &str) -> [bool; 2] {
    let lines = page.between("Register, to print", "In the building ");
    let (_, lines) = lines.split_once(first).unwrap_or_else(|| panic!("{first}: {lines}"));
    let (first, second) = lines.split_once(second).unwrap_or_else(|| panic!("{second}: {lines}"));
    [first.contains(ASK), second.contains(ASK)]
}

#[test]
fn reception_asks_first_while_the_colleague_is_upstairs_without_an_appointment() {
    let (stage, olwen) = county();
    let (rafe, other) = (sentenced(&stage, "Rafe North"), sentenced(&stage, "Oona Other"));
    from_staff(&stage, &olwen, &rafe, "P01T1A2");
    for on in ["11/8/2015", "12/8/2015"] {
        stage.done(&olwen, &booking(&stage, &olwen, &rafe, &format!("{on} 2pm"), "P01S1"));
        stage.done(&olwen, &booking(&stage, &olwen, &other, &format!("{on} 3pm"), "P01S1"));
    }
    away(&stage, "P01T1A2", "2015-08-12");
    let adil = stage.sign_in("adil");
    let page = stage.page(&adil, "/sites/P01S1/2015-08-11");
    assert_eq!(asked(&page, "2pm", "3pm"), [true, false], "{}", page.text());
    assert!(!page.says("Peter") && !page.says("apart"), "{}", page.text());
    let page = stage.page(&adil, "/sites/P01S1/2015-08-12");
    assert_eq!(asked(&page, "2pm", "3pm"), [false, false], "he is away: {}", page.text());

    // He comes without an appointment, and is asked about before he is pressed in.
    stage.set_clock("2015-08-13T11:00");
    let (adil, desk) = (stage.sign_in("adil"), "/sites/P01S1/2015-08-13");
    let find = |case: &Case| {
        let form = stage.page(&adil, desk).form(&format!("{desk}/find")).with("q", &case.crn);
        stage.send(&adil, &form).says(ASK)
    };
    assert!(find(&rafe) && !find(&other));
}

#[test]
fn at_another_office_they_are_taken_to_be_there_from_their_first_appointment_to_their_last() {
    let (stage, olwen) = county();
    let (rafe, other) = (sentenced(&stage, "Rafe North"), sentenced(&stage, "Oona Other"));
    from_staff(&stage, &olwen, &rafe, "P01T1A2");
    let with_peter = |at: &str| booking(&stage, &olwen, &other, at, "P01S3").with("officer", "P01T1A2");
    stage.done(&olwen, &with_peter("11/8/2015 10am"));
    stage.done(&olwen, &with_peter("11/8/2015 4pm"));
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "11/8/2015 1pm", "P01S3"));
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "11/8/2015 6pm", "P01S3"));
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "12/8/2015 1pm", "P01S3"));
    let adil = stage.sign_in("adil");
    let page = stage.page(&adil, "/sites/P01S3/2015-08-11");
    assert!(asked(&page, "1pm", "6pm")[0], "{}", page.text());
    let page = stage.page(&adil, "/sites/P01S3/2015-08-12");
    assert!(!page.says(ASK), "nothing says that he comes: {}", page.text());
}

#[test]
fn who_else_is_to_be_there_is_asked_about_by_name_as_whoever_sees_them_is() {
    let (stage, olwen) = county();
    let (rafe, other) = (sentenced(&stage, "Rafe North"), sentenced(&stage, "Oona Other"));
    from_staff(&stage, &olwen, &rafe, "P01T1A2");
    let joined = |case: &Case, at: &str, with: &str| {
        booking(&stage, &olwen, case, at, "P01S1").with("kind", "C084").with("with", with)
    };
    for named in ["Peter Practitioner", "his mother; PRACTITIONER, Peter", "p01t1a2 hands over"] {
        let refused = stage.send(&olwen, &joined(&rafe, "11/8/2015 2pm", named));
        assert_eq!(refused.status, 422, "{named}: {}", refused.text());
        let words = "can’t be booked for this person. Free times are looked for without whoever else was to be there";
        assert!(refused.says(words), "{named}: {}", refused.text());
    }
    // The twins: another Peter, and somebody else with him.
    stage.done(&olwen, &joined(&rafe, "11/8/2015 2pm", "Peter, an interpreter"));
    stage.done(&olwen, &joined(&other, "12/8/2015 2pm", "Peter Practitioner"));
    let words = "Other, Oona, Wed 12 Aug 2015, 2pm: must be kept apart from whoever is to see them";
    assert!(!stage.page(&olwen, "/day").says(words));
    from_staff(&stage, &olwen, &other, "P01T1A2");
    assert!(stage.page(&olwen, "/day").says(words), "arranged later: {}", stage.page(&olwen, "/day").text());

    let booked = stage.read(|snapshot| snapshot.diary_of(&other.stream)).pop().expect("it is booked").appointment;
    let path = format!("{}/appointments/{booked}/move", other.home);
    let moving = stage.page(&olwen, &path).form(&path).with("date", "14/8/2015").with("time", "2pm");
    let refused = stage.send(&olwen, &moving.with("reason", "The room is taken."));
    let words = "stays with it: to leave them out, call it off and book again";
    assert!(refused.status == 422 && refused.says(words), "a move: {}", refused.text());

    let sana = stage.sign_in("sana");
    let let_be = booking(&stage, &sana, &rafe, "13/8/2015 2pm", "P01S1").with("with", "Peter Practitioner");
    stage.done(&sana, &let_be.with("override", "They make it up, in the large room."));
}
