//! Completing a sentence plan.

use access::Action;
use record::StreamId;
use record::facts::person::PlanCompleted;
use record::time::Happened;
use serde::Serialize;

use crate::write::Work;
use crate::{Ask, FieldError, Form, Problem, Said, Saved, Service};

/// A sentence plan that is complete.
#[derive(Clone, Debug, Serialize)]
pub struct SentencePlan {
    /// The person's stream.
    pub person: String,
    /// The order it is for, as a component.
    pub order: String,
    /// What is to be worked on, one each.
    pub objectives: Vec<String>,
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
                wrong.push(FieldError::new("objectives", "Say what is to be worked on, a line each"));
            }
            let Some(order) = order.filter(|_| wrong.is_empty()) else { return Err(Problem::Invalid(wrong)) };
            let plan = PlanCompleted { objectives: said.objectives.clone() };
            let fact = Said::new(&person, plan, Happened::On(today)).about(&said.order).because([order.entry.clone()]);
            Ok(Work { said: vec![fact], answer: person.to_string(), ..Work::default() })
        })
        .await
    }
}
