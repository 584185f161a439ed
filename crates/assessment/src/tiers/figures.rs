//! The figures of the two-part tier, as they stand in `standards/assessment/tier-v2.toml`.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

use crate::{
    answers::Band,
    pack::{About, Pack, PackError, embedded, falling, once},
};

static FIGURES: LazyLock<Figures> =
    LazyLock::new(|| embedded(include_str!("../../../../standards/assessment/tier-v2.toml")));

/// Every figure of the two-part tier.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figures {
    /// What they are and whose.
    pub about: About,
    pub(super) protect: Protect,
    pub(super) enforcement: Enforcement,
    pub(super) change: Change,
    pub(super) section: Vec<Section>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Protect {
    pub(super) levels: Vec<Level<char>>,
    pub(super) rsr: Vec<Range>,
    pub(super) rsr_corrected: Vec<Range>,
    pub(super) rosh: BTreeMap<Band, u32>,
    pub(super) mappa_level: BTreeMap<String, u32>,
    pub(super) complexity_points: u32,
    pub(super) complexity: Vec<String>,
    pub(super) women_points: u32,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Enforcement {
    pub(super) within_days: i64,
    pub(super) outcomes: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Change {
    pub(super) levels: Vec<Level<u8>>,
    pub(super) no_mandate: u8,
    pub(super) no_assessment: u8,
    pub(super) ogrs_divided_by: u32,
    pub(super) integrated_offender_management_points: u32,
    pub(super) custodial: Vec<String>,
    pub(super) unpaid_work: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Level<L> {
    pub(super) level: L,
    pub(super) at_least: u32,
}

/// A range of scores: from `from`, to `to` itself or below `below`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Range {
    from: f64,
    to: Option<f64>,
    below: Option<f64>,
    pub(super) points: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Section {
    pub(super) name: String,
    #[serde(default)]
    pub(super) also: Vec<String>,
    pub(super) weight: u32,
    pub(super) thresholds: Option<Thresholds>,
    pub(super) san: Option<Thresholds>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Thresholds {
    pub(super) standard: u32,
    pub(super) severe: u32,
}

impl Figures {
    /// As published.
    pub fn published() -> &'static Figures {
        &FIGURES
    }
}

impl Range {
    pub(super) fn holds(&self, score: f64) -> bool {
        score >= self.from && self.to.is_none_or(|to| score <= to) && self.below.is_none_or(|below| score < below)
    }
}

impl<L: Copy> Level<L> {
    /// The level of so many points; the last level takes any number.
    pub(super) fn of(levels: &[Level<L>], points: u32) -> Option<L> {
        levels.iter().find(|level| points >= level.at_least).map(|level| level.level)
    }
}

impl Pack for Figures {
    fn about(&self) -> &About {
        &self.about
    }

    fn check(&self) -> Result<(), PackError> {
        let steps = |levels: Vec<u32>| levels.into_iter().map(f64::from).collect::<Vec<_>>();
        falling("protect levels", &steps(self.protect.levels.iter().map(|level| level.at_least).collect()))?;
        falling("change levels", &steps(self.change.levels.iter().map(|level| level.at_least).collect()))?;
        let last = [self.protect.levels.last().map(|l| l.at_least), self.change.levels.last().map(|l| l.at_least)];
        if last != [Some(0), Some(0)] || self.change.ogrs_divided_by == 0 {
            return Err(PackError::Unsound("every number of points needs a level".to_owned()));
        }
        once("complexity factor", self.protect.complexity.iter().map(String::as_str))?;
        once("section", self.section.iter().flat_map(|s| std::iter::once(&s.name).chain(&s.also)).map(String::as_str))?;
        for section in &self.section {
            let thresholds = section.thresholds.iter().chain(&section.san);
            if thresholds.clone().any(|t| t.standard >= t.severe)
                || (section.weight > 0 && section.thresholds.is_none())
            {
                return Err(PackError::Unsound(format!("{} needs two rising thresholds", section.name)));
            }
        }
        Ok(())
    }
}
