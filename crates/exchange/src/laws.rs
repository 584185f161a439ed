//! What holds for every input whatever: the body of the fuzz targets and of the property tests.

use std::fmt::Debug;
use std::io::{self, Read};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::court_list::{ListedCase, read_court_list};
use crate::court_table::{Court, CourtCode, CourtKind, CourtTable};
use crate::hearing::{HeardDefendant, read_hearing};
use crate::row::{FileError, Row};
use crate::sniff::sniff;

/// What reading a file came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Rows the file had as far as it could be read.
    pub read: u64,
    /// Rows read.
    pub accepted: u64,
    /// Rows set aside.
    pub quarantined: u64,
    /// Why reading stopped short, if it did.
    pub error: Option<FileError>,
}

/// The same file read as a court list and as hearings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accounts {
    /// Read as a court list.
    pub court_list: Account,
    /// Read as hearings.
    pub hearing: Account,
}

/// A law that did not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// Rows are numbered from 1, one by one.
    #[error("quarantined row {found} is row {expected}")]
    Numbering {
        /// Its place.
        expected: u64,
        /// What it says.
        found: u64,
    },
    /// What is quarantined is part of the file, byte for byte.
    #[error("row {0}: its bytes are not the file's")]
    Bytes(u64),
    /// What is read is usable.
    #[error("row {0}: read, and lacks what it should be known by")]
    Unusable(u64),
    /// What is read can be written down and read back.
    #[error("row {0}: not the same after being written and read")]
    Writing(u64),
    /// How a stream is cut into pieces does not matter.
    #[error("other rows when read in small pieces")]
    Pieces,
    /// An error names the file.
    #[error("an error that does not name its file: {0}")]
    Nameless(String),
    /// The end is the end.
    #[error("rows after the end")]
    AfterTheEnd,
}

/// Reads `bytes` in every way there is, and says what came of it, or which law was broken.
pub fn account_for(bytes: &[u8], name: &str) -> Result<Accounts, Broken> {
    let courts = courts();
    let _ = sniff(bytes);
    let court_list = hold(bytes, name, read_court_list(bytes, name, &courts), listed)?;
    let hearing = hold(bytes, name, read_hearing(bytes, name, &courts), heard)?;
    let pieces = hold(bytes, name, read_court_list(Pieces(bytes), name, &courts), listed)?;
    if court_list != pieces {
        return Err(Broken::Pieces);
    }
    let pieces = hold(bytes, name, read_hearing(Pieces(bytes), name, &courts), heard)?;
    if hearing != pieces {
        return Err(Broken::Pieces);
    }
    Ok(Accounts { court_list: court_list.0, hearing: hearing.0 })
}

/// A few courts, enough for the laws.
pub fn courts() -> CourtTable {
    let court = |code: &str, name: &str, kind| {
        Some(Court {
            code: CourtCode::parse(code)?,
            name: name.to_owned(),
            kind,
            area: None,
            psa: None,
            nomis: None,
            aliases: Vec::new(),
        })
    };
    let known = [
        court("B14LO", "Sheffield Magistrates' Court", CourtKind::Magistrates),
        court("C14SH", "Sheffield Crown Court", CourtKind::Crown),
    ];
    CourtTable::from_courts(known.into_iter().flatten()).unwrap_or_default()
}

type Held<T> = (Account, Vec<Row<T>>);

fn hold<T, I>(
    bytes: &[u8],
    name: &str,
    rows: Result<I, FileError>,
    usable: impl Fn(&T) -> bool,
) -> Result<Held<T>, Broken>
where
    T: Debug + PartialEq + Serialize + DeserializeOwned,
    I: Iterator<Item = Result<Row<T>, FileError>>,
{
    let mut account = Account { read: 0, accepted: 0, quarantined: 0, error: None };
    let mut kept = Vec::new();
    let mut rows = match rows {
        Ok(rows) => rows,
        Err(error) => {
            account.error = Some(named(error, name)?);
            return Ok((account, kept));
        }
    };
    for row in &mut rows {
        let row = match row {
            Ok(row) => row,
            Err(error) => {
                account.error = Some(named(error, name)?);
                break;
            }
        };
        account.read += 1;
        let number = account.read;
        match &row {
            Row::Read(facts) => {
                account.accepted += 1;
                let again = serde_json::to_vec(facts).ok().and_then(|json| serde_json::from_slice(&json).ok());
                if again.as_ref() != Some(facts) {
                    return Err(Broken::Writing(number));
                }
                if !usable(facts) {
                    return Err(Broken::Unusable(number));
                }
            }
            Row::Quarantined(set_aside) => {
                account.quarantined += 1;
                if set_aside.row != number {
                    return Err(Broken::Numbering { expected: number, found: set_aside.row });
                }
                let length = set_aside.bytes.len();
                if length == 0 || !bytes.windows(length).any(|part| part == set_aside.bytes) {
                    return Err(Broken::Bytes(number));
                }
            }
        }
        kept.push(row);
    }
    match rows.next() {
        None => Ok((account, kept)),
        Some(_) => Err(Broken::AfterTheEnd),
    }
}

fn named(error: FileError, name: &str) -> Result<FileError, Broken> {
    let text = error.to_string();
    if text.contains(name) { Ok(error) } else { Err(Broken::Nameless(text)) }
}

fn listed(case: &ListedCase) -> bool {
    !case.case_no.is_empty() && !case.defendant.name.full.is_empty() && case.key() == case.clone().key()
}

fn heard(row: &HeardDefendant) -> bool {
    !row.hearing_id.is_empty() && !row.days.is_empty() && !row.defendant.name.full.is_empty()
}

/// A slow stream.
struct Pieces<'b>(&'b [u8]);

impl Read for Pieces<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let size = out.len().min(self.0.len()).min(61);
        let (now, later) = self.0.split_at(size);
        out[..size].copy_from_slice(now);
        self.0 = later;
        Ok(size)
    }
}
