//! A warning has to reach the person before the next appointment: otherwise the next failure is no failure to heed it.
//!
//! A letter served on or after that day is exposed, never hidden, and what followed is reviewed for fairness.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    duty::{Duty, DutyKind},
    facts::{Event, NextAppointment, written},
    limits::LimitName,
    ruled::{RuleError, Ruled, Why},
    standards::Standards,
};

const RULE: &str = "warning-service";

/// What the rule needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WarningServiceFacts {
    /// What the duty is about, usually the decision to warn.
    pub subject: String,
    /// The day it is read for; later facts are left out.
    pub as_at: Date,
    /// The failure warned about, `on` its day.
    pub failure: Event,
    /// The decision to warn.
    pub decision: Event,
    /// The letter's issue.
    pub issued: Option<Event>,
    /// The letter's reaching the person: handed over, or delivered.
    pub served: Option<Event>,
    /// The next appointment after the failure.
    pub next_appointment: Option<NextAppointment>,
}

/// What the rule finds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WarningService {
    /// What the duty is about.
    pub subject: String,
    /// The day of the decision to warn.
    pub decided_on: Date,
    /// The last day for the letter to leave.
    pub letter_due_on: Date,
    /// The last day it can reach the person before the next appointment.
    pub serve_by: Option<Date>,
    /// The day it was issued.
    pub issued_on: Option<Date>,
    /// The day it reached the person.
    pub served_on: Option<Date>,
    /// How it stands.
    pub state: ServiceState,
}

/// How the service of a warning stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ServiceState {
    /// Not served yet, and there is still time.
    ToServe,
    /// Served before the next appointment, or with none in the diary.
    InTime,
    /// Served on or after the day of the next appointment.
    TooLate,
    /// The next appointment has come and nothing shows that the person had the warning.
    NotShown,
}

impl ServiceState {
    /// Whether it is exposed, and a failure at that appointment is to be reviewed for fairness.
    pub fn needs_fairness_review(self) -> bool {
        matches!(self, ServiceState::TooLate | ServiceState::NotShown)
    }
}

/// Whether a warning reached the person before the next appointment.
pub fn warning_service(facts: &WarningServiceFacts, standards: &Standards) -> Result<Ruled<WarningService>, RuleError> {
    let letter_due_on = standards.due(LimitName::WarningLetter, facts.failure.on)?;
    let next = facts.next_appointment.as_ref().filter(|next| next.on > facts.failure.on);
    let known = |event: &&Event| event.on <= facts.as_at;
    let issued = facts.issued.as_ref().filter(known);
    let served = facts.served.as_ref().filter(known);
    let state = match (served, next) {
        (Some(s), Some(n)) if s.on >= n.on => ServiceState::TooLate,
        (Some(_), _) => ServiceState::InTime,
        (None, Some(n)) if n.on <= facts.as_at => ServiceState::NotShown,
        (None, _) => ServiceState::ToServe,
    };
    let words = match (state, served, next) {
        (ServiceState::TooLate, Some(s), Some(n)) => {
            format!(
                "The warning reached the person on {}, too late for the appointment of {}.",
                written(s.on),
                written(n.on)
            )
        }
        (ServiceState::NotShown, _, Some(n)) => {
            format!("Nothing shows that the person had the warning before the appointment of {}.", written(n.on))
        }
        (ServiceState::InTime, Some(s), Some(n)) => {
            format!("The warning reached the person on {}, before the appointment of {}.", written(s.on), written(n.on))
        }
        (_, Some(s), _) => format!("The warning reached the person on {}.", written(s.on)),
        (_, None, Some(n)) => {
            format!("The warning has to reach the person before the appointment of {}.", written(n.on))
        }
        (_, None, None) => format!(
            "The warning letter has to leave by {}; no next appointment is in the diary.",
            written(letter_due_on)
        ),
    };
    let mut why = Why::new(RULE, "1", words).figure(standards.limit(LimitName::WarningLetter), facts.failure.on);
    if state.needs_fairness_review() {
        why =
            why.step("A failure at that appointment is not counted until somebody has reviewed whether that is fair.");
    }
    let why = why
        .rests_on([&facts.failure.entry, &facts.decision.entry])
        .rests_on(issued.map(|event| &event.entry))
        .rests_on(served.map(|event| &event.entry))
        .rests_on(next.map(|next| &next.entry));
    let value = WarningService {
        subject: facts.subject.clone(),
        decided_on: facts.decision.on,
        letter_due_on,
        serve_by: next.and_then(|next| next.on.yesterday().ok()),
        issued_on: issued.map(|event| event.on),
        served_on: served.map(|event| event.on),
        state,
    };
    Ok(Ruled { value, why })
}

impl Ruled<WarningService> {
    /// The duty to get the warning there: by the day the letter has to leave, or before the next appointment if that comes first.
    /// Service meets it; so does issue while no appointment presses.
    pub fn duty(&self) -> Duty {
        let value = &self.value;
        let met_on = if value.serve_by.is_some() { value.served_on } else { value.served_on.or(value.issued_on) };
        Duty {
            duty: DutyKind::WarningLetter,
            subject: value.subject.clone(),
            due_on: value.serve_by.or(Some(value.letter_due_on)),
            arose_on: value.decided_on,
            met_on,
            why: self.why.clone(),
        }
    }
}
