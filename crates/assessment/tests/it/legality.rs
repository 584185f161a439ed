//! A sentence the law does not allow for the offence, and the near-identical records that must stay quiet.

use assessment::legality::{Disposal, Finding, Graver, OnRecord, PassedFor, Verdict, compare};
use jiff::civil::date;

fn murder_with_unpaid_work() -> OnRecord {
    OnRecord {
        offence_code: "00101".to_owned(),
        offence: "murder".to_owned(),
        verdict: Verdict::AsRecorded,
        age_at_offence: Some(30),
        sentenced_on: date(2014, 11, 3),
        disposal: Disposal::Community { months: Some(12), unpaid_work_hours: Some(120) },
        passed_for: PassedFor::Offence,
        convictions_alike: Some(1),
        court_made_exception: Some(false),
        imprisonable: Some(true),
        prohibited_firearm: Some(false),
    }
}

fn theft() -> OnRecord {
    OnRecord { offence_code: "04910".to_owned(), offence: "theft".to_owned(), ..murder_with_unpaid_work() }
}

fn broken(finding: &Finding) -> Vec<&str> {
    finding.contradictions.iter().map(|found| found.rule.name.as_str()).collect()
}

#[track_caller]
fn check(record: &OnRecord, expected: &[&str]) {
    assert_eq!(broken(&compare(record)), expected, "{record:?}");
}

#[test]
fn a_murder_on_record_with_120_hours_shows_both_readings_and_acts_on_the_murder() {
    let finding = compare(&murder_with_unpaid_work());
    assert_eq!(broken(&finding), ["murder"]);
    let found = &finding.contradictions[0];
    assert_eq!(found.act_on, Graver::Offence);
    assert_eq!(
        found.if_the_offence_is_right,
        "If the conviction of murder is right, a person convicted of murder is sentenced to life: the sentence on record, a \
         community order of 12 months with 120 hours of unpaid work, is not the one that was passed."
    );
    assert_eq!(
        found.if_the_sentence_is_right,
        "If a community order of 12 months with 120 hours of unpaid work is right, the offence on record, murder (00101), is not \
         the one that was sentenced: a slip in its code, or another person's conviction."
    );
    assert!(found.look_at_first.iter().any(|words| words.contains("manslaughter")));
}

#[test]
fn the_lawful_sentences_for_murder_stay_quiet() {
    check(&OnRecord { disposal: Disposal::Life, ..murder_with_unpaid_work() }, &[]);
    // A child is detained, under another name for life.
    check(&OnRecord { disposal: Disposal::Life, age_at_offence: Some(15), ..murder_with_unpaid_work() }, &[]);
    check(&OnRecord { disposal: Disposal::HospitalOrder, ..murder_with_unpaid_work() }, &[]);
    check(&OnRecord { verdict: Verdict::Manslaughter, ..murder_with_unpaid_work() }, &[]);
    check(
        &OnRecord { verdict: Verdict::InsanityOrUnfitness, disposal: Disposal::Other, ..murder_with_unpaid_work() },
        &[],
    );
    // Attempted murder is another offence.
    check(&OnRecord { offence_code: "00201".to_owned(), ..murder_with_unpaid_work() }, &[]);
    check(&OnRecord { sentenced_on: date(1965, 11, 8), ..murder_with_unpaid_work() }, &[]);
}

#[track_caller]
fn check_hours(disposal: Disposal, passed_for: PassedFor, lawful: bool) {
    let expected: &[&str] = if lawful { &[] } else { &["unpaid-work-hours"] };
    check(&OnRecord { disposal, passed_for, ..theft() }, expected);
}

#[test]
fn unpaid_work_is_40_to_300_hours_and_less_for_breach_and_default() {
    let order = |hours| Disposal::Community { months: Some(12), unpaid_work_hours: Some(hours) };
    for (hours, lawful) in [(39, false), (40, true), (300, true), (301, false)] {
        check_hours(order(hours), PassedFor::Offence, lawful);
    }
    check_hours(order(20), PassedFor::Breach, true);
    check_hours(order(19), PassedFor::Breach, false);
    check_hours(Disposal::Default { unpaid_work_hours: Some(60) }, PassedFor::Offence, true);
    check_hours(Disposal::Default { unpaid_work_hours: Some(61) }, PassedFor::Offence, false);
}

#[test]
fn orders_have_their_longest_and_shortest_terms() {
    let order = |months| Disposal::Community { months: Some(months), unpaid_work_hours: None };
    check(&OnRecord { disposal: order(36), ..theft() }, &[]);
    check(&OnRecord { disposal: order(37), ..theft() }, &["community-order-length"]);
    let suspended = |days| Disposal::Suspended { custody_days: Some(days), unpaid_work_hours: None };
    check(&OnRecord { disposal: suspended(13), ..theft() }, &["suspended-sentence-custody"]);
    check(&OnRecord { disposal: suspended(14), ..theft() }, &[]);
    check(&OnRecord { imprisonable: Some(false), ..theft() }, &["community-order-imprisonable"]);
}

#[test]
fn a_minimum_term_waits_for_what_the_record_does_not_say() {
    let third = OnRecord {
        offence_code: "02800".to_owned(),
        offence: "burglary".to_owned(),
        disposal: Disposal::Custody { months: Some(12) },
        convictions_alike: Some(3),
        ..theft()
    };
    check(&third, &["third-domestic-burglary"]);
    check(&OnRecord { convictions_alike: Some(2), ..third.clone() }, &[]);
    check(&OnRecord { court_made_exception: Some(true), ..third.clone() }, &[]);
    check(&OnRecord { disposal: Disposal::Custody { months: Some(36) }, ..third.clone() }, &[]);
    let unknown = compare(&OnRecord { convictions_alike: None, ..third });
    assert!(unknown.contradictions.is_empty());
    assert_eq!(unknown.unknown[0].1, "how many such convictions there are");
}
