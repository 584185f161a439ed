//! Applying the rules of an era to what is known of a case.

use super::{Fact, Facts, Rules, Step};

/// What the rules find, with what could still change it.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision<'a> {
    /// The outcome on what is known, as its place among the outcomes.
    pub rank: usize,
    /// The highest it could become once every open question is answered.
    pub could_be: usize,
    /// What each step found, in order.
    pub steps: Vec<Found<'a>>,
}

/// What one step found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found<'a> {
    /// The step.
    pub step: &'a Step,
    /// What it gives; nothing when no rule fits.
    pub gives: Option<usize>,
    /// The highest it could give once its open questions are answered.
    pub could_give: Option<usize>,
    /// What it asks and nobody has answered.
    pub unknown: Vec<Fact>,
}

/// Applies every step and lets the highest answer stand.
pub fn decide<'a>(rules: &'a Rules, facts: &Facts) -> Decision<'a> {
    let steps: Vec<Found<'a>> = rules.steps.iter().map(|step| ask(step, facts)).collect();
    let rank = steps.iter().filter_map(|found| found.gives).max().unwrap_or(0);
    let could_be = steps.iter().filter_map(|found| found.could_give).max().unwrap_or(0).max(rank);
    Decision { rank, could_be, steps }
}

impl Decision<'_> {
    /// Whether an open question could still raise the outcome.
    pub fn is_provisional(&self) -> bool {
        self.could_be > self.rank
    }

    /// The questions nobody has answered and that could raise the outcome.
    pub fn open(&self) -> Vec<Fact> {
        let mut open: Vec<Fact> = Vec::new();
        for found in self.steps.iter().filter(|found| found.could_give > Some(self.rank)) {
            for fact in &found.unknown {
                if !open.contains(fact) {
                    open.push(*fact);
                }
            }
        }
        open
    }

    /// What one step found.
    pub fn step(&self, name: &str) -> Option<&Found<'_>> {
        self.steps.iter().find(|found| found.step.name == name)
    }
}

fn ask<'a>(step: &'a Step, facts: &Facts) -> Found<'a> {
    let mut unknown = Vec::new();
    let Answer { gives, could_give, .. } = answer(step, facts, |fact| {
        if !unknown.contains(&fact) {
            unknown.push(fact);
        }
    });
    Found { step, gives, could_give, unknown }
}

/// What one step answers, without the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// What it gives; nothing when no rule fits.
    pub gives: Option<usize>,
    /// The highest it could give once its open questions are answered.
    pub could_give: Option<usize>,
    /// Whether it asks anything that nobody has answered.
    pub open: bool,
}

/// What one step answers; each question nobody has answered is told, and may be told twice. Allocates nothing.
pub fn answer(step: &Step, facts: &Facts, mut unanswered: impl FnMut(Fact)) -> Answer {
    let mut answer = Answer { gives: None, could_give: None, open: false };
    for rule in &step.rules {
        let mut fits = true;
        let mut may_fit = true;
        for test in &rule.when {
            let holds = test.holds(facts.get(test.fact), facts.today);
            if holds.is_none() {
                answer.open = true;
                unanswered(test.fact);
            }
            fits &= holds == Some(true);
            may_fit &= holds != Some(false);
        }
        if may_fit {
            answer.could_give = answer.could_give.max(Some(rule.gives));
        }
        if fits {
            answer.gives = Some(rule.gives);
            break;
        }
    }
    answer
}
