//! The figures of the screens, as they stand in `standards/assessment/`.

use std::{collections::HashSet, sync::LazyLock};

use serde::Deserialize;

use crate::pack::{About, Pack, PackError, embedded, falling, once};

static FIGURES: LazyLock<Figures> =
    LazyLock::new(|| embedded(include_str!("../../../../standards/assessment/screens.toml")));
static OFFENCES: LazyLock<Offences> =
    LazyLock::new(|| embedded(include_str!("../../../../standards/assessment/opd-offences.toml")));

/// Every figure of the screens.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figures {
    /// What they are and whose.
    pub about: About,
    pub(super) maturity: Maturity,
    pub(super) learning: Learning,
    pub(super) personality: Personality,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Maturity {
    pub(super) from_age: i32,
    pub(super) to_age: i32,
    pub(super) answers_needed: usize,
    pub(super) flagged_from: u32,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Learning {
    pub(super) answers_needed: usize,
    pub(super) scores: Vec<Score>,
    pub(super) challenges_from: u32,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Score {
    pub(super) score: u32,
    pub(super) at_least: u32,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Personality {
    pub(super) young_at_first_sanction: i64,
    pub(super) male_personality_from: u32,
    pub(super) male_indicators_from: u32,
    pub(super) female_from: u32,
}

impl Figures {
    /// As published.
    pub fn published() -> &'static Figures {
        &FIGURES
    }
}

impl Pack for Figures {
    fn about(&self) -> &About {
        &self.about
    }

    fn check(&self) -> Result<(), PackError> {
        let least: Vec<f64> = self.learning.scores.iter().map(|score| f64::from(score.at_least)).collect();
        falling("learning scores", &least)?;
        if self.maturity.from_age > self.maturity.to_age || least.last() != Some(&0.0) {
            return Err(PackError::Unsound("every age and every number of points needs an answer".to_owned()));
        }
        Ok(())
    }
}

/// Which offence codes the personality disorder screen counts as violent or sexual.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Offences {
    about: About,
    offences: Lists,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    violent_or_sexual: HashSet<String>,
    other: HashSet<String>,
}

/// Whether an offence is violent or sexual; nothing when the code has no mapping.
pub(super) fn violent_or_sexual(code: &str) -> Option<bool> {
    let lists = &OFFENCES.offences;
    if lists.violent_or_sexual.contains(code) {
        return Some(true);
    }
    lists.other.contains(code).then_some(false)
}

impl Pack for Offences {
    fn about(&self) -> &About {
        &self.about
    }

    fn check(&self) -> Result<(), PackError> {
        once("offence code", self.offences.violent_or_sexual.iter().chain(&self.offences.other).map(String::as_str))
    }
}
