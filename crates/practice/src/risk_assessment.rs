//! The assessment of risk: made soon after an order begins, and made again in time. Until there is one the risk is unknown,
//! which is not low.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    duty::{Duty, DutyKind},
    facts::{Event, written},
    limits::LimitName,
    ruled::{RuleError, Ruled, Why},
    standards::Standards,
};

const RULE: &str = "risk-assessment";

/// What the rule needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RiskAssessmentFacts {
    /// What the duty is about, usually the order.
    pub subject: String,
    /// The day it is read for; later facts are left out.
    pub as_at: Date,
    /// The day the order or licence began.
    pub began: Event,
    /// Completed assessments of the person, under this order or one before it.
    pub completed: Vec<Event>,
}

/// What the rule finds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskAssessment {
    /// What the duty is about.
    pub subject: String,
    /// The last assessment's day; none while the risk is unknown.
    pub last_on: Option<Date>,
    /// The day the clock runs from.
    pub since: Date,
    /// The last day for the next one.
    pub due_on: Date,
}

/// When risk has to be assessed next.
pub fn risk_assessment(facts: &RiskAssessmentFacts, standards: &Standards) -> Result<Ruled<RiskAssessment>, RuleError> {
    let known = facts.completed.iter().filter(|event| event.timely_on() <= facts.as_at);
    let last = known.max_by_key(|event| event.on);
    // An assessment of an earlier order says something, but the new order is assessed in its own right.
    let under_this = last.filter(|event| event.on >= facts.began.on);
    let (limit, since) = match under_this {
        Some(event) => (LimitName::RiskReview, event.on),
        None => (LimitName::RiskAssessment, facts.began.on),
    };
    let due_on = standards.due(limit, since)?;
    let words = match last {
        Some(event) => {
            format!("Risk was last assessed on {}; it is due again by {}.", written(event.on), written(due_on))
        }
        None => format!("Nobody has assessed the risk: it is unknown, which is not low. Due by {}.", written(due_on)),
    };
    let why = Why::new(RULE, "1", words)
        .figure(standards.limit(limit), since)
        .rests_on([&facts.began.entry])
        .rests_on(last.map(|event| &event.entry));
    let value = RiskAssessment { subject: facts.subject.clone(), last_on: last.map(|event| event.on), since, due_on };
    Ok(Ruled { value, why })
}

impl Ruled<RiskAssessment> {
    /// The standing duty to assess: it is never done with, only done again.
    pub fn duty(&self) -> Duty {
        Duty {
            duty: DutyKind::RiskAssessment,
            subject: self.value.subject.clone(),
            due_on: Some(self.value.due_on),
            arose_on: self.value.since,
            met_on: None,
            why: self.why.clone(),
        }
    }
}
