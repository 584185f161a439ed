//! Putting right what was recorded: the entry of another person, the wrong outcome.

use access::{Action, Actor};
use record::case::View;
use record::facts::organisation::Role;
use record::facts::person::{AccessLimited, LimitKind};
use record::facts::risk::{HarmLevel, RISK};
use record::time::{Happened, Instant};
use rusqlite::Connection;
use scenarios::{Browser, Case, Form, Sentence, Stage, assessment, day};
use service::correction::WrongPerson;
use service::{Ask, Said};

use crate::{CAME, county, one_act, since};

const WORDS: &str = "Told me about his brother’s trial.";

pub(crate) fn noted(stage: &Stage, olwen: &Browser, case: &Case) -> u64 {
    let path = format!("{}/note", case.home);
    stage.done(olwen, &stage.page(olwen, &path).form(&path).with("note", WORDS));
    stage.entries_of(&case.stream).len() as u64
}

pub(crate) fn correction(stage: &Stage, olwen: &Browser, case: &Case, seq: u64) -> Form {
    let path = format!("{}/entries/{seq}/correct", case.home);
    stage.page(olwen, &path).form(&path)
}

#[test]
fn an_entry_about_somebody_else_moves_to_them_in_one_act() {
    let (stage, olwen, wrong) = county();
    let right = stage.person("Rita Right", &Sentence::default());
    let seq = noted(&stage, &olwen, &wrong);
    let (left, gained) = (stage.entries_of(&wrong.stream).len(), stage.entries_of(&right.stream).len());
    let form = correction(&stage, &olwen, &wrong, seq).with("what", "wrong_person").with("reason", "Wrong window.");
    stage.done(&olwen, &form.with("other_crn", &right.crn.to_lowercase()));

    let said = [since(&stage, &wrong, left), since(&stage, &right, gained)].concat();
    assert_eq!(one_act(&said), ["retracted", "contact_noted"], "and nobody else had read it");
    let seen = stage.timeline(&olwen, &wrong);
    assert!(
        !seen.says(WORDS) && seen.says("An entry about somebody else was taken off this record"),
        "{}",
        seen.text()
    );
    assert!(!seen.says("Rita") && !seen.says(&right.crn), "nor does it say whose it was");
    assert!(stage.timeline(&olwen, &right).says(WORDS));
    assert!(stage.timeline(&stage.sign_in("ada"), &wrong).says(WORDS), "auditors see what it said");
}

#[test]
fn an_entry_moves_only_to_somebody_on_record_whose_case_one_may_work_on() {
    let (stage, olwen, wrong) = county();
    let stranger = stage.person("Stan Stranger", &Sentence::default());
    stage.allocate(&stranger, "Q02T1A1", day("2015-08-03"));
    let seq = noted(&stage, &olwen, &wrong);
    let before = stage.entries();
    let form = correction(&stage, &olwen, &wrong, seq).with("what", "wrong_person");
    for (crn, reason, status, words) in [
        ("Z999999", "Wrong window.", 422, "Z999999 is no CRN that you can name"),
        ("rubbish", "Wrong window.", 422, "CRN"),
        (&wrong.crn, "Wrong window.", 422, "That is this person"),
        ("", "", 422, "Say how it came to be here"),
        (&stranger.crn, "Wrong window.", 403, "nothing on the record ties you to this person"),
    ] {
        let answer = stage.send(&olwen, &form.clone().with("other_crn", crn).with("reason", reason));
        assert_eq!(answer.status, status, "{crn}: {}", answer.text());
        assert!(answer.says(words), "{crn}: {}", answer.text());
    }
    assert_eq!(stage.entries(), before);
    stage.done(&olwen, &form.with("reason", "Nobody knows whose."));
    assert_eq!(stage.entries(), before + 1);
}

#[test]
fn whose_entry_it_is_tells_nobody_which_numbers_are_on_record() {
    let (stage, olwen, wrong) = county();
    let (hidden, seen) =
        (stage.person("Hester Hidden", &Sentence::default()), stage.person("Sy Seen", &Sentence::default()));
    let limited = AccessLimited { kind: LimitKind::Exclusion, staff: vec!["P01T1A1".to_owned()] };
    stage.say(vec![Said::new(&hidden.stream, limited, Happened::On(day("2015-08-03"))).about("limit-1")]);
    let seq = noted(&stage, &olwen, &wrong);
    let form = correction(&stage, &olwen, &wrong, seq).with("what", "wrong_person").with("reason", "Wrong window.");
    let told = |crn: &str| {
        let answer = stage.send(&olwen, &form.clone().with("other_crn", crn));
        (answer.status, answer.between("There is a problem", "Reason").replace(crn, "…"))
    };
    let unknown = told("Z999999");
    assert!(unknown.0 == 422 && unknown.1.contains("… is no CRN that you can name"), "{unknown:?}");
    assert_eq!(told(&hidden.crn), unknown);
    let rows = stage.read(|snapshot| snapshot.who_read(&store::WhoRead::all(hidden.stream.clone()), 50));
    assert_eq!(rows.iter().filter(|seen| seen.row.purpose == "access to the record is limited").count(), 1, "logged");
    for nth in 0..3 {
        assert_eq!(told(&format!("Z99999{nth}")).0, 422);
    }
    // After a few no more is answered, of whatever number; without one it is corrected as ever.
    for crn in ["Z999999", &hidden.crn, &seen.crn] {
        assert!(told(crn).1.contains("Several codes were refused"), "{crn}");
    }
    stage.done(&olwen, &form.with("other_crn", ""));
}

#[test]
fn a_corrected_outcome_counts_and_both_stay_in_the_timeline() {
    let (stage, olwen, case) = county();
    let appointment = stage.held(&olwen, &case, "2015-08-04T10:00", CAME);
    let seq = stage.entries_of(&case.stream).len() as u64;
    let form = correction(&stage, &olwen, &case, seq).with("outcome", "AFTC").with("note", "Left after five minutes.");
    assert_eq!(stage.send(&olwen, &form).status, 422, "why has to be said");
    stage.done(&olwen, &form.clone().with("reason", "Ticked the wrong one."));

    let seen = stage.timeline(&olwen, &case);
    assert!(seen.says("Attended and complied") && seen.says("Attended but failed to comply"), "{}", seen.text());
    assert!(seen.says(&format!("Corrected by entry {}", seq + 1)));
    let page = stage.page(&olwen, &format!("{}/appointments/{appointment}", case.home));
    assert!(page.body.contains(r#"name="decision""#), "the failure now asks for a decision: {}", page.text());
    let again = stage.send(&olwen, &form.with("reason", "Once more.").with("key", ""));
    assert_eq!(again.status, 409, "what was corrected is not corrected again: {}", again.text());
}

#[test]
fn everybody_who_read_it_since_is_told_and_says_that_they_saw_it() {
    let (stage, olwen, wrong) = county();
    let peter = stage.sign_in("peter");
    stage.page(&peter, &wrong.home);
    stage.set_clock("2015-08-03T10:00");
    let seq = noted(&stage, &olwen, &wrong);
    let adil = stage.sign_in("adil");
    stage.set_clock("2015-08-03T11:00");
    stage.timeline(&adil, &wrong);
    stage.timeline(&stage.sign_in("ada"), &wrong);
    let form = correction(&stage, &olwen, &wrong, seq);
    let page = stage.page(&olwen, &format!("{}/entries/{seq}/correct", wrong.home));
    assert!(page.says("2 other people have opened this record since"), "{}", page.text());
    stage.set_clock("2015-08-03T12:00");
    stage.done(&olwen, &form.with("what", "wrong_person").with("reason", "Wrong window."));

    let notice = "You read an entry that was recorded on the wrong person";
    assert!(!stage.page(&peter, "/day").says(notice), "who read the record before it was there is not told");
    assert!(!stage.page(&olwen, "/day").says(notice), "nor who put it right");
    let day = stage.page(&adil, "/day");
    assert!(day.says(notice), "{}", day.text());
    let list = format!("{}/entries/{seq}/readers", wrong.home);
    let told = stage.page(&olwen, &list);
    assert!(told.says("Adil Administrator, case administrator") && told.says("Told, not seen yet"), "{}", told.text());
    assert!(told.says("Ada Auditor, auditor Opened the record last on Mon 3 Aug 2015, 11am Only checks the record"));
    assert!(stage.timeline(&olwen, &wrong).addresses().contains(&list), "the timeline leads there");

    let path = day.addresses().into_iter().find(|address| address.starts_with("/notices/")).expect("a notice");
    assert_eq!(stage.get(&peter, &path).status, 404, "a notice is its reader’s own");
    let seen = stage.page(&adil, &path);
    assert!(!seen.says(WORDS) && !seen.says(&wrong.name), "it does not say again what it said: {}", seen.text());
    stage.done(&adil, &seen.form(&path));
    assert!(!stage.page(&adil, "/day").says(notice));
    assert!(
        stage.page(&olwen, &list).says("Has seen the notice, Mon 3 Aug 2015, midday"),
        "{}",
        stage.page(&olwen, &list).text()
    );
}

pub(crate) fn ask(staff: &str, role: Role, now: Instant) -> Ask {
    let (team, provider) = (staff[..6].to_owned(), staff[..3].to_owned());
    let actor = Actor { staff: staff.to_owned(), name: String::new(), role, team, provider, courts: Vec::new() };
    Ask { actor, now, screen: "case" }
}

pub(crate) const NOTICE: &str = "You read an entry that was recorded on the wrong person";

#[test]
fn whoever_read_it_is_told_though_the_clock_was_a_day_ahead_when_it_was_recorded() {
    let (stage, olwen, wrong) = county();
    stage.set_clock("2015-08-04T10:00");
    let seq = noted(&stage, &olwen, &wrong);
    // The clock is put right: for a day everything is recorded ahead of it.
    stage.set_clock("2015-08-03T10:00");
    let adil = stage.sign_in("adil");
    stage.timeline(&adil, &wrong);
    let form = correction(&stage, &olwen, &wrong, seq).with("what", "wrong_person");
    stage.done(&olwen, &form.with("reason", "Wrong window."));
    assert!(stage.page(&adil, "/day").says(NOTICE));
    assert!(!stage.page(&stage.sign_in("peter"), "/day").says(NOTICE), "who never opened it is not");
}

#[test]
fn whoever_asked_for_the_page_before_it_was_recorded_and_got_it_afterwards_is_told() {
    let (stage, olwen, wrong) = county();
    let asked = ask("P01T1A9", Role::CaseAdministrator, stage.now());
    let early = ask("P01T1A2", Role::Practitioner, stage.now());
    let open = |ask: &Ask| stage.wait(stage.service.open(ask, Action::ViewCase, &wrong.stream, View::default()));
    assert!(open(&early).is_ok());
    stage.set_clock("2015-08-03T10:00");
    let seq = noted(&stage, &olwen, &wrong);
    assert!(open(&asked).is_ok());
    let form = correction(&stage, &olwen, &wrong, seq).with("what", "wrong_person");
    stage.done(&olwen, &form.with("reason", "Wrong window."));
    assert!(stage.page(&stage.sign_in("adil"), "/day").says(NOTICE));
    assert!(!stage.page(&stage.sign_in("peter"), "/day").says(NOTICE), "who got it before is not");
}

#[test]
fn whoever_opened_the_record_while_it_was_being_taken_off_is_told_afterwards() {
    let (stage, olwen, wrong) = county();
    let seq = noted(&stage, &olwen, &wrong);
    let (asked, service) = (ask("P01T1A1", Role::Practitioner, stage.now()), stage.service.clone());
    let said = WrongPerson {
        person: wrong.stream.to_string(),
        seq,
        right_crn: String::new(),
        reason: "Wrong window.".to_owned(),
    };
    let writing = Connection::open(stage.folder().join("record.db")).expect("the record");
    // Nobody can record anything for a while, but everything can be read.
    writing.execute_batch("BEGIN IMMEDIATE").expect("the writer waits");
    let form = service::Form::default();
    std::thread::scope(|scope| {
        let taking = scope.spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(service.wrong_person(&asked, &form, &said))
        });
        // Its list of readers is taken, and it waits to be recorded.
        std::thread::sleep(std::time::Duration::from_secs(1));
        let reader = ask("P01T1A9", Role::CaseAdministrator, stage.now());
        let opened = stage.wait(stage.service.open(&reader, Action::ViewCase, &wrong.stream, View::default()));
        assert_eq!(opened.expect("it opens").file.contacts.len(), 1, "it still stands");
        writing.execute_batch("ROLLBACK").expect("the writer goes on");
        taking.join().expect("no panic").expect("taken off");
    });
    assert!(stage.page(&stage.sign_in("adil"), "/day").says(NOTICE));
    let list = stage.page(&olwen, &format!("{}/entries/{seq}/readers", wrong.home));
    assert!(list.says("Adil Administrator, case administrator"), "{}", list.text());
    stage.timeline(&stage.sign_in("peter"), &wrong);
    assert!(!stage.page(&stage.sign_in("peter"), "/day").says(NOTICE), "who opens it now does not see it");
}

#[test]
fn an_assessment_of_somebody_else_leaves_the_record_by_a_senior_and_is_noted_where_it_belongs() {
    let (stage, olwen, wrong) = county();
    let right = stage.person("Rita Right", &Sentence::default());
    let assessed = |staff: &str, level| {
        let by = ask(staff, Role::Practitioner, stage.now()).actor;
        let made = assessment(day("2015-08-03"), level);
        let judged = made.judgement.clone();
        stage.say_as(&by, vec![Said::new(&wrong.stream, made, Happened::On(day("2015-08-03"))).about(RISK)]);
        judged
    };
    let judged = assessed("P01T1A9", HarmLevel::VeryHigh);
    let seq = stage.entries_of(&wrong.stream).len() as u64;
    assessed("P01T1A2", HarmLevel::Medium);
    let path = format!("{}/entries/{seq}/correct", wrong.home);
    let risk = format!("{}/risk", wrong.home);
    assert!(stage.page(&olwen, &risk).says("Very high"));
    assert!(!stage.timeline(&olwen, &wrong).addresses().contains(&path), "it may lower what stands");
    let alone = stage.page(&olwen, &path).form(&path).with("what", "wrong_person").with("reason", "Wrong window.");
    assert_eq!(stage.send(&olwen, &alone).status, 403, "so nobody does it by themselves");

    let sana = stage.sign_in("sana");
    assert!(stage.timeline(&sana, &wrong).addresses().contains(&path));
    let page = stage.page(&sana, &path);
    assert!(!page.says("Something in it is wrong") && page.says("It leaves this record."), "{}", page.text());
    let form = page.form(&path).with("what", "wrong_person").with("other_crn", &right.crn);
    stage.done(&sana, &form.with("reason", "Wrong window."));
    assert!(!stage.page(&olwen, &risk).says("Very high"), "gone at once");
    let there = stage.timeline(&olwen, &right);
    assert!(
        there.says("Risk was assessed. Assess it here; what was judged:") && there.says(&judged),
        "{}",
        there.text()
    );
    let day = stage.page(&olwen, "/day");
    assert!(day.says(NOTICE), "Olwen had read it: {}", day.text());
    assert!(stage.page(&stage.sign_in("peter"), "/day").says(NOTICE), "and Peter had judged by it");
}
