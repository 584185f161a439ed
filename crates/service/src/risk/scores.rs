//! The scores of assessments on record. Nothing of them is stored: as they stood, they are worked out from what was known
//! when the assessment was recorded; as they would be now, from what is known now. Both with the models of its day.

use assessment::predictors::Answers;
use assessment::predictors::answers::{Gender, OffenceCode};
use assessment::score::{Refusal, coded};
use assessment::scored::{Scored, scores};
use record::case::{Assessment, CaseFile, View, fold};
use record::entry::Entry;
use record::facts::person::Sex;

/// An assessment with its scores.
#[derive(Clone, Debug)]
pub struct Assessed {
    /// What was judged and answered.
    pub assessment: Assessment,
    /// The scores as they stood when it was recorded.
    pub stood: Vec<Scored>,
    /// The scores from what is known now; none where nothing has changed.
    pub now: Option<Vec<Scored>>,
    /// An answer that cannot be read: then there are no scores.
    pub unreadable: Option<String>,
}

/// Every assessment with its scores, oldest first.
pub fn assessed(entries: &[Entry], file: &CaseFile) -> Vec<Assessed> {
    file.assessments.iter().map(|assessment| one(entries, file, assessment)).collect()
}

fn one(entries: &[Entry], file: &CaseFile, assessment: &Assessment) -> Assessed {
    // What is known now mostly is what was known then: only a later entry about the person or an order can tell them apart.
    let changed = entries.iter().any(|e| e.recorded > assessment.recorded && weighs(e));
    let then = changed.then(|| fold(entries, View { as_at: None, known_at: Some(assessment.recorded) }));
    let stood = answers(then.as_ref().unwrap_or(file), assessment).map(|answers| scores(&answers));
    let now = then.and_then(|_| answers(file, assessment).ok()).map(|answers| scores(&answers));
    let unreadable = stood.as_ref().err().map(ToString::to_string);
    let stood = stood.unwrap_or_default();
    Assessed { assessment: assessment.clone(), now: now.filter(|now| *now != stood), stood, unreadable }
}

/// Whether an entry may change what a score is worked out from.
fn weighs(entry: &Entry) -> bool {
    use record::facts::Fact;
    entry.content.as_ref().is_none_or(|content| {
        content.corrects.is_some()
            || content.retracts.is_some()
            || matches!(content.fact, Fact::PersonRecorded(_) | Fact::OrderMade(_))
    })
}

/// What an assessment answered, with what the record says besides: birth, sex and offence.
pub fn answers(file: &CaseFile, assessment: &Assessment) -> Result<Answers, Refusal> {
    let person = file.person.as_ref().map(|person| &person.recorded);
    let order = file.order(&assessment.completed.order);
    Ok(Answers {
        assessed_on: Some(assessment.on),
        born: person.and_then(|p| p.born),
        gender: person.and_then(|p| match p.sex {
            Sex::Male => Some(Gender::Male),
            Sex::Female => Some(Gender::Female),
            Sex::NotStated => None,
        }),
        offence: order.map(|order| OffenceCode::parse(&order.made.main_offence.code)),
        ..coded::answers(&assessment.completed.answers)?
    })
}
