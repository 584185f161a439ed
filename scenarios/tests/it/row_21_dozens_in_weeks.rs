//! Failure 21: officers were given dozens of new cases within weeks.
//!
//! Given an officer who holds as many people as can be done, and twelve new orders. Then whoever gives them sees what the officer
//! would hold, and is asked why, by name; until there is a reason the cases stay with the senior, and every clock runs on. The
//! twin has room for them: they are given with one press, and nothing is asked.

use scenarios::{Answer, Browser, Case, Sentence, Stage, day};

use crate::county;

const PATH: &str = "/allocate/nobody";

/// So many people held by Olwen, and twelve whom nobody holds.
fn new_orders(stage: &Stage, held: u32) -> Vec<Case> {
    for number in 0..held {
        stage.person(&format!("Ann Person{number}"), &Sentence::default());
    }
    (0..12).map(|number| stage.unallocated(&format!("Nia New{number}"), &Sentence::default())).collect()
}

fn given(stage: &Stage, sana: &Browser, why: &str) -> Answer {
    let form = stage.page(sana, PATH).form(PATH).with("all", "P01T1A1").with("why", why);
    stage.send(sana, &form)
}

#[test]
fn more_than_can_be_done_asks_why_and_stays_with_a_named_senior_until_then() {
    let (stage, _) = county();
    let new = new_orders(&stage, 45);
    let sana = stage.sign_in("sana");
    let asked = given(&stage, &sana, "");
    assert_eq!(asked.status, 422);
    assert!(asked.says("Olwen Officer would hold 57: above 50"), "{}", asked.text());
    stage.set_clock("2015-09-04T09:00");
    let week = stage.page(&sana, "/team");
    assert!(week.says("Sana Senior answers for these until they are allocated"), "{}", week.text());
    let due = stage.page(&sana, &new[0].home);
    assert!(due.says("Late by"), "the clock ran on: {}", due.text());

    assert_eq!(given(&stage, &sana, "The only officer left; two are appointed for October.").status, 303);
    let timeline = stage.timeline(&sana, &new[0]);
    assert!(timeline.says("Reason: The only officer left; two are appointed for October."), "{}", timeline.text());
    let carries = stage.page(&sana, "/team").between("Olwen Officer", "By name.");
    assert!(carries.contains("57 Above 50"), "{carries}");
}

#[test]
fn where_there_is_room_nothing_is_asked() {
    let (stage, olwen) = county();
    new_orders(&stage, 37);
    let sana = stage.sign_in("sana");
    assert_eq!(given(&stage, &sana, "").status, 303);
    assert!(stage.page(&olwen, "/caseload").says("49 cases"));
    let week = stage.page(&sana, "/team");
    let carries = week.between("Olwen Officer", "By name.");
    assert!(!week.says("Given to no team yet") && !carries.contains("bove 50"), "{}", week.text());
    assert_eq!(stage.now().day(), day("2015-08-03"));
}
