//! What stands on the agenda of somebody's supervision, and what came of it; what a team asked for, and got or did not. Each officer
//! has a stream of kind `supervision`, each team one of kind `asked`. Nothing there is ever taken away.

use jiff::civil::Date;
use ledger::{EntryId, StreamId};
use serde::{Deserialize, Serialize};

/// See [`super::Fact::AgendaLineAdded`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgendaLineAdded {
    /// What is to be talked about. Nobody is named in it.
    pub words: String,
    /// The person's stream, where it is about a case: then only those who may open that are shown the words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<StreamId>,
}

/// See [`super::Fact::SupervisionHeld`]. It happened on the day it was held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupervisionHeld {
    /// The lines that were on the table. One that is not among them stays on the agenda.
    pub lines: Vec<LineDealtWith>,
}

/// What became of a line of an agenda.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineDealtWith {
    /// The entry that put it there.
    pub line: EntryId,
    /// What was agreed; none where it is carried over to the next time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<String>,
}

/// See [`super::Fact::HelpAsked`]. It happened on the day it was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelpAsked {
    /// For which team: its code.
    pub team: String,
    /// What. Nobody on probation is named in it.
    pub what: String,
    /// Of whom.
    pub of: String,
    /// By when.
    pub by: Date,
}

/// See [`super::Fact::HelpAnswered`]. It rests on the entry that says what was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelpAnswered {
    /// What came of it.
    pub came: Came,
    /// Why not, or what was got; empty where nothing is to be said of what was got.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
}

/// What came of something that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Came {
    /// It was got.
    Got,
    /// It was not.
    NotGot,
}

impl Came {
    /// Both.
    pub const ALL: [Came; 2] = [Came::Got, Came::NotGot];

    /// In words, for a screen.
    pub fn words(self) -> &'static str {
        match self {
            Came::Got => "Got it",
            Came::NotGot => "Did not get it",
        }
    }

    /// As it stands in the record.
    pub fn code(self) -> &'static str {
        match self {
            Came::Got => "got",
            Came::NotGot => "not_got",
        }
    }

    /// The one of a code.
    pub fn of_code(code: &str) -> Option<Came> {
        Came::ALL.into_iter().find(|came| came.code() == code)
    }
}
