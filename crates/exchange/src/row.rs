//! What a parser hands over: a row read, a row quarantined, or the end of a file that cannot be read.

use serde::{Deserialize, Serialize};

use crate::decode::Fault;

/// One row of a file: read, or set aside with its bytes and the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row<T> {
    /// The facts as the file gives them.
    Read(T),
    /// A row that cannot be used as it stands. Nothing of it is lost.
    Quarantined(Quarantined),
}

/// A row set aside for a person to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarantined {
    /// Which row of the file, counted from 1 over all rows, read or not.
    pub row: u64,
    /// What was wrong.
    pub reason: Reason,
    /// The row's own bytes as they stood in the file, in the file's own encoding.
    pub bytes: Vec<u8>,
}

/// Why a row cannot be used, in plain words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Reason {
    /// Nobody is named.
    #[error("no defendant name")]
    NoName,
    /// The case has no number.
    #[error("no case number")]
    NoCaseNumber,
    /// The hearing has no identifier of its own.
    #[error("no hearing id")]
    NoHearingId,
    /// Neither the list, the session nor a file name says which day.
    #[error("no day of hearing")]
    NoDay,
    /// A day is given that is no date.
    #[error("“{given}” is not a day")]
    BadDay {
        /// What stood there.
        given: String,
    },
    /// Neither a code nor a name of a court.
    #[error("no court")]
    NoCourt,
    /// A court is named that the table of courts does not know, or knows more than once.
    #[error("“{name}” is not in the table of courts, or is the name of more than one")]
    UnknownCourt {
        /// The name as given.
        name: String,
    },
    /// The bytes are not text in the encoding that the file declares, or were garbled before they came here.
    #[error("damaged text: {what}")]
    Garbled {
        /// What gave it away.
        what: String,
    },
    /// The same fact is given twice, differently.
    #[error("{field} is given twice: “{first}” and “{second}”")]
    GivenTwice {
        /// The field.
        field: String,
        /// Its first value.
        first: String,
        /// Its second.
        second: String,
    },
    /// The row is not built as rows of this format are.
    #[error("not in the shape of this format: {what}")]
    Misshapen {
        /// Where it departs.
        what: String,
    },
}

/// Why a file as a whole cannot be read. Rows read before the fault came are void: a file is taken whole or not at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// There is nothing in it.
    #[error("{file}: the file is empty")]
    Empty {
        /// The file.
        file: String,
    },
    /// XML was expected, and this is not well formed.
    #[error("{file}, line {line}: not well-formed XML: {what}")]
    NotXml {
        /// The file.
        file: String,
        /// Counted from 1.
        line: u64,
        /// What the parser found.
        what: String,
    },
    /// JSON was expected, and this is not.
    #[error("{file}, line {line}: not valid JSON: {what}")]
    NotJson {
        /// The file.
        file: String,
        /// Counted from 1.
        line: u64,
        /// What the parser found.
        what: String,
    },
    /// Well-formed, but something else.
    #[error("{file}, line {line}: expected {expected}, found {found}")]
    WrongFormat {
        /// The file.
        file: String,
        /// Counted from 1.
        line: u64,
        /// The format asked for.
        expected: &'static str,
        /// What it is instead.
        found: String,
    },
    /// The bytes are not text in the file's encoding, or the encoding is unknown.
    #[error("{file}, line {line}: encoding: {what}")]
    Encoding {
        /// The file.
        file: String,
        /// Counted from 1.
        line: u64,
        /// What was declared and found.
        what: String,
    },
    /// The file stops before it ends.
    #[error("{file}, line {line}: the file breaks off here")]
    Truncated {
        /// The file.
        file: String,
        /// The last line there is.
        line: u64,
    },
    /// A document type declaration, which can make a small file huge or reach for other files.
    #[error("{file}, line {line}: a document type declaration is not allowed")]
    Doctype {
        /// The file.
        file: String,
        /// Counted from 1.
        line: u64,
    },
    /// Elements within elements beyond any real file.
    #[error("{file}, line {line}: nested more than {limit} deep")]
    TooDeep {
        /// The file.
        file: String,
        /// Counted from 1.
        line: u64,
        /// How deep is allowed.
        limit: usize,
    },
    /// One case, hearing or text beyond any real size.
    #[error("{file}, line {line}: one row or text is larger than {limit} bytes")]
    TooLarge {
        /// The file.
        file: String,
        /// Counted from 1.
        line: u64,
        /// How large is allowed, in bytes of UTF-8.
        limit: usize,
    },
    /// The bytes could not be had.
    #[error("{file}, line {line}: cannot be read: {what}")]
    Unreadable {
        /// The file.
        file: String,
        /// How far reading came.
        line: u64,
        /// What the system said.
        what: String,
    },
}

impl FileError {
    /// From what went wrong while reading.
    pub(crate) fn from_read(error: &std::io::Error, file: &str, line: u64) -> FileError {
        let file = file.to_owned();
        match Fault::of(error) {
            Some(Fault::Encoding(what)) => FileError::Encoding { file, line, what: what.clone() },
            Some(Fault::TooLarge(limit)) => FileError::TooLarge { file, line, limit: *limit },
            None => FileError::Unreadable { file, line, what: error.to_string() },
        }
    }

    /// From what the JSON parser found in text that begins on `first_line`.
    pub(crate) fn from_json(error: &serde_json::Error, file: &str, first_line: u64) -> FileError {
        let file = file.to_owned();
        let line = first_line + u64::try_from(error.line()).unwrap_or(1).saturating_sub(1);
        if error.is_eof() {
            return FileError::Truncated { file, line };
        }
        // The parser counts lines from where this text begins, which the line above has put right.
        let what = error.to_string();
        let what = what.split(" at line ").next().unwrap_or_default().to_owned();
        FileError::NotJson { file, line, what }
    }
}
