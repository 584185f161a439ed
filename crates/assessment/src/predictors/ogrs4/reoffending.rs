//! All, violent and serious violent reoffending: one shape, three models, each with and without an assessment.

use super::{
    super::{
        Answers, Band, Fault, Kind, Percent, Variant,
        answers::OffenceCode,
        faults::Faults,
        items::Items,
        linear::History,
        rounding::logistic,
        standards::{
            offences::{Category, Offences},
            ogrs4::{Model, Ogrs4},
        },
        steps::{Feature, Sink, Sum},
    },
    Reading, checks,
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
    let mut faults = Vec::new();
    let scored = score_with(Reading::of(variant), predictor, answers, &Items::of(answers), sink, &mut faults);
    Reoffending { faults, ..scored }
}

/// The same, where the items are known already; the faults go where the caller wants them.
pub(super) fn score_with<S: Sink>(
    reading: Reading<'_>,
    predictor: Predictor,
    answers: &Answers,
    items: &Items,
    sink: &mut S,
    faults: &mut impl Faults,
) -> Reoffending {
    let pack = reading.pack;
    checks::on_record(predictor, answers, &pack.limits, faults);
    let any_on_record = faults.any();
    checks::assessed(predictor, answers, faults);
    if any_on_record {
        return Reoffending::default();
    }
    let (Some(history), Some(category)) =
        (History::of(answers, pack.limits.months_counted_at_most), answers.offence.and_then(category_of))
    else {
        faults.only(Fault::unexpected("something is missing"));
        return Reoffending::default();
    };
    // Only serious violent reoffending has no check of its own for this; there the published calculation stops.
    if answers.followup_from.zip(answers.born).is_some_and(|(followup, born)| followup <= born) {
        faults.only(Fault::unexpected("the follow-up starts on or before the date of birth"));
        return Reoffending::default();
    }
    let model = predictor.model(pack);
    let kind = if faults.any() { Kind::Static } else { Kind::Dynamic };
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
    if zero && reading.variant == Variant::Published {
        faults.only(Fault::unexpected("the score rounds to 0.00%"));
        return Reoffending { zero, ..Reoffending::default() };
    }
    Reoffending {
        kind: Some(kind),
        total: Some(total),
        probability: Some(probability),
        score: Some(score),
        band: Some(model.bands.band(score)),
        category: Some(category),
        faults: Vec::new(),
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
