//! The sentence plan: completed, and reviewed.

use access::Action;
use record::StreamId;
use record::case::Plan;
use record::facts::plan::{NeedArea, Objective, ObjectiveState, PlanCompleted, PlanReviewed, Reviewed};
use record::time::Happened;
use serde::Serialize;

use crate::write::{Work, unchanged};
use crate::{Ask, FieldError, Form, Problem, Said, Saved, Service};

/// Something to work on, as it was typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Aim {
    /// What it answers; none when nothing was chosen.
    pub need: Option<NeedArea>,
    /// In words.
    pub words: String,
}

/// A sentence plan that is complete.
#[derive(Clone, Debug, Serialize)]
pub struct SentencePlan {
    /// The person's stream.
    pub person: String,
    /// The order it is for, as a component.
    pub order: String,
    /// What is to be worked on.
    pub objectives: Vec<Aim>,
}

/// A review of a sentence plan.
#[derive(Clone, Debug, Serialize)]
pub struct PlanReview {
    /// The person's stream.
    pub person: String,
    /// The order, as a component.
    pub order: String,
    /// Of each objective: its name in the case, where it stands (none when nothing was chosen), and why.
    pub reviewed: Vec<(String, Option<ObjectiveState>, String)>,
    /// What is worked on besides from now on.
    pub added: Vec<Aim>,
}

impl Service {
    /// Records a completed sentence plan, today: a plan dated back earns nothing. Answers with the person's stream.
    pub async fn complete_plan(&self, ask: &Ask, form: &Form, said: &SentencePlan) -> Result<Saved, Problem> {
        let person: StreamId = said.person.parse().map_err(|_| Problem::NotFound)?;
        let permit = self.permit(ask, Action::RecordContact, &person).await?;
        let today = ask.today();
        self.record_for(&[permit], ask, form, said, |streams| {
            let file = streams.case(&person);
            let mut wrong = Vec::new();
            let order = file.order(&said.order).filter(|order| order.is_active(today));
            if order.is_none() {
                wrong.push(FieldError::new("order", "Choose the order the plan is for"));
            }
            if said.objectives.is_empty() {
                wrong.push(FieldError::new("objectives", "Say what is to be worked on"));
            }
            if said.objectives.iter().any(|aim| aim.need.is_none()) {
                wrong.push(FieldError::new("need", "Choose what each objective answers"));
            }
            let Some(order) = order.filter(|_| wrong.is_empty()) else { return Err(Problem::Invalid(wrong)) };
            let plan = PlanCompleted { objectives: numbered(&said.objectives) };
            let fact = Said::new(&person, plan, Happened::On(today)).about(&said.order).because([order.entry.clone()]);
            Ok(Work { said: vec![fact], answer: person.to_string(), ..Work::default() })
        })
        .await
    }

    /// Records a review of the plan an order goes by, today. Every objective in progress is reviewed; one that is dropped
    /// needs a reason. Answers with the person's stream.
    pub async fn review_plan(&self, ask: &Ask, form: &Form, said: &PlanReview) -> Result<Saved, Problem> {
        let person: StreamId = said.person.parse().map_err(|_| Problem::NotFound)?;
        let permit = self.permit(ask, Action::RecordContact, &person).await?;
        let today = ask.today();
        self.record_for(&[permit], ask, form, said, |streams| {
            let file = streams.case(&person);
            unchanged(&file, &person, &said.order, form)?;
            let plan = file.plan(&said.order).ok_or(Problem::NotFound)?;
            let review = review(plan, said)?;
            let fact = Said::new(&person, review, Happened::On(today)).about(&said.order).because([plan.entry.clone()]);
            Ok(Work { said: vec![fact], answer: person.to_string(), ..Work::default() })
        })
        .await
    }
}

fn numbered(aims: &[Aim]) -> Vec<Objective> {
    let numbered = aims.iter().zip(1_u32..);
    numbered.map(|(aim, n)| Objective { id: n.to_string(), need: aim.need, words: aim.words.clone() }).collect()
}

fn review(plan: &Plan, said: &PlanReview) -> Result<PlanReviewed, Problem> {
    let mut wrong = Vec::new();
    let mut reviewed = Vec::new();
    for objective in plan.in_progress() {
        let of_it = said.reviewed.iter().find(|(id, ..)| *id == objective.id);
        match of_it {
            Some((_, Some(ObjectiveState::Dropped), reason)) if reason.trim().is_empty() => {
                wrong.push(FieldError::new("reason", "Say why an objective is dropped"));
            }
            Some((id, Some(state), reason)) => {
                reviewed.push(Reviewed { objective: id.clone(), state: *state, reason: reason.trim().to_owned() });
            }
            _ => wrong.push(FieldError::new("state", "Say of each objective where it stands")),
        }
    }
    if said.added.iter().any(|aim| aim.need.is_none()) {
        wrong.push(FieldError::new("need", "Choose what each objective answers"));
    }
    let still = reviewed.iter().any(|r| r.state == ObjectiveState::InProgress) || !said.added.is_empty();
    if wrong.is_empty() && !still {
        let message = "Nothing would be left to work on. Add an objective, or leave one in progress";
        wrong.push(FieldError::new("objectives", message));
    }
    wrong.dedup();
    if wrong.is_empty() {
        Ok(PlanReviewed { reviewed, added: numbered(&said.added) })
    } else {
        Err(Problem::Invalid(wrong))
    }
}
