//! Failure 36: people were seen in a church and next to a public house.
//!
//! Given a hall that was looked at and not approved, and a room that is approved and lies next to a public house. When
//! somebody is booked into the hall, or somebody whose order keeps them from alcohol into the room, then it is refused with
//! why, and nothing is recorded. The twins are booked at once: the same person at the office, and somebody without such a
//! condition in the same room. Whoever comes to the hall all the same is recorded: what happened is never refused.

use record::facts::Fact;
use scenarios::{Answer, Browser, Case, Sentence, Stage, day};

use crate::{county, sentenced};

const HALL: &str = "P01S2";
const TAVERN: &str = "P01S3";

fn book_at(stage: &Stage, browser: &Browser, case: &Case, place: &str) -> Answer {
    let path = format!("{}/book", case.home);
    let form = stage.page(browser, &path).form(&path);
    stage.send(browser, &form.with("date", "6/8/2015").with("time", "10am").with("place", place))
}

fn kept_from_alcohol(stage: &Stage, name: &str) -> Case {
    let requirement = ("Alcohol abstinence and monitoring", 90, "days");
    stage.person(name, &Sentence { from: day("2015-08-03"), requirement, ..Sentence::default() })
}

#[test]
fn nobody_is_booked_where_nobody_approved_it() {
    let (stage, olwen) = county();
    let case = sentenced(&stage, "Cal Chapel");
    let sites = stage.page(&olwen, "/sites");
    assert!(sites.says("Chapel hall office Not approved"), "{}", sites.text());
    let before = stage.entries();
    let refused = book_at(&stage, &olwen, &case, HALL);
    assert_eq!(refused.status, 422);
    assert!(refused.says("It was looked at and not approved"), "{}", refused.text());
    assert_eq!(stage.entries(), before);

    assert_eq!(book_at(&stage, &olwen, &case, "P01S1").status, 303, "the twin: the office");
}

#[test]
fn somebody_kept_from_alcohol_is_not_seen_next_to_a_public_house() {
    let (stage, olwen) = county();
    let case = kept_from_alcohol(&stage, "Abe Abstinent");
    let before = stage.entries();
    let refused = book_at(&stage, &olwen, &case, TAVERN);
    assert_eq!(refused.status, 422);
    assert!(refused.says("close to licensed premises"), "{}", refused.text());
    assert_eq!(stage.entries(), before);

    let twin = sentenced(&stage, "Tod Twin");
    assert_eq!(book_at(&stage, &olwen, &twin, TAVERN).status, 303, "the twin: no such condition");
}

#[test]
fn whoever_comes_there_all_the_same_is_recorded() {
    let (stage, _) = county();
    let adil = stage.sign_in("adil");
    let case = sentenced(&stage, "Cal Chapel");
    let desk = format!("/sites/{HALL}/{}", stage.now().day());
    let find = format!("{desk}/find");
    let found = stage.send(&adil, &stage.page(&adil, &desk).form(&find).with("q", &case.crn));
    stage.done(&adil, &found.form(&format!("{desk}/came")));
    let last = stage.entries_of(&case.stream).pop().and_then(|entry| entry.content).expect("an entry");
    assert!(matches!(&last.fact, Fact::Arrived(visit) if visit.site == HALL), "{:?}", last.fact);
}
