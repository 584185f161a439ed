//! What the register of a case says to the tiers, and whether a sentence gives a mandate to work on change.

use std::{collections::BTreeMap, sync::LazyLock};

use jiff::civil::Date;
use serde::Deserialize;

use super::figures::Figures;
use crate::{
    answers::Band,
    pack::{About, Pack, PackError, embedded},
};

static REGISTERS: LazyLock<Registers> =
    LazyLock::new(|| embedded(include_str!("../../../../standards/assessment/registers.toml")));

/// What the types of the register mean.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registers {
    /// What they are and whose.
    pub about: About,
    types: Types,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Types {
    says_nothing: Vec<String>,
    rosh: BTreeMap<String, Band>,
    mappa: String,
    mappa_levels: Vec<String>,
    mappa_categories: Vec<String>,
    lifer_or_ipp: Vec<String>,
    domestic_abuse: Vec<String>,
    stalking: Vec<String>,
    child_protection: Vec<String>,
    integrated_offender_management: Vec<String>,
    unsupervised: Vec<String>,
}

impl Registers {
    /// As published.
    pub fn published() -> &'static Registers {
        &REGISTERS
    }
}

impl Pack for Registers {
    fn about(&self) -> &About {
        &self.about
    }

    fn check(&self) -> Result<(), PackError> {
        match self.types.mappa_levels.iter().find(|level| !self.types.mappa_categories.contains(level)) {
            Some(level) => Err(PackError::Unsound(format!("{level} is a MAPPA level and no category"))),
            None => Ok(()),
        }
    }
}

/// An entry on the register, still active.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// Its type, such as `MAPP`.
    pub code: String,
    /// Its level, such as `M2`.
    pub level: Option<String>,
    /// Its category, such as `M1`.
    pub category: Option<String>,
    /// The day it was made.
    pub on: Date,
}

/// What the register says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a register somebody is on or not, none implies another")]
pub struct Register {
    /// The newest risk of serious harm.
    pub rosh: Option<Band>,
    /// The newest valid MAPPA level.
    pub mappa_level: Option<String>,
    /// The category of the newest MAPPA entry.
    pub mappa_category: Option<String>,
    /// Complexity factors, newest first, each once.
    pub complexity: Vec<String>,
    /// A life sentence or imprisonment for public protection (`INLL`).
    pub lifer_or_ipp: bool,
    /// Domestic abuse, present (`ADVP`) or past (`REG30`).
    pub domestic_abuse: bool,
    /// Stalking (`SPO`).
    pub stalking: bool,
    /// Child protection (`RCPR`).
    pub child_protection: bool,
    /// Integrated offender management (`IIOM`).
    pub integrated_offender_management: bool,
    /// Supervision suspended for the final third (`PRC`).
    pub unsupervised: bool,
}

/// Reads the register, whatever the order and the case its entries are given in; of two of the same day the first given counts
/// as the newer, as published. An `HREG` entry says nothing.
pub fn read(registrations: &[Registration]) -> Register {
    let types = &Registers::published().types;
    let mut newest: Vec<(String, &Registration)> = registrations
        .iter()
        .map(|entry| (entry.code.to_uppercase(), entry))
        .filter(|(code, _)| !types.says_nothing.contains(code))
        .collect();
    newest.sort_by_key(|(_, entry)| std::cmp::Reverse(entry.on));
    let mut mappa = newest.iter().filter(|(code, _)| *code == types.mappa).map(|(_, entry)| *entry);
    let has = |wanted: &[String]| newest.iter().any(|(code, _)| wanted.contains(code));
    let mut complexity: Vec<String> = Vec::new();
    for (code, _) in &newest {
        if Figures::published().protect.complexity.contains(code) && !complexity.contains(code) {
            complexity.push(code.clone());
        }
    }
    Register {
        rosh: newest.iter().find_map(|(code, _)| rosh(code)),
        mappa_level: mappa.clone().find_map(|entry| mappa_level(entry.level.as_deref(), &entry.code)),
        mappa_category: mappa.next().and_then(|entry| one_of(entry.category.as_deref(), &types.mappa_categories)),
        complexity,
        lifer_or_ipp: has(&types.lifer_or_ipp),
        domestic_abuse: has(&types.domestic_abuse),
        stalking: has(&types.stalking),
        child_protection: has(&types.child_protection),
        integrated_offender_management: has(&types.integrated_offender_management),
        unsupervised: has(&types.unsupervised),
    }
}

/// The risk of serious harm a register type stands for.
pub fn rosh(code: &str) -> Option<Band> {
    Registers::published().types.rosh.get(&code.to_uppercase()).copied()
}

/// The MAPPA level of an entry of type `code`, if it is a MAPPA entry with a valid level.
pub fn mappa_level(level: Option<&str>, code: &str) -> Option<String> {
    let types = &Registers::published().types;
    if !code.eq_ignore_ascii_case(&types.mappa) {
        return None;
    }
    one_of(level, &types.mappa_levels)
}

fn one_of(given: Option<&str>, valid: &[String]) -> Option<String> {
    let given = given?.to_uppercase();
    valid.contains(&given).then_some(given)
}

/// A conviction, as far as a mandate for change depends on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conviction {
    /// Whether its sentence has ended.
    pub terminated: bool,
    /// The type of its sentence, such as `SC`.
    pub sentence_type: Option<String>,
    /// Its requirements.
    pub requirements: Vec<Requirement>,
}

/// A requirement of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// Its main category, such as `W` for unpaid work.
    pub category: String,
    /// Whether it only restricts, such as a curfew.
    pub restrictive: bool,
}

/// Whether any sentence in force gives a mandate to work on change: custody, or a requirement that asks for more than unpaid
/// work and does not merely restrict.
pub fn has_mandate(convictions: &[Conviction]) -> bool {
    let change = &Figures::published().change;
    convictions.iter().filter(|conviction| !conviction.terminated).any(|conviction| {
        conviction.sentence_type.as_ref().is_some_and(|kind| change.custodial.contains(kind))
            || conviction.requirements.iter().any(|r| !r.restrictive && !change.unpaid_work.contains(&r.category))
    })
}
