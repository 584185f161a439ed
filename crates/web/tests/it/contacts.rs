//! The contact log: narrowed, searched, taken away; and what is folded shut.

use record::entry::Handling;
use record::facts::Fact;
use scenarios::{Answer, Browser, Case, Stage};
use store::WhoRead;

use crate::{CAME, county};

fn note(stage: &Stage, browser: &Browser, case: &Case, words: &str, sensitive: bool) -> u64 {
    let path = format!("{}/note", case.home);
    let form = stage.page(browser, &path).form(&path).with("contact", "NOTE").with("note", words);
    stage.done(browser, &if sensitive { form.with("sensitive", "yes") } else { form });
    stage.entries_of(&case.stream).len() as u64
}

fn log(stage: &Stage, browser: &Browser, case: &Case, asked: &str) -> Answer {
    stage.page(browser, &format!("{}/contacts{asked}", case.home))
}

/// Searches the log as the page does.
fn search(stage: &Stage, browser: &Browser, case: &Case, words: &str) -> Answer {
    let forms = log(stage, browser, case, "").forms();
    let form = forms.into_iter().find(|form| form.fields.iter().any(|(name, _)| name == "words")).expect("a search");
    let answer = stage.send(browser, &form.with("words", words));
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer
}

#[test]
fn the_log_is_narrowed_by_kind_and_by_days() {
    let (stage, olwen, case) = county();
    stage.held(&olwen, &case, "2015-08-04T10:00", CAME);
    note(&stage, &olwen, &case, "Landlord rang about the tenancy.", false);
    stage.book(&olwen, &case, "2015-08-11T10:00");
    let all = log(&stage, &olwen, &case, "");
    assert!(all.says("3 contacts, newest first") && all.says("Booked"), "{}", all.text());
    assert!(!all.says("Community order made"), "what the system says stands apart: {}", all.text());
    assert!(log(&stage, &olwen, &case, "?show=system").says("Community order made"));
    assert!(log(&stage, &olwen, &case, "?show=appointments").says("2 contacts"));
    assert!(log(&stage, &olwen, &case, "?show=face-to-face").says("1 contact, newest first"));
    assert!(log(&stage, &olwen, &case, "?show=notes").says("Landlord rang"));
    assert!(log(&stage, &olwen, &case, "?from=2015-08-05").says("1 contact, newest first"));
    assert!(log(&stage, &olwen, &case, "?to=2015-08-03").says("0 contacts"));
}

#[test]
fn a_search_marks_where_the_words_stand_and_says_when_they_stand_nowhere() {
    let (stage, olwen, case) = county();
    note(&stage, &olwen, &case, "Landlord rang about the TENANCY. Tenancy safe.", false);
    note(&stage, &olwen, &case, "Came early.", false);
    let found = search(&stage, &olwen, &case, "tenancy rang");
    assert!(found.says("1 result for ‘tenancy rang’"), "{}", found.text());
    assert_eq!(found.body.matches("<mark>").count(), 3, "{}", found.body);
    assert!(found.body.contains("<mark>TENANCY</mark>"));
    assert!(!found.addresses().iter().any(|address| address.contains("tenancy")), "nothing typed in an address");
    let none = search(&stage, &olwen, &case, "zebra");
    assert!(none.says("0 results for ‘zebra’") && none.says("Check the spelling"), "{}", none.text());
}

#[test]
fn what_is_sensitive_is_folded_shut_everywhere_and_opening_it_is_logged() {
    let (stage, olwen, case) = county();
    let seq = note(&stage, &olwen, &case, "Partner told in confidence of threats.", true);
    for page in ["", "/timeline", "/contacts", "/contacts?show=notes"] {
        let shown = stage.page(&olwen, &format!("{}{page}", case.home));
        assert!(!shown.says("in confidence") && shown.says("Sensitive: show"), "{page}: {}", shown.text());
    }
    let opened = stage.page(&olwen, &format!("{}/contacts/{seq}", case.home));
    assert!(opened.says("Partner told in confidence of threats."), "{}", opened.text());
    let last = stage.read(|snapshot| snapshot.who_read(&WhoRead::all(case.stream.clone()), 1)).pop().unwrap().row;
    assert_eq!((last.staff.as_str(), last.screen.as_str()), ("P01T1A1", "sensitive entry"));
}

#[test]
fn what_is_sensitive_is_neither_opened_nor_searched_by_those_who_do_not_supervise() {
    let (stage, olwen, case) = county();
    let seq = note(&stage, &olwen, &case, "Partner told in confidence of threats.", true);
    note(&stage, &olwen, &case, "Spoke of threats in general.", false);
    assert!(search(&stage, &olwen, &case, "threats").says("2 results"));
    let adil = stage.sign_in("adil");
    let found = search(&stage, &adil, &case, "threats");
    assert!(found.says("1 result for ‘threats’") && !found.says("Sensitive: show"), "{}", found.text());
    assert!(stage.page(&adil, &format!("{}/timeline", case.home)).says("Open to those who supervise"));
    assert_eq!(stage.get(&adil, &format!("{}/contacts/{seq}", case.home)).status, 403);
    assert_eq!(stage.get(&adil, &format!("{}/entries/{seq}/correct", case.home)).status, 403);
}

#[test]
fn what_is_sensitive_stays_so_when_it_is_put_right() {
    let (stage, olwen, case) = county();
    let seq = note(&stage, &olwen, &case, "Partner told in confidence.", true);
    let path = format!("{}/entries/{seq}/correct", case.home);
    let page = stage.page(&olwen, &path);
    assert!(!page.body.contains("name=\"sensitive\""), "it cannot be opened up: {}", page.text());
    stage.done(&olwen, &page.form(&path).with("note", "Neighbour told in confidence.").with("reason", "Who it was"));
    let entries = stage.entries_of(&case.stream);
    let last = entries.last().and_then(|entry| entry.content.as_ref()).unwrap();
    assert!(matches!(&last.fact, Fact::ContactNoted(noted) if noted.note.starts_with("Neighbour")));
    assert_eq!(last.handling, Handling::Sensitive);

    let plain = note(&stage, &olwen, &case, "Came early.", false);
    let path = format!("{}/entries/{plain}/correct", case.home);
    let form = stage.page(&olwen, &path).form(&path).with("sensitive", "yes").with("reason", "Told in confidence");
    stage.done(&olwen, &form);
    assert!(!log(&stage, &olwen, &case, "").says("Came early"), "a note may become sensitive later");
}

#[test]
fn what_is_shown_can_be_taken_away_as_a_file_and_that_is_logged_with_its_rows() {
    let (stage, olwen, case) = county();
    note(&stage, &olwen, &case, "=cmd, she said", false);
    note(&stage, &olwen, &case, "Partner told in confidence.", true);
    stage.held(&olwen, &case, "2015-08-04T10:00", CAME);
    let file = stage.page(&olwen, &format!("{}/contacts/csv?show=notes", case.home));
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"contacts.csv\"");
    assert!(file.body.starts_with("When,Contact,Outcome,Note,Repeats,Recorded by,Entry\r\n"), "{}", file.body);
    assert!(file.body.contains("\"'=cmd, she said\"") && !file.body.contains("confidence"), "{}", file.body);
    let last = stage.read(|snapshot| snapshot.who_read(&WhoRead::all(case.stream.clone()), 1)).pop().unwrap().row;
    assert_eq!((last.screen.as_str(), last.rows, last.outcome.as_str()), ("contacts file", 2, "shown"));
}

#[test]
fn a_plan_is_reviewed_and_an_objective_that_is_dropped_needs_a_reason() {
    let (stage, olwen, case) = county();
    stage.set_clock("2015-12-01T09:00");
    let path = format!("{}/plan/review", case.home);
    let form = stage.page(&olwen, &path).form(&path);
    let becomes = form.fields.iter().map(|(name, _)| name.clone()).find(|name| name.starts_with("state_")).unwrap();
    let dropped = form.clone().with(&becomes, "dropped");
    let answer = stage.send(&olwen, &dropped);
    assert_eq!(answer.status, 422);
    assert!(answer.says("Say why an objective is dropped"), "{}", answer.text());
    let dropped = dropped.with(&becomes.replace("state", "reason"), "Done with.");
    let answer = stage.send(&olwen, &dropped);
    assert!(answer.status == 422 && answer.says("Nothing would be left to work on"), "{}", answer.text());
    stage.done(&olwen, &dropped.with("objective_1", "Pay the fine").with("need_1", "finance"));
    let plan = stage.page(&olwen, &format!("{}/plan", case.home));
    assert!(plan.says("completed Mon 3 Aug 2015, reviewed Tue 1 Dec 2015"), "{}", plan.text());
    assert!(
        plan.says("Keep to the order Keeping to the sentence Dropped Tue 1 Dec 2015: Done with."),
        "{}",
        plan.text()
    );
    assert!(plan.says("Pay the fine Money and debts In progress"), "{}", plan.text());
}

#[test]
fn each_thing_the_log_is_narrowed_to_is_taken_away_with_one_press() {
    let (stage, olwen, case) = county();
    stage.held(&olwen, &case, "2015-08-04T10:00", CAME);
    note(&stage, &olwen, &case, "Landlord rang about the tenancy.", false);
    let path = format!("{}/contacts", case.home);
    assert!(!log(&stage, &olwen, &case, "").body.contains("name=\"drop\""), "nothing narrows it");
    let narrowed = log(&stage, &olwen, &case, "?show=notes&from=2015-08-01&to=2015-08-05");
    for chip in ["From Sat 1 Aug 2015", "Until Wed 5 Aug 2015", "Everything again"] {
        assert!(narrowed.says(chip), "{chip}: {}", narrowed.text());
    }
    let press = |page: &Answer, what: &str| {
        let forms = page.forms().into_iter().filter(|form| form.action == path);
        let form = forms.last().expect("a form").with("drop", what);
        stage.send(&olwen, &form)
    };
    for (what, leads) in [
        ("show", "?from=2015-08-01&to=2015-08-05"),
        ("from", "?show=notes&to=2015-08-05"),
        ("to", "?show=notes&from=2015-08-01"),
    ] {
        let answer = press(&narrowed, what);
        assert_eq!((answer.status, answer.location()), (303, format!("{path}{leads}").as_str()), "{what}");
    }
    // Of a search the words stay where something else is taken away, and in no address.
    let form = log(&stage, &olwen, &case, "?show=notes").forms();
    let form = form.into_iter().find(|form| form.fields.iter().any(|(name, _)| name == "words")).expect("a search");
    let found = stage.send(&olwen, &form.with("words", "tenancy"));
    assert!(found.says("‘tenancy’ ×") && found.says("1 result for ‘tenancy’"), "{}", found.text());
    let wider = press(&found, "show");
    assert!(wider.says("1 result for ‘tenancy’") && !wider.addresses().iter().any(|to| to.contains("tenancy")));
    assert_eq!(press(&found, "words").location(), format!("{path}?show=notes"));
}
