//! Making an assessment: the judgement in words, the risk of serious harm by group, and the answers. More risk than stands
//! stands at once; less is proposed with it, in the same act, and waits for a senior.

use std::collections::BTreeMap;

use access::Action;
use assessment::score::coded;
use jiff::civil::Date;
use record::case::CaseFile;
use record::entry::Basis;
use record::facts::risk::{AssessmentCompleted, Change, Harm, RISK, RiskChangeProposed};
use record::time::Happened;
use record::{EntryId, StreamId};
use serde::Serialize;

use super::questions;
use crate::write::{Work, unchanged};
use crate::{Ask, FieldError, Form, Problem, Said, Saved, Service};

/// An assessment as it was made.
#[derive(Clone, Debug, Serialize)]
pub struct Made {
    /// The person's stream.
    pub person: String,
    /// Under which order.
    pub order: String,
    /// The assessor's own judgement, in words.
    pub judgement: String,
    /// The risk of serious harm; a group that is not here was not judged.
    pub harm: Vec<Harm>,
    /// What was answered, by the published name of the question.
    pub answers: BTreeMap<String, String>,
}

impl Service {
    /// Records an assessment of today. Answers `waits` when something in it is less than what stands, and `stands` otherwise.
    pub async fn assess(&self, ask: &Ask, form: &Form, said: &Made) -> Result<Saved, Problem> {
        let person: StreamId = said.person.parse().map_err(|_| Problem::NotFound)?;
        let permit = self.permit(ask, Action::AssessRisk, &person).await?;
        self.record_for(&[permit], ask, form, said, |streams| {
            let file = streams.case(&person);
            unchanged(&file, &person, RISK, form)?;
            let next = EntryId { stream: person.clone(), seq: streams.of(&person).len() as u64 + 1 };
            decide(&file, &person, &next, ask.today(), said)
        })
        .await
    }
}

fn decide(file: &CaseFile, person: &StreamId, own: &EntryId, today: Date, said: &Made) -> Result<Work, Problem> {
    let wrong = wrong(file, today, said);
    let order = file.order(&said.order).filter(|_| wrong.is_empty());
    let Some(order) = order else { return Err(Problem::Invalid(wrong)) };
    let happened = Happened::On(today);
    let completed = AssessmentCompleted {
        order: said.order.clone(),
        judgement: said.judgement.trim().to_owned(),
        harm: said.harm.clone(),
        answers: said.answers.clone(),
    };
    let completed =
        Said::new(person, completed, happened).about(RISK).because([order.entry.clone()]).basis(Basis::Opinion);
    let lower =
        said.harm.iter().map(|harm| Change::Harm(*harm)).filter(|change| {
            file.would_lower(change) && !file.waiting_changes().any(|waiting| waiting.change == *change)
        });
    let proposed = lower.map(|change| {
        Said::new(person, RiskChangeProposed { change }, happened)
            .about(RISK)
            .because([own.clone()])
            .reason("Judged lower in this assessment.")
            .basis(Basis::Opinion)
    });
    let said: Vec<Said> = std::iter::once(completed).chain(proposed).collect();
    let answer = if said.len() > 1 { "waits" } else { "stands" };
    Ok(Work { said, answer: answer.to_owned(), ..Work::default() })
}

fn wrong(file: &CaseFile, today: Date, said: &Made) -> Vec<FieldError> {
    let mut wrong = Vec::new();
    if !file.order(&said.order).is_some_and(|order| order.is_active(today)) {
        wrong.push(FieldError::new("order", "Choose the order the assessment is made under"));
    }
    if said.judgement.trim().is_empty() {
        wrong.push(FieldError::new("judgement", "Say in your own words who might be harmed, how, and what holds it"));
    }
    if said.harm.is_empty() {
        wrong.push(FieldError::new("harm", "Judge the risk of serious harm to one group at least"));
    }
    for question in questions::all() {
        let Some(code) = said.answers.get(question.name) else { continue };
        let one = BTreeMap::from([(question.name.to_owned(), code.clone())]);
        if coded::answers(&one).is_err() {
            let message = match question.asked {
                questions::Asked::Day => "Enter a day, such as 15/6/2015, or leave it empty",
                questions::Asked::Number => "Enter a whole number, or leave it empty",
                _ => "Choose one of the answers, or leave it empty",
            };
            wrong.push(FieldError::new(question.name, message));
        }
    }
    wrong
}
