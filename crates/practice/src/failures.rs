//! The documented failures of the split service that this program answers to, in our own words, each with an honest label.
//!
//! They come from press, union and anonymous texts: allegations, not findings.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::limits::Status;

static FAILURES: LazyLock<Failures> = LazyLock::new(|| {
    // Embedded at build and read by a test: it cannot fail in a program that passed its tests.
    parse(include_str!("../../../standards/failures.toml"))
        .unwrap_or_else(|error| panic!("the embedded failures do not hold: {error}"))
});

/// All the failures and the documents they come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Failures {
    /// The documents.
    #[serde(rename = "document")]
    pub documents: Vec<Document>,
    /// The failures, in order of number.
    #[serde(rename = "failure")]
    pub failures: Vec<Failure>,
}

/// A document that alleges failures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Its short name, `S0` to `S4`.
    pub id: String,
    /// What it is.
    pub source: String,
    /// How far to trust it.
    pub status: Status,
}

/// One documented failure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Failure {
    /// Its number, from 1.
    pub number: u16,
    /// The failure, in our own words.
    pub words: String,
    /// The documents that allege it.
    pub said_in: Vec<String>,
    /// How it is to be answered in the end.
    pub class: Class,
    /// What the program does about it in this release.
    pub label: Label,
    /// How, in one line.
    pub how: String,
    /// Where it can be seen in the demonstration.
    pub see: Option<See>,
}

/// Where something can be seen in the demonstration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct See {
    /// What is to be seen there.
    pub words: String,
    /// The address; `{case}` in it is the person planted for a failure.
    pub page: String,
    /// The name to sign in with.
    #[serde(rename = "as")]
    pub sign_in: String,
    /// The failure somebody is planted for, where it is another one.
    pub of: Option<u16>,
}

impl Failure {
    /// The number of the failure whose planted person shows this one.
    pub fn shown_by(&self) -> u16 {
        self.see.as_ref().and_then(|see| see.of).unwrap_or(self.number)
    }
}

/// How a failure is to be answered in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Class {
    /// With a failing case and a harmless twin of its own.
    #[serde(rename = "core")]
    Core,
    /// By the answer to another.
    #[serde(rename = "ride along")]
    RideAlong,
    /// By a register, or a weak signal.
    #[serde(rename = "register")]
    Register,
    /// Not by a program.
    #[serde(rename = "outside")]
    Outside,
}

/// What the program does about a failure in this release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Label {
    /// It will not let it be done.
    #[serde(rename = "refuses")]
    Refuses,
    /// It shows it to whoever can act.
    #[serde(rename = "exposes")]
    Exposes,
    /// It keeps what is needed to see it.
    #[serde(rename = "records")]
    Records,
    /// No program can answer it.
    #[serde(rename = "outside software")]
    OutsideSoftware,
    /// Nothing yet.
    #[serde(rename = "not yet")]
    NotYet,
}

impl Label {
    /// The label as shown.
    pub fn words(self) -> &'static str {
        match self {
            Label::Refuses => "refuses",
            Label::Exposes => "exposes",
            Label::Records => "records",
            Label::OutsideSoftware => "outside software",
            Label::NotYet => "not yet",
        }
    }
}

/// The list as published with this release.
pub fn failures() -> &'static Failures {
    &FAILURES
}

/// Why a list of failures cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FailuresError {
    /// It is not the TOML it should be.
    #[error("the list cannot be read: {0}")]
    Unreadable(String),
    /// The numbers do not run on from 1.
    #[error("number {0} is out of order")]
    OutOfOrder(u16),
    /// A failure that nothing is done about says where to see what is done.
    #[error("failure {0} says where to see what is not there yet")]
    NothingToSee(u16),
    /// A failure names a document that is not listed, or none.
    #[error("failure {0} names no listed document")]
    NoDocument(u16),
}

/// Reads a list of failures and refuses it if a number is missing or a document unknown.
pub fn parse(text: &str) -> Result<Failures, FailuresError> {
    let list: Failures = toml::from_str(text).map_err(|error| FailuresError::Unreadable(error.to_string()))?;
    for (expected, failure) in (1..).zip(&list.failures) {
        if failure.number != expected {
            return Err(FailuresError::OutOfOrder(failure.number));
        }
        let listed = |id: &String| list.documents.iter().any(|document| document.id == *id);
        if failure.said_in.is_empty() || !failure.said_in.iter().all(listed) {
            return Err(FailuresError::NoDocument(failure.number));
        }
        if failure.see.is_some() && matches!(failure.label, Label::NotYet | Label::OutsideSoftware) {
            return Err(FailuresError::NothingToSee(failure.number));
        }
    }
    Ok(list)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_113_failures_are_listed_in_our_own_words_with_a_label_and_a_how() {
        let list = failures();
        assert_eq!(list.failures.len(), 113);
        for failure in &list.failures {
            assert!(failure.words.len() > 20 && failure.how.len() > 15, "{}", failure.number);
            assert!(!failure.words.contains(['"', '\u{201c}', '\u{201d}']), "{} quotes", failure.number);
            assert_eq!(failure.class == Class::Outside, failure.label == Label::OutsideSoftware, "{}", failure.number);
        }
    }

    #[test]
    fn a_list_with_a_gap_or_an_unknown_document_is_refused() {
        let document = "[[document]]\nid = \"S0\"\nsource = \"a\"\nstatus = \"secondary\"\n";
        let row = |number: u16, id: &str| {
            format!(
                "[[failure]]\nnumber = {number}\nwords = \"w\"\nsaid_in = [\"{id}\"]\nclass = \"core\"\nlabel = \"not yet\"\nhow = \"h\"\n"
            )
        };
        assert!(parse(&format!("{document}{}", row(1, "S0"))).is_ok());
        assert!(matches!(parse(&format!("{document}{}", row(2, "S0"))), Err(FailuresError::OutOfOrder(2))));
        assert!(matches!(parse(&format!("{document}{}", row(1, "S9"))), Err(FailuresError::NoDocument(1))));
        let see = "see = { words = \"w\", page = \"/day\", as = \"practitioner\" }\n";
        let early = parse(&format!("{document}{}{see}", row(1, "S0")));
        assert!(matches!(early, Err(FailuresError::NothingToSee(1))));
    }
}
