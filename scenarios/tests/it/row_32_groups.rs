//! Failure 32, by groups: whoever joins a rival group later is kept apart from the same moment on; and who may arrange it.
//!
//! Given somebody who must be kept apart from a group. When another is recorded as belonging to it, whatever it is written
//! like, then they are in the arrangement by the same act: their bookings are refused, and those that stand are listed. The
//! twin belongs to another group. An arrangement that names people its maker does not work with holds at once, and a senior
//! confirms it: until one does, it stands on the senior's day.

use scenarios::{Browser, Case, Form, Stage, day};

use crate::row_32_rivals::{booking, keep_apart};
use crate::{county, sentenced};

pub(crate) fn from_group(stage: &Stage, browser: &Browser, case: &Case, group: &str) {
    stage.done(browser, &of_group(stage, browser, case, group).with("unheard_of", "yes"));
}

fn of_group(stage: &Stage, browser: &Browser, case: &Case, group: &str) -> Form {
    let path = format!("{}/apart", case.home);
    let form = stage.page(browser, &path).form(&path).with("group", group).with("why", "rival_group");
    form.with("source", "Police intelligence").with("confidence", "likely").with("review_on", "1/12/2015")
}

pub(crate) fn joins(stage: &Stage, browser: &Browser, case: &Case, group: &str) {
    let path = format!("{}/group", case.home);
    let form = stage.page(browser, &path).form(&path).with("belongs_to", group).with("said_by", "Police intelligence");
    stage.done(browser, &form.with("believed", "likely"));
}

fn arrangement(stage: &Stage, browser: &Browser, case: &Case) -> String {
    let page = stage.page(browser, &format!("{}/apart", case.home));
    page.addresses().into_iter().find(|href| href.starts_with("/apart/")).expect("its page")
}

#[test]
fn whoever_joins_the_group_later_is_kept_apart_from_then_on() {
    let (stage, olwen) = county();
    let quinn = stage.sign_in("quinn");
    let (rafe, riva, twin) =
        (sentenced(&stage, "Rafe North"), sentenced(&stage, "Riva South"), sentenced(&stage, "Tod Twin"));
    stage.allocate(&riva, "Q02T1A1", day("2015-08-03"));
    from_group(&stage, &olwen, &rafe, "South Side");
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "11/8/2015 2pm", "P01S3"));
    stage.done(&quinn, &booking(&stage, &quinn, &riva, "11/8/2015 2:30pm", "P01S3"));
    assert!(!stage.page(&olwen, &format!("{}/apart", rafe.home)).says("Too near"), "nobody belongs to it yet");

    joins(&stage, &quinn, &riva, "southside");
    joins(&stage, &olwen, &twin, "East End");
    let page = stage.page(&olwen, &arrangement(&stage, &olwen, &rafe));
    assert!(
        page.says("Somebody came to it with South Side, Mon 3 Aug 2015: 2 bookings were touched"),
        "{}",
        page.text()
    );
    assert!(page.says("Too near to one another now") && !page.says("South, Riva"), "{}", page.text());
    let refused = stage.send(&quinn, &booking(&stage, &quinn, &riva, "11/8/2015 1:40pm", "P01S3"));
    assert!(refused.says("can’t be booked for this person") && !refused.says("South Side"), "{}", refused.text());
    stage.done(&olwen, &booking(&stage, &olwen, &twin, "11/8/2015 3:30pm", "P01S3"));
    let again = stage.page(&quinn, &format!("{}/group", riva.home)).form(&format!("{}/group", riva.home));
    let again = again.with("belongs_to", "South-side").with("said_by", "Police").with("believed", "known");
    assert!(stage.send(&quinn, &again).says("That is recorded of them"));
}

#[test]
fn whoever_joined_while_its_last_day_was_over_is_in_it_when_it_goes_on() {
    let (stage, olwen) = county();
    let sana = stage.sign_in("sana");
    let [rafe, riva, twin] = ["Rafe North", "Riva South", "Tod Twin"].map(|name| sentenced(&stage, name));
    let form = of_group(&stage, &olwen, &rafe, "South Side").with("unheard_of", "yes");
    stage.done(&olwen, &form.with("until", "7/8/2015"));
    let address = arrangement(&stage, &olwen, &rafe);
    stage.set_clock("2015-08-10T09:00");
    joins(&stage, &olwen, &riva, "South Side");
    joins(&stage, &olwen, &twin, "East End");
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "19/8/2015 2pm", "P01S1"));
    let goes_on = stage.page(&sana, &address).form(&address).with("what", "on").with("confidence", "likely");
    let goes_on = goes_on.with("review_on", "1/12/2015").with("reason", "The police say that it has not ended");
    stage.done(&sana, &goes_on.with("until", ""));
    let beside = |case| stage.send(&olwen, &booking(&stage, &olwen, case, "19/8/2015 2:30pm", "P01S1"));
    assert!(beside(&riva).says("can’t be booked for this person"));
    assert_eq!(beside(&twin).status, 303, "the twin belongs to another group");
}

#[test]
fn whoever_belongs_to_the_group_already_is_in_it_from_the_start() {
    let (stage, olwen) = county();
    let (rafe, riva) = (sentenced(&stage, "Rafe North"), sentenced(&stage, "Riva South"));
    joins(&stage, &olwen, &riva, "South Side");
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "11/8/2015 2pm", "P01S1"));
    from_group(&stage, &olwen, &rafe, "SOUTH SIDE");
    let refused = stage.send(&olwen, &booking(&stage, &olwen, &riva, "11/8/2015 2:30pm", "P01S1"));
    assert!(refused.says("can’t be booked for this person"), "{}", refused.text());
}

#[test]
fn a_group_of_which_nobody_is_recorded_is_asked_about_once_more() {
    let (stage, olwen) = county();
    let [rafe, riva] = ["Rafe North", "Riva South"].map(|name| sentenced(&stage, name));
    joins(&stage, &olwen, &riva, "South Side");
    let path = format!("{}/apart", rafe.home);
    let asked = stage.send(&olwen, &of_group(&stage, &olwen, &rafe, "Southside Crew"));
    let words = "Nobody is recorded as belonging to Southside Crew. Recorded under a name like it, by letters and figures \
                 alone: SOUTHSIDE (1 person). Write it as one of these, or say that it is another";
    assert!(asked.status == 422 && asked.says(words) && !asked.says("South, Riva"), "{}", asked.text());
    assert_eq!(asked.form(&path).value("group"), "Southside Crew", "nothing typed is lost");
    let unlike = stage.send(&olwen, &of_group(&stage, &olwen, &rafe, "East End"));
    assert!(unlike.says("Nobody is recorded as belonging to East End. Look at how it is written"), "{}", unlike.text());
    assert!(!unlike.says("SOUTHSIDE"), "names unlike it are not told: {}", unlike.text());
    // The twin: somebody is, however it is written; and how many are stands on its page.
    let known = of_group(&stage, &olwen, &rafe, "SOUTH-SIDE");
    assert!(known.value("unheard_of").is_empty() && !stage.page(&olwen, &path).says("If nobody is recorded"));
    stage.done(&olwen, &known);
    assert!(stage.page(&olwen, &path).says("Recorded in the groups SOUTH-SIDE: 1 person"));
    stage.done(&olwen, &asked.form(&path).with("unheard_of", "yes"));
    assert!(stage.page(&olwen, &path).says("Recorded in the groups Southside Crew: nobody yet"));
}

#[test]
fn whoever_is_the_first_of_a_group_with_a_name_like_another_is_asked_about_once_more() {
    let (stage, olwen) = county();
    let [riva, una, twin] = ["Riva South", "Una Upton", "Tod Twin"].map(|name| sentenced(&stage, name));
    joins(&stage, &olwen, &riva, "South Side");
    let path = format!("{}/group", una.home);
    let form = stage.page(&olwen, &path).form(&path).with("belongs_to", "Southsiders");
    let asked = stage.send(&olwen, &form.with("said_by", "Police intelligence").with("believed", "likely"));
    let words = "Nobody else is recorded as belonging to Southsiders. Recorded under a name like it, by letters and figures \
                 alone: SOUTHSIDE (1 person).";
    assert!(asked.status == 422 && asked.says(words) && !asked.says("South, Riva"), "{}", asked.text());
    stage.done(&olwen, &asked.form(&path).with("unheard_of", "yes"));
    assert!(stage.page(&olwen, &format!("{}/apart", una.home)).says("Said to belong to Southsiders"));
    // The twin: nobody is of a group with a name like it.
    joins(&stage, &olwen, &twin, "East End");
}

#[test]
fn an_arrangement_about_somebody_elses_people_waits_for_a_senior_and_holds_meanwhile() {
    let (stage, olwen) = county();
    let (sana, rhys, quinn) = (stage.sign_in("sana"), stage.sign_in("rhys"), stage.sign_in("quinn"));
    let (rafe, riva, own) =
        (sentenced(&stage, "Rafe North"), sentenced(&stage, "Riva South"), sentenced(&stage, "Ned North"));
    // Nobody of the first company has worked with her.
    let theirs = stage.unallocated("Wilma West", &scenarios::Sentence::default());
    stage.allocate(&theirs, "Q02T1A1", day("2015-08-03"));
    keep_apart(&stage, &olwen, &rafe, &[&own], "feud");
    let words = "Confirm that people are kept apart: due by Sat 8 Aug 2015";
    assert!(!stage.page(&sana, "/day").says("Confirm that"), "the twin: both are hers");

    keep_apart(&stage, &olwen, &riva, &[&theirs], "feud");
    stage.done(&quinn, &booking(&stage, &quinn, &theirs, "11/8/2015 2pm", "P01S3"));
    let refused = stage.send(&olwen, &booking(&stage, &olwen, &riva, "11/8/2015 2:30pm", "P01S3"));
    assert!(refused.says("can’t be booked for this person"), "it holds meanwhile");
    for senior in [&sana, &rhys] {
        assert!(stage.page(senior, "/day").says(words), "{}", stage.page(senior, "/day").text());
    }
    // It is one senior's to answer for, and the other's to do if they know more.
    assert!(!stage.page(&sana, "/day").says("It falls to"), "{}", stage.page(&sana, "/day").text());
    assert!(stage.page(&rhys, "/day").says(&format!("{words}. It falls to Sana Senior, and you may do it")));
    assert!(!stage.page(&olwen, "/day").says("Confirm that"));

    let address = arrangement(&stage, &olwen, &riva);
    let page = stage.page(&olwen, &address);
    assert!(
        page.says("In force; a senior confirms it by Sat 8 Aug 2015") && !page.says("I confirm it"),
        "{}",
        page.text()
    );
    assert!(page.says("A senior’s word falls to Sana Senior"), "{}", page.text());
    assert!(page.says("by a senior within 5 days (this program's own choice)."), "whose figure it is: {}", page.text());
    let form = page.form(&address).with("what", "confirm").with("reason", "I would know.");
    assert_eq!(stage.send(&olwen, &form).status, 403, "nobody confirms their own");
    let page = stage.page(&rhys, &address);
    stage.done(&rhys, &page.form(&address).with("what", "confirm").with("reason", "Police told us too."));
    assert!(stage.page(&olwen, &address).says("Confirmed Rhys Senior"), "{}", stage.page(&olwen, &address).text());
    assert!(!stage.page(&sana, "/day").says("Confirm that"), "one of them is enough");
}

#[test]
fn whoever_checks_the_work_sees_who_made_how_many() {
    let (stage, olwen) = county();
    let ada = stage.sign_in("ada");
    let (rafe, riva) = (sentenced(&stage, "Rafe North"), sentenced(&stage, "Riva South"));
    let theirs = stage.unallocated("Wilma West", &scenarios::Sentence::default());
    stage.allocate(&theirs, "Q02T1A1", day("2015-08-03"));
    keep_apart(&stage, &olwen, &rafe, &[&riva], "feud");
    keep_apart(&stage, &olwen, &riva, &[&theirs], "feud");
    stage.set_clock("2015-08-10T09:00");
    let page = stage.page(&stage.sign_in("ada"), "/questions/arranged");
    assert!(page.says("Olwen Officer Pinemere Rehabilitation Company 2 1 1"), "{}", page.text());
    assert!(!page.says("North") && !page.says("Feud"), "{}", page.text());
    assert_eq!(stage.get(&stage.sign_in("olwen"), "/questions/arranged").status, 403);
    drop(ada);
}

#[test]
fn what_an_arrangement_touches_names_staff_and_places_too() {
    let (stage, olwen) = county();
    let rafe = sentenced(&stage, "Rafe North");
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "11/8/2015 2pm", "P01S3"));
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "12/8/2015 2pm", "P01S1").with("kind", "COPT"));
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "13/8/2015 2pm", "P01S1").with("officer", "P01T1A2"));
    let path = format!("{}/apart", rafe.home);
    let form = stage.page(&olwen, &path).form(&path).with("others", "P01T1A2, P01S3").with("why", "staff");
    let form = form.with("source", "The colleague").with("confidence", "known").with("review_on", "1/12/2015");
    stage.done(&olwen, &form);
    let page = stage.page(&olwen, &path);
    let touched = page.between("Too near to one another now", "Look at it again");
    assert!(touched.contains("Tue 11 Aug 2015, 2pm, Market Tavern Yard office"), "the place: {touched}");
    assert!(touched.contains("Thu 13 Aug 2015, 2pm"), "the colleague: {touched}");
    assert!(!touched.contains("12 Aug"), "the twin: by telephone, with somebody else: {touched}");
}
