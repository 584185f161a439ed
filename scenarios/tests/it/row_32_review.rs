//! Failure 32, as time goes by: an arrangement that nobody looks at again, and one that ends.
//!
//! Given two people who must be kept apart, and the day by which that is to be looked at again. When the day comes, then it
//! stands on the day of whoever holds one of their cases and of their senior, one press from the form that says it goes on or
//! ends; while nobody does it holds. The twins: the day before, and a colleague's day. It holds on its last day and not on
//! the next. Whoever is no senior has it last longer, never shorter.

use record::facts::organisation::Role;
use record::facts::person::{AccessLimited, Ending, LimitKind, OrderEnded};
use record::time::Happened;
use scenarios::{Browser, Case, Form, Stage, day};
use service::Said;

use crate::row_32_rivals::{booking, keep_apart};
use crate::{county, sentenced};

const WAITS: &str = "Say whether people are still to be kept apart: due by";

/// Two people kept apart until a day, which may be empty; and the address of the arrangement.
fn kept_apart_until(stage: &Stage, olwen: &Browser, until: &str) -> (Case, Case, String) {
    let (rafe, riva) = (sentenced(stage, "Rafe North"), sentenced(stage, "Riva South"));
    let path = format!("{}/apart", rafe.home);
    let form = stage.page(olwen, &path).form(&path).with("others", &riva.crn).with("why", "feud");
    let form = form.with("source", "The police").with("confidence", "reported").with("review_on", "1/12/2015");
    stage.done(olwen, &form.with("until", until));
    let address = stage.page(olwen, &path).addresses().into_iter().find(|href| href.starts_with("/apart/"));
    (rafe, riva, address.expect("its page"))
}

fn goes_on(stage: &Stage, browser: &Browser, address: &str, until: &str) -> Form {
    let form = stage.page(browser, address).form(address).with("what", "on").with("reason", "Nothing has changed.");
    form.with("review_on", "1/12/2015").with("until", until)
}

#[test]
fn what_is_to_be_looked_at_again_stands_on_the_day_of_the_holder_and_the_senior() {
    let (stage, olwen) = county();
    let (rafe, riva) = (sentenced(&stage, "Rafe North"), sentenced(&stage, "Riva South"));
    keep_apart(&stage, &olwen, &rafe, &[&riva], "feud");
    let who = ["olwen", "sana", "peter", "adil", "quinn"];
    let told = |now: &str| {
        stage.set_clock(now);
        who.map(|name| stage.page(&stage.sign_in(name), "/day").says(WAITS))
    };
    assert_eq!(told("2015-11-30T09:00"), [false; 5], "the day before");
    assert_eq!(told("2015-12-01T09:00"), [true, true, false, false, false]);
    let olwen = stage.sign_in("olwen");
    let waiting = stage.page(&olwen, "/day").between("Waiting for you", "Throughcare uses");
    assert!(waiting.contains("kept apart: due by Tue 1 Dec 2015"), "{waiting}");
    assert!(!waiting.contains("Rafe") && !waiting.contains("feud"), "{waiting}");
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "8/12/2015 2pm", "P01S1"));
    let refused = stage.send(&olwen, &booking(&stage, &olwen, &riva, "8/12/2015 2:30pm", "P01S1"));
    assert!(refused.says("can’t be booked for this person"), "it holds while nobody looks: {}", refused.text());
}

#[test]
fn it_goes_on_with_another_day_and_how_far_it_is_believed_now() {
    let (stage, olwen) = county();
    let (rafe, riva, _) = kept_apart_until(&stage, &olwen, "");
    stage.set_clock("2015-12-02T09:00");
    let olwen = stage.sign_in("olwen");
    let day = stage.page(&olwen, "/day");
    let address = day.addresses().into_iter().find(|href| href.starts_with("/apart/")).expect("one press");
    let page = stage.page(&olwen, &address);
    assert!(page.says("In force; overdue to be looked at") && page.says("Reported by one source"), "{}", page.text());
    let form =
        page.form(&address).with("what", "on").with("confidence", "known").with("reason", "He said so in court.");
    let unfinished = stage.send(&olwen, &form);
    assert!(unfinished.says("Say when it is to be looked at again: within 6 months"), "{}", unfinished.text());
    stage.done(&olwen, &form.with("review_on", "2/5/2016"));

    let page = stage.page(&olwen, &address);
    assert!(page.says("Known: a conviction, an order, an admission"), "{}", page.text());
    assert!(page.says("Looked at again by Mon 2 May 2016") && !page.says("overdue"), "{}", page.text());
    assert!(!stage.page(&olwen, "/day").says(WAITS));
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "8/12/2015 2pm", "P01S1"));
    assert_eq!(stage.send(&olwen, &booking(&stage, &olwen, &riva, "8/12/2015 2:30pm", "P01S1")).status, 422);
}

#[test]
fn it_holds_on_its_last_day_and_not_on_the_next() {
    let (stage, olwen) = county();
    let (rafe, riva, address) = kept_apart_until(&stage, &olwen, "11/8/2015");
    for day in ["11/8/2015", "12/8/2015"] {
        stage.done(&olwen, &booking(&stage, &olwen, &rafe, &format!("{day} 2pm"), "P01S1"));
    }
    let beside = |day: &str| booking(&stage, &olwen, &riva, &format!("{day} 2:30pm"), "P01S1");
    assert_eq!(stage.send(&olwen, &beside("11/8/2015")).status, 422);
    stage.done(&olwen, &beside("12/8/2015"));
    assert!(stage.page(&olwen, &address).says("Last day Tue 11 Aug 2015"));
    stage.set_clock("2015-08-12T09:00");
    let olwen = stage.sign_in("olwen");
    let page = stage.page(&olwen, &address);
    assert!(page.says("Ended") && !page.says("In force"), "{}", page.text());
    stage.set_clock("2015-12-02T09:00");
    assert!(!stage.page(&stage.sign_in("olwen"), "/day").says(WAITS), "nobody is asked about what has ended");
}

#[test]
fn only_a_senior_has_it_end_sooner() {
    let (stage, olwen) = county();
    let sana = stage.sign_in("sana");
    let (rafe, riva, address) = kept_apart_until(&stage, &olwen, "20/8/2015");
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "19/8/2015 2pm", "P01S1"));
    let beside = || booking(&stage, &olwen, &riva, "19/8/2015 2:30pm", "P01S1");
    assert_eq!(stage.send(&olwen, &goes_on(&stage, &olwen, &address, "12/8/2015")).status, 403);
    assert_eq!(stage.send(&olwen, &beside()).status, 422, "it stands as it was");
    // The twin: longer.
    stage.done(&olwen, &goes_on(&stage, &olwen, &address, "30/8/2015"));
    stage.done(&sana, &goes_on(&stage, &sana, &address, "12/8/2015"));
    stage.done(&olwen, &beside());
}

#[test]
fn whoever_is_no_senior_gives_no_last_day_to_what_had_none() {
    let (stage, olwen) = county();
    let (_, _, address) = kept_apart_until(&stage, &olwen, "");
    assert_eq!(stage.send(&olwen, &goes_on(&stage, &olwen, &address, "31/12/2015")).status, 403);
    stage.done(&olwen, &goes_on(&stage, &olwen, &address, ""));
}

#[test]
fn once_all_their_cases_have_ended_it_is_the_senior_of_whoever_made_it_who_says() {
    let (stage, olwen) = county();
    let (rafe, riva, address) = kept_apart_until(&stage, &olwen, "");
    let ends = |case: &Case, on: &str| {
        let ended = OrderEnded { ending: Ending::Expired };
        stage.say(vec![Said::new(&case.stream, ended, Happened::On(day(on))).about("order-1")]);
    };
    stage.set_clock("2015-11-20T09:00");
    ends(&rafe, "2015-11-20");
    stage.set_clock("2015-12-02T09:00");
    let who = ["olwen", "sana", "peter", "rhys"];
    let told = || who.map(|name| stage.page(&stage.sign_in(name), "/day").says(WAITS));
    assert_eq!(told(), [true, true, false, false], "the twin: one of them is still somebody's");
    ends(&riva, "2015-12-01");
    assert_eq!(told(), [false, true, false, false], "it holds, and somebody has to say whether it still must");
    let sana = stage.sign_in("sana");
    stage.done(&sana, &goes_on(&stage, &sana, &address, "").with("review_on", "1/5/2016"));
    assert_eq!(told(), [false; 4]);
}

#[test]
fn of_all_who_may_look_at_it_again_it_falls_to_one_and_the_others_are_told_to_whom() {
    let (stage, olwen) = county();
    let (rafe, riva, address) = kept_apart_until(&stage, &olwen, "");
    stage.allocate(&riva, "Q02T1A1", day("2015-08-03"));
    stage.set_clock("2015-12-01T09:00");
    let line = |name: &str| stage.page(&stage.sign_in(name), "/day").between(WAITS, "Throughcare uses");
    let page = |name: &str| stage.page(&stage.sign_in(name), &address).between("Looked at again by", "What now?");
    let falls = |to: &str, others: &[&str]| {
        let (own, name) = to.split_once(' ').expect("a first and a last name");
        let own = own.to_lowercase();
        assert!(line(&own).contains("kept apart: due by") && !line(&own).contains("It falls to"), "{}", line(&own));
        assert!(page(&own).contains(&format!("Falls to {to}")), "{name}: {}", page(&own));
        for other in others {
            assert!(line(other).contains(&format!("It falls to {to}, and you may do it")), "{other}: {}", line(other));
        }
    };
    falls("Olwen Officer", &["sana"]);
    // Whose case the other is would tell something of who it is.
    let (theirs, of_day) = (page("quinn"), line("quinn"));
    assert!(theirs.contains("Falls to whoever has the case of somebody you do not work with"), "{theirs}");
    assert!(of_day.contains("It falls to whoever has the other’s case, and you may do it"), "{of_day}");
    assert!(!theirs.contains("Olwen") && !of_day.contains("Olwen"), "{theirs} {of_day}");

    let away = |staff: &str, cover: &str| {
        let sana = stage.sign_in("sana");
        let form = stage.page(&sana, &format!("/away/{staff}")).form(&format!("/away/{staff}"));
        stage.done(&sana, &form.with("from", "1/12/2015").with("kind", "illness").with("cover", cover));
    };
    away("P01T1A1", "P01T1A2");
    falls("Peter Practitioner", &["sana"]);
    away("P01T1A2", "");
    falls("Sana Senior", &[]);
    let ends = |case: &Case| {
        let ended = OrderEnded { ending: Ending::Expired };
        stage.say(vec![Said::new(&case.stream, ended, Happened::On(day("2015-12-01"))).about("order-1")]);
    };
    ends(&rafe);
    falls("Quinn Practitioner", &["rhys"]);
    ends(&riva);
    falls("Sana Senior", &[]);
}

#[test]
fn once_that_senior_has_left_it_is_whoever_signs_for_the_team_who_is_asked_and_can_open_it() {
    let (stage, olwen) = county();
    stage.team("P01T2A", "South team");
    stage.joins("uma", "P01T2A0", "Uma Senior", Role::SeniorProbationOfficer);
    let (rafe, riva, address) = kept_apart_until(&stage, &olwen, "");
    stage.set_clock("2015-11-20T09:00");
    for case in [&rafe, &riva] {
        let ended = OrderEnded { ending: Ending::Expired };
        stage.say(vec![Said::new(&case.stream, ended, Happened::On(day("2015-11-20"))).about("order-1")]);
    }
    stage.set_clock("2015-12-02T09:00");
    stage.leaves("sana", day("2015-12-01"));
    let uma = stage.sign_in("uma");
    assert!(stage.page(&uma, "/day").says(WAITS));
    assert_eq!(stage.get(&stage.sign_in("rhys"), &address).status, 403, "the twin: a senior of another organisation");
    stage.done(&uma, &goes_on(&stage, &uma, &address, "").with("review_on", "1/5/2016"));
    assert!(!stage.page(&uma, "/day").says(WAITS));
}

#[test]
fn it_falls_to_nobody_to_whom_the_record_is_closed_and_whoever_it_falls_to_can_open_it() {
    let (stage, olwen) = county();
    stage.team("P01T2A", "South team");
    stage.joins("uma", "P01T2A0", "Uma Senior", Role::SeniorProbationOfficer);
    let (rafe, riva, address) = kept_apart_until(&stage, &olwen, "");
    stage.set_clock("2015-12-02T09:00");
    let shut_to = |staff: &str, cases: &[&Case]| {
        let limit = AccessLimited { kind: LimitKind::Exclusion, staff: vec![staff.to_owned()] };
        for case in cases {
            let said = Said::new(&case.stream, limit.clone(), Happened::On(day("2015-12-01")));
            stage.say(vec![said.about(format!("limit-{staff}"))]);
        }
    };
    let who = ["olwen", "sana", "uma", "rhys"];
    let told = || who.map(|name| stage.page(&stage.sign_in(name), "/day").says(WAITS));
    let line = |name: &str| stage.page(&stage.sign_in(name), "/day").between(WAITS, "Throughcare uses");
    assert_eq!(told(), [true, true, false, false]);
    assert!(line("sana").contains("It falls to Olwen Officer"), "{}", line("sana"));
    // Closed to her of one of the two: she can open it for the other, and it falls to the senior.
    shut_to("P01T1A1", &[&rafe]);
    assert_eq!(told(), [true, true, false, false]);
    assert!(line("olwen").contains("and you may do it"), "{}", line("olwen"));
    assert!(!line("sana").contains("It falls to"), "{}", line("sana"));
    shut_to("P01T1A1", &[&riva]);
    assert_eq!(told(), [false, true, false, false], "what she cannot open is not asked of her");
    assert!(!line("sana").contains("It falls to"), "{}", line("sana"));
    shut_to("P01T1A0", &[&rafe, &riva]);
    assert_eq!(told(), [false, false, true, false], "the next senior of the organisation, and nobody else");
    let uma = stage.sign_in("uma");
    let page = stage.page(&uma, &address);
    assert!(page.says("North, Rafe") && page.says("South, Riva"), "{}", page.text());
    assert_eq!(stage.get(&stage.sign_in("rhys"), &address).status, 403, "the twin: another organisation’s");
    // To all of them: whoever signs for the team says it, without seeing whose it is.
    shut_to("P01T2A0", &[&rafe, &riva]);
    assert_eq!(told(), [false, true, false, false]);
    let sana = stage.sign_in("sana");
    let page = stage.page(&sana, &address);
    assert!(!page.says("Rafe") && !page.says("Riva"), "{}", page.text());
    stage.done(&sana, &goes_on(&stage, &sana, &address, "").with("review_on", "1/5/2016"));
    assert_eq!(told(), [false; 4]);
}

#[test]
fn before_an_arrangement_ends_by_itself_somebody_is_asked_whether_it_goes_on() {
    let (stage, olwen) = county();
    let (_, _, address) = kept_apart_until(&stage, &olwen, "20/8/2015");
    let asks = "Say whether people are still to be kept apart: due by Thu 20 Aug 2015";
    stage.set_clock("2015-08-12T09:00");
    let day = stage.page(&stage.sign_in("olwen"), "/day");
    assert!(!day.says("still to be kept apart"), "not yet: {}", day.text());
    stage.set_clock("2015-08-13T09:00");
    let olwen = stage.sign_in("olwen");
    assert!(stage.page(&olwen, "/day").says(asks), "{}", stage.page(&olwen, "/day").text());
    stage.done(&olwen, &goes_on(&stage, &olwen, &address, ""));
    assert!(!stage.page(&olwen, "/day").says("still to be kept apart"), "it goes on");
}
