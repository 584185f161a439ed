//! Bands, and the thresholds that make them.

use super::rounding::Percent;

/// How a score is called. The order is from the least to the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// The predictor does not speak of this person.
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

impl Band {
    /// Every band.
    pub const ALL: [Band; 5] = [Band::NotApplicable, Band::Low, Band::Medium, Band::High, Band::VeryHigh];

    /// The published name.
    pub fn name(self) -> &'static str {
        match self {
            Band::NotApplicable => "NOT_APPLICABLE",
            Band::Low => "LOW",
            Band::Medium => "MEDIUM",
            Band::High => "HIGH",
            Band::VeryHigh => "VERY_HIGH",
        }
    }

    /// The band of this name.
    pub fn named(name: &str) -> Option<Band> {
        Band::ALL.into_iter().find(|band| band.name() == name)
    }

    /// One step down, as far as low.
    pub fn lower(self) -> Band {
        match self {
            Band::VeryHigh => Band::High,
            Band::High => Band::Medium,
            Band::Medium => Band::Low,
            Band::Low | Band::NotApplicable => self,
        }
    }
}

/// Where medium, high and very high begin, in percent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Thresholds {
    /// Medium from here.
    pub medium: Percent,
    /// High from here.
    pub high: Percent,
    /// Very high from here.
    pub very_high: Percent,
}

impl Thresholds {
    /// The band of a score.
    pub fn band(&self, score: Percent) -> Band {
        self.reached(score, |threshold| threshold)
    }

    /// The band of a percentage that nobody has rounded.
    pub fn band_of(&self, percent: f64) -> Band {
        self.reached(percent, Percent::value)
    }

    fn reached<T: Copy + PartialOrd>(&self, score: T, as_score: impl Fn(Percent) -> T) -> Band {
        if score >= as_score(self.very_high) {
            Band::VeryHigh
        } else if score >= as_score(self.high) {
            Band::High
        } else if score >= as_score(self.medium) {
            Band::Medium
        } else {
            Band::Low
        }
    }

    /// The band of a whole percentage.
    pub fn of_whole(&self, percent: i32) -> Band {
        self.band_of(f64::from(percent))
    }
}
