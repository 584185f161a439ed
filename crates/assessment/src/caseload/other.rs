//! Another version of the figures of one model, read from a file of the same shape as ours, to be set beside what is in force.

use crate::{
    allocation::Rules,
    pack::{Pack, PackError, read},
    predictors::standards::{StandardsError, ogrs4::Ogrs4},
};

/// Figures that are not in force.
#[derive(Debug, Clone, PartialEq)]
pub enum Other {
    /// The predictors of 2026.
    Ogrs4(Box<Ogrs4>),
    /// The rules of the tier of 2026.
    Tier(Rules),
    /// The rules of 2014: the public service or a company.
    Allocation(Rules),
}

/// Why figures cannot be set beside those in force.
#[derive(Debug, thiserror::Error)]
pub enum OtherError {
    /// The file is not the TOML it should be.
    #[error("this is no pack of figures: {0}")]
    Unreadable(String),
    /// The file does not say which pack it is.
    #[error("this is no pack of figures: it does not say which pack it is")]
    Nameless,
    /// No such pack can be compared.
    #[error("a pack {0} cannot be set beside another: ogrs4, unified-2026 and split-2014 can")]
    NotComparable(String),
    /// It calls itself what is in force.
    #[error("this pack calls itself {0}, as the one in force does: figures that changed are a new version")]
    SameVersion(String),
    /// The outcomes are others.
    #[error(
        "the outcomes of {0} are not those of the pack in force, in their order: nobody could be moved between them"
    )]
    OtherOutcomes(String),
    /// The figures of a predictor do not hold together.
    #[error("this pack does not hold: {0}")]
    Predictor(#[from] StandardsError),
    /// The rules do not hold together.
    #[error("this pack does not hold: {0}")]
    Rules(#[from] PackError),
}

impl Other {
    /// Reads a file, and refuses whatever cannot be compared.
    pub fn read(text: &str) -> Result<Other, OtherError> {
        let table: toml::Table =
            text.parse().map_err(|error: toml::de::Error| OtherError::Unreadable(error.to_string()))?;
        let about = table.get("about").and_then(toml::Value::as_table).unwrap_or(&table);
        let name = about.get("pack").and_then(toml::Value::as_str).ok_or(OtherError::Nameless)?;
        let other = match name {
            "ogrs4" => Other::Ogrs4(Box::new(Ogrs4::parse(text)?)),
            "unified-2026" => Other::Tier(rules(text, Rules::unified_2026())?),
            "split-2014" => Other::Allocation(rules(text, Rules::split_2014())?),
            other => return Err(OtherError::NotComparable(other.to_owned())),
        };
        if other.name() == other.in_force() { Err(OtherError::SameVersion(other.name())) } else { Ok(other) }
    }

    /// The pack and its version.
    pub fn name(&self) -> String {
        match self {
            Other::Ogrs4(pack) => named(pack),
            Other::Tier(rules) | Other::Allocation(rules) => rules.about().name(),
        }
    }

    /// The pack and version it is set beside.
    pub fn in_force(&self) -> String {
        match self {
            Other::Ogrs4(_) => named(Ogrs4::published()),
            Other::Tier(_) => Rules::unified_2026().about().name(),
            Other::Allocation(_) => Rules::split_2014().about().name(),
        }
    }
}

fn named(pack: &Ogrs4) -> String {
    format!("{}/{}", pack.about.pack, pack.about.version)
}

fn rules(text: &str, in_force: &Rules) -> Result<Rules, OtherError> {
    let rules: Rules = read(text)?;
    if rules.outcomes == in_force.outcomes { Ok(rules) } else { Err(OtherError::OtherOutcomes(rules.about.name())) }
}
