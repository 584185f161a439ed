//! A place outside the buildings of the service at which somebody is seen: a home, a library, a police station.

use serde::{Deserialize, Serialize};

use super::site::Nearby;

/// Where a visit is made. A building of the service is named by its code instead.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Elsewhere {
    /// Lines as on an envelope.
    pub lines: Vec<String>,
    /// Postcode, empty when not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub postcode: String,
    /// With whom it belongs, or what place it is, in words; empty for their own home, as it was recorded then.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub whose: String,
    /// What it is close to, as whoever booked unpaid work there said; nobody has assessed it as a building of the service is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub near: Vec<Nearby>,
}

impl Elsewhere {
    /// The address in a line.
    pub fn line(&self) -> String {
        let parts = self.lines.iter().map(String::as_str).chain([self.postcode.as_str()]);
        parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }

    /// The address in a line, with whose it is.
    pub fn words(&self) -> String {
        let whose = if self.whose.is_empty() { "their home" } else { &self.whose };
        format!("{} ({whose})", self.line())
    }
}
