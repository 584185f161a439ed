//! What the views of contact show of a person: when they were last seen, and contacts by month, team and mode.

use std::collections::BTreeMap;

use jiff::civil::Date;
use practice::DutyKind;
use practice::catalogue::{ContactType, Mode};
use practice::contact_gap::contact_gap;
use record::StreamId;
use record::case::Appointment;
use store::{ContactMonthRow, LastContactRow, Rows};

use crate::clocks::{Owed, Reading, contact_facts, supervised};
use crate::contact::attended;
use crate::contact::reset::stops_on;
use crate::contact::seen::worked;
use crate::contact::unseen::name_of;

/// `owed` is what is owed in the case: the duty to see somebody says since when they were not.
pub(super) fn rows(stream: &StreamId, reading: Reading<'_>, owed: &[Owed]) -> [Rows; 2] {
    [
        Rows::LastContact { stream: stream.clone(), rows: last(stream, reading, owed).into_iter().collect() },
        Rows::ContactMonth { stream: stream.clone(), rows: months(stream, reading) },
    ]
}

pub(super) fn none(stream: &StreamId) -> [Rows; 2] {
    [
        Rows::LastContact { stream: stream.clone(), rows: Vec::new() },
        Rows::ContactMonth { stream: stream.clone(), rows: Vec::new() },
    ]
}

/// Of the running order that was made last, as the duty to see somebody is.
pub(crate) fn last(stream: &StreamId, reading: Reading<'_>, owed: &[Owed]) -> Option<LastContactRow> {
    let order = reading.file.orders.iter().rfind(|order| order.ended.is_none() && supervised(order).is_some())?;
    let duty = owed.iter().map(|owed| &owed.duty).find(|duty| duty.duty == DutyKind::FaceToFaceContact);
    let (since, due_on) = match duty {
        Some(duty) => (duty.arose_on, duty.due_on),
        // An order that ends sooner asks for nobody to be seen again, nor does one under which that has stopped; since when they
        // were not is still to be said.
        None => {
            contact_gap(&contact_facts(reading, order), reading.standards).map_or((order.made.from, None), |ruled| {
                let asked = stops_on(reading, order).is_none_or(|first| ruled.value.due_on < first);
                (ruled.value.since, asked.then_some(ruled.value.due_on))
            })
        }
    };
    let missed = |a: &&Appointment| a.booked.starts.day() > since && attended(reading.standards, a) == Some(false);
    let unattended = reading.file.appointments.iter().filter(missed).count();
    Some(LastContactRow {
        stream: stream.clone(),
        component: order.component.clone(),
        since_on: since.to_string(),
        due_on: due_on.map(|day| day.to_string()),
        face_on: seen_on(reading, since).then(|| since.to_string()),
        other_on: heard(reading).map(|day| day.to_string()),
        unattended: i64::try_from(unattended).unwrap_or(i64::MAX),
        until_on: order.made.until.map(|day| day.to_string()),
    })
}

/// Whether they were seen face to face on the day the time runs from: otherwise supervision began then.
fn seen_on(reading: Reading<'_>, day: Date) -> bool {
    let face_to_face = |code: &str| reading.standards.contact_type(code).is_some_and(|kind| kind.face_to_face);
    let came = |a: &Appointment| attended(reading.standards, a) == Some(true);
    let file = reading.file;
    file.appointments.iter().any(|a| a.booked.starts.day() == day && face_to_face(&a.booked.contact) && came(a))
        || file.contacts.iter().any(|noted| noted.happened.day() == day && face_to_face(&noted.contact))
}

/// The last day they were heard of without being seen: by telephone.
fn heard(reading: Reading<'_>) -> Option<Date> {
    let by_telephone =
        |code: &str| reading.standards.contact_type(code).is_some_and(|kind| kind.mode == Mode::Telephone);
    let appointments = reading.file.appointments.iter();
    let kept = appointments.filter(|a| by_telephone(&a.booked.contact) && attended(reading.standards, a) == Some(true));
    let noted = reading.file.contacts.iter().filter(|noted| by_telephone(&noted.contact));
    kept.map(|a| a.booked.starts.day()).chain(noted.map(|noted| noted.happened.day())).max()
}

fn months(stream: &StreamId, reading: Reading<'_>) -> Vec<ContactMonthRow> {
    let mut rows: BTreeMap<(String, String, &str), ContactMonthRow> = BTreeMap::new();
    let mut add = |day: Date, team: &str, kind: &ContactType, (elsewhere, work): (i64, [i64; 3])| {
        let key = (name_of(day), team.to_owned(), kind.mode.code());
        let row = rows.entry(key).or_insert_with_key(|(month, team, mode)| ContactMonthRow {
            stream: stream.clone(),
            month: month.clone(),
            team: team.clone(),
            mode: (*mode).to_owned(),
            contacts: 0,
            elsewhere: 0,
            owed: 0,
            said: 0,
            linked: 0,
        });
        row.contacts += 1;
        row.elsewhere += elsewhere;
        row.owed += work[0];
        row.said += work[1];
        row.linked += work[2];
    };
    for appointment in &reading.file.appointments {
        let Some(kind) = with_the_person(reading, &appointment.booked.contact) else { continue };
        if attended(reading.standards, appointment) == Some(true) {
            let elsewhere = i64::from(kind.elsewhere || appointment.booked.at.is_some());
            let work = work(reading, appointment);
            add(appointment.booked.starts.day(), &appointment.booked.team, kind, (elsewhere, work));
        }
    }
    for noted in &reading.file.contacts {
        let Some(kind) = with_the_person(reading, &noted.contact) else { continue };
        let day = noted.happened.day();
        let team = reading.file.orders.iter().rev().find_map(|order| order.manager(day)).map_or("", |m| &m.team);
        add(day, team, kind, (i64::from(kind.elsewhere), [0; 3]));
    }
    rows.into_values().collect()
}

/// Seeing or hearing somebody; writing to them is none.
fn with_the_person<'a>(reading: Reading<'a>, code: &str) -> Option<&'a ContactType> {
    let kind = reading.standards.contact_type(code)?;
    matches!(kind.mode, Mode::InPerson | Mode::Video | Mode::Telephone).then_some(kind)
}

/// Whether it is asked what was worked on, whether it was said, and whether it was linked to an objective.
fn work(reading: Reading<'_>, appointment: &Appointment) -> [i64; 3] {
    let owed = worked(reading, appointment).ok().flatten().is_some();
    let said = appointment.worked.as_ref().filter(|_| owed);
    let linked = said.is_some_and(|said| !said.objectives.is_empty());
    [i64::from(owed), i64::from(said.is_some()), i64::from(linked)]
}
