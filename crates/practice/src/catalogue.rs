//! Reference codes: what may come of an appointment, what an officer may do about a failure, and the kinds of contact.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{facts::OrderKind, limits::Status};

/// What may come of an appointment. A flag that is none is not known, or does not apply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// The service's code, such as `ATTC`.
    pub code: String,
    /// Other codes for the same thing at other dates.
    #[serde(default)]
    pub also: Vec<String>,
    /// What it means, for a screen.
    pub words: String,
    /// Whether the person came.
    pub attended: Option<bool>,
    /// Whether they kept to the order.
    pub complied: Option<bool>,
    /// Whether it may be enforced.
    pub enforceable: Option<bool>,
    /// Whether an absence or failure is excused.
    pub acceptable: Option<bool>,
    /// Whether somebody has to decide what follows.
    pub needs_decision: bool,
    /// Who says so.
    pub source: String,
    /// How far to trust it.
    pub status: Status,
    /// The first day it may be used.
    pub from: Date,
    /// The last day it may be used.
    pub to: Option<Date>,
}

/// What an officer may do about a failure. The program never does any of it by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnforcementAction {
    /// The service's code, such as `EA02`.
    pub code: String,
    /// What it means, for a screen.
    pub words: String,
    /// What sort of act it is.
    pub does: ActionSort,
    /// Whether a date to reply by is asked for.
    pub reply_by_needed: bool,
    /// What it is open under.
    pub open_to: Vec<OrderKind>,
    /// Who says so.
    pub source: String,
    /// How far to trust it.
    pub status: Status,
    /// The first day it may be used.
    pub from: Date,
    /// The last day it may be used.
    pub to: Option<Date>,
    /// What a reader should know besides.
    pub note: Option<String>,
}

/// Sorts of enforcement action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActionSort {
    /// The warning the Act provides for.
    Warning,
    /// A letter about keeping to a licence.
    LicenceLetter,
    /// Any other letter.
    OtherLetter,
    /// Taking a warning back.
    Withdrawal,
    /// A step of breach.
    Breach,
    /// A step of recall.
    Recall,
    /// Passing it to somebody else.
    Refer,
    /// Waiting for evidence.
    Wait,
    /// Nothing further, with a reason.
    None,
}

/// A kind of contact.
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the published reference data, or reads like one")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactType {
    /// The service's code, such as `COAP`, or this program's own.
    pub code: String,
    /// What it means, for a screen.
    pub words: String,
    /// How it takes place.
    pub mode: Mode,
    /// Whether it takes place at no building of the service: at home, on the doorstep.
    #[serde(default)]
    pub elsewhere: bool,
    /// Whether several people are seen together in it, by one member of staff in one room.
    #[serde(default)]
    pub together: bool,
    /// Whether it may satisfy a face-to-face rule.
    pub face_to_face: bool,
    /// Whether the person is to attend, so that an outcome is owed.
    pub attendance: bool,
    /// Whether a failure here counts as a failure to comply.
    pub national_standards: bool,
    /// Who says so.
    pub source: String,
    /// How far to trust it.
    pub status: Status,
    /// The first day it may be used.
    pub from: Date,
    /// The last day it may be used.
    pub to: Option<Date>,
    /// What a reader should know besides.
    pub note: Option<String>,
}

impl ContactType {
    /// What it is in general: for whoever need not know what the appointment is for.
    pub fn in_general(&self) -> &'static str {
        match self.mode {
            Mode::InPerson if self.elsewhere => "Home visit",
            Mode::InPerson if self.code == "CUPA" => "Unpaid work",
            Mode::InPerson => "Office appointment",
            Mode::Video => "Video appointment",
            Mode::Telephone => "Telephone appointment",
            Mode::Written | Mode::None => "Contact",
        }
    }
}

/// How a contact takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// In the same room.
    InPerson,
    /// By video.
    Video,
    /// By telephone.
    Telephone,
    /// By letter, e-mail or text message.
    Written,
    /// Not with the person at all.
    None,
}
