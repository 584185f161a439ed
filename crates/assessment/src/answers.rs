//! The words in which published assessments answer, and what each counts.

use serde::Deserialize;

/// A band or level, lowest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Band {
    /// The question does not apply to this person.
    NotApplicable,
    /// Low.
    Low,
    /// Medium.
    Medium,
    /// High.
    High,
    /// Very high.
    VeryHigh,
}

/// The answer to an OASys question about a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Problem {
    /// None: counts 0.
    NoProblems,
    /// Some: counts 1.
    SomeProblems,
    /// Significant: counts 2.
    SignificantProblems,
}

/// The answer to “does the person …”.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum YesSometimesNo {
    /// Yes: counts 0.
    Yes,
    /// Sometimes: counts 1.
    Sometimes,
    /// No: counts 2.
    No,
}

/// Professional or vocational qualifications.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Qualifications {
    /// Any: counts 0.
    AnyQualification,
    /// None: counts 2.
    NoQualifications,
}

/// Sex, as the published services ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Gender {
    /// Male.
    Male,
    /// Female.
    Female,
}

/// Where the person is supervised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SupervisionStatus {
    /// In custody, sentenced.
    Custody,
    /// On remand.
    Remand,
    /// In the community.
    Community,
}

impl Band {
    /// The band a predictor gave, as the tiers read it.
    pub fn published(band: crate::predictors::Band) -> Band {
        use crate::predictors::Band as Given;
        match band {
            Given::NotApplicable => Band::NotApplicable,
            Given::Low => Band::Low,
            Given::Medium => Band::Medium,
            Given::High => Band::High,
            Given::VeryHigh => Band::VeryHigh,
        }
    }
}

impl Problem {
    /// What it counts.
    pub fn points(self) -> u32 {
        self as u32
    }

    /// Whether there is any problem.
    pub fn any(self) -> bool {
        self != Problem::NoProblems
    }
}

impl YesSometimesNo {
    /// What it counts: more for less.
    pub fn points(self) -> u32 {
        self as u32
    }
}

impl Qualifications {
    /// What it counts: having none counts 2.
    pub fn points(self) -> u32 {
        2 * (self as u32)
    }
}
