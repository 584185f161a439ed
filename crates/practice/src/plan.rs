//! The sentence plan: completed within fifteen business days of the first *attended* appointment.
//!
//! Somebody who never attends is never late by this measure; so a clock that has not started is said aloud, not left blank.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    duty::{Duty, DutyKind},
    facts::{Event, written},
    limits::LimitName,
    ruled::{RuleError, Ruled, Why},
    standards::Standards,
};

const RULE: &str = "sentence-plan";

/// What the rule needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanFacts {
    /// What the duty is about, usually the order.
    pub subject: String,
    /// The day it is read for; later facts are left out.
    pub as_at: Date,
    /// The day the order or licence began.
    pub began: Event,
    /// The first appointment the person attended.
    pub first_attended: Option<Event>,
    /// The plan's completion.
    pub completed: Option<Event>,
}

/// What the rule finds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// What the duty is about.
    pub subject: String,
    /// The first attended appointment, or the start of the order while there is none.
    pub arose_on: Date,
    /// The last day for the plan; none while nobody has attended.
    pub due_on: Option<Date>,
    /// The day the plan was on the record.
    pub completed_on: Option<Date>,
}

/// When the sentence plan is due and whether it was done.
pub fn plan(facts: &PlanFacts, standards: &Standards) -> Result<Ruled<Plan>, RuleError> {
    let attended = facts.first_attended.as_ref().filter(|event| event.on <= facts.as_at);
    let completed = facts.completed.as_ref().filter(|event| event.timely_on() <= facts.as_at);
    let arose_on = attended.map_or(facts.began.on, |event| event.on);
    let due_on = attended.map(|event| standards.due(LimitName::SentencePlan, event.on)).transpose()?;
    let completed_on = completed.map(Event::timely_on);

    let words = match (completed_on, due_on) {
        (Some(done), _) => format!("The sentence plan was completed on {}.", written(done)),
        (None, Some(due)) => format!("The sentence plan is due by {}.", written(due)),
        (None, None) => "The sentence plan is not yet due, because no appointment has been attended.".to_owned(),
    };
    let mut why = Why::new(RULE, "1", words).figure(standards.limit(LimitName::SentencePlan), arose_on);
    if let (Some(event), Some(due)) = (attended, due_on) {
        why = why.step(format!(
            "The first attended appointment was on {}, so the last day is {}.",
            written(event.on),
            written(due)
        ));
    }
    if let Some(late) = completed.filter(|event| event.recorded_on > event.on) {
        why = why.step(format!(
            "It is dated {} and was recorded on {}; being in time goes by the day it was recorded.",
            written(late.on),
            written(late.recorded_on)
        ));
    }
    let why =
        why.rests_on([&facts.began.entry]).rests_on(attended.map(|e| &e.entry)).rests_on(completed.map(|e| &e.entry));
    Ok(Ruled { value: Plan { subject: facts.subject.clone(), arose_on, due_on, completed_on }, why })
}

impl Ruled<Plan> {
    /// The duty to complete the plan.
    pub fn duty(&self) -> Duty {
        Duty {
            duty: DutyKind::SentencePlan,
            subject: self.value.subject.clone(),
            due_on: self.value.due_on,
            arose_on: self.value.arose_on,
            met_on: self.value.completed_on,
            why: self.why.clone(),
        }
    }
}
