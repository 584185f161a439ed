//! `arns_mst`, `arns_lds` and `arns_opd`: three screens of an assessment. Complaints about the input are part of the answer.

use serde_json::{Value, json};

use super::{
    Asked, Refusal,
    given::{Args, Given, complaints, count, needed, no_function},
};
use crate::screens::{
    learning::{self, Learning},
    maturity::{self, Maturity},
    personality::{self, Personality},
};

/// Scores a line for the maturity screen.
pub(super) fn mst(line: &Value, asked: Asked) -> Result<Value, Refusal> {
    let given = Given::read(line, asked)?;
    let born_on = given.date("dateOfBirth")?;
    let answers = maturity::Answers {
        // Without a date of birth there is no age to work out, and the day does not matter.
        assessed_on: match born_on {
            Some(_) => needed("assessmentDate", given.today()?)?,
            None => given.today()?.unwrap_or_default(),
        },
        born_on,
        gender: given.word("gender")?,
        peer_group_influences: given.flag("hasPeerGroupInfluences")?,
        criminal_associates: given.word("influenceFromCriminalAssociates")?,
        recklessness: given.word("recklessnessAndRiskTakingBehaviour")?,
        difficulties_coping: given.word("difficultiesCoping")?,
        attitudes_towards_self: given.word("attitudesTowardsSelf")?,
        impulsivity: given.word("impulsivityProblems")?,
        temper_control: given.word("temperControl")?,
        problem_solving: given.word("problemSolvingSkills")?,
        awareness_of_consequences: given.word("awarenessOfConsequences")?,
        understands_others: given.word("understandsOtherPeoplesViews")?,
    };
    let found = match maturity::screen(&answers) {
        Ok(found) => found,
        Err(error) => {
            return Ok(json!({
                "maturityScore": null,
                "maturityFlag": null,
                "isMstApplicable": null,
                "validationError": complaints(&[error]),
            }));
        }
    };
    let (score, flagged, applicable) = match found.value {
        Maturity::NotApplicable => (None, false, false),
        Maturity::Screened { score, flagged } => (Some(score), flagged, true),
    };
    Ok(json!({
        "maturityScore": score,
        "maturityFlag": flagged,
        "isMstApplicable": applicable,
        "validationError": [],
        "why": found.why,
    }))
}

/// Scores a line for the learning screen.
pub(super) fn lds(line: &Value, asked: Asked) -> Result<Value, Refusal> {
    let given = Given::read(line, asked)?;
    if let Some(points) = given.whole("ldsSubTotal")? {
        return Ok(json!({ "ldsScore": learning::score(count("ldsSubTotal", points)?) }));
    }
    let answers = learning::Answers {
        no_fixed_abode: given.flag("isCurrentlyOfNoFixedAbodeOrTransientAccommodation")?,
        work_skills: given.word("workRelatedSkills")?,
        reading_writing_numeracy: given.word("problemsWithReadingWritingNumeracy")?,
        reading: given.flag("hasProblemsWithReading")?,
        numeracy: given.flag("hasProblemsWithNumeracy")?,
        learning_difficulties: given.word("learningDifficulties")?,
        qualifications: given.word("professionalOrVocationalQualifications")?,
    };
    match learning::screen(&answers) {
        Ok(found) => {
            let Learning { score, points } = found.value;
            Ok(json!({ "ldsScore": score, "ldsSubTotal": points, "validationError": [], "why": found.why }))
        }
        Err(errors) => Ok(json!({ "ldsScore": null, "ldsSubTotal": null, "validationError": complaints(&errors) })),
    }
}

/// Scores a line for the personality disorder pathway screen.
pub(super) fn opd(line: &Value, asked: Asked) -> Result<Value, Refusal> {
    let given = Given::read(line, asked)?;
    if let Some(name) = given.function()? {
        return opd_function(name, given.args()?);
    }
    let found = match personality::screen(&answers(&given)?) {
        Ok(found) => found,
        Err(errors) => {
            return Ok(json!({
                "opdCheck": false, "opdResult": null, "opdOverride": null, "validationError": complaints(&errors),
            }));
        }
    };
    let (check, result, overridden) = match found.value {
        Personality::Unanswered => (false, None, None),
        Personality::NotEligible => (true, Some("SCREEN_OUT"), None),
        Personality::ScreenIn => (true, Some("SCREEN_IN"), None),
        Personality::ScreenOut { override_applied } => (true, Some("SCREEN_OUT"), Some(override_applied)),
    };
    Ok(json!({
        "opdCheck": check, "opdResult": result, "opdOverride": overridden, "validationError": [], "why": found.why,
    }))
}

fn opd_function(name: &str, args: Args<'_>) -> Result<Value, Refusal> {
    let points = match name {
        "ageAtFirstSanction" => personality::first_sanction(args.whole(0)?),
        "excessiveViolence" => personality::excessive_violence(args.flag(0)?, args.flag(1)?),
        "domesticAbuse" => personality::domestic_abuse(args.flag(0)?, args.flag(1)?, args.flag(2)?),
        "problemLevel" => personality::problem(args.word(0)?),
        "recognisesImpact" => personality::does_not_recognise_impact(args.flag(0)?),
        _ => return no_function(name),
    };
    Ok(json!(points))
}

fn answers(given: &Given<'_>) -> Result<personality::Answers, Refusal> {
    Ok(personality::Answers {
        gender: given.word("gender")?,
        overall_risk: given.word("overallRiskForAssessment")?,
        highest_risk: given.word("highestRiskLevelOverAllAssessments")?,
        offence_code: given.text("currentOffenceCode")?.map(str::to_owned),
        custodial_sentence: given.flag("hasCustodialSentence")?,
        eligible_for_mappa: given.flag("isEligibleForMappa")?,
        apply_override: given.flag("applyOPDOverride")?,
        age_at_first_sanction: given.whole("ageAtFirstSanction")?,
        weapon: given.flag("didOffenceInvolveCarryingOrUsingWeapon")?,
        violence: given.flag("didOffenceInvolveViolenceOrThreatOfViolence")?,
        excessive_violence: given.flag("didOffenceInvolveExcessiveUseOfViolence")?,
        arson: given.flag("didOffenceInvolveArson")?,
        emotional_state: given.flag("offenceMotivationEmotionalState")?,
        offence_linked: given.flag("isAnalysisOfOffenceIssuesLinkedToRisk")?,
        accommodation_linked: given.flag("hasAccommodationIssuesLinkedToRisk")?,
        relationships_linked: given.flag("relationshipIssuesLinkedToRisk")?,
        emotional_linked: given.flag("areEmotionalIssuesLinkedToRisk")?,
        thinking_linked: given.flag("areThinkingAndBehaviourIssuesLinkedToRisk")?,
        recognises_impact: given.flag("doesRecogniseImpactOfOffendingOnOthers")?,
        domestic_abuse: given.flag("evidenceOfDomesticAbuse")?,
        abuse_of_partner: given.flag("domesticAbuseAgainstPartner")?,
        abuse_of_family: given.flag("domesticAbuseAgainstFamily")?,
        childhood: given.word("experienceOfChildhood")?,
        childhood_behaviour: given.flag("isEvidenceOfChildhoodBehaviouralProblems")?,
        coping: given.word("difficultiesCoping")?,
        psychological: given.word("currentPsychologicalProblems")?,
        psychiatric: given.word("currentPsychiatricProblems")?,
        current_treatment: given.flag("hasCurrentPsychiatricTreatment")?,
        past_treatment: given.flag("hasHistoryOfPsychiatricTreatment")?,
        medication: given.flag("hasBeenOnMedicationForMentalHealthProblems")?,
        special_hospital: given.flag("hasEverBeenInSpecialHospitalOrRegionalSecureUnit")?,
        obsessive: given.flag("hasDisplayedObsessiveBehaviourLinkedToOffending")?,
        self_harm: given.flag("hasSelfHarmOrAttemptedSuicide")?,
        financial_reliance: given.word("overRelianceOnOthersForFinancialSupport")?,
        manipulative: given.word("manipulativeOrPredatoryBehaviour")?,
        reckless: given.word("recklessnessAndRiskTakingBehaviour")?,
        impulsivity: given.word("impulsivityProblems")?,
        controlling: given.word("controllingOrAggressiveBehaviour")?,
        attitude_to_supervision: given.word("attitudeTowardsSupervisionOrLicence")?,
        assaulted_staff: given.flag("hasAssaultedOrThreatenedStaff")?,
        absconded: given.flag("hasEscapedOrAbsconded")?,
        control_issues: given.flag("hasControlIssues")?,
    })
}
