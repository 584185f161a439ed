//! Failure 32, and what is offered instead: something that can be had, in the same words whatever the cause.
//!
//! Given somebody who must not meet the officer they are booked with, or must not come to a building. When the booking is
//! refused, then as many halves of days are offered as otherwise, each with a place and with whom, and one press takes one:
//! with a colleague, or at another place. The twin must not meet somebody who is expected then: the same words.

use scenarios::{Answer, Browser, Case, Form, Stage};

use crate::row_32_rivals::{booking, keep_apart};
use crate::{county, sentenced};

/// Keeps somebody apart from a member of staff or a place.
fn from(stage: &Stage, browser: &Browser, case: &Case, code: &str) {
    let path = format!("{}/apart", case.home);
    let form = stage.page(browser, &path).form(&path).with("others", code).with("why", "order");
    let form = form.with("source", "The court").with("confidence", "known").with("review_on", "1/12/2015");
    stage.done(browser, &form);
}

fn refused(stage: &Stage, browser: &Browser, form: &Form) -> Answer {
    let answer = stage.send(browser, form);
    assert!(answer.status == 422 && answer.says("can’t be booked for this person. Free instead:"), "{}", answer.text());
    answer
}

/// What is posted by each offer.
fn offers(refused: &Answer) -> Vec<String> {
    let values = refused.body.split("name=\"offer\" value=\"").skip(1);
    values.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

#[test]
fn where_the_officer_is_whom_they_must_not_meet_colleagues_are_offered() {
    let (stage, olwen) = county();
    let rafe = sentenced(&stage, "Rafe North");
    from(&stage, &olwen, &rafe, "P01T1A2");
    for kind in ["COAP", "COPT"] {
        let with_peter = booking(&stage, &olwen, &rafe, "11/8/2015 2pm", "P01S1").with("officer", "P01T1A2");
        let refused = refused(&stage, &olwen, &with_peter.with("kind", kind));
        let offered = offers(&refused);
        assert!(offered.len() == 3 && offered.iter().all(|offer| !offer.ends_with("P01T1A2")), "{kind}: {offered:?}");
        let form = refused.form(&format!("{}/book", rafe.home)).with("offer", &offered[0]);
        stage.done(&olwen, &form);
        let rows = stage.read(|snapshot| snapshot.diary_of(&rafe.stream));
        let booked = rows.iter().find(|row| offered[0].starts_with(&row.starts) && row.mode == kind);
        assert!(booked.is_some_and(|row| offered[0].ends_with(&row.officer)), "{kind}: {rows:?}");
    }
}

#[test]
fn as_many_are_offered_in_the_same_words_whatever_the_cause() {
    let (stage, olwen) = county();
    let people = ["Stan Staff", "Bo Building", "Riva South"].map(|name| sentenced(&stage, name));
    let [of_staff, of_place, of_rival] = &people;
    let rafe = sentenced(&stage, "Rafe North");
    from(&stage, &olwen, of_staff, "P01T1A1");
    from(&stage, &olwen, of_place, "P01S1");
    keep_apart(&stage, &olwen, &rafe, &[of_rival], "feud");
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "11/8/2015 2pm", "P01S1"));
    for case in &people {
        let refused = refused(&stage, &olwen, &booking(&stage, &olwen, case, "11/8/2015 2:30pm", "P01S1"));
        assert_eq!(offers(&refused).len(), 3, "{}", refused.text());
        let words = refused.between("Free instead:", "If it must");
        assert_eq!(words.matches(", with ").count(), 3, "{words}");
        let closed = offers(&refused).iter().filter(|offer| offer.contains("P01S1")).count();
        assert!(closed == 0 || case.stream != of_place.stream, "{words}");
    }
}

#[test]
fn an_offer_at_another_place_does_not_keep_the_room_and_one_here_sees_whether_it_is_free() {
    let (stage, olwen) = county();
    let (rafe, riva, other) =
        (sentenced(&stage, "Rafe North"), sentenced(&stage, "Riva South"), sentenced(&stage, "Oona Other"));
    keep_apart(&stage, &olwen, &rafe, &[&riva], "feud");
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "11/8/2015 2pm", "P01S1"));
    let (sana, rooms) = (stage.sign_in("sana"), "/sites/P01S1/arrange");
    stage.done(&sana, &stage.page(&sana, rooms).form(rooms).with("rooms", "Interview 1, 4"));
    let room = "Interview 1";
    let taken = booking(&stage, &olwen, &other, "11/8/2015 9am", "P01S1").with("officer", "P01T1A2");
    stage.done(&olwen, &taken.with("room", room));
    let form = booking(&stage, &olwen, &riva, "11/8/2015 2:30pm", "P01S1").with("room", room);
    let refused = refused(&stage, &olwen, &form);
    let offered = offers(&refused);
    assert!(!offered.contains(&"2015-08-11T09:00 P01S1 P01T1A1".to_owned()), "the room is taken then: {offered:?}");
    let elsewhere = offered.iter().find(|offer| !offer.contains("P01S1")).expect("another place");
    stage.done(&olwen, &refused.form(&format!("{}/book", riva.home)).with("offer", elsewhere));
}
