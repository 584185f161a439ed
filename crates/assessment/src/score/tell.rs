//! A score as JSON: as the published service wraps it, and beside it what contributed what.

use serde_json::{Map, Value, json};

use super::feature_names::{Family, published};
use crate::predictors::{
    Defect, Fault, Variant,
    standards::Provenance,
    steps::{Feature, Step},
};

/// Faults as the published service lists them. Whoever reads them is told in words too.
pub(super) fn faults(faults: &[Fault]) -> Value {
    faults
        .iter()
        .map(|fault| {
            let message = match fault.why {
                Some(why) => format!("{}: {why}", fault.kind.words()),
                None => fault.kind.words().to_owned(),
            };
            json!({ "type": fault.kind.name(), "message": message, "fields": fault.fields[..] })
        })
        .collect()
}

/// The steps summed by their published names, with the sum of all where the service gives it.
pub(super) fn feature_values(family: Family, steps: &[Step]) -> Value {
    let mut values = Map::new();
    let mut total = 0.0;
    for step in steps {
        total += step.contribution();
        let so_far = values.get(published(step.feature, family)).and_then(Value::as_f64).unwrap_or(0.0);
        values.insert(published(step.feature, family).to_owned(), json!(so_far + step.contribution()));
    }
    if family.gives_total() && !steps.is_empty() {
        values.insert("totalWeight".to_owned(), json!(total));
    }
    Value::Object(values)
}

/// The shape in which the published service answers.
pub(super) fn wrapped(
    algorithm: &str,
    kind: Value,
    about: &Provenance,
    variant: Variant,
    output: Value,
    feature_values: Value,
    faults: Value,
) -> Map<String, Value> {
    let mut all = Map::new();
    for (key, value) in [
        ("algorithm", json!(algorithm)),
        ("type", kind),
        ("modelVersion", json!(model_version(about, variant))),
        ("thresholdsVersion", json!(about.thresholds_version)),
        ("output", output),
        ("featureValues", feature_values),
        ("validationErrors", faults),
    ] {
        all.insert(key.to_owned(), value);
    }
    all
}

/// What the published service does not say: whose model this is, what went in, what contributed what, and what may change.
#[derive(Debug)]
pub(super) struct Reasons<'a> {
    /// Whose model.
    pub(super) about: &'a Provenance,
    /// Which reading.
    pub(super) variant: Variant,
    /// What went in.
    pub(super) inputs: &'a Map<String, Value>,
    /// What contributed what.
    pub(super) steps: &'a [Step],
    /// How the sum became a score, in words and numbers.
    pub(super) transform: Value,
    /// Why the score may still change, if it may.
    pub(super) provisional: Option<&'static str>,
    /// A named defect that made a difference.
    pub(super) defect: Option<Defect>,
}

impl Reasons<'_> {
    /// Adds the reasons beside the answer.
    pub(super) fn add_to(&self, answer: &mut Map<String, Value>) {
        let status = json!(self.about.status);
        for (key, value) in [
            (
                "model",
                json!({
                    "pack": self.about.pack,
                    "version": model_version(self.about, self.variant),
                    "thresholdsVersion": self.about.thresholds_version,
                    "source": self.about.source,
                    "status": status,
                    "asAt": self.about.as_at.to_string(),
                }),
            ),
            ("inputs", Value::Object(self.inputs.clone())),
            ("steps", self.steps.iter().map(step).collect()),
            ("transform", self.transform.clone()),
            ("provisional", json!(self.provisional)),
            ("defect", json!(self.defect.map(Defect::words))),
            ("whatCouldChange", what_could_change(self.steps)),
        ] {
            answer.insert(key.to_owned(), value);
        }
    }
}

fn model_version(about: &Provenance, variant: Variant) -> String {
    match variant {
        Variant::Published => about.version.clone(),
        Variant::Corrected => format!("{}-corrected", about.version),
    }
}

fn step(step: &Step) -> Value {
    json!({
        "feature": feature_key(step.feature),
        "words": step.feature.words(),
        "value": step.value,
        "coefficient": step.coefficient,
        "contribution": step.contribution(),
    })
}

fn feature_key(feature: Feature) -> String {
    match feature {
        Feature::Answer(item) => format!("{item:?}"),
        Feature::Points(words) | Feature::Need(words) => words.to_owned(),
        feature => format!("{feature:?}"),
    }
}

/// Only what can change while somebody is supervised, and adds to this score now. Not a promise: whether the answer will
/// change, and how the next assessment counts it, nobody knows.
fn what_could_change(steps: &[Step]) -> Value {
    let answers: Vec<_> = steps
        .iter()
        .filter(|step| step.feature.can_change() && step.feature != Feature::Months && step.contribution() > 0.0)
        .map(|step| json!({ "words": step.feature.words(), "adds": step.contribution() }))
        .collect();
    json!({
        "note": "These answers raise this score now, and such answers can change. That is not a promise that they will, or of \
                 what a later score will be. What is on record does not change; time without a new offence counts by itself.",
        "answers": answers,
    })
}
