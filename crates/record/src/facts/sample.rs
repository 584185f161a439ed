//! Cases of a team that were drawn by chance, and what whoever leads it found when they read them. Each team has a stream of kind
//! `sample`. A draw is never taken away: nobody draws until they like what they get. Each case of it is an entry of its own, so that
//! what is said of somebody can be erased without the rest.

use ledger::{Hash, StreamId};
use serde::{Deserialize, Serialize};

/// See [`super::Fact::SampleDrawn`]. It happened on the day it was drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SampleDrawn {
    /// Of which team: its code.
    pub team: String,
    /// By what it was drawn: random when it was made, and the same draw comes of it again.
    pub seed: String,
    /// Of how many cases.
    pub held: u64,
    /// By what the list of them is known: the SHA-256 of the names of their streams in order, one a line.
    pub list: Hash,
    /// Cases of the team that were not on the list: whoever drew may not open them.
    pub left_out: u64,
    /// The questions that are answered of each: pack and version.
    pub asked: String,
}

/// See [`super::Fact::CaseSampled`]. It rests on the entry of the draw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseSampled {
    /// The person's stream.
    pub case: StreamId,
    /// Who held it then: staff code; empty while a team did without an officer.
    pub officer: String,
}

/// See [`super::Fact::SampledCaseRead`]. It rests on the entry by which the case was drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SampledCaseRead {
    /// The person's stream.
    pub case: StreamId,
    /// What was answered, in the order of the questions.
    pub answers: Vec<Judged>,
    /// What was found that is good or has to change, in words.
    pub found: String,
}

/// The answer to a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// The question's code.
    pub question: String,
    /// The answer.
    pub answer: Judgement,
}

/// How far something is so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    /// It is.
    Yes,
    /// In part.
    Partly,
    /// It is not.
    No,
    /// It is no question of this case.
    NotApplicable,
}

impl Judgement {
    /// All of them, in the order of a form.
    pub const ALL: [Judgement; 4] = [Judgement::Yes, Judgement::Partly, Judgement::No, Judgement::NotApplicable];

    /// In words, for a screen.
    pub fn words(self) -> &'static str {
        match self {
            Judgement::Yes => "Yes",
            Judgement::Partly => "Partly",
            Judgement::No => "No",
            Judgement::NotApplicable => "Not asked of this case",
        }
    }

    /// As it stands in the record.
    pub fn code(self) -> &'static str {
        match self {
            Judgement::Yes => "yes",
            Judgement::Partly => "partly",
            Judgement::No => "no",
            Judgement::NotApplicable => "not_applicable",
        }
    }

    /// The one of a code.
    pub fn of_code(code: &str) -> Option<Judgement> {
        Judgement::ALL.into_iter().find(|one| one.code() == code)
    }
}
