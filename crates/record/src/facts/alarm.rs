//! Facts about alarms: that somebody looked at what is due and put it aside, with a reason.

use serde::{Deserialize, Serialize};

/// Why an alarm is put aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DismissedFor {
    /// It was done, and is recorded somewhere this alarm does not look.
    DoneElsewhere,
    /// It is in hand: somebody does it, by a day that was agreed.
    InHand,
    /// The rule does not fit this case.
    DoesNotFit,
    /// What the alarm rests on is recorded wrongly.
    RecordWrong,
}

impl DismissedFor {
    /// Every reason there is.
    pub const ALL: [DismissedFor; 4] =
        [DismissedFor::DoneElsewhere, DismissedFor::InHand, DismissedFor::DoesNotFit, DismissedFor::RecordWrong];

    /// In words, to choose from.
    pub fn words(self) -> &'static str {
        match self {
            DismissedFor::DoneElsewhere => "Done, and recorded elsewhere",
            DismissedFor::InHand => "In hand",
            DismissedFor::DoesNotFit => "The rule does not fit this case",
            DismissedFor::RecordWrong => "The record is wrong",
        }
    }

    /// As it stands in the record.
    pub fn code(self) -> &'static str {
        match self {
            DismissedFor::DoneElsewhere => "done_elsewhere",
            DismissedFor::InHand => "in_hand",
            DismissedFor::DoesNotFit => "does_not_fit",
            DismissedFor::RecordWrong => "record_wrong",
        }
    }

    /// The reason of a code.
    pub fn of_code(code: &str) -> Option<DismissedFor> {
        DismissedFor::ALL.into_iter().find(|why| why.code() == code)
    }
}

/// See [`super::Fact::AlarmDismissed`]. The duty stays owed; only the alarm is quiet, and only while its ground stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlarmDismissed {
    /// Which duty: `decision-after-failure`.
    pub duty: String,
    /// What the duty is about: the order, or the appointment.
    pub subject: String,
    /// What it rested on, as the rules put it: its day, and the entries behind it.
    pub ground: String,
    /// Why.
    pub why: DismissedFor,
}
