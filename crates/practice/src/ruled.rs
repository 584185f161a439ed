//! What every rule gives back: its value, and why in words a person can check.

use std::borrow::Cow;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    business_days::OutsideTable,
    limits::{Limit, LimitName, Status, Unit},
};

/// A rule's value and its reasons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ruled<T> {
    /// What the rule found.
    pub value: T,
    /// Why.
    pub why: Why,
}

/// The reasons behind a value: enough for the page's "Why?" and for somebody to work it out again by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    /// The rule's id, such as `first-contact`.
    pub rule: Cow<'static, str>,
    /// The rule's version and the standards it used, such as `1 with split-2014/1`.
    pub version: String,
    /// The finding as one plain sentence.
    pub words: String,
    /// The figure it turns on, if it turns on one.
    pub figure: Option<LimitRef>,
    /// The entries the value rests on, as `stream/seq`.
    pub from: Vec<String>,
    /// How it was worked out, a sentence a step.
    pub steps: Vec<String>,
}

/// A limit as quoted beside a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitRef {
    /// Which limit.
    pub name: LimitName,
    /// How many of `unit`.
    pub value: u32,
    /// What is counted.
    pub unit: Unit,
    /// Who says so.
    pub source: String,
    /// How far to trust it.
    pub status: Status,
}

impl From<&Limit> for LimitRef {
    fn from(limit: &Limit) -> Self {
        LimitRef {
            name: limit.name,
            value: limit.value,
            unit: limit.unit,
            source: limit.source.clone(),
            status: limit.status,
        }
    }
}

/// Why a rule could not give a value. It never guesses instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// A date lies beyond the bank holiday table.
    #[error(transparent)]
    OutsideTable(#[from] OutsideTable),
    /// The outcome's code is not in the standards.
    #[error("the outcome {0:?} is not in the standards")]
    UnknownOutcome(String),
}

impl Why {
    pub(crate) fn new(rule: &'static str, version: &str, words: impl Into<String>) -> Self {
        Why {
            rule: Cow::Borrowed(rule),
            version: version.to_owned(),
            words: words.into(),
            figure: None,
            from: Vec::new(),
            steps: Vec::new(),
        }
    }

    /// Quotes the figure, and says so when its source does not give it for `day`.
    pub(crate) fn figure(mut self, limit: &Limit, day: Date) -> Self {
        self.version = format!("{} with {}", self.version, limit.version);
        self.figure = Some(LimitRef::from(limit));
        self.steps.push(format!("{} ({}; {}).", limit.words, limit.source, limit.status));
        if !limit.covers(day) {
            self.steps.push(format!(
                "The source gives this figure from {}, not for {day}; it is used here for want of another.",
                limit.from
            ));
        }
        self
    }

    /// Names the standards that were used, where no single limit is quoted.
    pub(crate) fn under(mut self, standards: &crate::Standards) -> Self {
        self.version = format!("{} with {}", self.version, standards.version());
        self
    }

    pub(crate) fn step(mut self, words: impl Into<String>) -> Self {
        self.steps.push(words.into());
        self
    }

    pub(crate) fn rests_on<'a>(mut self, entries: impl IntoIterator<Item = &'a String>) -> Self {
        for entry in entries {
            if !self.from.contains(entry) {
                self.from.push(entry.clone());
            }
        }
        self
    }
}
