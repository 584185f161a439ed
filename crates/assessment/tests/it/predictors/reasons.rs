//! What a score says of itself: whose model, what contributed what, what may change, and what is not settled.

use serde_json::{Value, json};

use super::ask;

fn person() -> Value {
    json!({
        "assessmentDate": "2026-03-01", "dateOfBirth": "1990-06-15", "gender": "MALE",
        "dateOfCurrentConviction": "2025-02-28", "dateAtStartOfFollowup": "2025-03-01", "currentOffenceCode": "00100",
        "ageAtFirstSanction": 15, "totalNumberOfSanctionsForAllOffences": 9, "totalNumberOfViolentSanctions": 2,
        "suitabilityOfAccommodation": "SOME_PROBLEMS", "isUnemployed": true,
        "currentRelationshipWithPartner": "NO_PROBLEMS", "evidenceOfDomesticAbuse": true,
        "currentRelationshipStatus": "NOT_IN_RELATIONSHIP", "regularOffendingActivities": "NO_PROBLEMS",
        "motivationToTackleDrugMisuse": "FULL_MOTIVATION", "currentAlcoholUseProblems": "NO_PROBLEMS",
        "excessiveAlcoholUse": "NO_PROBLEMS", "impulsivityProblems": "NO_PROBLEMS", "temperControl": "NO_PROBLEMS",
        "proCriminalAttitudes": "NO_PROBLEMS",
    })
}

fn contributions(answer: &Value) -> f64 {
    let steps = answer["steps"].as_array().expect("steps");
    steps.iter().map(|step| step["contribution"].as_f64().expect("a contribution")).sum()
}

#[test]
fn the_steps_add_up_to_what_the_curve_is_given() {
    for algorithm in ["ogrs4_all_reoffending", "ogrs4_violent_reoffending", "ogrs4_serious_violent_reoffending"] {
        let answer = ask(algorithm, &person());
        let total = answer["transform"]["total"].as_f64().expect("a total");
        assert!((contributions(&answer) - total).abs() < 1e-12, "{algorithm}");
        let score = answer["score"].as_f64().expect("a score");
        assert!((100.0 / (1.0 + (-total).exp()) - score).abs() < 0.005 + 1e-9, "{algorithm}");
        for step in answer["steps"].as_array().expect("steps") {
            assert!(step["words"].as_str().is_some_and(|words| !words.is_empty()), "{step}");
        }
    }
}

#[test]
fn points_add_up_to_the_score_in_points() {
    let answer = ask(
        "legacy_ovp",
        &json!({
            "totalSanctions": 12, "violentSanctions": 5, "ageAtStartOfFollowup": 24, "male": 1, "recognisesImpact": 0,
            "noFixedAbode": 1, "unemployed": 1, "currentAlcohol": 1, "excessiveAlcohol": 2, "psychiatricTreatment": 1,
            "temperControl": 1, "proCriminalAttitudes": 1,
        }),
    );
    assert_eq!(answer["pointScore"].as_f64(), Some(contributions(&answer)));
}

#[test]
fn every_score_names_its_model_its_source_and_how_far_to_trust_it() {
    let answer = ask("ogrs4_all_reoffending", &person());
    let model = &answer["model"];
    assert_eq!(
        (&model["pack"], &model["version"], &model["status"]),
        (&json!("ogrs4"), &json!("1.0"), &json!("secondary"))
    );
    assert!(model["source"].as_str().is_some_and(|source| source.contains("hmpps-arns-risk-actuarial-api")));
    assert_eq!(answer["inputs"], person(), "the answers it rests on stand beside it");
}

#[test]
fn only_what_can_change_is_said_to_and_nothing_is_promised() {
    let answer = ask("ogrs4_all_reoffending", &person());
    let could = answer["whatCouldChange"]["answers"].as_array().expect("answers");
    let words: Vec<_> = could.iter().filter_map(|answer| answer["words"].as_str()).collect();
    assert_eq!(words, ["Suitability of accommodation", "Unemployed"], "domestic abuse is on record and stays there");
    assert!(answer["whatCouldChange"]["note"].as_str().is_some_and(|note| note.contains("not a promise")));
}

#[test]
fn a_missing_answer_makes_a_score_static_and_says_so_but_never_low() {
    let whole = ask("ogrs4_all_reoffending", &person());
    assert_eq!((&whole["type"], &whole["provisional"]), (&json!("DYNAMIC"), &Value::Null));
    let mut without = person();
    without["isUnemployed"] = Value::Null;
    let answer = ask("ogrs4_all_reoffending", &without);
    assert_eq!(answer["type"], "STATIC");
    assert!(answer["provisional"].as_str().is_some_and(|why| why.contains("record alone")));
    assert_eq!(answer["validationErrors"][0]["fields"], json!(["isUnemployed"]));
    without["gender"] = Value::Null;
    let answer = ask("ogrs4_all_reoffending", &without);
    assert_eq!((&answer["type"], &answer["score"], &answer["band"]), (&Value::Null, &Value::Null, &Value::Null));
    assert!(answer["provisional"].as_str().is_some_and(|why| why.contains("no score")));
}

#[test]
fn a_published_defect_is_named_where_it_made_a_difference() {
    let counts = json!({
        "version": "V1_0", "gender": "MALE", "hasEverCommittedSexualOffence": true, "totalIndecentImageSanctions": 0,
        "totalContactAdultSexualSanctions": 2, "totalContactChildSexualSanctions": 0, "totalNonContactSexualOffences": 0,
    });
    let published = ask("ogrs4_images_indirect_sexual", &counts);
    assert_eq!(published["output"]["score"], 0.0);
    assert!(published["defect"].as_str().is_some_and(|defect| defect.contains("As published")));
    let mut corrected = counts;
    corrected["version"] = json!("V1_0_CORRECTED");
    let corrected = ask("ogrs4_images_indirect_sexual", &corrected);
    assert_eq!((&corrected["output"]["score"], &corrected["modelVersion"]), (&json!(0.28), &json!("1.0-corrected")));
    assert_eq!(corrected["defect"], Value::Null);
}

#[test]
fn what_nobody_knows_is_refused_by_name() {
    let refused = |key: &str, value: Value| {
        let mut input = person();
        input[key] = value;
        ask("ogrs4_all_reoffending", &input)["error"].as_str().unwrap_or_default().to_owned()
    };
    for (key, value) in [
        ("gender", json!("OTHER")),
        ("dateOfBirth", json!("1990-02-30")),
        ("isUnemployed", json!("yes")),
        ("ageAtFirstSanction", json!(15.5)),
        ("totalNumberOfSanctionsForAllOffences", json!(99_999_999_999_i64)),
        ("previousConvictions", json!(["TREASON"])),
        ("version", json!("V9_9")),
    ] {
        assert!(refused(key, value).starts_with(key), "{key}");
    }
}

#[test]
fn a_predictor_takes_the_lines_own_today_where_no_day_of_assessment_is_given() {
    let mut line = person();
    line["today"] = line["assessmentDate"].take();
    let (by_today, by_assessment) = (ask("ogrs4_all_reoffending", &line), ask("ogrs4_all_reoffending", &person()));
    assert!(by_today["score"].is_number(), "{by_today}");
    assert_eq!(by_today["score"], by_assessment["score"]);
    line["assessmentDate"] = "2030-01-01".into();
    assert_ne!(ask("ogrs4_all_reoffending", &line)["score"], by_today["score"], "the assessment's own day goes first");
}

#[test]
fn ovp_is_scored_from_the_services_own_names_and_says_which_are_missing() {
    let mut line = json!({
        "version": "V1_0", "gender": "MALE", "dateOfBirth": "1992-05-04", "dateAtStartOfFollowupCalculated": "2016-05-03",
        "totalNumberOfSanctionsForAllOffences": 12, "totalNumberOfViolentSanctions": 3,
        "doesRecogniseImpactOfOffendingOnOthers": false, "isCurrentlyOfNoFixedAbodeOrTransientAccommodation": false,
        "isUnemployed": true, "currentAlcoholUseProblems": "SOME_PROBLEMS", "excessiveAlcoholUse": "SOME_PROBLEMS",
        "hasCurrentPsychiatricTreatment": false, "temperControl": "SIGNIFICANT_PROBLEMS",
        "proCriminalAttitudes": "NO_PROBLEMS",
    });
    // 5 sanctioned, 9 violent, 3 other, 14 for the age of 23, 5 male, 4 impact, 4 unemployed, 5 alcohol, 6 temper.
    let answer = ask("legacy_ovp", &line);
    assert_eq!(answer["output"]["pointScore"], 55, "{answer}");
    assert_eq!(answer["output"]["band"], "MEDIUM");
    for name in ["temperControl", "dateOfBirth", "hasCurrentPsychiatricTreatment"] {
        line[name] = Value::Null;
    }
    let answer = ask("legacy_ovp", &line);
    assert_eq!(answer["output"]["pointScore"], Value::Null);
    let [fault] = answer["validationErrors"].as_array().map_or(&[][..], |faults| faults) else { panic!("{answer}") };
    assert_eq!(fault["type"], "MISSING_MANDATORY_INPUT");
    assert_eq!(fault["fields"], json!(["dateOfBirth", "hasCurrentPsychiatricTreatment", "temperControl"]));
}

#[test]
fn ogp_works_out_ogrs3_from_the_same_request_and_misses_it_where_it_cannot() {
    let mut line = json!({
        "version": "V1_0", "gender": "FEMALE", "dateOfBirth": "1992-05-04", "dateOfCurrentConviction": "2016-01-04",
        "dateAtStartOfFollowupCalculated": "2016-05-03", "totalNumberOfSanctionsForAllOffences": 12,
        "ageAtFirstSanction": 16, "currentOffenceCode": "10500",
        "isCurrentlyOfNoFixedAbodeOrTransientAccommodation": false, "isUnemployed": true,
        "regularOffendingActivities": "SIGNIFICANT_PROBLEMS", "currentDrugMisuse": "SOME_PROBLEMS",
        "motivationToTackleDrugMisuse": "PARTIAL_MOTIVATION", "problemSolvingSkills": "NO_PROBLEMS",
        "awarenessOfConsequences": "NO", "understandsOtherPeoplesViews": "SOME_PROBLEMS",
        "proCriminalAttitudes": "SOME_PROBLEMS",
    });
    let ogrs3 = ask("legacy_ogrs3", &line)["output"]["twoYearScore"].as_i64().expect("a score");
    let answer = ask("legacy_ogp", &line);
    // Of OGRS3 three fifths, 5 unemployed, 5 activities, 8 drugs, 3 thinking, 3 attitudes.
    assert_eq!(answer["output"]["pointScore"], (ogrs3 * 6 + 5) / 10 + 24, "{answer}");
    line["gender"] = Value::Null;
    line["currentDrugMisuse"] = Value::Null;
    let answer = ask("legacy_ogp", &line);
    assert_eq!(answer["validationErrors"][0]["fields"], json!(["ogrs3TwoYear", "currentDrugMisuse"]), "{answer}");
}
