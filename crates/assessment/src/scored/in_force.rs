//! Which predictors were used on which days, as it stands in `standards/assessment/scores-in-force.toml`.

use std::sync::LazyLock;

use jiff::civil::Date;
use practice::Status;
use serde::Deserialize;

use crate::pack::{About, Pack, PackError, embedded, once};

static IN_FORCE: LazyLock<InForce> =
    LazyLock::new(|| embedded(include_str!("../../../../standards/assessment/scores-in-force.toml")));

/// A predictor whose score is shown on a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shown {
    /// OGRS3: all reoffending, from the record alone.
    Ogrs3,
    /// OGP: general reoffending, with the answers of an assessment.
    Ogp,
    /// OVP: violent reoffending, with the answers of an assessment.
    Ovp,
    /// RSR: serious reoffending.
    Rsr,
    /// All reoffending (OGRS4).
    AllReoffending,
    /// Violent reoffending (OGRS4).
    ViolentReoffending,
    /// Combined serious reoffending (OGRS4).
    CombinedSerious,
}

/// Every predictor with its days.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InForce {
    /// What they are and whose.
    pub about: About,
    score: Vec<Dated>,
}

/// A predictor and the days it was used.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dated {
    /// Which.
    pub name: Shown,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Option<Date>,
    /// Who says so.
    pub source: String,
    /// How far to trust it.
    pub status: Status,
}

impl Shown {
    /// What it is called.
    pub fn words(self) -> &'static str {
        match self {
            Shown::Ogrs3 => "All reoffending (OGRS3)",
            Shown::Ogp => "General reoffending (OGP)",
            Shown::Ovp => "Violent reoffending (OVP)",
            Shown::Rsr => "Serious reoffending (RSR)",
            Shown::AllReoffending => "All reoffending (ARP)",
            Shown::ViolentReoffending => "Violent reoffending (VRP)",
            Shown::CombinedSerious => "Serious reoffending (CSRP)",
        }
    }
}

impl InForce {
    /// As published with this release.
    pub fn published() -> &'static InForce {
        &IN_FORCE
    }

    /// What is used on a day.
    pub fn on(&self, day: Date) -> impl Iterator<Item = Shown> {
        self.score.iter().filter(move |s| s.from <= day && s.to.is_none_or(|to| day <= to)).map(|s| s.name)
    }
}

impl Pack for InForce {
    fn about(&self) -> &About {
        &self.about
    }

    fn check(&self) -> Result<(), PackError> {
        once("score", self.score.iter().map(|score| score.name.words()))?;
        for score in &self.score {
            if score.source.trim().is_empty() {
                return Err(PackError::NoSource(score.name.words().to_owned()));
            }
            if score.to.is_some_and(|to| to < score.from) {
                return Err(PackError::Unsound(format!("{} ends before it begins", score.name.words())));
            }
        }
        Ok(())
    }
}
