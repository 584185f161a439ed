//! Facts of a person's stream about the sentence plan: what is to be worked on, where that stands, and what was worked on
//! at an appointment.

use serde::{Deserialize, Serialize};

/// What an objective answers: a need that is tied to offending, or the sentence itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NeedArea {
    /// A place to live.
    Accommodation,
    /// Work, training, schooling.
    Employment,
    /// Money and debts.
    Finance,
    /// Partner, family, children.
    Relationships,
    /// Friends, and how time is spent.
    Lifestyle,
    /// Drugs.
    Drugs,
    /// Alcohol.
    Alcohol,
    /// Health of the mind.
    Wellbeing,
    /// Thinking and behaviour.
    Thinking,
    /// Attitudes.
    Attitudes,
    /// What the court asked for: the requirements and conditions themselves.
    Sentence,
}

impl NeedArea {
    /// Every one, in the order of a form.
    pub const ALL: [NeedArea; 11] = [
        NeedArea::Accommodation,
        NeedArea::Employment,
        NeedArea::Finance,
        NeedArea::Relationships,
        NeedArea::Lifestyle,
        NeedArea::Drugs,
        NeedArea::Alcohol,
        NeedArea::Wellbeing,
        NeedArea::Thinking,
        NeedArea::Attitudes,
        NeedArea::Sentence,
    ];

    /// In words, for a screen.
    pub fn words(self) -> &'static str {
        match self {
            NeedArea::Accommodation => "Accommodation",
            NeedArea::Employment => "Work and training",
            NeedArea::Finance => "Money and debts",
            NeedArea::Relationships => "Relationships",
            NeedArea::Lifestyle => "Lifestyle and associates",
            NeedArea::Drugs => "Drugs",
            NeedArea::Alcohol => "Alcohol",
            NeedArea::Wellbeing => "Emotional wellbeing",
            NeedArea::Thinking => "Thinking and behaviour",
            NeedArea::Attitudes => "Attitudes",
            NeedArea::Sentence => "Keeping to the sentence",
        }
    }

    /// As it stands in the record and on a form.
    pub fn code(self) -> &'static str {
        match self {
            NeedArea::Accommodation => "accommodation",
            NeedArea::Employment => "employment",
            NeedArea::Finance => "finance",
            NeedArea::Relationships => "relationships",
            NeedArea::Lifestyle => "lifestyle",
            NeedArea::Drugs => "drugs",
            NeedArea::Alcohol => "alcohol",
            NeedArea::Wellbeing => "wellbeing",
            NeedArea::Thinking => "thinking",
            NeedArea::Attitudes => "attitudes",
            NeedArea::Sentence => "sentence",
        }
    }

    /// The need of a code.
    pub fn of_code(code: &str) -> Option<NeedArea> {
        NeedArea::ALL.into_iter().find(|need| need.code() == code)
    }
}

/// What is to be worked on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objective {
    /// Its name within the entry that sets it: `1`, `2`. The case file knows it as `seq.id`.
    pub id: String,
    /// What it answers; none where nobody said, as in plans of earlier releases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub need: Option<NeedArea>,
    /// In words.
    pub words: String,
}

/// See [`super::Fact::PlanCompleted`]. Version 2: version 1 had words only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanCompleted {
    /// What is to be worked on.
    pub objectives: Vec<Objective>,
}

/// Where an objective stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ObjectiveState {
    /// It is being worked on.
    InProgress,
    /// It is reached.
    Achieved,
    /// It is worked on no more.
    Dropped,
}

impl ObjectiveState {
    /// Every one, in the order of a form.
    pub const ALL: [ObjectiveState; 3] =
        [ObjectiveState::InProgress, ObjectiveState::Achieved, ObjectiveState::Dropped];

    /// In words, for a screen.
    pub fn words(self) -> &'static str {
        match self {
            ObjectiveState::InProgress => "In progress",
            ObjectiveState::Achieved => "Achieved",
            ObjectiveState::Dropped => "Dropped",
        }
    }

    /// As it stands in the record and on a form.
    pub fn code(self) -> &'static str {
        match self {
            ObjectiveState::InProgress => "in_progress",
            ObjectiveState::Achieved => "achieved",
            ObjectiveState::Dropped => "dropped",
        }
    }

    /// The state of a code.
    pub fn of_code(code: &str) -> Option<ObjectiveState> {
        ObjectiveState::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// Where one objective stands, as a review found it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reviewed {
    /// The objective, as `seq.id`.
    pub objective: String,
    /// Where it stands.
    pub state: ObjectiveState,
    /// Why; asked for when it is dropped.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// See [`super::Fact::PlanReviewed`]. The component is the order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanReviewed {
    /// Every objective that was in progress, and where it stands.
    pub reviewed: Vec<Reviewed>,
    /// What is worked on besides from now on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub added: Vec<Objective>,
}

/// See [`super::Fact::WorkRecorded`]. The component is the appointment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkRecorded {
    /// The objectives that were worked on, as `seq.id`; empty when it was none of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub objectives: Vec<String>,
    /// In a line.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}
