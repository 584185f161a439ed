//! Risk lowered by a side door: what a raise rests on is taken off as somebody else's, and the raise goes with it. That is a
//! second, senior person's, as every other lowering is; where there is none, that is told and not left lying.

use record::facts::organisation::{Role, StaffLeft};
use record::time::Happened;
use scenarios::{Answer, Browser, Case, Form, Stage};
use service::Said;

use crate::county;

/// Notes something, and gives the place of its entry.
fn noted(stage: &Stage, browser: &Browser, case: &Case, words: &str) -> usize {
    let path = format!("{}/note", case.home);
    stage.done(browser, &stage.page(browser, &path).form(&path).with("note", words));
    stage.entries_of(&case.stream).len()
}

/// Says that an entry was about somebody else.
fn taking_off(stage: &Stage, browser: &Browser, case: &Case, seq: usize) -> Form {
    let path = format!("{}/entries/{seq}/correct", case.home);
    let form = stage.page(browser, &path).form(&path);
    form.with("what", "wrong_person").with("reason", "Wrong window.")
}

fn risk(stage: &Stage, browser: &Browser, case: &Case) -> Answer {
    stage.page(browser, &format!("{}/risk", case.home))
}

/// A note, and a raise to high that rests on it, both by Olwen, who holds the case.
fn raised(stage: &Stage, olwen: &Browser, case: &Case) -> usize {
    let note = noted(stage, olwen, case, "Seen near the school again.");
    let path = format!("{}/risk/change", case.home);
    let form = stage.page(olwen, &path).form(&path).with("what", "harm:public:community").with("to", "high");
    stage.done(olwen, &form.with("reason", "Something new.").with("evidence", &note.to_string()));
    assert!(risk(stage, olwen, case).says("The public High"), "more stands at once");
    note
}

/// What asks is `permit_to_lower`: what rests on an entry is taken off with it.
#[test]
fn nobody_lowers_risk_alone_by_taking_off_the_note_that_a_raise_rests_on() {
    let (stage, olwen, case) = county();
    let note = raised(&stage, &olwen, &case);
    let before = stage.entries_of(&case.stream).len();
    let own = stage.send(&olwen, &taking_off(&stage, &olwen, &case, note));
    assert!(own.status == 422 && own.says("a senior officer has to take it off"), "{}", own.text());
    let peter = stage.sign_in("peter");
    let junior = stage.send(&peter, &taking_off(&stage, &peter, &case, note));
    assert_eq!(junior.status, 403, "{}", junior.text());
    assert_eq!(stage.entries_of(&case.stream).len(), before, "nothing was recorded");
    assert!(risk(&stage, &olwen, &case).says("The public High"), "it stands");

    let sana = stage.sign_in("sana");
    stage.done(&sana, &taking_off(&stage, &sana, &case, note));
    assert!(!risk(&stage, &olwen, &case).says("The public High"), "a senior takes off what was somebody else's");
}

#[test]
fn a_note_on_which_nothing_rests_is_taken_off_by_whoever_works_on_the_case() {
    let (stage, olwen, case) = county();
    raised(&stage, &olwen, &case);
    let another = noted(&stage, &olwen, &case, "Seen near the school again.");
    let peter = stage.sign_in("peter");
    stage.done(&peter, &taking_off(&stage, &peter, &case, another));
    assert!(risk(&stage, &olwen, &case).says("The public High"), "and risk is as it was");
}

#[test]
fn what_the_only_senior_proposes_herself_is_on_her_day_until_another_is_there_to_sign_it() {
    let (stage, olwen, case) = county();
    raised(&stage, &olwen, &case);
    let sana = stage.sign_in("sana");
    let note = noted(&stage, &sana, &case, "He has moved away from there.");
    let path = format!("{}/risk/change", case.home);
    let form = stage.page(&sana, &path).form(&path).with("what", "harm:public:community").with("to", "low");
    stage.done(&sana, &form.with("reason", "It is over.").with("evidence", &note.to_string()));
    let words = "A change of risk for Sentenced, Sam waits, and no other senior here may sign it: have one let in";
    let told = |name: &str| stage.page(&stage.sign_in(name), "/day").says(words);
    assert!(told("sana") && !told("olwen"), "{}", stage.page(&sana, "/day").text());
    let links = stage.page(&stage.sign_in("sana"), "/day").addresses();
    assert!(links.contains(&format!("{}/risk", case.home)), "{links:?}");

    stage.team("P01T2A", "South team");
    stage.joins("uma", "P01T2A0", "Uma Senior", Role::SeniorProbationOfficer);
    assert!(!told("sana") && !told("uma"));
    let inbox = stage.page(&stage.sign_in("uma"), "/inbox");
    assert!(inbox.says("Sentenced, Sam"), "the twin: it waits for the other: {}", inbox.text());
}

#[test]
fn whoever_works_where_no_senior_is_on_the_books_is_told_that_nobody_answers_for_what_falls_to_one() {
    let (stage, _, _) = county();
    let words = "Your organisation has no senior on its books: what falls to whoever leads a team falls to nobody";
    let told = |name: &str| stage.page(&stage.sign_in(name), "/day").says(words);
    assert!(!told("olwen") && !told("sana"));
    let sana = stage.read(|snapshot| snapshot.staff("P01T1A0")).expect("she is known").stream;
    stage.say(vec![Said::new(&sana, StaffLeft {}, Happened::On(stage.now().day()))]);
    assert!(told("olwen") && told("peter"), "{}", stage.page(&stage.sign_in("olwen"), "/day").text());
    assert!(!told("rhys"), "the twin: another organisation");
}
