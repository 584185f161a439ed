//! Risk lowered by a side door: what a raise rests on is taken off as somebody else's, and the raise goes with it. That is a
//! second, senior person's, as every other lowering is.

use scenarios::{Answer, Browser, Case, Form, Stage};

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
