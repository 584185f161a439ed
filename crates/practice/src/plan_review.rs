//! The review of a sentence plan: within twelve months of its completion or last review, while the order runs so long.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    duty::{Duty, DutyKind},
    facts::{Event, written},
    limits::LimitName,
    ruled::{RuleError, Ruled, Why},
    standards::Standards,
};

const RULE: &str = "plan-review";

/// What the rule needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanReviewFacts {
    /// What the duty is about, usually the order.
    pub subject: String,
    /// The day it is read for; later facts are left out.
    pub as_at: Date,
    /// The plan's completion.
    pub completed: Event,
    /// Its reviews.
    pub reviews: Vec<Event>,
    /// The last day of the order; none for life.
    pub until: Option<Date>,
}

/// What the rule finds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanReview {
    /// What the duty is about.
    pub subject: String,
    /// The completion or last review.
    pub since: Date,
    /// The last day for the next review.
    pub due_on: Date,
}

/// When a plan has to be reviewed next; none when the order ends before.
pub fn plan_review(facts: &PlanReviewFacts, standards: &Standards) -> Result<Option<Ruled<PlanReview>>, RuleError> {
    let known = facts.reviews.iter().filter(|event| event.timely_on() <= facts.as_at);
    let last = known.max_by_key(|event| event.timely_on()).unwrap_or(&facts.completed);
    let since = last.timely_on();
    let due_on = standards.due(LimitName::PlanReview, since)?;
    if facts.until.is_some_and(|until| until < due_on) {
        return Ok(None);
    }
    let what = if facts.reviews.is_empty() { "completed" } else { "last reviewed" };
    let words =
        format!("The sentence plan was {what} on {}; its review is due by {}.", written(since), written(due_on));
    let why = Why::new(RULE, "1", words)
        .figure(standards.limit(LimitName::PlanReview), since)
        .rests_on([&facts.completed.entry, &last.entry]);
    Ok(Some(Ruled { value: PlanReview { subject: facts.subject.clone(), since, due_on }, why }))
}

impl Ruled<PlanReview> {
    /// The standing duty to review: it is never done with, only done again.
    pub fn duty(&self) -> Duty {
        Duty {
            duty: DutyKind::PlanReview,
            subject: self.value.subject.clone(),
            due_on: Some(self.value.due_on),
            arose_on: self.value.since,
            met_on: None,
            why: self.why.clone(),
        }
    }
}
