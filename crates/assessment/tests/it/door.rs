//! The door for machines: every algorithm answers a line with a line, and nothing makes it panic.

use assessment::score::{ALGORITHMS, Asked, line, named};
use jiff::civil::date;
use proptest::prelude::*;
use serde_json::{Value, json};

fn asked() -> Asked {
    Asked { today: Some(date(2026, 6, 1)) }
}

fn score(algorithm: &str, input: &Value) -> Value {
    serde_json::from_str(&line(named(algorithm).unwrap(), &input.to_string(), asked())).unwrap()
}

#[track_caller]
fn check(algorithm: &str, input: &Value, expected: &Value) {
    let found = score(algorithm, input);
    match expected.as_object() {
        None => assert_eq!(found, *expected, "{input}"),
        Some(keys) => {
            for (key, value) in keys {
                assert_eq!(found.get(key), Some(value), "{key} of {input}: {found}");
            }
        }
    }
    if let Some(keys) = expected.as_object() {
        assert!(!keys.is_empty());
    }
}

#[test]
fn a_tier_is_scored_from_a_line_or_from_a_whole_example() {
    let input = json!({
        "hasActiveEvent": true, "mappaCategory": "M2", "rosh": "HIGH", "hasLiferIpp": false, "hasDomesticAbuse": true,
        "hasStalking": false, "hasChildProtection": false, "arp": {"score": 20.0, "type": "DYNAMIC"},
        "csrp": {"score": 0.2, "type": "DYNAMIC"}, "today": "2026-06-01",
    });
    let expected = json!({ "tier": "C", "provisional": false, "decidedBy": "MAPPA_ROSH" });
    check("tier_v3", &input, &expected);
    check("tier_v3", &json!({ "kind": "example", "input": input, "expected": {} }), &expected);
}

#[test]
fn a_line_without_a_day_uses_the_callers() {
    let input = json!({ "hasActiveEvent": true, "hasLiferIpp": true, "latestReleaseDate": "2025-06-01", "rosh": "LOW",
        "mappaCategory": null, "hasDomesticAbuse": false, "hasStalking": false, "hasChildProtection": false,
        "arp": {"score": 1, "type": "DYNAMIC"}, "csrp": {"score": 0, "type": "DYNAMIC"} });
    check("tier_v3", &input, &json!({ "tier": "B" }));
    let answer = line(named("tier_v3").unwrap(), &input.to_string(), Asked::default());
    assert_eq!(answer, r#"{"error":"today is needed"}"#);
}

#[test]
fn the_two_part_tier_gives_every_part() {
    let input = json!({ "gender": "Female", "rsr": 3, "ogrs": 55, "rosh": null, "mappaLevel": null, "needs": {"ATTITUDES": "SEVERE"},
        "complexityFactors": ["RCHD"], "iom": true, "parenting": "YES", "noMandate": false, "hasAssessment": true });
    let expected =
        json!({ "protectLevel": "C", "protectPoints": 14, "changeLevel": 2, "changePoints": 11, "tierScore": "C2" });
    check("tier_v2", &input, &expected);
    let gap = json!({ "gender": "Male", "rsr": 6.995, "hasAssessment": true });
    check("tier_v2", &gap, &json!({ "protectPoints": 0 }));
    let corrected = json!({ "version": "corrected", "gender": "Male", "rsr": 6.995, "hasAssessment": true });
    check("tier_v2", &corrected, &json!({ "protectPoints": 10 }));
}

#[test]
fn functions_are_known_with_or_without_the_names_of_their_arguments() {
    let table: &[(&str, Value, Value)] = &[
        ("tier_v2", json!({"function": "rosh(code)", "args": ["RHRH"]}), json!("HIGH")),
        ("tier_v2", json!({"function": "rosh", "args": ["?"]}), json!(null)),
        ("tier_v2", json!({"function": "mappaLevel(value,typeCode)", "args": ["M2", "MAPP"]}), json!("M2")),
        ("tier_v2", json!({"function": "hasNoMandate(convictions)", "args": [[]]}), json!(true)),
        (
            "tier_v2",
            json!({"function": "needScoreAndSeverity(section,answers,san)", "args": ["ALCOHOL_MISUSE", ["Yes", "Some", null], true]}),
            json!({"score": 3, "severity": "STANDARD"}),
        ),
        (
            "tier_v2",
            json!({"function": "needScoreAndSeverity(section,answers,san)", "args": ["ALCOHOL_MISUSE", [null, "Unknown"], true]}),
            json!({"score": null, "severity": null}),
        ),
        ("arns_opd", json!({"function": "ageAtFirstSanction", "args": [17]}), json!(1)),
        ("arns_opd", json!({"function": "recognisesImpact", "args": [true]}), json!(0)),
        ("arns_opd", json!({"function": "problemLevel", "args": [null]}), json!(0)),
        (
            "arns_opd",
            json!({"function": "excessiveViolence(excessive,violenceOrThreat)", "args": [true, false]}),
            json!(2),
        ),
        (
            "arns_pni",
            json!({"function": "thinkingDomain(a,b)->[score,missingCount]", "args": [null, "SOME_PROBLEMS"]}),
            json!([1, 1]),
        ),
        ("arns_pni", json!({"function": "isMediumRisk(field,value)", "args": ["iicsrpBand", "MEDIUM"]}), json!(true)),
        ("arns_pni", json!({"function": "isHighRisk(field,value)", "args": ["csrp", 3.2]}), json!(true)),
        (
            "arns_pni",
            json!({"function": "isHighIntensity(s,arp,vrp,sara,need,risk)", "args": ["CUSTODY", null, null, null, "HIGH", "HIGH"]}),
            json!(true),
        ),
        (
            "acp_pni_ogrs3_based",
            json!({"function": "riskClassification", "gender": "Male", "ogrs3": 50}),
            json!("MEDIUM_RISK"),
        ),
        ("workload_hmpps", json!({"function": "capacityPercent(a,b)", "args": [1, 3]}), json!("33.300")),
        (
            "workload_hmpps",
            json!({"function": "caseWeighting", "tier": "A3", "caseType": "CUSTODY", "isT2A": false}),
            json!(75),
        ),
        (
            "workload_wmt_rules",
            json!({"function": "contractedHours(a)->[b]", "args": [null, 5, 12, 7, 0]}),
            json!(null),
        ),
        ("workload_wmt_rules", json!({"function": "armsPoints(a,b,c,d)", "args": [1, 2, 3, 0.25]}), json!(3.5)),
        ("identifiers_pnc_cro", json!({"function": "pnc", "args": ["1907/0001234X"]}), json!("1907/0001234X")),
        ("identifiers_pnc_cro", json!({"function": "pnc", "args": [null]}), json!("")),
        (
            "working_days_and_licence_dates",
            json!({"function": "workingDaysAfter(date,3)", "args": ["2026-06-05", 2]}),
            json!(["2026-06-08", "2026-06-09"]),
        ),
        (
            "working_days_and_licence_dates",
            json!({"function": "timeoutCutoff(today)=2nd working day after", "args": ["2026-06-05"], "bankHolidays": ["2026-06-08"]}),
            json!("2026-06-10"),
        ),
        (
            "working_days_and_licence_dates",
            json!({"function": "isInHardStop(a,b)", "args": [null, "2026-06-05"]}),
            json!(false),
        ),
        (
            "checkin_schedule",
            json!({"function": "nextCheckinDay(a,b,c,d)", "args": ["2026-06-01", 7, "2026-06-01", "INCLUDE_TODAY"]}),
            json!("2026-06-01"),
        ),
        ("checkin_schedule", json!({"function": "ineligibility(a,b,c)", "args": [null, null, false]}), json!(null)),
    ];
    for (algorithm, input, expected) in table {
        check(algorithm, input, expected);
    }
}

#[test]
fn a_screen_answers_with_its_complaints() {
    let found = score("arns_mst", &json!({ "version": "V1_0" }));
    assert_eq!(found["maturityFlag"], Value::Null);
    assert_eq!(found["validationError"][0]["type"], "MISSING_MANDATORY_INPUT");
    assert_eq!(found["validationError"][0]["fields"].as_array().unwrap().len(), 12);
    check("arns_lds", &json!({ "ldsSubTotal": 4 }), &json!({ "ldsScore": 1 }));
    check("arns_pni", &json!({ "version": "V1_0" }), &json!({ "pniPathway": "OMISSION" }));
    let found = score("arns_opd", &json!({ "version": "V1_0" }));
    assert_eq!(found["opdCheck"], false);
}

#[test]
fn the_eras_and_the_law_answer_at_the_door_too() {
    check("allocation_2014", &json!({ "rsr": 7.1 }), &json!({ "outcome": "NPS", "provisional": false }));
    check(
        "allocation_2014",
        &json!({ "rsr": 1.1 }),
        &json!({ "outcome": "CRC", "provisional": true, "couldBe": "NPS" }),
    );
    let record = json!({ "offenceCode": "00101", "offence": "murder", "sentencedOn": "2014-11-03", "disposal": "COMMUNITY_ORDER",
        "months": 12, "unpaidWorkHours": 120, "imprisonable": true });
    check("disposal_legality", &record, &json!({ "lawful": false }));
}

#[test]
fn bank_holidays_are_a_list_or_the_name_of_our_own_table_and_never_a_file() {
    let asking =
        |holidays: Value| json!({"function": "isNonWorkingDay", "args": ["2026-04-03"], "bankHolidays": holidays});
    let check =
        |holidays: Value, expected: Value| check("working_days_and_licence_dates", &asking(holidays), &expected);
    check(json!("bank_holidays_england_wales.csv"), json!(true));
    check(json!([]), json!(false));
    check(json!(["2026-04-03"]), json!(true));
    let refused = score("working_days_and_licence_dates", &asking(json!("/etc/passwd")));
    assert!(refused["error"].as_str().unwrap().contains("built-in table"));
}

#[test]
fn what_is_not_what_it_should_be_is_refused_in_words() {
    for (algorithm, input, words) in [
        ("tier_v3", json!({"hasActiveEvent": "maybe"}), "hasActiveEvent should be true or false, not \"maybe\""),
        ("tier_v3", json!([]), "a line should be a JSON object"),
        ("arns_mst", json!({"gender": "X"}), "gender should be one of the published answers, not \"X\""),
        ("checkin_schedule", json!({"function": "?"}), "there is no function \"?\" here"),
        ("checkin_schedule", json!({}), "function is needed"),
        (
            "workload_hmpps",
            json!({"function": "caseWeighting", "tier": "Z9", "caseType": "CUSTODY"}),
            "no points are published for the tier \"Z9\"",
        ),
    ] {
        assert_eq!(score(algorithm, &input)["error"], words);
    }
    let answer = line(named("tier_v3").unwrap(), "{", asked());
    assert!(answer.starts_with(r#"{"error":"not JSON"#), "{answer}");
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        prop_oneof![
            Just("SOME_PROBLEMS"),
            Just("MALE"),
            Just("2026-02-29"),
            Just("9999-12-31"),
            Just("00101"),
            Just("Ü")
        ]
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 12, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            proptest::collection::btree_map("[a-z]{1,4}", inner, 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

/// Fields and functions the algorithms do ask for, so that what stands in them is reached.
const FIELDS: [&str; 26] = [
    "function",
    "args",
    "today",
    "version",
    "hasActiveEvent",
    "arp",
    "csrp",
    "dcSrp",
    "rosh",
    "latestReleaseDate",
    "needs",
    "registrations",
    "convictions",
    "gender",
    "dateOfBirth",
    "assessmentDate",
    "currentOffenceCode",
    "supervisionStatus",
    "context",
    "weightings",
    "cases",
    "bankHolidays",
    "currentYear",
    "firstCheckin",
    "intervalDays",
    "ageAtFirstSanction",
];
const FUNCTIONS: [&str; 14] = [
    "pnc",
    "wmtPeriod",
    "availablePoints",
    "capacityPercent",
    "workingDaysAfter",
    "hardStopDate",
    "lateAllocationWarning",
    "nextCheckinDay",
    "checkinSchedule",
    "registrations->mapped",
    "pointsForWorkload",
    "dobLenientVariations",
    "pointsForTier",
    "earliestReleaseDate",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn no_line_makes_an_algorithm_panic(
        fields in proptest::collection::btree_map(proptest::sample::select(&FIELDS[..]), any_json(), 0..10),
        function in proptest::option::of(proptest::sample::select(&FUNCTIONS[..])),
    ) {
        let mut input: serde_json::Map<String, Value> =
            fields.into_iter().map(|(field, value)| (field.to_owned(), value)).collect();
        if let Some(function) = function {
            input.insert("function".to_owned(), json!(function));
        }
        let text = Value::Object(input).to_string();
        for (_, scorer) in ALGORITHMS {
            let answer = line(*scorer, &text, asked());
            prop_assert!(serde_json::from_str::<Value>(&answer).is_ok() && !answer.contains('\n'));
        }
    }

    #[test]
    fn no_text_makes_the_door_panic(text in ".{0,60}") {
        for (_, scorer) in ALGORITHMS {
            prop_assert!(serde_json::from_str::<Value>(&line(*scorer, &text, asked())).is_ok());
        }
    }
}
