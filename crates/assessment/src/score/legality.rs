//! `disposal_legality`: a sentence on record against the offence on record.

use serde_json::{Value, json};

use super::{
    Asked, Refusal,
    given::{Given, needed},
};
use crate::legality::{Contradiction, Disposal, Graver, OnRecord, PassedFor, Verdict, compare};

/// Scores a line.
pub(super) fn score(line: &Value, asked: Asked) -> Result<Value, Refusal> {
    let given = Given::read(line, asked)?;
    let finding = compare(&on_record(&given)?);
    let contradictions: Vec<Value> = finding.contradictions.iter().map(shown).collect();
    let unknown: Vec<Value> =
        finding.unknown.iter().map(|(rule, what)| json!({ "rule": rule.name, "notKnown": what })).collect();
    Ok(json!({ "lawful": contradictions.is_empty(), "contradictions": contradictions, "unknown": unknown }))
}

fn shown(found: &Contradiction) -> Value {
    json!({
        "rule": found.rule.name,
        "source": found.rule.source,
        "status": found.rule.status.to_string(),
        "ifTheOffenceIsRight": found.if_the_offence_is_right,
        "ifTheSentenceIsRight": found.if_the_sentence_is_right,
        "actOn": match found.act_on {
            Graver::Offence => "the offence",
            Graver::Sentence => "the sentence",
        },
        "lookAtFirst": found.look_at_first,
    })
}

fn on_record(given: &Given<'_>) -> Result<OnRecord, Refusal> {
    let code = needed("offenceCode", given.text("offenceCode")?)?;
    Ok(OnRecord {
        offence_code: code.to_owned(),
        offence: given.text("offence")?.unwrap_or(code).to_owned(),
        verdict: match given.text("verdict")? {
            None | Some("AS_RECORDED") => Verdict::AsRecorded,
            Some("MANSLAUGHTER") => Verdict::Manslaughter,
            Some("INSANITY_OR_UNFITNESS") => Verdict::InsanityOrUnfitness,
            Some(other) => return Err(Refusal(format!("{other:?} is no verdict known here"))),
        },
        age_at_offence: small(given, "ageAtOffence")?,
        sentenced_on: needed("sentencedOn", given.date("sentencedOn")?)?,
        disposal: disposal(given)?,
        passed_for: if given.flag("forBreach")? == Some(true) { PassedFor::Breach } else { PassedFor::Offence },
        convictions_alike: small(given, "convictionsAlike")?,
        court_made_exception: given.flag("courtMadeException")?,
        imprisonable: given.flag("imprisonable")?,
        prohibited_firearm: given.flag("prohibitedFirearm")?,
    })
}

fn disposal(given: &Given<'_>) -> Result<Disposal, Refusal> {
    let months = small::<u16>(given, "months")?;
    let unpaid_work_hours = small(given, "unpaidWorkHours")?;
    Ok(match needed("disposal", given.text("disposal")?)? {
        "LIFE" => Disposal::Life,
        "HOSPITAL_ORDER" => Disposal::HospitalOrder,
        "CUSTODY" => Disposal::Custody { months: Some(needed("months", months)?) },
        "SUSPENDED_SENTENCE" => Disposal::Suspended {
            custody_days: Some(needed("custodyDays", small(given, "custodyDays")?)?),
            unpaid_work_hours,
        },
        "COMMUNITY_ORDER" => Disposal::Community { months, unpaid_work_hours },
        "SUPERVISION_DEFAULT_ORDER" => Disposal::Default { unpaid_work_hours },
        "OTHER" => Disposal::Other,
        other => return Err(Refusal(format!("{other:?} is no disposal known here"))),
    })
}

fn small<N: TryFrom<i64>>(given: &Given<'_>, field: &str) -> Result<Option<N>, Refusal> {
    let Some(number) = given.whole(field)? else { return Ok(None) };
    N::try_from(number).map(Some).map_err(|_| Refusal(format!("{field} should be a small number, not {number}")))
}
