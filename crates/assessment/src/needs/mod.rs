//! Which programme somebody needs (the programme needs identifier, PNI).
//!
//! - [`domains`]: four domains of need from the answers of an assessment.
//! - [`pathway`]: need and risk to a pathway, with the predictors of 2026.
//! - [`risk`]: the risk half of that.
//! - [`ogrs3`]: the same with the predictors before them, 2024 to 2026.
//! - [`cohort`]: which cohort of programmes, and whether learning is a challenge.

pub mod cohort;
pub mod domains;
mod figures;
pub mod ogrs3;
pub mod pathway;
pub mod risk;

pub use figures::Figures;

/// How great a need or a risk is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Low.
    Low,
    /// Medium.
    Medium,
    /// High.
    High,
}

impl Level {
    /// The published name.
    pub fn published(self) -> &'static str {
        match self {
            Level::Low => "LOW",
            Level::Medium => "MEDIUM",
            Level::High => "HIGH",
        }
    }
}
