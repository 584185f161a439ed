use practice::{
    DutyKind, OrderKind, Provider, Ruled, Standards,
    warning::{LetterOpen, OpenTo, Referral, Warning, WarningFacts, WarningOpen, warning},
};

use proptest::prelude::*;

use crate::{day, event, next};

/// A failure considered the day after, with nothing on the record before it.
fn failed(on: &str) -> WarningFacts {
    WarningFacts {
        subject: "appointment-1".to_owned(),
        as_at: day(on).tomorrow().unwrap(),
        order: OrderKind::CommunityOrder,
        provider: Provider::Crc,
        failure: event(on, "person-a/20"),
        warnings: Vec::new(),
        excused: None,
        referred: None,
        next_appointment: None,
    }
}

/// A warning for an earlier failure.
fn warned(issued: &str, served: Option<&str>) -> Warning {
    Warning {
        about: "person-a/10".to_owned(),
        issued_on: day(issued),
        served_on: served.map(day),
        withdrawn_on: None,
        entry: "person-a/11".to_owned(),
    }
}

fn rule(facts: &WarningFacts) -> Ruled<WarningOpen> {
    warning(facts, Standards::split_2014()).unwrap()
}

fn first_warning(letter: &LetterOpen) -> Option<&str> {
    match letter {
        LetterOpen::FirstWarning(code) => Some(code),
        _ => None,
    }
}

#[test]
fn a_first_failure_may_bring_a_warning_with_its_dates() {
    let facts = WarningFacts { next_appointment: Some(next("2015-12-22")), ..failed("2015-12-15") };
    let found = rule(&facts);
    assert_eq!(first_warning(&found.value.letter), Some("warning-community-order"));
    assert_eq!(
        found.value.open,
        [OpenTo::AcceptEvidence, OpenTo::GiveWarning, OpenTo::ReferForBreach, OpenTo::NoFurtherAction]
    );
    assert_eq!(found.value.letter_due_on, day("2015-12-17"));
    assert_eq!(found.value.serve_by, Some(day("2015-12-21")));
    assert_eq!(found.value.evidence_by, day("2015-12-23"));
    assert_eq!(found.value.referral, Referral::NotRequired);
    assert_eq!(found.duty(), None);
}

#[test]
fn every_letter_the_rule_names_exists_in_the_standards() {
    for order in [OrderKind::CommunityOrder, OrderKind::SuspendedSentenceOrder] {
        let found = rule(&WarningFacts { order, ..failed("2015-12-15") });
        let letter = Standards::split_2014().letter(first_warning(&found.value.letter).unwrap()).unwrap();
        assert_eq!(letter.orders, [order]);
    }
}

#[track_caller]
fn check_second(served: &str, failure: &str, warning_open: bool) {
    let found = rule(&WarningFacts { warnings: vec![warned(served, Some(served))], ..failed(failure) });
    assert_eq!(found.value.open.contains(&OpenTo::GiveWarning), warning_open, "{}", found.why.words);
    assert_eq!(matches!(found.value.referral, Referral::Required { .. }), !warning_open);
}

#[test]
fn there_is_no_second_warning_in_the_twelve_months_beginning_with_the_day_of_the_first() {
    check_second("2015-11-02", "2015-12-15", false);
    // The day after the failure is when it is considered: the last day of the twelve months, and the day after.
    check_second("2014-12-17", "2015-12-15", false);
    check_second("2014-12-16", "2015-12-15", true);
    check_second("2014-12-15", "2015-12-15", true);
    // Beginning on 29 February the twelve months run to the end of 28 February.
    check_second("2016-02-29", "2017-02-27", false);
    check_second("2016-02-29", "2017-02-28", true);
    // Running into a 29 February, they take it in.
    check_second("2015-03-01", "2016-02-28", false);
    check_second("2015-03-01", "2016-02-29", true);
    check_second("2015-02-28", "2016-02-26", false);
    check_second("2015-02-28", "2016-02-27", true);
}

#[test]
fn a_failure_after_a_warning_has_a_referral_clock_that_differs_by_provider() {
    let facts = WarningFacts { warnings: vec![warned("2015-11-02", Some("2015-11-03"))], ..failed("2015-12-15") };
    assert_eq!(rule(&facts).value.referral, Referral::Required { by: day("2015-12-29") });
    let duty = rule(&facts).duty().unwrap();
    assert_eq!((duty.duty, duty.due_on), (DutyKind::BreachReferral, Some(day("2015-12-29"))));
    let public = WarningFacts { provider: Provider::Nps, ..facts };
    assert_eq!(rule(&public).value.referral, Referral::Required { by: day("2015-12-31") });
}

#[test]
fn a_withdrawn_warning_does_not_count() {
    let withdrawn = Warning { withdrawn_on: Some(day("2015-11-20")), ..warned("2015-11-02", Some("2015-11-03")) };
    let found = rule(&WarningFacts { warnings: vec![withdrawn], ..failed("2015-12-15") });
    assert!(first_warning(&found.value.letter).is_some());
    assert!(found.why.steps.iter().any(|step| step.contains("was withdrawn and does not count")));
    // Withdrawn later than the day it is read for, it still counted then.
    let later = Warning { withdrawn_on: Some(day("2016-01-20")), ..warned("2015-11-02", Some("2015-11-03")) };
    assert!(
        first_warning(&rule(&WarningFacts { warnings: vec![later], ..failed("2015-12-15") }).value.letter).is_none()
    );
}

#[test]
fn a_warning_served_on_or_after_the_day_of_the_next_failure_is_reviewed_for_fairness_first() {
    for served in [Some("2015-12-15"), Some("2015-12-16"), None] {
        let found = rule(&WarningFacts { warnings: vec![warned("2015-12-08", served)], ..failed("2015-12-15") });
        assert_eq!(found.value.referral, Referral::AfterFairnessReview { by: day("2015-12-29") }, "{served:?}");
        assert_eq!(found.value.open[0], OpenTo::ReviewFairness);
        assert!(!found.value.open.contains(&OpenTo::GiveWarning));
    }
    let in_time =
        rule(&WarningFacts { warnings: vec![warned("2015-12-08", Some("2015-12-14"))], ..failed("2015-12-15") });
    assert_eq!(in_time.value.referral, Referral::Required { by: day("2015-12-29") });
}

#[test]
fn a_failure_that_came_before_the_warning_brings_neither_a_second_warning_nor_a_duty_to_refer() {
    let facts = WarningFacts {
        as_at: day("2015-12-21"),
        warnings: vec![warned("2015-12-18", Some("2015-12-19"))],
        ..failed("2015-12-15")
    };
    let found = rule(&facts);
    assert_eq!(found.value.letter, LetterOpen::CoveredBy { warning: "person-a/11".to_owned() });
    assert_eq!(found.value.referral, Referral::NotRequired);
}

#[test]
fn the_failure_already_warned_about_offers_only_evidence_and_withdrawal() {
    let this = Warning { about: "person-a/20".to_owned(), ..warned("2015-12-16", Some("2015-12-17")) };
    let facts = WarningFacts { as_at: day("2015-12-18"), warnings: vec![this], ..failed("2015-12-15") };
    assert_eq!(rule(&facts).value.open, [OpenTo::AcceptEvidence, OpenTo::WithdrawWarning]);
    let excused = WarningFacts { excused: Some(event("2015-12-18", "person-a/22")), ..facts };
    let found = rule(&excused);
    assert_eq!(
        (&found.value.letter, found.value.open.as_slice()),
        (&LetterOpen::Excused, [OpenTo::WithdrawWarning].as_slice())
    );
}

#[test]
fn an_excused_failure_after_a_warning_asks_for_no_referral() {
    let facts = WarningFacts {
        warnings: vec![warned("2015-11-02", Some("2015-11-03"))],
        excused: Some(event("2015-12-16", "person-a/22")),
        ..failed("2015-12-15")
    };
    assert_eq!((rule(&facts).value.letter, rule(&facts).duty()), (LetterOpen::Excused, None));
}

#[test]
fn a_licence_has_no_statutory_warning() {
    let found = rule(&WarningFacts { order: OrderKind::Licence, ..failed("2015-12-15") });
    assert_eq!(found.value.letter, LetterOpen::NotUnderAnOrder);
    assert_eq!(
        found.value.open,
        [OpenTo::AcceptEvidence, OpenTo::LicenceLetter, OpenTo::ConsiderRecall, OpenTo::NoFurtherAction]
    );
    let supervision = rule(&WarningFacts { order: OrderKind::PostSentenceSupervision, ..failed("2015-12-15") });
    assert!(
        !supervision.value.open.contains(&OpenTo::GiveWarning)
            && supervision.value.open.contains(&OpenTo::ReferForBreach)
    );
}

#[test]
fn delay_past_the_end_of_a_warning_opens_a_new_one_but_is_told() {
    let facts = WarningFacts {
        as_at: day("2015-12-20"),
        warnings: vec![warned("2014-12-17", Some("2014-12-17"))],
        ..failed("2015-12-15")
    };
    let found = rule(&facts);
    assert!(first_warning(&found.value.letter).is_some());
    assert!(found.why.steps.iter().any(|step| step.contains("ran out on 16 December 2015")));
}

proptest! {
    #[test]
    fn a_warning_the_person_had_always_rules_out_a_second_within_the_year(given in 1_i64..700, failed_after in 1_i64..700) {
        let given_on = day("2013-06-01").checked_add(jiff::Span::new().days(given)).unwrap();
        let failed_on = given_on.checked_add(jiff::Span::new().days(failed_after)).unwrap();
        let warned = warned(&given_on.to_string(), Some(&given_on.to_string()));
        let facts = WarningFacts { warnings: vec![warned], ..failed(&failed_on.to_string()) };
        let anniversary = given_on.checked_add(jiff::Span::new().months(12)).unwrap();
        let within = facts.as_at < anniversary;
        let open = rule(&facts).value.open;
        prop_assert_eq!(open.contains(&OpenTo::GiveWarning), !within);
        prop_assert!(open.contains(&OpenTo::AcceptEvidence) && open.contains(&OpenTo::ReferForBreach));
    }
}
