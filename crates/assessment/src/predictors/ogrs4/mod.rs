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

use super::{
    Answers, Fault, Variant,
    faults::{Faults, Tally},
    items::Items,
    standards::ogrs4::Ogrs4,
};
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

/// Which models, and which reading of them.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'p> {
    /// The models.
    pub pack: &'p Ogrs4,
    /// As published, or with the named defects put right.
    pub variant: Variant,
}

impl Reading<'static> {
    /// Of the models that are built in.
    pub fn of(variant: Variant) -> Reading<'static> {
        Reading { pack: Ogrs4::published(), variant }
    }
}

/// Scores one person with all six. Allocates nothing unless there are faults to list.
pub fn score_all(answers: &Answers, variant: Variant) -> Scores {
    let (mut scores, faults) = six::<Vec<Fault>>(Reading::of(variant), answers);
    let [all, violent, serious_violent, direct_contact, images, combined] = faults;
    scores.all.faults = all;
    scores.violent.faults = violent;
    scores.serious_violent.faults = serious_violent;
    scores.direct_contact.faults = direct_contact;
    scores.images.faults = images;
    scores.combined.faults = combined;
    scores
}

/// The same scores of any reading, without a word of what is wrong where there is none. Allocates nothing at all.
pub fn scores_alone(reading: Reading<'_>, answers: &Answers) -> Scores {
    six::<Tally>(reading, answers).0
}

fn six<F: Faults + Default>(reading: Reading<'_>, answers: &Answers) -> (Scores, [F; 6]) {
    let items = Items::of(answers);
    let mut faults: [F; 6] = Default::default();
    let [for_all, for_violent, for_serious, for_contact, for_images, for_combined] = &mut faults;
    let of = |predictor, faults: &mut F| reoffending::score_with(reading, predictor, answers, &items, &mut (), faults);
    let all = of(Predictor::All, for_all);
    let violent = of(Predictor::Violent, for_violent);
    let serious_violent = of(Predictor::SeriousViolent, for_serious);
    let direct_contact = direct_contact::score_with(reading, answers, &mut (), for_contact);
    let images = images_indirect::score_with(reading, answers, &mut (), for_images);
    let tallies = [for_contact.tally(), for_images.tally(), for_serious.tally()];
    let parts = (&serious_violent, &direct_contact, &images);
    let combined = combined::score_with(reading.pack, answers, parts, tallies, for_combined);
    (Scores { all, violent, serious_violent, direct_contact, images, combined }, faults)
}
