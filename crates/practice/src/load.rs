//! What more cases make of what one officer carries. More than can be done is never refused: a senior says why, by name, and
//! until then the cases stay with a named senior, every clock running on.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    limits::LimitName,
    ruled::{Ruled, Why},
    standards::Standards,
};

const RULE: &str = "caseload-ceiling";

/// What the rule needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoadFacts {
    /// The day it is asked.
    pub as_at: Date,
    /// People the officer holds.
    pub held: u64,
    /// People they are to be given besides.
    pub given: u64,
}

/// What an officer would carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Load {
    /// People they would hold.
    pub after: u64,
    /// As many as can be done.
    pub ceiling: u64,
    /// Whether a reason is asked for: they would be given somebody, and hold more than can be done.
    pub needs_reason: bool,
}

/// What an officer would carry. A count of people: a case that asks a lot counts like one that asks little.
pub fn load(facts: &LoadFacts, standards: &Standards) -> Ruled<Load> {
    let limit = standards.limit(LimitName::CaseloadCeiling);
    let (after, ceiling) = (facts.held + facts.given, u64::from(limit.value));
    let needs_reason = facts.given > 0 && after > ceiling;
    let words = format!("{} held, {after} with those to be given.", facts.held);
    let why = Why::new(RULE, "1", words).figure(limit, facts.as_at);
    Ruled { value: Load { after, ceiling, needs_reason }, why }
}
