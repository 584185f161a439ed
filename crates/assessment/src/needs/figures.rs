//! The figures of the programme needs identifier, as they stand in `standards/assessment/programme-needs.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

use super::Level;
use crate::pack::{About, Pack, PackError, embedded, falling};

static FIGURES: LazyLock<Figures> =
    LazyLock::new(|| embedded(include_str!("../../../../standards/assessment/programme-needs.toml")));

/// Every figure of the programme needs identifier.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figures {
    /// What they are and whose.
    pub about: About,
    need: Need,
    pub(super) domains: Domains,
    pub(super) risk_2026: Risk,
    pub(super) risk_2024: Risk,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Need {
    high_from: u32,
    medium_from: u32,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Domains {
    pub(super) sex: Steps,
    pub(super) thinking: Steps,
    pub(super) relationships: Steps,
    pub(super) self_management: Steps,
}

/// Points by the sum of answers, from the highest.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(super) struct Steps(Vec<DomainStep>);

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct DomainStep {
    points: u32,
    at_least: u32,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Risk {
    pub(super) source: Option<String>,
    pub(super) all_reoffending: Cuts,
    pub(super) violent: Cuts,
    pub(super) serious: Cuts,
}

/// Where a score is high and where medium. A score between `medium_to` and `high_from` is neither, as published.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cuts {
    high_from: f64,
    medium_from: f64,
    medium_to: f64,
}

impl Figures {
    /// As published.
    pub fn published() -> &'static Figures {
        &FIGURES
    }

    /// The level of a total of the four domains.
    pub fn need(&self, total: u32) -> Level {
        match total {
            total if total >= self.need.high_from => Level::High,
            total if total >= self.need.medium_from => Level::Medium,
            _ => Level::Low,
        }
    }
}

impl Steps {
    pub(super) fn points(&self, sum: u32) -> u32 {
        self.0.iter().find(|step| sum >= step.at_least).map_or(0, |step| step.points)
    }

    fn is_sound(&self) -> Result<(), PackError> {
        let least: Vec<f64> = self.0.iter().map(|step| f64::from(step.at_least)).collect();
        falling("the steps of a domain", &least)
    }
}

impl Cuts {
    pub(super) fn is_high(&self, score: f64) -> bool {
        score >= self.high_from
    }

    pub(super) fn is_medium(&self, score: f64) -> bool {
        (self.medium_from..=self.medium_to).contains(&score)
    }
}

impl Pack for Figures {
    fn about(&self) -> &About {
        &self.about
    }

    fn check(&self) -> Result<(), PackError> {
        let domains = &self.domains;
        for steps in [&domains.sex, &domains.thinking, &domains.relationships, &domains.self_management] {
            steps.is_sound()?;
        }
        for risk in [&self.risk_2026, &self.risk_2024] {
            for cuts in [risk.all_reoffending, risk.violent, risk.serious] {
                if !(cuts.medium_from <= cuts.medium_to && cuts.medium_to < cuts.high_from) {
                    return Err(PackError::Unsound("medium has to end below high".to_owned()));
                }
            }
        }
        if self.need.medium_from >= self.need.high_from {
            return Err(PackError::Unsound("a medium need has to begin below a high one".to_owned()));
        }
        Ok(())
    }
}
