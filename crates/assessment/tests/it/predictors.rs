//! The risk predictors: examples of our own, the laws they keep, the models they rest on, and what they say of themselves.

mod examples;
mod laws;
mod models;
mod reasons;

use assessment::score::{Asked, line, named};
use serde_json::Value;

/// What a machine gets for one line.
fn ask(algorithm: &str, input: &Value) -> Value {
    ask_text(algorithm, &input.to_string())
}

fn ask_text(algorithm: &str, text: &str) -> Value {
    let scorer = named(algorithm).unwrap_or_else(|| panic!("there is no {algorithm}"));
    serde_json::from_str(&line(scorer, text, Asked::default())).expect("one line of JSON")
}

/// Every predictor's name at the door.
const PREDICTORS: [&str; 13] = [
    "ogrs4_all_reoffending",
    "ogrs4_violent_reoffending",
    "ogrs4_serious_violent_reoffending",
    "ogrs4_direct_contact_sexual",
    "ogrs4_images_indirect_sexual",
    "ogrs4_combined_serious",
    "ogrs4_e2e",
    "legacy_ogrs3",
    "legacy_ogp",
    "legacy_ovp",
    "legacy_snsv",
    "legacy_osp",
    "legacy_rsr",
];
