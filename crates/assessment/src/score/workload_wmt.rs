//! `workload_wmt_rules`: the monthly rules of 2021.

use serde_json::{Value, json};

use super::{
    Asked, Refusal,
    given::{Args, Given, figure, needed, no_function, number},
};
use crate::workload::{
    Figures,
    monthly::{
        Counts, DefaultHours, Inactive, Month, Weightings, arms_points, available_points, hours, nominal_target,
        parom_points, report_points, tier_points, total,
    },
};

/// Scores a line.
pub(super) fn score(line: &Value, asked: Asked) -> Result<Value, Refusal> {
    let given = Given::read(line, asked)?;
    match needed("function", given.function()?)? {
        "pointsForWorkload" => whole(&given),
        name => function(name, given.args()?),
    }
}

fn function(name: &str, args: Args<'_>) -> Result<Value, Refusal> {
    let at = |place: usize| needed(&format!("argument {}", place + 1), args.number(place)?);
    match name {
        "armsPoints" => Ok(figure(arms_points(at(0)?, at(1)?, at(2)?, at(3)?))),
        "paromPoints" => Ok(figure(parom_points(at(0)?, at(1)?, args.flag(2)?.unwrap_or(false)))),
        "sdrConversionPoints" | "sdrPoints" => Ok(figure(report_points(at(0)?, at(1)?))),
        "nominalTarget" => Ok(figure(nominal_target(grade(args, 0)?, at(1)?, at(2)?))),
        "staffGrade" => Ok(json!(Figures::published().grade(args.text(0)?.unwrap_or_default()))),
        "contractedHours" => {
            let defaults = DefaultHours { service_officer: at(2)?, officer: at(3)?, senior: at(4)? };
            let hours = hours(number_if_any(args, 0), grade(args, 1)?, &defaults);
            Ok(hours.map_or(Value::Null, |(base, default)| json!([figure(base), figure(default)])))
        }
        "availablePoints" => {
            let defaults = DefaultHours { service_officer: at(4)?, officer: at(5)?, senior: at(6)? };
            let hours = hours(number_if_any(args, 2), grade(args, 1)?, &defaults);
            Ok(figure(available_points(at(0)?, hours, args.number(3)?.unwrap_or(0.0))))
        }
        "pointsForTier" => {
            let counts = Counts { total: at(0)?, warrants: at(1)?, unpaid_work: at(2)?, overdue: at(3)? };
            let weightings = Weightings { warrants: at(5)?, unpaid_work: at(6)?, overdue: at(7)? };
            let inactive = if args.flag(8)? == Some(true) { Inactive::Subtracted } else { Inactive::Counted };
            Ok(figure(tier_points(&counts, at(4)?, &weightings, inactive)))
        }
        _ => no_function(name),
    }
}

/// Contracted hours count only where they are a number.
fn number_if_any(args: Args<'_>, place: usize) -> Option<f64> {
    args.get(place).and_then(Value::as_f64)
}

fn grade(args: Args<'_>, place: usize) -> Result<i64, Refusal> {
    needed("the grade's number", args.whole(place)?)
}

fn whole(given: &Given<'_>) -> Result<Value, Refusal> {
    let weightings = needed("weightings", given.within("weightings")?)?;
    let weight = |names: &[&str]| first_number(&weightings, names);
    let count = |field: &str| Ok::<f64, Refusal>(given.number(field)?.unwrap_or(0.0));
    let counted = match weightings.flag("paromsEnabled")? {
        Some(counted) => counted,
        None => given.flag("paromsEnabled")?.unwrap_or(true),
    };
    let month = Month {
        tiers: tiers(given, &weightings)?,
        reports: report_points(count("monthlySdrs")?, weight(&["sdr", "monthlySdr", "sdrs"])?),
        conversions: report_points(count("sdrConversions")?, weight(&["sdrConversion", "sdrConversions"])?),
        paroms: parom_points(count("paroms")?, weight(&["parom", "paroms"])?, counted),
        arms: arms_points(
            count("armsLicenceCases")?,
            count("armsCommunityCases")?,
            weight(&["armsLicence", "armsLicense"])?,
            weight(&["armsCommunity"])?,
        ),
    };
    Ok(json!({
        "total": figure(total(&month)),
        "sdrPoints": figure(month.reports),
        "sdrConversionPoints": figure(month.conversions),
        "paromsPoints": figure(month.paroms),
        "armsPoints": figure(month.arms),
    }))
}

/// The same counts in every tier of every place, ordinary and in transition to adulthood; only the latter leave inactive cases out.
fn tiers(given: &Given<'_>, weightings: &Given<'_>) -> Result<f64, Refusal> {
    let counts = counts(given)?;
    let weightings = Weightings {
        warrants: first_number(weightings, &["warrants", "w", "warrant"])?,
        unpaid_work: first_number(weightings, &["unpaidWork", "u", "upw"])?,
        overdue: first_number(weightings, &["overdue", "overdueTermination", "o"])?,
    };
    let (ordinary, transition) = places(given);
    let mut sum = 0.0;
    for points in tier_weights(given)? {
        sum += ordinary * tier_points(&counts, points, &weightings, Inactive::Counted);
        sum += transition * tier_points(&counts, points, &weightings, Inactive::Subtracted);
    }
    Ok(sum)
}

fn counts(given: &Given<'_>) -> Result<Counts, Refusal> {
    if let Some(listed) = given.get("everyTierCounts").and_then(Value::as_array) {
        let at = |place: usize| listed.get(place).map_or(Ok(0.0), |value| number("everyTierCounts", value));
        return Ok(Counts { total: at(0)?, warrants: at(1)?, unpaid_work: at(2)?, overdue: at(3)? });
    }
    let counts = needed("everyTierCounts", given.within("everyTierCounts")?)?;
    Ok(Counts {
        total: first_number(&counts, &["total"])?,
        warrants: first_number(&counts, &["warrants"])?,
        unpaid_work: first_number(&counts, &["unpaidWork", "upw"])?,
        overdue: first_number(&counts, &["overdue", "overdueTermination"])?,
    })
}

/// Points of each tier: a list, an object by tier, or one figure for all sixteen.
fn tier_weights(given: &Given<'_>) -> Result<Vec<f64>, Refusal> {
    const TIERS: usize = 16;
    let untiered = |name: &str| name.to_lowercase().contains("untiered");
    match given.get("tierPoints") {
        Some(Value::Array(points)) => points.iter().map(|value| number("tierPoints", value)).collect(),
        Some(Value::Object(points)) => {
            let tiers = points.iter().filter(|(name, _)| !untiered(name));
            tiers.map(|(name, value)| number(name, value)).collect()
        }
        Some(value) => Ok(vec![number("tierPoints", value)?; TIERS]),
        None => Err(Refusal("tierPoints is needed".to_owned())),
    }
}

/// How many ordinary places and how many in transition to adulthood. A line that does not tell them apart has both.
fn places(given: &Given<'_>) -> (f64, f64) {
    let names: Vec<&str> = match given.get("locations") {
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        Some(Value::Number(many)) => {
            let many = many.as_f64().unwrap_or(0.0);
            return if many > 3.0 { (many / 2.0, many / 2.0) } else { (many, many) };
        }
        Some(Value::String(names)) => names.split([',', '+']).collect(),
        _ => vec!["community", "custody", "licence"],
    };
    let transition = names.iter().filter(|name| name.to_lowercase().contains("t2a")).count();
    let ordinary = names.len() - transition;
    #[expect(clippy::cast_precision_loss, reason = "a handful of places")]
    let (ordinary, transition) = (ordinary as f64, transition as f64);
    if transition == 0.0 { (ordinary, ordinary) } else { (ordinary, transition) }
}

fn first_number(given: &Given<'_>, names: &[&str]) -> Result<f64, Refusal> {
    for name in names {
        if let Some(number) = given.number(name)? {
            return Ok(number);
        }
    }
    Ok(0.0)
}
