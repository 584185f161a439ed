//! OGRS3: all reoffending within one year and within two, from the record alone.

use super::super::{
    Answers, Band, Fault, FaultKind,
    answers::{Gender, OffenceCode},
    dates::years,
    rounding::{half_up, logistic, whole_percent},
    standards::{
        legacy::Legacy,
        offences::{LegacyOffences, LegacyWeight},
    },
    steps::{Feature, Sink, Sum},
};

const SANCTIONS: &str = "totalNumberOfSanctionsForAllOffences";
const CONVICTED: &str = "dateOfCurrentConviction";

/// A score, or why there is none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ogrs3Score {
    /// The linear predictor, before the constant of one year or two.
    pub total: Option<f64>,
    /// Within one year, in whole percent.
    pub one_year: Option<i32>,
    /// Within two years, in whole percent.
    pub two_years: Option<i32>,
    /// The band of two years.
    pub band: Option<Band>,
    /// What is missing or cannot be right.
    pub faults: Vec<Fault>,
}

impl From<Vec<Fault>> for Ogrs3Score {
    fn from(faults: Vec<Fault>) -> Self {
        Ogrs3Score { faults, ..Ogrs3Score::default() }
    }
}

/// Scores one person; the steps go to `sink`.
pub fn score<S: Sink>(answers: &Answers, sink: &mut S) -> Ogrs3Score {
    let faults = faults(answers);
    if !faults.is_empty() {
        return faults.into();
    }
    let (Some(born), Some(convicted), Some(followup), Some(gender), Some(sanctions), Some(first_age)) = (
        answers.born,
        answers.convicted_on,
        answers.followup_from,
        answers.gender,
        answers.sanctions,
        answers.first_sanction_age,
    ) else {
        return vec![Fault::unexpected("something is missing")].into();
    };
    if followup <= born {
        return vec![Fault::unexpected("the follow-up starts on or before the date of birth")].into();
    }
    let faults = age_and_offence_faults(answers);
    if !faults.is_empty() {
        return faults.into();
    }
    let model = &Legacy::published().ogrs3;
    let (Some(for_age), Some(for_offence)) = (
        age_weight(years(born, followup), gender),
        answers.offence.and_then(weight_of).and_then(|weight| weight.ogrs3),
    ) else {
        return vec![Fault::unexpected("nobody is scored at that age")].into();
    };
    let since_first = f64::from(model.rate_years + years(born, convicted)) - f64::from(first_age);
    let mut sum = Sum::new(sink);
    sum.add(Feature::Age, 1.0, for_age);
    sum.add(
        Feature::ConvictedBefore,
        1.0,
        if sanctions == 1 { model.first_conviction } else { model.convicted_before },
    );
    sum.add(Feature::Rate, (f64::from(sanctions) / since_first).ln(), model.rate);
    sum.add(Feature::Offence, 1.0, for_offence);
    let total = sum.total();
    let (Some(one_year), Some(two_years)) = (probability(total, model.one_year), probability(total, model.two_years))
    else {
        return vec![Fault::unexpected("the sum is too great for the curve")].into();
    };
    let two_years = whole_percent(two_years);
    Ogrs3Score {
        total: Some(total),
        one_year: Some(whole_percent(one_year)),
        two_years: Some(two_years),
        band: Some(Legacy::published().ogrs3_bands.of_whole(two_years)),
        faults: Vec::new(),
    }
}

/// What an age adds; nobody is scored below the least.
pub fn age_weight(age: i32, gender: Gender) -> Option<f64> {
    let row = Legacy::published().ogrs3.age.iter().rev().find(|row| age >= row.from)?;
    Some(match gender {
        Gender::Male => row.male,
        Gender::Female => row.female,
    })
}

/// The probability of a sum, rounded to five decimals; none where the published exponential would overflow.
pub fn probability(total: f64, constant: f64) -> Option<f64> {
    let exponent = total + constant;
    (exponent < 709.0 && exponent > -745.0).then(|| half_up(logistic(exponent), 1e5) / 1e5)
}

fn weight_of(code: OffenceCode) -> Option<LegacyWeight> {
    match code {
        OffenceCode::Digits(code) => LegacyOffences::published().get(code),
        OffenceCode::FiveOther | OffenceCode::Malformed => None,
    }
}

fn faults(answers: &Answers) -> Vec<Fault> {
    let asked = [
        ("gender", answers.gender.is_some()),
        ("dateOfBirth", answers.born.is_some()),
        (CONVICTED, answers.convicted_on.is_some()),
        ("dateAtStartOfFollowupCalculated", answers.followup_from.is_some()),
        (SANCTIONS, answers.sanctions.is_some()),
        ("ageAtFirstSanction", answers.first_sanction_age.is_some()),
        ("currentOffenceCode", answers.offence.is_some()),
    ];
    let mut faults = Vec::new();
    faults.extend(Fault::missing(FaultKind::MissingMandatory, &asked));
    if answers.sanctions.is_some_and(|sanctions| sanctions < 1) {
        faults.push(Fault::of(FaultKind::SanctionsBelowOne, &[SANCTIONS]));
    }
    faults.extend(code_length(answers));
    if faults.is_empty() { age_order(answers).into_iter().collect() } else { faults }
}

/// A code is five characters; whether it is known is asked later.
pub(super) fn code_length(answers: &Answers) -> Option<Fault> {
    (answers.offence == Some(OffenceCode::Malformed))
        .then(|| Fault::of(FaultKind::OffenceCodeFormat, &["currentOffenceCode"]))
}

fn age_order(answers: &Answers) -> Option<Fault> {
    let (born, convicted) = answers.born.zip(answers.convicted_on)?;
    (convicted <= born).then(|| Fault::unexpected("the conviction is on or before the date of birth"))
}

/// What cannot be right about the ages, as far as they are known.
pub fn age_faults(answers: &Answers) -> Vec<Fault> {
    let Some((born, convicted)) = answers.born.zip(answers.convicted_on) else { return Vec::new() };
    let mut faults: Vec<_> = age_order(answers).into_iter().collect();
    if !faults.is_empty() {
        return faults;
    }
    let age = years(born, convicted);
    if age < Legacy::published().ogrs3.least_age {
        faults.push(Fault::of(FaultKind::ConvictionBelowTen, &["dateOfBirth", CONVICTED]));
    }
    if answers.first_sanction_age.is_some_and(|first| first > age) {
        let fields = ["dateOfBirth", CONVICTED, "ageAtFirstSanction"];
        faults.push(Fault::of(FaultKind::FirstSanctionAfterConviction, &fields));
    }
    faults
}

fn age_and_offence_faults(answers: &Answers) -> Vec<Fault> {
    let mut faults = age_faults(answers);
    match answers.offence.and_then(weight_of) {
        None => faults.push(Fault::of(FaultKind::OffenceCodeUnknown, &["currentOffenceCode"])),
        Some(weight) if weight.ogrs3.is_none() => {
            faults.push(Fault::of(FaultKind::ExactOffenceNeeded, &["currentOffenceCode"]));
        }
        Some(_) => {}
    }
    faults
}
