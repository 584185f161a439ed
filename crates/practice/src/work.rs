//! What was worked on, said by the next working day after an attended appointment. Attendance itself is recorded in a moment;
//! this may follow.
//!
//! It is asked for only where there was a plan to work on, and only of appointments since the standard began.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    duty::{Duty, DutyKind},
    facts::{Event, written},
    limits::LimitName,
    ruled::{RuleError, Ruled, Why},
    standards::Standards,
};

const RULE: &str = "work";

/// What the rule needs. The appointment was attended, and of a kind that is supervision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkFacts {
    /// What the duty is about: the appointment.
    pub subject: String,
    /// The day it is read for; later facts are left out.
    pub as_at: Date,
    /// The appointment, `on` its day, recorded with its outcome.
    pub attended: Event,
    /// The plan that stood on that day.
    pub plan: Option<Event>,
    /// What was worked on, when it was said.
    pub said: Option<Event>,
}

/// What the rule finds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// What the duty is about.
    pub subject: String,
    /// The day of the appointment.
    pub on: Date,
    /// The last day to say what was worked on.
    pub due_on: Date,
    /// The day it was said.
    pub said_on: Option<Date>,
}

/// When what was worked on is to be said; none where it is not asked for.
pub fn work(facts: &WorkFacts, standards: &Standards) -> Result<Option<Ruled<Work>>, RuleError> {
    let limit = standards.limit(LimitName::WorkRecorded);
    let on = facts.attended.on;
    let Some(plan) = facts.plan.as_ref().filter(|plan| plan.timely_on() <= on) else { return Ok(None) };
    if !limit.covers(on) {
        return Ok(None);
    }
    let due_on = standards.due(LimitName::WorkRecorded, on)?;
    let said = facts.said.as_ref().filter(|event| event.recorded_on <= facts.as_at);
    let said_on = said.map(|event| event.recorded_on);
    let words = match said_on {
        Some(day) => format!("What was worked on at the appointment of {} was said on {}.", written(on), written(day)),
        None => {
            format!("What was worked on at the appointment of {} is to be said by {}.", written(on), written(due_on))
        }
    };
    let why = Why::new(RULE, "1", words)
        .figure(limit, on)
        .rests_on([&facts.attended.entry, &plan.entry])
        .rests_on(said.map(|event| &event.entry));
    Ok(Some(Ruled { value: Work { subject: facts.subject.clone(), on, due_on, said_on }, why }))
}

impl Ruled<Work> {
    /// The duty to say it.
    pub fn duty(&self) -> Duty {
        Duty {
            duty: DutyKind::WorkToRecord,
            subject: self.value.subject.clone(),
            due_on: Some(self.value.due_on),
            arose_on: self.value.on,
            met_on: self.value.said_on,
            why: self.why.clone(),
        }
    }
}
