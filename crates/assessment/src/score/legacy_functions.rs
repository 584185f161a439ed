//! The published functions of the predictors before OGRS4 that can be asked for by name. Where the published one throws, the
//! answer is `"error"`.

use serde_json::{Value, json};

use super::{
    Refusal,
    call::{Call, or_error},
};
use crate::predictors::{
    Band, Kind,
    legacy::{ogrs3, ovp, rsr, snsv},
    linear::Linear,
    standards::legacy::Legacy,
};

/// Of OGRS3.
pub(super) fn ogrs3(call: &Call<'_>) -> Result<Value, Refusal> {
    let pack = Legacy::published();
    Ok(match call.function {
        "probabilityOneYear" => or_error(ogrs3::probability(call.number(0)?, pack.ogrs3.one_year)),
        "probabilityTwoYear" => or_error(ogrs3::probability(call.number(0)?, pack.ogrs3.two_years)),
        "ageGenderScore" => or_error(ogrs3::age_weight(call.whole(0)?, call.gender(1)?)),
        "band" => {
            let percent = call.whole(0)?;
            or_error((percent >= 0).then(|| pack.ogrs3_bands.of_whole(percent).name()))
        }
        _ => return Err(call.unknown()),
    })
}

/// Of OVP.
pub(super) fn ovp(call: &Call<'_>) -> Result<Value, Refusal> {
    Ok(match call.function {
        "violentSanctionsPoints" => or_error(ovp::violent_points(call.whole(0)?)),
        "nonViolentSanctionsPoints" => or_error(ovp::non_violent_points(call.whole(0)?)),
        "agePoints" => or_error(ovp::age_points(call.whole(0)?)),
        "alcohol" => json!(ovp::alcohol_points(call.level(0)?, call.level(1)?)),
        "percentOneYear" => json!(ovp::percent_one_year(call.whole(0)?)),
        "percentTwoYear" => json!(ovp::percent_two_years(call.whole(0)?)),
        "band" => {
            let percent = call.whole(0)?;
            or_error((percent >= 0).then(|| ovp::band(percent).name()))
        }
        _ => return Err(call.unknown()),
    })
}

/// Of RSR.
pub(super) fn rsr(call: &Call<'_>) -> Result<Value, Refusal> {
    match call.function {
        "rsrBand" => Ok(match call.number_or_none(0)? {
            None => Value::Null,
            Some(score) => or_error(rsr::band(score).map(Band::name)),
        }),
        _ => Err(call.unknown()),
    }
}

/// Of SNSV. The last argument says whether with an assessment.
pub(super) fn snsv(call: &Call<'_>) -> Result<Value, Refusal> {
    let model = |place| -> Result<&'static Linear, Refusal> {
        Ok(snsv::model(if call.flag(place)? { Kind::Dynamic } else { Kind::Static }))
    };
    let count = call.whole(0)?;
    Ok(match call.function {
        "numberOfSanctionsWeight" => {
            let model = model(1)?;
            or_error(match count {
                1 => Some(model.first_sanction),
                2 => Some(model.second_sanction),
                3.. => Some(0.0),
                _ => None,
            })
        }
        "totalSanctionWeight" => {
            let each = model(1)?.each_sanction;
            or_error((count >= 1).then(|| f64::from(count) * each))
        }
        "violentHistoryWeight" => {
            let gender = call.gender(1)?;
            let violence = model(2)?.violence;
            or_error(violence.and_then(|violence| match count {
                0 => Some(*violence.never.of(gender)),
                1 => Some(violence.once),
                2.. => Some(0.0),
                _ => None,
            }))
        }
        "violentSanctionsWeight" => {
            let violence = model(1)?.violence;
            or_error(violence.filter(|_| count >= 0).map(|violence| f64::from(count) * violence.each))
        }
        "yearsBetweenFirstSecond" => {
            let (gender, age, first_age) = (call.gender(1)?, call.whole(2)?, call.whole(3)?);
            let each = *model(4)?.years_between.of(gender);
            let between = f64::from(age) - f64::from(first_age);
            let possible = between >= 0.0 && age >= Legacy::published().snsv.least_age;
            if count == 2 { or_error(possible.then_some(between * each)) } else { json!(0.0) }
        }
        _ => return Err(call.unknown()),
    })
}
