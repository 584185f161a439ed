//! A letter that was issued has to leave. What stands in the record as issued is not yet in anybody's hand.
//!
//! It is asked for of letters issued since the standard began: of earlier ones nobody recorded whether they were sent.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    duty::{Duty, DutyKind},
    facts::{Event, written},
    limits::LimitName,
    ruled::{RuleError, Ruled, Why},
    standards::Standards,
};

const RULE: &str = "letter-posted";

/// What the rule needs. The letter goes by post, and what it says still stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterPostedFacts {
    /// What the duty is about: the letter.
    pub subject: String,
    /// The day it is read for; later facts are left out.
    pub as_at: Date,
    /// The letter's issue.
    pub issued: Event,
    /// Its leaving: posted, or handed over after all.
    pub left: Option<Event>,
    /// That it could not be sent, and why, in the words of whoever says so.
    pub failed: Option<(Event, String)>,
    /// The day its warning is said to be served on, counted from its issue.
    pub served_on: Option<Date>,
}

/// What the rule finds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterPosted {
    /// What the duty is about.
    pub subject: String,
    /// The day it was issued.
    pub issued_on: Date,
    /// The last day for it to leave.
    pub due_on: Date,
    /// The day it left, or that somebody said so if that was later.
    pub left_on: Option<Date>,
}

/// When a letter has to leave; none where it is not asked for.
pub fn letter_posted(
    facts: &LetterPostedFacts,
    standards: &Standards,
) -> Result<Option<Ruled<LetterPosted>>, RuleError> {
    let limit = standards.limit(LimitName::LetterPosted);
    let issued_on = facts.issued.on;
    if !limit.covers(issued_on) {
        return Ok(None);
    }
    let due_on = standards.due(LimitName::LetterPosted, issued_on)?;
    let left = facts.left.as_ref().filter(|event| event.on <= facts.as_at);
    let failed = facts.failed.as_ref().filter(|(event, _)| event.on <= facts.as_at && left.is_none());
    let words = match (left, failed) {
        (Some(left), _) => format!("The letter issued on {} left on {}.", written(issued_on), written(left.on)),
        (None, Some((event, reason))) => {
            format!("The letter could not be sent on {}: {}.", written(event.on), reason.trim_end_matches('.'))
        }
        (None, None) => format!("The letter was issued on {}. Nothing shows that it was posted.", written(issued_on)),
    };
    let mut why = Why::new(RULE, "1", words).figure(limit, issued_on).rests_on([&facts.issued.entry]);
    if let (None, Some(served_on)) = (left, facts.served_on) {
        why = why.step(format!(
            "The warning is said to be served on {}, counted from the day of the letter: each day it waits makes that less true.",
            written(served_on)
        ));
    }
    let why = why.rests_on(left.map(|event| &event.entry)).rests_on(failed.map(|(event, _)| &event.entry));
    let value = LetterPosted { subject: facts.subject.clone(), issued_on, due_on, left_on: left.map(Event::timely_on) };
    Ok(Some(Ruled { value, why }))
}

impl Ruled<LetterPosted> {
    /// The duty to post it.
    pub fn duty(&self) -> Duty {
        Duty {
            duty: DutyKind::LetterToPost,
            subject: self.value.subject.clone(),
            due_on: Some(self.value.due_on),
            arose_on: self.value.issued_on,
            met_on: self.value.left_on,
            why: self.why.clone(),
        }
    }
}
