//! Hearings from the Common Platform: one row per defendant of each prosecution case heard, and one for the subject of
//! an application that is heard on its own (a breach, a bail variation).
//!
//! A file holds one hearing or many (an array, or one after another), each bare, in `{"hearing": …}`, or as the
//! `Message` string of a notification. One hearing is held in memory at a time.

mod applications;
mod envelope;
mod facts;
mod offences;
mod split;
mod values;

use std::collections::VecDeque;
use std::io::Read;

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use crate::court_table::{CourtKind, CourtRef, CourtTable};
use crate::decode::Decoded;
use crate::defendant::Defendant;
use crate::digest::Digest;
use crate::row::{FileError, Row};
use split::Values;

/// The largest hearing that is read: 64 MiB of UTF-8. The largest sample known is under one.
pub const LARGEST_HEARING: usize = 64 << 20;

/// One defendant at one hearing, as the message gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeardDefendant {
    /// The hearing's id.
    pub hearing_id: String,
    /// What the message reports, when its envelope says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<HearingEvent>,
    /// When the court shared its results, as given. Not part of the digest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shared_at: Option<String>,
    /// Where.
    pub court: CourtRef,
    /// Which kind of court it sits as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jurisdiction: Option<CourtKind>,
    /// The kind of hearing: “Sentence”.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hearing_type: Option<String>,
    /// The days it sits, as given; at least one.
    pub days: Vec<Sitting>,
    /// The court room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<String>,
    /// The prosecution case's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_id: Option<String>,
    /// Unique reference number of the prosecution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urn: Option<String>,
    /// The prosecuting body's code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prosecutor: Option<String>,
    /// Markers on the case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub markers: Vec<String>,
    /// Who.
    pub defendant: Defendant,
    /// Whether dealt with as a youth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub youth: Option<bool>,
    /// Arrest or summons number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asn: Option<String>,
    /// Bail or custody, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bail_status: Option<String>,
    /// Conditions of bail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bail_conditions: Option<String>,
    /// The prison or other place they are held in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_at: Option<String>,
    /// What they are charged with, and what the court made of it.
    #[serde(default)]
    pub offences: Vec<HeardOffence>,
    /// Results that belong to the defendant and to no single offence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub results: Vec<JudicialResult>,
    /// Applications about them: breaches and variations of orders among them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub applications: Vec<Application>,
    /// Over all facts above but the court's name and when results were shared.
    pub digest: Digest,
}

/// What a message reports of a hearing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HearingEvent {
    /// Listed or changed.
    ConfirmedOrUpdated,
    /// Results shared.
    Resulted,
    /// Taken out.
    Deleted,
}

/// A day of a hearing, London time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sitting {
    /// The day.
    pub day: Date,
    /// From when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts: Option<Time>,
    /// For how long, in minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u32>,
    /// Place in the day's order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listing: Option<u32>,
    /// Whether the day was called off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled: Option<bool>,
}

/// An offence as charged, pleaded, tried and resulted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeardOffence {
    /// The court system's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// CJS offence code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What is alleged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wording: Option<String>,
    /// The provision it is contrary to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<String>,
    /// Place in the case's order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listing: Option<u32>,
    /// First day of the offence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// Last day of the offence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
    /// Plea.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plea: Option<String>,
    /// Day of plea.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plea_on: Option<Date>,
    /// Verdict.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<String>,
    /// Day of conviction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub convicted_on: Option<Date>,
    /// What the court ordered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub results: Vec<JudicialResult>,
}

/// A line of a court's result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JudicialResult {
    /// The id of this kind of result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub type_id: Option<String>,
    /// CJS result code. Not to be trusted without the label: one code has meant two things.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cjs_code: Option<String>,
    /// What the court calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Final, intermediary or ancillary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// CJS qualifier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qualifier: Option<String>,
    /// The whole result in words, line breaks kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The day it was ordered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ordered_on: Option<Date>,
    /// Whether it follows a conviction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub convicted: Option<bool>,
    /// Whether it adjourns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adjourns: Option<bool>,
    /// Whether it was struck out later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted: Option<bool>,
    /// Its details: hours, end dates, supervising court.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prompts: Vec<Prompt>,
    /// The hearing it is adjourned to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_hearing: Option<NextHearing>,
}

/// A detail of a result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prompt {
    /// Machine name: `numberOfHours`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// What the court's screen calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What was entered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// A hearing to come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextHearing {
    /// The court's code as given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub court: Option<String>,
    /// The court's name as given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub court_name: Option<String>,
    /// The day, London time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<Date>,
    /// From when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts: Option<Time>,
    /// The kind of hearing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hearing_type: Option<String>,
    /// Why it was adjourned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// An application to the court.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// The court system's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Code of its kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Its kind in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Whether it is a breach, and of what, as given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub breach: Option<String>,
    /// Its state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Day received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received_on: Option<Date>,
    /// Prosecution cases it belongs to, by reference number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub urns: Vec<String>,
    /// What the court ordered on it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub results: Vec<JudicialResult>,
}

impl HeardDefendant {
    /// What the row is known by: hearing, prosecution case (or applications), and defendant.
    pub fn key(&self) -> Digest {
        let case = self.case_id.as_ref().or(self.urn.as_ref());
        let applications: Vec<_> = match case {
            Some(_) => Vec::new(),
            None => self.applications.iter().map(|a| (&a.id, &a.reference)).collect(),
        };
        let id = self.defendant.defendant_id.as_ref().or(self.defendant.master_id.as_ref());
        let unnamed = id.is_none().then(|| self.defendant.identity());
        Digest::of("heard-defendant/1", &(&self.hearing_id, case, applications, id, unnamed))
    }

    fn facts(&self) -> Digest {
        let hearing = (&self.hearing_id, self.event, &self.court.code, self.jurisdiction, &self.hearing_type);
        let case = (&self.days, &self.room, &self.case_id, &self.urn, &self.prosecutor, &self.markers);
        let person = (&self.defendant, self.youth, &self.asn, &self.bail_status, &self.bail_conditions, &self.held_at);
        let outcome = (&self.offences, &self.results, &self.applications);
        Digest::of("heard-defendant-facts/1", &(hearing, case, person, outcome))
    }
}

/// The rows of a hearing file, in file order, ending after the first error.
pub struct HearingRows<'c, R> {
    values: Values<R>,
    courts: &'c CourtTable,
    ready: VecDeque<Row<HeardDefendant>>,
    row: u64,
    ended: bool,
}

/// Reads hearings from a file's bytes. `file_name` is named in errors. Errors end the iteration; the rows before them
/// are then void.
pub fn read_hearing<'c, R: Read>(
    source: R,
    file_name: &str,
    courts: &'c CourtTable,
) -> Result<HearingRows<'c, R>, FileError> {
    let source = Decoded::open(source).map_err(|e| FileError::from_read(&e, file_name, 1))?;
    let values = Values::new(source, file_name)?;
    Ok(HearingRows { values, courts, ready: VecDeque::new(), row: 0, ended: false })
}

impl<R: Read> Iterator for HearingRows<'_, R> {
    type Item = Result<Row<HeardDefendant>, FileError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(row) = self.ready.pop_front() {
                return Some(Ok(row));
            }
            if self.ended {
                return None;
            }
            let rows = match self.values.next() {
                Ok(Some(value)) => facts::rows(value, &mut self.row, self.courts),
                Ok(None) => {
                    self.ended = true;
                    return None;
                }
                Err(error) => Err(error),
            };
            match rows {
                Ok(rows) => self.ready = rows,
                Err(error) => {
                    self.ended = true;
                    return Some(Err(error));
                }
            }
        }
    }
}
