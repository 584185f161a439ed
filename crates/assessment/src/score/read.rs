//! Reads a line's answers. Missing and null are the same; a value of the wrong kind, or one nobody knows, is refused by name.

use jiff::civil::Date;
use serde_json::{Map, Value};

use super::{Asked, Refusal};
use crate::predictors::{
    Answers, Kind, Variant,
    answers::{
        Drugs, Gender, Motivation, OffenceCode, PastOffence, PastOffences, ProblemLevel, Relationship, Supervision,
    },
};

/// The object a line asks about: the line itself, or its `input` where a whole example is sent.
pub(super) fn input(line: &Value) -> Result<&Map<String, Value>, Refusal> {
    let object = line.as_object().ok_or_else(|| Refusal("not a JSON object".to_owned()))?;
    Ok(object.get("input").and_then(Value::as_object).unwrap_or(object))
}

/// How an answer is to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Just the score.
    Plain,
    /// As the published service wraps it, when the input names its version.
    Wrapped,
}

/// The shape and the reading that `version` asks for.
pub(super) fn version(input: &Map<String, Value>) -> Result<(Shape, Variant), Refusal> {
    match named(input, "version", &[("V1_0", Variant::Published), ("V1_0_CORRECTED", Variant::Corrected)])? {
        None => Ok((Shape::Plain, Variant::Published)),
        Some(variant) => Ok((Shape::Wrapped, variant)),
    }
}

fn given<'v>(input: &'v Map<String, Value>, name: &str) -> Option<&'v Value> {
    input.get(name).filter(|value| !value.is_null())
}

fn wrong(name: &str, wanted: &str, value: &Value) -> Refusal {
    Refusal(format!("{name} should be {wanted}, not {value}"))
}

pub(super) fn whole(value: &Value) -> Option<i32> {
    if let Some(whole) = value.as_i64() {
        return i32::try_from(whole).ok();
    }
    let number = value.as_f64().filter(|number| number.fract() == 0.0 && number.abs() < f64::from(i32::MAX))?;
    #[expect(clippy::cast_possible_truncation, reason = "whole, and within bounds")]
    Some(number as i32)
}

pub(super) fn date(value: &Value) -> Option<Date> {
    value.as_str().filter(|text| text.len() == 10)?.parse().ok()
}

fn read<T>(
    input: &Map<String, Value>,
    name: &str,
    wanted: &str,
    reader: impl Fn(&Value) -> Option<T>,
) -> Result<Option<T>, Refusal> {
    given(input, name).map(|value| reader(value).ok_or_else(|| wrong(name, wanted, value))).transpose()
}

pub(super) fn int(input: &Map<String, Value>, name: &str) -> Result<Option<i32>, Refusal> {
    read(input, name, "a whole number", whole)
}

pub(super) fn flag(input: &Map<String, Value>, name: &str) -> Result<Option<bool>, Refusal> {
    read(input, name, "true or false", Value::as_bool)
}

fn day(input: &Map<String, Value>, name: &str) -> Result<Option<Date>, Refusal> {
    read(input, name, "a day such as 2026-02-28", date)
}

pub(super) fn named<T: Copy>(
    input: &Map<String, Value>,
    name: &str,
    known: &[(&str, T)],
) -> Result<Option<T>, Refusal> {
    let names: Vec<_> = known.iter().map(|(name, _)| *name).collect();
    read(input, name, &format!("one of {}", names.join(", ")), |value| among(value, known))
}

pub(super) fn among<T: Copy>(value: &Value, known: &[(&str, T)]) -> Option<T> {
    let text = value.as_str()?;
    known.iter().find(|(name, _)| *name == text).map(|(_, value)| *value)
}

pub(super) const GENDERS: [(&str, Gender); 2] = [("MALE", Gender::Male), ("FEMALE", Gender::Female)];
pub(super) const SUPERVISIONS: [(&str, Supervision); 3] =
    [("CUSTODY", Supervision::Custody), ("COMMUNITY", Supervision::Community), ("REMAND", Supervision::Remand)];
pub(super) const LEVELS: [(&str, ProblemLevel); 3] = [
    ("NO_PROBLEMS", ProblemLevel::No),
    ("SOME_PROBLEMS", ProblemLevel::Some),
    ("SIGNIFICANT_PROBLEMS", ProblemLevel::Significant),
];
const MOTIVATIONS: [(&str, Motivation); 3] = [
    ("FULL_MOTIVATION", Motivation::Full),
    ("PARTIAL_MOTIVATION", Motivation::Partial),
    ("NO_MOTIVATION", Motivation::None),
];
/// Being aware of consequences counts the less the more somebody is.
const AWARENESS: [(&str, ProblemLevel); 3] =
    [("YES", ProblemLevel::No), ("SOMETIMES", ProblemLevel::Some), ("NO", ProblemLevel::Significant)];
const RELATIONSHIPS: [(&str, Relationship); 3] = [
    ("IN_RELATIONSHIP_LIVING_TOGETHER", Relationship::LivingTogether),
    ("IN_RELATIONSHIP_NOT_LIVING_TOGETHER", Relationship::LivingApart),
    ("NOT_IN_RELATIONSHIP", Relationship::None),
];
const PAST_OFFENCES: [(&str, PastOffence); 9] = [
    ("HOMICIDE", PastOffence::Homicide),
    ("WOUNDING_GBH", PastOffence::Wounding),
    ("KIDNAPPING", PastOffence::Kidnapping),
    ("FIREARMS", PastOffence::Firearms),
    ("ROBBERY", PastOffence::Robbery),
    ("AGGRAVATED_BURGLARY", PastOffence::AggravatedBurglary),
    ("WEAPON", PastOffence::Weapon),
    ("CRIMINAL_DAMAGE", PastOffence::CriminalDamage),
    ("ARSON", PastOffence::Arson),
];
const KINDS: [(&str, Kind); 2] = [("STATIC", Kind::Static), ("DYNAMIC", Kind::Dynamic)];

/// How a service calls the day the follow-up starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Followup {
    /// OGRS4.
    Ogrs4,
    /// OGRS3: worked out from what was entered.
    Calculated,
    /// The others before OGRS4: as entered.
    Entered,
}

impl Followup {
    fn name(self) -> &'static str {
        match self {
            Followup::Ogrs4 => "dateAtStartOfFollowup",
            Followup::Calculated => "dateAtStartOfFollowupCalculated",
            Followup::Entered => "dateAtStartOfFollowupUserInput",
        }
    }
}

/// The answers of a line, by their published names. A wrapped line calls the follow-up as its service does, and nothing else;
/// a plain one may call it as any of them does.
pub(super) fn answers(
    input: &Map<String, Value>,
    asked: Asked,
    shape: Shape,
    followup: Followup,
) -> Result<Answers, Refusal> {
    let level = |name| named(input, name, &LEVELS);
    let mut followup_from = day(input, followup.name())?;
    if shape == Shape::Plain {
        for other in [Followup::Ogrs4, Followup::Entered, Followup::Calculated] {
            followup_from = followup_from.or(day(input, other.name())?);
        }
    }
    Ok(Answers {
        assessed_on: day(input, "assessmentDate")?.or(day(input, "today")?).or(asked.today),
        born: day(input, "dateOfBirth")?,
        gender: named(input, "gender", &GENDERS)?,
        convicted_on: day(input, "dateOfCurrentConviction")?,
        followup_from,
        first_sanction_age: int(input, "ageAtFirstSanction")?,
        offence: read(input, "currentOffenceCode", "text", |value| value.as_str().map(OffenceCode::parse))?,
        sanctions: int(input, "totalNumberOfSanctionsForAllOffences")?,
        violent_sanctions: int(input, "totalNumberOfViolentSanctions")?,
        supervision: named(input, "supervisionStatus", &SUPERVISIONS)?,
        only: named(input, "snsvStaticOrDynamic", &KINDS)?,
        weapon: flag(input, "didOffenceInvolveCarryingOrUsingWeapon")?,
        accommodation: level("suitabilityOfAccommodation")?,
        unemployed: flag(input, "isUnemployed")?,
        partner: level("currentRelationshipWithPartner")?,
        relationship: named(input, "currentRelationshipStatus", &RELATIONSHIPS)?,
        domestic_abuse: flag(input, "evidenceOfDomesticAbuse")?,
        abuse_of_partner: flag(input, "domesticAbuseAgainstPartner")?,
        activities: level("regularOffendingActivities")?,
        motivation: named(input, "motivationToTackleDrugMisuse", &MOTIVATIONS)?,
        drugs: drugs(input)?,
        alcohol: level("currentAlcoholUseProblems")?,
        binge: level("excessiveAlcoholUse")?,
        impulsivity: level("impulsivityProblems")?,
        temper: level("temperControl")?,
        attitudes: level("proCriminalAttitudes")?,
        past_offences: read(input, "previousConvictions", "a list of known kinds of conviction", past_offences)?,
        sexual_history: flag(input, "hasEverCommittedSexualOffence")?,
        sexually_motivated: flag(input, "isCurrentOffenceSexuallyMotivated")?,
        contact_adult: int(input, "totalContactAdultSexualSanctions")?,
        contact_child: int(input, "totalContactChildSexualSanctions")?,
        non_contact: int(input, "totalNonContactSexualOffences")?,
        images: int(input, "totalIndecentImageSanctions")?,
        last_sexual_offence: day(input, "dateOfMostRecentSexualOffence")?,
        last_offence: day(input, "mostRecentOffenceDate")?,
        stranger_victim: flag(input, "isCurrentOffenceAgainstVictimStranger")?,
        ..Answers::default()
    })
}

/// The same with what only the predictors in points ask: OGP and OVP.
pub(super) fn with_points(input: &Map<String, Value>, answers: Answers) -> Result<Answers, Refusal> {
    let level = |name| named(input, name, &LEVELS);
    Ok(Answers {
        no_fixed_abode: flag(input, "isCurrentlyOfNoFixedAbodeOrTransientAccommodation")?,
        drug_misuse: level("currentDrugMisuse")?,
        problem_solving: level("problemSolvingSkills")?,
        consequences: named(input, "awarenessOfConsequences", &AWARENESS)?,
        others_views: level("understandsOtherPeoplesViews")?,
        recognises_impact: flag(input, "doesRecogniseImpactOfOffendingOnOthers")?,
        psychiatric_treatment: flag(input, "hasCurrentPsychiatricTreatment")?,
        ..answers
    })
}

fn drugs(input: &Map<String, Value>) -> Result<Drugs, Refusal> {
    let uses = |name| Ok::<_, Refusal>(flag(input, name)?.unwrap_or(false));
    Ok(Drugs {
        heroin: uses("hasHeroinUsage")?,
        methadone: uses("hasMethadoneUsage")?,
        other_opiates: uses("hasOtherOpiateUsage")?,
        crack_cocaine: uses("hasCrackCocaineUsage")?,
        powder_cocaine: uses("hasPowderCocaineUsage")?,
        prescription: uses("hasMisusedPrescriptionDrugUsage")?,
        benzodiazepines: uses("hasBenzodiazepinesUsage")?,
        cannabis: uses("hasCannabisUsage")?,
        steroids: uses("hasSteroidsUsage")?,
        other: uses("hasOtherDrugsUsage")?,
        ketamine: uses("hasKetamineUsage")?,
        spice: uses("hasSpiceUsage")?,
        hallucinogens: uses("hasHallucinogensUsage")?,
        solvents: uses("hasSolventsUsage")?,
    })
}

fn past_offences(value: &Value) -> Option<PastOffences> {
    let mut all = PastOffences::default();
    for offence in value.as_array()? {
        all = all.with(among(offence, &PAST_OFFENCES)?);
    }
    Some(all)
}
