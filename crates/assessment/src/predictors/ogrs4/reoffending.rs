//! All, violent and serious violent reoffending: one shape, three models, each with and without an assessment.

use super::{
    super::{
        Answers, Band, Fault, Kind, Percent, Variant,
        answers::OffenceCode,
        items::Items,
        linear::History,
        rounding::logistic,
        standards::{
            offences::{Category, Offences},
            ogrs4::{Model, Ogrs4},
        },
        steps::{Feature, Sink, Sum},
    },
    checks,
};

/// Which of the three.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Predictor {
    /// All reoffending.
    All,
    /// Violent reoffending.
    Violent,
    /// Serious violent reoffending.
    SeriousViolent,
}

impl Predictor {
    fn model(self, pack: &Ogrs4) -> &Model {
        match self {
            Predictor::All => &pack.all,
            Predictor::Violent => &pack.violent,
            Predictor::SeriousViolent => &pack.serious_violent,
        }
    }
}

/// A score, or why there is none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reoffending {
    /// What it rests on; none without a score.
    pub kind: Option<Kind>,
    /// The linear predictor.
    pub total: Option<f64>,
    /// The probability within two years, unrounded.
    pub probability: Option<f64>,
    /// In percent.
    pub score: Option<Percent>,
    /// Its band.
    pub band: Option<Band>,
    /// The category of the current offence.
    pub category: Option<Category>,
    /// What is missing or cannot be right.
    pub faults: Vec<Fault>,
    /// The score would be 0.00, which the published service calls an error.
    pub zero: bool,
}

/// Scores one person; the steps go to `sink`.
pub fn score<S: Sink>(predictor: Predictor, answers: &Answers, variant: Variant, sink: &mut S) -> Reoffending {
    score_with(predictor, answers, &Items::of(answers), variant, sink)
}

/// The same, where the items are known already.
pub(super) fn score_with<S: Sink>(
    predictor: Predictor,
    answers: &Answers,
    items: &Items,
    variant: Variant,
    sink: &mut S,
) -> Reoffending {
    let pack = Ogrs4::published();
    let mut faults = checks::on_record(predictor, answers);
    let any_on_record = !faults.is_empty();
    checks::assessed(predictor, answers, &mut faults);
    if any_on_record {
        return Reoffending { faults, ..Reoffending::default() };
    }
    let (Some(history), Some(category)) =
        (History::of(answers, pack.limits.months_counted_at_most), answers.offence.and_then(category_of))
    else {
        return Reoffending { faults: vec![Fault::unexpected("something is missing")], ..Reoffending::default() };
    };
    // Only serious violent reoffending has no check of its own for this; there the published calculation stops.
    if answers.followup_from.zip(answers.born).is_some_and(|(followup, born)| followup <= born) {
        let why = "the follow-up starts on or before the date of birth";
        return Reoffending { faults: vec![Fault::unexpected(why)], ..Reoffending::default() };
    }
    let model = predictor.model(pack);
    let kind = if faults.is_empty() { Kind::Dynamic } else { Kind::Static };
    let weighed = match kind {
        Kind::Static => &model.on_record,
        Kind::Dynamic => &model.assessed,
    };
    let mut sum = Sum::new(sink);
    sum.add(Feature::Offence, 1.0, weighed.offence[category as usize]);
    weighed.linear.add_to(&mut sum, &history, items);
    let total = sum.total();
    let probability = logistic(total);
    let score = Percent::of(probability).clamped();
    let zero = score == Percent::ZERO && predictor != Predictor::SeriousViolent;
    if zero && variant == Variant::Published {
        let faults = vec![Fault::unexpected("the score rounds to 0.00%")];
        return Reoffending { faults, zero, ..Reoffending::default() };
    }
    Reoffending {
        kind: Some(kind),
        total: Some(total),
        probability: Some(probability),
        score: Some(score),
        band: Some(model.bands.band(score)),
        category: Some(category),
        faults,
        zero,
    }
}

/// The category of a code, if it has one that says something.
pub fn category_of(code: OffenceCode) -> Option<Category> {
    match code {
        OffenceCode::Digits(code) => Offences::published().category(code),
        OffenceCode::FiveOther | OffenceCode::Malformed => None,
    }
}
