//! Images and indirect contact sexual reoffending: the first of a few rules that fits.

use super::{
    super::{
        Answers, Band, Defect, Fault, Percent, Variant,
        answers::Gender,
        sexual::{Counts, images_band},
        standards::ogrs4::Ogrs4,
        steps::{Feature, Sink, Sum},
    },
    checks,
};

/// A score, or why there is none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImagesScore {
    /// Its band.
    pub band: Option<Band>,
    /// The probability; none where the predictor does not speak of the person.
    pub weight: Option<f64>,
    /// In percent.
    pub score: Option<Percent>,
    /// Scored as a female.
    pub female: Option<bool>,
    /// With a history of sexual offending.
    pub history: Option<bool>,
    /// What is missing or cannot be right.
    pub faults: Vec<Fault>,
    /// A named defect that made a difference here.
    pub defect: Option<Defect>,
}

/// Scores one person; the one step goes to `sink`.
pub fn score<S: Sink>(answers: &Answers, variant: Variant, sink: &mut S) -> ImagesScore {
    let faults = checks::images_indirect(answers);
    if !faults.is_empty() {
        return ImagesScore { faults, ..ImagesScore::default() };
    }
    let gender = answers.gender;
    let female = Some(gender == Some(Gender::Female));
    if answers.sexual_history != Some(true) {
        return ImagesScore {
            band: Some(Band::NotApplicable),
            score: Some(Percent::ZERO),
            female,
            history: answers.sexual_history,
            ..ImagesScore::default()
        };
    }
    // Nobody counts a female's sanctions here.
    let nobody = Counts { images: 0, contact_adult: 0, contact_child: 0, non_contact: 0 };
    let counts = Counts::of(answers).unwrap_or(nobody);
    let gender = gender.unwrap_or(Gender::Male);
    let weight = weight(gender, &counts, variant);
    let differs = variant == Variant::Published && weight < self::weight(gender, &counts, Variant::Corrected);
    Sum::new(sink).add(Feature::Images, 1.0, weight);
    ImagesScore {
        band: Some(images_band(&Ogrs4::published().images, weight)),
        weight: Some(weight),
        score: Some(Percent::of(weight)),
        female,
        history: Some(true),
        faults,
        defect: differs.then_some(Defect::ImagesAnd),
    }
}

/// The probability that the first rule gives. As published, what is left needs offences without contact and against adults both.
pub fn weight(gender: Gender, counts: &Counts, variant: Variant) -> f64 {
    let table = &Ogrs4::published().images;
    if gender == Gender::Female {
        return 0.0;
    }
    let left = match variant {
        Variant::Published => counts.non_contact != 0 && counts.contact_adult != 0,
        Variant::Corrected => counts.non_contact != 0 || counts.contact_adult != 0,
    };
    counts.first_that_fits(table).unwrap_or(if left { table.other } else { 0.0 })
}
