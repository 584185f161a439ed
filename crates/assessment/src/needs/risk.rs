//! The risk half of the programme needs identifier, with the predictors of 2026.

use super::{Figures, Level};
use crate::answers::Band;

/// The scores and bands risk is read from. `None` is not known.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Scores {
    /// All reoffending, percent.
    pub all_reoffending: Option<f64>,
    /// Violent reoffending, percent.
    pub violent: Option<f64>,
    /// The band of direct contact sexual reoffending.
    pub direct_contact: Option<Band>,
    /// The band of images and indirect contact.
    pub images: Option<Band>,
    /// Combined serious reoffending, percent.
    pub serious: Option<f64>,
    /// Risk to a partner (SARA).
    pub sara_partner: Option<Band>,
    /// Risk to others (SARA).
    pub sara_others: Option<Band>,
}

impl Scores {
    /// The level of risk.
    pub fn level(&self) -> Level {
        match self {
            scores if scores.is_high() => Level::High,
            scores if scores.is_medium() => Level::Medium,
            _ => Level::Low,
        }
    }

    /// The level if every missing band and score turned out at its worst. Medium is read from what is known, as published.
    pub fn projected(&self) -> Level {
        let worst = Scores {
            direct_contact: self.direct_contact.or(Some(Band::VeryHigh)),
            images: self.images.or(Some(Band::VeryHigh)),
            serious: self.serious.or(Some(100.0)),
            ..*self
        };
        if worst.is_high() { Level::High } else { self.level() }
    }

    /// Whether any reading is high.
    pub fn is_high(&self) -> bool {
        let cuts = &Figures::published().risk_2026;
        self.reoffending_is_high()
            || self.violence_is_high()
            || [self.direct_contact, self.images].iter().any(|band| *band >= Some(Band::High))
            || self.sara_has(Band::High)
            || self.serious_if_alone().is_some_and(|score| cuts.serious.is_high(score))
    }

    /// Whether any reading is medium.
    pub fn is_medium(&self) -> bool {
        let cuts = &Figures::published().risk_2026;
        self.all_reoffending.is_some_and(|score| cuts.all_reoffending.is_medium(score))
            || self.violent.is_some_and(|score| cuts.violent.is_medium(score))
            || [self.direct_contact, self.images].contains(&Some(Band::Medium))
            || self.sara_has(Band::Medium)
            || self.serious_if_alone().is_some_and(|score| cuts.serious.is_medium(score))
    }

    pub(super) fn reoffending_is_high(&self) -> bool {
        self.all_reoffending.is_some_and(|score| Figures::published().risk_2026.all_reoffending.is_high(score))
    }

    pub(super) fn violence_is_high(&self) -> bool {
        self.violent.is_some_and(|score| Figures::published().risk_2026.violent.is_high(score))
    }

    pub(super) fn sara_has(&self, band: Band) -> bool {
        [self.sara_partner, self.sara_others].contains(&Some(band))
    }

    /// Combined serious reoffending in whole percent, which counts only where neither sexual predictor has a band.
    fn serious_if_alone(&self) -> Option<f64> {
        let has_band = |band: Option<Band>| band.is_some_and(|band| band != Band::NotApplicable);
        let alone = !has_band(self.direct_contact) && !has_band(self.images);
        self.serious.filter(|_| alone).map(f64::trunc)
    }
}
