//! Court lists: what a magistrates' court will hear on a day, case by case.
//!
//! Two shapes: Libra's list, an XML document in a SOAP envelope or bare, with any number of days, courts and sessions;
//! and a single case of such a list as a JSON object. The feed keeps to no schema, so anything may be absent but what
//! a case is known by. Court and day stand in the session, or in the names of the source file or of this one.

mod case;
mod case_json;
mod file_name;
mod reader;
mod said;
mod span;

use std::collections::BTreeMap;
use std::io::{BufRead, Read};

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use crate::court_table::{CourtRef, CourtTable};
use crate::decode::Decoded;
use crate::defendant::Defendant;
use crate::digest::Digest;
use crate::row::{FileError, Row};
use reader::ListReader;

/// Rooms numbered from here on are not rooms: lists use them to park cases (crime-portal-gateway, `min-dummy-court-room`).
pub const FIRST_DUMMY_ROOM: u32 = 50;

/// The largest case, or text outside cases, that is read: 4 MiB of UTF-8. Real cases are a few kilobytes.
pub const LARGEST_CASE: usize = 4 << 20;

/// How deep elements may nest. Real lists need 14 levels.
pub const DEEPEST: usize = 64;

/// One case on a court list as it stood in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedCase {
    /// Where it is heard.
    pub court: CourtRef,
    /// The day of hearing.
    pub day: Date,
    /// When in the day.
    pub session: Session,
    /// The court room as given; empty when not given.
    pub room: String,
    /// Whether the room's number says that it is none (see [`FIRST_DUMMY_ROOM`]).
    pub dummy_room: bool,
    /// Place in the session's order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listing: Option<u32>,
    /// Which listing of the case this is, as the court writes it: “1st”.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list_no: Option<String>,
    /// The slot within the session.
    #[serde(default)]
    pub block: Block,
    /// The court's case number.
    pub case_no: String,
    /// Unique reference number of the prosecution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urn: Option<String>,
    /// Arrest or summons number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asn: Option<String>,
    /// The informant: the prosecuting body's code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prosecutor: Option<String>,
    /// Bail conditions in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bail_conditions: Option<String>,
    /// The source system's own ids.
    #[serde(default)]
    pub source_ids: SourceIds,
    /// Who is to appear.
    pub defendant: Defendant,
    /// What they are charged with.
    #[serde(default)]
    pub offences: Vec<ListedOffence>,
    /// Whatever else the case said, by element name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub other: BTreeMap<String, String>,
    /// Over all facts above but the court's name: the same digest again is the same case unchanged.
    pub digest: Digest,
}

/// When in the day a court sits.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Which part of the day, from the starting time or as given (“AM”).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<SessionPart>,
    /// Start, London time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts: Option<Time>,
    /// End, London time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<Time>,
}

/// Part of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionPart {
    /// Starts before noon.
    Morning,
    /// Starts from noon to five.
    Afternoon,
    /// Starts at five or later.
    Evening,
    /// Given as “ALL”.
    AllDay,
}

/// A slot within a session.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Start, London time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts: Option<Time>,
    /// End, London time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<Time>,
    /// What it is for: “First hearings”.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
}

/// Ids of the source system, as given. They are not always unique, so nothing is known by them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceIds {
    /// `c_id`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// `h_id`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hearing: Option<String>,
    /// `s_id`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
    /// `sb_id`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub block: Option<String>,
}

/// One charge.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedOffence {
    /// Its number within the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<u32>,
    /// CJS offence code: `TH68001`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What is alleged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// The provision it is contrary to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<String>,
    /// The longest or largest penalty, as the list writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_penalty: Option<String>,
    /// Plea code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plea: Option<String>,
    /// Day of plea.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plea_on: Option<Date>,
    /// Day of conviction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub convicted_on: Option<Date>,
    /// Day of the last adjournment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adjourned_on: Option<Date>,
    /// Why it was adjourned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adjourned_for: Option<String>,
    /// Whatever else the charge said, by element name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub other: BTreeMap<String, String>,
}

impl ListedCase {
    /// What the case is known by: court, day, session, room, case number and defendant. Another digest under the same
    /// key is a new version of the case.
    pub fn key(&self) -> Digest {
        let session = match (self.session.part, &self.source_ids.session) {
            (Some(part), _) => Some(format!("{part:?}")),
            (None, id) => id.clone(),
        };
        let room = room_number(&self.room).map_or_else(|| self.room.to_uppercase(), |n| n.to_string());
        let known_by =
            (&self.court.code, self.day, session, room, self.case_no.to_uppercase(), self.defendant.identity());
        Digest::of("court-list-case/1", &known_by)
    }

    fn facts(&self) -> Digest {
        let place = (&self.court.code, self.day, &self.session, &self.room, &self.block, &self.source_ids);
        let case = (self.listing, &self.list_no, &self.case_no, &self.urn, &self.asn, &self.prosecutor);
        let rest = (&self.bail_conditions, &self.defendant, &self.offences, &self.other);
        Digest::of("court-list-facts/1", &(place, case, rest))
    }
}

impl SessionPart {
    fn of(starts: Option<Time>, given: &str) -> Option<SessionPart> {
        match (starts, given.to_ascii_uppercase().as_str()) {
            (Some(time), _) if time.hour() < 12 => Some(SessionPart::Morning),
            (Some(time), _) if time.hour() < 17 => Some(SessionPart::Afternoon),
            (Some(_), _) => Some(SessionPart::Evening),
            (None, "AM") => Some(SessionPart::Morning),
            (None, "PM") => Some(SessionPart::Afternoon),
            (None, "ALL") => Some(SessionPart::AllDay),
            (None, _) => None,
        }
    }
}

fn room_number(room: &str) -> Option<u32> {
    room.parse().ok()
}

fn is_dummy(room: &str) -> bool {
    room_number(room).is_some_and(|number| number >= FIRST_DUMMY_ROOM)
}

/// The rows of a court list, in file order, ending after the first error.
pub struct CourtListRows<'c, R>(Rows<'c, R>);

// One per file, so the size of the larger variant does not matter.
#[expect(clippy::large_enum_variant, reason = "one value per file")]
enum Rows<'c, R> {
    List(ListReader<'c, R>),
    One(std::iter::Once<Row<ListedCase>>),
}

/// Reads a court list from its bytes. `file_name` is named in errors, and consulted for court and day when the list
/// itself names neither. Errors end the iteration; the rows before them are then void, since what follows in a broken
/// file is unknown.
pub fn read_court_list<'c, R: Read>(
    source: R,
    file_name: &str,
    courts: &'c CourtTable,
) -> Result<CourtListRows<'c, R>, FileError> {
    let mut source = Decoded::open(source).map_err(|e| FileError::from_read(&e, file_name, 1))?;
    let start = source.fill_buf().map_err(|e| FileError::from_read(&e, file_name, 1))?;
    match start.trim_ascii_start().first() {
        Some(b'<') => {}
        Some(b'{' | b'[') => {
            let row = case_json::read(source, file_name, courts)?;
            return Ok(CourtListRows(Rows::One(std::iter::once(row))));
        }
        Some(_) => {
            return Err(FileError::WrongFormat {
                file: file_name.to_owned(),
                line: 1,
                expected: "a court list (XML)",
                found: "something that is neither XML nor JSON".to_owned(),
            });
        }
        None => return Err(FileError::Empty { file: file_name.to_owned() }),
    }
    Ok(CourtListRows(Rows::List(ListReader::new(source, file_name, courts))))
}

impl<R: Read> Iterator for CourtListRows<'_, R> {
    type Item = Result<Row<ListedCase>, FileError>;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.0 {
            Rows::List(rows) => rows.next(),
            Rows::One(row) => row.next().map(Ok),
        }
    }
}
