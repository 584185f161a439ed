//! The personality disorder pathway screen (OPD). It opens a look at somebody and says nothing about who they are.

use practice::Ruled;

use super::{ErrorKind, Figures, InputError, complaint, figures, missing};
use crate::answers::{Band, Gender, Problem};

/// The answers the screen is worked out from. A missing yes or no counts as no, a missing problem as none, once the
/// mandatory ones are there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "each field is a question of the assessment under its published name")]
pub struct Answers {
    pub gender: Option<Gender>,
    pub overall_risk: Option<Band>,
    pub highest_risk: Option<Band>,
    pub offence_code: Option<String>,
    pub custodial_sentence: Option<bool>,
    pub eligible_for_mappa: Option<bool>,
    pub apply_override: Option<bool>,
    pub age_at_first_sanction: Option<i64>,
    pub weapon: Option<bool>,
    pub violence: Option<bool>,
    pub excessive_violence: Option<bool>,
    pub arson: Option<bool>,
    pub emotional_state: Option<bool>,
    pub offence_linked: Option<bool>,
    pub accommodation_linked: Option<bool>,
    pub relationships_linked: Option<bool>,
    pub emotional_linked: Option<bool>,
    pub thinking_linked: Option<bool>,
    pub recognises_impact: Option<bool>,
    pub domestic_abuse: Option<bool>,
    pub abuse_of_partner: Option<bool>,
    pub abuse_of_family: Option<bool>,
    pub childhood: Option<Problem>,
    pub childhood_behaviour: Option<bool>,
    pub coping: Option<Problem>,
    pub psychological: Option<Problem>,
    pub psychiatric: Option<Problem>,
    pub current_treatment: Option<bool>,
    pub past_treatment: Option<bool>,
    pub medication: Option<bool>,
    pub special_hospital: Option<bool>,
    pub obsessive: Option<bool>,
    pub self_harm: Option<bool>,
    pub financial_reliance: Option<Problem>,
    pub manipulative: Option<Problem>,
    pub reckless: Option<Problem>,
    pub impulsivity: Option<Problem>,
    pub controlling: Option<Problem>,
    pub attitude_to_supervision: Option<Problem>,
    pub assaulted_staff: Option<bool>,
    pub absconded: Option<bool>,
    pub control_issues: Option<bool>,
}

/// What the screen finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Personality {
    /// Nothing it asks has been answered: nothing can be said.
    Unanswered,
    /// The pathway is not for this case.
    NotEligible,
    /// The pathway should look.
    ScreenIn,
    /// The pathway need not look; whether somebody overrode that.
    ScreenOut {
        /// The override that was asked for.
        override_applied: bool,
    },
}

/// Screens for the personality disorder pathway; all complaints at once.
pub fn screen(answers: &Answers) -> Result<Ruled<Personality>, Vec<InputError>> {
    let about = &Figures::published().about;
    let rule =
        |value, words: &str, steps| Ruled { value, why: about.why("personality-screen", words.to_owned(), steps) };
    let (gender, violent_or_sexual) = check(answers)?;
    if unanswered(answers, gender) {
        return Ok(rule(Personality::Unanswered, "None of the questions has been answered.", Vec::new()));
    }
    if !eligible(answers, gender, violent_or_sexual) {
        return Ok(rule(Personality::NotEligible, "The pathway is not for this case: screened out.", Vec::new()));
    }
    let (screened_in, steps) = match gender {
        Gender::Male => male(answers),
        Gender::Female => female(answers),
    };
    if screened_in {
        return Ok(rule(Personality::ScreenIn, "The pathway should look at this case: screened in.", steps));
    }
    let value = Personality::ScreenOut { override_applied: yes(answers.apply_override) == 1 };
    Ok(rule(value, "Below the points at which the pathway looks: screened out.", steps))
}

fn check(answers: &Answers) -> Result<(Gender, bool), Vec<InputError>> {
    let mut needed = vec![
        ("gender", answers.gender.is_some()),
        ("overallRiskForAssessment", answers.overall_risk.is_some()),
        ("highestRiskLevelOverAllAssessments", answers.highest_risk.is_some()),
        ("currentOffenceCode", answers.offence_code.is_some()),
        ("hasCustodialSentence", answers.custodial_sentence.is_some()),
    ];
    if answers.gender == Some(Gender::Female) {
        needed.push(("isEligibleForMappa", answers.eligible_for_mappa.is_some()));
    }
    if answers.domestic_abuse == Some(true) {
        needed.push(("domesticAbuseAgainstPartner", answers.abuse_of_partner.is_some()));
        needed.push(("domesticAbuseAgainstFamily", answers.abuse_of_family.is_some()));
    }
    let mut errors: Vec<InputError> =
        complaint(ErrorKind::MissingMandatoryInput, missing(&needed)).into_iter().collect();
    let targets = answers.abuse_of_partner.is_some() || answers.abuse_of_family.is_some();
    if targets && answers.domestic_abuse != Some(true) {
        let fields = ["evidenceOfDomesticAbuse", "domesticAbuseAgainstFamily", "domesticAbuseAgainstPartner"];
        errors.extend(complaint(ErrorKind::DomesticAbuseInconsistent, missing(&fields.map(|name| (name, false)))));
    }
    let code = answers.offence_code.as_deref().unwrap_or_default();
    let offence = figures::violent_or_sexual(code);
    if answers.offence_code.is_some() && offence.is_none() {
        let five_digits = code.len() == 5 && code.bytes().all(|byte| byte.is_ascii_digit());
        let kind = if five_digits { ErrorKind::OffenceCodeUnmapped } else { ErrorKind::OffenceCodeFormat };
        errors.push(InputError { kind, fields: vec!["currentOffenceCode".to_owned()] });
    }
    match (answers.gender, offence) {
        (Some(gender), Some(offence)) if errors.is_empty() => Ok((gender, offence)),
        _ => Err(errors),
    }
}

fn eligible(answers: &Answers, gender: Gender, violent_or_sexual: bool) -> bool {
    let high = answers.overall_risk >= Some(Band::High);
    match gender {
        Gender::Male => high && violent_or_sexual && answers.custodial_sentence == Some(true),
        Gender::Female => high || answers.eligible_for_mappa == Some(true),
    }
}

/// Men: ten points of personality, or four indicators; either is enough.
fn male(answers: &Answers) -> (bool, Vec<String>) {
    let personality = first_sanction(answers.age_at_first_sanction)
        + yes(answers.violence)
        + excessive_violence(answers.excessive_violence, answers.violence)
        + does_not_recognise_impact(answers.recognises_impact)
        + problem(answers.financial_reliance)
        + problem(answers.manipulative)
        + problem(answers.reckless)
        + yes(answers.childhood_behaviour)
        + problem(answers.impulsivity)
        + problem(answers.controlling);
    let childhood = problem(answers.childhood) + yes(answers.childhood_behaviour);
    let mental_health = problem(answers.psychological)
        + problem(answers.psychiatric)
        + yes(answers.past_treatment)
        + yes(answers.medication)
        + yes(answers.special_hospital)
        + yes(answers.current_treatment)
        + yes(answers.obsessive);
    let challenging = problem(answers.attitude_to_supervision)
        + yes(answers.assaulted_staff)
        + yes(answers.absconded)
        + yes(answers.control_issues);
    let indicators = childhood.min(1) + mental_health.min(1) + yes(answers.self_harm) + challenging.min(1);
    let figures = &Figures::published().personality;
    let steps = vec![
        format!("{personality} points of personality; {} are needed.", figures.male_personality_from),
        format!("{indicators} of four indicators; {} are needed.", figures.male_indicators_from),
    ];
    (personality >= figures.male_personality_from || indicators >= figures.male_indicators_from, steps)
}

fn female(answers: &Answers) -> (bool, Vec<String>) {
    let points = yes(answers.weapon)
        + yes(answers.violence)
        + excessive_violence(answers.excessive_violence, answers.violence)
        + yes(answers.arson)
        + yes(answers.emotional_state)
        + yes(answers.offence_linked)
        + yes(answers.accommodation_linked)
        + problem(answers.childhood)
        + domestic_abuse(answers.domestic_abuse, answers.abuse_of_partner, answers.abuse_of_family)
        + yes(answers.relationships_linked)
        + problem(answers.coping)
        + problem(answers.psychological)
        + yes(answers.self_harm)
        + yes(answers.emotional_linked)
        + yes(answers.thinking_linked);
    let needed = Figures::published().personality.female_from;
    (points >= needed, vec![format!("{points} points; {needed} are needed.")])
}

/// A point for a first sanction in childhood.
pub fn first_sanction(age: Option<i64>) -> u32 {
    u32::from(age.is_some_and(|age| (0..=Figures::published().personality.young_at_first_sanction).contains(&age)))
}

/// A point for excessive violence; two where no violence was recorded otherwise, as published.
pub fn excessive_violence(excessive: Option<bool>, violence: Option<bool>) -> u32 {
    yes(excessive) * (2 - yes(violence))
}

/// A point for not recognising what the offence did to others; not answered counts as not recognised, as published.
pub fn does_not_recognise_impact(recognises: Option<bool>) -> u32 {
    1 - yes(recognises)
}

/// A point for evidence of abuse against a partner or family.
pub fn domestic_abuse(evidence: Option<bool>, partner: Option<bool>, family: Option<bool>) -> u32 {
    yes(evidence) * (yes(partner) + yes(family)).min(1)
}

/// A point for a problem of any size.
pub fn problem(answer: Option<Problem>) -> u32 {
    u32::from(answer.is_some_and(Problem::any))
}

fn yes(answer: Option<bool>) -> u32 {
    u32::from(answer == Some(true))
}

/// Whether nothing the published service looks for was answered. For women that list is shorter than what is scored.
fn unanswered(answers: &Answers, gender: Gender) -> bool {
    let a = answers;
    match gender {
        Gender::Male => {
            let flags = [
                a.violence,
                a.excessive_violence,
                a.recognises_impact,
                a.childhood_behaviour,
                a.past_treatment,
                a.medication,
                a.special_hospital,
                a.current_treatment,
                a.obsessive,
                a.self_harm,
                a.assaulted_staff,
                a.absconded,
                a.control_issues,
            ];
            let problems = [
                a.financial_reliance,
                a.manipulative,
                a.reckless,
                a.impulsivity,
                a.controlling,
                a.childhood,
                a.psychological,
                a.psychiatric,
                a.attitude_to_supervision,
            ];
            a.age_at_first_sanction.is_none()
                && flags.iter().all(Option::is_none)
                && problems.iter().all(Option::is_none)
        }
        Gender::Female => {
            let flags = [
                a.weapon,
                a.violence,
                a.excessive_violence,
                a.arson,
                a.emotional_state,
                a.offence_linked,
                a.accommodation_linked,
                a.domestic_abuse,
                a.relationships_linked,
            ];
            flags.iter().all(Option::is_none) && a.childhood.is_none()
        }
    }
}
