//! Reference codes: what may come of an appointment, what an officer may do about a failure, the kinds of contact, and how
//! often somebody is to be seen.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    facts::{OrderKind, Provider},
    limits::Status,
};

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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "flags of a reference table, as the service has them")]
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
    /// Whether it takes place where the person lives.
    #[serde(default)]
    pub at_home: bool,
    /// Whether several people are seen together in it, by one member of staff in one room.
    #[serde(default)]
    pub together: bool,
    /// Whether it may satisfy a face-to-face rule.
    pub face_to_face: bool,
    /// Whether the person is to attend, so that an outcome is owed.
    pub attendance: bool,
    /// Whether a failure here counts as a failure to comply.
    pub national_standards: bool,
    /// Whether it is supervision, so that what was worked on is to be said.
    #[serde(default)]
    pub plan_work: bool,
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
            Mode::InPerson if self.at_home => "Home visit",
            Mode::InPerson if self.elsewhere => "Visit",
            Mode::InPerson if self.code == "CUPA" => "Unpaid work",
            Mode::InPerson => "Office appointment",
            Mode::Video => "Video appointment",
            Mode::Telephone => "Telephone appointment",
            Mode::Written | Mode::None => "Contact",
        }
    }
}

/// How a contact takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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

impl Mode {
    /// Every one, in the order to show them.
    pub const ALL: [Mode; 5] = [Mode::InPerson, Mode::Video, Mode::Telephone, Mode::Written, Mode::None];

    /// In words, for a screen.
    pub fn words(self) -> &'static str {
        match self {
            Mode::InPerson => "In person",
            Mode::Video => "By video",
            Mode::Telephone => "By telephone",
            Mode::Written => "In writing",
            Mode::None => "Not with the person",
        }
    }

    /// As it stands in the standards and the views.
    pub fn code(self) -> &'static str {
        match self {
            Mode::InPerson => "in-person",
            Mode::Video => "video",
            Mode::Telephone => "telephone",
            Mode::Written => "written",
            Mode::None => "none",
        }
    }
}

/// How often somebody is to be seen, or heard of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactStandard {
    /// This program's own code.
    pub code: String,
    /// As one plain sentence, without its full stop.
    pub words: String,
    /// How often.
    pub times: u32,
    /// In which time.
    pub per: Per,
    /// The kinds of organisation it is for; empty for either.
    #[serde(default)]
    pub providers: Vec<Provider>,
    /// The tiers of 2026 it is for; empty for everybody.
    #[serde(default)]
    pub tiers: Vec<String>,
    /// The levels of risk of serious harm it is for; empty for everybody.
    #[serde(default)]
    pub harm: Vec<Harm>,
    /// Only in so many weeks from the start; none for all the time.
    pub first_weeks: Option<u32>,
    /// What counts.
    pub mode: Counts,
    /// Who says so.
    pub source: String,
    /// How far to trust it.
    pub status: Status,
    /// The first day the source gives for it.
    pub from: Date,
    /// The last day the source gives for it; none while it stands.
    pub to: Option<Date>,
    /// Whether it is used for days before its first one as well, for want of another.
    #[serde(default)]
    pub used_before: bool,
    /// What a reader should know besides.
    pub note: Option<String>,
}

/// The time in which somebody is to be seen so often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Per {
    /// A calendar month.
    Month,
    /// Seven days.
    Week,
}

/// What counts for a standard of contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Counts {
    /// Only being seen: in the same room, or by video.
    FaceToFace,
    /// Any contact that is attended, by telephone as well.
    Any,
}

/// The risk of serious harm, as far as the standards of contact go by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Harm {
    /// Low.
    Low,
    /// Medium.
    Medium,
    /// High.
    High,
    /// Very high.
    VeryHigh,
}
