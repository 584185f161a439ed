use practice::{
    DutyState, Provider, RuleError, Standards,
    breach_referral::{BreachReferralFacts, breach_referral},
    decision_due::{DecisionFacts, decision_due},
    evidence::{Answer, Evidence, EvidenceFacts, EvidenceState, evidence},
    facts::Event,
    failure_count::{CountedContact, FailureCountFacts, failure_count},
};

use crate::{day, event, recorded};

fn decide(outcome: &str, decision: Option<Event>, as_at: &str) -> Result<Option<practice::Duty>, RuleError> {
    let facts = DecisionFacts {
        subject: "appointment-1".to_owned(),
        as_at: day(as_at),
        failure: event("2015-12-15", "person-a/4"),
        outcome: outcome.to_owned(),
        decision,
    };
    Ok(decision_due(&facts, Standards::split_2014())?.duty())
}

#[test]
fn an_unexcused_failure_asks_for_a_decision_within_two_business_days() {
    let open = decide("UAAB", None, "2015-12-15").unwrap().unwrap();
    assert_eq!(open.due_on, Some(day("2015-12-17")));
    assert_eq!(open.state(day("2015-12-17")), DutyState::Due);
    assert_eq!(open.state(day("2015-12-18")), DutyState::Overdue);
    let made = decide("AFTC", Some(event("2015-12-17", "person-a/5")), "2015-12-18").unwrap().unwrap();
    assert_eq!(made.state(day("2015-12-18")), DutyState::Met);
    assert_eq!(made.why.from, ["person-a/4", "person-a/5"]);
}

#[test]
fn a_decision_written_in_afterwards_is_late_whatever_date_it_bears() {
    let made = decide("UAAB", Some(recorded("2015-12-16", "2016-01-11", "person-a/5")), "2016-01-12").unwrap().unwrap();
    assert_eq!(made.state(day("2016-01-12")), DutyState::MetLate);
    let before =
        decide("UAAB", Some(recorded("2015-12-16", "2016-01-11", "person-a/5")), "2016-01-10").unwrap().unwrap();
    assert_eq!(before.state(day("2016-01-10")), DutyState::Overdue);
}

#[test]
fn an_attended_or_excused_appointment_asks_for_no_decision() {
    for code in ["ATTC", "AAME", "AACL", "RSSR", "ATSS", "CO05"] {
        assert_eq!(decide(code, None, "2015-12-20"), Ok(None), "{code}");
    }
    for code in ["UAAB", "UACP", "AFTC", "ATSH", "ATFI", "AFTA"] {
        assert!(decide(code, None, "2015-12-20").unwrap().is_some(), "{code}");
    }
}

#[test]
fn an_outcome_the_standards_do_not_know_is_an_error_and_never_quiet() {
    assert_eq!(decide("ZZZZ", None, "2015-12-20"), Err(RuleError::UnknownOutcome("ZZZZ".to_owned())));
}

fn show(received: Option<&str>, answer: Option<Answer>, as_at: &str) -> Evidence {
    let facts = EvidenceFacts {
        subject: "appointment-1".to_owned(),
        as_at: day(as_at),
        failure: event("2015-12-15", "person-a/4"),
        received: received.map(|on| event(on, "person-a/6")),
        answer,
        warning: Some("person-a/5".to_owned()),
    };
    evidence(&facts, Standards::split_2014()).unwrap().value
}

#[test]
fn evidence_has_six_working_days_and_accepted_even_late_it_withdraws_the_warning() {
    assert_eq!(show(None, None, "2015-12-23").by, day("2015-12-23"));
    assert_eq!(show(None, None, "2015-12-23").state, EvidenceState::Awaited);
    assert_eq!(show(None, None, "2015-12-24").state, EvidenceState::NoneInTime);
    assert_eq!(show(Some("2015-12-18"), None, "2015-12-18").state, EvidenceState::ToConsider);
    let accepted = || Some(Answer::Accepted(event("2016-01-05", "person-a/7")));
    let late = show(Some("2016-01-04"), accepted(), "2016-01-05");
    assert_eq!((late.state, late.withdraw.as_deref()), (EvidenceState::Accepted, Some("person-a/5")));
    assert_eq!(show(Some("2016-01-04"), accepted(), "2016-01-04").withdraw, None);
    let refused = show(Some("2015-12-18"), Some(Answer::Refused(event("2015-12-21", "person-a/7"))), "2015-12-22");
    assert_eq!((refused.state, refused.withdraw), (EvidenceState::Refused, None));
}

fn counted(on: &str, complied: Option<bool>) -> CountedContact {
    CountedContact { on: day(on), national_standards: true, complied, entry: format!("person-a/{on}") }
}

#[track_caller]
fn check_count(last_breach: Option<&str>, contacts: Vec<CountedContact>, expected: &[&str]) {
    let facts = FailureCountFacts {
        as_at: day("2015-12-15"),
        sentenced_on: day("2015-06-01"),
        last_breach_ended_on: last_breach.map(day),
        contacts,
    };
    let days: Vec<_> = failure_count(&facts).value.days.into_iter().collect();
    assert_eq!(days, expected.iter().map(|on| day(on)).collect::<Vec<_>>());
}

#[test]
fn failures_count_by_distinct_day_since_the_sentence_or_the_last_breach() {
    check_count(None, vec![], &[]);
    check_count(None, vec![counted("2015-07-01", Some(false)), counted("2015-07-01", Some(false))], &["2015-07-01"]);
    check_count(
        None,
        vec![counted("2015-07-01", Some(false)), counted("2015-07-02", Some(false))],
        &["2015-07-01", "2015-07-02"],
    );
    check_count(None, vec![counted("2015-05-31", Some(false)), counted("2015-06-01", Some(false))], &["2015-06-01"]);
    check_count(
        Some("2015-08-01"),
        vec![counted("2015-07-31", Some(false)), counted("2015-08-01", Some(false))],
        &["2015-08-01"],
    );
    check_count(None, vec![counted("2015-07-01", Some(true)), counted("2015-07-02", None)], &[]);
    check_count(None, vec![CountedContact { national_standards: false, ..counted("2015-07-01", Some(false)) }], &[]);
    check_count(None, vec![counted("2015-12-15", Some(false)), counted("2015-12-16", Some(false))], &["2015-12-15"]);
}

fn referral(provider: Provider, as_at: &str) -> BreachReferralFacts {
    BreachReferralFacts {
        subject: "appointment-1".to_owned(),
        as_at: day(as_at),
        provider,
        aware: event("2015-12-15", "person-a/4"),
        referred: None,
        rejected: Vec::new(),
        accepted: None,
        presented: None,
    }
}

#[test]
fn a_company_refers_within_eight_business_days_and_the_public_service_presents_its_own_within_ten() {
    let company = breach_referral(&referral(Provider::Crc, "2015-12-20"), Standards::split_2014()).unwrap();
    assert_eq!(company.value.due_on, day("2015-12-29"));
    let public = breach_referral(&referral(Provider::Nps, "2015-12-20"), Standards::split_2014()).unwrap();
    assert_eq!(public.value.due_on, day("2015-12-31"));
    let facts = BreachReferralFacts {
        referred: Some(event("2015-12-30", "person-a/8")),
        ..referral(Provider::Crc, "2016-01-04")
    };
    let late = breach_referral(&facts, Standards::split_2014()).unwrap();
    assert_eq!(late.duty().state(day("2016-01-04")), DutyState::MetLate);
}

#[test]
fn a_rejected_pack_restarts_the_presenting_clock_and_the_days_since_awareness_still_show() {
    let facts = BreachReferralFacts {
        referred: Some(event("2015-12-17", "person-a/8")),
        rejected: vec![event("2015-12-18", "person-a/9")],
        accepted: Some(event("2016-01-05", "person-a/10")),
        presented: Some(event("2016-01-07", "person-a/11")),
        ..referral(Provider::Crc, "2016-01-11")
    };
    let found = breach_referral(&facts, Standards::split_2014()).unwrap().value;
    assert_eq!((found.presentation_due_on, found.presented_on), (Some(day("2016-01-07")), Some(day("2016-01-07"))));
    assert_eq!((found.rejections, found.business_days_so_far), (1, 14));
}

#[test]
fn a_why_survives_being_written_down_and_read_back() {
    let ruled = breach_referral(&referral(Provider::Crc, "2015-12-20"), Standards::split_2014()).unwrap();
    let text = serde_json::to_string(&ruled).unwrap();
    assert_eq!(
        serde_json::from_str::<practice::Ruled<practice::breach_referral::BreachReferral>>(&text).unwrap(),
        ruled
    );
    assert!(text.contains("\"name\":\"breach-referral-crc\",\"value\":8,\"unit\":\"business-days\""));
}
