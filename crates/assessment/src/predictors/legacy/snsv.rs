//! SNSV: serious non-sexual violence within two years, from the record alone or with an assessment.

use super::{
    super::{
        Answers, Fault, FaultKind, Kind, Percent,
        answers::OffenceCode,
        dates::years,
        items::Items,
        linear::{History, Linear},
        rounding::{half_up, logistic},
        standards::{legacy::Legacy, offences::LegacyOffences},
        steps::{Feature, Sink, Sum},
    },
    ogrs3::code_length,
};

const SANCTIONS: &str = "totalNumberOfSanctionsForAllOffences";
const VIOLENT: &str = "totalNumberOfViolentSanctions";
const CONVICTED: &str = "dateOfCurrentConviction";
const FOLLOWUP: &str = "dateAtStartOfFollowupUserInput";

/// A score, or why there is none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SnsvScore {
    /// What it rests on.
    pub kind: Option<Kind>,
    /// The linear predictor.
    pub total: Option<f64>,
    /// The probability, to 16 decimals.
    pub probability: Option<f64>,
    /// In percent.
    pub score: Option<Percent>,
    /// What is missing or cannot be right.
    pub faults: Vec<Fault>,
}

/// The coefficients for one kind of score.
pub fn model(kind: Kind) -> &'static Linear {
    let snsv = &Legacy::published().snsv;
    match kind {
        Kind::Static => &snsv.on_record,
        Kind::Dynamic => &snsv.assessed,
    }
}

/// Scores one person; the steps go to `sink`.
pub fn score<S: Sink>(answers: &Answers, sink: &mut S) -> SnsvScore {
    let stopped = |kind, faults| SnsvScore { kind, faults, ..SnsvScore::default() };
    let faults = faults(answers);
    if !faults.is_empty() {
        return stopped(None, faults);
    }
    let unanswered = unanswered(answers);
    let kind = match (answers.only, &unanswered) {
        (Some(Kind::Static), _) | (None, Some(_)) => Kind::Static,
        (Some(Kind::Dynamic), _) | (None, None) => Kind::Dynamic,
    };
    let Some(weight) = answers.offence.and_then(weight_of) else {
        return stopped(Some(kind), vec![Fault::of(FaultKind::OffenceCodeUnknown, &["currentOffenceCode"])]);
    };
    let snsv = &Legacy::published().snsv;
    let Some(history) = History::of(answers, snsv.months_counted_at_most) else {
        return stopped(None, vec![Fault::unexpected("the day of the assessment is missing")]);
    };
    if let Some(why) = impossible(&history, snsv.least_age) {
        return stopped(None, vec![Fault::unexpected(why)]);
    }
    let place = kind as usize;
    let mut sum = Sum::new(sink);
    sum.add(Feature::Offence, 1.0, weight.snsv[place]);
    sum.add(Feature::OffenceAgainstPerson, 1.0, weight.against_person[place]);
    model(kind).add_to(&mut sum, &history, &Items::of(answers));
    let total = sum.total();
    let probability = half_up(logistic(total), 1e16) / 1e16;
    // Asked for the record alone, nobody misses the answers.
    let faults = if answers.only.is_none() { unanswered.into_iter().collect() } else { Vec::new() };
    SnsvScore {
        kind: Some(kind),
        total: Some(total),
        probability: Some(probability),
        score: Some(Percent::of(probability)),
        faults,
    }
}

fn weight_of(code: OffenceCode) -> Option<super::super::standards::offences::LegacyWeight> {
    match code {
        OffenceCode::Digits(code) => LegacyOffences::published().get(code),
        OffenceCode::FiveOther | OffenceCode::Malformed => None,
    }
}

fn impossible(history: &History, least_age: i32) -> Option<&'static str> {
    if history.age_at_followup < least_age || history.age_at_conviction < least_age {
        Some("nobody is scored at that age")
    } else if history.sanctions < 1 {
        Some("there is at least one sanction")
    } else if history.violent < 0 {
        Some("violent sanctions are negative")
    } else {
        None
    }
}

fn faults(answers: &Answers) -> Vec<Fault> {
    let asked = [
        ("gender", answers.gender.is_some()),
        ("dateOfBirth", answers.born.is_some()),
        (CONVICTED, answers.convicted_on.is_some()),
        ("currentOffenceCode", answers.offence.is_some()),
        (SANCTIONS, answers.sanctions.is_some()),
        ("ageAtFirstSanction", answers.first_sanction_age.is_some()),
        ("supervisionStatus", answers.supervision.is_some()),
        (FOLLOWUP, answers.followup_from.is_some()),
        (VIOLENT, answers.violent_sanctions.is_some()),
    ];
    let mut faults = Vec::new();
    faults.extend(Fault::missing(FaultKind::MissingMandatory, &asked));
    if answers.only == Some(Kind::Dynamic) {
        faults.extend(unanswered(answers));
    }
    faults.extend(code_length(answers));
    faults.extend(violent_within_all(answers));
    faults.extend(followup_after_conviction(answers));
    faults.extend(first_sanction_before_conviction(answers));
    faults
}

/// The answers that are missing for a score with an assessment. Domestic abuse is known when there is no evidence of it, or
/// when there is and it is known whether of a partner.
fn unanswered(answers: &Answers) -> Option<Fault> {
    let asked = [
        ("didOffenceInvolveCarryingOrUsingWeapon", answers.weapon.is_some()),
        ("suitabilityOfAccommodation", answers.accommodation.is_some()),
        ("isUnemployed", answers.unemployed.is_some()),
        ("currentRelationshipWithPartner", answers.partner.is_some()),
        ("currentAlcoholUseProblems", answers.alcohol.is_some()),
        ("excessiveAlcoholUse", answers.binge.is_some()),
        ("impulsivityProblems", answers.impulsivity.is_some()),
        ("temperControl", answers.temper.is_some()),
        ("proCriminalAttitudes", answers.attitudes.is_some()),
        ("previousConvictions", answers.past_offences.is_some()),
        ("evidenceOfDomesticAbuse", answers.domestic_abuse.is_some()),
        ("domesticAbuseAgainstPartner", answers.domestic_abuse != Some(true) || answers.abuse_of_partner.is_some()),
    ];
    Fault::missing(FaultKind::MissingDynamic, &asked)
}

fn violent_within_all(answers: &Answers) -> Option<Fault> {
    let (violent, all) = answers.violent_sanctions.zip(answers.sanctions)?;
    (violent > all).then(|| Fault::of(FaultKind::ViolentAboveTotal, &[SANCTIONS, VIOLENT]))
}

fn followup_after_conviction(answers: &Answers) -> Option<Fault> {
    let (followup, convicted) = answers.followup_from.zip(answers.convicted_on)?;
    (followup < convicted).then(|| Fault::of(FaultKind::FollowupBeforeConviction, &[FOLLOWUP, CONVICTED]))
}

fn first_sanction_before_conviction(answers: &Answers) -> Option<Fault> {
    let (born, convicted) = answers.born.zip(answers.convicted_on)?;
    let fields = ["ageAtFirstSanction", "dateOfBirth", CONVICTED];
    (answers.first_sanction_age? > years(born, convicted))
        .then(|| Fault::of(FaultKind::FirstSanctionAfterConviction, &fields))
}
