//! Evidence of a reasonable excuse: the person has six working days from the failure. Evidence accepted, late or not, turns the
//! failure into an excused one and withdraws any warning given for it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    facts::{Event, written},
    limits::LimitName,
    ruled::{RuleError, Ruled, Why},
    standards::Standards,
};

const RULE: &str = "evidence";

/// What the rule needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceFacts {
    /// What it is about, usually the failed appointment.
    pub subject: String,
    /// The day it is read for; later facts are left out.
    pub as_at: Date,
    /// The failure, `on` its day.
    pub failure: Event,
    /// Evidence handed in.
    pub received: Option<Event>,
    /// What the officer made of it.
    pub answer: Option<Answer>,
    /// The entry of a warning given for this failure and not withdrawn.
    pub warning: Option<String>,
}

/// What the officer made of the evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// A reasonable excuse.
    Accepted(Event),
    /// Not one, with a reason on the record.
    Refused(Event),
}

/// What the rule finds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// What it is about.
    pub subject: String,
    /// The last day to give evidence.
    pub by: Date,
    /// How it stands.
    pub state: EvidenceState,
    /// Whether a warning given for this failure is to be withdrawn.
    pub withdraw: Option<String>,
}

/// How the evidence stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EvidenceState {
    /// None yet, and there is time.
    Awaited,
    /// None, and the time is over. It can still be accepted.
    NoneInTime,
    /// Handed in and not answered.
    ToConsider,
    /// Accepted.
    Accepted,
    /// Refused.
    Refused,
}

/// How evidence for a failure stands and what follows.
pub fn evidence(facts: &EvidenceFacts, standards: &Standards) -> Result<Ruled<Evidence>, RuleError> {
    let by = standards.due(LimitName::EvidenceAfterFailure, facts.failure.on)?;
    let received = facts.received.as_ref().filter(|event| event.on <= facts.as_at);
    let answer = facts.answer.as_ref().filter(|answer| answer.event().on <= facts.as_at);
    let state = match (answer, received) {
        (Some(Answer::Accepted(_)), _) => EvidenceState::Accepted,
        (Some(Answer::Refused(_)), _) => EvidenceState::Refused,
        (None, Some(_)) => EvidenceState::ToConsider,
        (None, None) if facts.as_at > by => EvidenceState::NoneInTime,
        (None, None) => EvidenceState::Awaited,
    };
    let withdraw = facts.warning.clone().filter(|_| state == EvidenceState::Accepted);
    let words = match state {
        EvidenceState::Awaited => format!("The person has until {} to show a reasonable excuse.", written(by)),
        EvidenceState::NoneInTime => {
            format!("No evidence of an excuse came by {}; it can still be accepted.", written(by))
        }
        EvidenceState::ToConsider => "Evidence of an excuse is waiting for the officer.".to_owned(),
        EvidenceState::Accepted if withdraw.is_some() => {
            "The excuse was accepted, so the warning is to be withdrawn.".to_owned()
        }
        EvidenceState::Accepted => "The excuse was accepted.".to_owned(),
        EvidenceState::Refused => "The evidence was not accepted as a reasonable excuse.".to_owned(),
    };
    let why = Why::new(RULE, "1", words)
        .figure(standards.limit(LimitName::EvidenceAfterFailure), facts.failure.on)
        .rests_on([&facts.failure.entry])
        .rests_on(received.map(|event| &event.entry))
        .rests_on(answer.map(|answer| &answer.event().entry))
        .rests_on(withdraw.as_ref());
    Ok(Ruled { value: Evidence { subject: facts.subject.clone(), by, state, withdraw }, why })
}

impl Answer {
    fn event(&self) -> &Event {
        match self {
            Answer::Accepted(event) | Answer::Refused(event) => event,
        }
    }
}
