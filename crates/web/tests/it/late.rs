//! Whoever got a page while an entry was taken off the record it showed, and stands in the log of reads only afterwards, is told.

use access::Action;
use record::case::View;
use record::facts::organisation::Role;
use record::facts::person::Retracted;
use record::time::Happened;
use scenarios::{Case, Stage, day};
use service::Said;
use store::WhoRead;

use crate::correcting::{NOTICE, ask, correction, noted};
use crate::county;

/// The line in the log of reads of a page that this browser opened, as it comes from somebody whose page was on its way.
fn comes_late(stage: &Stage, case: &Case, staff: &str, upto: u64) {
    let looked = stage.read(|snapshot| snapshot.who_read(&WhoRead::all(case.stream.clone()), 1)).remove(0).row;
    let detail = format!(r#"{{"to":"{}","upto":{upto}}}"#, Action::ViewCase.words());
    let (staff, role) = (staff.to_owned(), Role::Practitioner.code().to_owned());
    let late = store::ReadRow { at: stage.now().0, staff, role, outcome: "shown".to_owned(), detail, ..looked };
    stage.wait(stage.service.store().log_read(late)).expect("logged");
}

/// What whoever serves does once a minute.
fn looks_again(stage: &Stage) {
    stage.let_pass(2);
    stage.wait(stage.service.look_again(stage.now(), stage.machine())).expect("looked");
}

#[test]
fn whoever_got_the_page_before_and_stands_in_the_log_only_afterwards_is_told_a_while_later() {
    let (stage, olwen, wrong) = county();
    let seq = noted(&stage, &olwen, &wrong);
    let form = correction(&stage, &olwen, &wrong, seq).with("what", "wrong_person");
    stage.done(&olwen, &form.with("reason", "Wrong window."));
    let (peter, quinn) = (stage.sign_in("peter"), stage.sign_in("quinn"));
    // Both pages were read while it was being taken off, one a moment before and one a moment after.
    comes_late(&stage, &wrong, "P01T1A2", seq);
    comes_late(&stage, &wrong, "Q02T1A1", seq + 1);
    // By now another page may be on its way.
    stage.wait(stage.service.look_again(stage.now(), stage.machine())).expect("looked");
    assert!(!stage.page(&peter, "/day").says(NOTICE), "its time has not come");
    looks_again(&stage);
    assert!(stage.page(&peter, "/day").says(NOTICE));
    assert!(!stage.page(&quinn, "/day").says(NOTICE), "hers no longer showed it");
    assert!(!stage.page(&olwen, "/day").says(NOTICE), "who took it off knows");
    let before = stage.entries();
    looks_again(&stage);
    assert_eq!(stage.entries(), before, "once");
    let job = |name: String| stage.read(|snapshot| snapshot.job(&name));
    let entry = record::EntryId { stream: wrong.stream.clone(), seq };
    assert!(stage.read(|snapshot| snapshot.jobs_not_done("late ")).is_empty());
    let done = job(format!("lists {entry}")).filter(|job| job.state == "done");
    assert_eq!(done, None, "of what is done once nothing is kept");
}

/// The line of somebody whose page is slow, in a part of the log that is sealed before anything else is done.
fn asked_and_sealed(stage: &Stage, case: &Case, staff: &str, upto: u64) {
    comes_late(stage, case, staff, upto);
    let looks = stage.read(|snapshot| snapshot.looks_after(&case.stream, 0));
    let batch = looks.last().expect("the line").batch;
    for _ in 0..200 {
        if stage.read(|snapshot| snapshot.last_batch_before(i64::MAX)) >= batch {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("what was read is sealed within seconds");
}

#[test]
fn whoever_asked_a_moment_before_it_was_recorded_and_was_shown_it_is_told_though_that_was_sealed_by_then() {
    let (stage, olwen, wrong) = county();
    stage.timeline(&olwen, &wrong);
    let next = stage.entries_of(&wrong.stream).len() as u64 + 1;
    stage.set_clock("2015-08-03T10:00");
    // No page takes a quarter of an hour.
    asked_and_sealed(&stage, &wrong, "Q02T1A1", next);
    stage.set_clock("2015-08-03T10:15");
    asked_and_sealed(&stage, &wrong, "P01T1A2", next);
    let seq = noted(&stage, &olwen, &wrong);
    assert_eq!(seq, next);
    let form = correction(&stage, &olwen, &wrong, seq).with("what", "wrong_person");
    stage.done(&olwen, &form.with("reason", "Wrong window."));
    assert!(stage.page(&stage.sign_in("peter"), "/day").says(NOTICE));
    assert!(!stage.page(&stage.sign_in("quinn"), "/day").says(NOTICE));
}

#[test]
fn where_the_program_was_stopped_before_it_looked_whoever_serves_next_tells_the_readers() {
    let (stage, olwen, wrong) = county();
    let seq = noted(&stage, &olwen, &wrong);
    stage.timeline(&stage.sign_in("adil"), &wrong);
    let entry = record::EntryId { stream: wrong.stream.clone(), seq };
    stage.wait(stage.service.look_again_later(stage.machine(), &entry)).expect("begun");
    // Taken off, and nothing else: as if it had been killed then.
    let by = ask("P01T1A1", Role::Practitioner, stage.now()).actor;
    let off = Said::new(&wrong.stream, Retracted::default(), Happened::On(day("2015-08-03")));
    stage.say_as(&by, vec![off.retracts(entry)]);
    looks_again(&stage);
    assert!(stage.page(&stage.sign_in("adil"), "/day").says(NOTICE));
    assert!(!stage.page(&olwen, "/day").says(NOTICE), "who took it off knows");
}

#[test]
fn where_it_was_not_taken_off_after_all_nobody_is_told_later() {
    let (stage, olwen, wrong) = county();
    let seq = noted(&stage, &olwen, &wrong);
    stage.timeline(&stage.sign_in("adil"), &wrong);
    let form = correction(&stage, &olwen, &wrong, seq).with("what", "wrong_person").with("reason", "");
    assert_eq!(stage.send(&olwen, &form).status, 422);
    let before = stage.entries();
    looks_again(&stage);
    assert_eq!(stage.entries(), before);
    assert!(!stage.page(&stage.sign_in("adil"), "/day").says(NOTICE));
}

#[test]
fn whoever_got_the_page_with_an_address_that_was_never_theirs_is_told_a_while_later() {
    let (stage, olwen, sam) = county();
    let own = |known: &record::case::Person| known.addresses.first().map(|address| address.entry.seq);
    let file = record::case::fold(&stage.entries_of(&sam.stream), View::default());
    let seq = file.person.as_ref().and_then(own).expect("an address");
    let path = format!("{}/addresses/{seq}", sam.home);
    let form = stage.page(&olwen, &path).form(&path).with("what", "never").with("reason", "Of his brother.");
    let before = stage.entries_of(&sam.stream).len() as u64;
    stage.done(&olwen, &form);
    let peter = stage.sign_in("peter");
    comes_late(&stage, &sam, "P01T1A2", before);
    looks_again(&stage);
    assert!(stage.page(&peter, "/day").says(NOTICE));
}
