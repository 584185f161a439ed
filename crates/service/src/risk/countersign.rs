//! Countersigning what a colleague proposes to lower, or declining it. Nobody signs their own.

use access::Action;
use record::StreamId;
use record::case::{CaseFile, RiskChange};
use record::entry::Basis;
use record::facts::person::Deregistered;
use record::facts::risk::{Change, RISK, RiskChangeCountersigned, Signature};
use record::time::Happened;
use serde::Serialize;

use crate::write::{Work, unchanged};
use crate::{Ask, FieldError, Form, Problem, Said, Saved, Service};

/// A second person's decision.
#[derive(Clone, Debug, Serialize)]
pub struct Countersignature {
    /// The person's stream.
    pub person: String,
    /// The proposal, by its place in the stream; none when none was chosen.
    pub proposal: Option<u64>,
    /// What is decided; none when nothing was chosen.
    pub decided: Option<Signature>,
    /// What was looked at, and why.
    pub reason: String,
}

impl Service {
    /// Records a countersignature, and what it brings into effect. Answers with the person's stream.
    pub async fn countersign_risk_change(
        &self,
        ask: &Ask,
        form: &Form,
        said: &Countersignature,
    ) -> Result<Saved, Problem> {
        let person: StreamId = said.person.parse().map_err(|_| Problem::NotFound)?;
        let permit = self.permit(ask, Action::CountersignRisk, &person).await?;
        self.record_for(&[permit], ask, form, said, |streams| {
            let file = streams.case(&person);
            unchanged(&file, &person, RISK, form)?;
            let (change, decided) = read(&file, said, &ask.actor.staff)?;
            let happened = Happened::On(ask.today());
            let signed = RiskChangeCountersigned { decided };
            let signed = Said::new(&person, signed, happened)
                .about(RISK)
                .because([change.entry.clone()])
                .reason(&said.reason)
                .basis(Basis::Opinion);
            let mut said = vec![signed];
            if let (Signature::Agreed, Change::FlagDown(flag)) = (decided, &change.change) {
                said.push(Said::new(&person, Deregistered {}, happened).about(flag).because([change.entry.clone()]));
            }
            Ok(Work { said, answer: person.to_string(), ..Work::default() })
        })
        .await
    }
}

fn read<'a>(file: &'a CaseFile, said: &Countersignature, staff: &str) -> Result<(&'a RiskChange, Signature), Problem> {
    let mut wrong = Vec::new();
    let change = file.waiting_changes().find(|change| Some(change.entry.seq) == said.proposal);
    match change {
        None => wrong.push(FieldError::new("proposal", "Choose a change that waits for countersignature")),
        Some(own) if own.by == staff => {
            let words = "You proposed this yourself: somebody else has to countersign it";
            wrong.push(FieldError::new("proposal", words));
        }
        Some(_) => {}
    }
    if said.decided.is_none() {
        wrong.push(FieldError::new("decided", "Choose whether you agree"));
    }
    if said.reason.trim().is_empty() {
        wrong.push(FieldError::new("reason", "Say what you looked at, and why you decide so"));
    }
    match (change, said.decided) {
        (Some(change), Some(decided)) if wrong.is_empty() => Ok((change, decided)),
        _ => Err(Problem::Invalid(wrong)),
    }
}
