//! The small facts several rules share.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Something on the record: when it happened, when it was written down, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The day it is said to have happened.
    pub on: Date,
    /// The day it was recorded.
    pub recorded_on: Date,
    /// The entry, as `stream/seq`.
    pub entry: String,
}

impl Event {
    /// The day that counts for being in time: the later of happening and recording, so a date written in afterwards earns nothing.
    pub fn timely_on(&self) -> Date {
        self.on.max(self.recorded_on)
    }
}

/// What a person is supervised under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OrderKind {
    /// A community order.
    CommunityOrder,
    /// A suspended sentence order.
    SuspendedSentenceOrder,
    /// A licence after release.
    Licence,
    /// Supervision after the end of a short sentence.
    PostSentenceSupervision,
}

impl OrderKind {
    /// Whether the statutory warning belongs to it: only a court's order has one.
    pub fn has_statutory_warning(self) -> bool {
        matches!(self, OrderKind::CommunityOrder | OrderKind::SuspendedSentenceOrder)
    }
}

impl fmt::Display for OrderKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            OrderKind::CommunityOrder => "community order",
            OrderKind::SuspendedSentenceOrder => "suspended sentence order",
            OrderKind::Licence => "licence",
            OrderKind::PostSentenceSupervision => "post-sentence supervision",
        })
    }
}

/// Which side of the split service manages the order: their clocks differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Provider {
    /// A community rehabilitation company.
    Crc,
    /// The National Probation Service.
    Nps,
}

/// An appointment in the diary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    /// The day it was made.
    pub made_on: Date,
    /// The day it is for.
    pub on: Date,
    /// Whether its kind may satisfy a face-to-face rule.
    pub face_to_face: bool,
    /// Whether the person came; none while no outcome is recorded.
    pub attended: Option<bool>,
    /// The entry, as `stream/seq`.
    pub entry: String,
}

/// The next appointment after a failure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextAppointment {
    /// The day it is for.
    pub on: Date,
    /// The entry, as `stream/seq`.
    pub entry: String,
}

/// A day as people write it: 15 December 2015.
pub(crate) fn written(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}
