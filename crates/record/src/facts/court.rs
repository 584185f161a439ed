//! Facts of a court's day: who is listed, and who they turned out to be.

use jiff::civil::Date;
use ledger::StreamId;
use serde::{Deserialize, Serialize};

use super::person::Offence;

/// A defendant as the court's own list has them; nothing here is yet believed of anyone on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedDefendant {
    /// Name as given.
    pub name: String,
    /// Surname, where the list tells it apart.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub surname: String,
    /// Other names, where the list tells them apart.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub forenames: String,
    /// An organisation, not a person.
    #[serde(default)]
    pub organisation: bool,
    /// Date of birth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born: Option<Date>,
    /// Sex as given, one letter.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sex: String,
    /// PNC number as given.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub pnc: String,
    /// PNC number in canonical form, when its check letter is right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pnc_canonical: Option<String>,
    /// CRO number as given.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub cro: String,
    /// CRO number in canonical form, when its check letter is right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cro_canonical: Option<String>,
    /// Address lines, postcode last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub address: Vec<String>,
}

/// See [`super::Fact::CaseListed`]. The component is the case's key within the court's day; a later version of the
/// same case corrects the earlier one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseListed {
    /// Court code.
    pub court: String,
    /// Court name as given or resolved.
    pub court_name: String,
    /// Day of the hearing.
    pub day: Date,
    /// Courtroom.
    pub room: String,
    /// A room that stands for no room (numbered 50 and above).
    #[serde(default)]
    pub dummy_room: bool,
    /// Session, as given: `10:00 to 13:00`.
    pub session: String,
    /// Place on the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listing: Option<u32>,
    /// The court's case number.
    pub case_no: String,
    /// The defendant as listed.
    pub defendant: Box<ListedDefendant>,
    /// What they are charged with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offences: Vec<Offence>,
    /// What the hearing is for, as the court says: `First hearings`, `Sentence`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub listed_for: String,
    /// What the court ordered, in its own labels, once it has said so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub results: Vec<String>,
    /// The court has since taken it off this day.
    #[serde(default)]
    pub taken_off: bool,
}

/// See [`super::Fact::MatchConfirmed`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchConfirmed {
    /// The person on record.
    pub person: StreamId,
    /// What agreed, in words.
    pub agreed: Vec<String>,
}

/// See [`super::Fact::NoRecordConfirmed`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoRecordConfirmed {}
