//! `workload_hmpps`: points and capacity in the service in use.

use serde_json::{Value, json};

use super::{
    Asked, Refusal,
    given::{Args, Given, figure, needed, no_function, number},
};
use crate::workload::{
    Figures,
    current::{CaseType, Load, Transition, available_points, capacity, case_points, points},
    period,
};

/// Scores a line.
pub(super) fn score(line: &Value, asked: Asked) -> Result<Value, Refusal> {
    let given = Given::read(line, asked)?;
    match given.function()? {
        Some("caseWeighting") => Ok(json!(weight(&given)?)),
        Some(name) => function(name, given.args()?),
        None => Ok(figure(points(&load(&given)?))),
    }
}

fn function(name: &str, args: Args<'_>) -> Result<Value, Refusal> {
    let argument = |place: usize, what: &str| needed(what, args.number(place)?);
    let too_large = || Refusal("a figure is out of all proportion".to_owned());
    match name {
        "availablePoints" => {
            let (target, contracted) = (argument(0, "points for the grade")?, argument(1, "contracted hours")?);
            let hours = argument(2, "available hours")?;
            available_points(target, contracted, hours).map(Value::from).ok_or_else(too_large)
        }
        "capacityPercent" => {
            let (total, available) = (argument(0, "total points")?, argument(1, "available points")?);
            capacity(total, available).map(Value::from).ok_or_else(too_large)
        }
        "wmtPeriod" => {
            let text = needed("the moment", args.text(0)?)?;
            let now = text.parse().map_err(|_| Refusal(format!("{text:?} is no moment such as 2022-07-11T09:45")))?;
            Ok(json!(period::label(now)))
        }
        _ => no_function(name),
    }
}

fn weight(case: &Given<'_>) -> Result<u32, Refusal> {
    let tier = needed("tier", case.text("tier")?)?;
    let kind = match needed("caseType", case.text("caseType")?)?.to_uppercase().as_str() {
        "COMMUNITY" => CaseType::Community,
        "CUSTODY" => CaseType::Custody,
        "LICENSE" | "LICENCE" => CaseType::Licence,
        other => return Err(Refusal(format!("a case of the type {other:?} has no points"))),
    };
    let transition = if case.flag("isT2A")? == Some(true) { Transition::ToAdulthood } else { Transition::No };
    case_points(&tier.to_uppercase(), kind, transition).map_err(|error| Refusal(error.to_string()))
}

fn load(given: &Given<'_>) -> Result<Load, Refusal> {
    let weightings = given.within("weightings")?;
    let mut cases = 0;
    for case in given.list("cases")?.unwrap_or_default() {
        cases += weight(&Given::read(case, Asked::default())?)?;
    }
    let contacts = |field: &str| -> Result<f64, Refusal> {
        let Some(made) = given.within(field)? else { return Ok(0.0) };
        let mut sum = 0.0;
        for (code, times) in made.fields() {
            let own = weightings.map(|weightings| weightings.number(code)).transpose()?.flatten();
            let points = match (own, weightings) {
                (Some(points), _) => points,
                (None, Some(_)) => 0.0,
                (None, None) => f64::from(Figures::published().contact(code)),
            };
            sum += points * number(code, times)?;
        }
        Ok(sum)
    };
    Ok(Load {
        cases: f64::from(cases),
        standard_reports: given.number("standardCourtReports")?.unwrap_or(0.0),
        fast_reports: given.number("fastCourtReports")?.unwrap_or(0.0),
        contacts_made_for_others: contacts("contactsByMeInOthersCaseload")? + contacts("contactsOutsideMyCaseload")?,
        contacts_made_by_others: contacts("contactsByOthersInMyCaseload")?,
    })
}
