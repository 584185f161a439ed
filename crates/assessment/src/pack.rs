//! How the figures of this room are read: a TOML file each in `standards/`, with its source, checked whole before anything uses it.

use std::collections::HashSet;

use jiff::civil::Date;
use practice::{Status, Why};
use serde::{Deserialize, de::DeserializeOwned};

/// What a pack of figures is, who says so and how far to trust it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// Its name.
    pub pack: String,
    /// Its version, raised whenever a figure changes.
    pub version: String,
    /// What it is for, in a few words.
    pub words: String,
    /// Who says so.
    pub source: String,
    /// How far to trust it.
    pub status: Status,
    /// The first day it is in force, where that is known.
    pub from: Option<Date>,
    /// The last day it is in force, where there is one.
    pub to: Option<Date>,
    /// What else a reader has to know.
    pub note: Option<String>,
}

impl About {
    /// The pack and its version, such as `unified-2026/1`.
    pub fn name(&self) -> String {
        format!("{}/{}", self.pack, self.version)
    }

    /// The reasons behind a value found with this pack.
    pub fn why(&self, rule: &'static str, words: String, steps: Vec<String>) -> Why {
        Why {
            rule: rule.into(),
            version: format!("{} ({}; {})", self.name(), self.source, self.status),
            words,
            figure: None,
            from: Vec::new(),
            steps,
        }
    }
}

/// What is wrong with a pack.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// The file is not the TOML it should be.
    #[error("{0}")]
    Unreadable(String),
    /// Nobody is named for it.
    #[error("{0} has no source")]
    NoSource(String),
    /// The figures contradict each other.
    #[error("{0}")]
    Unsound(String),
}

/// A pack that can say whether it holds together.
pub trait Pack: DeserializeOwned {
    /// What it is.
    fn about(&self) -> &About;

    /// Refuses figures that contradict each other.
    fn check(&self) -> Result<(), PackError>;
}

/// Reads a pack and refuses it whole if it does not hold together.
pub fn read<P: Pack>(text: &str) -> Result<P, PackError> {
    let pack: P = toml::from_str(text).map_err(|error| PackError::Unreadable(error.to_string()))?;
    if pack.about().source.trim().is_empty() {
        return Err(PackError::NoSource(pack.about().name()));
    }
    pack.check()?;
    Ok(pack)
}

/// Reads a pack that is embedded in the program. A test reads every one of them, so it cannot fail in a program that passed
/// its tests.
pub(crate) fn embedded<P: Pack>(text: &str) -> P {
    read(text).unwrap_or_else(|error| panic!("an embedded pack of figures does not hold: {error}"))
}

/// Refuses a list in which something stands twice.
pub(crate) fn once<'a>(what: &str, names: impl IntoIterator<Item = &'a str>) -> Result<(), PackError> {
    let mut seen = HashSet::new();
    match names.into_iter().find(|name| !seen.insert(*name)) {
        Some(name) => Err(PackError::Unsound(format!("the {what} {name} stands twice"))),
        None => Ok(()),
    }
}

/// Refuses figures that do not fall from one to the next.
pub(crate) fn falling(what: &str, figures: &[f64]) -> Result<(), PackError> {
    if figures.is_empty() || figures.windows(2).any(|pair| pair[0] <= pair[1]) {
        return Err(PackError::Unsound(format!("{what} should fall from the first to the last")));
    }
    Ok(())
}
