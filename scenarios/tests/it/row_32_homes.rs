//! Failure 32, when somebody moves: a new home may be where others are to be visited, or live, whom they must not meet.
//!
//! Given two people who must be kept apart. When one comes to live where the other is to be visited, then it is recorded, for it
//! happened; the arrangement lists it by the same act, and from then on nobody books the other there. The twins are the same
//! move to another address, and of somebody else to the same one. Who left a group is not covered by what is arranged later,
//! and stays in what was arranged before.

use record::facts::Fact;
use record::facts::keepapart::KeepApartMoved;
use scenarios::{Browser, Case, Stage};

use crate::row_32_groups::{from_group, joins};
use crate::row_32_rivals::{booking, keep_apart};
use crate::{county, sentenced};

pub(crate) fn moves_to(stage: &Stage, browser: &Browser, case: &Case, address: &str) {
    let path = format!("{}/addresses", case.home);
    let form = stage.page(browser, &path).form(&path).with("kind", "main").with("address", address);
    stage.done(browser, &form.with("from", "3/8/2015").with("said_by", "A colleague who was there"));
}

fn visit(stage: &Stage, browser: &Browser, case: &Case, at: &str, address: &str) -> scenarios::Form {
    let form = booking(stage, browser, case, at, "P01S1").with("kind", "CHVS");
    form.with("visit", address).with("whose", "A friend’s")
}

/// What an arrangement says of moves, last of all.
fn told(stage: &Stage, of: &Case) -> Vec<KeepApartMoved> {
    let streams = stage.read(|snapshot| snapshot.apart_of(of.stream.as_str()));
    let entries = streams.iter().flat_map(|row| stage.entries_of(&row.stream));
    let facts = entries.filter_map(|entry| entry.content).map(|content| content.fact);
    facts.filter_map(|fact| if let Fact::KeepApartMoved(moved) = fact { Some(moved) } else { None }).collect()
}

#[test]
fn whoever_moves_where_another_is_to_be_visited_is_listed_at_once() {
    let (stage, olwen) = county();
    let (rafe, riva, other) =
        (sentenced(&stage, "Rafe North"), sentenced(&stage, "Riva South"), sentenced(&stage, "Oona Other"));
    moves_to(&stage, &olwen, &rafe, "2 Elm Row, ZZ1 2ER");
    keep_apart(&stage, &olwen, &rafe, &[&riva], "feud");
    stage.done(&olwen, &visit(&stage, &olwen, &riva, "11/8/2015 2pm", "14 Fox Lane, ZZ1 4FX"));

    // The twins.
    moves_to(&stage, &olwen, &other, "14 Fox Lane, ZZ1 4FX");
    moves_to(&stage, &olwen, &rafe, "15 Fox Lane, ZZ1 4FX");
    assert!(told(&stage, &rafe).is_empty());
    assert!(!stage.page(&olwen, &format!("{}/apart", riva.home)).says("Too near"));

    moves_to(&stage, &olwen, &rafe, "Flat 2, 14 fox lane\nzz14fx");
    let moved = told(&stage, &rafe);
    assert_eq!(moved.len(), 1);
    let slot = &stage.read(|snapshot| snapshot.diary_of(&riva.stream))[0].appointment;
    assert_eq!(moved[0].touches, [format!("{}/{slot}", riva.stream)]);
    let page = stage.page(&olwen, &format!("{}/apart", riva.home));
    assert!(page.between("Too near", "Look at it again").contains("11 Aug 2015, 2pm"), "{}", page.text());
    assert!(stage.page(&olwen, "/day").says("South, Riva, Tue 11 Aug 2015, 2pm: must be kept apart"));
    let refused = stage.send(&olwen, &visit(&stage, &olwen, &riva, "12/8/2015 2pm", "14 Fox Lane, ZZ1 4FX"));
    assert!(refused.says("can’t be booked for this person") && !refused.says("Rafe"), "{}", refused.text());
    stage.done(&olwen, &visit(&stage, &olwen, &riva, "12/8/2015 2pm", "15 Fox Lane, ZZ1 4FX"));
}

#[test]
fn two_who_must_be_kept_apart_and_live_at_one_address_are_told_of_on_both_cases() {
    let (stage, olwen) = county();
    let quinn = stage.sign_in("quinn");
    let (rafe, riva) = (sentenced(&stage, "Rafe North"), sentenced(&stage, "Riva South"));
    stage.allocate(&riva, "Q02T1A1", scenarios::day("2015-08-03"));
    moves_to(&stage, &olwen, &rafe, "2 Elm Row, ZZ1 2ER");
    keep_apart(&stage, &olwen, &rafe, &[&riva], "victim");
    let words = "Somebody whom they must not meet lives at the same address";
    assert!(!stage.page(&olwen, &rafe.home).says(words));
    moves_to(&stage, &quinn, &riva, "Ground floor, 2 Elm Row, ZZ1 2ER");
    assert_eq!(told(&stage, &rafe)[0].beside, std::slice::from_ref(&rafe.stream));
    for (browser, case, other) in [(&olwen, &rafe, "Riva"), (&quinn, &riva, "Rafe")] {
        let page = stage.page(browser, &case.home);
        assert!(page.says(words) && !page.says(other), "{}", page.text());
        assert!(stage.page(browser, &format!("{}/apart", case.home)).says("Two of them live at one address"));
    }
    moves_to(&stage, &quinn, &riva, "9 Oak Road, ZZ1 9OR");
    assert!(!stage.page(&olwen, &rafe.home).says(words));
}

#[test]
fn whoever_left_a_group_is_not_kept_apart_by_what_is_arranged_later() {
    let (stage, olwen) = county();
    let (rafe, riva, later) =
        (sentenced(&stage, "Rafe North"), sentenced(&stage, "Riva South"), sentenced(&stage, "Lara Later"));
    from_group(&stage, &olwen, &rafe, "South Side");
    joins(&stage, &olwen, &riva, "South Side");
    let path = format!("{}/group/end", riva.home);
    let form = stage.page(&olwen, &path).form(&path).with("left", "SOUTHSIDE");
    let asked = stage.send(&olwen, &form);
    assert!(asked.status == 422 && asked.says("Say who says so, and what they know"), "{}", asked.text());
    stage.done(&olwen, &form.with("reason", "Police: she moved away and broke with them"));
    let page = stage.page(&olwen, &format!("{}/apart", riva.home));
    assert!(page.says("Said to belong to South Side recorded Mon 3 Aug 2015, left Mon 3 Aug 2015"), "{}", page.text());
    assert!(page.says("In force"), "what stood before stands: {}", page.text());
    assert!(stage.page(&olwen, &path).says("They are said to belong to no group"));

    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "11/8/2015 2pm", "P01S1"));
    let refused = stage.send(&olwen, &booking(&stage, &olwen, &riva, "11/8/2015 2:30pm", "P01S1"));
    assert!(refused.says("can’t be booked for this person"), "until a senior ends it: {}", refused.text());
    from_group(&stage, &olwen, &later, "South Side");
    stage.done(&olwen, &booking(&stage, &olwen, &later, "12/8/2015 2pm", "P01S1"));
    stage.done(&olwen, &booking(&stage, &olwen, &riva, "12/8/2015 2:30pm", "P01S1"));
    // The twin: whoever joins again is in what names the group by now.
    joins(&stage, &olwen, &riva, "South Side");
    stage.done(&olwen, &booking(&stage, &olwen, &later, "13/8/2015 2pm", "P01S1"));
    let refused = stage.send(&olwen, &booking(&stage, &olwen, &riva, "13/8/2015 2:30pm", "P01S1"));
    assert!(refused.says("can’t be booked for this person"), "{}", refused.text());
}
