//! Everybody at once: the same scores as one by one, and who would move by other figures.

use assessment::{
    allocation::Rules,
    answers::Band,
    caseload::{Beside, Measure, Move, Packs, Person, beside, score, score_all},
    pack::read,
    predictors::{
        Answers, Percent, Variant,
        answers::{Gender, Motivation, OffenceCode, PastOffences, ProblemLevel, Relationship, Supervision},
        ogrs4,
        standards::ogrs4::Ogrs4,
    },
    tiers::{
        v2::{self, Counted},
        v3::{self, Basis, Letter, TierFacts},
    },
};
use jiff::{ToSpan, civil::date};
use proptest::prelude::*;

const UNIFIED: &str = include_str!("../../../../standards/allocation/unified-2026.toml");
const OGRS4: &str = include_str!("../../../../standards/assessment/ogrs4-1.0.toml");

/// Somebody with an assessment, `years` after the first sanction, sanctioned so often.
fn person(years: i64, sanctions: i32) -> Person {
    let (born, level) = (date(1985, 3, 1), Some(ProblemLevel::Some));
    let convicted = born + (15 + years).years();
    Person {
        answers: Answers {
            assessed_on: Some(convicted + 3.months()),
            born: Some(born),
            gender: Some(Gender::Male),
            convicted_on: Some(convicted),
            followup_from: Some(convicted),
            first_sanction_age: Some(15),
            offence: Some(OffenceCode::parse("00801")),
            sanctions: Some(sanctions),
            violent_sanctions: Some(sanctions / 3),
            supervision: Some(Supervision::Community),
            weapon: Some(false),
            accommodation: level,
            unemployed: Some(true),
            partner: level,
            relationship: Some(Relationship::None),
            domestic_abuse: Some(false),
            activities: level,
            motivation: Some(Motivation::Partial),
            alcohol: level,
            binge: level,
            impulsivity: level,
            temper: level,
            attitudes: level,
            past_offences: Some(PastOffences::default()),
            sexual_history: Some(false),
            ..Answers::default()
        },
        tier: TierFacts {
            has_active_event: true,
            arp: None,
            csrp: None,
            dc_srp: None,
            rosh: Some(Band::Low),
            mappa: Some(false),
            lifer_or_ipp: Some(false),
            latest_release: None,
            domestic_abuse: Some(false),
            stalking: Some(false),
            child_protection: Some(false),
            sexual_offence: Some(false),
            today: convicted,
        },
        two_part: Counted {
            rsr: Some(7.0),
            mandate: true,
            assessed: true,
            needs: 9,
            ogrs: Some(60),
            ..Counted::default()
        },
    }
}

fn caseload() -> Vec<(usize, Person)> {
    (0..300).map(|id| (id, person(i64::try_from(id % 20).unwrap() + 1, i32::try_from(id / 20).unwrap() + 1))).collect()
}

#[test]
fn everybody_at_once_gets_the_scores_of_one_by_one() {
    let people: Vec<Person> = caseload().into_iter().map(|(_, person)| person).collect();
    for (person, scored) in people.iter().zip(score_all(&Packs::published(), &people)) {
        let alone = ogrs4::score_all(&person.answers, Variant::Published);
        assert_eq!(scored.all.map(|said| said.percent), alone.all.score);
        assert_eq!(scored.violent.and_then(|said| said.band), alone.violent.band);
        assert_eq!(scored.serious_violent.and_then(|said| said.kind), alone.serious_violent.kind);
        assert_eq!(scored.combined.map(|said| said.percent), alone.combined.score);
        let score = |percent: Option<Percent>| {
            percent.map(|percent| v3::Score { percent: percent.value(), basis: Basis::Dynamic })
        };
        let facts = TierFacts { arp: score(alone.all.score), csrp: score(alone.combined.score), ..person.tier };
        let tier = v3::tier(&facts).unwrap().value;
        let (letter, provisional) = scored.tier.unwrap();
        assert_eq!((letter.name(Rules::unified_2026()), provisional), (tier.tier, tier.provisional));
        assert_eq!((scored.two_part.protect_level, scored.two_part.change_level), ('B', 2));
    }
}

#[test]
fn a_person_who_cannot_be_scored_has_no_score_and_a_tier_that_says_so() {
    let nobody = Person { answers: Answers::default(), ..person(1, 1) };
    let scored = score(&Packs::published(), &nobody);
    assert_eq!((scored.all, scored.combined, scored.tier), (None, None, Some((Letter::Missing, false))));
}

#[test]
fn the_same_figures_move_nobody() {
    let found = beside(&Packs::published(), &Packs::published(), &caseload());
    assert_eq!(found, Beside { people: 300, moved: 0, moves: Vec::new() });
}

#[test]
fn a_higher_threshold_moves_down_exactly_those_below_it() {
    // High begins at 80 instead of 75.
    let text = OGRS4.replace("all-reoffending = [50.0, 75.0, 90.0]", "all-reoffending = [50.0, 80.0, 90.0]");
    assert_ne!(text, OGRS4, "the line this test changes has gone");
    let raised = Ogrs4::parse(&text).unwrap();
    let now = Packs::published();
    let people = caseload();
    let found = beside(&now, &Packs { ogrs4: &raised, ..now }, &people);
    let between = |percent: Percent| (75.0..80.0).contains(&percent.value());
    let expected: Vec<usize> = people
        .iter()
        .filter(|(_, person)| score(&now, person).all.is_some_and(|said| between(said.percent)))
        .map(|(id, _)| *id)
        .collect();
    assert!(!expected.is_empty());
    let [moved] = &found.moves[..] else { panic!("{:?}", found.moves) };
    assert_eq!((moved.measure, moved.from.as_str(), moved.to.as_str()), (Measure::All, "HIGH", "MEDIUM"));
    assert_eq!((&moved.who, moved.count(), found.moved), (&expected, expected.len(), expected.len()));
}

#[test]
fn other_rules_of_the_tier_show_each_way_there_is_to_go_lowest_first() {
    let text = UNIFIED.replace("at_least = [90, 75, 50, 25, 15, 0]", "at_least = [95, 85, 60, 35, 20, 0]");
    assert_ne!(text, UNIFIED, "the line this test changes has gone");
    let stricter: Rules = read(&text).unwrap();
    let now = Packs::published();
    let people = caseload();
    let found = beside(&now, &Packs { tier: &stricter, ..now }, &people);
    assert!(found.moves.len() > 1);
    assert!(found.moves.iter().all(|moved| moved.measure == Measure::Tier && moved.from < moved.to));
    // G is the lowest, and stands last in the alphabet.
    assert!(found.moves.windows(2).all(|pair| pair[0].from >= pair[1].from));
    assert_eq!(found.moves.iter().map(Move::count).sum::<usize>(), found.moved);
}

#[test]
fn a_person_who_moves_by_two_measures_is_counted_once() {
    // Without a sexual offence the combined score is the serious violent one: who moves by the one moves by the other.
    let text = OGRS4.replace("= [1.0, 3.0, 6.9]", "= [1.5, 3.5, 6.9]");
    assert_ne!(text, OGRS4, "the lines this test changes have gone");
    let raised = Ogrs4::parse(&text).unwrap();
    let now = Packs::published();
    let found = beside(&now, &Packs { ogrs4: &raised, ..now }, &caseload());
    let mut who: Vec<usize> = found.moves.iter().flat_map(|moved| moved.who.clone()).collect();
    let ways = who.len();
    who.sort_unstable();
    who.dedup();
    assert_eq!(who.len(), found.moved);
    assert!(found.moved > 0);
    assert_eq!(ways, 2 * found.moved);
}

fn band() -> impl Strategy<Value = Band> {
    prop_oneof![Just(Band::Low), Just(Band::Medium), Just(Band::High), Just(Band::VeryHigh)]
}

proptest! {
    #[test]
    fn the_two_part_tier_in_numbers_is_the_one_in_words(
        rsr in prop::option::of(0.0..100.0_f64),
        ogrs in prop::option::of(0..100_u32),
        rosh in prop::option::of(band()),
        mappa in prop::option::of(prop_oneof![Just("M1"), Just("M2"), Just("M3"), Just("M4")]),
        flags in prop::array::uniform5(any::<bool>()),
    ) {
        let [mandate, assessed, iom, parent, unsupervised] = flags;
        let words = v2::TierFacts {
            gender: Some(assessment::answers::Gender::Female),
            rsr, ogrs, rosh,
            mappa_level: mappa.map(str::to_owned),
            complexity: vec!["RVLN".to_owned(), "rvln".to_owned()],
            integrated_offender_management: iom,
            parental_responsibilities: parent,
            mandate, assessed, unsupervised,
            ..v2::TierFacts::default()
        };
        let numbers = Counted {
            gender: words.gender, rsr, ogrs, rosh,
            mappa_level: mappa,
            complexity_factors: 1,
            integrated_offender_management: iom,
            women_factors: u32::from(parent),
            mandate, assessed, unsupervised,
            ..Counted::default()
        };
        let tier = v2::tier(&words).unwrap().value;
        let parts = v2::parts(assessment::tiers::Figures::published(), &numbers);
        prop_assert_eq!(
            (tier.protect_level, tier.protect_points, tier.change_level, tier.change_points),
            (parts.protect_level, parts.protect_points, parts.change_level, parts.change_points)
        );
    }
}
