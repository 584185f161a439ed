//! Direct contact sexual reoffending: points, a probability, and a band that may fall after years without an offence.

use super::{
    super::{
        Answers, Band, Defect, Fault, Percent, Variant,
        answers::{Gender, Supervision},
        faults::Faults,
        sexual::{Earning, Reduction, RemandIs, band, points, probability},
        standards::points::DirectContact,
        steps::Sink,
    },
    Reading, checks,
};

/// A score, or why there is none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DirectContactScore {
    /// Its band, after any reduction.
    pub band: Option<Band>,
    /// The band before.
    pub unreduced: Option<Band>,
    /// The points; none where the predictor does not speak of the person.
    pub points: Option<i32>,
    /// The probability, unrounded.
    pub probability: Option<f64>,
    /// In percent.
    pub score: Option<Percent>,
    /// Whether the band fell; not said without points.
    pub reduced: Option<bool>,
    /// Scored as a female.
    pub female: Option<bool>,
    /// With a history of sexual offending.
    pub history: Option<bool>,
    /// What is missing or cannot be right.
    pub faults: Vec<Fault>,
    /// A named defect that made a difference here.
    pub defect: Option<Defect>,
}

impl DirectContactScore {
    /// What points make of somebody of whom the predictor speaks: the band that goes with them, one lower where it falls.
    pub(crate) fn of(
        table: &DirectContact,
        points: i32,
        reduction: &Reduction,
        variant: Variant,
        history: Option<bool>,
    ) -> DirectContactScore {
        let remand = match variant {
            Variant::Published => RemandIs::NotCustody,
            Variant::Corrected => RemandIs::Custody,
        };
        let falls = points > 0 && reduction.applies(table, remand);
        let probability = probability(table, points);
        DirectContactScore {
            band: reduction.band.map(|unreduced| if falls { unreduced.lower() } else { unreduced }),
            unreduced: reduction.band,
            points: Some(points),
            probability: Some(probability),
            score: Some(Percent::of(probability)),
            reduced: (points > 0).then_some(falls),
            female: Some(false),
            history,
            faults: Vec::new(),
            defect: (falls && reduction.supervision == Supervision::Remand).then_some(Defect::RemandNotCustody),
        }
    }
}

/// Scores one person; the points go to `sink`.
pub fn score<S: Sink>(answers: &Answers, variant: Variant, sink: &mut S) -> DirectContactScore {
    let mut faults = Vec::new();
    let scored = score_with(Reading::of(variant), answers, sink, &mut faults);
    DirectContactScore { faults, ..scored }
}

/// The same; the faults go where the caller wants them.
pub(super) fn score_with<S: Sink>(
    reading: Reading<'_>,
    answers: &Answers,
    sink: &mut S,
    faults: &mut impl Faults,
) -> DirectContactScore {
    checks::direct_contact(answers, &reading.pack.limits, faults);
    if faults.any() {
        return DirectContactScore::default();
    }
    let mut stopped = |why| {
        faults.only(Fault::unexpected(why));
        DirectContactScore::default()
    };
    let female = answers.gender == Some(Gender::Female);
    if female || answers.sexual_history == Some(false) {
        return DirectContactScore {
            band: Some(Band::NotApplicable),
            probability: Some(0.0),
            score: Some(Percent::ZERO),
            female: Some(female),
            history: answers.sexual_history,
            ..DirectContactScore::default()
        };
    }
    if answers.followup_from.zip(answers.born).is_some_and(|(followup, born)| followup <= born) {
        return stopped("the follow-up starts on or before the date of birth");
    }
    let table = &reading.pack.direct_contact;
    let (Some(earning), Some(gender), Some(supervision), Some(followup_from)) =
        (Earning::of(answers), answers.gender, answers.supervision, answers.followup_from)
    else {
        return stopped("something is missing");
    };
    let points = points(table, &earning, sink);
    let Some(unreduced) = band(table, points) else {
        return stopped("the points lie outside the table");
    };
    let reduction = Reduction {
        gender,
        supervision,
        last_offence: answers.last_offence,
        last_sexual_offence: answers.last_sexual_offence,
        followup_from,
        assessed_on: answers.assessed_on,
        band: Some(unreduced),
    };
    DirectContactScore::of(table, points, &reduction, reading.variant, answers.sexual_history)
}
