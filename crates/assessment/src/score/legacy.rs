//! The predictors before OGRS4 as JSON.

use serde_json::{Map, Value, json};

use super::{
    Asked, Refusal,
    call::{Call, band_value},
    feature_names::Family,
    legacy_functions,
    ogrs4::{
        Line, combined_output, direct_contact_output, images_output, logistic, percent, points_transform, provisional,
        shaped, sum_transform,
    },
    read::{self, Followup, Shape},
    tell::{self, Reasons},
};
use crate::predictors::{
    Defect, Fault, Kind, Variant,
    legacy::{
        ogrs3::{self, Ogrs3Score},
        osp, rsr,
        snsv::{self, SnsvScore},
    },
    ogrs4::{direct_contact::DirectContactScore, images_indirect::ImagesScore},
    standards::legacy::Legacy,
    steps::Step,
};

fn add_reasons(
    answer: &mut Map<String, Value>,
    line: &Line<'_>,
    steps: &[Step],
    transform: Value,
    provisional: Option<&'static str>,
    defect: Option<Defect>,
) {
    let about = &Legacy::published().about;
    Reasons { about, variant: line.variant, inputs: line.input, steps, transform, provisional, defect }.add_to(answer);
}

/// OGRS3, or one of its functions.
pub(super) fn ogrs3(line: &Value, asked: Asked) -> Result<Value, Refusal> {
    let input = read::input(line)?;
    if let Some(call) = Call::of(input) {
        return legacy_functions::ogrs3(&call);
    }
    let line = Line::read(line, asked, Followup::Calculated)?;
    let mut steps = Vec::new();
    let mut scored = ogrs3::score(&line.answers, &mut steps);
    let mut answer = match line.shape {
        Shape::Wrapped => wrap_ogrs3(&scored, &steps, line.variant),
        Shape::Plain if scored.faults.is_empty() => plain_ogrs3(&scored, &steps),
        Shape::Plain => {
            // A line may ask about the ages alone; then they are what is wrong with it, not all that it leaves out.
            let ages = ogrs3::age_faults(&line.answers);
            if !ages.is_empty() {
                scored.faults = ages;
            }
            plain_fault(&scored.faults)
        }
    };
    let no_score = scored.two_years.is_none().then(|| provisional(None)).flatten();
    add_reasons(&mut answer, &line, &steps, logistic(scored.total, None), no_score, None);
    Ok(Value::Object(answer))
}

fn wrap_ogrs3(scored: &Ogrs3Score, steps: &[Step], variant: Variant) -> Map<String, Value> {
    let output = json!({
        "band": band_value(scored.band),
        "oneYearScore": scored.one_year,
        "twoYearScore": scored.two_years,
    });
    let features = tell::feature_values(Family::Ogrs3, steps);
    let faults = tell::faults(&scored.faults);
    tell::wrapped("OGRS3", json!(Kind::Static.name()), &Legacy::published().about, variant, output, features, faults)
}

fn plain_ogrs3(scored: &Ogrs3Score, steps: &[Step]) -> Map<String, Value> {
    let mut answer = Map::new();
    answer.insert("oneYear".to_owned(), json!(scored.one_year));
    answer.insert("twoYear".to_owned(), json!(scored.two_years));
    answer.insert("band".to_owned(), band_value(scored.band));
    answer.insert("featureValues".to_owned(), tell::feature_values(Family::Plain, steps));
    answer
}

/// A plain line that cannot be scored: the type of the first fault, and all of them.
fn plain_fault(faults: &[Fault]) -> Map<String, Value> {
    let mut answer = Map::new();
    answer.insert("error".to_owned(), json!(faults.first().map(|fault| fault.kind.name())));
    answer.insert("validationErrors".to_owned(), tell::faults(faults));
    answer
}

/// SNSV, or one of its functions.
pub(super) fn snsv(line: &Value, asked: Asked) -> Result<Value, Refusal> {
    let input = read::input(line)?;
    if let Some(call) = Call::of(input) {
        return legacy_functions::snsv(&call);
    }
    let line = Line::read(line, asked, Followup::Entered)?;
    let mut steps = Vec::new();
    let scored = snsv::score(&line.answers, &mut steps);
    let mut answer = shaped(wrap_snsv(&scored, &steps, line.variant), line.shape);
    answer.insert("probability".to_owned(), json!(scored.probability));
    let why = provisional(scored.kind.filter(|_| scored.score.is_some()));
    add_reasons(&mut answer, &line, &steps, logistic(scored.total, scored.probability), why, None);
    Ok(Value::Object(answer))
}

fn wrap_snsv(scored: &SnsvScore, steps: &[Step], variant: Variant) -> Map<String, Value> {
    tell::wrapped(
        "SNSV",
        json!(scored.kind.map(Kind::name)),
        &Legacy::published().about,
        variant,
        // SNSV had no bands.
        json!({ "band": null, "score": percent(scored.score) }),
        tell::feature_values(Family::Snsv, steps),
        tell::faults(&scored.faults),
    )
}

/// OSP: direct contact, or images and indirect contact. A line does not say which; only direct contact asks for days, for
/// supervision and for all sanctions, so a line that gives none of these is about images.
pub(super) fn osp(line: &Value, asked: Asked) -> Result<Value, Refusal> {
    if let Some(call) = Call::of(read::input(line)?) {
        return Err(call.unknown());
    }
    let line = Line::read(line, asked, Followup::Entered)?;
    let mut contact_steps = Vec::new();
    let contact = osp::direct_contact(&line.answers, line.variant, &mut contact_steps);
    let mut images_steps = Vec::new();
    let images = osp::images_indirect(&line.answers, &mut images_steps);
    let wrapped_contact = wrap_contact(&contact, &contact_steps, line.variant);
    let wrapped_images = wrap_images(&images, &images_steps, line.variant);
    let answers = &line.answers;
    let about_contact = answers.born.is_some()
        || answers.followup_from.is_some()
        || answers.supervision.is_some()
        || answers.sanctions.is_some()
        || (answers.gender.is_none() && answers.sexual_history.is_none());
    let (main, other, key) = if about_contact {
        (wrapped_contact, wrapped_images, "imagesAndIndirectContact")
    } else {
        (wrapped_images, wrapped_contact, "directContact")
    };
    let mut answer = shaped(main, line.shape);
    answer.insert(key.to_owned(), Value::Object(other));
    let (steps, transform, scored) = if about_contact {
        (&contact_steps, points_transform(contact.points, contact.probability), contact.score)
    } else {
        (&images_steps, json!({ "words": "The first rule that fits gives the probability" }), images.score)
    };
    let no_score = scored.is_none().then(|| provisional(None)).flatten();
    add_reasons(&mut answer, &line, steps, transform, no_score, contact.defect);
    Ok(Value::Object(answer))
}

fn wrap_contact(scored: &DirectContactScore, steps: &[Step], variant: Variant) -> Map<String, Value> {
    let steps = if scored.score.is_some() { steps } else { &[] };
    let features = tell::feature_values(Family::Osp, steps);
    let (output, faults) = (direct_contact_output(scored), tell::faults(&scored.faults));
    tell::wrapped("OSPDC", json!(Kind::Static.name()), &Legacy::published().about, variant, output, features, faults)
}

fn wrap_images(scored: &ImagesScore, _: &[Step], variant: Variant) -> Map<String, Value> {
    // The service gave no parts of this one.
    let (output, faults) = (images_output(scored), tell::faults(&scored.faults));
    tell::wrapped("OSPIIC", json!(Kind::Static.name()), &Legacy::published().about, variant, output, json!({}), faults)
}

/// RSR, or its band.
pub(super) fn rsr(line: &Value, asked: Asked) -> Result<Value, Refusal> {
    if let Some(call) = Call::of(read::input(line)?) {
        return legacy_functions::rsr(&call);
    }
    let line = Line::read(line, asked, Followup::Entered)?;
    let (mut violent_steps, mut contact_steps, mut images_steps) = (Vec::new(), Vec::new(), Vec::new());
    let violent = snsv::score(&line.answers, &mut violent_steps);
    let contact = osp::direct_contact(&line.answers, line.variant, &mut contact_steps);
    let images = osp::images_indirect(&line.answers, &mut images_steps);
    let scored = rsr::score(&line.answers, &violent, &contact, &images);
    let components = json!({
        "directContactSexualPredictorScore": wrap_contact(&contact, &contact_steps, line.variant),
        "indirectContactSexualPredictorScore": wrap_images(&images, &images_steps, line.variant),
        "seriousViolencePredictorScore": wrap_snsv(&violent, &violent_steps, line.variant),
    });
    let output = combined_output(&scored, &components);
    let faults = tell::faults(&scored.faults);
    let about = &Legacy::published().about;
    let wrapped = tell::wrapped("RSR", json!("COMBINED"), about, line.variant, output, json!({}), faults);
    let mut answer = shaped(wrapped, line.shape);
    answer.insert("scoreType".to_owned(), json!(scored.kind.map(Kind::name)));
    let why = provisional(scored.kind);
    add_reasons(&mut answer, &line, &violent_steps, sum_transform(&scored), why, contact.defect);
    Ok(Value::Object(answer))
}
