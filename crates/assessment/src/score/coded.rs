//! The answers of an assessment on record: each a code by the published name of its question, as one was typed or sent.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{
    Asked, Refusal,
    read::{self, Followup, Shape},
};
use crate::predictors::Answers;

/// Questions whose answer is a code that may look like a number.
const TEXTS: [&str; 1] = ["currentOffenceCode"];
/// Questions that are answered with several codes, divided by commas.
const LISTS: [&str; 1] = ["previousConvictions"];

/// Reads the answers; one that cannot be read is named. What the record itself says is for the caller to add.
pub fn answers(codes: &BTreeMap<String, String>) -> Result<Answers, Refusal> {
    let input: Map<String, Value> = codes.iter().map(|(name, code)| (name.clone(), value(name, code))).collect();
    read::with_points(&input, read::answers(&input, Asked::default(), Shape::Plain, Followup::Ogrs4)?)
}

fn value(name: &str, code: &str) -> Value {
    if TEXTS.contains(&name) {
        return Value::from(code);
    }
    if LISTS.contains(&name) {
        return code.split(',').map(str::trim).filter(|one| !one.is_empty()).map(Value::from).collect();
    }
    match code {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        code => code.parse::<i64>().map_or_else(|_| Value::from(code), Value::from),
    }
}
