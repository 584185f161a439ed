//! The six predictors of OGRS4 as JSON. A line with `version` gets the shape of the published service; any other the bare score.

use serde_json::{Map, Value, json};

use super::{
    Asked, Refusal,
    call::{Call, band_value},
    feature_names::Family,
    ogrs4_functions,
    read::{self, Followup, Shape},
    tell::{self, Reasons},
};
use crate::predictors::{
    Answers, Defect, Kind, Percent, Variant,
    ogrs4::{
        combined::{self, Combined},
        direct_contact::{self, DirectContactScore},
        images_indirect::{self, ImagesScore},
        reoffending::{self, Predictor, Reoffending},
    },
    standards::{offences::Category, ogrs4::Ogrs4},
    steps::Step,
};

/// One line, read.
pub(super) struct Line<'v> {
    pub(super) input: &'v Map<String, Value>,
    pub(super) answers: Answers,
    pub(super) shape: Shape,
    pub(super) variant: Variant,
}

impl<'v> Line<'v> {
    pub(super) fn read(line: &'v Value, asked: Asked, followup: Followup) -> Result<Line<'v>, Refusal> {
        let input = read::input(line)?;
        let (shape, variant) = read::version(input)?;
        Ok(Line { input, answers: read::answers(input, asked, shape, followup)?, shape, variant })
    }
}

/// All reoffending.
pub(super) fn all(line: &Value, asked: Asked) -> Result<Value, Refusal> {
    reoffending(line, asked, Predictor::All)
}

/// Violent reoffending.
pub(super) fn violent(line: &Value, asked: Asked) -> Result<Value, Refusal> {
    reoffending(line, asked, Predictor::Violent)
}

/// Serious violent reoffending.
pub(super) fn serious_violent(line: &Value, asked: Asked) -> Result<Value, Refusal> {
    reoffending(line, asked, Predictor::SeriousViolent)
}

fn reoffending(line: &Value, asked: Asked, predictor: Predictor) -> Result<Value, Refusal> {
    if let Some(call) = Call::of(read::input(line)?) {
        return Err(call.unknown());
    }
    let line = Line::read(line, asked, Followup::Ogrs4)?;
    let mut steps = Vec::new();
    let scored = reoffending::score(predictor, &line.answers, line.variant, &mut steps);
    let mut answer = match line.shape {
        Shape::Wrapped => wrap_reoffending(predictor, &scored, &steps, line.variant),
        Shape::Plain => plain_reoffending(predictor, &scored, &steps),
    };
    Reasons {
        about: &Ogrs4::published().about,
        variant: line.variant,
        inputs: line.input,
        steps: &steps,
        transform: logistic(scored.total, scored.probability),
        provisional: provisional(scored.kind),
        defect: scored.zero.then_some(Defect::ZeroIsAnError),
    }
    .add_to(&mut answer);
    Ok(Value::Object(answer))
}

fn names(predictor: Predictor) -> (Family, &'static str) {
    match predictor {
        Predictor::All => (Family::All, "ALL_REOFFENDING_PREDICTOR"),
        Predictor::Violent => (Family::Violent, "VIOLENT_REOFFENDING_PREDICTOR"),
        Predictor::SeriousViolent => (Family::SeriousViolent, "SERIOUS_VIOLENT_REOFFENDING_PREDICTOR"),
    }
}

fn kind(kind: Option<Kind>) -> Value {
    json!(kind.map(Kind::name))
}

pub(super) fn percent(score: Option<Percent>) -> Value {
    json!(score.map(Percent::value))
}

/// Why a score is not the last word, if it is not.
pub(super) fn provisional(kind: Option<Kind>) -> Option<&'static str> {
    match kind {
        Some(Kind::Dynamic) => None,
        Some(Kind::Static) => Some("Rests on the record alone: answers of an assessment are missing"),
        None => Some("There is no score: something needed is missing or cannot be right"),
    }
}

pub(super) fn logistic(total: Option<f64>, probability: Option<f64>) -> Value {
    json!({
        "words": "The steps are added up; the logistic curve makes the sum a probability, which is said in percent to two decimals",
        "total": total,
        "probability": probability,
    })
}

pub(super) fn wrap_reoffending(
    predictor: Predictor,
    scored: &Reoffending,
    steps: &[Step],
    variant: Variant,
) -> Map<String, Value> {
    let (family, algorithm) = names(predictor);
    let steps = if scored.score.is_some() { steps } else { &[] };
    tell::wrapped(
        algorithm,
        kind(scored.kind),
        &Ogrs4::published().about,
        variant,
        json!({ "band": band_value(scored.band), "score": percent(scored.score) }),
        tell::feature_values(family, steps),
        tell::faults(&scored.faults),
    )
}

fn plain_reoffending(predictor: Predictor, scored: &Reoffending, steps: &[Step]) -> Map<String, Value> {
    let steps = if scored.score.is_some() { steps } else { &[] };
    let mut answer = Map::new();
    for (key, value) in [
        ("type", kind(scored.kind)),
        ("score", percent(scored.score)),
        ("band", band_value(scored.band)),
        ("probability", json!(scored.probability)),
        ("actuarialCategory", json!(scored.category.map(Category::name))),
        ("featureValues", tell::feature_values(names(predictor).0, steps)),
        ("validationErrors", tell::faults(&scored.faults)),
    ] {
        answer.insert(key.to_owned(), value);
    }
    answer
}

/// Direct contact sexual reoffending, or one of its functions.
pub(super) fn direct_contact(line: &Value, asked: Asked) -> Result<Value, Refusal> {
    if let Some(call) = Call::of(read::input(line)?) {
        return ogrs4_functions::direct_contact(&call);
    }
    let line = Line::read(line, asked, Followup::Ogrs4)?;
    let mut steps = Vec::new();
    let scored = direct_contact::score(&line.answers, line.variant, &mut steps);
    let wrapped = wrap_direct_contact(&scored, &steps, line.variant);
    let mut answer = shaped(wrapped, line.shape);
    Reasons {
        about: &Ogrs4::published().about,
        variant: line.variant,
        inputs: line.input,
        steps: &steps,
        transform: points_transform(scored.points, scored.probability),
        provisional: scored.score.is_none().then(|| provisional(None)).flatten(),
        defect: scored.defect,
    }
    .add_to(&mut answer);
    Ok(Value::Object(answer))
}

pub(super) fn points_transform(points: Option<i32>, probability: Option<f64>) -> Value {
    json!({
        "words": "The points are added up; the logistic curve makes them a probability, which is said in percent to two decimals",
        "points": points,
        "probability": probability,
    })
}

/// A plain answer is the wrapped one's output, with what is wrong beside it.
pub(super) fn shaped(mut wrapped: Map<String, Value>, shape: Shape) -> Map<String, Value> {
    match shape {
        Shape::Wrapped => wrapped,
        Shape::Plain => {
            let mut plain = match wrapped.remove("output") {
                Some(Value::Object(output)) => output,
                _ => Map::new(),
            };
            for key in ["type", "featureValues", "validationErrors"] {
                plain.insert(key.to_owned(), wrapped.remove(key).unwrap_or_default());
            }
            plain
        }
    }
}

pub(super) fn direct_contact_output(scored: &DirectContactScore) -> Value {
    json!({
        "band": band_value(scored.band),
        "pointScore": scored.points,
        "score": percent(scored.score),
        "femaleVersion": scored.female,
        "hasSexualOffenceHistory": scored.history,
        "riskBandReductionApplied": scored.reduced,
    })
}

pub(super) fn wrap_direct_contact(scored: &DirectContactScore, steps: &[Step], variant: Variant) -> Map<String, Value> {
    let steps = if scored.score.is_some() { steps } else { &[] };
    tell::wrapped(
        "DIRECT_CONTACT_SEXUAL_REOFFENDING_PREDICTOR",
        json!(Kind::Static.name()),
        &Ogrs4::published().about,
        variant,
        direct_contact_output(scored),
        tell::feature_values(Family::DirectContact, steps),
        tell::faults(&scored.faults),
    )
}

/// Images and indirect contact sexual reoffending, or one of its functions.
pub(super) fn images_indirect(line: &Value, asked: Asked) -> Result<Value, Refusal> {
    if let Some(call) = Call::of(read::input(line)?) {
        return ogrs4_functions::images_indirect(&call);
    }
    let line = Line::read(line, asked, Followup::Ogrs4)?;
    let mut steps = Vec::new();
    let scored = images_indirect::score(&line.answers, line.variant, &mut steps);
    let mut answer = shaped(wrap_images(&scored, &steps, line.variant), line.shape);
    Reasons {
        about: &Ogrs4::published().about,
        variant: line.variant,
        inputs: line.input,
        steps: &steps,
        transform: json!({ "words": "The first rule that fits gives the probability", "probability": scored.weight }),
        provisional: scored.score.is_none().then(|| provisional(None)).flatten(),
        defect: scored.defect,
    }
    .add_to(&mut answer);
    Ok(Value::Object(answer))
}

pub(super) fn images_output(scored: &ImagesScore) -> Value {
    json!({
        "band": band_value(scored.band),
        "score": percent(scored.score),
        "femaleVersion": scored.female,
        "hasSexualOffenceHistory": scored.history,
    })
}

pub(super) fn wrap_images(scored: &ImagesScore, steps: &[Step], variant: Variant) -> Map<String, Value> {
    tell::wrapped(
        "IMAGES_AND_INDIRECT_CONTACT_SEXUAL_REOFFENDING_PREDICTOR",
        json!(Kind::Static.name()),
        &Ogrs4::published().about,
        variant,
        images_output(scored),
        tell::feature_values(Family::Images, steps),
        tell::faults(&scored.faults),
    )
}

/// Combined serious reoffending, or one of its functions.
pub(super) fn combined(line: &Value, asked: Asked) -> Result<Value, Refusal> {
    if let Some(call) = Call::of(read::input(line)?) {
        return ogrs4_functions::combined(&call);
    }
    let line = Line::read(line, asked, Followup::Ogrs4)?;
    let parts = Parts::of(&line.answers, line.variant);
    let mut answer = shaped(parts.wrapped(line.variant), line.shape);
    answer.insert("scoreType".to_owned(), kind(parts.combined.kind));
    Reasons {
        about: &Ogrs4::published().about,
        variant: line.variant,
        inputs: line.input,
        steps: &parts.violent_steps,
        transform: sum_transform(&parts.combined),
        provisional: provisional(parts.combined.kind),
        defect: parts.direct_contact.defect.or(parts.images.defect),
    }
    .add_to(&mut answer);
    Ok(Value::Object(answer))
}

pub(super) fn sum_transform(combined: &Combined) -> Value {
    json!({
        "words": "The three scores are added after each was rounded to two decimals; a sexual offence of a female adds its own part. \
                  The steps are those of the violent part",
        "addedForFemale": combined.added_for_female.value(),
    })
}

/// The combined score with the three it is made of, and their steps.
pub(super) struct Parts {
    pub(super) violent: Reoffending,
    pub(super) violent_steps: Vec<Step>,
    pub(super) direct_contact: DirectContactScore,
    pub(super) contact_steps: Vec<Step>,
    pub(super) images: ImagesScore,
    pub(super) images_steps: Vec<Step>,
    pub(super) combined: Combined,
}

impl Parts {
    pub(super) fn of(answers: &Answers, variant: Variant) -> Parts {
        let (mut violent_steps, mut contact_steps, mut images_steps) = (Vec::new(), Vec::new(), Vec::new());
        let violent = reoffending::score(Predictor::SeriousViolent, answers, variant, &mut violent_steps);
        let direct_contact = direct_contact::score(answers, variant, &mut contact_steps);
        let images = images_indirect::score(answers, variant, &mut images_steps);
        let combined = combined::score(answers, &violent, &direct_contact, &images);
        Parts { violent, violent_steps, direct_contact, contact_steps, images, images_steps, combined }
    }

    /// As the published service wraps them.
    pub(super) fn wrapped(&self, variant: Variant) -> Map<String, Value> {
        let components = json!({
            "directContactSexualPredictorScore": wrap_direct_contact(&self.direct_contact, &self.contact_steps, variant),
            "indirectContactSexualPredictorScore": wrap_images(&self.images, &self.images_steps, variant),
            "seriousViolentPredictorScore":
                wrap_reoffending(Predictor::SeriousViolent, &self.violent, &self.violent_steps, variant),
        });
        tell::wrapped(
            "COMBINED_SERIOUS_REOFFENDING_PREDICTOR",
            json!("COMBINED"),
            &Ogrs4::published().about,
            variant,
            combined_output(&self.combined, &components),
            json!({}),
            tell::faults(&self.combined.faults),
        )
    }
}

pub(super) fn combined_output(combined: &Combined, components: &Value) -> Value {
    json!({
        "band": band_value(combined.band),
        "overallScore": percent(combined.score),
        "score": percent(combined.score),
        "femaleVersion": combined.female,
        "hasSexualOffenceHistory": combined.history,
        "componentScores": components,
    })
}
