//! Recorded later: an entry written down more than two working days after what it tells of. Neutral until explained; never an accusation.

use serde::{Deserialize, Serialize};

use crate::{
    business_days::business_days_between,
    facts::{Event, written},
    limits::LimitName,
    ruled::{RuleError, Ruled, Why},
    standards::Standards,
};

const RULE: &str = "late-entry";

/// What the rule needs. It takes no `as_at`: an entry's two times never change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateEntryFacts {
    /// The entry, with the day it tells of and the day it was recorded.
    pub entry: Event,
    /// Why it is late, as whoever recorded it put it, or the outage that covers it.
    pub explanation: Option<String>,
}

/// What the rule finds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LateEntry {
    /// Recorded within the limit.
    InTime,
    /// Recorded later.
    RecordedLater {
        /// Working days from the event to the recording.
        working_days: u32,
        /// The explanation, if there is one.
        explanation: Option<String>,
    },
}

/// Whether an entry was recorded later than it should have been.
pub fn late_entry(facts: &LateEntryFacts, standards: &Standards) -> Result<Ruled<LateEntry>, RuleError> {
    let limit = standards.limit(LimitName::LateEntry);
    let working_days = business_days_between(standards.holidays(), facts.entry.on, facts.entry.recorded_on)?;
    let (value, words) = if working_days > limit.value {
        let words = format!(
            "Recorded on {}, {working_days} working days after {}.",
            written(facts.entry.recorded_on),
            written(facts.entry.on)
        );
        (LateEntry::RecordedLater { working_days, explanation: facts.explanation.clone() }, words)
    } else {
        (LateEntry::InTime, "Recorded in time.".to_owned())
    };
    let why = Why::new(RULE, "1", words).figure(limit, facts.entry.on).rests_on([&facts.entry.entry]);
    Ok(Ruled { value, why })
}
