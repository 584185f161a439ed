//! Failure 39, later: a month that nobody signed, and people of whom the senior who signs may not speak.
//!
//! Given somebody who was not seen in November, and a senior who lets the month pass. When it is January, then November is
//! still asked for, before December, and is signed for those who had not been seen on the last day for it, whoever came since;
//! the twin, who came in November and not after, is in December's list. Given a record from which the senior is excluded, then
//! it is counted and not named, and another senior of the organisation who may open it says what is done. The twin: one that
//! the senior may open. Given a case that passed to another organisation, or ended, before the month was signed late, then the
//! senior whose team it was is asked; the twin's stayed, and is in the list itself.

use record::facts::Fact;
use record::facts::organisation::Role;
use record::facts::person::{AccessLimited, Ending, LimitKind, OrderEnded};
use record::time::Happened;
use scenarios::{Browser, Case, Form, Stage, day};
use service::Said;
use store::WhoRead;

use crate::CAME;
use crate::row_39_not_supervised::november;

const LIST: &str = "/contact/since";
const NOVEMBER: &str = "/contact/sign-off/2015-11";
const DECEMBER: &str = "/contact/sign-off/2015-12";

fn action(case: &Case) -> String {
    format!("action-{}", case.home.trim_start_matches("/cases/"))
}

fn spoken_of(form: &Form) -> Vec<String> {
    form.fields.iter().map(|(name, _)| name.clone()).filter(|name| name.starts_with("action")).collect()
}

#[test]
fn a_month_that_was_let_pass_is_asked_for_first_and_signed_as_it_stood() {
    let (stage, olwen, unmet, visited) = november();
    stage.held(&olwen, &unmet, "2015-12-09T10:00", CAME);
    stage.set_clock("2016-01-05T09:00");
    let sana = stage.sign_in("sana");
    let asked = stage.page(&sana, "/day").between("Waiting for you", "Throughcare uses");
    let november = asked.find("not seen in November 2015: due by Mon 7 Dec 2015");
    let december = asked.find("not seen in December 2015: due by Fri 8 Jan 2016");
    assert!(november.is_some() && november < december, "the oldest first: {asked}");
    let list = stage.page(&sana, LIST);
    assert!(list.says("November 2015 was to be signed off by Mon 7 Dec 2015, and is not."), "{}", list.text());
    assert!(list.says("December 2015 is to be signed off by Fri 8 Jan 2016."), "{}", list.text());

    let page = stage.page(&sana, NOVEMBER);
    let form = page.form(NOVEMBER);
    assert_eq!(spoken_of(&form), [action(&unmet)], "as it stood: she has come since, and the twin had come");
    assert!(page.says("48 days, since Tue 20 Oct 2015"), "{}", page.text());
    assert!(page.says("as it stood at the end of Mon 7 Dec 2015"), "{}", page.text());
    stage.done(&sana, &form.with(&action(&unmet), "She was ill, and came on the 9th."));
    let signed = stage.page(&sana, LIST);
    assert!(signed.says("November 2015: signed off Tue 5 Jan 2016"), "{}", signed.text());
    assert!(signed.says("2 running cases, 1 not seen in time."), "{}", signed.text());
    assert!(!signed.says("November 2015 was to be signed off"), "{}", signed.text());
    assert_eq!(stage.get(&sana, NOVEMBER).status, 404, "it is signed once");

    let form = stage.page(&sana, DECEMBER).form(DECEMBER);
    assert_eq!(spoken_of(&form), [action(&visited)], "the twin was seen in November and not after");
    stage.done(&sana, &form.with(&action(&visited), "Home visit tomorrow."));
    assert!(!stage.page(&sana, "/day").says("Sign off who was not seen"));
}

#[test]
fn a_team_is_asked_for_no_month_before_it_began() {
    let (stage, ..) = november();
    stage.team("P01T2A", "Second team");
    stage.joins("tess", "P01T2A0", "Tess Senior", Role::SeniorProbationOfficer);
    stage.set_clock("2016-01-05T09:00");
    let asked = stage.page(&stage.sign_in("tess"), "/day");
    assert!(asked.says("Sign off who was not seen in December 2015"), "{}", asked.text());
    assert!(!asked.says("not seen in November"), "{}", asked.text());
}

#[test]
fn a_team_that_was_dissolved_leaves_its_last_month_to_whoever_signs_for_it_now() {
    let (stage, _, unmet, visited) = november();
    stage.team("P01T2A", "South team");
    stage.joins("uma", "P01T2A0", "Uma Senior", Role::SeniorProbationOfficer);
    stage.leaves("sana", day("2015-12-01"));
    for case in [&unmet, &visited] {
        stage.allocate(case, "Q02T1A1", day("2015-12-03"));
    }
    stage.set_clock("2016-01-05T09:00");
    let asked = stage.page(&stage.sign_in("uma"), "/day").between("Waiting for you", "Throughcare uses");
    assert!(asked.contains("not seen in November 2015"), "{asked}");
    assert_eq!(asked.matches("not seen in December 2015").count(), 1, "the twin, her own team’s alone: {asked}");
}

/// November with somebody more who was not seen, whose record some may not open; and a second senior of the organisation.
fn hidden(excluded: &[&str]) -> (Stage, Browser, Case, Case) {
    let (stage, olwen, unmet, _) = november();
    stage.set_clock("2015-11-01T09:00");
    let hester = stage.person("Hester Hidden", &scenarios::Sentence { from: day("2015-08-03"), ..Default::default() });
    let staff = excluded.iter().map(|code| (*code).to_owned()).collect();
    let limited = AccessLimited { kind: LimitKind::Exclusion, staff };
    stage.say(vec![Said::new(&hester.stream, limited, Happened::On(day("2015-11-02"))).about("limit-1")]);
    stage.team("P01T2A", "Second team");
    stage.joins("tess", "P01T2A0", "Tess Senior", Role::SeniorProbationOfficer);
    stage.set_clock("2015-12-02T09:00");
    (stage, olwen, unmet, hester)
}

#[test]
fn whoever_the_senior_may_not_open_is_counted_and_another_senior_says_what_is_done() {
    let (stage, _, unmet, hester) = hidden(&["P01T1A0"]);
    let (sana, tess) = (stage.sign_in("sana"), stage.sign_in("tess"));
    let page = stage.page(&sana, NOVEMBER);
    assert!(page.says("3 running cases, 2 not seen face to face in time"), "{}", page.text());
    assert!(page.says("1 of them is a restricted record"), "{}", page.text());
    assert!(!page.says("Hester") && !page.says("Hidden"), "{}", page.text());
    let form = page.form(NOVEMBER);
    assert_eq!(spoken_of(&form), [action(&unmet)]);
    assert!(!stage.page(&tess, "/day").says("Say what is done about"), "nobody has signed yet");
    stage.done(&sana, &form.with(&action(&unmet), "Home visit tomorrow."));
    let signed = stage.page(&sana, LIST);
    assert!(signed.says("3 running cases, 2 not seen in time."), "{}", signed.text());
    assert!(signed.says("Restricted record: still to be said by another senior who may open it."), "{}", signed.text());

    let left = "/contact/left/P01T1A/2015-11";
    let asked = stage.page(&tess, "/day");
    let words = "Say what is done about 1 person not seen in November, whom North team could not speak of";
    assert!(asked.says(words), "{}", asked.text());
    assert!(asked.addresses().contains(&left.to_owned()));
    let none = stage.page(&sana, "/day");
    assert!(!none.says("Say what is done about"), "she may not: {}", none.text());
    for name in ["sana", "rhys", "olwen"] {
        assert_ne!(stage.get(&stage.sign_in(name), left).status, 200, "{name}");
    }
    let page = stage.page(&tess, left);
    assert!(page.says("Hidden, Hester") && page.says("Not seen since Mon 3 Aug 2015"), "{}", page.text());
    let who = WhoRead::all(hester.stream.clone());
    let looks = stage.read(|snapshot| snapshot.who_read(&who, 10));
    let look = looks
        .iter()
        .find(|look| look.row.staff == "P01T2A0" && look.row.outcome == "shown")
        .expect("it is said who saw her");
    assert_eq!((look.row.screen.as_str(), look.row.rows), ("sign-off", 1));
    let silent = stage.send(&tess, &page.form(left));
    assert_eq!(silent.status, 422);
    assert!(silent.says("Say of each person why, or what is done about it"), "{}", silent.text());
    let form = page.form(left).with(&action(&hester), "Seen by the police weekly; a visit is booked.");
    stage.done(&tess, &form);
    assert_eq!(stage.get(&tess, left).status, 404, "it is said once");
    assert!(!stage.page(&tess, "/day").says("Say what is done about"));
    assert_eq!(stage.get(&tess, &hester.home).status, 403, "it opens nothing");
    let signed = stage.page(&sana, LIST);
    assert!(signed.says("Restricted record: said by a senior who may open it."), "{}", signed.text());
    assert!(!signed.says("police"), "nothing of what was said: {}", signed.text());
    let told = stage.timeline(&stage.sign_in("olwen"), &hester);
    assert!(told.says("November 2015 signed off: not seen face to face since Mon 3 Aug 2015"), "{}", told.text());
}

/// Two information officers erase one entry of a person's record.
fn erased(stage: &Stage, case: &Case, seq: u64) {
    let (ines, ivan) = (stage.sign_in("ines"), stage.sign_in("ivan"));
    let path = format!("/erasures/propose/{}", case.stream);
    let form = stage.page(&ines, &path).form(&path).with("authority", "Schedule").with("reason", "Out of time");
    stage.done(&ines, &form.with("seqs", &seq.to_string()));
    let addresses = stage.page(&ivan, "/erasures").addresses();
    let path = addresses.into_iter().find(|address| address.starts_with("/erasures/decide/")).expect("a proposal");
    stage.done(&ivan, &stage.page(&ivan, &path).form(&path).with("decision", "erase"));
}

#[test]
fn what_was_said_and_is_erased_was_said_and_is_asked_for_no_more() {
    let (stage, _, unmet, hester) = hidden(&["P01T1A0"]);
    let (sana, tess) = (stage.sign_in("sana"), stage.sign_in("tess"));
    stage.done(&sana, &stage.page(&sana, NOVEMBER).form(NOVEMBER).with(&action(&unmet), "Home visit tomorrow."));
    let months = || stage.read(|snapshot| snapshot.signed_with_left("P01")).len();
    assert_eq!(months(), 1, "somebody is still to be spoken of");
    let left = "/contact/left/P01T1A/2015-11";
    stage.done(&tess, &stage.page(&tess, left).form(left).with(&action(&hester), "Seen by the police weekly."));
    assert_eq!(months(), 0, "a month that is spoken of whole is looked through no more");

    let line = stage.entries_of(&hester.stream).len() as u64;
    erased(&stage, &hester, line);
    assert_eq!(stage.get(&tess, left).status, 404);
    assert!(!stage.page(&tess, "/day").says("Say what is done about"));
    let signed = stage.page(&sana, LIST);
    assert!(!signed.says("still to be said"), "{}", signed.text());
    assert!(!stage.timeline(&stage.sign_in("olwen"), &hester).says("police"), "it is gone");
}

/// November is signed late by its senior, once something has become of somebody who was not seen. What is asked on whose day.
fn signed_late(stage: &Stage, unmet: &Case) -> Vec<&'static str> {
    let sana = stage.sign_in("sana");
    let page = stage.page(&sana, NOVEMBER);
    assert!(page.says("1 not seen face to face in time"), "{}", page.text());
    let form = page.form(NOVEMBER);
    let stayed = spoken_of(&form).contains(&action(unmet));
    stage.done(&sana, &if stayed { form.with(&action(unmet), "Visited on the 4th.") } else { form });
    let asked = |name: &&str| stage.page(&stage.sign_in(name), "/day").says("Say what is done about 1 person");
    ["sana", "tess", "rhys", "olwen", "quinn"].into_iter().filter(asked).collect()
}

fn late() -> (Stage, Case) {
    let (stage, _, unmet, _) = november();
    stage.team("P01T2A", "Second team");
    stage.joins("tess", "P01T2A0", "Tess Senior", Role::SeniorProbationOfficer);
    stage.set_clock("2016-01-05T09:00");
    (stage, unmet)
}

#[test]
fn whoevers_case_passed_to_another_organisation_before_the_month_was_signed_is_spoken_of_by_one_senior() {
    let (stage, unmet) = late();
    stage.allocate(&unmet, "Q02T1A1", day("2015-12-20"));
    assert_eq!(signed_late(&stage, &unmet), ["sana"]);
    let left = "/contact/left/P01T1A/2015-11";
    for name in ["tess", "rhys", "quinn"] {
        assert_eq!(stage.get(&stage.sign_in(name), left).status, 404, "{name}");
    }
    let sana = stage.sign_in("sana");
    let list = stage.page(&sana, LIST);
    assert!(list.says("with another team when it was signed; still to be said what was done."), "{}", list.text());
    let page = stage.page(&sana, left);
    assert!(page.says("Not seen since Tue 20 Oct 2015"), "{}", page.text());
    stage.done(&sana, &page.form(left).with(&action(&unmet), "Written to twice; passed on with that said."));
    assert!(!stage.page(&sana, "/day").says("Say what is done about"), "it is said once");
    assert_eq!(stage.get(&sana, &unmet.home).status, 403, "it opens nothing");
    let read = stage.page(&stage.sign_in("ada"), &format!("{}/seen?for=lawfulness", unmet.home));
    assert!(read.says("asked what is done, of a month that was signed without it"), "{}", read.text());
}

#[test]
fn whose_order_ended_before_the_month_was_signed_is_spoken_of_by_one_senior() {
    let (stage, unmet) = late();
    let ended = OrderEnded { ending: Ending::RevokedForGoodProgress };
    stage.say(vec![Said::new(&unmet.stream, ended, Happened::On(day("2015-12-21"))).about("order-1")]);
    assert_eq!(signed_late(&stage, &unmet), ["sana"]);
    let left = "/contact/left/P01T1A/2015-11";
    let sana = stage.sign_in("sana");
    let form = stage.page(&sana, left).form(left).with(&action(&unmet), "It ended on the 21st.");
    stage.done(&sana, &form);
    assert!(!stage.page(&sana, "/day").says("Say what is done about"), "it is said once");
    let last = stage.entries_of(&unmet.stream).pop().and_then(|entry| entry.content).expect("an entry");
    assert!(matches!(&last.fact, Fact::UnseenSignedOff(said) if said.action.contains("ended")), "{:?}", last.fact);
}

#[test]
fn the_twin_whose_case_stayed_is_spoken_of_in_the_list_itself() {
    let (stage, unmet) = late();
    assert!(signed_late(&stage, &unmet).is_empty());
}

#[test]
fn a_record_that_no_senior_may_open_is_answered_for_by_the_one_who_signs_without_a_word_of_it() {
    let (stage, _, unmet, hester) = hidden(&["P01T1A0", "P01T2A0"]);
    let sana = stage.sign_in("sana");
    stage.done(&sana, &stage.page(&sana, NOVEMBER).form(NOVEMBER).with(&action(&unmet), "Home visit tomorrow."));
    assert!(!stage.page(&stage.sign_in("tess"), "/day").says("Say what is done about"), "never two");
    assert!(stage.page(&sana, "/day").says("Say what is done about 1 person not seen in November"));
    let left = "/contact/left/P01T1A/2015-11";
    let page = stage.page(&sana, left);
    assert!(page.says("Restricted record") && !page.says("Hidden") && !page.says(&hester.crn), "{}", page.text());
    stage.done(&sana, &page.form(left).with(&action(&hester), "Olwen visits weekly; asked her today."));
    assert_eq!(stage.get(&sana, &hester.home).status, 403, "it opens nothing");
    let told = stage.timeline(&stage.sign_in("olwen"), &hester);
    assert!(told.says("November 2015 signed off"), "{}", told.text());
}

#[test]
fn whoever_the_senior_may_open_is_left_to_nobody() {
    let (stage, _, unmet, hester) = hidden(&["P01T1A2"]);
    let sana = stage.sign_in("sana");
    let form = stage.page(&sana, NOVEMBER).form(NOVEMBER);
    let mut named = [action(&unmet), action(&hester)];
    let mut found = spoken_of(&form);
    named.sort();
    found.sort();
    assert_eq!(found, named);
    stage.done(&sana, &form.with(&named[0], "Home visit.").with(&named[1], "Home visit."));
    assert!(!stage.page(&stage.sign_in("tess"), "/day").says("Say what is done about"));
}
