//! Failure 32, by two gangs: whoever belongs to the one is kept apart from whoever belongs to the other.
//!
//! Given two groups that are rivals, and people who are said to belong to each. When that they are kept apart is arranged once,
//! then nobody of the one is booked beside anybody of the other, nor whoever joins later; what was booked before is listed at
//! once. Somebody who goes over from the one to the other is kept apart from both. The twins: two of the same group, somebody
//! who left before it was arranged, and a group that is to be kept apart from itself.
//!
//! Given somebody who leaves. Then they are kept apart as before, and it stands on the senior's day; once the senior confirms it,
//! they can be booked beside the others, and whoever has not left cannot. The twins: the senior says that they stay, and somebody
//! who comes back before the senior looked.

use record::facts::Fact;
use record::facts::affiliation::AffiliationEnded;
use record::time::Happened;
use scenarios::{Browser, Case, Stage, day};
use service::Said;

use crate::row_32_groups::joins;
use crate::row_32_rivals::booking;
use crate::{county, sentenced};

const REFUSED: &str = "can’t be booked for this person";

/// Keeps everybody of one's own group apart from everybody of another.
fn rivals(stage: &Stage, browser: &Browser, case: &Case, own: &str, group: &str) -> scenarios::Form {
    let path = format!("{}/apart", case.home);
    let form = stage.page(browser, &path).form(&path).with("own_group", own).with("group", group);
    let form = form.with("why", "rival_group").with("source", "Police intelligence").with("confidence", "likely");
    form.with("review_on", "1/12/2015")
}

fn leaves(stage: &Stage, browser: &Browser, case: &Case, group: &str) {
    let path = format!("{}/group/end", case.home);
    let form = stage.page(browser, &path).form(&path).with("left", group).with("reason", "The police say so.");
    stage.done(browser, &form);
}

fn arrangement(stage: &Stage, browser: &Browser, case: &Case) -> String {
    let page = stage.page(browser, &format!("{}/apart", case.home));
    page.addresses().into_iter().find(|href| href.starts_with("/apart/")).expect("its page")
}

/// Nia and Ned of the north, Sol of the south.
fn gangs() -> (Stage, Browser, [Case; 3]) {
    let (stage, olwen) = county();
    let people = ["Nia Norris", "Ned Nolan", "Sol Sutton"].map(|name| sentenced(&stage, name));
    for (case, group) in people.iter().zip(["Northside", "northside", "South Side"]) {
        joins(&stage, &olwen, case, group);
    }
    (stage, olwen, people)
}

#[test]
fn whoever_belongs_to_one_gang_is_kept_apart_from_whoever_belongs_to_the_other() {
    let (stage, olwen, [nia, ned, sol]) = gangs();
    let left = sentenced(&stage, "Len Left");
    joins(&stage, &olwen, &left, "South Side");
    leaves(&stage, &olwen, &left, "SOUTHSIDE");
    stage.done(&olwen, &booking(&stage, &olwen, &ned, "11/8/2015 2pm", "P01S1"));
    stage.done(&olwen, &booking(&stage, &olwen, &sol, "11/8/2015 2:40pm", "P01S1"));
    stage.done(&olwen, &rivals(&stage, &olwen, &nia, "Northside", "South Side"));

    let page = stage.page(&olwen, &arrangement(&stage, &olwen, &nia));
    assert!(page.says("whoever belongs to Northside"), "{}", page.text());
    assert!(page.says("kept apart from whoever belongs to South Side; Sutton, Sol"), "{}", page.text());
    let near = page.between("Too near to one another now", "Somebody came");
    assert!(near.contains("2pm, Pinemere office") && near.contains("2:40pm, Pinemere office"), "{near}");
    assert!(!page.says("Left, Len"), "{}", page.text());

    let refused = stage.send(&olwen, &booking(&stage, &olwen, &nia, "11/8/2015 3:15pm", "P01S1"));
    assert!(refused.says(REFUSED) && !refused.says("South Side"), "{}", refused.text());
    // The twins: beside her own, and beside a southerner who left.
    stage.done(&olwen, &booking(&stage, &olwen, &nia, "11/8/2015 1:30pm", "P01S1"));
    stage.done(&olwen, &booking(&stage, &olwen, &left, "11/8/2015 1pm", "P01S1"));
}

#[test]
fn whoever_joins_either_gang_later_is_covered_from_then_on() {
    let (stage, olwen, [nia, _, sol]) = gangs();
    stage.done(&olwen, &rivals(&stage, &olwen, &nia, "Northside", "South Side"));
    let (north, south) = (sentenced(&stage, "Una Upton"), sentenced(&stage, "Dot Downs"));
    stage.done(&olwen, &booking(&stage, &olwen, &sol, "11/8/2015 2pm", "P01S1"));
    stage.done(&olwen, &booking(&stage, &olwen, &north, "11/8/2015 2:30pm", "P01S1"));
    joins(&stage, &olwen, &north, "North-side");
    let page = stage.page(&olwen, &arrangement(&stage, &olwen, &nia));
    assert!(
        page.says("Somebody came to it with Northside, Mon 3 Aug 2015: 2 bookings were touched"),
        "{}",
        page.text()
    );
    // Before she joins she is nobody's rival.
    stage.done(&olwen, &booking(&stage, &olwen, &south, "11/8/2015 3:30pm", "P01S1"));
    joins(&stage, &olwen, &south, "South Side");
    let refused = stage.send(&olwen, &booking(&stage, &olwen, &nia, "11/8/2015 4pm", "P01S1"));
    assert!(refused.says(REFUSED), "{}", refused.text());
}

#[test]
fn somebody_who_goes_over_to_the_other_gang_is_kept_apart_from_both() {
    let (stage, olwen, [nia, ned, sol]) = gangs();
    stage.done(&olwen, &rivals(&stage, &olwen, &nia, "Northside", "South Side"));
    stage.done(&olwen, &booking(&stage, &olwen, &nia, "11/8/2015 9am", "P01S1"));
    stage.done(&olwen, &booking(&stage, &olwen, &ned, "11/8/2015 9:30am", "P01S1"));
    leaves(&stage, &olwen, &ned, "NORTHSIDE");
    joins(&stage, &olwen, &ned, "South Side");
    let page = stage.page(&olwen, &arrangement(&stage, &olwen, &nia));
    assert!(
        page.says("Somebody came to it with South Side, Mon 3 Aug 2015: 2 bookings were touched"),
        "{}",
        page.text()
    );
    stage.done(&olwen, &booking(&stage, &olwen, &sol, "12/8/2015 2pm", "P01S1"));
    stage.done(&olwen, &booking(&stage, &olwen, &nia, "13/8/2015 2pm", "P01S1"));
    for at in ["12/8/2015 2:30pm", "13/8/2015 2:30pm"] {
        let refused = stage.send(&olwen, &booking(&stage, &olwen, &ned, at, "P01S1"));
        assert!(refused.says(REFUSED), "{at}: {}", refused.text());
    }
}

#[test]
fn a_group_is_not_kept_apart_from_itself_nor_for_somebody_who_is_not_of_it() {
    let (stage, olwen, [nia, ned, _]) = gangs();
    let itself = stage.send(&olwen, &rivals(&stage, &olwen, &nia, "Northside", "north side"));
    assert!(itself.status == 422 && itself.says("That is their own group."), "{}", itself.text());
    let form = rivals(&stage, &olwen, &ned, "northside", "South Side");
    leaves(&stage, &olwen, &ned, "NORTHSIDE");
    let not_theirs = stage.send(&olwen, &form);
    assert!(not_theirs.says("It is not recorded that they belong to it."), "{}", not_theirs.text());
    let page = stage.page(&olwen, &format!("{}/apart", ned.home));
    assert!(!page.says("Everybody who belongs to"), "who belongs to none is not asked: {}", page.text());
}

const LEFT: &str =
    "Somebody left their group on Tue 4 Aug 2015 and is still kept apart: say whether that goes on by Mon 10 Aug 2015";

/// The gangs kept apart, confirmed by the senior; Sol at two o'clock on the 11th; and Ned, who has left the north.
fn one_left() -> (Stage, Browser, Browser, [Case; 3], String) {
    let (stage, olwen, [nia, ned, sol]) = gangs();
    let sana = stage.sign_in("sana");
    stage.done(&olwen, &rivals(&stage, &olwen, &nia, "Northside", "South Side"));
    let address = arrangement(&stage, &olwen, &nia);
    let form = stage.page(&sana, &address).form(&address);
    stage.done(&sana, &form.with("what", "confirm").with("reason", "Police told us too."));
    stage.done(&olwen, &booking(&stage, &olwen, &sol, "11/8/2015 2pm", "P01S1"));
    assert!(!stage.page(&sana, "/day").says("left their group"), "nobody has");
    stage.set_clock("2015-08-05T09:00");
    let path = format!("{}/group/end", ned.home);
    let form = stage.page(&olwen, &path).form(&path).with("left", "NORTHSIDE").with("reason", "His mother says so.");
    for (day, words) in [("6/8/2015", "Enter the day they left"), ("2/8/2015", "recorded of them since 3/8/2015")] {
        let wrong = stage.send(&olwen, &form.clone().with("on", day));
        assert!(wrong.status == 422 && wrong.says(words), "{}", wrong.text());
    }
    stage.done(&olwen, &form.with("on", "4/8/2015"));
    (stage, olwen, sana, [nia, ned, sol], address)
}

fn beside_sol(stage: &Stage, olwen: &Browser, case: &Case) -> scenarios::Answer {
    stage.send(olwen, &booking(stage, olwen, case, "11/8/2015 2:40pm", "P01S1"))
}

/// What the senior says of Ned.
fn settles(stage: &Stage, sana: &Browser, address: &str, what: &str, ned: &Case) {
    let form = stage.page(sana, address).form(address);
    let chosen = format!("{what} {} Northside", ned.stream);
    stage.done(sana, &form.with("what", &chosen).with("reason", "I spoke to the police officer."));
}

#[test]
fn whoever_leaves_a_gang_is_kept_apart_until_a_senior_confirms_that_it_ends() {
    let (stage, olwen, sana, [nia, ned, _], address) = one_left();
    assert!(stage.page(&sana, "/day").says(LEFT), "{}", stage.page(&sana, "/day").text());
    assert!(!stage.page(&olwen, "/day").says("left their group"));
    let page = stage.page(&olwen, &address);
    let words = "Nolan, Ned left Northside on Tue 4 Aug 2015: still kept apart until a senior confirms that it ends";
    assert!(page.says(words) && !page.says("need not be kept apart"), "{}", page.text());
    assert!(beside_sol(&stage, &olwen, &ned).says(REFUSED), "the safe way round");
    let own = page.form(&address).with("what", &format!("release {} Northside", ned.stream));
    assert_eq!(stage.send(&olwen, &own.with("reason", "I would know.")).status, 403, "nobody but a senior");

    settles(&stage, &sana, &address, "release", &ned);
    assert!(!stage.page(&sana, "/day").says("left their group"));
    let page = stage.page(&sana, &address);
    assert!(
        page.says("Somebody who left Northside is not kept apart for it any more, since Wed 5 Aug 2015"),
        "{}",
        page.text()
    );
    assert_eq!(beside_sol(&stage, &olwen, &ned).status, 303);
    let early = |case: &Case| stage.send(&olwen, &booking(&stage, &olwen, case, "11/8/2015 1:20pm", "P01S1"));
    assert!(early(&nia).says(REFUSED), "the twin has not left");
    // Who comes back later is in it again by the same act.
    joins(&stage, &olwen, &ned, "north side");
    assert!(early(&ned).says(REFUSED), "{}", early(&ned).text());
}

#[test]
fn whoever_left_before_anybody_was_asked_is_asked_about_once() {
    let (stage, olwen, [nia, ned, sol]) = gangs();
    let sana = stage.sign_in("sana");
    stage.done(&olwen, &rivals(&stage, &olwen, &nia, "Northside", "South Side"));
    let address = arrangement(&stage, &olwen, &nia);
    let form = stage.page(&sana, &address).form(&address);
    stage.done(&sana, &form.with("what", "confirm").with("reason", "Police told us too."));
    // As an earlier release recorded it: in his own record alone.
    let joined = stage.entries_of(&ned.stream).into_iter().rfind(|entry| {
        entry.content.as_ref().is_some_and(|content| matches!(content.fact, Fact::AffiliationRecorded(_)))
    });
    let left = Said::new(&ned.stream, AffiliationEnded {}, Happened::On(day("2015-08-04")));
    stage.set_clock("2015-08-05T09:00");
    stage.say(vec![left.because([joined.expect("he belonged").id]).reason("His mother says so.")]);
    assert!(!stage.page(&sana, "/day").says("left their group"), "nobody asks");

    assert_eq!(stage.asks_about_leavers(), 1, "and not the twins, who belong to theirs");
    let day = stage.page(&sana, "/day");
    assert!(day.says(LEFT), "{}", day.text());
    assert_eq!(stage.asks_about_leavers(), 0);
    stage.done(&olwen, &booking(&stage, &olwen, &sol, "11/8/2015 2pm", "P01S1"));
    assert!(beside_sol(&stage, &olwen, &ned).says(REFUSED), "he is kept apart meanwhile");
    settles(&stage, &sana, &address, "retain", &ned);
    assert_eq!(stage.asks_about_leavers(), 0, "nor is it asked again");
    assert!(!stage.page(&sana, "/day").says("left their group"));
}

#[test]
fn a_senior_can_say_that_whoever_left_stays_kept_apart() {
    let (stage, olwen, sana, [_, ned, _], address) = one_left();
    settles(&stage, &sana, &address, "retain", &ned);
    assert!(!stage.page(&sana, "/day").says("left their group"));
    let page = stage.page(&sana, &address);
    assert!(page.says("Nolan, Ned left Northside and stays kept apart"), "{}", page.text());
    assert!(beside_sol(&stage, &olwen, &ned).says(REFUSED));
}

#[test]
fn whoever_comes_back_before_the_senior_looked_waits_for_nobody() {
    let (stage, olwen, sana, [_, ned, _], address) = one_left();
    let form = stage.page(&sana, &address).form(&address).with("what", &format!("release {} Northside", ned.stream));
    joins(&stage, &olwen, &ned, "Northside");
    assert!(!stage.page(&sana, "/day").says("left their group"));
    let late = stage.send(&sana, &form.with("reason", "I spoke to the police officer."));
    assert!(late.status == 422 && late.says("Somebody else changed this meanwhile"), "{}", late.text());
    assert!(beside_sol(&stage, &olwen, &ned).says(REFUSED));
}

#[test]
fn whoever_went_over_and_is_released_from_the_first_is_of_the_second_alone() {
    let (stage, olwen, sana, [nia, ned, _], address) = one_left();
    joins(&stage, &olwen, &ned, "South Side");
    assert!(beside_sol(&stage, &olwen, &ned).says(REFUSED), "of both until the senior says so");
    settles(&stage, &sana, &address, "release", &ned);
    assert_eq!(beside_sol(&stage, &olwen, &ned).status, 303, "her own by now");
    stage.done(&olwen, &booking(&stage, &olwen, &nia, "12/8/2015 2pm", "P01S1"));
    let refused = stage.send(&olwen, &booking(&stage, &olwen, &ned, "12/8/2015 2:40pm", "P01S1"));
    assert!(refused.says(REFUSED), "{}", refused.text());
}
