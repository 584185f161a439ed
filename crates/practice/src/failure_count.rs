//! How many failures to comply count: distinct days, not appointments, since the order began or the last breach ended.
//!
//! Two appointments missed on one day are one failure. The count decides nothing; it asks for a look.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    facts::written,
    ruled::{Ruled, Why},
};

const RULE: &str = "failure-count";

/// What the rule needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailureCountFacts {
    /// The day it is read for; later facts are left out.
    pub as_at: Date,
    /// The day of the sentence.
    pub sentenced_on: Date,
    /// The day the last breach ended, if there was one.
    pub last_breach_ended_on: Option<Date>,
    /// The contacts to look at.
    pub contacts: Vec<CountedContact>,
}

/// A contact as the count sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedContact {
    /// Its day.
    pub on: Date,
    /// Whether its kind counts for national standards.
    pub national_standards: bool,
    /// Whether the person complied; none while that is not known.
    pub complied: Option<bool>,
    /// The entry, as `stream/seq`.
    pub entry: String,
}

/// What the rule finds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailureCount {
    /// The first day that counts.
    pub since: Date,
    /// The days on which a failure counts.
    pub days: BTreeSet<Date>,
}

/// The days on which a failure to comply counts.
pub fn failure_count(facts: &FailureCountFacts) -> Ruled<FailureCount> {
    let since = facts
        .last_breach_ended_on
        .filter(|day| *day <= facts.as_at)
        .map_or(facts.sentenced_on, |day| day.max(facts.sentenced_on));
    let failed: Vec<&CountedContact> = facts
        .contacts
        .iter()
        .filter(|contact| contact.national_standards && contact.complied == Some(false))
        .filter(|contact| contact.on >= since && contact.on <= facts.as_at)
        .collect();
    let days: BTreeSet<Date> = failed.iter().map(|contact| contact.on).collect();
    let words = match days.len() {
        0 => format!("No failure to comply counts since {}.", written(since)),
        1 => format!("One failure to comply counts since {}.", written(since)),
        many => format!("Failures on {many} days count since {}.", written(since)),
    };
    let mut why = Why::new(RULE, "1", words).rests_on(failed.iter().map(|contact| &contact.entry));
    if failed.len() > days.len() {
        why = why.step("Several failures on one day count once.");
    }
    Ruled { value: FailureCount { since, days }, why }
}
