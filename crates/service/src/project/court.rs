//! What the views show of a court's day, and of an import.

use record::StreamId;
use record::entry::Entry;
use record::facts::Fact;
use store::{CourtCaseRow, ImportFileRow, Rows};

use super::{json, person};
use crate::court::{KNOWN, Listed, NO_RECORD, ORGANISATION, TAKEN_OFF, TO_CHECK, listed};

pub(super) fn project(stream: &StreamId, entries: &[Entry]) -> Vec<Rows> {
    let rows = listed(entries).into_iter().map(|(key, listed)| row(stream, key, &listed)).collect();
    let told = Rows::Notice { stream: stream.clone(), rows: person::notices(stream, entries) };
    vec![Rows::CourtCase { stream: stream.clone(), rows }, told]
}

fn row(stream: &StreamId, key: &str, listed: &Listed<'_>) -> CourtCaseRow {
    let case = listed.case;
    let person = listed.answered.as_ref().and_then(|answer| answer.person.clone()).filter(|_| !case.taken_off);
    CourtCaseRow {
        stream: stream.clone(),
        case_key: key.to_owned(),
        court: case.court.clone(),
        day: case.day.to_string(),
        room: case.room.clone(),
        session: case.session.clone(),
        listing: case.listing.map_or(0, i64::from),
        defendant: json(case),
        digest: listed.digest.to_owned(),
        state: match (case.taken_off, &person, &listed.answered) {
            (true, ..) => TAKEN_OFF,
            (_, Some(_), _) => KNOWN,
            (_, None, Some(_)) => NO_RECORD,
            _ if case.defendant.organisation => ORGANISATION,
            _ => TO_CHECK,
        }
        .to_owned(),
        person,
    }
}

pub(super) fn project_import(stream: &StreamId, entries: &[Entry]) -> Vec<Rows> {
    let mut rows = Vec::new();
    for entry in entries {
        let Some(Fact::FileImported(file)) = entry.content.as_ref().map(|c| &c.fact) else { continue };
        rows = vec![ImportFileRow {
            stream: stream.clone(),
            digest: file.digest.to_string(),
            name: file.name.clone(),
            kind: file.format.clone(),
            at: entry.recorded.0,
            counts: json(file),
        }];
    }
    vec![Rows::ImportFile { stream: stream.clone(), rows }]
}
