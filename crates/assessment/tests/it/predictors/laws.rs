//! Laws that hold for everybody.

use assessment::predictors::{
    Answers, Band, Kind, Percent, Variant,
    answers::{Drugs, Gender, Motivation, OffenceCode, PastOffences, ProblemLevel, Relationship, Supervision},
    ogrs4::{
        reoffending::{self, Predictor, Reoffending},
        score_all,
    },
    rounding::half_up,
    steps::Step,
};
use jiff::{ToSpan, civil::date};
use proptest::prelude::*;
use serde_json::{Map, Value};

use super::{PREDICTORS, ask, ask_text};

const ALL: [Predictor; 3] = [Predictor::All, Predictor::Violent, Predictor::SeriousViolent];

fn level() -> impl Strategy<Value = ProblemLevel> {
    prop_oneof![Just(ProblemLevel::No), Just(ProblemLevel::Some), Just(ProblemLevel::Significant)]
}

prop_compose! {
    /// Somebody with every answer, none of them impossible.
    fn person()(
        female in any::<bool>(),
        born in 0_i64..15_000,
        first_age in 10..30_i32,
        later in 1..30_i64,
        followup in 0..900_i64,
        assessed in 0..2000_i64,
        sanctions in 1..60_i32,
        violent in 0..60_i32,
        levels in prop::array::uniform8(level()),
        flags in prop::array::uniform8(any::<bool>()),
        motivation in prop_oneof![Just(Motivation::Full), Just(Motivation::Partial), Just(Motivation::None)],
        together in any::<bool>(),
    ) -> Answers {
        let born = date(1950, 1, 1) + born.days();
        let convicted = born + (i64::from(first_age) + later).years();
        let followup = convicted + followup.days();
        Answers {
            assessed_on: Some(followup + assessed.days()),
            born: Some(born),
            gender: Some(if female { Gender::Female } else { Gender::Male }),
            convicted_on: Some(convicted),
            followup_from: Some(followup),
            first_sanction_age: Some(first_age),
            offence: Some(OffenceCode::Digits(100)),
            sanctions: Some(sanctions),
            violent_sanctions: Some(violent.min(sanctions)),
            supervision: Some(Supervision::Community),
            weapon: Some(flags[0]),
            accommodation: Some(levels[0]),
            unemployed: Some(flags[1]),
            partner: Some(levels[1]),
            relationship: Some(if together { Relationship::LivingTogether } else { Relationship::LivingApart }),
            domestic_abuse: Some(flags[2]),
            activities: Some(levels[2]),
            motivation: Some(motivation),
            drugs: Drugs { heroin: flags[3], cannabis: flags[4], spice: flags[5], solvents: flags[6], ..Drugs::default() },
            alcohol: Some(levels[3]),
            binge: Some(levels[4]),
            impulsivity: Some(levels[5]),
            temper: Some(levels[6]),
            attitudes: Some(levels[7]),
            past_offences: Some(PastOffences::default()),
            sexual_history: Some(false),
            ..Answers::default()
        }
    }
}

fn score(predictor: Predictor, answers: &Answers) -> Reoffending {
    reoffending::score(predictor, answers, Variant::Corrected, &mut ())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_score_lies_between_nothing_and_99_99_and_in_its_band(answers in person()) {
        for predictor in ALL {
            let scored = score(predictor, &answers);
            let percent = scored.score.expect("a score for somebody with every answer");
            prop_assert!(percent >= Percent::ZERO && percent <= Percent::MOST);
            prop_assert!(scored.band.is_some_and(|band| band >= Band::Low));
            prop_assert_eq!(scored.kind, Some(Kind::Dynamic));
        }
    }

    #[test]
    fn the_steps_are_the_whole_sum_and_looking_changes_nothing(answers in person()) {
        for predictor in ALL {
            let mut steps: Vec<Step> = Vec::new();
            let seen = reoffending::score(predictor, &answers, Variant::Corrected, &mut steps);
            prop_assert_eq!(&seen, &score(predictor, &answers));
            prop_assert_eq!(Some(steps.iter().map(Step::contribution).sum::<f64>()), seen.total);
        }
    }

    #[test]
    fn a_problem_that_grows_never_lowers_a_score(answers in person()) {
        let worse = |level: Option<ProblemLevel>| level.map(|level| match level {
            ProblemLevel::No => ProblemLevel::Some,
            ProblemLevel::Some | ProblemLevel::Significant => ProblemLevel::Significant,
        });
        let changes: [fn(&mut Answers, Option<ProblemLevel>); 5] = [
            |answers, level| answers.accommodation = level,
            |answers, level| answers.alcohol = level,
            |answers, level| answers.binge = level,
            |answers, level| answers.temper = level,
            |answers, level| answers.attitudes = level,
        ];
        let levels = [answers.accommodation, answers.alcohol, answers.binge, answers.temper, answers.attitudes];
        for (change, level) in changes.iter().zip(levels) {
            let mut changed = answers;
            change(&mut changed, worse(level));
            for predictor in ALL {
                prop_assert!(score(predictor, &changed).score >= score(predictor, &answers).score);
            }
        }
    }

    #[test]
    fn every_other_drug_counts_once(answers in person()) {
        let mut some = answers;
        some.drugs.ketamine = true;
        let mut more = some;
        more.drugs.hallucinogens = true;
        more.drugs.other = true;
        prop_assert_eq!(score(Predictor::All, &some).total, score(Predictor::All, &more).total);
    }

    #[test]
    fn without_one_answer_the_score_rests_on_the_record_alone(answers in person()) {
        let mut without = answers;
        without.alcohol = None;
        let nothing = Answers { alcohol: None, accommodation: None, temper: None, past_offences: None, ..without };
        for predictor in ALL {
            let scored = score(predictor, &without);
            prop_assert_eq!(scored.kind, Some(Kind::Static));
            prop_assert!(!scored.faults.is_empty());
            prop_assert_eq!(scored.total, score(predictor, &nothing).total);
        }
    }

    #[test]
    fn the_combined_score_is_the_sum_of_its_rounded_parts(answers in person()) {
        let scores = score_all(&answers, Variant::Published);
        let violent = scores.serious_violent.score.expect("a score");
        prop_assert_eq!(scores.combined.score, Some(violent.clamped()));
        prop_assert_eq!(scores.direct_contact.band, Some(Band::NotApplicable));
    }

    #[test]
    fn a_percentage_is_rounded_half_up_on_the_exact_binary_value(hundredths in 0..1_000_000_u32, eighths in 0..8_u32) {
        // Eighths of a whole are exact in binary, so a half is exactly a half.
        let value = f64::from(hundredths) + f64::from(eighths) / 8.0;
        let expected = f64::from(hundredths) + f64::from(u8::from(eighths >= 4));
        prop_assert!((half_up(value, 1.0) - expected).abs() < 0.1);
        prop_assert!((half_up(-value, 1.0) + expected).abs() < 0.1);
    }

    #[test]
    fn the_order_of_a_line_does_not_matter(seed in any::<u64>()) {
        let mut keys: Vec<(&str, &str)> = vec![
            ("assessmentDate", "\"2026-03-01\""), ("dateOfBirth", "\"1990-06-15\""), ("gender", "\"FEMALE\""),
            ("dateOfCurrentConviction", "\"2025-02-28\""), ("currentOffenceCode", "\"00100\""),
            ("ageAtFirstSanction", "15"), ("totalNumberOfSanctionsForAllOffences", "2"),
            ("previousConvictions", "[\"ROBBERY\",\"ARSON\"]"), ("totalNumberOfViolentSanctions", "1"),
        ];
        let written = |keys: &[(&str, &str)]| {
            let pairs: Vec<_> = keys.iter().map(|(key, value)| format!("\"{key}\":{value}")).collect();
            format!("{{{}}}", pairs.join(","))
        };
        let first = ask_text("ogrs4_serious_violent_reoffending", &written(&keys));
        let places = keys.len() as u64;
        keys.rotate_left(usize::try_from(seed % places).unwrap_or(0));
        keys.reverse();
        prop_assert_eq!(first, ask_text("ogrs4_serious_violent_reoffending", &written(&keys)));
    }

    #[test]
    fn whatever_is_sent_one_line_of_json_comes_back(text in ".{0,60}", input in any_json(3)) {
        for algorithm in PREDICTORS {
            // That a line of JSON comes back is what asking checks; of text that is no JSON object it is a refusal.
            let answer = ask_text(algorithm, &text);
            prop_assert!(answer["error"].is_string() || serde_json::from_str::<Map<String, Value>>(&text).is_ok());
            ask(algorithm, &input);
        }
    }

    #[test]
    fn whatever_stands_in_the_known_fields_nothing_breaks(values in prop::collection::vec(any_json(1), FIELDS.len())) {
        let fields = FIELDS.iter().map(|field| (*field).to_owned()).zip(values);
        let input = Value::Object(fields.collect::<Map<_, _>>());
        for algorithm in PREDICTORS {
            // A function may answer with anything, nothing included; whatever else is asked is answered with an object.
            let answer = ask(algorithm, &input);
            prop_assert!(answer.is_object() || input["function"].is_string() || input["input"]["function"].is_string());
        }
    }

    #[test]
    fn extreme_numbers_and_days_break_nothing(
        numbers in prop::array::uniform7(prop_oneof![any::<i32>(), -2..5_i32]),
        days in prop::array::uniform5((0..=9999_u32, 1..=12_u32, 1..=28_u32)),
    ) {
        let mut input = Map::new();
        for (field, number) in NUMBERS.iter().zip(numbers) {
            input.insert((*field).to_owned(), number.into());
        }
        for (field, (year, month, day)) in DAYS.iter().zip(days) {
            input.insert((*field).to_owned(), format!("{year:04}-{month:02}-{day:02}").into());
        }
        for (field, value) in [("gender", "MALE"), ("currentOffenceCode", "00100"), ("supervisionStatus", "COMMUNITY")] {
            input.insert(field.to_owned(), value.into());
        }
        input.insert("hasEverCommittedSexualOffence".to_owned(), true.into());
        input.insert("isCurrentOffenceSexuallyMotivated".to_owned(), true.into());
        for algorithm in PREDICTORS {
            prop_assert!(ask(algorithm, &Value::Object(input.clone())).is_object());
        }
    }
}

const NUMBERS: [&str; 7] = [
    "ageAtFirstSanction",
    "totalNumberOfSanctionsForAllOffences",
    "totalNumberOfViolentSanctions",
    "totalContactAdultSexualSanctions",
    "totalContactChildSexualSanctions",
    "totalNonContactSexualOffences",
    "totalIndecentImageSanctions",
];
const DAYS: [&str; 5] = [
    "assessmentDate",
    "dateOfBirth",
    "dateOfCurrentConviction",
    "dateAtStartOfFollowup",
    "dateOfMostRecentSexualOffence",
];
const FIELDS: [&str; 14] = [
    "version",
    "function",
    "args",
    "input",
    "gender",
    "dateOfBirth",
    "currentOffenceCode",
    "ageAtFirstSanction",
    "previousConvictions",
    "isUnemployed",
    "temperControl",
    "totalNumberOfSanctionsForAllOffences",
    "ogrs3TwoYear",
    "totalSanctions",
];

/// Any JSON at all, so many levels deep.
fn any_json(depth: u32) -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        prop_oneof![Just("MALE".to_owned()), Just("V1_0".to_owned()), Just("band".to_owned()), ".{0,12}"]
            .prop_map(Value::from),
    ];
    leaf.prop_recursive(depth, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map(".{0,8}", inner, 0..4).prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}
