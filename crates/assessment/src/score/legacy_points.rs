//! OGP and OVP as JSON: predictors in points, asked with answers of 0, 1 or 2.

use serde_json::{Map, Value, json};

use super::{
    Asked, Refusal,
    call::{Call, level},
    legacy_functions,
    ogrs4::provisional,
    read::{self, Followup, Shape},
    tell::{self, Reasons},
};
use crate::predictors::{
    Fault, Variant,
    answers::{Gender, ProblemLevel},
    legacy::{
        PointScore,
        ogp::{self, OgpAnswers},
        ogrs3,
        ovp::{self, OvpAnswers},
    },
    standards::legacy::Legacy,
    steps::Step,
};

/// OGP.
pub(super) fn ogp(line: &Value, day: Asked) -> Result<Value, Refusal> {
    let input = read::input(line)?;
    if let Some(call) = Call::of(input) {
        return Err(call.unknown());
    }
    let (shape, variant) = read::version(input)?;
    if shape == Shape::Wrapped && !input.contains_key("ogrs3TwoYear") {
        return ogp_as_published(input, day, variant);
    }
    let asked = Given(input);
    let answers = OgpAnswers {
        ogrs3_two_years: asked.whole("ogrs3TwoYear")?,
        no_fixed_abode: asked.yes("isCurrentlyOfNoFixedAbodeOrTransientAccommodation")?,
        unemployed: asked.yes("isUnemployed")?,
        activities: asked.level("regularOffendingActivities")?,
        drug_misuse: asked.level("currentDrugMisuse")?,
        motivation: asked.level("motivationToTackleDrugMisuse")?,
        problem_solving: asked.level("problemSolvingSkills")?,
        consequences: asked.level("awarenessOfConsequences")?,
        others_views: asked.level("understandsOtherPeoplesViews")?,
        attitudes: asked.level("proCriminalAttitudes")?,
    };
    let mut steps = Vec::new();
    let scored = ogp::score(&answers, &mut steps);
    Ok(answer("OGP", "totalScore", &scored, &steps, input, shape, variant))
}

/// OVP, or one of its functions.
pub(super) fn ovp(line: &Value, day: Asked) -> Result<Value, Refusal> {
    let input = read::input(line)?;
    if let Some(call) = Call::of(input) {
        return legacy_functions::ovp(&call);
    }
    let (shape, variant) = read::version(input)?;
    if shape == Shape::Wrapped && !input.contains_key("totalSanctions") {
        return ovp_as_published(input, day, variant);
    }
    let asked = Given(input);
    let answers = OvpAnswers {
        sanctions: asked.whole("totalSanctions")?,
        violent: asked.whole("violentSanctions")?,
        age: asked.whole("ageAtStartOfFollowup")?,
        gender: if asked.yes("male")? { Gender::Male } else { Gender::Female },
        recognises_impact: asked.yes("recognisesImpact")?,
        no_fixed_abode: asked.yes("noFixedAbode")?,
        unemployed: asked.yes("unemployed")?,
        alcohol: asked.level("currentAlcohol")?,
        binge: asked.level("excessiveAlcohol")?,
        psychiatric_treatment: asked.yes("psychiatricTreatment")?,
        temper: asked.level("temperControl")?,
        attitudes: asked.level("proCriminalAttitudes")?,
    };
    let mut steps = Vec::new();
    let scored = ovp::score(&answers, &mut steps)
        .map_err(|fault| Refusal(fault.why.unwrap_or(fault.kind.words()).to_owned()))?;
    Ok(answer("OVP", "pointScore", &scored, &steps, input, shape, variant))
}

/// OGP as the service was asked for it: OGRS3 is worked out from the same request first, and is missing where it cannot be.
fn ogp_as_published(input: &Map<String, Value>, day: Asked, variant: Variant) -> Result<Value, Refusal> {
    let given = read::with_points(input, read::answers(input, day, Shape::Wrapped, Followup::Calculated)?)?;
    Ok(match ogp::asked(&given, ogrs3::score(&given, &mut ()).two_years) {
        Ok(answers) => {
            let mut steps = Vec::new();
            let scored = ogp::score(&answers, &mut steps);
            answer("OGP", "totalScore", &scored, &steps, input, Shape::Wrapped, variant)
        }
        Err(fault) => without_score("OGP", *fault, input, variant),
    })
}

/// OVP as the service was asked for it: dates and words, and what is missing listed in the answer.
fn ovp_as_published(input: &Map<String, Value>, day: Asked, variant: Variant) -> Result<Value, Refusal> {
    let given = read::with_points(input, read::answers(input, day, Shape::Wrapped, Followup::Calculated)?)?;
    let mut steps = Vec::new();
    Ok(match ovp::asked(&given).and_then(|answers| ovp::score(&answers, &mut steps)) {
        Ok(scored) => answer("OVP", "pointScore", &scored, &steps, input, Shape::Wrapped, variant),
        Err(fault) => without_score("OVP", *fault, input, variant),
    })
}

fn without_score(algorithm: &str, fault: Fault, input: &Map<String, Value>, variant: Variant) -> Value {
    let about = &Legacy::published().about;
    let output = json!({ "band": null, "oneYearScore": null, "twoYearScore": null, "pointScore": null });
    let faults = tell::faults(&[fault]);
    let mut answer = tell::wrapped(algorithm, json!("DYNAMIC"), about, variant, output, json!({}), faults);
    let (transform, provisional) = (json!({ "words": "There is no score" }), provisional(None));
    Reasons { about, variant, inputs: input, steps: &[], transform, provisional, defect: None }.add_to(&mut answer);
    Value::Object(answer)
}

/// Reads what must be given: a predictor in points has no score without it.
struct Given<'v>(&'v Map<String, Value>);

impl Given<'_> {
    fn get<T>(&self, name: &str, wanted: &str, reader: impl Fn(&Value) -> Option<T>) -> Result<T, Refusal> {
        let value = self.0.get(name).unwrap_or(&Value::Null);
        reader(value).ok_or_else(|| match value {
            Value::Null => Refusal(format!("{name} is missing; without it there is no score")),
            value => Refusal(format!("{name} should be {wanted}, not {value}")),
        })
    }

    fn whole(&self, name: &str) -> Result<i32, Refusal> {
        self.get(name, "a whole number", read::whole)
    }

    fn level(&self, name: &str) -> Result<ProblemLevel, Refusal> {
        self.get(name, "0, 1 or 2", level)
    }

    fn yes(&self, name: &str) -> Result<bool, Refusal> {
        self.get(name, "0 or 1", |value| match (value.as_bool(), read::whole(value)) {
            (Some(yes), _) => Some(yes),
            (None, Some(0)) => Some(false),
            (None, Some(1)) => Some(true),
            _ => None,
        })
    }
}

fn answer(
    algorithm: &str,
    points: &str,
    scored: &PointScore,
    steps: &[Step],
    input: &Map<String, Value>,
    shape: Shape,
    variant: Variant,
) -> Value {
    let about = &Legacy::published().about;
    let mut answer = match shape {
        Shape::Plain => Map::from_iter([
            (points.to_owned(), json!(scored.points)),
            ("oneYear".to_owned(), json!(scored.one_year)),
            ("twoYear".to_owned(), json!(scored.two_years)),
            ("band".to_owned(), json!(scored.band.name())),
        ]),
        Shape::Wrapped => {
            let output = json!({
                "band": scored.band.name(),
                "oneYearScore": scored.one_year,
                "twoYearScore": scored.two_years,
                "pointScore": scored.points,
            });
            tell::wrapped(algorithm, json!("DYNAMIC"), about, variant, output, json!({}), json!([]))
        }
    };
    let transform = json!({
        "words": "The points are added up; the logistic curve makes them a probability, which is said in whole percent, from 1 to 99",
        "points": scored.points,
    });
    Reasons { about, variant, inputs: input, steps, transform, provisional: None, defect: None }.add_to(&mut answer);
    Value::Object(answer)
}
