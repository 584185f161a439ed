//! The three screens: who they are for, what they need, and where they turn.

use assessment::{
    answers::{Band, Gender, Problem, Qualifications, YesSometimesNo},
    screens::{
        ErrorKind,
        learning::{self, has_challenges},
        maturity::{self, Maturity},
        personality::{self, Personality},
    },
};
use jiff::civil::{Date, date};
use proptest::prelude::*;

const SOME: Option<Problem> = Some(Problem::SomeProblems);
const BAD: Option<Problem> = Some(Problem::SignificantProblems);

fn young_man() -> maturity::Answers {
    maturity::Answers {
        assessed_on: date(2026, 3, 1),
        born_on: Some(date(2005, 3, 1)),
        gender: Some(Gender::Male),
        peer_group_influences: Some(true),
        criminal_associates: SOME,
        recklessness: SOME,
        difficulties_coping: SOME,
        attitudes_towards_self: SOME,
        impulsivity: SOME,
        temper_control: SOME,
        problem_solving: SOME,
        awareness_of_consequences: Some(YesSometimesNo::Sometimes),
        understands_others: SOME,
    }
}

#[track_caller]
fn check_age(born: Date, assessed: Date, applies: bool) {
    let answers = maturity::Answers { born_on: Some(born), assessed_on: assessed, ..young_man() };
    let found = maturity::screen(&answers).unwrap().value;
    assert_eq!(found != Maturity::NotApplicable, applies, "{born} on {assessed}");
}

#[test]
fn maturity_is_screened_from_18_to_25() {
    check_age(date(2008, 3, 2), date(2026, 3, 1), false);
    check_age(date(2008, 3, 1), date(2026, 3, 1), true);
    check_age(date(2000, 3, 2), date(2026, 3, 1), true);
    check_age(date(2000, 3, 1), date(2026, 3, 1), false);
    // Born on 29 February: 18 on 1 March where there is no such day.
    check_age(date(2004, 2, 29), date(2022, 2, 28), false);
    check_age(date(2004, 2, 29), date(2022, 3, 1), true);
}

#[test]
fn ten_points_call_for_attention() {
    let found = maturity::screen(&young_man()).unwrap();
    assert_eq!(found.value, Maturity::Screened { score: 10, flagged: true });
    let less = maturity::Answers { peer_group_influences: Some(false), ..young_man() };
    assert_eq!(maturity::screen(&less).unwrap().value, Maturity::Screened { score: 9, flagged: false });
    // One answer may be missing, and counts nothing.
    let open = maturity::Answers { temper_control: None, ..young_man() };
    assert_eq!(maturity::screen(&open).unwrap().value, Maturity::Screened { score: 9, flagged: false });
}

#[test]
fn maturity_says_what_is_missing_in_the_published_order() {
    let open = maturity::Answers { gender: None, temper_control: None, recklessness: None, ..young_man() };
    let error = maturity::screen(&open).unwrap_err();
    assert_eq!(error.kind, ErrorKind::MissingMandatoryInput);
    assert_eq!(error.fields, ["gender", "recklessnessAndRiskTakingBehaviour", "temperControl"]);
    let one = maturity::Answers { born_on: None, temper_control: None, ..young_man() };
    assert_eq!(maturity::screen(&one).unwrap_err().fields, ["dateOfBirth"]);
    // Out of age, nothing is asked.
    let older = maturity::Answers { born_on: Some(date(1980, 1, 1)), ..open };
    assert_eq!(maturity::screen(&older).unwrap().value, Maturity::NotApplicable);
}

#[test]
fn maturity_is_not_screened_in_women() {
    let answers = maturity::Answers { gender: Some(Gender::Female), ..young_man() };
    assert_eq!(maturity::screen(&answers).unwrap().value, Maturity::NotApplicable);
}

#[test]
fn learning_scores_turn_at_3_and_at_5_points() {
    let scores: Vec<u32> = (0..=9).map(learning::score).collect();
    assert_eq!(scores, [0, 0, 0, 1, 1, 2, 2, 2, 2, 2]);
    assert!(!has_challenges(2) && has_challenges(3));
}

#[test]
fn learning_adds_up_what_was_answered() {
    let answers = learning::Answers {
        no_fixed_abode: Some(true),
        work_skills: SOME,
        reading_writing_numeracy: SOME,
        reading: Some(true),
        numeracy: None,
        learning_difficulties: None,
        qualifications: Some(Qualifications::NoQualifications),
    };
    let found = learning::screen(&answers).unwrap();
    assert_eq!((found.value.points, found.value.score), (6, 2));
    assert_eq!(found.why.words, "6 points give a learning score of 2.");
}

#[test]
fn learning_needs_three_answers_and_no_part_without_the_whole() {
    let answers =
        learning::Answers { reading: Some(false), numeracy: Some(true), work_skills: SOME, ..Default::default() };
    let errors = learning::screen(&answers).unwrap_err();
    assert_eq!(errors.len(), 2);
    assert_eq!(errors[0].kind, ErrorKind::MissingMandatoryInput);
    assert_eq!(
        errors[0].fields,
        [
            "problemsWithReadingWritingNumeracy Field Not Present But hasProblemsWithReading Present",
            "problemsWithReadingWritingNumeracy Field Not Present But hasProblemsWithNumeracy Present"
        ]
    );
    assert_eq!(errors[1].kind, ErrorKind::NotEnoughLearningAnswers);
    assert_eq!(errors[1].fields.len(), 4);
}

/// A man for whom the pathway is open, with nothing but one answer given.
fn man() -> personality::Answers {
    personality::Answers {
        gender: Some(Gender::Male),
        overall_risk: Some(Band::High),
        highest_risk: Some(Band::High),
        offence_code: Some("00101".to_owned()),
        custodial_sentence: Some(true),
        recognises_impact: Some(true),
        ..personality::Answers::default()
    }
}

fn woman() -> personality::Answers {
    personality::Answers { gender: Some(Gender::Female), eligible_for_mappa: Some(false), weapon: Some(false), ..man() }
}

#[track_caller]
fn check_screen(answers: &personality::Answers, expected: Personality) {
    assert_eq!(personality::screen(answers).unwrap().value, expected);
}

const OUT: Personality = Personality::ScreenOut { override_applied: false };

#[test]
fn the_pathway_is_for_violent_men_in_custody_and_for_women_at_high_risk() {
    check_screen(&man(), OUT);
    check_screen(&personality::Answers { overall_risk: Some(Band::Medium), ..man() }, Personality::NotEligible);
    check_screen(&personality::Answers { custodial_sentence: Some(false), ..man() }, Personality::NotEligible);
    check_screen(&personality::Answers { custodial_sentence: Some(false), ..woman() }, OUT);
    let low = personality::Answers { overall_risk: Some(Band::Low), ..woman() };
    check_screen(&low, Personality::NotEligible);
    check_screen(&personality::Answers { eligible_for_mappa: Some(true), ..low }, OUT);
}

#[test]
fn seven_points_or_two_indicators_screen_a_man_in() {
    let points = personality::Answers {
        age_at_first_sanction: Some(17),
        excessive_violence: Some(true),
        recognises_impact: Some(false),
        financial_reliance: SOME,
        manipulative: BAD,
        ..man()
    };
    // Excessive violence without violence recorded counts two: six so far.
    check_screen(&points, OUT);
    check_screen(&personality::Answers { reckless: SOME, ..points }, Personality::ScreenIn);
    let indicators = personality::Answers { medication: Some(true), psychiatric: BAD, ..man() };
    check_screen(&indicators, OUT);
    check_screen(&personality::Answers { self_harm: Some(true), ..indicators }, Personality::ScreenIn);
}

#[test]
fn ten_points_screen_a_woman_in() {
    let nine = personality::Answers {
        weapon: Some(true),
        violence: Some(true),
        excessive_violence: Some(true),
        arson: Some(true),
        emotional_state: Some(true),
        offence_linked: Some(true),
        accommodation_linked: Some(true),
        childhood: SOME,
        domestic_abuse: Some(true),
        abuse_of_partner: Some(false),
        abuse_of_family: Some(true),
        ..woman()
    };
    check_screen(&nine, OUT);
    check_screen(&personality::Answers { coping: SOME, ..nine.clone() }, Personality::ScreenIn);
    let overridden = personality::Answers { apply_override: Some(true), ..nine };
    check_screen(&overridden, Personality::ScreenOut { override_applied: true });
}

#[test]
fn nothing_answered_is_no_screen() {
    check_screen(&personality::Answers { recognises_impact: None, ..man() }, Personality::Unanswered);
    check_screen(
        &personality::Answers { weapon: None, recognises_impact: Some(true), ..woman() },
        Personality::Unanswered,
    );
}

#[track_caller]
fn check_errors(answers: &personality::Answers, expected: &[(ErrorKind, &[&str])]) {
    let errors = personality::screen(answers).unwrap_err();
    let found: Vec<(ErrorKind, Vec<&str>)> =
        errors.iter().map(|error| (error.kind, error.fields.iter().map(String::as_str).collect())).collect();
    let expected: Vec<_> = expected.iter().map(|(kind, fields)| (*kind, fields.to_vec())).collect();
    assert_eq!(found, expected);
}

#[test]
fn the_pathway_says_everything_that_is_wrong_at_once() {
    let answers = personality::Answers {
        overall_risk: None,
        eligible_for_mappa: None,
        abuse_of_family: Some(true),
        offence_code: Some("1234x".to_owned()),
        ..woman()
    };
    check_errors(
        &answers,
        &[
            (ErrorKind::MissingMandatoryInput, &["overallRiskForAssessment", "isEligibleForMappa"]),
            (
                ErrorKind::DomesticAbuseInconsistent,
                &["evidenceOfDomesticAbuse", "domesticAbuseAgainstFamily", "domesticAbuseAgainstPartner"],
            ),
            (ErrorKind::OffenceCodeFormat, &["currentOffenceCode"]),
        ],
    );
    let unmapped = personality::Answers { offence_code: Some("99999".to_owned()), ..man() };
    check_errors(&unmapped, &[(ErrorKind::OffenceCodeUnmapped, &["currentOffenceCode"])]);
    // The two codes for an unknown offence are in no category either.
    let unknown = personality::Answers { offence_code: Some("00000".to_owned()), ..man() };
    check_errors(&unknown, &[(ErrorKind::OffenceCodeUnmapped, &["currentOffenceCode"])]);
    let evidence = personality::Answers { domestic_abuse: Some(true), ..man() };
    check_errors(
        &evidence,
        &[(ErrorKind::MissingMandatoryInput, &["domesticAbuseAgainstPartner", "domesticAbuseAgainstFamily"])],
    );
}

fn any_problem() -> impl Strategy<Value = Option<Problem>> {
    prop_oneof![Just(None), Just(Some(Problem::NoProblems)), Just(SOME), Just(BAD)].prop_map(|answer| answer)
}

proptest! {
    #[test]
    fn a_worse_answer_never_lowers_the_learning_score(work in any_problem(), reading in any_problem(), learning in any_problem()) {
        let answers = learning::Answers {
            work_skills: work, reading_writing_numeracy: reading, learning_difficulties: learning,
            qualifications: Some(Qualifications::AnyQualification), ..Default::default()
        };
        let worse = learning::Answers { work_skills: BAD, qualifications: Some(Qualifications::NoQualifications), ..answers };
        if let (Ok(before), Ok(after)) = (learning::screen(&answers), learning::screen(&worse)) {
            prop_assert!(before.value.score <= after.value.score && after.value.points <= 9);
        }
    }
}
