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

/// See [`super::Fact::AffiliationEnded`]. `because` names the entry that said they belong, and the reason says why not any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AffiliationEnded {}

/// A group's name by the signs that two ways to write it share.
pub fn group_key(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}
