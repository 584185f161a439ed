//! The first face-to-face appointment: arranged to fall within five business days of allocation under an order, within one of
//! release on licence.
//!
//! The published measure counts an appointment *arranged*, held or not, so `held_on` stands beside it and the two are never merged.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    duty::{Duty, DutyKind},
    facts::{Appointment, Event, written},
    limits::LimitName,
    ruled::{RuleError, Ruled, Why},
    standards::Standards,
};

const RULE: &str = "first-contact";

/// What the rule needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstContactFacts {
    /// What the duty is about, usually the order.
    pub subject: String,
    /// The day it is read for; later facts are left out.
    pub as_at: Date,
    /// What starts the clock.
    pub start: Start,
    /// The person's appointments, without those the service itself took out of the diary.
    pub appointments: Vec<Appointment>,
}

/// What starts the clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// An order allocated to a provider.
    OrderAllocated(Event),
    /// Release on licence.
    Released(Event),
}

/// What the rule finds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstContact {
    /// What the duty is about.
    pub subject: String,
    /// The day the clock started.
    pub arose_on: Date,
    /// The last day the appointment may fall on.
    pub due_on: Date,
    /// The day the earliest face-to-face appointment is for.
    pub arranged_for: Option<Date>,
    /// The day the person was first seen face to face.
    pub held_on: Option<Date>,
}

/// Whether a first appointment was arranged in time, and whether it was held.
pub fn first_contact(facts: &FirstContactFacts, standards: &Standards) -> Result<Ruled<FirstContact>, RuleError> {
    let (event, name, what) = match &facts.start {
        Start::OrderAllocated(event) => (event, LimitName::FirstContactOrder, "allocated"),
        Start::Released(event) => (event, LimitName::FirstContactLicence, "released"),
    };
    let due_on = standards.due(name, event.on)?;
    let held = |appointment: &&Appointment| appointment.attended == Some(true) && appointment.on <= facts.as_at;
    // A slot written in after its own day arranged nothing, unless the person was in fact seen.
    let standing: Vec<&Appointment> = facts
        .appointments
        .iter()
        .filter(|a| a.face_to_face && a.made_on <= facts.as_at && a.on >= event.on)
        .filter(|a| a.made_on <= a.on || held(a))
        .collect();
    let arranged = standing.iter().min_by_key(|a| a.on);
    let seen = standing.iter().copied().filter(held).min_by_key(|a| a.on);

    let words = match (arranged, seen) {
        (None, _) => {
            format!("No first face-to-face appointment is arranged; it is due to fall by {}.", written(due_on))
        }
        (Some(a), None) => {
            format!("A first face-to-face appointment was arranged for {}; none has been held yet.", written(a.on))
        }
        (Some(a), Some(s)) if a.on == s.on => {
            format!("The first face-to-face appointment was held on {}.", written(s.on))
        }
        (Some(a), Some(s)) => format!(
            "A first face-to-face appointment was arranged for {}; the first one held was on {}.",
            written(a.on),
            written(s.on)
        ),
    };
    let why = Why::new(RULE, "1", words)
        .figure(standards.limit(name), event.on)
        .step(format!(
            "The clock started on {}, when the person was {what}, so the last day is {}.",
            written(event.on),
            written(due_on)
        ))
        .rests_on([&event.entry])
        .rests_on(arranged.map(|a| &a.entry))
        .rests_on(seen.map(|s| &s.entry));
    let value = FirstContact {
        subject: facts.subject.clone(),
        arose_on: event.on,
        due_on,
        arranged_for: arranged.map(|a| a.on),
        held_on: seen.map(|s| s.on),
    };
    Ok(Ruled { value, why })
}

impl Ruled<FirstContact> {
    /// The duty to arrange it. `met_on` is the day the appointment is for: that is what the measure compares.
    pub fn duty(&self) -> Duty {
        Duty {
            duty: DutyKind::FirstContact,
            subject: self.value.subject.clone(),
            due_on: Some(self.value.due_on),
            arose_on: self.value.arose_on,
            met_on: self.value.arranged_for,
            why: self.why.clone(),
        }
    }
}
