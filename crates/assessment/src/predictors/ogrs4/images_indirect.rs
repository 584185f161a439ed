//! Images and indirect contact sexual reoffending: the first of a few rules that fits.

use super::{
    super::{
        Answers, Band, Defect, Fault, Percent, Variant,
        answers::Gender,
        faults::Faults,
        sexual::{Counts, images_band},
        standards::{ogrs4::Ogrs4, points::ImagesIndirect},
        steps::{Feature, Sink, Sum},
    },
    Reading, checks,
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
    let mut faults = Vec::new();
    let scored = score_with(Reading::of(variant), answers, sink, &mut faults);
    ImagesScore { faults, ..scored }
}

/// The same; the faults go where the caller wants them.
pub(super) fn score_with<S: Sink>(
    reading: Reading<'_>,
    answers: &Answers,
    sink: &mut S,
    faults: &mut impl Faults,
) -> ImagesScore {
    checks::images_indirect(answers, faults);
    if faults.any() {
        return ImagesScore::default();
    }
    let table = &reading.pack.images;
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
    let weight = weight_in(table, gender, &counts, reading.variant);
    let differs =
        reading.variant == Variant::Published && weight < weight_in(table, gender, &counts, Variant::Corrected);
    Sum::new(sink).add(Feature::Images, 1.0, weight);
    ImagesScore {
        band: Some(images_band(table, weight)),
        weight: Some(weight),
        score: Some(Percent::of(weight)),
        female,
        history: Some(true),
        faults: Vec::new(),
        defect: differs.then_some(Defect::ImagesAnd),
    }
}

/// The probability that the first rule gives. As published, what is left needs offences without contact and against adults both.
pub fn weight(gender: Gender, counts: &Counts, variant: Variant) -> f64 {
    weight_in(&Ogrs4::published().images, gender, counts, variant)
}

fn weight_in(table: &ImagesIndirect, gender: Gender, counts: &Counts, variant: Variant) -> f64 {
    if gender == Gender::Female {
        return 0.0;
    }
    let left = match variant {
        Variant::Published => counts.non_contact != 0 && counts.contact_adult != 0,
        Variant::Corrected => counts.non_contact != 0 || counts.contact_adult != 0,
    };
    counts.first_that_fits(table).unwrap_or(if left { table.other } else { 0.0 })
}
