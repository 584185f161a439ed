//! A decision after a failure: somebody says what follows, within two business days, or the failure stands on a list.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    duty::{Duty, DutyKind},
    facts::{Event, written},
    limits::LimitName,
    ruled::{RuleError, Ruled, Why},
    standards::Standards,
};

const RULE: &str = "decision-after-failure";

/// What the rule needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionFacts {
    /// What the duty is about, usually the appointment.
    pub subject: String,
    /// The day it is read for; later facts are left out.
    pub as_at: Date,
    /// The appointment or instruction failed, `on` the day of the failure.
    pub failure: Event,
    /// The outcome's code.
    pub outcome: String,
    /// The decision, whatever it was: excused, warned, referred, or nothing further with a reason.
    pub decision: Option<Event>,
}

/// What the rule finds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionDue {
    /// What the duty is about.
    pub subject: String,
    /// The day of the failure.
    pub failed_on: Date,
    /// The last day for a decision; none when the outcome needs none.
    pub due_on: Option<Date>,
    /// The day the decision was on the record.
    pub decided_on: Option<Date>,
}

/// Whether an outcome needs a decision, by when, and whether there is one.
pub fn decision_due(facts: &DecisionFacts, standards: &Standards) -> Result<Ruled<DecisionDue>, RuleError> {
    let outcome = standards.outcome(&facts.outcome).ok_or_else(|| RuleError::UnknownOutcome(facts.outcome.clone()))?;
    let value =
        DecisionDue { subject: facts.subject.clone(), failed_on: facts.failure.on, due_on: None, decided_on: None };
    if !outcome.needs_decision {
        let why = Why::new(RULE, "1", format!("\u{201c}{}\u{201d} needs no decision.", outcome.words))
            .rests_on([&facts.failure.entry]);
        return Ok(Ruled { value, why });
    }
    let due_on = standards.due(LimitName::DecisionAfterFailure, facts.failure.on)?;
    let decision = facts.decision.as_ref().filter(|event| event.timely_on() <= facts.as_at);
    let decided_on = decision.map(Event::timely_on);
    let words = match decided_on {
        Some(day) => {
            format!("A decision about the failure of {} was made on {}.", written(facts.failure.on), written(day))
        }
        None => format!("A decision about the failure of {} is due by {}.", written(facts.failure.on), written(due_on)),
    };
    let mut why = Why::new(RULE, "1", words)
        .figure(standards.limit(LimitName::DecisionAfterFailure), facts.failure.on)
        .step(format!("The outcome is \u{201c}{}\u{201d}, which needs a decision.", outcome.words));
    if facts.failure.recorded_on > facts.failure.on {
        why = why.step(format!(
            "The failure was recorded on {}; the clock still runs from the day it happened.",
            written(facts.failure.recorded_on)
        ));
    }
    let why = why.rests_on([&facts.failure.entry]).rests_on(decision.map(|event| &event.entry));
    Ok(Ruled { value: DecisionDue { due_on: Some(due_on), decided_on, ..value }, why })
}

impl Ruled<DecisionDue> {
    /// The duty to decide, if the outcome needs it.
    pub fn duty(&self) -> Option<Duty> {
        let due_on = self.value.due_on?;
        Some(Duty {
            duty: DutyKind::DecisionAfterFailure,
            subject: self.value.subject.clone(),
            due_on: Some(due_on),
            arose_on: self.value.failed_on,
            met_on: self.value.decided_on,
            why: self.why.clone(),
        })
    }
}
