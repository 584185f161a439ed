//! RSR: the risk of serious recidivism, the sum of SNSV and the two sexual predictors after they were rounded. Three bands.

use super::{
    super::{
        Answers, Band, Fault, FaultKind, Percent,
        answers::Gender,
        ogrs4::{combined::Combined, direct_contact::DirectContactScore, images_indirect::ImagesScore},
        standards::legacy::Legacy,
    },
    snsv::SnsvScore,
};

/// Adds up one person's scores.
pub fn score(
    answers: &Answers,
    snsv: &SnsvScore,
    direct_contact: &DirectContactScore,
    images: &ImagesScore,
) -> Combined {
    let only_answers_missing = |fault: &Fault| fault.kind == FaultKind::MissingDynamic;
    let failed = [
        ("OSPDC", !direct_contact.faults.is_empty()),
        ("OSPIIC", !images.faults.is_empty()),
        ("SNSV", !snsv.faults.iter().all(only_answers_missing)),
    ];
    let names: Vec<_> = failed.iter().filter(|(_, failed)| *failed).map(|(name, _)| *name).collect();
    if !names.is_empty() {
        return Combined { faults: vec![Fault::of(FaultKind::Component, &names)], ..Combined::default() };
    }
    let female = answers.gender == Some(Gender::Female);
    let added_for_female = if female && answers.sexual_history == Some(true) {
        Percent::of(Legacy::published().rsr.female_with_sexual_offence)
    } else {
        Percent::ZERO
    };
    let score = snsv
        .score
        .zip(direct_contact.score)
        .zip(images.score)
        .map(|((violent, contact), images)| violent.plus(contact).plus(images).plus(added_for_female).clamped());
    Combined {
        score,
        band: score.and_then(|score| band(score.value())),
        kind: snsv.kind,
        female: Some(female),
        history: answers.sexual_history,
        added_for_female,
        faults: Vec::new(),
    }
}

/// The band of a percentage; none below nothing.
pub fn band(percent: f64) -> Option<Band> {
    let rsr = &Legacy::published().rsr;
    if percent < 0.0 {
        None
    } else if percent >= rsr.high_from.value() {
        Some(Band::High)
    } else if percent >= rsr.medium_from.value() {
        Some(Band::Medium)
    } else {
        Some(Band::Low)
    }
}
