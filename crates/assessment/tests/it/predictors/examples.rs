//! Examples of our own, a JSON line each. `reoffending.jsonl` was worked out by a second implementation, in another language,
//! from the published description and coefficients (hmpps-arns-risk-actuarial-api, 016919c); `predictors.jsonl` by hand from the
//! same description. An example says only what it is about: the answer may say more.

use serde_json::Value;

use super::ask;

const REOFFENDING: &str = include_str!("../../fixtures/reoffending.jsonl");
const PREDICTORS: &str = include_str!("../../fixtures/predictors.jsonl");

/// Where `answer` does not say what `expected` says.
fn differences(expected: &Value, answer: &Value, at: &str, found: &mut Vec<String>) {
    match (expected, answer) {
        (Value::Object(expected), Value::Object(answer)) => {
            for (key, value) in expected {
                differences(value, answer.get(key).unwrap_or(&Value::Null), &format!("{at}/{key}"), found);
            }
        }
        (Value::Array(expected), Value::Array(answer)) if expected.len() == answer.len() => {
            for (place, (expected, answer)) in expected.iter().zip(answer).enumerate() {
                differences(expected, answer, &format!("{at}/{place}"), found);
            }
        }
        (Value::Number(expected), Value::Number(answer)) => {
            let apart = expected.as_f64().zip(answer.as_f64()).is_none_or(|(one, other)| (one - other).abs() > 1e-9);
            if apart {
                found.push(format!("{at}: {answer} instead of {expected}"));
            }
        }
        (expected, answer) if expected != answer => found.push(format!("{at}: {answer} instead of {expected}")),
        _ => {}
    }
}

fn check(examples: &str, at_least: usize) {
    let mut seen = 0;
    for text in examples.lines() {
        let example: Value = serde_json::from_str(text).expect("a line of JSON");
        let algorithm = example["algorithm"].as_str().expect("the name of an algorithm");
        // The example as a whole is a line too: what it asks is its `input`.
        for asked in [&example["input"], &example] {
            let mut found = Vec::new();
            differences(&example["expected"], &ask(algorithm, asked), "", &mut found);
            assert!(found.is_empty(), "{algorithm}, {}: {found:#?}", example["case"]);
        }
        seen += 1;
    }
    assert!(seen >= at_least, "only {seen} examples");
}

#[test]
fn reoffending_is_scored_as_a_second_implementation_scores_it() {
    check(REOFFENDING, 21);
}

#[test]
fn every_predictor_answers_its_examples() {
    check(PREDICTORS, 90);
}
