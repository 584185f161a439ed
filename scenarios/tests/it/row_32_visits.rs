//! Failure 32, outside the service's buildings: a visit to a home where somebody lives whom the person must not meet.
//!
//! Given two people who must be kept apart, and a home. When one of them is to be visited where the other lives, then the
//! booking is refused as it is in a building, by the same words; the twins are the same visit to another address, and of
//! somebody else to the same one. A visit has an address of its own and no building. What stands again because its outcome
//! was taken back is listed; and whoever has not left a building since yesterday is in it.

use record::facts::Fact;
use record::facts::address::AddressRecorded;
use record::facts::elsewhere::Elsewhere;
use record::time::Happened;
use scenarios::{Browser, Case, Form, Stage, day};
use service::Said;

use crate::row_32_rivals::{booking, keep_apart};
use crate::{ILL, county, sentenced};

/// Somebody who lives there, the last line the postcode.
fn living(stage: &Stage, name: &str, address: &str) -> Case {
    let case = sentenced(stage, name);
    let (line, postcode) = address.rsplit_once(", ").expect("a postcode");
    lives_at(stage, &case, &[line], postcode);
    case
}

fn lives_at(stage: &Stage, case: &Case, lines: &[&str], postcode: &str) {
    let lines = lines.iter().map(|line| (*line).to_owned()).collect();
    let moved =
        AddressRecorded { lines, postcode: postcode.to_owned(), from: day("2015-08-01"), ..AddressRecorded::default() };
    stage.say(vec![Said::new(&case.stream, moved, Happened::On(day("2015-08-03")))]);
}

fn visit(stage: &Stage, browser: &Browser, case: &Case, at: &str, address: &str, whose: &str) -> Form {
    let form = booking(stage, browser, case, at, "P01S1").with("kind", "CHVS");
    form.with("visit", address).with("whose", whose)
}

/// Rafe and Riva, who must be kept apart, each at home.
fn rivals(stage: &Stage, olwen: &Browser) -> (Case, Case) {
    let rafe = living(stage, "Rafe North", "14 Fox Lane, ZZ1 4FX");
    let riva = living(stage, "Riva South", "3 Elm Row, ZZ1 3ER");
    keep_apart(stage, olwen, &rafe, &[&riva], "feud");
    (rafe, riva)
}

#[test]
fn nobody_is_visited_where_somebody_lives_whom_they_must_not_meet() {
    let (stage, olwen) = county();
    let (_, riva) = rivals(&stage, &olwen);
    let other = living(&stage, "Oona Other", "8 Oak Road, ZZ1 8OR");
    let written = [
        "14 Fox Lane, ZZ1 4FX",
        "Flat 2, 14 fox lane\nzz14fx",
        "14 Fox Lane, Westmarch ZZ1 4FX",
        "2 Rose Cottage, 14 Fox Lane, ZZ1 4FX",
    ];
    for (nth, address) in written.into_iter().enumerate() {
        let refused = stage.send(&olwen, &visit(&stage, &olwen, &riva, "11/8/2015 2pm", address, "A friend’s"));
        assert_eq!(refused.status, 422, "{nth}: {}", refused.text());
        assert!(
            refused.says("That address on Tue 11 Aug 2015, 2pm can’t be booked for this person."),
            "{}",
            refused.text()
        );
        assert!(!refused.says("Rafe") && !refused.says("feud") && !refused.says("Free instead"), "{}", refused.text());
    }
    let rows = stage.read(|snapshot| snapshot.who_read(&store::WhoRead::all(riva.stream.clone()), 50));
    assert_eq!(
        rows.iter().filter(|seen| seen.row.purpose == "people must be kept apart").count(),
        4,
        "logged and counted"
    );
    let unfinished = stage.send(&olwen, &visit(&stage, &olwen, &riva, "11/8/2015 2pm", "14 Fox Lane", "A friend’s"));
    assert!(unfinished.status == 422 && unfinished.says("Type the postcode last"), "{}", unfinished.text());

    // The twins.
    stage.done(&olwen, &visit(&stage, &olwen, &riva, "11/8/2015 2pm", "15 Fox Lane, ZZ1 4FX", "A friend’s"));
    stage.done(&olwen, &visit(&stage, &olwen, &other, "12/8/2015 2pm", "14 Fox Lane, ZZ1 4FX", "A friend’s"));
    stage.done(&olwen, &visit(&stage, &olwen, &riva, "13/8/2015 2pm", "", ""));
}

#[test]
fn a_home_without_a_postcode_is_told_by_its_number_street_and_town() {
    let (stage, olwen) = county();
    let (rafe, riva, other) =
        (sentenced(&stage, "Rafe North"), sentenced(&stage, "Riva South"), sentenced(&stage, "Oona Other"));
    lives_at(&stage, &rafe, &["14 Fox Lane", "Westmarch"], "");
    // Booked before anything is arranged.
    stage.done(
        &olwen,
        &visit(&stage, &olwen, &other, "11/8/2015 10am", "Flat 2, 14 Fox Lane, Westmarch ZZ1 4FX", "A friend’s"),
    );
    keep_apart(&stage, &olwen, &rafe, &[&riva, &other], "feud");
    let there = visit(&stage, &olwen, &riva, "11/8/2015 2pm", "Flat 2, 14 Fox Lane, Westmarch ZZ1 4FX", "A friend’s");
    let refused = stage.send(&olwen, &there);
    assert!(refused.status == 422 && refused.says("can’t be booked for this person"), "{}", refused.text());

    let page = stage.page(&olwen, &format!("{}/apart", other.home));
    let touched = page.between("Too near to one another now", "Look at it again");
    assert!(touched.contains("Tue 11 Aug 2015, 10am"), "{touched}");
    let today = stage.page(&olwen, "/day");
    assert!(today.says("Other, Oona, Tue 11 Aug 2015, 10am: must be kept apart"), "{}", today.text());
    let words = "No postcode is known of their address: 14 Fox Lane, Westmarch.";
    let page = stage.page(&olwen, &format!("{}/apart", rafe.home));
    assert!(page.says(words), "{}", page.text());
    assert!(!stage.page(&olwen, &format!("{}/apart", riva.home)).says("No postcode"), "hers is known");

    // The twins.
    for (at, address) in [
        ("12/8/2015 2pm", "15 Fox Lane, Westmarch ZZ1 4FX"),
        ("13/8/2015 2pm", "14 Fox Lane, Eastmarch ZZ9 4FX"),
        ("14/8/2015 2pm", "3 Elm Row, Westmarch ZZ1 3ER"),
    ] {
        stage.done(&olwen, &visit(&stage, &olwen, &riva, at, address, "A friend’s"));
    }
}

#[test]
fn two_who_must_be_kept_apart_are_not_visited_at_one_address_at_one_time() {
    let (stage, olwen) = county();
    let peter = stage.sign_in("peter");
    let (rafe, riva) = rivals(&stage, &olwen);
    stage.done(&olwen, &visit(&stage, &olwen, &rafe, "11/8/2015 2pm", "1 Mill Street, ZZ2 1MS", "The library"));
    let again = visit(&stage, &peter, &riva, "11/8/2015 2:15pm", "1 Mill Street, ZZ2 1MS", "The library");
    assert!(stage.send(&peter, &again).says("can’t be booked for this person"));
    let later = visit(&stage, &peter, &riva, "11/8/2015 4pm", "1 Mill Street, ZZ2 1MS", "The library");
    stage.done(&peter, &later);
}

#[test]
fn a_visit_to_one_of_the_buildings_is_booked_there() {
    let (stage, olwen) = county();
    let (rafe, riva) = rivals(&stage, &olwen);
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "11/8/2015 2pm", "P01S1"));
    for address in ["1 Sample Street, Pinemere", "1 sample street, Pinemere ZZ1 1SS"] {
        let answer = stage.send(&olwen, &visit(&stage, &olwen, &riva, "11/8/2015 2pm", address, "An office"));
        assert_eq!(answer.status, 422, "{address}");
        assert!(answer.says("That is Pinemere office: book it there"), "{address}: {}", answer.text());
    }
    stage.done(
        &olwen,
        &visit(&stage, &olwen, &riva, "11/8/2015 4pm", "2 Sample Street, Pinemere ZZ1 1SS", "A friend’s"),
    );
}

#[test]
fn a_visit_has_an_address_of_its_own_and_no_building_expects_it() {
    let (stage, olwen) = county();
    let case = living(&stage, "Hal Home", "14 Fox Lane, ZZ1 4FX");
    let path = format!("{}/book", case.home);
    let page = stage.page(&olwen, &path);
    assert!(page.says("For a home visit leave it empty: 14 Fox Lane, ZZ1 4FX"), "{}", page.text());
    assert!(page.says("Who else lives there Not known: nobody was asked"), "{}", page.text());
    assert!(!page.says("safe"), "{}", page.text());
    stage.done(&olwen, &visit(&stage, &olwen, &case, "4/8/2015 10am", "", ""));
    let last = stage.entries_of(&case.stream).pop().and_then(|entry| entry.content).expect("an entry");
    let Fact::AppointmentBooked(booked) = &last.fact else { panic!("{:?}", last.fact) };
    assert_eq!(
        (booked.site.as_str(), booked.at.as_ref().map(Elsewhere::line)),
        ("", Some("14 Fox Lane, ZZ1 4FX".into()))
    );

    stage.set_clock("2015-08-04T09:00");
    let (olwen, adil) = (stage.sign_in("olwen"), stage.sign_in("adil"));
    for path in ["/day", "/week/2015-08-04", "/day/2015-08-04/print", &case.home] {
        assert!(
            stage.page(&olwen, path).says("14 Fox Lane, ZZ1 4FX (their home)"),
            "{path}: {}",
            stage.page(&olwen, path).text()
        );
    }
    let desk = stage.page(&adil, "/sites/P01S1/2015-08-04");
    assert!(!desk.says("Home, Hal"), "{}", desk.text());

    let else_where = visit(&stage, &olwen, &case, "5/8/2015 10am", "9 Far Street, ZZ9 9FS", "");
    let asked = stage.send(&olwen, &else_where);
    assert!(asked.status == 422 && asked.says("Say whose address it is, or what place"), "{}", asked.text());
    let nowhere = visit(&stage, &olwen, &case, "5/8/2015 10am", "", "").with("kind", "COOO");
    assert!(stage.send(&olwen, &nowhere).says("Type where it is to be"));
}

#[test]
fn a_visit_is_moved_with_its_address_and_checked_again() {
    let (stage, olwen) = county();
    let (_, riva) = rivals(&stage, &olwen);
    stage.done(&olwen, &visit(&stage, &olwen, &riva, "11/8/2015 2pm", "1 Mill Street, ZZ2 1MS", "The library"));
    let rows = stage.read(|snapshot| snapshot.diary_of(&riva.stream));
    let path = format!("{}/appointments/{}/move", riva.home, rows[0].appointment);
    let page = stage.page(&olwen, &path);
    assert!(page.says("1 Mill Street, ZZ2 1MS (The library)") && !page.says("Room (optional)"), "{}", page.text());
    let form = page.form(&path).with("date", "12/8/2015").with("time", "2pm").with("reason", "They asked");
    let there = form.clone().with("visit", "14 Fox Lane, ZZ1 4FX").with("whose", "A friend’s");
    assert!(stage.send(&olwen, &there).says("can’t be booked for this person"));
    stage.done(&olwen, &form);
    let entry = stage.entries_of(&riva.stream).pop().and_then(|entry| entry.content).expect("an entry");
    let Fact::AppointmentMoved(moved) = &entry.fact else { panic!("{:?}", entry.fact) };
    assert_eq!(moved.at.as_ref().map(Elsewhere::words), Some("1 Mill Street, ZZ2 1MS (The library)".into()));
}

#[test]
fn the_officer_cannot_be_at_two_homes_at_once() {
    let (stage, olwen) = county();
    let (one, other) = (sentenced(&stage, "Uma One"), sentenced(&stage, "Uma Other"));
    stage.done(&olwen, &visit(&stage, &olwen, &one, "11/8/2015 2pm", "", ""));
    let again = stage.send(&olwen, &visit(&stage, &olwen, &other, "11/8/2015 2:15pm", "", ""));
    assert!(again.says("Whoever is to see them has another appointment at 2pm"), "{}", again.text());
}

#[test]
fn an_appointment_that_stands_again_is_listed_where_it_brings_people_together() {
    let (stage, olwen) = county();
    let (rafe, riva) = rivals(&stage, &olwen);
    let taken_back = stage.book(&olwen, &rafe, "2015-08-11T14:00");
    assert_eq!(stage.record(&olwen, &rafe, &taken_back, ILL).status, 303, "he sends word that he is ill");
    stage.done(&olwen, &booking(&stage, &olwen, &riva, "11/8/2015 2:30pm", "P01S1"));
    let page = stage.page(&olwen, &format!("{}/apart", rafe.home));
    assert!(!page.says("Too near"), "the twin: nothing touches while he is not to come");

    let entries = stage.entries_of(&rafe.stream);
    let of = |entry: &&record::entry::Entry| {
        matches!(entry.content.as_ref().map(|c| &c.fact), Some(Fact::OutcomeRecorded(_)))
    };
    let seq = entries.iter().find(of).expect("the outcome").id.seq;
    let path = format!("{}/entries/{seq}/correct", rafe.home);
    let page = stage.page(&olwen, &path);
    let form = page.form(&path).with("what", "wrong_person").with("reason", "It was his brother who rang.");
    stage.done(&olwen, &form);
    let page = stage.page(&olwen, &format!("{}/apart", rafe.home));
    let touched = page.between("Too near to one another now", "Look at it again");
    assert!(touched.contains("2pm") && touched.contains("2:30pm"), "{touched}");
    let address = page.addresses().into_iter().find(|href| href.starts_with("/apart/")).expect("its page");
    let review = stage.page(&olwen, &address);
    assert!(review.says("Tue 11 Aug 2015, 2pm stands again. Its outcome was taken back"), "{}", review.text());
    let day = stage.page(&olwen, "/day");
    assert!(day.says("North, Rafe, Tue 11 Aug 2015, 2pm: must be kept apart"), "{}", day.text());
}

#[test]
fn whoever_has_not_left_since_yesterday_is_in_the_building() {
    let (stage, olwen) = county();
    let (rafe, riva) = rivals(&stage, &olwen);
    let adil = stage.sign_in("adil");
    let desk = "/sites/P01S1/2015-08-03";
    let find = format!("{desk}/find");
    let found = stage.send(&adil, &stage.page(&adil, desk).form(&find).with("q", &rafe.crn));
    stage.done(&adil, &found.form(&format!("{desk}/came")));
    // Of a day to come nobody can say that he will be there still.
    stage.done(&olwen, &booking(&stage, &olwen, &riva, "5/8/2015 2pm", "P01S1"));
    stage.set_clock("2015-08-04T08:00");
    let (olwen, adil) = (stage.sign_in("olwen"), stage.sign_in("adil"));
    let refused = stage.send(&olwen, &booking(&stage, &olwen, &riva, "4/8/2015 2pm", "P01S1"));
    assert!(refused.says("can’t be booked for this person"), "{}", refused.text());
    let offered = refused.between("Free instead:", "If it must");
    assert!(!offered.contains("Tue 4 Aug 2015, in the morning, Pinemere"), "{offered}");
    assert!(offered.contains("Wed 5 Aug 2015"), "{offered}");

    let desk = stage.page(&adil, "/sites/P01S1/2015-08-04");
    let left = desk.forms().into_iter().find(|form| form.action.ends_with("/left")).expect("he is in the building");
    stage.done(&adil, &left);
    stage.done(&olwen, &booking(&stage, &olwen, &riva, "4/8/2015 2pm", "P01S1"));
}
