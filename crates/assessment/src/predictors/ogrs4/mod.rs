//! OGRS4: six predictors of 2026, and all of them for one person at once.
//!
//! - [`reoffending`]: all, violent and serious violent reoffending.
//! - [`direct_contact`], [`images_indirect`]: the sexual predictors. [`combined`]: the sum that is combined serious reoffending.
//! - [`checks`]: what must be known, and what cannot be right, in the published order.

pub mod checks;
pub mod combined;
pub mod direct_contact;
pub mod images_indirect;
pub mod reoffending;

use super::{Answers, Variant, items::Items};
use combined::Combined;
use direct_contact::DirectContactScore;
use images_indirect::ImagesScore;
use reoffending::{Predictor, Reoffending};

/// All six scores of one person.
#[derive(Clone, Debug, PartialEq)]
pub struct Scores {
    /// All reoffending.
    pub all: Reoffending,
    /// Violent reoffending.
    pub violent: Reoffending,
    /// Serious violent reoffending.
    pub serious_violent: Reoffending,
    /// Direct contact sexual reoffending.
    pub direct_contact: DirectContactScore,
    /// Images and indirect contact sexual reoffending.
    pub images: ImagesScore,
    /// Combined serious reoffending.
    pub combined: Combined,
}

/// Scores one person with all six. Allocates nothing unless there are faults to list.
pub fn score_all(answers: &Answers, variant: Variant) -> Scores {
    let items = Items::of(answers);
    let of = |predictor| reoffending::score_with(predictor, answers, &items, variant, &mut ());
    let serious_violent = of(Predictor::SeriousViolent);
    let direct_contact = direct_contact::score(answers, variant, &mut ());
    let images = images_indirect::score(answers, variant, &mut ());
    let combined = combined::score(answers, &serious_violent, &direct_contact, &images);
    Scores {
        all: of(Predictor::All),
        violent: of(Predictor::Violent),
        serious_violent,
        direct_contact,
        images,
        combined,
    }
}
