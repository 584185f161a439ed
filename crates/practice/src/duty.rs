//! A duty: something somebody has to do, by a day. Every clock in the service has this one shape.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ruled::Why;

/// Something owed, when it arose, by when, and whether it has been done. Whether it is late is worked out when it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    /// What is owed.
    pub duty: DutyKind,
    /// What it is about: the order, the appointment or the failure, as the caller names it.
    pub subject: String,
    /// The last day it can be done in time; none while its clock has not started.
    pub due_on: Option<Date>,
    /// The day it arose.
    pub arose_on: Date,
    /// The day it was done.
    pub met_on: Option<Date>,
    /// Why.
    pub why: Why,
}

/// The kinds of duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DutyKind {
    /// Arrange the first face-to-face appointment.
    FirstContact,
    /// Complete the sentence plan.
    SentencePlan,
    /// Decide what follows a failure to comply.
    DecisionAfterFailure,
    /// Get a warning to the person.
    WarningLetter,
    /// Refer a breach, or present one's own.
    BreachReferral,
    /// See the person face to face.
    FaceToFaceContact,
    /// Record what came of an appointment.
    OutcomeToRecord,
    /// Attend to an order before it ends.
    OrderEnding,
    /// Assess the risk, for the first time or again.
    RiskAssessment,
    /// Say what was worked on at an appointment.
    WorkToRecord,
    /// Review the sentence plan.
    PlanReview,
    /// Post a letter that was issued.
    LetterToPost,
}

impl fmt::Display for DutyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            DutyKind::FirstContact => "First appointment to arrange",
            DutyKind::SentencePlan => "Sentence plan to complete",
            DutyKind::DecisionAfterFailure => "Decision to make after a failure",
            DutyKind::WarningLetter => "Warning letter to serve",
            DutyKind::BreachReferral => "Breach to refer",
            DutyKind::FaceToFaceContact => "Face-to-face contact",
            DutyKind::OutcomeToRecord => "Outcome to record",
            DutyKind::OrderEnding => "Order ending",
            DutyKind::RiskAssessment => "Risk assessment",
            DutyKind::WorkToRecord => "What was worked on",
            DutyKind::PlanReview => "Sentence plan to review",
            DutyKind::LetterToPost => "Letter to post",
        })
    }
}

/// How a duty stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DutyState {
    /// Its clock has not started.
    NotStarted,
    /// Still to do, in time.
    Due,
    /// Still to do, its day gone by.
    Overdue,
    /// Done in time.
    Met,
    /// Done, after its day.
    MetLate,
}

impl Duty {
    /// How the duty stands at the end of `day`. On its due day it is still in time.
    pub fn state(&self, day: Date) -> DutyState {
        match (self.met_on, self.due_on) {
            (Some(met), Some(due)) if met > due => DutyState::MetLate,
            (Some(_), _) => DutyState::Met,
            (None, None) => DutyState::NotStarted,
            (None, Some(due)) if day > due => DutyState::Overdue,
            (None, Some(_)) => DutyState::Due,
        }
    }
}
