//! What was raised about a case with whoever leads, and whether it was answered.

use jiff::civil::Date;
use ledger::EntryId;

use super::file::CaseFile;
use crate::entry::Content;
use crate::facts::Fact;

/// Something that somebody raised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RaisedLine {
    /// What is asked.
    pub words: String,
    /// Who raised it: staff code.
    pub by: String,
    /// The day.
    pub on: Date,
    /// Its entry.
    pub entry: EntryId,
    /// The answer; none while it waits for one.
    pub answer: Option<RaisedAnswer>,
}

/// What was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RaisedAnswer {
    /// In words.
    pub words: String,
    /// Who answered: staff code.
    pub by: String,
    /// The day.
    pub on: Date,
}

impl CaseFile {
    /// What was raised and waits for an answer, the oldest first.
    pub fn open_raised(&self) -> impl Iterator<Item = &RaisedLine> {
        self.raised.iter().filter(|line| line.answer.is_none())
    }
}

/// Adds what was raised, or its answer. The first answer stands: a second is a note of its own.
pub(super) fn fold(file: &mut CaseFile, content: &Content, id: &EntryId) {
    let (by, on) = (content.by.staff.clone(), content.happened.day());
    match &content.fact {
        Fact::Raised(raised) => {
            let words = raised.words.clone();
            file.raised.push(RaisedLine { words, by, on, entry: id.clone(), answer: None });
        }
        Fact::RaisedAnswered(answered) => {
            let line = file.raised.iter_mut().find(|line| content.because.contains(&line.entry));
            if let Some(line) = line.filter(|line| line.answer.is_none()) {
                line.answer = Some(RaisedAnswer { words: answered.words.clone(), by, on });
            }
        }
        _ => {}
    }
}
