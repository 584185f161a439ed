//! Who a listed defendant was said to be, taken back: whoever opened the record meanwhile is told, also who did so while it was
//! being taken back, and whose page was on its way.

use access::Action;
use record::case::View;
use record::facts::organisation::Role;
use rusqlite::Connection;
use scenarios::{Browser, Case, Sentence, Stage, day};
use service::Form;
use service::court::confirm::Choice;
use store::WhoRead;

use crate::correcting::{NOTICE, ask};

const LIST: &str = include_str!("../../../exchange/tests/fixtures/list_soap.xml");
const COURT: &str = "B14LO";
const DAY: &str = "2015-12-14";

/// A court's list on the morning of its day, with a defendant who was said to be somebody on record: with the court officer, the
/// record, and the page of the defendant.
fn linked() -> (Stage, Browser, Case, String) {
    let stage = Stage::new("2015-12-01T09:00");
    let case = stage.person("Zoé Quill", &Sentence::default());
    stage.set_clock("2015-12-14T08:30");
    let officer = ask("N00CRT1", Role::CourtOfficer, stage.now());
    stage
        .wait(stage.service.import_court_list(&officer, "list.xml", LIST.replace("29/02/1988", "01/03/1988").into()))
        .expect("a list");
    let listed = stage.wait(stage.service.court_day(&officer, COURT, day(DAY))).expect("the day");
    let page = format!("/courts/{COURT}/{DAY}/{}", listed.rows[0].key);
    let cora = stage.sign_in("cora");
    let person = case.stream.as_str().trim_start_matches("person-").to_owned();
    stage.done(&cora, &stage.page(&cora, &page).form(&page).with("person", &person));
    (stage, cora, case, page)
}

fn take_back(stage: &Stage, cora: &Browser, page: &str) {
    stage.done(cora, &stage.page(cora, page).form(page).with("undo", "1"));
}

/// The line in the log of reads of a page that was on its way, some seconds from now.
fn comes_late(stage: &Stage, case: &Case, staff: &str, seconds: i64) {
    let looked = stage.read(|snapshot| snapshot.who_read(&WhoRead::all(case.stream.clone()), 1)).remove(0).row;
    let detail = format!(r#"{{"to":"{}"}}"#, Action::ViewCase.words());
    let (staff, role) = (staff.to_owned(), Role::Practitioner.code().to_owned());
    let at = stage.now().0 + seconds * 1_000_000;
    let late = store::ReadRow { at, staff, role, outcome: "shown".to_owned(), detail, ..looked };
    stage.wait(stage.service.store().log_read(late)).expect("logged");
}

/// What whoever serves does once a minute.
fn looks_again(stage: &Stage) {
    stage.let_pass(2);
    stage.wait(stage.service.look_again(stage.now(), stage.machine())).expect("looked");
}

#[test]
fn whoever_opened_the_record_while_that_was_being_taken_back_is_told_afterwards() {
    let (stage, _, case, page) = linked();
    let officer = || ask("N00CRT1", Role::CourtOfficer, stage.now());
    let writing = Connection::open(stage.folder().join("record.db")).expect("the record");
    let found = stage.wait(stage.service.listed_defendant(&officer(), COURT, day(DAY), key(&page)));
    let form = Form { version: found.expect("the defendant").version, ..Form::default() };
    let choice = Choice { court: COURT.into(), day: DAY.into(), case: key(&page).into(), person: String::new() };
    let (asked, service, machine) = (officer(), stage.service.clone(), stage.machine());
    std::thread::scope(|scope| {
        // Nobody can record anything for a while, but everything can be read.
        writing.execute_batch("BEGIN IMMEDIATE").expect("the writer waits");
        let taking = scope.spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(service.undo_match(&asked, &form, &choice, machine))
        });
        std::thread::sleep(std::time::Duration::from_secs(1));
        let reader = ask("P01T1A9", Role::CaseAdministrator, stage.now());
        let opened = stage.wait(stage.service.open(&reader, Action::ViewCase, &case.stream, View::default()));
        opened.expect("it opens");
        writing.execute_batch("ROLLBACK").expect("the writer goes on");
        taking.join().expect("no panic").expect("taken back");
    });
    assert!(stage.page(&stage.sign_in("adil"), "/day").says(NOTICE));
    assert!(!stage.page(&stage.sign_in("peter"), "/day").says(NOTICE), "who never opened it is not");
}

#[test]
fn whoever_got_the_record_before_and_stands_in_the_log_only_afterwards_is_told_a_while_later() {
    let (stage, cora, case, page) = linked();
    stage.page(&stage.sign_in("olwen"), &case.home);
    take_back(&stage, &cora, &page);
    comes_late(&stage, &case, "P01T1A2", 0);
    // A batch of the log has a second: after some of them nothing is on its way any more that showed what stood before.
    (1..5).for_each(|nth| comes_late(&stage, &case, "P01T1A1", 2 * nth));
    comes_late(&stage, &case, "P01T1A9", 10);
    let (olwen, peter, adil) = (stage.sign_in("olwen"), stage.sign_in("peter"), stage.sign_in("adil"));
    assert!(stage.page(&olwen, "/day").says(NOTICE), "at once");
    // By now another page may be on its way.
    stage.wait(stage.service.look_again(stage.now(), stage.machine())).expect("looked");
    assert!(!stage.page(&peter, "/day").says(NOTICE), "its time has not come");
    looks_again(&stage);
    assert!(stage.page(&peter, "/day").says(NOTICE));
    assert!(!stage.page(&adil, "/day").says(NOTICE), "who opened it later saw what stands");
    let before = stage.entries();
    looks_again(&stage);
    assert_eq!(stage.entries(), before, "once");
}

#[test]
fn where_it_was_not_taken_back_after_all_nobody_is_told_later() {
    let (stage, cora, case, page) = linked();
    stage.page(&stage.sign_in("olwen"), &case.home);
    let old = stage.page(&cora, &page).form(&page).with("undo", "1").with("version", "1");
    assert_eq!(stage.send(&cora, &old).status, 409);
    let before = stage.entries();
    looks_again(&stage);
    assert_eq!(stage.entries(), before);
    assert!(!stage.page(&stage.sign_in("olwen"), "/day").says(NOTICE));
}

fn key(page: &str) -> &str {
    page.rsplit('/').next().unwrap_or_default()
}
