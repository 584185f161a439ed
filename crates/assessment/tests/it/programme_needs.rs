//! Which programme somebody needs: the domains, what is missing, and the pathways of both eras.

use assessment::{
    answers::{Band, Problem, SupervisionStatus},
    needs::{
        Level,
        cohort::{Cohort, SetBy, after_recalculation, cohort},
        domains::{Answers, relationships, self_management, sex, thinking},
        ogrs3,
        pathway::{Case, Pathway, Version, pathway},
        risk::Scores,
    },
};
use proptest::prelude::*;

const NONE: Option<Problem> = Some(Problem::NoProblems);
const SOME: Option<Problem> = Some(Problem::SomeProblems);
const BAD: Option<Problem> = Some(Problem::SignificantProblems);

fn calm() -> Answers {
    Answers {
        sexual_preoccupation: NONE,
        offence_related_interests: NONE,
        emotional_congruence: NONE,
        sexual_offence: Some(false),
        risk_of_sexual_harm: Some(false),
        pro_criminal: NONE,
        hostile: NONE,
        family: NONE,
        previous_relationships: NONE,
        easily_influenced: NONE,
        controlling: NONE,
        impulsivity: NONE,
        temper: NONE,
        problem_solving: NONE,
        coping: NONE,
    }
}

fn case(supervision: SupervisionStatus, answers: Answers, scores: Scores) -> Case {
    Case { supervision, answers, scores, version: Version::Published }
}

const CUSTODY: SupervisionStatus = SupervisionStatus::Custody;
const COMMUNITY: SupervisionStatus = SupervisionStatus::Community;

#[track_caller]
fn check(case: &Case, expected: Pathway) {
    assert_eq!(pathway(case).value.pathway, expected, "{case:?}");
}

#[test]
fn the_sex_domain_counts_only_after_a_sexual_offence_or_with_a_risk_of_one() {
    let answers = Answers { offence_related_interests: BAD, emotional_congruence: None, ..calm() };
    assert_eq!((sex(&answers).points, sex(&answers).open.len()), (0, 1));
    let offended = Answers { sexual_offence: Some(true), ..answers };
    assert_eq!(sex(&offended).points, 2);
    // With a question open it speaks only from four points on.
    let open = Answers { offence_related_interests: SOME, sexual_preoccupation: BAD, ..offended };
    assert_eq!((sex(&open).points, sex(&open).projected), (0, 2));
    let risk =
        Answers { risk_of_sexual_harm: Some(true), sexual_preoccupation: SOME, emotional_congruence: SOME, ..calm() };
    assert_eq!(sex(&risk).points, 1);
}

#[test]
fn the_other_domains_turn_where_published() {
    assert_eq!(thinking(&Answers { pro_criminal: BAD, hostile: None, ..calm() }).points, 2);
    assert_eq!(thinking(&Answers { pro_criminal: SOME, hostile: BAD, ..calm() }).points, 2);
    assert_eq!(thinking(&Answers { hostile: SOME, ..calm() }).points, 1);
    assert_eq!(relationships(&Answers { family: SOME, ..calm() }).points, 0);
    assert_eq!(relationships(&Answers { family: BAD, ..calm() }).points, 1);
    assert_eq!(relationships(&Answers { family: BAD, controlling: BAD, easily_influenced: SOME, ..calm() }).points, 2);
    assert_eq!(self_management(&Answers { coping: BAD, temper: BAD, ..calm() }).points, 1);
    let open = self_management(&Answers { coping: None, temper: SOME, ..calm() });
    assert_eq!((open.points, open.projected, open.open), (0, 1, vec!["difficultiesCoping"]));
}

#[test]
fn high_intensity_is_for_custody_and_remand_is_not_custody_as_published() {
    let scores = Scores { all_reoffending: Some(75.0), violent: Some(60.0), ..Scores::default() };
    check(&case(CUSTODY, calm(), scores), Pathway::High);
    check(&case(COMMUNITY, calm(), scores), Pathway::Moderate);
    let remand = case(SupervisionStatus::Remand, calm(), scores);
    check(&remand, Pathway::Alternative);
    check(&Case { version: Version::Corrected, ..remand }, Pathway::High);
}

#[test]
fn combined_serious_reoffending_counts_in_whole_percent_and_only_alone() {
    let scores = |serious, band| Scores { serious: Some(serious), direct_contact: band, ..Scores::default() };
    assert_eq!(scores(2.99, None).level(), Level::Medium);
    assert_eq!(scores(3.0, Some(Band::NotApplicable)).level(), Level::High);
    assert_eq!(scores(3.0, Some(Band::Low)).level(), Level::Low);
    assert_eq!(scores(0.99, None).level(), Level::Low);
    assert_eq!(Scores { all_reoffending: Some(74.99), ..Scores::default() }.level(), Level::Medium);
}

#[test]
fn an_open_question_is_named_and_decides_nothing_where_it_cannot_matter() {
    let answers = Answers { coping: None, ..calm() };
    let sara = |partner, others| Scores {
        sara_partner: partner,
        sara_others: others,
        direct_contact: Some(Band::Low),
        images: Some(Band::Low),
        serious: Some(0.1),
        ..Scores::default()
    };
    let low = Some(Band::Low);
    let found = pathway(&case(COMMUNITY, answers, sara(low, low))).value;
    assert_eq!((found.pathway, found.open), (Pathway::Alternative, vec!["difficultiesCoping"]));
    // Without SARA nobody can say that it is an alternative.
    check(&case(COMMUNITY, answers, sara(low, None)), Pathway::Omission);
    check(&case(CUSTODY, answers, sara(None, None)), Pathway::Omission);
    // A band that is not there yet might be the worst.
    check(&case(COMMUNITY, answers, Scores { images: None, ..sara(low, low) }), Pathway::Omission);
}

#[test]
fn partner_violence_settles_a_need_that_open_questions_leave_open() {
    let answers = Answers { pro_criminal: BAD, family: BAD, coping: None, temper: None, hostile: None, ..calm() };
    let scores = |partner, others| Scores {
        sara_partner: partner,
        sara_others: others,
        direct_contact: Some(Band::Low),
        images: Some(Band::Low),
        serious: Some(0.1),
        ..Scores::default()
    };
    let medium = scores(Some(Band::Medium), Some(Band::Low));
    assert_eq!(pathway(&case(CUSTODY, answers, medium)).value.need, Some(Level::Medium));
    let wide_open = Answers { impulsivity: None, easily_influenced: None, previous_relationships: None, ..answers };
    assert_eq!(pathway(&case(CUSTODY, wide_open, medium)).value.need, Some(Level::High));
    let quiet = scores(Some(Band::Low), Some(Band::Low));
    assert_eq!(pathway(&case(CUSTODY, wide_open, quiet)).value.need, None);
}

fn of_2024(gender: &str) -> ogrs3::Scores {
    ogrs3::Scores { gender: Some(gender.to_owned()), ..ogrs3::Scores::default() }
}

#[test]
fn the_era_before_reads_bands_as_texts_and_leaves_its_gaps() {
    let text = |words: &str| Some(words.to_owned());
    let level = |scores: &ogrs3::Scores| scores.level();
    assert_eq!(level(&ogrs3::Scores { osp_dc: text("Very High"), ..of_2024("male") }), Level::High);
    assert_eq!(level(&ogrs3::Scores { osp_dc: text("Very High"), ..of_2024("Female") }), Level::Low);
    assert_eq!(level(&ogrs3::Scores { sara_others: text("VERY_HIGH"), ..of_2024("Female") }), Level::High);
    assert_eq!(level(&ogrs3::Scores { ogrs3: Some(74.5), ..of_2024("Male") }), Level::Low);
    assert_eq!(level(&ogrs3::Scores { ogrs3: Some(74.0), ..of_2024("Male") }), Level::Medium);
    let rsr = ogrs3::Scores { rsr: Some(3.0), osp_iic: text("Low"), ..of_2024("Male") };
    assert_eq!(level(&rsr), Level::Low);
    assert_eq!(level(&ogrs3::Scores { osp_iic: text("Not Applicable"), ..rsr.clone() }), Level::High);
    assert_eq!(level(&ogrs3::Scores { gender: text("Female"), ..rsr }), Level::High);
}

#[test]
fn the_era_before_gives_a_pathway_by_need_and_risk() {
    use Level::{High, Low, Medium};
    for (need, risk, expected) in [
        (High, High, "HIGH_INTENSITY_BC"),
        (Medium, High, "MODERATE_INTENSITY_BC"),
        (High, Medium, "MODERATE_INTENSITY_BC"),
        (Medium, Medium, "MODERATE_INTENSITY_BC"),
        (Low, High, "ALTERNATIVE_PATHWAY"),
        (High, Low, "ALTERNATIVE_PATHWAY"),
    ] {
        assert_eq!(ogrs3::pathway(need, risk), expected);
    }
    let scores = ogrs3::Scores { ogrs3: Some(75.0), ovp: Some(60.0), ..of_2024("Male") };
    assert_eq!(ogrs3::pathway_of(Low, &scores), "HIGH_INTENSITY_BC");
}

#[test]
fn the_sex_domain_of_the_era_before_is_refused_where_answers_are_owed() {
    let banded = ogrs3::Scores { osp_dc: Some("Very High".to_owned()), ..of_2024("Male") };
    assert_eq!(ogrs3::sex_domain_of([Some(1), None, None], &banded), Err(ogrs3::NoSexDomain::BandWithoutAnswers));
    assert_eq!(ogrs3::sex_domain_of([Some(1), None, None], &of_2024("Male")), Ok(0));
    assert_eq!(ogrs3::sex_domain_of([Some(1), None, None], &of_2024("Female")), Err(ogrs3::NoSexDomain::SomeAnswers));
    assert_eq!(ogrs3::sex_domain_of([None, None, None], &of_2024("Female")), Ok(0));
    assert_eq!(ogrs3::sex_domain_of([Some(1), Some(0), Some(1)], &banded), Ok(1));
}

#[test]
fn a_cohort_somebody_chose_is_not_overwritten() {
    assert_eq!(cohort(&[Some("Not Applicable"), None], &[Some(0), None]), Cohort::GeneralOffence);
    assert_eq!(cohort(&[Some("Low")], &[]), Cohort::SexualOffence);
    assert_eq!(cohort(&[], &[None, Some(1)]), Cohort::SexualOffence);
    let history = [(Cohort::GeneralOffence, SetBy::Rule), (Cohort::GeneralOffence, SetBy::Person)];
    assert_eq!(after_recalculation(&history, Cohort::SexualOffence), Cohort::GeneralOffence);
    assert_eq!(after_recalculation(&history[..1], Cohort::SexualOffence), Cohort::SexualOffence);
}

fn any_answer() -> impl Strategy<Value = Option<Problem>> {
    prop_oneof![Just(None), Just(NONE), Just(SOME), Just(BAD)]
}

proptest! {
    #[test]
    fn projected_points_are_never_below_the_points_there_are(
        a in any_answer(), b in any_answer(), c in any_answer(), d in any_answer(), offended in any::<bool>(),
    ) {
        let answers = Answers {
            sexual_offence: Some(offended), sexual_preoccupation: a, offence_related_interests: b, emotional_congruence: c,
            pro_criminal: a, hostile: b, family: a, previous_relationships: b, easily_influenced: c, controlling: d,
            impulsivity: a, temper: b, problem_solving: c, coping: d, ..calm()
        };
        for domain in [sex(&answers), thinking(&answers), relationships(&answers), self_management(&answers)] {
            prop_assert!(domain.points <= domain.projected && domain.projected <= 2);
            prop_assert!(!domain.open.is_empty() || domain.points == domain.projected);
        }
    }
}
