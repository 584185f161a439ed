//! The scores of an assessment on record, by its day.

use std::collections::BTreeMap;

use assessment::predictors::{Answers, Band, Kind, answers::Gender, answers::OffenceCode};
use assessment::score::{Asked, coded, named};
use assessment::scored::{Scored, Shown, scores};
use jiff::civil::{Date, date};
use serde_json::{Value, json};

const RECORD: [(&str, &str); 7] = [
    ("dateOfCurrentConviction", "2015-08-03"),
    ("dateAtStartOfFollowup", "2015-08-03"),
    ("ageAtFirstSanction", "17"),
    ("totalNumberOfSanctionsForAllOffences", "9"),
    ("totalNumberOfViolentSanctions", "2"),
    ("supervisionStatus", "COMMUNITY"),
    ("hasEverCommittedSexualOffence", "false"),
];
const ASSESSED: [(&str, &str); 15] = [
    ("didOffenceInvolveCarryingOrUsingWeapon", "false"),
    ("suitabilityOfAccommodation", "SOME_PROBLEMS"),
    ("isUnemployed", "true"),
    ("currentRelationshipWithPartner", "NO_PROBLEMS"),
    ("currentRelationshipStatus", "NOT_IN_RELATIONSHIP"),
    ("evidenceOfDomesticAbuse", "false"),
    ("regularOffendingActivities", "SOME_PROBLEMS"),
    ("currentAlcoholUseProblems", "NO_PROBLEMS"),
    ("excessiveAlcoholUse", "NO_PROBLEMS"),
    ("impulsivityProblems", "SOME_PROBLEMS"),
    ("temperControl", "SIGNIFICANT_PROBLEMS"),
    ("proCriminalAttitudes", "NO_PROBLEMS"),
    ("motivationToTackleDrugMisuse", "FULL_MOTIVATION"),
    ("hasCannabisUsage", "true"),
    ("previousConvictions", "WOUNDING_GBH, ROBBERY"),
];

/// What OGP and OVP ask beside.
const IN_POINTS: [(&str, &str); 7] = [
    ("isCurrentlyOfNoFixedAbodeOrTransientAccommodation", "false"),
    ("currentDrugMisuse", "SOME_PROBLEMS"),
    ("problemSolvingSkills", "SOME_PROBLEMS"),
    ("awarenessOfConsequences", "SOMETIMES"),
    ("understandsOtherPeoplesViews", "NO_PROBLEMS"),
    ("doesRecogniseImpactOfOffendingOnOthers", "false"),
    ("hasCurrentPsychiatricTreatment", "false"),
];

fn codes(parts: &[&[(&str, &str)]]) -> BTreeMap<String, String> {
    parts.iter().copied().flatten().map(|(name, code)| ((*name).to_owned(), (*code).to_owned())).collect()
}

fn answered(parts: &[&[(&str, &str)]], on: Date) -> Answers {
    Answers {
        assessed_on: Some(on),
        born: Some(date(1988, 3, 1)),
        gender: Some(Gender::Male),
        offence: Some(OffenceCode::parse("00806")),
        ..coded::answers(&codes(parts)).unwrap()
    }
}

fn of(all: &[Scored], shown: Shown) -> &Scored {
    all.iter().find(|scored| scored.shown == shown).expect("in force")
}

/// The same line as the door for machines takes it.
fn line(parts: &[&[(&str, &str)]], on: Date) -> Value {
    let mut line = json!({
        "assessmentDate": on.to_string(), "dateOfBirth": "1988-03-01", "gender": "MALE", "currentOffenceCode": "00806",
    });
    for (name, code) in parts.iter().copied().flatten() {
        line[*name] = match *code {
            "true" => json!(true),
            "false" => json!(false),
            code if *name == "previousConvictions" => json!(code.split(", ").collect::<Vec<_>>()),
            code => code.parse::<i64>().map_or_else(|_| json!(code), |number| json!(number)),
        };
    }
    line
}

#[test]
fn an_assessment_is_scored_with_the_models_of_its_day() {
    let shown = |on| scores(&answered(&[&RECORD, &ASSESSED], on)).iter().map(|s| s.shown).collect::<Vec<_>>();
    assert_eq!(shown(date(2009, 7, 31)), [Shown::Ogrs3]);
    assert_eq!(shown(date(2013, 9, 2)), [Shown::Ogrs3, Shown::Ogp, Shown::Ovp]);
    assert_eq!(shown(date(2015, 9, 2)), [Shown::Ogrs3, Shown::Ogp, Shown::Ovp, Shown::Rsr]);
    assert_eq!(shown(date(2026, 8, 3)), [Shown::Ogrs3, Shown::Ogp, Shown::Ovp, Shown::Rsr]);
    assert_eq!(shown(date(2026, 8, 4)), [Shown::AllReoffending, Shown::ViolentReoffending, Shown::CombinedSerious]);
}

#[test]
fn a_score_on_record_is_to_the_last_digit_what_the_door_for_machines_says() {
    for (algorithm, key, shown, on) in [
        ("legacy_ogrs3", "twoYear", Shown::Ogrs3, date(2015, 9, 2)),
        ("legacy_rsr", "score", Shown::Rsr, date(2015, 9, 2)),
        ("ogrs4_all_reoffending", "score", Shown::AllReoffending, date(2026, 9, 2)),
        ("ogrs4_violent_reoffending", "score", Shown::ViolentReoffending, date(2026, 9, 2)),
        ("ogrs4_combined_serious", "score", Shown::CombinedSerious, date(2026, 9, 2)),
    ] {
        for parts in [&[&RECORD[..], &ASSESSED[..]][..], &[&RECORD[..]][..]] {
            let answer = named(algorithm).unwrap()(&line(parts, on), Asked::default()).unwrap();
            let all = scores(&answered(parts, on));
            let scored = of(&all, shown);
            assert!(scored.percent.is_some(), "{algorithm}: {:?}", scored.faults);
            assert_eq!(answer[key].as_f64(), scored.percent, "{algorithm}: {answer}");
        }
    }
}

#[test]
fn ogp_and_ovp_on_record_are_what_the_door_for_machines_says_with_points_that_add_up() {
    let on = date(2015, 9, 2);
    let parts = [&RECORD[..], &ASSESSED[..], &IN_POINTS[..]];
    let all = scores(&answered(&parts, on));
    let mut asked = line(&parts, on);
    // The services before OGRS4 call the day the follow-up starts otherwise.
    asked["dateAtStartOfFollowupCalculated"] = asked["dateAtStartOfFollowup"].clone();
    asked["version"] = json!("V1_0");
    for (algorithm, shown) in [("legacy_ogp", Shown::Ogp), ("legacy_ovp", Shown::Ovp)] {
        let answer = named(algorithm).unwrap()(&asked, Asked::default());
        let scored = of(&all, shown);
        assert_eq!(scored.basis, Some(Kind::Dynamic), "{:?}", scored.faults);
        let answer = answer.unwrap();
        let output = &answer["output"];
        assert_eq!(output["twoYearScore"].as_f64(), scored.percent, "{algorithm}: {answer}");
    }
    let ogp = of(&all, Shown::Ogp);
    let points = |step: &String| step.rsplit(": ").next()?.split(' ').next()?.replace('−', "-").parse::<i32>().ok();
    let (told, sum) = ogp.steps.split_last().unwrap();
    assert_eq!(
        sum.iter().filter_map(points).sum::<i32>().to_string(),
        told.split(' ').next().unwrap(),
        "{:?}",
        ogp.steps
    );
    assert!(ogp.would_change.iter().any(|words| words.starts_with("Drug misuse")), "{:?}", ogp.would_change);
    assert!(!ogp.would_change.iter().any(|words| words.contains("OGRS3")), "what is on record cannot change");
}

#[test]
fn without_every_answer_there_is_no_ogp_or_ovp_never_a_low_one() {
    let on = date(2015, 9, 2);
    for (left_out, name) in IN_POINTS.iter().enumerate().map(|(at, (name, _))| (at, *name)) {
        let some: Vec<(&str, &str)> =
            IN_POINTS.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, one)| *one).collect();
        let all = scores(&answered(&[&RECORD, &ASSESSED, &some], on));
        let missing: Vec<&Scored> =
            [Shown::Ogp, Shown::Ovp].map(|shown| of(&all, shown)).into_iter().filter(|s| s.percent.is_none()).collect();
        assert!(!missing.is_empty(), "{name} is asked by one of them");
        for scored in missing {
            assert_eq!((scored.band, scored.said(), scored.steps.len()), (None, None, 0), "{name}");
            assert!(!scored.faults.is_empty(), "{name}");
        }
    }
    let unknown =
        Answers { offence: Some(OffenceCode::parse("XX000")), ..answered(&[&RECORD, &ASSESSED, &IN_POINTS], on) };
    let all = scores(&unknown);
    let ogp = of(&all, Shown::Ogp);
    assert!(ogp.percent.is_none() && ogp.faults.join("; ").contains("OGRS3 within two years"), "{:?}", ogp.faults);
}

#[test]
fn a_score_without_the_answers_is_static_and_says_what_is_missing() {
    let on = date(2015, 9, 2);
    let (full, record) = (scores(&answered(&[&RECORD, &ASSESSED], on)), scores(&answered(&[&RECORD], on)));
    assert_eq!((of(&full, Shown::Rsr).basis, of(&record, Shown::Rsr).basis), (Some(Kind::Dynamic), Some(Kind::Static)));
    assert!(of(&full, Shown::Rsr).would_change.iter().any(|words| words == "Temper control"));
    let faults = of(&record, Shown::Rsr).faults.join("; ");
    assert!(faults.contains("Without these the score uses the record alone") && faults.contains("temper control"));
}

#[test]
fn what_cannot_be_scored_has_no_band_and_says_why() {
    let on = date(2015, 9, 2);
    let unknown = Answers { offence: Some(OffenceCode::parse("XX000")), ..answered(&[&RECORD, &ASSESSED], on) };
    for scored in scores(&unknown) {
        assert_eq!((scored.percent, scored.band, scored.said()), (None, None, None));
        assert!(!scored.faults.is_empty() && scored.steps.is_empty(), "{scored:?}");
    }
    assert_ne!(scores(&answered(&[&RECORD], on))[0].band, Some(Band::NotApplicable));
}

#[test]
fn an_answer_that_nobody_knows_is_refused_by_name() {
    let refusal = coded::answers(&codes(&[&[("temperControl", "SO_SO")]])).unwrap_err();
    assert!(refusal.to_string().starts_with("temperControl should be one of"), "{refusal}");
}
