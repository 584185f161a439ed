//! What was worked on at an appointment, said after attendance was recorded: a line, and objectives of the plan.

use access::Action;
use record::StreamId;
use record::facts::plan::WorkRecorded;
use record::time::Happened;
use serde::Serialize;

use crate::contact::attended;
use crate::write::{Work, unchanged};
use crate::{Ask, FieldError, Form, Problem, Said, Saved, Service};

/// What was worked on.
#[derive(Clone, Debug, Serialize)]
pub struct WorkedOn {
    /// The person's stream.
    pub person: String,
    /// The appointment's component.
    pub appointment: String,
    /// Objectives, as the case file names them.
    pub objectives: Vec<String>,
    /// In a line.
    pub words: String,
}

impl Service {
    /// Records what was worked on. Said again, it replaces what was said before. Answers with the person's stream.
    pub async fn record_work(&self, ask: &Ask, form: &Form, said: &WorkedOn) -> Result<Saved, Problem> {
        let person: StreamId = said.person.parse().map_err(|_| Problem::NotFound)?;
        let permit = self.permit(ask, Action::RecordContact, &person).await?;
        self.record_for(&[permit], ask, form, said, |streams| {
            let file = streams.case(&person);
            let appointment = file.appointment(&said.appointment).ok_or(Problem::NotFound)?;
            unchanged(&file, &person, &said.appointment, form)?;
            if said.objectives.is_empty() && said.words.trim().is_empty() {
                let message = "Choose what was worked on, or say it in a line";
                return Err(Problem::Invalid(vec![FieldError::new("words", message)]));
            }
            let held = appointment.held.as_ref().filter(|_| attended(self.standards, appointment) == Some(true));
            let Some(held) = held else {
                let message = "Nobody is recorded as having attended. Record the outcome of the appointment first";
                return Err(Problem::Invalid(vec![FieldError::new("words", message)]));
            };
            if said.objectives.iter().any(|id| file.objective(id).is_none()) {
                return Err(Problem::NotFound);
            }
            let work = WorkRecorded { objectives: said.objectives.clone(), words: said.words.trim().to_owned() };
            let day = appointment.booked.starts.day();
            let fact =
                Said::new(&person, work, Happened::On(day)).about(&said.appointment).because([held.entry.clone()]);
            let fact = match &appointment.worked {
                Some(before) => fact.corrects(before.entry.clone()),
                None => fact,
            };
            Ok(Work { said: vec![fact], answer: person.to_string(), ..Work::default() })
        })
        .await
    }
}
