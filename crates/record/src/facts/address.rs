//! Facts of a person's stream about where they live, have lived, or can be written to.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What an address is to somebody. Kinds as in the case record of the service that the example is taken from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AddressKind {
    /// They live there.
    #[default]
    Main,
    /// A court has them live there until their case is heard.
    Bail,
    /// They live nowhere for long; the lines, if there are any, say where they are met.
    NoFixedAbode,
    /// They are written to there, and live elsewhere.
    Postal,
    /// They may come to live there, and do not yet.
    Proposed,
    /// They stay there at times, or somebody they visit does.
    Other,
}

impl AddressKind {
    /// Every kind there is.
    pub const ALL: [AddressKind; 6] = [
        AddressKind::Main,
        AddressKind::Bail,
        AddressKind::NoFixedAbode,
        AddressKind::Postal,
        AddressKind::Proposed,
        AddressKind::Other,
    ];

    /// As it stands in the record.
    pub fn code(self) -> &'static str {
        match self {
            AddressKind::Main => "main",
            AddressKind::Bail => "bail",
            AddressKind::NoFixedAbode => "no_fixed_abode",
            AddressKind::Postal => "postal",
            AddressKind::Proposed => "proposed",
            AddressKind::Other => "other",
        }
    }

    /// The kind of a code.
    pub fn of_code(code: &str) -> Option<AddressKind> {
        AddressKind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// In words, for a screen.
    pub fn words(self) -> &'static str {
        match self {
            AddressKind::Main => "Main address",
            AddressKind::Bail => "Bail address",
            AddressKind::NoFixedAbode => "No fixed abode",
            AddressKind::Postal => "Postal address",
            AddressKind::Proposed => "Proposed address",
            AddressKind::Other => "Other address",
        }
    }

    /// Whether it says where they live: a later one stands in place of an earlier one.
    pub fn is_lived_at(self) -> bool {
        matches!(self, AddressKind::Main | AddressKind::Bail | AddressKind::NoFixedAbode)
    }
}

/// See [`super::Fact::AddressRecorded`]. The component names the address, from version 2 on; version 1 was always where they
/// lived.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressRecorded {
    /// Lines as on an envelope; none for somebody of no fixed abode of whom nothing else is known.
    pub lines: Vec<String>,
    /// Postcode, empty when not known.
    pub postcode: String,
    /// From when.
    pub from: Date,
    /// The last day, of an address that was over when it was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// What it is to them.
    #[serde(default)]
    pub kind: AddressKind,
    /// Who says so: themselves, a court, a colleague who was there; empty where nobody wrote it down.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub said_by: String,
}

impl AddressRecorded {
    /// Whether it says where they live, until something else is said: it is lived at, and was not over when it was told.
    pub fn is_home(&self) -> bool {
        self.kind.is_lived_at() && self.until.is_none()
    }

    /// The address in a line; empty where it has none.
    pub fn line(&self) -> String {
        let parts = self.lines.iter().map(String::as_str).chain([self.postcode.as_str()]);
        parts.filter(|part| !part.trim().is_empty()).collect::<Vec<_>>().join(", ")
    }
}

/// See [`super::Fact::AddressEnded`]. The component names the address, and the reason says why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressEnded {
    /// The last day.
    pub until: Date,
}
