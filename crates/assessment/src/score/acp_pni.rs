//! `acp_pni_ogrs3_based`: which programme somebody needs, with the predictors before those of 2026.

use serde_json::{Value, json};

use super::{
    Asked, Refusal,
    given::{Given, needed, no_function},
    pni::level,
};
use crate::needs::{Level, ogrs3};

/// Scores a line.
pub(super) fn score(line: &Value, asked: Asked) -> Result<Value, Refusal> {
    let given = Given::read(line, asked)?;
    let points = given.args()?.points()?;
    let point = |place: usize| points.get(place).copied().flatten();
    let name = needed("function", given.function()?)?;
    Ok(match name {
        "cognitiveTotal" | "relationshipTotal" | "selfManagementTotal" | "sexTotal" => json!(ogrs3::total(&points)),
        "cognitiveDomain" => json!(ogrs3::thinking_domain(point(0), point(1))),
        "relationshipDomain" => json!(ogrs3::relationships_domain(&points)),
        "selfManagementDomain" => json!(ogrs3::self_management_domain(&points)),
        "sexDomain" => {
            let total = point(3).unwrap_or_else(|| ogrs3::total(&points[..points.len().min(3)]));
            json!(ogrs3::sex_domain(point(1), total))
        }
        "isHighRisk" => json!(scores(&given)?.is_high()),
        "isMediumRisk" => json!(scores(&given)?.is_medium()),
        "highIntensity" => json!(scores(&given)?.is_high_intensity()),
        "riskClassification" => json!(format!("{}_RISK", scores(&given)?.level().published())),
        "pathway" => json!(ogrs3::pathway(field(&given, "need")?, field(&given, "risk")?)),
        _ => return no_function(name),
    })
}

fn field(given: &Given<'_>, name: &str) -> Result<Level, Refusal> {
    level(needed(name, given.text(name)?)?)
}

fn scores(given: &Given<'_>) -> Result<ogrs3::Scores, Refusal> {
    let owned = |field: &str| Ok(given.text(field)?.map(str::to_owned));
    Ok(ogrs3::Scores {
        gender: owned("gender")?,
        ogrs3: given.number("ogrs3")?,
        ovp: given.number("ovp")?,
        osp_dc: owned("ospDc")?,
        osp_iic: owned("ospIic")?,
        rsr: given.number("rsr")?,
        sara_partner: owned("saraPartner")?,
        sara_others: owned("saraOthers")?,
    })
}
