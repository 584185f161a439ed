//! Alarms: a duty whose day has come. Few are shown at once, the gravest first; one can be put aside with a reason, for as
//! long as what it rests on stands; and each rule has to show how often it was worth acting on.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::duty::{Duty, DutyKind, DutyState};

/// How much depends on a duty: the lower, the graver. This program's own order.
pub fn gravity(kind: DutyKind) -> u8 {
    match kind {
        DutyKind::BreachReferral => 0,
        DutyKind::RiskAssessment | DutyKind::FaceToFaceContact => 1,
        DutyKind::DecisionAfterFailure | DutyKind::WarningLetter | DutyKind::LetterToPost => 2,
        DutyKind::FirstContact => 3,
        DutyKind::SentencePlan => 4,
        DutyKind::OutcomeToRecord | DutyKind::OrderEnding => 5,
        DutyKind::PlanReview | DutyKind::WorkToRecord => 6,
    }
}

/// What a duty rests on: its day and the entries behind it. Another ground is another alarm.
pub fn ground(duty: &Duty) -> String {
    let due = duty.due_on.map_or_else(|| "undated".to_owned(), |due| due.to_string());
    std::iter::once(due).chain(duty.why.from.iter().cloned()).collect::<Vec<_>>().join(" ")
}

/// Whether a duty calls for action at the end of a day: its day is here, or gone by.
pub fn is_raised(duty: &Duty, day: Date) -> bool {
    duty.met_on.is_none() && (duty.state(day) == DutyState::Overdue || duty.due_on == Some(day))
}

/// What became of the alarms of one rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// Whose day went by before they were done.
    pub raised: u64,
    /// Done after that.
    pub acted: u64,
    /// Put aside with a reason.
    pub dismissed: u64,
    /// Neither, so far.
    pub open: u64,
}

/// How often an alarm was worth acting on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// Percent acted on, of those acted on or put aside; half a percent and more rounds up.
    Percent(u64),
    /// So few were settled that a share would say nothing.
    Unknown,
}

impl Tally {
    /// The share acted on of those that were settled; unknown when fewer than `fewest` were.
    pub fn precision(self, fewest: u64) -> Precision {
        let settled = self.acted + self.dismissed;
        if settled == 0 || settled < fewest {
            return Precision::Unknown;
        }
        Precision::Percent((self.acted * 200 + settled) / (settled * 2))
    }
}
