//! An absence and all that follows: decision, warning, letter, next date; a second failure; an excuse accepted later.

use scenarios::{Answer, Browser, Case, Stage};

use crate::{ABSENT, county, one_act, since};

/// Missed on 4 August, warned by hand the same day, seen again on the 11th.
fn warned(stage: &Stage, olwen: &Browser, case: &Case) -> String {
    let warning = [
        ("outcome", "absent"),
        ("decision", "warning"),
        ("serve_by", "hand"),
        ("next_date", "11/8/2015"),
        ("next_time", "10am"),
    ];
    stage.held(olwen, case, "2015-08-04T10:00", &warning)
}

fn next_of(stage: &Stage, case: &Case, starts: &str) -> String {
    let rows = stage.read(|snapshot| snapshot.diary_of(&case.stream));
    rows.into_iter().find(|row| row.starts == starts).expect("booked").appointment
}

fn offers(page: &Answer, decision: &str) -> bool {
    page.body.contains(&format!(r#"name="decision" value="{decision}""#))
}

fn letter(stage: &Stage, olwen: &Browser, case: &Case) -> Answer {
    let notice = stage.page(olwen, &format!("{}?done=warned", case.home));
    let path = notice.addresses().into_iter().find(|address| address.contains("/letters/")).expect("a letter to print");
    stage.page(olwen, &path)
}

#[test]
fn an_absence_its_decision_letter_and_next_date_are_one_act() {
    let (stage, olwen, case) = county();
    stage.set_clock("2015-08-04T09:00");
    let before = stage.entries_of(&case.stream).len() + 1;
    warned(&stage, &olwen, &case);
    let said = since(&stage, &case, before);
    assert_eq!(
        one_act(&said),
        ["outcome_recorded", "appointment_booked", "failure_decided", "warning_given", "letter_issued"]
    );
    let letter = letter(&stage, &olwen, &case);
    for words in [
        "you were told to attend an appointment at 10am on Tuesday 4 August 2015. You did not attend.",
        "The failure is unacceptable.",
        "you will be liable to be brought before a court",
        "within the 12 months beginning with the day this warning is given to you",
        "on Tuesday 11 August 2015 at 10am, at Pinemere office",
        "Sam Sentenced",
        "Olwen Officer",
    ] {
        assert!(letter.says(words), "{words}: {}", letter.text());
    }
}

#[test]
fn a_letter_to_somebody_who_came_does_not_say_that_they_did_not() {
    let (stage, olwen, case) = county();
    let warning = [
        ("outcome", "not_complied"),
        ("decision", "warning"),
        ("serve_by", "hand"),
        ("next_date", "11/8/2015"),
        ("next_time", "10am"),
    ];
    stage.held(&olwen, &case, "2015-08-04T10:00", &warning);
    let letter = letter(&stage, &olwen, &case);
    assert!(letter.says("You came,") && !letter.says("You did not attend"), "{}", letter.text());
}

#[test]
fn a_warning_without_a_next_appointment_asks_for_one() {
    let (stage, olwen, case) = county();
    let appointment = stage.book(&olwen, &case, "2015-08-03T10:00");
    stage.set_clock("2015-08-03T10:30");
    let before = stage.entries();
    let answer = stage.record(&olwen, &case, &appointment, &[("outcome", "absent"), ("decision", "warning")]);
    assert_eq!(answer.status, 422);
    assert!(answer.says("A warning letter gives the next appointment. Book it here"), "{}", answer.text());
    assert_eq!(stage.entries(), before);
}

#[test]
fn a_second_warning_within_twelve_months_is_refused_and_a_referral_offered() {
    let (stage, olwen, case) = county();
    warned(&stage, &olwen, &case);
    let second = next_of(&stage, &case, "2015-08-11T10:00");
    stage.set_clock("2015-08-11T10:30");
    let path = format!("{}/appointments/{second}", case.home);
    let page = stage.page(&olwen, &path);
    assert!(!offers(&page, "warning") && offers(&page, "breach"), "{}", page.text());
    let before = stage.entries();
    let again = [("outcome", "absent"), ("decision", "warning"), ("next_date", "18/8/2015"), ("next_time", "10am")];
    let answer = stage.record(&olwen, &case, &second, &again);
    assert_eq!(answer.status, 422);
    assert!(answer.says("is in force, so the Act requires this to go to an enforcement officer"), "{}", answer.text());
    assert_eq!(stage.entries(), before);

    let entries = stage.entries_of(&case.stream).len();
    assert_eq!(stage.record(&olwen, &case, &second, &[("outcome", "absent"), ("decision", "breach")]).status, 303);
    assert_eq!(one_act(&since(&stage, &case, entries)), ["outcome_recorded", "failure_decided", "breach_referred"]);
}

#[test]
fn evidence_accepted_later_withdraws_the_warning_and_the_next_failure_may_be_warned_about() {
    let (stage, olwen, case) = county();
    let failed = warned(&stage, &olwen, &case);
    stage.set_clock("2015-08-06T10:00");
    let path = format!("{}/appointments/{failed}", case.home);
    let page = stage.page(&olwen, &path);
    assert!(offers(&page, "excuse") && !offers(&page, "warning"), "{}", page.text());
    let form = page.form(&path).with("decision", "excuse");
    assert_eq!(form.value("next_date"), "", "nothing is booked by the way");
    assert_eq!(stage.send(&olwen, &form).status, 422, "which evidence has to be said");
    let before = stage.entries_of(&case.stream).len();
    stage.done(&olwen, &form.with("decision_reason", "Hospital letter seen."));
    assert_eq!(one_act(&since(&stage, &case, before)), ["failure_decided", "warning_withdrawn"]);
    assert!(stage.timeline(&olwen, &case).says("Warning withdrawn Hospital letter seen."));

    let second = next_of(&stage, &case, "2015-08-11T10:00");
    stage.set_clock("2015-08-11T10:30");
    let page = stage.page(&olwen, &format!("{}/appointments/{second}", case.home));
    assert!(offers(&page, "warning"), "{}", page.text());
}

#[test]
fn a_failure_recorded_first_can_be_decided_later() {
    let (stage, olwen, case) = county();
    let failed = stage.held(&olwen, &case, "2015-08-04T10:00", ABSENT);
    let before = stage.entries_of(&case.stream).len();
    stage.set_clock("2015-08-05T10:00");
    let form = stage.outcome_form(&olwen, &case, &failed).with("decision", "warning").with("serve_by", "hand");
    stage.done(&olwen, &form.with("next_date", "12/8/2015").with("next_time", "10am"));
    assert_eq!(
        one_act(&since(&stage, &case, before)),
        ["appointment_booked", "failure_decided", "warning_given", "letter_issued"]
    );
}

#[test]
fn an_administrator_records_an_absence_and_leaves_the_decision() {
    let (stage, olwen, case) = county();
    let appointment = stage.book(&olwen, &case, "2015-08-03T10:00");
    let adil = stage.sign_in("adil");
    stage.set_clock("2015-08-03T10:30");
    let before = stage.entries();
    let breach = [("outcome", "absent"), ("decision", "breach")];
    assert_eq!(stage.record(&adil, &case, &appointment, &breach).status, 403);
    assert_eq!(stage.entries(), before);
    assert_eq!(stage.record(&adil, &case, &appointment, ABSENT).status, 303);
}
