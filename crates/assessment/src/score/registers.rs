//! Registrations and convictions as lines give them.

use serde_json::{Map, Value, json};

use super::{
    Asked, Refusal,
    given::{Given, needed},
};
use crate::{
    answers::Band,
    tiers::registers::{Conviction, Register, Registration, Requirement},
};

pub(super) fn registrations(entries: &[Value]) -> Result<Vec<Registration>, Refusal> {
    let read = |entry: &Value| {
        let given = Given::read(entry, Asked::default())?;
        Ok(Registration {
            code: needed("the code of a registration", given.text("code")?)?.to_owned(),
            level: given.text("level")?.map(str::to_owned),
            category: given.text("category")?.map(str::to_owned),
            // Without a day it is taken for the oldest: no newer entry gives way to it.
            on: given.date("date")?.unwrap_or_default(),
        })
    };
    entries.iter().map(read).collect()
}

pub(super) fn convictions(entries: &[Value]) -> Result<Vec<Conviction>, Refusal> {
    let read = |entry: &Value| {
        let given = Given::read(entry, Asked::default())?;
        let sentence = match given.text("sentenceTypeCode")? {
            Some(code) => Some(code),
            None => given.within("sentence")?.map(|s| s.text("sentenceTypeCode")).transpose()?.flatten(),
        };
        Ok(Conviction {
            terminated: given.get("terminationDate").is_some(),
            sentence_type: sentence.map(str::to_owned),
            requirements: requirements(given.list("requirements")?.unwrap_or_default())?,
        })
    };
    entries.iter().map(read).collect()
}

fn requirements(entries: &[Value]) -> Result<Vec<Requirement>, Refusal> {
    let read = |entry: &Value| {
        let given = Given::read(entry, Asked::default())?;
        Ok(Requirement {
            category: given.text("mainCategoryTypeCode")?.unwrap_or_default().to_owned(),
            restrictive: given.flag("restrictive")?.unwrap_or(false),
        })
    };
    entries.iter().map(read).collect()
}

pub(super) fn shown(register: &Register) -> Map<String, Value> {
    let shown = json!({
        "rosh": register.rosh.map(band),
        "mappaLevel": register.mappa_level,
        "mappaCategory": register.mappa_category,
        "complexityFactors": register.complexity,
        "hasIomNominal": register.integrated_offender_management,
        "hasLiferIpp": register.lifer_or_ipp,
        "hasDomesticAbuse": register.domestic_abuse,
        "hasStalking": register.stalking,
        "hasChildProtection": register.child_protection,
        "unsupervised": register.unsupervised,
    });
    shown.as_object().cloned().unwrap_or_default()
}

pub(super) fn band(band: Band) -> &'static str {
    match band {
        Band::NotApplicable => "NOT_APPLICABLE",
        Band::Low => "LOW",
        Band::Medium => "MEDIUM",
        Band::High => "HIGH",
        Band::VeryHigh => "VERY_HIGH",
    }
}
