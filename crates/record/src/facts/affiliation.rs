//! That somebody is said to belong to a group: what an arrangement to keep people apart can name instead of people.

use serde::{Deserialize, Serialize};

use super::keepapart::Confidence;

/// See [`super::Fact::AffiliationRecorded`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AffiliationRecorded {
    /// The group, as it is called.
    pub group: String,
    /// Who says so.
    pub source: String,
    /// How far that is believed.
    pub confidence: Confidence,
}

/// A group's name by the signs that two ways to write it share.
pub fn group_key(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}
