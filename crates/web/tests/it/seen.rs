//! Who has seen a record: for those who check it, by what they ask it for, newest first.

use access::Actor;
use record::facts::organisation::Role;
use scenarios::{Browser, Case, Stage, day};
use service::{Ask, Problem};
use store::WhoRead;

use crate::county;

fn asked(stage: &Stage, browser: &Browser, case: &Case, query: &str) -> String {
    stage.page(browser, &format!("{}/seen?{query}", case.home)).text()
}

#[test]
fn an_auditor_sees_who_has_seen_a_record_and_that_they_ask_is_logged_with_what_for() {
    let (stage, olwen, case) = county();
    stage.page(&olwen, &case.home);
    let ada = stage.sign_in("ada");
    let path = format!("{}/seen", case.home);
    assert!(stage.page(&ada, &case.home).addresses().contains(&path));
    assert!(!stage.page(&ada, &path).says("(OLWEN"), "nothing before it is said what for");

    let seen = asked(&stage, &ada, &case, "for=integrity&from=2015-08-03&to=2015-08-03");
    assert!(seen.contains("Newest first") && seen.contains("holds the case"), "{seen}");
    let last = stage.read(|snapshot| snapshot.who_read(&WhoRead::all(case.stream.clone()), 1)).pop().unwrap().row;
    assert_eq!(last.detail, r#"{"to":"see who has seen this record","for":"integrity"}"#);
    assert_eq!((last.screen.as_str(), last.outcome.as_str()), ("seen", "shown"));
    let none = asked(&stage, &ada, &case, "for=integrity&from=2015-07-01&to=2015-08-02");
    assert!(none.contains("Nobody in that time"), "{none}");
    assert_eq!(stage.get(&ada, &format!("{path}?for=integrity&from=rubbish")).status, 404);
    assert_eq!(stage.get(&ada, &format!("{path}?for=integrity&after=1.2")).status, 404);
}

#[test]
fn whoever_holds_the_case_does_not_see_who_has_seen_it_and_their_asking_is_logged() {
    let (stage, olwen, case) = county();
    assert!(!stage.page(&olwen, &case.home).says("Who has seen this record"));
    let refused = stage.get(&olwen, &format!("{}/seen?for=lawfulness", case.home));
    assert_eq!(refused.status, 403);
    let seen = asked(&stage, &stage.sign_in("ines"), &case, "for=lawfulness");
    assert!(seen.contains("Refused") && seen.contains("not part of their role"), "{seen}");
}

#[test]
fn a_look_by_whoever_runs_the_program_under_a_colleagues_name_says_so() {
    let (stage, olwen, case) = county();
    stage.page(&olwen, &case.home);
    let ask = Ask { screen: "export case", ..crate::asking::auditor(&stage) };
    let (own, by_operator) = (stage.service.clone(), stage.service.clone().by_operator());
    stage.wait(own.whole_record(&ask, &case.stream, None)).expect("handed out");
    stage.wait(by_operator.whole_record(&ask, &case.stream, None)).expect("handed out");
    let last = stage.read(|snapshot| snapshot.who_read(&WhoRead::all(case.stream.clone()), 2));
    assert!(last[0].row.detail.ends_with(r#","by":"operator"}"#), "{}", last[0].row.detail);
    assert!(!last[1].row.detail.contains("operator"), "{}", last[1].row.detail);
    let seen = asked(&stage, &stage.sign_in("ada"), &case, "for=lawfulness");
    assert_eq!(seen.matches("an operator, as").count(), 1, "{seen}");
    assert!(seen.contains(&format!("({})", ask.actor.staff)), "{seen}");
}

#[test]
fn many_looks_come_page_by_page_and_none_twice() {
    let (stage, olwen, case) = county();
    for look in 0..60 {
        stage.set_clock(if look < 20 { "2015-08-03T09:10" } else { "2015-08-03T10:10" });
        stage.page(&olwen, &case.home);
    }
    let ada = stage.sign_in("ada");
    let first = stage.page(&ada, &format!("{}/seen?for=lawfulness", case.home));
    let next = first.addresses().into_iter().find(|address| address.contains("after=")).expect("a second page");
    assert!(first.says("10:10am") && first.says("9:10am"), "{}", first.text());
    let second = stage.page(&ada, &next.replace("&amp;", "&"));
    assert!(second.says("9:10am"), "{}", second.text());
    let looks = |page: &scenarios::Answer| page.text().matches("holds the case").count();
    assert_eq!(looks(&first) + looks(&second), 60, "each look once");
    assert!(second.addresses().iter().all(|address| !address.contains("after=")), "there is no third");
}

#[test]
fn while_a_legal_hold_stands_no_reads_are_let_go_unless_somebody_says_why() {
    let (stage, olwen, case) = county();
    let path = format!("{}/note", case.home);
    let wrong = stage.page(&olwen, &path).form(&path).with("note", "About somebody else.");
    stage.done(&olwen, &wrong);
    let seq = stage.entries_of(&case.stream).len();
    stage.page(&stage.sign_in("adil"), &case.home);
    let ines = stage.sign_in("ines");
    let hold = format!("/erasures/hold/{}", case.stream);
    stage.done(&ines, &stage.page(&ines, &hold).form(&hold).with("authority", "Independent inquiry"));
    stage.set_clock("2015-10-05T10:00");
    let actor = Actor {
        staff: "operator".to_owned(),
        name: "Operator".to_owned(),
        role: Role::Auditor,
        team: String::new(),
        provider: String::new(),
        courts: Vec::new(),
    };
    let ask = Ask { actor, now: stage.now(), screen: "release-reads" };
    // So that the batch of August is closed.
    stage.page(&olwen, &case.home);
    stage.set_clock("2015-10-05T10:01");
    stage.page(&olwen, &case.home);
    let release = |despite: Option<&str>| {
        stage.wait(stage.service.let_reads_go(&ask, day("2015-08-01"), "Rule 7", "Two years are over", despite))
    };
    let refused = release(None);
    let Err(Problem::Invalid(errors)) = &refused else { panic!("{refused:?}") };
    assert!(errors[0].message.contains("A legal hold stands on 1 of the records"), "{errors:?}");
    assert!(release(Some(" ")).is_err(), "a reason is given");
    release(Some("The inquiry has its own copy")).expect("let go");
    let streams = stage.read(|snapshot| snapshot.streams("service"));
    let said: String = streams
        .iter()
        .flat_map(|stream| stage.entries_of(stream))
        .filter_map(|entry| Some(String::from_utf8_lossy(&entry.content?.to_bytes().ok()?).into_owned()))
        .collect();
    assert!(said.contains(r#""despite_holds":"The inquiry has its own copy""#), "{said}");
    assert!(stage.service.store().release_reads().expect("taken") > 0);

    // Who read the note in August cannot be told any more, and the list of who is told says so.
    stage.page(&stage.sign_in("adil"), &case.home);
    let path = format!("{}/entries/{seq}/correct", case.home);
    let form = stage.page(&olwen, &path).form(&path).with("what", "wrong_person").with("reason", "Wrong window.");
    stage.done(&olwen, &form);
    let list = stage.page(&olwen, &format!("{}/entries/{seq}/readers", case.home));
    assert!(list.says("let go up to the end of August 2015 by then"), "{}", list.text());
    assert!(list.says("gone through"), "{}", list.text());
}
