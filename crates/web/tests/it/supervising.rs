//! Supervision from an agenda that both see, and what was asked for and not got: who sees it, that nothing of it vanishes, and
//! what the rules put on it.

use record::facts::person::{AccessLimited, LimitKind};
use record::time::Happened;
use scenarios::{Answer, Browser, Case, Sentence, Stage, day};
use service::Said;

use crate::{ABSENT, county};

const AGENDA: &str = "/supervision/P01T1A1";
const HELD: &str = "/supervision/P01T1A1/held";
const ASKED: &str = "/asked/P01T1A";

fn add(stage: &Stage, browser: &Browser, words: &str, case: &str) -> Answer {
    let form = stage.page(browser, AGENDA).form(AGENDA).with("words", words).with("case", case);
    stage.send(browser, &form)
}

fn ask(stage: &Stage, browser: &Browser, what: &str, by: &str) -> Answer {
    let form = stage.page(browser, ASKED).form(ASKED).with("what", what).with("of", "The area office").with("by", by);
    stage.send(browser, &form)
}

fn keep_from(stage: &Stage, case: &Case, staff: &str) {
    let limited = AccessLimited { kind: LimitKind::Exclusion, staff: vec![staff.to_owned()] };
    stage.say(vec![Said::new(&case.stream, limited, Happened::On(day("2015-08-03"))).about("limit-1")]);
}

#[test]
fn both_put_lines_on_one_agenda_and_what_was_agreed_or_carried_over_stays_there() {
    let (stage, olwen, sam) = county();
    let sana = stage.sign_in("sana");
    assert_eq!(add(&stage, &olwen, "Two visits next week: who goes along?", "").status, 303);
    assert_eq!(add(&stage, &sana, "Is the plan still the right one?", sam.stream.as_str()).status, 303);
    for browser in [&olwen, &sana] {
        let page = stage.page(browser, AGENDA);
        assert!(page.says("Two visits next week: who goes along? Olwen Officer"), "{}", page.text());
        assert!(page.says("Sentenced, Sam : Is the plan still the right one? Sana Senior"), "{}", page.text());
    }
    assert!(!stage.page(&olwen, AGENDA).addresses().contains(&HELD.to_owned()));

    let form = stage.page(&sana, HELD).form(HELD).with("agreed-1", "Peter goes along.");
    stage.done(&sana, &form);
    for browser in [&olwen, &sana] {
        let page = stage.page(browser, AGENDA);
        assert!(page.says("Mon 3 Aug 2015, recorded by Sana Senior"), "{}", page.text());
        assert!(page.says("Two visits next week: who goes along? Agreed: Peter goes along."), "{}", page.text());
        assert!(page.says("Is the plan still the right one? Carried over"), "{}", page.text());
        let open = page.between("To talk about", "Put a line on it");
        assert!(open.contains("carried over once") && !open.contains("Two visits"), "{open}");
    }
    // Agreed the next time, both meetings tell of it.
    stage.done(&sana, &stage.page(&sana, HELD).form(HELD).with("agreed-2", "It is."));
    let page = stage.page(&olwen, AGENDA);
    assert!(page.says("Nobody has put a line on the agenda.") && page.says("Agreed: It is."), "{}", page.text());
    assert!(page.says("Carried over") && page.says("Agreed: Peter goes along."), "{}", page.text());
}

#[test]
fn a_line_is_dealt_with_once_and_a_form_with_something_wrong_keeps_what_was_typed() {
    let (stage, olwen, _) = county();
    let sana = stage.sign_in("sana");
    add(&stage, &olwen, "Leave in August", "");
    let (first, second) = (stage.page(&sana, HELD).form(HELD), stage.page(&sana, HELD).form(HELD));
    let late = stage.send(&sana, &first.clone().with("agreed-1", "Yes, two weeks.").with("on", "4/8/2015"));
    assert_eq!(late.status, 422, "it has not been held yet");
    assert!(late.says("Enter the day it was held, today or before") && late.says("Yes, two weeks."), "{}", late.text());
    stage.done(&sana, &first.with("agreed-1", "Yes, two weeks."));
    let again = stage.send(&sana, &second.with("agreed-1", "No."));
    assert_eq!(again.status, 422);
    assert!(again.says("Somebody has dealt with one of these lines meanwhile"), "{}", again.text());
    let page = stage.page(&olwen, AGENDA);
    assert!(page.says("Agreed: Yes, two weeks.") && !page.says("Agreed: No."), "{}", page.text());

    let empty = add(&stage, &olwen, "  ", "");
    assert!(empty.status == 422 && empty.says("Say what is to be talked about"), "{}", empty.text());
}

#[test]
fn nobody_else_of_the_team_reads_it_and_only_whoever_leads_says_that_one_was_held() {
    let (stage, olwen, _) = county();
    add(&stage, &olwen, "Something of mine", "");
    let secret = stage.page(&olwen, AGENDA).form(AGENDA);
    let before = stage.entries();
    for (name, status) in [("peter", 403), ("adil", 403), ("quinn", 404), ("rhys", 404)] {
        let other = stage.sign_in(name);
        for path in [AGENDA, HELD] {
            let answer = stage.get(&other, path);
            assert_eq!(answer.status, status, "{name} {path}");
            assert!(!answer.says("Something of mine"), "{}", answer.text());
        }
        let csrf = stage.page(&other, "/find").form("/sign-out").value("csrf").to_owned();
        for path in [AGENDA, HELD] {
            let body = format!("csrf={csrf}&key=k{name}&words=Mine&on=3/8/2015&agreed-1=Done");
            assert_eq!(stage.post(&other, path, &body).status, status, "{name} {path}");
        }
    }
    assert_eq!(stage.get(&olwen, HELD).status, 403, "of one's own somebody else says it");
    let body = format!("csrf={}&key=own&on=3/8/2015&agreed-1=Done", secret.value("csrf"));
    assert_eq!(stage.post(&olwen, HELD, &body).status, 403);
    assert_eq!(stage.entries(), before);
}

#[test]
fn whoever_covers_for_the_senior_reads_it_and_only_while_they_do() {
    let (stage, olwen, _) = county();
    let (sana, peter) = (stage.sign_in("sana"), stage.sign_in("peter"));
    add(&stage, &olwen, "Leave in August", "");
    assert_eq!(stage.get(&peter, AGENDA).status, 403);
    let away = "/away/P01T1A0";
    let form = stage.page(&sana, away).form(away).with("from", "3/8/2015").with("until", "5/8/2015");
    stage.done(&sana, &form.with("kind", "leave").with("cover", "P01T1A2"));
    let page = stage.page(&peter, AGENDA);
    assert!(page.says("Leave in August"), "{}", page.text());
    let own = stage.page(&peter, "/supervision/P01T1A2");
    assert!(own.between("Those you lead today", "Throughcare").contains("Olwen Officer"), "{}", own.text());
    assert!(
        stage.page(&peter, "/caseload").addresses().contains(&"/supervision/P01T1A2".to_owned()),
        "two presses away"
    );
    stage.done(&peter, &stage.page(&peter, HELD).form(HELD).with("agreed-1", "Two weeks."));
    stage.set_clock("2015-08-06T09:00");
    assert_eq!(stage.get(&stage.sign_in("peter"), AGENDA).status, 403);
    assert!(!stage.page(&stage.sign_in("peter"), "/supervision/P01T1A2").says("Those you lead today"));
    assert!(stage.page(&stage.sign_in("sana"), AGENDA).says("recorded by Peter Practitioner"));
}

#[test]
fn a_line_about_a_record_is_read_only_by_those_who_may_open_it() {
    let (stage, olwen, sam) = county();
    let sana = stage.sign_in("sana");
    add(&stage, &olwen, "What his brother said", sam.stream.as_str());
    assert!(stage.page(&sana, AGENDA).says("What his brother said"));
    keep_from(&stage, &sam, "P01T1A0");
    let page = stage.page(&sana, AGENDA);
    assert!(page.says("A line about a record that you may not open"), "{}", page.text());
    assert!(!page.says("his brother") && !page.says("Sentenced, Sam"), "{}", page.text());
    let held = stage.page(&sana, HELD);
    assert!(held.says("1 line is about records that you may not open") && !held.says("his brother"), "{}", held.text());
    // Whom one may not read of one can neither close nor choose.
    let closed = stage.send(&sana, &held.form(HELD).with("agreed-1", "Closed unread."));
    assert_eq!(closed.status, 422, "{}", closed.text());
    let chosen = add(&stage, &sana, "About him", sam.stream.as_str());
    assert!(chosen.status == 422 && chosen.says("Choose somebody whom they hold, or nobody"), "{}", chosen.text());
    stage.done(&sana, &stage.page(&sana, HELD).form(HELD));
    let page = stage.page(&olwen, AGENDA);
    assert!(page.says("What his brother said") && !page.says("carried over"), "{}", page.text());
}

#[test]
fn what_the_rules_know_of_the_officer_lists_itself_and_nothing_of_a_colleague_does() {
    let (stage, olwen, sam) = county();
    stage.held(&olwen, &sam, "2015-08-04T10:00", ABSENT);
    let other = stage.unallocated("Otto Other", &Sentence::default());
    stage.allocate(&other, "P01T1A2", day("2015-08-03"));
    stage.set_clock("2015-08-25T09:00");
    for name in ["olwen", "sana"] {
        let page = stage.page(&stage.sign_in(name), AGENDA);
        assert!(page.says("1 person: failure undecided Sentenced, Sam"), "{}", page.text());
        assert!(page.says("Nobody: risk unknown") && page.addresses().contains(&sam.home), "{}", page.text());
        assert!(!page.says("Other, Otto"), "{}", page.text());
    }
}

#[test]
fn what_was_asked_for_and_not_got_stands_on_the_day_and_the_week_until_somebody_says_what_came_of_it() {
    let (stage, olwen, _) = county();
    let peter = stage.sign_in("peter");
    assert_eq!(ask(&stage, &olwen, "An interpreter for Tuesdays", "10/8/2015").status, 303);
    let none = stage.send(&olwen, &stage.page(&olwen, ASKED).form(ASKED));
    assert_eq!(none.status, 422);
    assert!(none.says("Say what you asked for") && none.says("Say whom you asked"), "{}", none.text());
    assert!(!stage.page(&peter, ASKED).says("An interpreter"), "a colleague's is not theirs to see");
    assert_eq!(stage.get(&peter, &format!("{ASKED}/1")).status, 404);
    assert_eq!(stage.get(&stage.sign_in("rhys"), ASKED).status, 404);
    assert!(!stage.page(&olwen, "/day").says("You asked for this by"), "its day has not come");

    stage.set_clock("2015-08-11T09:00");
    let (olwen, sana) = (stage.sign_in("olwen"), stage.sign_in("sana"));
    let line = "You asked for this by Mon 10 Aug 2015: An interpreter for Tuesdays";
    assert!(stage.page(&olwen, "/day").says(line), "{}", stage.page(&olwen, "/day").text());
    assert!(!stage.page(&sana, "/day").says(line));
    let week = stage.page(&sana, "/team");
    assert!(week.says("An interpreter for Tuesdays Of The area office, by Mon 10 Aug 2015"), "{}", week.text());
    assert!(week.addresses().contains(&AGENDA.to_owned()), "each agenda is one press away");

    let path = format!("{ASKED}/1");
    let form = stage.page(&sana, &path).form(&path).with("came", "not_got");
    let why = stage.send(&sana, &form);
    assert!(why.status == 422 && why.says("Say why not"), "{}", why.text());
    let later = stage.page(&olwen, &path).form(&path).with("came", "got");
    stage.done(&sana, &stage.page(&sana, &path).form(&path).with("came", "not_got").with("why", "No money."));
    let again = stage.send(&olwen, &later);
    assert!(again.status == 422 && again.says("Somebody has said what came of it meanwhile"), "{}", again.text());
    assert!(!stage.page(&olwen, "/day").says("You asked for this by"));
    assert!(stage.page(&sana, "/team").says("Nothing that was asked for is overdue."));
    let told = stage.page(&olwen, ASKED);
    assert!(told.says("Did not get it, Tue 11 Aug 2015, said Sana Senior: No money."), "{}", told.text());
}
