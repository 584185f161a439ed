//! `tier_v2`: protect and change. A line does not say which part it wants, so it gets all.

use serde_json::{Value, json};

use super::{
    Asked, Refusal,
    given::{Args, Given, count, needed, no_function},
    registers::{band, convictions, registrations, shown},
};
use crate::tiers::{
    needs::{Assessment, Severity, severity},
    registers,
    v2::{TierFacts, Version, tier},
};

/// Scores a line.
pub(super) fn score(line: &Value, asked: Asked) -> Result<Value, Refusal> {
    let given = Given::read(line, asked)?;
    match given.function()? {
        Some(name) => function(name, given.args()?),
        None => whole(&given),
    }
}

fn whole(given: &Given<'_>) -> Result<Value, Refusal> {
    let mut facts = TierFacts {
        gender: given.word("gender")?,
        rsr: given.number("rsr")?,
        ogrs: percent(given.number("ogrs")?)?,
        rosh: given.word("rosh")?,
        mappa_level: given.text("mappaLevel")?.map(str::to_uppercase),
        complexity: codes(given.list("complexityFactors")?.unwrap_or_default())?,
        integrated_offender_management: given.flag("iom")?.unwrap_or(false),
        needs: needs(given)?,
        parental_responsibilities: says_yes(given.get("parenting"))?,
        impulsivity: answer(given.get("impulsivity"))?.unwrap_or(0),
        temper: answer(given.get("temper"))?.unwrap_or(0),
        previous_enforcement: given.flag("previousEnforcement")?.unwrap_or(false),
        mandate: !given.flag("noMandate")?.unwrap_or(false),
        assessed: given.flag("hasAssessment")?.unwrap_or_else(|| given.get("needs").is_some()),
        unsupervised: given.flag("unsupervised")?.unwrap_or(false),
        version: if given.wants_corrected()? { Version::Corrected } else { Version::Published },
    };
    if let Some(entries) = given.list("convictions")? {
        facts.mandate = registers::has_mandate(&convictions(entries)?);
    }
    if let Some(entries) = given.list("registrations")? {
        let register = registers::read(&registrations(entries)?);
        facts.rosh = register.rosh;
        facts.mappa_level = register.mappa_level;
        facts.complexity = register.complexity;
        facts.integrated_offender_management = register.integrated_offender_management;
        facts.unsupervised = register.unsupervised;
    }
    let found = tier(&facts).map_err(|error| Refusal(error.to_string()))?;
    Ok(json!({
        "protectLevel": found.value.protect_level.to_string(),
        "protectPoints": found.value.protect_points,
        "changeLevel": found.value.change_level,
        "changePoints": found.value.change_points,
        "tierScore": found.value.score,
        "unknown": found.value.unknown,
        "why": found.why,
    }))
}

fn function(name: &str, args: Args<'_>) -> Result<Value, Refusal> {
    match name {
        "needScoreAndSeverity" => {
            let section = needed("the section", args.text(0)?)?.to_uppercase();
            let answers = args.list(1)?.iter().map(|given| answer(Some(given))).collect::<Result<Vec<_>, _>>()?;
            let kind = if args.flag(2)? == Some(true) { Assessment::StrengthsAndNeeds } else { Assessment::Oasys };
            let found = severity(&section, &answers, kind).map_err(|error| Refusal(error.to_string()))?;
            let (points, severity) = found.unzip();
            Ok(json!({ "score": points, "severity": severity.map(published) }))
        }
        "hasNoMandate" => Ok(json!(!registers::has_mandate(&convictions(args.list(0)?)?))),
        "registrations" => Ok(Value::Object(shown(&registers::read(&registrations(args.list(0)?)?)))),
        "rosh" => Ok(json!(args.text(0)?.and_then(registers::rosh).map(band))),
        "mappaLevel" => {
            let code = args.text(1)?.unwrap_or_default();
            Ok(json!(registers::mappa_level(args.text(0)?, code)))
        }
        _ => no_function(name),
    }
}

fn needs(given: &Given<'_>) -> Result<Vec<(String, Severity)>, Refusal> {
    let Some(needs) = given.within("needs")? else { return Ok(Vec::new()) };
    let stated = needs.fields().filter(|(_, severity)| !severity.is_null());
    let read = |(section, severity): (&str, &Value)| match severity.as_str() {
        Some("NO_NEED") => Ok((section.to_uppercase(), Severity::NoNeed)),
        Some("STANDARD") => Ok((section.to_uppercase(), Severity::Standard)),
        Some("SEVERE") => Ok((section.to_uppercase(), Severity::Severe)),
        _ => Err(Refusal(format!("{section} should be NO_NEED, STANDARD or SEVERE"))),
    };
    stated.map(read).collect()
}

/// An answer of an assessment in points; unknown and missing ones have none.
fn answer(given: Option<&Value>) -> Result<Option<u32>, Refusal> {
    let points = match given {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Bool(yes)) => return Ok(Some(2 * u32::from(*yes))),
        Some(Value::String(word)) => match word.to_uppercase().as_str() {
            "YES" | "Y" | "SIGNIFICANT" | "SIGNIFICANT_PROBLEMS" | "CURRENTLY" => Some(2),
            "SOME" | "SOME_PROBLEMS" | "PREVIOUS" => Some(1),
            "NO" | "N" | "NONE" | "NO_PROBLEMS" | "NEVER" => Some(0),
            "UNKNOWN" | "MISSING" | "" => return Ok(None),
            number => number.parse().ok(),
        },
        Some(other) => other.as_u64().and_then(|points| u32::try_from(points).ok()),
    };
    points.map(Some).ok_or_else(|| Refusal("an answer should be 0, 1, 2 or its published word".to_owned()))
}

fn says_yes(given: Option<&Value>) -> Result<bool, Refusal> {
    Ok(answer(given)?.is_some_and(|points| points > 0))
}

/// General reoffending in whole percent, the rest cut off.
fn percent(given: Option<f64>) -> Result<Option<u32>, Refusal> {
    let Some(percent) = given else { return Ok(None) };
    if !(0.0..=1000.0).contains(&percent) {
        return Err(Refusal(format!("ogrs should be a percentage, not {percent}")));
    }
    #[expect(clippy::cast_possible_truncation, reason = "it lies between 0 and 1000")]
    let whole = percent.trunc() as i64;
    count("ogrs", whole).map(Some)
}

fn codes(given: &[Value]) -> Result<Vec<String>, Refusal> {
    let read = |code: &Value| code.as_str().map(str::to_owned);
    given.iter().map(read).collect::<Option<_>>().ok_or_else(|| Refusal("a complexity factor is a code".to_owned()))
}

fn published(severity: Severity) -> &'static str {
    match severity {
        Severity::NoNeed => "NO_NEED",
        Severity::Standard => "STANDARD",
        Severity::Severe => "SEVERE",
    }
}
