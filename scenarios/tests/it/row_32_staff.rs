//! Failure 32, with staff: somebody must not meet a member of staff, and that is arranged after they were booked.
//!
//! Given a man who must not meet an officer, and bookings that stand. When it is arranged, then the day of each officer
//! lists those of their appointments that bring the two together: his with that officer, hers in the building where that
//! officer sees somebody else, and that other one as well. The twins are the same on another day. A senior confirms what
//! names a colleague; who keeps somebody from themselves needs nobody. Whoever records early that somebody came has not left.
//! Nobody is given the case of somebody whom they must not meet, nor covers for whoever holds it; and where it was arranged
//! later, or falls to them because nobody else is at work, it is on the day of whoever answers.

use scenarios::{Browser, Case, Stage};

use crate::row_32_rivals::booking;
use crate::{county, sentenced};

/// Keeps somebody apart from a member of staff.
fn from_staff(stage: &Stage, browser: &Browser, case: &Case, staff: &str) {
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

fn away(stage: &Stage, browser: &Browser, cover: &str) -> scenarios::Form {
    let form = stage.page(browser, "/away/P01T1A1").form("/away/P01T1A1").with("from", "10/8/2015");
    form.with("until", "14/8/2015").with("kind", "leave").with("cover", cover)
}

#[test]
fn nobody_is_given_somebody_whom_they_must_not_meet() {
    let (stage, olwen) = county();
    let (rafe, other) = (sentenced(&stage, "Rafe North"), sentenced(&stage, "Oona Other"));
    let sana = stage.sign_in("sana");
    let to_peter = |case: &Case| {
        let path = format!("{}/allocate", case.home);
        stage.page(&sana, &path).form(&path).with("to", "P01T1A2")
    };
    let asked_before = to_peter(&rafe);
    from_staff(&stage, &olwen, &rafe, "P01T1A2");
    for form in [to_peter(&rafe), asked_before] {
        let refused = stage.send(&sana, &form);
        assert_eq!(refused.status, 422);
        assert!(refused.says("can’t be given one of these cases. Choose somebody else"), "{}", refused.text());
    }
    let all = stage.page(&sana, "/allocate/P01T1A1").form("/allocate/P01T1A1").with("all", "P01T1A2");
    let refused = stage.send(&sana, &all);
    assert!(refused.status == 422 && refused.says("can’t be given one of these cases"), "{}", refused.text());
    // The twins: somebody else to him, and him to somebody else.
    stage.done(&sana, &to_peter(&other));
    let path = format!("{}/allocate", rafe.home);
    stage.done(&sana, &stage.page(&sana, &path).form(&path).with("to", "P01T1A0"));
}

#[test]
fn nobody_covers_for_whoever_holds_somebody_whom_they_must_not_meet() {
    let (stage, olwen) = county();
    let rafe = sentenced(&stage, "Rafe North");
    stage.done(&olwen, &away(&stage, &olwen, "P01T1A2").with("from", "3/8/2015").with("until", "3/8/2015"));
    from_staff(&stage, &olwen, &rafe, "P01T1A2");
    let refused = stage.send(&olwen, &away(&stage, &olwen, "P01T1A2"));
    assert_eq!(refused.status, 422);
    assert!(refused.says("They can’t cover for all of these people. Choose another"), "{}", refused.text());
    // The twins: another colleague, and once he is somebody else's.
    stage.done(&olwen, &away(&stage, &olwen, "P01T1A0"));
    stage.allocate(&rafe, "P01T1A0", scenarios::day("2015-08-03"));
    stage.done(&olwen, &away(&stage, &olwen, "P01T1A2").with("from", "17/8/2015").with("until", "18/8/2015"));
}

#[test]
fn whoever_answers_meanwhile_has_on_their_day_whom_they_must_not_meet() {
    const MARK: &str = "must be kept apart from whoever is to see them";
    for (cover, name, staff) in [("P01T1A2", "peter", "P01T1A2"), ("", "sana", "P01T1A0")] {
        let (stage, olwen) = county();
        let (rafe, other) = (sentenced(&stage, "Rafe North"), sentenced(&stage, "Oona Other"));
        stage.done(&olwen, &booking(&stage, &olwen, &rafe, "11/8/2015 2pm", "P01S1"));
        stage.done(&olwen, &booking(&stage, &olwen, &other, "11/8/2015 4pm", "P01S1"));
        stage.done(&olwen, &away(&stage, &olwen, cover));
        from_staff(&stage, &olwen, &rafe, staff);
        stage.set_clock("2015-08-10T09:00");
        let browser = stage.sign_in(name);
        let day = stage.page(&browser, "/day");
        assert!(day.says(&format!("North, Rafe, Tue 11 Aug 2015, 2pm: {MARK}")), "{name}: {}", day.text());
        assert!(!day.says("Other, Oona, Tue 11 Aug 2015, 4pm:"), "{name}: {}", day.text());
        let slots = stage.page(&browser, "/day/2015-08-11").text();
        assert_eq!(slots.matches("They and whoever is to see them must not meet").count(), 1, "{name}: {slots}");
        // The twin: whoever is at work again.
        stage.set_clock("2015-08-17T09:00");
        let browser = stage.sign_in(name);
        assert!(!stage.page(&browser, "/day").says(MARK), "{name}");
    }
}
