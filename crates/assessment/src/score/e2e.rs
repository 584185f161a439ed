//! Everything the published service answers about one person: the predictors here, the screens from their own algorithms.

use serde_json::{Map, Value, json};

use super::{
    Asked, Refusal, named,
    ogrs4::{Parts, wrap_direct_contact, wrap_images, wrap_reoffending},
    read::{self, Followup, Shape},
};
use crate::predictors::{
    Band, Percent, Variant,
    ogrs4::reoffending::{self, Predictor, Reoffending},
};

/// The whole answer. A line without `version` is one of the published version.
pub(super) fn all(line: &Value, asked: Asked) -> Result<Value, Refusal> {
    let input = read::input(line)?;
    let (_, variant) = read::version(input)?;
    let answers = read::answers(input, asked, Shape::Wrapped, Followup::Ogrs4)?;
    let of = |predictor| {
        let mut steps = Vec::new();
        let scored = reoffending::score(predictor, &answers, variant, &mut steps);
        let wrapped = wrap_reoffending(predictor, &scored, &steps, variant);
        (scored, wrapped)
    };
    let (all, all_wrapped) = of(Predictor::All);
    let (violent, violent_wrapped) = of(Predictor::Violent);
    let parts = Parts::of(&answers, variant);
    let serious = &parts.violent;
    let predictors = json!({
        "allPredictor": all_wrapped,
        "violentPredictor": violent_wrapped,
        "directContactSexualPredictor": wrap_direct_contact(&parts.direct_contact, &parts.contact_steps, variant),
        "indirectContactSexualPredictor": wrap_images(&parts.images, &parts.images_steps, variant),
        "seriousViolentPredictor": wrap_reoffending(Predictor::SeriousViolent, serious, &parts.violent_steps, variant),
        "seriousPredictor": parts.wrapped(variant),
    });
    let version = input.get("version").filter(|version| !version.is_null()).cloned().unwrap_or_else(|| json!("V1_0"));
    let mut answer = json!({ "version": version, "actuarialPredictors": predictors });
    let asks = screen_input(input, &version, &all, &violent, &parts, variant);
    for (key, algorithm) in [("lds", "arns_lds"), ("mst", "arns_mst"), ("opd", "arns_opd"), ("pni", "arns_pni")] {
        if let Some(screen) = named(algorithm) {
            answer[key] = screen(&asks, asked)?;
        }
    }
    Ok(answer)
}

/// What the screens are asked. As published, the programme needs are worked out before the combined score, so its bands and
/// the sexual ones are not there yet; the corrected reading has them.
fn screen_input(
    input: &Map<String, Value>,
    version: &Value,
    all: &Reoffending,
    violent: &Reoffending,
    parts: &Parts,
    variant: Variant,
) -> Value {
    let corrected = variant == Variant::Corrected;
    let band = |band: Option<Band>| band.filter(|_| corrected).map(Band::name);
    let mut asks = input.clone();
    asks.insert("version".to_owned(), version.clone());
    asks.insert(
        "context".to_owned(),
        json!({
            "arpScore": all.score.map(Percent::value),
            "vrpScore": violent.score.map(Percent::value),
            "dcsrpBand": band(parts.direct_contact.band),
            "iicsrpBand": band(parts.images.band),
            "csrpScore": parts.combined.score.filter(|_| corrected).map(Percent::value),
        }),
    );
    Value::Object(asks)
}
