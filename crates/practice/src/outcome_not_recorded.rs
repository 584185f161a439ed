//! An appointment whose day is over and whose outcome nobody has recorded. Due the next working day.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    duty::{Duty, DutyKind},
    facts::{Event, written},
    limits::LimitName,
    ruled::{RuleError, Ruled, Why},
    standards::Standards,
};

const RULE: &str = "outcome-not-recorded";

/// What the rule needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeFacts {
    /// What the duty is about, usually the appointment.
    pub subject: String,
    /// The day it is read for; later facts are left out.
    pub as_at: Date,
    /// The day the appointment is for.
    pub appointment_on: Date,
    /// The appointment's entry.
    pub appointment: String,
    /// The recording of its outcome.
    pub outcome: Option<Event>,
}

/// What the rule finds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutcomeNotRecorded {
    /// What the duty is about.
    pub subject: String,
    /// The day the appointment is for.
    pub appointment_on: Date,
    /// The last day to record its outcome.
    pub due_on: Date,
    /// The day it was recorded.
    pub recorded_on: Option<Date>,
}

/// When an outcome is to be recorded, and whether it was.
pub fn outcome_not_recorded(
    facts: &OutcomeFacts,
    standards: &Standards,
) -> Result<Ruled<OutcomeNotRecorded>, RuleError> {
    let due_on = standards.due(LimitName::OutcomeRecorded, facts.appointment_on)?;
    let outcome = facts.outcome.as_ref().filter(|event| event.recorded_on <= facts.as_at);
    let recorded_on = outcome.map(|event| event.recorded_on);
    let words = match recorded_on {
        Some(day) => format!(
            "The outcome of the appointment of {} was recorded on {}.",
            written(facts.appointment_on),
            written(day)
        ),
        None => format!(
            "The outcome of the appointment of {} is to be recorded by {}.",
            written(facts.appointment_on),
            written(due_on)
        ),
    };
    let why = Why::new(RULE, "1", words)
        .figure(standards.limit(LimitName::OutcomeRecorded), facts.appointment_on)
        .rests_on([&facts.appointment])
        .rests_on(outcome.map(|event| &event.entry));
    Ok(Ruled {
        value: OutcomeNotRecorded {
            subject: facts.subject.clone(),
            appointment_on: facts.appointment_on,
            due_on,
            recorded_on,
        },
        why,
    })
}

impl Ruled<OutcomeNotRecorded> {
    /// The duty to record it.
    pub fn duty(&self) -> Duty {
        Duty {
            duty: DutyKind::OutcomeToRecord,
            subject: self.value.subject.clone(),
            due_on: Some(self.value.due_on),
            arose_on: self.value.appointment_on,
            met_on: self.value.recorded_on,
            why: self.why.clone(),
        }
    }
}
