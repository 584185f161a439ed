//! From a feed's row to the cases it puts on courts' days.

use exchange::court_list::{ListedCase, Session, SessionPart};
use exchange::hearing::{HeardDefendant, HearingEvent, Sitting};
use exchange::{Defendant, DefendantKind, GivenIdentifier, Sex};
use jiff::civil::Time;
use record::StreamId;
use record::facts::court::{CaseListed, ListedDefendant};
use record::facts::person::Offence;

use super::day_stream;

/// One row of a file that could be read, and what it puts on record.
#[derive(Clone, Debug)]
pub(super) struct FileRow {
    /// Digest of its facts, lower-case hex.
    pub(super) digest: String,
    /// Its reference in the sender's own terms.
    pub(super) reference: String,
    /// What it is known by within a court's day: opaque, so that it may stand in an address.
    pub(super) key: String,
    /// The case on each day it is heard; a court list's row has one.
    pub(super) places: Vec<(StreamId, CaseListed)>,
}

/// Characters of a key.
const KEY_LEN: usize = 16;

pub(super) fn from_list(case: &ListedCase) -> FileRow {
    let listed_for = case.block.purpose.clone().or_else(|| case.list_no.as_ref().map(|n| format!("{n} listing")));
    let listed = CaseListed {
        court: case.court.code.to_string(),
        court_name: case.court.name.clone().unwrap_or_default(),
        day: case.day,
        room: case.room.clone(),
        dummy_room: case.dummy_room,
        session: session(&case.session),
        listing: case.listing,
        case_no: case.case_no.clone(),
        defendant: Box::new(defendant(&case.defendant)),
        offences: case.offences.iter().map(|o| offence(o.code.as_ref(), o.title.as_ref())).collect(),
        listed_for: listed_for.unwrap_or_default(),
        results: Vec::new(),
        taken_off: false,
    };
    FileRow {
        digest: case.digest.to_string(),
        reference: case.case_no.clone(),
        key: case.key().to_string()[..KEY_LEN].to_owned(),
        places: vec![(day_stream(&case.court.code, case.day), listed)],
    }
}

pub(super) fn from_hearing(heard: &HeardDefendant) -> FileRow {
    let places = heard.days.iter().map(|sitting| (day_stream(&heard.court.code, sitting.day), on_day(heard, sitting)));
    FileRow {
        digest: heard.digest.to_string(),
        reference: heard.hearing_id.clone(),
        key: heard.key().to_string()[..KEY_LEN].to_owned(),
        places: places.collect(),
    }
}

fn on_day(heard: &HeardDefendant, sitting: &Sitting) -> CaseListed {
    let starts = sitting.starts.map(|starts| format!("at {}", clock(starts)));
    let listed_for: Vec<&str> = heard.hearing_type.iter().chain(&starts).map(String::as_str).collect();
    let of_offences = heard.offences.iter().flat_map(|o| &o.results);
    let of_applications = heard.applications.iter().flat_map(|a| &a.results);
    let mut results: Vec<String> = of_offences
        .chain(&heard.results)
        .chain(of_applications)
        .filter(|r| r.deleted != Some(true))
        .filter_map(|r| r.label.clone())
        .collect();
    results.dedup();
    CaseListed {
        court: heard.court.code.to_string(),
        court_name: heard.court.name.clone().unwrap_or_default(),
        day: sitting.day,
        room: heard.room.clone().unwrap_or_default(),
        dummy_room: false,
        session: sitting.starts.map(part_of_day).unwrap_or_default().to_owned(),
        listing: sitting.listing,
        case_no: heard.urn.clone().or_else(|| heard.case_id.clone()).unwrap_or_default(),
        defendant: Box::new(defendant(&heard.defendant)),
        offences: heard.offences.iter().map(|o| offence(o.code.as_ref(), o.title.as_ref())).collect(),
        listed_for: listed_for.join(" "),
        results,
        taken_off: heard.event == Some(HearingEvent::Deleted) || sitting.cancelled == Some(true),
    }
}

fn defendant(given: &Defendant) -> ListedDefendant {
    let checked = |id: &Option<GivenIdentifier>| id.as_ref().filter(|id| id.check_letter_ok)?.canonical.clone();
    let raw = |id: &Option<GivenIdentifier>| id.as_ref().map(|id| id.raw.clone()).unwrap_or_default();
    ListedDefendant {
        name: given.name.full.clone(),
        surname: given.name.surname.clone().unwrap_or_default(),
        forenames: given.name.forenames.join(" "),
        organisation: given.kind == DefendantKind::Organisation,
        born: given.dob,
        sex: match given.sex {
            Some(Sex::Male) => "M",
            Some(Sex::Female) => "F",
            Some(Sex::NotKnown) => "U",
            Some(Sex::NotSpecified) => "N",
            None => "",
        }
        .to_owned(),
        pnc: raw(&given.pnc),
        pnc_canonical: checked(&given.pnc),
        cro: raw(&given.cro),
        cro_canonical: checked(&given.cro),
        address: given.address.lines.iter().chain(&given.address.postcode).cloned().collect(),
    }
}

fn offence(code: Option<&String>, title: Option<&String>) -> Offence {
    Offence { code: code.cloned().unwrap_or_default(), title: title.cloned().unwrap_or_default() }
}

fn session(session: &Session) -> String {
    match (session.starts, session.ends, session.part) {
        (Some(starts), Some(ends), _) => format!("{} to {}", clock(starts), clock(ends)),
        (Some(starts), None, _) => format!("from {}", clock(starts)),
        (None, _, Some(SessionPart::Morning)) => "morning".to_owned(),
        (None, _, Some(SessionPart::Afternoon)) => "afternoon".to_owned(),
        (None, _, Some(SessionPart::Evening)) => "evening".to_owned(),
        (None, _, Some(SessionPart::AllDay)) => "all day".to_owned(),
        (None, _, None) => String::new(),
    }
}

fn clock(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

fn part_of_day(starts: Time) -> &'static str {
    match starts.hour() {
        ..12 => "morning",
        12..17 => "afternoon",
        _ => "evening",
    }
}
