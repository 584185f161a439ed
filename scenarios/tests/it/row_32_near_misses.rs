//! Failure 32, told to whoever leads: what nearly happened, or did, by building and week.
//!
//! Given two people of one team who must be kept apart. When a booking of one of them beside the other is refused, when a senior
//! lets one be, or when both are in one building at once, then the week of the team says so once that week is over: where, if enough
//! others came into that building, and how often in steps of five, and neither who nor why. The twins, who need not be kept from anybody, are seen in the same
//! building at the same time, and nothing is told of them. Of a record that the senior may not open nothing is told either.

use record::facts::person::{AccessLimited, Arrived, Left, LimitKind};
use record::time::Happened;
use scenarios::{Browser, Case, Stage, day};
use service::Said;

use crate::row_32_rivals::{booking, keep_apart};
use crate::{county, sentenced};

/// The row of the first week.
const WEEK: &str = "Mon 3 Aug 2015";

/// What the team's week says of near misses.
fn told(stage: &Stage, senior: &str) -> String {
    let senior = stage.sign_in(senior);
    let page = stage.page(&senior, "/team");
    assert!(!page.body.contains("keepapart-"), "no arrangement is named");
    page.between("Near misses", "Only weeks that are over")
}

/// Rafe and Riva, who must not meet; Rafe is expected on the 11th at 2pm.
fn rivals() -> (Stage, Browser, Case, Case) {
    let (stage, olwen) = county();
    let (rafe, riva) = (sentenced(&stage, "Rafe North"), sentenced(&stage, "Riva South"));
    keep_apart(&stage, &olwen, &rafe, &[&riva], "feud");
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "11/8/2015 2pm", "P01S1"));
    (stage, olwen, rafe, riva)
}

fn refused(stage: &Stage, browser: &Browser, case: &Case) {
    let refused = stage.send(browser, &booking(stage, browser, case, "11/8/2015 2:30pm", "P01S1"));
    assert!(refused.says("can’t be booked for this person"), "{}", refused.text());
}

/// Somebody is in the Pinemere office from one minute until another, as reception notes it.
fn visits(stage: &Stage, case: &Case, from: &str, until: &str) {
    let at = |minute: &str| Happened::At(minute.parse().expect("a minute"));
    let arrived = Arrived { site: "P01S1".to_owned(), appointment: None };
    let arrived = Said::new(&case.stream, arrived, at(from)).about("visit-1");
    stage.say(vec![arrived, Said::new(&case.stream, Left {}, at(until)).about("visit-1")]);
}

/// Five others are seen in the Pinemere office that week: its register tells nothing of anybody.
fn others_come(stage: &Stage) {
    for name in ["Ann First", "Ben Second", "Cy Third", "Dee Fourth", "Ed Fifth"] {
        visits(stage, &sentenced(stage, name), "2015-08-05T10:00", "2015-08-05T10:40");
    }
}

#[test]
fn what_was_refused_is_told_when_its_week_is_over_by_building_and_of_nobody() {
    let (stage, olwen, rafe, riva) = rivals();
    refused(&stage, &olwen, &riva);
    stage.set_clock("2015-08-07T16:00");
    let meanwhile = told(&stage, "sana");
    assert!(meanwhile.contains("None is known in these weeks"), "while the week runs: {meanwhile}");

    stage.set_clock("2015-08-10T09:00");
    let misses = told(&stage, "sana");
    let few = format!("{WEEK}, buildings into which fewer than 5 came Bookings refused: fewer than 5");
    assert!(misses.contains(&few) && !misses.contains("Pinemere"), "its register would tell who: {misses}");
    others_come(&stage);
    let misses = told(&stage, "sana");
    assert!(misses.contains(&format!("{WEEK}, Pinemere office Bookings refused: fewer than 5")), "{misses}");
    for secret in ["Rafe", "Riva", rafe.crn.as_str(), riva.crn.as_str(), "feud", "11 Aug"] {
        assert!(!misses.contains(secret), "{secret}: {misses}");
    }
    // Whoever leads another organisation's team is told of theirs.
    assert!(told(&stage, "rhys").contains("None is known in these weeks"));
    // Four weeks later it is over and done with.
    stage.set_clock("2015-09-07T09:00");
    assert!(told(&stage, "sana").contains("None is known in these weeks"));
}

#[test]
fn as_many_as_five_are_told_as_five() {
    let (stage, olwen, _, riva) = rivals();
    for _ in 0..5 {
        refused(&stage, &olwen, &riva);
    }
    stage.set_clock("2015-08-10T09:00");
    others_come(&stage);
    let misses = told(&stage, "sana");
    assert!(misses.contains(&format!("{WEEK}, Pinemere office Bookings refused: 5 or more")), "{misses}");
}

#[test]
fn what_a_senior_let_be_is_told_and_the_twins_are_booked_together_without_a_word() {
    let (stage, _, _, riva) = rivals();
    let sana = stage.sign_in("sana");
    let again = booking(&stage, &sana, &riva, "11/8/2015 2:30pm", "P01S1");
    let shown = stage.send(&sana, &again);
    stage.done(&sana, &shown.form(&format!("{}/book", riva.home)).with("override", "Two doors, two colleagues."));
    stage.set_clock("2015-08-10T09:00");
    let misses = told(&stage, "sana");
    assert!(misses.contains("let be by a senior") && !misses.contains("Pinemere"), "few came there: {misses}");
    others_come(&stage);
    let misses = told(&stage, "sana");
    assert!(
        misses.contains(&format!(
            "{WEEK}, Pinemere office Bookings refused: fewer than 5; let be by a senior: fewer than 5"
        )),
        "{misses}"
    );
    assert!(!misses.contains("Two doors"), "{misses}");

    let (stage, olwen) = county();
    for (name, at) in [("Ned Neither", "11/8/2015 2pm"), ("Nan Neither", "11/8/2015 2:30pm")] {
        stage.done(&olwen, &booking(&stage, &olwen, &sentenced(&stage, name), at, "P01S1"));
    }
    stage.set_clock("2015-08-10T09:00");
    assert!(told(&stage, "sana").contains("None is known in these weeks"));
}

#[test]
fn two_who_were_in_a_building_at_once_are_told_of_and_where_only_if_others_came_as_well() {
    let (stage, _, rafe, riva) = rivals();
    let (ned, nan) = (sentenced(&stage, "Ned Neither"), sentenced(&stage, "Nan Neither"));
    stage.set_clock("2015-08-06T17:00");
    visits(&stage, &rafe, "2015-08-06T10:00", "2015-08-06T10:40");
    visits(&stage, &riva, "2015-08-06T10:30", "2015-08-06T11:00");
    for twin in [&ned, &nan] {
        visits(&stage, twin, "2015-08-06T10:00", "2015-08-06T10:40");
    }
    stage.set_clock("2015-08-10T09:00");
    let misses = told(&stage, "sana");
    let few = format!("{WEEK}, buildings into which fewer than 5 came In the building at once: fewer than 5");
    assert!(misses.contains(&few) && !misses.contains("Pinemere"), "{misses}");

    visits(&stage, &sentenced(&stage, "Fay Fifth"), "2015-08-05T10:00", "2015-08-05T10:40");
    let misses = told(&stage, "sana");
    assert!(misses.contains(&format!("{WEEK}, Pinemere office In the building at once: fewer than 5")), "{misses}");
    assert!(!misses.contains("buildings into"), "{misses}");

    // Of the record of one of them, which she may not open, nothing is told; the other's is hers to lead.
    let limited = AccessLimited { kind: LimitKind::Exclusion, staff: vec!["P01T1A0".to_owned()] };
    for case in [&rafe, &riva] {
        let limit = Said::new(&case.stream, limited.clone(), Happened::On(day("2015-08-10"))).about("limit-1");
        stage.say(vec![limit]);
    }
    assert!(told(&stage, "sana").contains("None is known in these weeks"));
}

#[test]
fn one_who_had_left_before_the_other_came_met_nobody() {
    let (stage, _, rafe, riva) = rivals();
    stage.set_clock("2015-08-06T17:00");
    visits(&stage, &rafe, "2015-08-06T10:00", "2015-08-06T10:29");
    visits(&stage, &riva, "2015-08-06T10:30", "2015-08-06T11:00");
    stage.set_clock("2015-08-10T09:00");
    assert!(told(&stage, "sana").contains("None is known in these weeks"));
}

#[test]
fn an_officer_is_not_told() {
    let (stage, olwen, _, riva) = rivals();
    refused(&stage, &olwen, &riva);
    stage.set_clock("2015-08-10T09:00");
    let olwen = stage.sign_in("olwen");
    assert_eq!(stage.get(&olwen, "/team").status, 403);
}
