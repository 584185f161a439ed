//! The published functions of OGRS4 that can be asked for by name. Where the published one throws, the answer is `"error"`.

use serde_json::{Value, json};

use super::{
    Refusal,
    call::{Call, band_value, or_error},
};
use crate::predictors::{
    Band, Percent, Variant,
    ogrs4::images_indirect::weight,
    sexual::{
        Counts, Reduction, RemandIs, band, followup_points, images_band, last_offence_points, more_than_one_points,
        probability, stranger_points,
    },
    standards::{ogrs4::Ogrs4, points::counted},
};

/// Of direct contact sexual reoffending.
pub(super) fn direct_contact(call: &Call<'_>) -> Result<Value, Refusal> {
    let table = &Ogrs4::published().direct_contact;
    Ok(match call.function {
        "contactAdultSexualSanctionsPoints" => json!(counted(&table.contact_adult, call.whole(0)?)),
        "contactChildSexualSanctionsPoints" => json!(counted(&table.contact_child, call.whole(0)?)),
        "nonContactSexualOffencesPoints" => json!(counted(&table.non_contact, call.whole(0)?)),
        "ageAtStartOfFollowupPoints" => json!(followup_points(table, call.whole(0)?)),
        "ageAtLastSexualSanctionPoints" => json!(last_offence_points(table, call.whole_or_none(0)?)),
        "totalSanctionsPoints" => json!(more_than_one_points(table, call.whole(0)?)),
        "strangerVictimPoints" => json!(stranger_points(table, call.flag_or_none(0)?.unwrap_or(false))),
        "band" => or_error(band(table, call.whole(0)?).map(Band::name)),
        "probability" => json!(probability(table, call.whole(0)?)),
        "scorePercentAndBand" => {
            let points = call.whole(0)?;
            match band(table, points) {
                Some(band) => json!({
                    "score": Percent::of(probability(table, points)).value(),
                    "band": band.name(),
                }),
                None => json!("error"),
            }
        }
        "riskReduction" => {
            let reduction = Reduction {
                gender: call.gender(0)?,
                supervision: call.supervision(1)?,
                last_offence: call.day_or_none(2)?,
                last_sexual_offence: call.day_or_none(3)?,
                followup_from: call.day(4)?,
                assessed_on: Some(call.day(5)?),
                band: call.band_or_none(6)?,
            };
            json!(reduction.applies(table, RemandIs::NotCustody))
        }
        "riskBandReduction" => {
            let (reduce, band) = (call.flag(0)?, call.band_or_none(1)?);
            band_value(if reduce { band.map(Band::lower) } else { band })
        }
        _ => return Err(call.unknown()),
    })
}

/// Of images and indirect contact sexual reoffending.
pub(super) fn images_indirect(call: &Call<'_>) -> Result<Value, Refusal> {
    let table = &Ogrs4::published().images;
    Ok(match call.function {
        "bandForWeight" => json!(images_band(table, call.number(0)?).name()),
        "scorePercent" => json!(Percent::of(call.number(0)?).value()),
        "hierarchyWeight" => {
            let counts = Counts {
                images: call.whole(1)?,
                contact_adult: call.whole(2)?,
                contact_child: call.whole(3)?,
                non_contact: call.whole(4)?,
            };
            json!(weight(call.gender(0)?, &counts, Variant::Published))
        }
        _ => return Err(call.unknown()),
    })
}

/// Of combined serious reoffending.
pub(super) fn combined(call: &Call<'_>) -> Result<Value, Refusal> {
    Ok(match call.function {
        "score" => {
            let parts = [call.number_or_none(0)?, call.number_or_none(1)?, call.number_or_none(2)?];
            let female = call.number_or_none(3)?;
            match parts {
                [None, None, None] if female.is_none() => Value::Null,
                [Some(violent), Some(contact), Some(images)] => {
                    let female = female.map_or(0.0, |coefficient| Percent::of(coefficient).value());
                    json!(Percent::rounded(violent + contact + images + female).clamped().value())
                }
                _ => json!("error"),
            }
        }
        "band" => {
            band_value(call.number_or_none(0)?.map(|score| {
                if score < 0.0 { Band::NotApplicable } else { Ogrs4::published().combined.band_of(score) }
            }))
        }
        _ => return Err(call.unknown()),
    })
}
