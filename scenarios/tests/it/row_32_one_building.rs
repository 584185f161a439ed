//! Failure 32, in one building that has two names: two organisations' codes, or the address at which somebody lives.
//!
//! Given two people who must be kept apart. When another organisation would open a building that is open already, then it is
//! told whose it is and asks to be let in, so that both book into one diary and one reception; and where a building came to have
//! two codes before, a booking by the one is held against what is booked by the other. When one of the two lives in a building
//! of the service, a hostel, then the other is not booked there, and whatever was is listed at once. The twins: next door.

use record::StreamId;
use record::facts::Fact;
use record::facts::keepapart::KeepApartMoved;
use record::facts::organisation::SiteOpened;
use record::facts::site::{SiteArranged, SiteAssessed};
use record::time::Happened;
use scenarios::{Browser, Case, Stage, day};
use service::Said;

use crate::row_32_homes::moves_to;
use crate::row_32_rivals::{booking, keep_apart};
use crate::{CAME, county, sentenced};

const REFUSED: &str = "can’t be booked for this person";
const OFFICE: &str = "1 Sample Street\nPinemere";

/// Rafe of the one company, Riva of the other, nobody kept apart yet.
fn two() -> (Stage, Browser, Browser, Case, Case) {
    let (stage, olwen) = county();
    let quinn = stage.sign_in("quinn");
    let (rafe, riva) = (sentenced(&stage, "Rafe North"), sentenced(&stage, "Riva South"));
    stage.allocate(&riva, "Q02T1A1", day("2015-08-03"));
    (stage, olwen, quinn, rafe, riva)
}

fn opening(stage: &Stage, browser: &Browser, address: &str) -> scenarios::Form {
    let form = stage.page(browser, "/sites/new").form("/sites/new").with("name", "Quay at Pinemere");
    form.with("code", "Q02S9").with("address", address)
}

fn uses(stage: &Stage, browser: &Browser, what: &str) -> scenarios::Form {
    let form = stage.page(browser, "/sites/P01S1/uses").form("/sites/P01S1/uses");
    form.with("organisation", "Q02").with("what", what).with("from", "1/8/2015")
}

/// A place that the other company opened before anybody compared addresses.
fn opened_before(stage: &Stage, nth: u8, code: &str, address: [&str; 2]) {
    let stream = StreamId::new("site", [nth; 16]);
    let on = Happened::On(day("2015-07-01"));
    let opened = SiteOpened {
        code: code.to_owned(),
        name: format!("Quay at {}", address[0]),
        address: address.map(str::to_owned).to_vec(),
        telephone: String::new(),
    };
    let arranged = SiteArranged { used_by: vec!["Q02".to_owned()], ..SiteArranged::default() };
    let found = SiteAssessed {
        approved: true,
        until: None,
        private: true,
        alarm: true,
        lone_working: false,
        near: Vec::new(),
        conditions: String::new(),
    };
    stage.say(vec![Said::new(&stream, opened, on), Said::new(&stream, arranged, on), Said::new(&stream, found, on)]);
}

/// What the arrangement they are in says of moves.
fn moves_told(stage: &Stage, of: &Case) -> Vec<KeepApartMoved> {
    let streams = stage.read(|snapshot| snapshot.apart_of(of.stream.as_str()));
    let entries = streams.iter().flat_map(|row| stage.entries_of(&row.stream));
    let facts = entries.filter_map(|entry| entry.content).map(|content| content.fact);
    facts.filter_map(|fact| if let Fact::KeepApartMoved(moved) = fact { Some(moved) } else { None }).collect()
}

#[test]
fn a_building_is_opened_once_and_whoever_comes_second_is_let_into_the_first() {
    let (stage, olwen, quinn, rafe, riva) = two();
    let (sana, rhys) = (stage.sign_in("sana"), stage.sign_in("rhys"));
    keep_apart(&stage, &olwen, &rafe, &[&riva], "rival_group");
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "11/8/2015 2pm", "P01S1"));

    let before = stage.entries();
    for address in [OFFICE, "First floor, 1 sample street, Pinemere\nZZ1 1SS"] {
        let refused = stage.send(&rhys, &opening(&stage, &rhys, address));
        assert_eq!(refused.status, 422, "{address}");
        assert!(refused.says("That is Pinemere office of"), "{}", refused.text());
        assert!(refused.says("ask them to let you use it"), "{}", refused.text());
    }
    assert_eq!(stage.entries(), before, "nothing is recorded");
    assert_eq!(stage.get(&rhys, "/sites/P01S1/uses").status, 403, "nobody lets themselves in");

    let late = stage.send(&sana, &uses(&stage, &sana, "begins").with("from", "4/8/2015"));
    assert!(late.status == 422 && late.says("That day is still to come"), "{}", late.text());
    stage.done(&sana, &uses(&stage, &sana, "begins"));
    let twice = stage.send(&sana, &uses(&stage, &sana, "begins"));
    assert!(twice.says("sees people there already"), "{}", twice.text());
    let form = booking(&stage, &quinn, &riva, "11/8/2015 2pm", "P01S1");
    let refused = stage.send(&quinn, &form);
    assert!(refused.status == 422 && refused.says(REFUSED), "{}", refused.text());
    assert!(!refused.says("Rafe"), "{}", refused.text());
    stage.done(&quinn, &form.with("time", "4pm"));
    assert_eq!(stage.get(&rhys, "/sites/P01S1/2015-08-11").status, 200, "one reception, for both");
    let of_guest = stage.send(&rhys, &uses(&stage, &rhys, "ends").with("organisation", "P01"));
    assert!(of_guest.status == 422 && of_guest.says("they say who uses it"), "{}", of_guest.text());

    let form = booking(&stage, &quinn, &riva, "12/8/2015 2pm", "P01S1");
    stage.done(&sana, &uses(&stage, &sana, "ends"));
    assert!(stage.send(&quinn, &form).says("Choose a place of your own organisation"));
    // The twin: next door.
    stage.done(&rhys, &opening(&stage, &rhys, "2 Sample Street\nPinemere"));
}

#[test]
fn a_building_that_has_two_codes_from_before_is_one_to_every_booking() {
    let (stage, olwen, quinn, rafe, riva) = two();
    opened_before(&stage, 90, "Q02S8", ["2 Sample Street", "Pinemere"]);
    opened_before(&stage, 91, "Q02S9", ["1 Sample Street", "Pinemere"]);
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "11/8/2015 2pm", "P01S1"));
    stage.done(&quinn, &booking(&stage, &quinn, &riva, "11/8/2015 2:15pm", "Q02S9"));
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "12/8/2015 2pm", "P01S1"));
    stage.done(&quinn, &booking(&stage, &quinn, &riva, "12/8/2015 2:15pm", "Q02S8"));
    keep_apart(&stage, &olwen, &rafe, &[&riva], "rival_group");

    let listed = stage.page(&olwen, &format!("{}/apart", rafe.home)).between("Too near", "Look at it again");
    assert!(listed.contains("11 Aug 2015, 2pm") && !listed.contains("12 Aug"), "{listed}");
    for (browser, words) in
        [(&olwen, "North, Rafe, Tue 11 Aug 2015, 2pm:"), (&quinn, "South, Riva, Tue 11 Aug 2015, 2:15pm:")]
    {
        let day = stage.page(browser, "/day");
        assert!(day.says(&format!("{words} must be kept apart")), "{}", day.text());
        assert!(!day.says("12 Aug 2015, 2pm:") && !day.says("12 Aug 2015, 2:15pm:"), "{}", day.text());
    }
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "13/8/2015 2pm", "P01S1"));
    let refused = stage.send(&quinn, &booking(&stage, &quinn, &riva, "13/8/2015 2:15pm", "Q02S9"));
    assert!(refused.status == 422 && refused.says(REFUSED), "{}", refused.text());
    stage.done(&quinn, &booking(&stage, &quinn, &riva, "13/8/2015 2:15pm", "Q02S8"));
}

#[test]
fn whoever_sits_at_the_desk_sees_everybody_whichever_code_they_are_booked_by() {
    let (stage, olwen, quinn, rafe, riva) = two();
    let next_door = sentenced(&stage, "Nora Next");
    stage.allocate(&next_door, "Q02T1A1", day("2015-08-03"));
    opened_before(&stage, 90, "Q02S8", ["2 Sample Street", "Pinemere"]);
    opened_before(&stage, 91, "Q02S9", ["1 Sample Street", "Pinemere"]);
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "11/8/2015 2pm", "P01S1"));
    stage.done(&quinn, &booking(&stage, &quinn, &riva, "11/8/2015 1:45pm", "Q02S9"));
    stage.done(&quinn, &booking(&stage, &quinn, &next_door, "11/8/2015 4pm", "Q02S8"));
    stage.set_clock("2015-08-11T13:30");
    let (adil, quinn) = (stage.sign_in("adil"), stage.sign_in("quinn"));
    let (theirs, hers) = ("/sites/P01S1/2015-08-11", "/sites/Q02S9/2015-08-11");
    for (browser, desk) in [(&adil, theirs), (&adil, hers), (&quinn, hers), (&quinn, theirs)] {
        let page = stage.page(browser, desk);
        let expected = page.between("Expected", "In the building");
        let (first, second) = (expected.find("South, Riva").expect("her"), expected.find("North, Rafe").expect("him"));
        assert!(first < second && !expected.contains("Next, Nora"), "by time: {expected}");
        assert!(page.says("This is one building with") && page.says("2 people expected"), "{}", page.text());
        let register = stage.page(browser, &format!("{desk}/print"));
        assert!(register.says("South, Riva") && register.says("North, Rafe"), "{}", register.text());
    }
    // She comes in under the code she is booked by, and is in the building by either.
    stage.done(&adil, &stage.page(&adil, theirs).form(&format!("{hers}/came")));
    for (browser, desk) in [(&adil, theirs), (&quinn, hers)] {
        let inside = stage.page(browser, desk).between("In the building", "Came without");
        assert!(inside.contains("South, Riva") && inside.contains("Since 1:30pm"), "{inside}");
    }
    // The twin: next door is another building, and its desk another's.
    let beside = stage.page(&quinn, "/sites/Q02S8/2015-08-11");
    assert!(beside.says("Next, Nora") && !beside.says("Riva") && !beside.says("one building"), "{}", beside.text());
    assert_eq!(stage.get(&adil, "/sites/Q02S8/2015-08-11").status, 403);
}

#[test]
fn whoever_has_just_been_seen_is_near_for_half_an_hour_though_the_outcome_is_recorded() {
    let (stage, olwen, _, rafe, riva) = two();
    opened_before(&stage, 91, "Q02S9", ["1 Sample Street", "Pinemere"]);
    keep_apart(&stage, &olwen, &rafe, &[&riva], "rival_group");
    let seen = stage.book(&olwen, &rafe, "2015-08-11T10:00");
    stage.set_clock("2015-08-11T10:31");
    let (olwen, quinn_then) = (stage.sign_in("olwen"), stage.sign_in("quinn"));
    assert_eq!(stage.record(&olwen, &rafe, &seen, CAME).status, 303, "recorded as he goes out");
    let near = stage.send(&quinn_then, &booking(&stage, &quinn_then, &riva, "11/8/2015 10:45am", "Q02S9"));
    assert!(near.status == 422 && near.says(REFUSED), "{}", near.text());
    stage.done(&quinn_then, &booking(&stage, &quinn_then, &riva, "11/8/2015 11am", "Q02S9"));
}

#[test]
fn a_caller_noted_by_the_other_code_of_a_building_is_for_the_senior_of_whoever_noted_them() {
    let (stage, _, _, _, _) = two();
    opened_before(&stage, 90, "Q02S8", ["2 Sample Street", "Pinemere"]);
    opened_before(&stage, 91, "Q02S9", ["1 Sample Street", "Pinemere"]);
    stage.set_clock("2015-08-11T13:30");
    let (quinn, rhys, sana) = (stage.sign_in("quinn"), stage.sign_in("rhys"), stage.sign_in("sana"));
    let told = |browser: &Browser| stage.page(browser, "/day").says("1 caller nobody could find on record");
    let note = |words: &str| {
        let path = "/sites/P01S1/2015-08-11/caller";
        let desk = stage.page(&quinn, "/sites/P01S1/2015-08-11");
        stage.done(&quinn, &desk.form(path).with("note", words));
    };
    assert!(!told(&rhys) && !told(&sana));
    note("Says he is Tom, sent from court.");
    assert!(told(&rhys), "{}", stage.page(&rhys, "/day").text());
    assert!(!told(&sana), "the twin: the building’s own senior, to whom nobody said it");
    stage.done(&rhys, &stage.page(&rhys, "/callers").form("/callers"));
    assert!(!told(&rhys), "one press");
}

#[test]
fn what_was_booked_is_listed_at_once_when_the_use_of_the_place_ends() {
    let (stage, olwen, quinn, rafe, riva) = two();
    let sana = stage.sign_in("sana");
    stage.done(&sana, &uses(&stage, &sana, "begins"));
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "11/8/2015 2pm", "P01S1"));
    stage.done(&quinn, &booking(&stage, &quinn, &riva, "12/8/2015 2pm", "P01S1"));
    let told = |browser: &Browser| stage.page(browser, "/day").says("can’t be held there");
    assert!(!told(&quinn) && !told(&olwen), "while both use it");
    let page = stage.page(&sana, "/sites/P01S1/uses");
    assert!(page.says("it is listed at once for whoever answers for it"), "{}", page.text());
    stage.done(&sana, &uses(&stage, &sana, "ends"));
    let day = stage.page(&quinn, "/day");
    assert!(day.says("South, Riva, Wed 12 Aug 2015, 2pm can’t be held there."), "{}", day.text());
    assert!(day.says("sees nobody there any more. Move it"), "{}", day.text());
    let site = stage.page(&sana, "/sites/P01S1");
    assert!(
        site.says("South, Riva, Wed 12 Aug 2015, 2pm") && site.says("sees nobody there any more"),
        "{}",
        site.text()
    );
    // The twins: who uses it still, and once they are let in again.
    assert!(!told(&olwen), "{}", stage.page(&olwen, "/day").text());
    stage.done(&sana, &uses(&stage, &sana, "begins"));
    assert!(!told(&quinn));
}

#[test]
fn the_next_appointment_is_not_where_they_see_nobody_any_more_though_this_one_is() {
    let (stage, _, quinn, _, riva) = two();
    let sana = stage.sign_in("sana");
    stage.done(&sana, &uses(&stage, &sana, "begins"));
    stage.done(&quinn, &booking(&stage, &quinn, &riva, "12/8/2015 2pm", "P01S1"));
    let booked = stage.read(|snapshot| snapshot.diary_of(&riva.stream)).pop().expect("it is booked").appointment;
    stage.done(&sana, &uses(&stage, &sana, "ends"));
    stage.set_clock("2015-08-12T14:30");
    let quinn = stage.sign_in("quinn");
    let path = format!("{}/appointments/{booked}", riva.home);
    let form = stage.page(&quinn, &path).form(&path).with("next_date", "19/8/2015").with("next_time", "2pm");
    let form = CAME.iter().fold(form, |form, (name, value)| form.with(name, value));
    let refused = stage.send(&quinn, &form);
    assert_eq!(refused.status, 422, "{}", refused.text());
    assert!(refused.says("sees nobody there any more. Choose another place"), "{}", refused.text());
    // The twin: once they are let in again.
    let sana = stage.sign_in("sana");
    stage.done(&sana, &uses(&stage, &sana, "begins"));
    stage.done(&quinn, &refused.form(&path));
}

#[test]
fn nobody_is_booked_in_a_building_where_somebody_lives_whom_they_must_not_meet() {
    let homes = ["1 Sample Street, Pinemere", "Room 4, 1 sample street, Pinemere, ZZ1 1SS"];
    for home in homes {
        let (stage, olwen, _, rafe, _) = two();
        let riva = sentenced(&stage, "Rita South");
        moves_to(&stage, &olwen, &rafe, home);
        keep_apart(&stage, &olwen, &rafe, &[&riva], "victim");
        let refused = stage.send(&olwen, &booking(&stage, &olwen, &riva, "11/8/2015 2pm", "P01S1"));
        assert!(refused.status == 422 && refused.says(REFUSED), "{home}: {}", refused.text());
        assert!(!refused.says("Rafe") && !refused.says("victim"), "{}", refused.text());
        stage.done(&olwen, &booking(&stage, &olwen, &riva, "11/8/2015 2pm", "P01S2").with("one_off", "No other room."));
        // The twins: he lives next door; she is somebody whom he may meet.
        let other = sentenced(&stage, "Oona Other");
        stage.done(&olwen, &booking(&stage, &olwen, &other, "12/8/2015 2pm", "P01S1"));
        moves_to(&stage, &olwen, &rafe, &home.replacen("1 ", "3 ", 1).replacen("Room 4, 1", "Room 4, 3", 1));
        stage.done(&olwen, &booking(&stage, &olwen, &riva, "13/8/2015 2pm", "P01S1"));
    }
}

#[test]
fn whoever_comes_to_live_in_a_building_is_listed_with_whom_they_must_not_meet_there() {
    let (stage, olwen, _, rafe, _) = two();
    let riva = sentenced(&stage, "Rita South");
    stage.done(&olwen, &booking(&stage, &olwen, &riva, "11/8/2015 2pm", "P01S1"));
    stage.done(&olwen, &booking(&stage, &olwen, &riva, "12/8/2015 2pm", "P01S3"));
    keep_apart(&stage, &olwen, &rafe, &[&riva], "victim");
    moves_to(&stage, &olwen, &rafe, "3 Sample Street, Pinemere, ZZ1 1SS");
    assert!(moves_told(&stage, &rafe).is_empty(), "next door touches nothing");

    moves_to(&stage, &olwen, &rafe, "1 Sample Street, Pinemere, ZZ1 1SS");
    let told = moves_told(&stage, &rafe);
    let slots = stage.read(|snapshot| snapshot.diary_of(&riva.stream));
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].touches, [format!("{}/{}", riva.stream, slots[0].appointment)]);
    let listed = stage.page(&olwen, &format!("{}/apart", riva.home)).between("Too near", "Look at it again");
    assert!(listed.contains("11 Aug 2015, 2pm") && !listed.contains("12 Aug"), "{listed}");
    let day = stage.page(&olwen, "/day");
    assert!(day.says("South, Rita, Tue 11 Aug 2015, 2pm: must be kept apart"), "{}", day.text());
    assert!(!day.says("12 Aug 2015, 2pm:"), "{}", day.text());

    let visit = |at: &str| booking(&stage, &olwen, &rafe, at, "P01S1").with("kind", "CHVS");
    let refused = stage.send(&olwen, &visit("11/8/2015 2:45pm"));
    assert!(refused.status == 422 && refused.says(REFUSED), "she is in his hostel then: {}", refused.text());
    stage.done(&olwen, &visit("11/8/2015 4pm"));
}
