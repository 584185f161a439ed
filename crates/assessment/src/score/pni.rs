//! `arns_pni`: which programme somebody needs, with the predictors of 2026.
//!
//! The scores stand in `context`. A line without one is scored as the live service does it: all and violent reoffending first,
//! then this, so that the sexual bands and combined serious reoffending are not there yet. With `version` "corrected" they are
//! worked out before, and remand counts as custody.

use serde_json::{Value, json};

use super::{
    Asked, Refusal,
    given::{Args, Given, complaints, needed, no_function},
    named,
};
use crate::{
    answers::{Band, SupervisionStatus},
    needs::{
        Level,
        domains::{self, Answers, Domain},
        pathway::{Case, Pathway, Version, is_high_intensity, is_moderate_intensity, pathway},
        risk::Scores,
    },
    screens::{ErrorKind, InputError},
};

/// Scores a line.
pub(super) fn score(line: &Value, asked: Asked) -> Result<Value, Refusal> {
    let given = Given::read(line, asked)?;
    if let Some(name) = given.function()? {
        return function(name, given.args()?);
    }
    let Some(supervision) = given.word::<SupervisionStatus>("supervisionStatus")? else {
        let error = InputError { kind: ErrorKind::MissingMandatoryInput, fields: vec!["supervisionStatus".to_owned()] };
        return Ok(json!({
            "pniPathway": Pathway::Omission.published(),
            "missingFields": error.fields,
            "validationError": complaints(&[error]),
        }));
    };
    let version = if given.wants_corrected()? { Version::Corrected } else { Version::Published };
    let scores = match given.within("context")? {
        Some(context) => in_context(&context)?,
        None => worked_out(&given, asked, version),
    };
    let scores = Scores {
        sara_partner: given.word("saraRiskToPartner")?,
        sara_others: given.word("saraRiskToOthers")?,
        ..scores
    };
    let found = pathway(&Case { supervision, answers: answers(&given)?, scores, version });
    let open: Vec<String> = found.value.open.iter().map(|field| (*field).to_owned()).collect();
    let errors = if open.is_empty() {
        Vec::new()
    } else {
        vec![InputError { kind: ErrorKind::MissingMandatoryInput, fields: open.clone() }]
    };
    Ok(json!({
        "pniPathway": found.value.pathway.published(),
        "missingFields": open,
        "validationError": complaints(&errors),
        "need": found.value.need.map(Level::published),
        "risk": found.value.risk.published(),
        "why": found.why,
    }))
}

fn in_context(context: &Given<'_>) -> Result<Scores, Refusal> {
    Ok(Scores {
        all_reoffending: context.number("arpScore")?,
        violent: context.number("vrpScore")?,
        direct_contact: context.word("dcsrpBand")?,
        images: context.word("iicsrpBand")?,
        serious: context.number("csrpScore")?,
        ..Scores::default()
    })
}

/// The scores the predictors give this same line; what they cannot score is not known.
fn worked_out(given: &Given<'_>, asked: Asked, version: Version) -> Scores {
    let mut line: serde_json::Map<String, Value> =
        given.fields().map(|(field, value)| (field.to_owned(), value.clone())).collect();
    line.insert("version".to_owned(), json!("V1_0"));
    let line = Value::Object(line);
    let output = |algorithm: &str, field: &str| {
        let scored = named(algorithm).and_then(|scorer| scorer(&line, asked).ok());
        scored.and_then(|scored| scored.pointer(&format!("/output/{field}")).cloned()).unwrap_or_default()
    };
    let band = |value: Value| serde_json::from_value::<Band>(value).ok();
    let first = Scores {
        all_reoffending: output("ogrs4_all_reoffending", "score").as_f64(),
        violent: output("ogrs4_violent_reoffending", "score").as_f64(),
        ..Scores::default()
    };
    match version {
        Version::Published => first,
        Version::Corrected => Scores {
            direct_contact: band(output("ogrs4_direct_contact_sexual", "band")),
            images: band(output("ogrs4_images_indirect_sexual", "band")),
            serious: output("ogrs4_combined_serious", "overallScore").as_f64(),
            ..first
        },
    }
}

fn answers(given: &Given<'_>) -> Result<Answers, Refusal> {
    Ok(Answers {
        sexual_preoccupation: given.word("sexualPreoccupation")?,
        offence_related_interests: given.word("offenceRelatedSexualInterests")?,
        emotional_congruence: given.word("emotionalCongruenceWithChildren")?,
        sexual_offence: given.flag("hasEverCommittedSexualOffence")?,
        risk_of_sexual_harm: given.flag("isARiskOfSexualHarm")?,
        pro_criminal: given.word("proCriminalAttitudes")?,
        hostile: given.word("hostileOrientation")?,
        family: given.word("currentRelationshipWithFamilyMembers")?,
        previous_relationships: given.word("previousCloseRelationships")?,
        easily_influenced: given.word("easilyInfluencedByCriminalAssociates")?,
        controlling: given.word("controllingOrAggressiveBehaviour")?,
        impulsivity: given.word("impulsivityProblems")?,
        temper: given.word("temperControl")?,
        problem_solving: given.word("problemSolvingSkills")?,
        coping: given.word("difficultiesCoping")?,
    })
}

fn function(name: &str, args: Args<'_>) -> Result<Value, Refusal> {
    let none = Answers::default();
    let domain = |domain: Domain| Ok(json!([domain.points, domain.open.len()]));
    match name {
        "sexDomain" => domain(domains::sex(&Answers {
            sexual_preoccupation: args.word(0)?,
            offence_related_interests: args.word(1)?,
            emotional_congruence: args.word(2)?,
            sexual_offence: args.flag(3)?,
            ..none
        })),
        "thinkingDomain" => {
            domain(domains::thinking(&Answers { pro_criminal: args.word(0)?, hostile: args.word(1)?, ..none }))
        }
        "relationshipDomain" => domain(domains::relationships(&Answers {
            family: args.word(0)?,
            previous_relationships: args.word(1)?,
            easily_influenced: args.word(2)?,
            controlling: args.word(3)?,
            ..none
        })),
        "selfManagementDomain" => domain(domains::self_management(&Answers {
            impulsivity: args.word(0)?,
            temper: args.word(1)?,
            problem_solving: args.word(2)?,
            coping: args.word(3)?,
            ..none
        })),
        "isHighRisk" => Ok(json!(one_score(args)?.is_high())),
        "isMediumRisk" => Ok(json!(one_score(args)?.is_medium())),
        "isHighIntensity" | "isModerateIntensity" => intensity(name, args),
        _ => no_function(name),
    }
}

fn intensity(name: &str, args: Args<'_>) -> Result<Value, Refusal> {
    let case = Case {
        supervision: needed("supervision status", args.word(0)?)?,
        answers: Answers::default(),
        scores: Scores {
            all_reoffending: args.number(1)?,
            violent: args.number(2)?,
            sara_partner: args.word(3)?,
            ..Scores::default()
        },
        version: Version::Published,
    };
    let need = level(needed("need", args.text(4)?)?)?;
    let risk = level(needed("risk", args.text(5)?)?)?;
    let found = if name == "isHighIntensity" {
        is_high_intensity(&case, need, risk)
    } else {
        is_moderate_intensity(&case, need, risk)
    };
    Ok(json!(found))
}

/// One score or band alone, by a name such as `arp` or `saraOthers`.
fn one_score(args: Args<'_>) -> Result<Scores, Refusal> {
    let field = needed("the field", args.text(0)?)?.to_lowercase();
    let none = Scores::default();
    let is = |parts: &[&str]| parts.iter().any(|part| field.contains(part));
    Ok(match () {
        () if is(&["partner"]) => Scores { sara_partner: args.word(1)?, ..none },
        () if is(&["sara", "others"]) => Scores { sara_others: args.word(1)?, ..none },
        () if is(&["iic", "image"]) => Scores { images: args.word(1)?, ..none },
        () if is(&["dc", "direct"]) => Scores { direct_contact: args.word(1)?, ..none },
        () if is(&["csrp", "rsr", "combined"]) => Scores { serious: args.number(1)?, ..none },
        () if is(&["arp", "ogrs", "all"]) => Scores { all_reoffending: args.number(1)?, ..none },
        () if is(&["vrp", "ovp", "violent"]) => Scores { violent: args.number(1)?, ..none },
        () => return Err(Refusal(format!("{field:?} is no score or band of this kind"))),
    })
}

pub(super) fn level(text: &str) -> Result<Level, Refusal> {
    match text.to_uppercase().split('_').next() {
        Some("LOW") => Ok(Level::Low),
        Some("MEDIUM") => Ok(Level::Medium),
        Some("HIGH") => Ok(Level::High),
        _ => Err(Refusal(format!("{text:?} is no level: LOW, MEDIUM or HIGH"))),
    }
}
