//! Putting right what was recorded: the entry of another person, the wrong outcome.

use record::facts::person::{AccessLimited, LimitKind};
use record::time::Happened;
use scenarios::{Browser, Case, Form, Sentence, Stage, day};
use service::Said;

use crate::{CAME, county, one_act, since};

const WORDS: &str = "Told me about his brother’s trial.";

fn noted(stage: &Stage, olwen: &Browser, case: &Case) -> u64 {
    let path = format!("{}/note", case.home);
    stage.done(olwen, &stage.page(olwen, &path).form(&path).with("note", WORDS));
    stage.entries_of(&case.stream).len() as u64
}

fn correction(stage: &Stage, olwen: &Browser, case: &Case, seq: u64) -> Form {
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
