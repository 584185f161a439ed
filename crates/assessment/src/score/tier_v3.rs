//! `tier_v3`: the tier of 2026.

use serde_json::{Value, json};

use super::{
    Asked, Refusal,
    given::{Given, needed},
    registers::registrations,
};
use crate::{
    answers::Band,
    tiers::{
        registers,
        v3::{Basis, Score, SexualScore, TierFacts, tier},
    },
};

/// Scores a line.
pub(super) fn score(line: &Value, asked: Asked) -> Result<Value, Refusal> {
    let given = Given::read(line, asked)?;
    let has_active_event = needed("hasActiveEvent", given.flag("hasActiveEvent")?)?;
    // Without anything supervised nothing else is looked at.
    let today = if has_active_event { needed("today", given.today()?)? } else { given.today()?.unwrap_or_default() };
    let mut facts = TierFacts {
        has_active_event,
        arp: predictor(&given, "arp")?,
        csrp: predictor(&given, "csrp")?,
        dc_srp: sexual(&given)?,
        rosh: given.word("rosh")?,
        mappa: given.mentions("mappaCategory").then_some(given.text("mappaCategory")?.is_some()),
        lifer_or_ipp: given.flag("hasLiferIpp")?,
        latest_release: given.date("latestReleaseDate")?,
        domestic_abuse: given.flag("hasDomesticAbuse")?,
        stalking: given.flag("hasStalking")?,
        child_protection: given.flag("hasChildProtection")?,
        sexual_offence: given.flag("everCommittedSexualOffence")?,
        today,
    };
    if let Some(entries) = given.list("registrations")? {
        let register = registers::read(&registrations(entries)?);
        facts.rosh = register.rosh;
        facts.mappa = Some(register.mappa_category.is_some());
        facts.lifer_or_ipp = Some(register.lifer_or_ipp);
        facts.domestic_abuse = Some(register.domestic_abuse);
        facts.stalking = Some(register.stalking);
        facts.child_protection = Some(register.child_protection);
    }
    let found = tier(&facts).map_err(|error| Refusal(error.to_string()))?;
    let steps: serde_json::Map<String, Value> =
        found.value.steps.iter().map(|(step, gives)| ((*step).to_owned(), json!(gives))).collect();
    Ok(json!({
        "tier": found.value.tier,
        "provisional": found.value.provisional,
        "decidedBy": found.value.decided_by,
        "steps": steps,
        "why": found.why,
    }))
}

fn predictor(given: &Given<'_>, field: &str) -> Result<Option<Score>, Refusal> {
    let Some(predictor) = given.within(field)? else { return Ok(None) };
    let Some(percent) = predictor.number("score")? else { return Ok(None) };
    // A score that does not say what it rests on may rest on convictions alone.
    let basis = match predictor.text("type")? {
        Some(kind) if kind.eq_ignore_ascii_case("DYNAMIC") => Basis::Dynamic,
        _ => Basis::Static,
    };
    Ok(Some(Score { percent, basis }))
}

fn sexual(given: &Given<'_>) -> Result<Option<SexualScore>, Refusal> {
    let Some(predictor) = given.within("dcSrp")? else { return Ok(None) };
    let band = predictor.word::<Band>("band")?;
    Ok(predictor.number("score")?.zip(band).map(|(percent, band)| SexualScore { percent, band }))
}
