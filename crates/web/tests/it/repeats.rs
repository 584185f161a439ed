//! A note that repeats another is told of to those who may see both, and to nobody else.

use record::facts::person::{AccessLimitEnded, AccessLimited, LimitKind};
use record::time::Happened;
use scenarios::{Answer, Browser, Case, Sentence, Stage, day};
use service::Said;

use crate::county;

const WEEK: &str = "Attended on time and in good spirits. We talked through the week: the hostel is settled, the key worker has \
    seen him twice, and he has an interview at the depot on Thursday for which he has bought a shirt. We looked at the triggers \
    he named last time and he could say what he would do instead on a Friday night.";
const MARK: &str = "Much of this stands in";

/// Notes the week, pressing again where it is said to stand elsewhere.
fn note(stage: &Stage, browser: &Browser, case: &Case, handling: &str) -> Option<Answer> {
    let path = format!("{}/note", case.home);
    let form = stage.page(browser, &path).form(&path).with("note", WEEK).with("sensitive", handling);
    let first = stage.send(browser, &form);
    if first.status == 303 {
        return None;
    }
    stage.done(browser, &first.form(&path).with("sensitive", handling));
    Some(first)
}

fn marks(stage: &Stage, browser: &Browser, case: &Case) -> usize {
    let page = stage.page(browser, &format!("{}/contacts", case.home));
    let file = stage.page(browser, &format!("{}/contacts/csv", case.home));
    let marks = page.text().matches(MARK).count();
    assert_eq!(marks, file.body.matches(MARK).count(), "the file tells what the page does: {}", file.body);
    marks
}

#[test]
fn that_a_note_repeats_a_sensitive_one_is_told_only_to_those_who_may_open_that() {
    let (stage, olwen, case) = county();
    assert!(note(&stage, &olwen, &case, "yes").is_none());
    stage.set_clock("2015-08-04T09:00");
    assert!(note(&stage, &olwen, &case, "").is_some(), "the writer may open both");
    let adil = stage.sign_in("adil");
    assert_eq!((marks(&stage, &olwen, &case), marks(&stage, &adil, &case)), (1, 0));
}

#[test]
fn that_a_sensitive_note_repeats_another_is_told_only_to_those_who_may_open_it() {
    let (stage, olwen, case) = county();
    assert!(note(&stage, &olwen, &case, "").is_none());
    stage.set_clock("2015-08-04T09:00");
    assert!(note(&stage, &olwen, &case, "yes").is_some());
    let adil = stage.sign_in("adil");
    assert_eq!((marks(&stage, &olwen, &case), marks(&stage, &adil, &case)), (1, 0));
    let other = stage.person("Olaf Ordinary", &Sentence::default());
    stage.set_clock("2015-08-05T09:00");
    assert!(note(&stage, &olwen, &other, "").is_some());
    assert_eq!(marks(&stage, &adil, &other), 1, "the ordinary one of the two in the other record is enough");
}

#[test]
fn that_a_note_stands_in_another_record_is_told_only_to_those_who_may_open_that_record() {
    let (stage, olwen, case) = county();
    let closed = stage.person("Kit Kept", &Sentence::default());
    assert!(note(&stage, &olwen, &closed, "").is_none());
    stage.set_clock("2015-08-04T09:00");
    let asked = note(&stage, &olwen, &case, "").expect("it is said before it is saved");
    assert!(asked.says("How are notes compared?"), "{}", asked.text());
    assert!(asked.says("80 in a hundred") && asked.says("our own choice, not policy"), "{}", asked.text());
    let sana = stage.sign_in("sana");
    assert_eq!((marks(&stage, &olwen, &case), marks(&stage, &sana, &case)), (1, 1));

    let only = AccessLimited { kind: LimitKind::Restriction, staff: vec!["P01T1A1".to_owned()] };
    stage.say(vec![Said::new(&closed.stream, only, Happened::On(day("2015-08-04"))).about("limit-1")]);
    assert_eq!((marks(&stage, &olwen, &case), marks(&stage, &sana, &case)), (1, 0));

    let ended = Said::new(&closed.stream, AccessLimitEnded {}, Happened::On(day("2015-08-04"))).about("limit-1");
    stage.say(vec![ended]);
    stage.set_clock("2015-08-05T09:00");
    assert_eq!(marks(&stage, &sana, &case), 1);
}

#[test]
fn a_log_without_a_repeated_note_says_nothing_of_comparing() {
    let (stage, olwen, case) = county();
    assert!(note(&stage, &olwen, &case, "").is_none());
    assert!(!stage.page(&olwen, &format!("{}/contacts", case.home)).says("How are notes compared?"));
}
