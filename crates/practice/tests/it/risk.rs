//! The assessment of risk: due soon after the order begins, and again in time; until there is one, risk is unknown.

use practice::{
    DutyState, LimitName, Ruled, Standards,
    facts::Event,
    risk_assessment::{RiskAssessment, RiskAssessmentFacts, risk_assessment},
};

use crate::{day, event, recorded};

fn read(as_at: &str, completed: Vec<Event>) -> Ruled<RiskAssessment> {
    let began = event("2015-08-03", "person-a/3");
    let facts = RiskAssessmentFacts { subject: "order-1".to_owned(), as_at: day(as_at), began, completed };
    risk_assessment(&facts, Standards::split_2014()).unwrap()
}

#[track_caller]
fn check(as_at: &str, completed: Vec<Event>, due: &str, expected: DutyState) {
    let ruled = read(as_at, completed);
    assert_eq!(ruled.value.due_on, day(due));
    assert_eq!(ruled.duty().state(day(as_at)), expected, "{}", ruled.why.words);
}

#[test]
fn the_first_assessment_is_due_fifteen_working_days_after_the_order_began() {
    check("2015-08-24", vec![], "2015-08-24", DutyState::Due);
    check("2015-08-25", vec![], "2015-08-24", DutyState::Overdue);
    assert!(read("2015-08-25", vec![]).why.words.contains("unknown, which is not low"));
}

#[test]
fn an_assessment_is_due_again_after_twelve_months() {
    let done = || vec![event("2015-08-20", "person-a/9")];
    let due = Standards::split_2014().due(LimitName::RiskReview, day("2015-08-20")).unwrap().to_string();
    check(&due, done(), &due, DutyState::Due);
    check("2016-09-01", done(), &due, DutyState::Overdue);
}

#[test]
fn an_assessment_under_an_earlier_order_is_known_and_does_not_stop_the_clock_of_the_new_one() {
    let earlier = vec![event("2014-11-03", "person-a/1")];
    check("2015-08-25", earlier.clone(), "2015-08-24", DutyState::Overdue);
    assert_eq!(read("2015-08-25", earlier).value.last_on, Some(day("2014-11-03")));
}

#[test]
fn an_assessment_dated_back_counts_from_the_day_it_was_recorded() {
    let dated_back = || vec![recorded("2015-08-20", "2015-09-10", "person-a/9")];
    check("2015-08-25", dated_back(), "2015-08-24", DutyState::Overdue);
    assert_eq!(read("2015-09-10", dated_back()).value.last_on, Some(day("2015-08-20")));
}
