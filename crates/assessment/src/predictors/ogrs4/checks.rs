//! What must be known for a score of OGRS4, and what cannot be right. Types, fields and their order are the published ones.

use super::{
    super::{
        Answers, Fault, FaultKind,
        answers::{Gender, OffenceCode},
        dates::{is_more_than_months_after, years},
        faults::Faults,
        standards::ogrs4::Limits,
    },
    reoffending::{Predictor, category_of},
};

const SANCTIONS: &str = "totalNumberOfSanctionsForAllOffences";
const VIOLENT: &str = "totalNumberOfViolentSanctions";
const CONVICTED: &str = "dateOfCurrentConviction";
const FOLLOWUP: &str = "dateAtStartOfFollowup";
const FIRST_AGE: &str = "ageAtFirstSanction";
const OFFENCE: &str = "currentOffenceCode";
const HISTORY: &str = "hasEverCommittedSexualOffence";
const LAST_SEXUAL: &str = "dateOfMostRecentSexualOffence";
const COUNTS: [&str; 4] = [
    "totalIndecentImageSanctions",
    "totalContactAdultSexualSanctions",
    "totalContactChildSexualSanctions",
    "totalNonContactSexualOffences",
];

/// What keeps the record from being scored.
pub fn on_record(predictor: Predictor, answers: &Answers, limits: &Limits, faults: &mut impl Faults) {
    faults.all(missing_on_record(predictor, answers));
    let checks: &[fn(&Answers, &Limits) -> Option<Fault>] = match predictor {
        Predictor::All => &[
            conviction_after_birth,
            first_sanction_before_conviction,
            conviction_before_assessment,
            first_sanction_age,
            offence_code,
            sanctions_range,
            followup_required,
            followup_after_birth,
            followup_age,
        ],
        Predictor::Violent => &[
            first_sanction_age,
            sanctions_range,
            violent_range,
            offence_code,
            conviction_after_birth,
            first_sanction_before_conviction,
            conviction_before_assessment,
            followup_required,
            followup_after_birth,
            followup_age,
        ],
        Predictor::SeriousViolent => &[
            sanctions_range,
            violent_range,
            offence_code,
            first_sanction_age,
            conviction_after_birth,
            first_sanction_before_conviction,
            conviction_before_assessment,
        ],
    };
    faults.all(checks.iter().filter_map(|check| check(answers, limits)));
}

fn missing_on_record(predictor: Predictor, answers: &Answers) -> Option<Fault> {
    let asked = [
        ("dateOfBirth", answers.born.is_some()),
        (CONVICTED, answers.convicted_on.is_some()),
        (FIRST_AGE, answers.first_sanction_age.is_some()),
        ("gender", answers.gender.is_some()),
        (OFFENCE, answers.offence.is_some()),
        (SANCTIONS, answers.sanctions.is_some()),
        (VIOLENT, predictor == Predictor::All || answers.violent_sanctions.is_some()),
    ];
    // The service's clock stands in for a missing day of assessment; here nobody's does. It is asked for last.
    Fault::missing(FaultKind::MissingMandatory, &asked)
        .or_else(|| Fault::missing(FaultKind::MissingMandatory, &[("assessmentDate", answers.assessed_on.is_some())]))
}

/// What keeps the assessment from being used.
pub fn assessed(predictor: Predictor, answers: &Answers, faults: &mut impl Faults) {
    let missing = |asked: &[(&'static str, bool)]| Fault::missing(FaultKind::MissingDynamic, asked);
    let common = [
        ("suitabilityOfAccommodation", answers.accommodation.is_some()),
        ("isUnemployed", answers.unemployed.is_some()),
        ("currentRelationshipWithPartner", answers.partner.is_some()),
        ("evidenceOfDomesticAbuse", answers.domestic_abuse.is_some()),
        ("currentRelationshipStatus", answers.relationship.is_some()),
        ("regularOffendingActivities", answers.activities.is_some()),
        ("motivationToTackleDrugMisuse", predictor == Predictor::All || answers.motivation.is_some()),
        ("currentAlcoholUseProblems", answers.alcohol.is_some()),
        ("excessiveAlcoholUse", answers.binge.is_some()),
        ("impulsivityProblems", answers.impulsivity.is_some()),
        ("temperControl", predictor == Predictor::All || answers.temper.is_some()),
        ("proCriminalAttitudes", predictor == Predictor::Violent || answers.attitudes.is_some()),
    ];
    match predictor {
        Predictor::All | Predictor::Violent => {
            faults.all(missing(&common));
            faults.all(motivation_consistent(predictor, answers));
        }
        Predictor::SeriousViolent => faults.all(missing(&[
            ("didOffenceInvolveCarryingOrUsingWeapon", answers.weapon.is_some()),
            ("suitabilityOfAccommodation", answers.accommodation.is_some()),
            ("isUnemployed", answers.unemployed.is_some()),
            ("currentAlcoholUseProblems", answers.alcohol.is_some()),
            ("temperControl", answers.temper.is_some()),
            ("proCriminalAttitudes", answers.attitudes.is_some()),
            ("previousConvictions", answers.past_offences.is_some()),
        ])),
    }
}

fn motivation_consistent(predictor: Predictor, answers: &Answers) -> Option<Fault> {
    if answers.motivation.is_some() {
        return None;
    }
    let drugs = &answers.drugs;
    let unused = [
        ("hasHeroinUsage", !drugs.heroin || predictor == Predictor::Violent),
        ("hasOtherOpiateUsage", !drugs.other_opiates),
        ("hasCrackCocaineUsage", !drugs.crack_cocaine),
        ("hasPowderCocaineUsage", !drugs.powder_cocaine),
        ("hasMisusedPrescriptionDrugUsage", !drugs.prescription),
        ("hasBenzodiazepinesUsage", !drugs.benzodiazepines),
        ("hasCannabisUsage", !drugs.cannabis),
        ("hasSteroidsUsage", !drugs.steroids),
        ("hasOtherDrugsUsage", !drugs.other),
        ("hasKetamineUsage", !drugs.ketamine),
        ("hasSpiceUsage", !drugs.spice),
        ("hasHallucinogensUsage", !drugs.hallucinogens),
        ("hasSolventsUsage", !drugs.solvents),
        ("hasMethadoneUsage", !drugs.methadone || predictor == Predictor::All),
    ];
    Fault::missing(FaultKind::MotivationInconsistent, &unused)
}

fn conviction_after_birth(answers: &Answers, _: &Limits) -> Option<Fault> {
    let (born, convicted) = answers.born.zip(answers.convicted_on)?;
    (convicted <= born).then(|| Fault::of(FaultKind::ConvictionBeforeBirth, &[CONVICTED]))
}

fn first_sanction_before_conviction(answers: &Answers, _: &Limits) -> Option<Fault> {
    let (born, convicted) = answers.born.zip(answers.convicted_on)?;
    let wrong = convicted > born && years(born, convicted) < answers.first_sanction_age?;
    wrong.then(|| Fault::of(FaultKind::FirstSanctionAfterConviction, &[CONVICTED, FIRST_AGE]))
}

fn conviction_before_assessment(answers: &Answers, limits: &Limits) -> Option<Fault> {
    let (convicted, assessed) = answers.convicted_on.zip(answers.assessed_on)?;
    let months = limits.conviction_after_assessment_months;
    is_more_than_months_after(convicted, assessed, months)
        .then(|| Fault::of(FaultKind::ConvictionAfterAssessment, &[CONVICTED, "assessmentDate"]))
}

fn first_sanction_age(answers: &Answers, limits: &Limits) -> Option<Fault> {
    let [from, to] = limits.age_at_first_sanction;
    let outside = !(from..=to).contains(&answers.first_sanction_age?);
    outside.then(|| Fault::of(FaultKind::FirstSanctionAge, &[FIRST_AGE]))
}

fn offence_code(answers: &Answers, _: &Limits) -> Option<Fault> {
    let code = answers.offence?;
    match code {
        OffenceCode::FiveOther | OffenceCode::Malformed => Some(Fault::of(FaultKind::OffenceCodeFormat, &[OFFENCE])),
        OffenceCode::Digits(_) if category_of(code).is_none() => {
            Some(Fault::of(FaultKind::OffenceCodeUnknown, &[OFFENCE]))
        }
        OffenceCode::Digits(_) => None,
    }
}

fn sanctions_range(answers: &Answers, limits: &Limits) -> Option<Fault> {
    let [from, to] = limits.total_sanctions;
    let outside = !(from..=to).contains(&answers.sanctions?);
    outside.then(|| Fault::of(FaultKind::SanctionsRange, &[SANCTIONS]))
}

fn violent_range(answers: &Answers, _: &Limits) -> Option<Fault> {
    let (violent, all) = answers.violent_sanctions.zip(answers.sanctions)?;
    (violent < 0 || violent > all).then(|| Fault::of(FaultKind::ViolentRange, &[VIOLENT, SANCTIONS]))
}

fn followup_required(answers: &Answers, _: &Limits) -> Option<Fault> {
    let neither = answers.followup_from.is_none() && answers.convicted_on.is_none();
    neither.then(|| Fault::of(FaultKind::FollowupRequired, &[FOLLOWUP]))
}

fn followup_after_birth(answers: &Answers, _: &Limits) -> Option<Fault> {
    let (born, followup) = answers.born.zip(answers.followup_from)?;
    (followup <= born).then(|| Fault::of(FaultKind::FollowupBeforeBirth, &[FOLLOWUP]))
}

fn followup_age(answers: &Answers, limits: &Limits) -> Option<Fault> {
    let (born, followup) = answers.born.zip(answers.followup_from)?;
    let below = limits.age_at_followup_below;
    (years(born, followup) >= below).then(|| Fault::of(FaultKind::FollowupRange, &[FOLLOWUP]))
}

/// What keeps direct contact sexual reoffending from being scored.
pub fn direct_contact(answers: &Answers, limits: &Limits, faults: &mut impl Faults) {
    let asked = [
        ("gender", answers.gender.is_some()),
        ("supervisionStatus", answers.supervision.is_some()),
        (HISTORY, answers.sexual_history.is_some()),
        ("dateOfBirth", answers.born.is_some()),
        (FOLLOWUP, answers.followup_from.is_some()),
        (SANCTIONS, answers.sanctions.is_some()),
    ];
    faults.all(Fault::missing(FaultKind::MissingMandatory, &asked));
    if may_count(answers) {
        faults.all(counts_missing(answers));
        faults.all(sanctions_range(answers, limits));
        faults.all(counts_consistent(answers));
        faults.all(last_sexual_offence(answers, limits));
        faults.all(followup_age(answers, limits));
    }
    faults.all(counts_unexpected(answers));
}

/// What keeps images and indirect contact sexual reoffending from being scored.
pub fn images_indirect(answers: &Answers, faults: &mut impl Faults) {
    let asked = [("gender", answers.gender.is_some()), (HISTORY, answers.sexual_history.is_some())];
    faults.all(Fault::missing(FaultKind::MissingMandatory, &asked));
    if may_count(answers) {
        faults.all(counts_missing(answers));
        faults.all(counts_consistent(answers));
    }
    faults.all(counts_unexpected(answers));
}

/// What the combined score needs beside its components.
pub fn combined(answers: &Answers) -> Option<Fault> {
    let asked = [("gender", answers.gender.is_some()), (HISTORY, answers.sexual_history.is_some())];
    Fault::missing(FaultKind::MissingMandatory, &asked)
}

/// Neither known to be female nor known to have no history: the counts are asked for.
fn may_count(answers: &Answers) -> bool {
    answers.gender != Some(Gender::Female) && answers.sexual_history != Some(false)
}

fn counts(answers: &Answers) -> [Option<i32>; 4] {
    [answers.images, answers.contact_adult, answers.contact_child, answers.non_contact]
}

fn counts_missing(answers: &Answers) -> Option<Fault> {
    let given = counts(answers);
    let asked = [0, 1, 2, 3].map(|place| (COUNTS[place], given[place].is_some()));
    Fault::missing(FaultKind::MissingMandatory, &asked)
}

fn counts_consistent(answers: &Answers) -> Option<Fault> {
    let counts = counts(answers);
    if counts.iter().all(|&count| count == Some(0)) {
        return Some(Fault::of(FaultKind::NoSexualSanctions, &COUNTS));
    }
    let sum: i64 = counts.iter().flatten().map(|&count| i64::from(count)).sum();
    let too_many = sum > i64::from(answers.sanctions?);
    too_many.then(|| Fault::of(FaultKind::SexualSanctionsRange, &COUNTS))
}

fn last_sexual_offence(answers: &Answers, limits: &Limits) -> Option<Fault> {
    if answers.gender != Some(Gender::Male) || answers.sexual_history != Some(true) {
        return None;
    }
    let Some(day) = answers.last_sexual_offence else {
        return Some(Fault::of(FaultKind::MissingMandatory, &[LAST_SEXUAL]));
    };
    let born = answers.born?;
    if day <= born {
        return Some(Fault::of(FaultKind::SexualOffenceBeforeBirth, &[LAST_SEXUAL]));
    }
    let below = limits.age_at_followup_below;
    (years(born, day) >= below).then(|| Fault::of(FaultKind::SexualOffenceRange, &[LAST_SEXUAL]))
}

fn counts_unexpected(answers: &Answers) -> Option<Fault> {
    if answers.gender == Some(Gender::Female) || answers.sexual_history == Some(true) {
        return None;
    }
    let given = COUNTS.iter().zip(counts(answers));
    let mut counted =
        given.filter(|(_, count)| count.is_some_and(|count| count != 0)).map(|(name, _)| *name).peekable();
    counted.peek()?;
    let fields = std::iter::once(HISTORY).chain(counted).collect();
    Some(Fault { kind: FaultKind::SexualInconsistent, fields, why: None })
}
