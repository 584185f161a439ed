//! Direct contact sexual reoffending: points, a probability, and a band that may fall after years without an offence.

use super::{
    super::{
        Answers, Band, Defect, Fault, Percent, Variant,
        answers::{Gender, Supervision},
        sexual::{Earning, Reduction, RemandIs, band, points, probability},
        standards::ogrs4::Ogrs4,
        steps::Sink,
    },
    checks,
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

/// Scores one person; the points go to `sink`.
pub fn score<S: Sink>(answers: &Answers, variant: Variant, sink: &mut S) -> DirectContactScore {
    let stopped = |faults| DirectContactScore { faults, ..DirectContactScore::default() };
    let faults = checks::direct_contact(answers);
    if !faults.is_empty() {
        return stopped(faults);
    }
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
        return stopped(vec![Fault::unexpected("the follow-up starts on or before the date of birth")]);
    }
    let table = &Ogrs4::published().direct_contact;
    let (Some(earning), Some(gender), Some(supervision), Some(followup_from)) =
        (Earning::of(answers), answers.gender, answers.supervision, answers.followup_from)
    else {
        return stopped(vec![Fault::unexpected("something is missing")]);
    };
    let points = points(table, &earning, sink);
    let Some(unreduced) = band(table, points) else {
        return stopped(vec![Fault::unexpected("the points lie outside the table")]);
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
    let remand = match variant {
        Variant::Published => RemandIs::NotCustody,
        Variant::Corrected => RemandIs::Custody,
    };
    let falls = points > 0 && reduction.applies(table, remand);
    let probability = probability(table, points);
    DirectContactScore {
        band: Some(if falls { unreduced.lower() } else { unreduced }),
        unreduced: Some(unreduced),
        points: Some(points),
        probability: Some(probability),
        score: Some(Percent::of(probability)),
        reduced: (points > 0).then_some(falls),
        female: Some(false),
        history: answers.sexual_history,
        faults,
        defect: (falls && supervision == Supervision::Remand).then_some(Defect::RemandNotCustody),
    }
}
