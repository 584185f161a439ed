//! Probation Reset: from which day nobody has to be seen any more, and for whom that never holds.

use jiff::civil::Date;
use practice::catalogue::{Counts, Harm};
use practice::contact_standard::{ContactMonth, ContactStandardFacts, contact_standard};
use practice::facts::Appointment;
use practice::reset::{Reset, ResetFacts, ResetStandard, ResetState, reset};
use practice::{OrderKind, Provider, Ruled, Standards, Status};
use proptest::prelude::*;

use crate::{appointment, day, event, recorded};

/// On licence from 1 January 2025 to 1 January 2026, at a medium risk, with contact suspended on the first day it can be.
fn licence() -> ResetFacts {
    ResetFacts {
        order: OrderKind::Licence,
        began: event("2025-01-01", "person-a/1"),
        until: Some(day("2026-01-01")),
        requirements: Vec::new(),
        registers: vec!["PRC".to_owned()],
        harm: Some(Harm::Medium),
        suspended: Some(event("2025-09-01", "person-a/9")),
    }
}

fn found(facts: &ResetFacts) -> Option<Reset> {
    reset(facts, ResetStandard::of_2024()).map(|ruled| ruled.value)
}

fn state(facts: &ResetFacts) -> ResetState {
    found(facts).expect("it is meant").state
}

#[test]
fn the_last_third_begins_two_thirds_of_the_days_after_release_as_the_ministrys_own_test_has_it() {
    let found = found(&licence()).unwrap();
    assert_eq!((found.from, found.until), (day("2025-09-01"), day("2026-01-01")));
    assert_eq!(found.state, ResetState::Stopped(day("2025-09-01")));
    assert_eq!(found.midway, Some(day("2025-11-01")));
}

#[test]
fn nobody_is_taken_off_by_the_calendar_alone() {
    assert_eq!(state(&ResetFacts { suspended: None, ..licence() }), ResetState::NotRegistered);
    let early = ResetFacts { suspended: Some(event("2025-02-03", "person-a/9")), ..licence() };
    assert_eq!(state(&early), ResetState::Stopped(day("2025-09-01")), "not before the last third");
    let late = ResetFacts { suspended: Some(event("2025-10-15", "person-a/9")), ..licence() };
    assert_eq!(state(&late), ResetState::Stopped(day("2025-10-15")), "not before it was registered");
    let dated_back = ResetFacts { suspended: Some(recorded("2025-09-01", "2025-11-20", "person-a/9")), ..licence() };
    assert_eq!(state(&dated_back), ResetState::Stopped(day("2025-11-20")), "nor before it was written in");
}

#[test]
fn it_is_never_for_mappa_child_protection_or_a_very_high_risk_whatever_is_registered() {
    let on = |code: &str| ResetFacts { registers: vec!["PRC".to_owned(), code.to_owned()], ..licence() };
    assert_eq!(state(&on("MAPP")), ResetState::Exempt);
    assert_eq!(state(&on("RCPR")), ResetState::Exempt);
    assert_eq!(state(&ResetFacts { harm: Some(Harm::VeryHigh), ..licence() }), ResetState::Exempt);
    // The near-identical twins.
    assert_eq!(state(&on("RCCO")), ResetState::Stopped(day("2025-09-01")));
    assert_eq!(state(&ResetFacts { harm: Some(Harm::High), ..licence() }), ResetState::Stopped(day("2025-09-01")));
}

#[test]
fn a_risk_that_nobody_judged_is_not_taken_for_a_lower_one() {
    assert_eq!(state(&ResetFacts { harm: None, ..licence() }), ResetState::NotJudged);
}

#[test]
fn it_is_not_meant_for_life_before_june_2024_or_for_an_order_without_rehabilitation_activity() {
    assert_eq!(found(&ResetFacts { until: None, ..licence() }), None);
    let before = ResetFacts { began: event("2023-06-01", "person-a/1"), until: Some(day("2024-06-06")), ..licence() };
    assert_eq!(found(&before), None);
    let running = ResetFacts { until: Some(day("2024-07-01")), ..before };
    assert_eq!(
        found(&running).unwrap().from,
        day("2024-06-07"),
        "the policy’s first day, where the third began before"
    );
    let order = |requirement: &str| ResetFacts {
        order: OrderKind::CommunityOrder,
        requirements: vec![requirement.to_owned()],
        ..licence()
    };
    assert_eq!(found(&order("unpaid work")), None);
    let asked = found(&order("rehabilitation activity")).unwrap();
    assert_eq!((asked.state, asked.midway), (ResetState::Stopped(day("2025-09-01")), None));
}

#[test]
fn post_sentence_supervision_stops_from_its_first_day() {
    let supervision = ResetFacts {
        order: OrderKind::PostSentenceSupervision,
        suspended: Some(event("2025-01-01", "person-a/2")),
        ..licence()
    };
    assert_eq!(state(&supervision), ResetState::Stopped(day("2025-01-01")));
}

#[test]
fn who_says_so_and_what_the_record_cannot_tell_stand_in_the_steps() {
    let ruled = reset(&licence(), ResetStandard::of_2024()).unwrap();
    let steps = ruled.why.steps.join(" ");
    assert_eq!(ResetStandard::of_2024().status, Status::Secondary);
    assert!(steps.contains("reported by another source"), "never as settled: {steps}");
    assert!(steps.contains("read in the source named"), "the share is the Ministry’s own: {steps}");
    assert!(steps.contains("National Security Division") && steps.contains("does not tell"), "{steps}");
    assert_eq!(ruled.why.from, ["person-a/1", "person-a/9"]);
}

fn month(of: &str, facts: &ResetFacts, contacts: Vec<Appointment>) -> Ruled<ContactMonth> {
    let facts = ContactStandardFacts {
        subject: "order-1".to_owned(),
        as_at: day(of).last_of_month(),
        month: day(of),
        began: facts.began.clone(),
        until: facts.until,
        provider: Some(Provider::Nps),
        tier: None,
        harm: facts.harm,
        reset: reset(facts, ResetStandard::of_2024()),
        contacts,
    };
    contact_standard(&facts, Standards::split_2014()).unwrap()
}

#[test]
fn a_month_in_which_supervision_has_stopped_asks_for_nothing_and_says_why() {
    let october = month("2025-10-01", &licence(), Vec::new());
    assert_eq!((october.value.standard.as_str(), october.value.required), ("reset", 0));
    assert!(october.value.met() && october.value.is_stopped() && october.value.status == Status::Secondary);
    let steps = october.why.steps.join(" ");
    assert!(steps.contains("Not to be seen any more from 1 September 2025 on"), "{steps}");
    let august = month("2025-08-01", &licence(), Vec::new());
    assert_eq!((august.value.standard.as_str(), august.value.required), ("monthly-2021", 1));
}

#[test]
fn one_contact_of_any_kind_is_asked_for_midway_through_the_last_third_of_a_licence() {
    let call = Appointment { face_to_face: false, ..appointment("2025-11-04", Some(true)) };
    let november = month("2025-11-01", &licence(), vec![call]).value;
    assert_eq!((november.required, november.attended, november.mode), (1, 1, Counts::Any));
    assert!(!month("2025-11-01", &licence(), Vec::new()).value.met());
}

#[test]
fn a_month_in_the_middle_of_which_it_stops_asks_for_its_part() {
    let high = ResetFacts { harm: Some(Harm::High), suspended: Some(event("2025-09-21", "person-a/9")), ..licence() };
    let september = month("2025-09-01", &high, Vec::new()).value;
    assert_eq!((september.standard.as_str(), september.required), ("high", 2));
    assert!(!september.is_stopped());
}

#[test]
fn whoever_is_exempt_or_not_registered_is_asked_for_as_before_and_the_page_can_say_why() {
    let mappa = ResetFacts { registers: vec!["PRC".to_owned(), "MAPP".to_owned()], ..licence() };
    let told = month("2025-10-01", &mappa, Vec::new());
    assert_eq!((told.value.standard.as_str(), told.value.required), ("monthly-2021", 1));
    assert!(told.why.steps.iter().any(|step| step.contains("under MAPPA")), "{:?}", told.why.steps);
    let silent = month("2025-10-01", &ResetFacts { suspended: None, ..licence() }, Vec::new());
    assert_eq!(silent.value.required, 1);
    assert!(silent.why.steps.iter().any(|step| step.contains("nobody has put up the register PRC")));
}

proptest! {
    #[test]
    fn no_exempt_person_is_ever_asked_for_less(
        begins in 0_i64..900, lasts in 1_i64..900, suspended in 0_i64..900, of in 0_i64..1800, code in 0_usize..3,
    ) {
        let after = |from: Date, days: i64| from.checked_add(jiff::Span::new().days(days)).unwrap();
        let began = after(day("2023-09-01"), begins);
        let until = after(began, lasts);
        let plain = ResetFacts {
            began: event(&began.to_string(), "person-a/1"),
            until: Some(until),
            suspended: Some(event(&after(began, suspended).to_string(), "person-a/9")),
            ..licence()
        };
        let exempt = match code {
            0 => ResetFacts { registers: vec!["MAPP".to_owned()], ..plain.clone() },
            1 => ResetFacts { registers: vec!["RCPR".to_owned()], ..plain.clone() },
            _ => ResetFacts { harm: Some(Harm::VeryHigh), ..plain.clone() },
        };
        let of = after(began, of % lasts);
        let required = |facts: &ResetFacts| month(&of.to_string(), facts, Vec::new()).value.required;
        let never = ResetFacts { suspended: None, ..exempt.clone() };
        prop_assert_eq!(required(&exempt), required(&never));
        let asked = required(&ResetFacts { suspended: None, ..plain.clone() });
        prop_assert!(required(&plain) <= asked + 1);
    }
}
