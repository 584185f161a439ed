//! Combined serious reoffending: the sum of three scores after they were rounded, and of what a female's sexual offence adds.

use super::{
    super::{
        Answers, Band, Fault, FaultKind, Kind, Percent,
        answers::Gender,
        faults::{Faults, Tally},
        standards::ogrs4::Ogrs4,
    },
    checks,
    direct_contact::DirectContactScore,
    images_indirect::ImagesScore,
    reoffending::Reoffending,
};

/// A score, or why there is none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Combined {
    /// In percent.
    pub score: Option<Percent>,
    /// Its band.
    pub band: Option<Band>,
    /// What the serious violent part rests on.
    pub kind: Option<Kind>,
    /// Of a female.
    pub female: Option<bool>,
    /// With a history of sexual offending.
    pub history: Option<bool>,
    /// What a female's sexual offence added.
    pub added_for_female: Percent,
    /// What is missing or cannot be right.
    pub faults: Vec<Fault>,
}

/// Adds up one person's scores.
pub fn score(
    answers: &Answers,
    serious_violent: &Reoffending,
    direct_contact: &DirectContactScore,
    images: &ImagesScore,
) -> Combined {
    let tallies = [&direct_contact.faults, &images.faults, &serious_violent.faults].map(Faults::tally);
    let mut faults = Vec::new();
    let pack = Ogrs4::published();
    let parts = (serious_violent, direct_contact, images);
    let scored = score_with(pack, answers, parts, tallies, &mut faults);
    Combined { faults, ..scored }
}

/// The same, where the faults of the three were tallied: of direct contact, images and violence.
pub(super) fn score_with(
    pack: &Ogrs4,
    answers: &Answers,
    (serious_violent, direct_contact, images): (&Reoffending, &DirectContactScore, &ImagesScore),
    [contact_tally, images_tally, violent_tally]: [Tally; 3],
    faults: &mut impl Faults,
) -> Combined {
    let failed = [
        ("DIRECT_CONTACT_SEXUAL_REOFFENDING_PREDICTOR", contact_tally.any),
        ("IMAGES_AND_INDIRECT_CONTACT_SEXUAL_REOFFENDING_PREDICTOR", images_tally.any),
        ("SERIOUS_VIOLENT_REOFFENDING_PREDICTOR", violent_tally.beside_answers),
    ];
    let own = checks::combined(answers);
    if own.is_some() || failed.iter().any(|(_, failed)| *failed) {
        // Said first even when no component failed: the published list may be empty.
        let fields = failed.iter().filter(|(_, failed)| *failed).map(|(name, _)| *name).collect();
        faults.found(Fault { kind: FaultKind::Component, fields, why: None });
        faults.all(own);
        return Combined::default();
    }
    let female = answers.gender == Some(Gender::Female);
    let added_for_female = if female && answers.sexual_history == Some(true) {
        Percent::of(pack.female_with_sexual_offence)
    } else {
        Percent::ZERO
    };
    let score = serious_violent
        .score
        .zip(direct_contact.score)
        .zip(images.score)
        .map(|((violent, contact), images)| violent.plus(contact).plus(images).plus(added_for_female).clamped());
    Combined {
        score,
        band: score.map(|score| pack.combined.band(score)),
        kind: serious_violent.kind,
        female: Some(female),
        history: answers.sexual_history,
        added_for_female,
        faults: Vec::new(),
    }
}
