//! Who supervised in 2014: any one reason is enough, and what nobody has answered is never read as no.

use assessment::{
    allocation::{Fact, Facts, Rules, Value, decide},
    answers::Band,
};
use jiff::civil::date;
use proptest::prelude::*;

const FLAGS: [Fact; 8] = [
    Fact::Mappa,
    Fact::Deportation,
    Fact::LiferOrIpp,
    Fact::PublicInterest,
    Fact::Terrorism,
    Fact::HospitalOrder,
    Fact::DeferredSentence,
    Fact::WasHighWithNps,
];

fn all_no() -> Facts {
    let facts = Facts::on(date(2015, 3, 2))
        .with(Fact::Rosh, Some(Value::Band(Band::Medium)))
        .with(Fact::Rsr, Some(Value::Number(2.5)));
    FLAGS.iter().fold(facts, |facts, fact| facts.flag(*fact, Some(false)))
}

#[track_caller]
fn check(facts: &Facts, expected: &str) {
    let rules = Rules::split_2014();
    let decision = decide(rules, facts);
    let outcome = &rules.outcomes[decision.rank];
    let shown = if decision.is_provisional() { format!("{outcome}?") } else { outcome.clone() };
    assert_eq!(shown, expected, "{facts:?}");
}

#[test]
fn a_case_with_no_reason_goes_to_the_company() {
    check(&all_no(), "CRC");
}

#[test]
fn any_one_reason_keeps_a_case_with_the_public_service() {
    for fact in FLAGS {
        check(&all_no().flag(fact, Some(true)), "NPS");
    }
    check(&all_no().with(Fact::Rosh, Some(Value::Band(Band::High))), "NPS");
    check(&all_no().with(Fact::Rosh, Some(Value::Band(Band::VeryHigh))), "NPS");
}

#[test]
fn the_rsr_threshold_is_6_90_at_two_decimals() {
    for (rsr, expected) in [(6.89, "CRC"), (6.894, "CRC"), (6.896, "NPS"), (6.9, "NPS"), (7.4, "NPS")] {
        check(&all_no().with(Fact::Rsr, Some(Value::Number(rsr))), expected);
    }
}

#[test]
fn an_open_question_leaves_the_allocation_open_and_says_which() {
    let facts = all_no().with(Fact::Rosh, None).flag(Fact::Terrorism, None);
    check(&facts, "CRC?");
    let decision = decide(Rules::split_2014(), &facts);
    assert_eq!(decision.open(), [Fact::Rosh, Fact::Terrorism]);
    // One sufficient reason settles it, whatever else is open.
    check(&facts.flag(Fact::Mappa, Some(true)), "NPS");
}

#[test]
fn nothing_known_at_all_is_not_a_company_case() {
    check(&Facts::on(date(2015, 3, 2)), "CRC?");
}

#[test]
fn every_reason_of_2014_names_who_says_so() {
    assert!(Rules::split_2014().steps.iter().all(|step| step.source.is_some() && step.status.is_some()));
}

proptest! {
    #[test]
    fn one_more_reason_never_takes_a_case_from_the_public_service(
        answers in proptest::collection::vec(prop_oneof![Just(None), Just(Some(true)), Just(Some(false))], 8),
        more in 0_usize..8,
    ) {
        let rules = Rules::split_2014();
        let facts = FLAGS.iter().zip(&answers).fold(all_no(), |facts, (fact, answer)| facts.flag(*fact, *answer));
        let graver = facts.clone().flag(FLAGS[more], Some(true));
        prop_assert!(decide(rules, &graver).rank >= decide(rules, &facts).rank);
    }
}
