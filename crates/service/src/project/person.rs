//! What the views show of a person.

use std::cmp::Reverse;

use jiff::civil::Date;
use practice::Standards;
use practice::places::{PlaceFigure, Places};
use practice::warning::OpenTo;
use record::StreamId;
use record::case::{Appointment, CaseFile, Need, Order, Person, View, fold};
use record::entry::Entry;
use record::facts::Fact;
use record::facts::elsewhere::Elsewhere;
use record::facts::person::{AskedBy, LimitKind, Name, OrderKind, Scheme, Sex};
use record::time::{Happened, Minute};
use serde::{Deserialize, Serialize};
use store::{
    DiaryRow, DutyRow, LimitRow, LimitedRow, ManagerRow, NoticeRow, PersonKeyRow, PersonRow, PresenceRow, Rows,
    VisitRow,
};

use super::{KeptFrom, json};
use super::{alarms, outgoing, standing};
use crate::clocks::{Owed, Reading, arisen, warning_open};
use crate::elsewhere::whereabouts;
use crate::names;
use crate::notices::is_told;

/// A flag beside a name: a register entry or a need.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flag {
    /// Register code, or `need`.
    pub code: String,
    /// What it says.
    pub words: String,
}

/// What a slot of the diary shows besides its row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlotDetail {
    /// What the appointment is for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub purpose: String,
    /// The version a form on this slot must carry.
    pub version: u64,
    /// The room; empty where none is booked.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub room: String,
    /// Who else is to be there.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub with: String,
    /// Where, when it is at no building of the service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Elsewhere>,
    /// Why it may be held at a building that is not approved.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub one_off: String,
    /// When it was to be before it was moved, last of all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<Minute>,
    /// Who asked for it to be moved or called off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_by: Option<AskedBy>,
    /// Why it was moved or called off.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub changed_because: String,
    /// The order it is under, as a component.
    pub order: String,
    /// What kind of order.
    pub order_kind: Option<OrderKind>,
    /// What would be open to the officer if this appointment failed, decided on its own day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open: Vec<OpenTo>,
    /// Why that, in a sentence.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub open_because: String,
    /// What they are kept from on its day, while it is still to be held.
    #[serde(default, skip_serializing_if = "KeptFrom::is_nothing")]
    pub kept_from: KeptFrom,
}

pub(super) fn project(stream: &StreamId, entries: &[Entry], standards: &'static Standards) -> Vec<Rows> {
    let file = fold(entries, View::default());
    // Nobody is left in a view once who they are was erased or retracted.
    let Some(person) = &file.person else { return nothing(stream) };
    let as_at = entries.iter().map(|e| e.recorded).max().map_or(Date::ZERO, record::time::Instant::day);
    let reading = Reading { file: &file, entries, as_at, standards };
    let stream = stream.clone();
    let arisen = arisen(reading);
    let mut rows = vec![
        Rows::Standing { rows: standing::rows(&stream, &file, entries), stream: stream.clone() },
        Rows::Alarm { rows: alarms::rows(&stream, reading, &arisen), stream: stream.clone() },
        Rows::News { rows: standing::news(&stream, entries), stream: stream.clone() },
        Rows::Person { rows: vec![register(&stream, &file, person)], stream: stream.clone() },
        Rows::PersonKey { rows: keys(&stream, person), stream: stream.clone() },
        Rows::Diary { rows: diary(&stream, reading), stream: stream.clone() },
        Rows::Duty { rows: duties(&stream, &arisen), stream: stream.clone() },
        Rows::Manager { rows: managers(&stream, &file), stream: stream.clone() },
        Rows::Limit { rows: limits(&stream, &file), stream: stream.clone() },
        Rows::Limited { rows: limited(&stream, &file), stream: stream.clone() },
        Rows::Presence { rows: presence(&stream, reading), stream: stream.clone() },
        Rows::Visit { rows: visits(&stream, &file), stream: stream.clone() },
        Rows::Notice { rows: notices(&stream, entries), stream: stream.clone() },
        Rows::Outgoing { rows: outgoing::rows(&stream, reading), stream: stream.clone() },
    ];
    rows.extend(super::whereabouts::rows(&stream, &file));
    rows.extend(super::contact::rows(&stream, reading, &arisen));
    rows.extend(super::said::rows(&stream, entries));
    rows.push(super::glance::rows(&stream, &rows, file.waiting_changes().count(), standards));
    rows
}

fn nothing(of: &StreamId) -> Vec<Rows> {
    let stream = || of.clone();
    let mut rows = vec![
        Rows::Standing { stream: stream(), rows: Vec::new() },
        Rows::Alarm { stream: stream(), rows: Vec::new() },
        Rows::News { stream: stream(), rows: Vec::new() },
        Rows::Person { stream: stream(), rows: Vec::new() },
        Rows::PersonKey { stream: stream(), rows: Vec::new() },
        Rows::Diary { stream: stream(), rows: Vec::new() },
        Rows::Duty { stream: stream(), rows: Vec::new() },
        Rows::Manager { stream: stream(), rows: Vec::new() },
        Rows::Limit { stream: stream(), rows: Vec::new() },
        Rows::Limited { stream: stream(), rows: Vec::new() },
        Rows::Presence { stream: stream(), rows: Vec::new() },
        Rows::Visit { stream: stream(), rows: Vec::new() },
        Rows::Notice { stream: stream(), rows: Vec::new() },
        Rows::Outgoing { stream: stream(), rows: Vec::new() },
    ];
    rows.extend(super::whereabouts::none(of));
    rows.extend(super::contact::none(of));
    rows.extend(super::said::none(of));
    rows.push(Rows::Glance { stream: stream(), rows: Vec::new() });
    rows
}

fn register(stream: &StreamId, file: &CaseFile, person: &Person) -> PersonRow {
    let running = file.orders.iter().rev().find(|o| o.ended.is_none());
    let manager = running.and_then(|o| o.allocations.iter().rev().find(|a| a.component == o.component));
    let recorded = &person.recorded;
    PersonRow {
        stream: stream.clone(),
        crn: recorded.crn.to_string(),
        name: recorded.name.listed(),
        surname: recorded.name.surname.clone(),
        forenames: recorded.name.forenames.clone(),
        dob: recorded.born.map(|d| d.to_string()),
        sex: match recorded.sex {
            Sex::Male => "male",
            Sex::Female => "female",
            Sex::NotStated => "not stated",
        }
        .to_owned(),
        flags: json(&flags(file, person)),
        order_line: running.map(order_line).unwrap_or_default(),
        officer: manager.map(|m| m.staff.clone()).unwrap_or_default(),
        team: manager.map(|m| m.team.clone()).unwrap_or_default(),
        provider: manager.map(|m| m.provider.clone()).unwrap_or_default(),
        active: running.is_some(),
    }
}

fn order_line(order: &Order) -> String {
    match order.made.until {
        Some(last) => format!("{} to {}", order.made.kind.words(), last.strftime("%-d %b %Y")),
        None => order.made.kind.words().to_owned(),
    }
}

fn flags(file: &CaseFile, person: &Person) -> Vec<Flag> {
    let registered = file.registrations.iter().filter(|r| r.ended.is_none());
    let mut flags: Vec<Flag> =
        registered.map(|r| Flag { code: r.registered.register.clone(), words: r.registered.words.clone() }).collect();
    flags.extend(need_words(person).map(|words| Flag { code: "need".to_owned(), words }));
    flags
}

/// What somebody needs, an interpreter or an adjustment, as every page says it.
pub fn need_words(person: &Person) -> impl Iterator<Item = String> {
    let words = |need: &Need| {
        if need.detail.is_empty() { need.need.clone() } else { format!("{}: {}", need.need, need.detail) }
    };
    person.needs.iter().map(words)
}

fn keys(stream: &StreamId, person: &Person) -> Vec<PersonKeyRow> {
    let mut keys: Vec<(&str, String)> = vec![("crn", person.recorded.crn.to_string())];
    keys.extend(person.recorded.born.map(|born| ("dob", born.to_string())));
    for name in std::iter::once(&person.recorded.name).chain(&person.aliases) {
        keys.extend(name_words(name).into_iter().map(|word| ("name", word)));
    }
    for identifier in &person.identifiers {
        let recorded = &identifier.recorded;
        let scheme = match recorded.scheme {
            Scheme::Pnc => "pnc",
            Scheme::Cro => "cro",
            Scheme::Noms => "noms",
        };
        keys.push((scheme, recorded.canonical.clone().unwrap_or_else(|| recorded.given.clone())));
    }
    keys.sort();
    keys.dedup();
    keys.into_iter()
        .map(|(scheme, value)| PersonKeyRow { stream: stream.clone(), scheme: scheme.to_owned(), value })
        .collect()
}

fn name_words(name: &Name) -> Vec<String> {
    names::words(&name.plain())
}

fn diary(stream: &StreamId, reading: Reading<'_>) -> Vec<DiaryRow> {
    reading.file.appointments.iter().map(|appointment| slot(stream, reading, appointment)).collect()
}

fn slot(stream: &StreamId, reading: Reading<'_>, appointment: &Appointment) -> DiaryRow {
    let standards = reading.standards;
    let booked = &appointment.booked;
    let open = appointment.is_open();
    let on_the_day = Reading { as_at: booked.starts.day(), ..reading };
    let ruled = if open { warning_open(on_the_day, appointment).ok().flatten() } else { None };
    let moved = appointment.moves.last().map(|moved| (moved.asked_by, &moved.reason));
    let changed = appointment.cancelled.as_ref().map(|off| (off.asked_by, &off.reason)).or(moved);
    let detail = SlotDetail {
        purpose: booked.purpose.clone(),
        version: appointment.version,
        room: booked.room.clone(),
        with: booked.with.clone(),
        at: booked.at.clone(),
        one_off: appointment.one_off.clone().unwrap_or_default(),
        was: appointment.moves.last().map(|moved| moved.from),
        asked_by: changed.map(|(asked_by, _)| asked_by),
        changed_because: changed.and_then(|(_, why)| why.clone()).unwrap_or_default(),
        order: booked.order.clone(),
        order_kind: reading.file.order(&booked.order).map(|o| o.made.kind),
        open_because: ruled.as_ref().map(|r| r.why.words.clone()).unwrap_or_default(),
        open: ruled.map(|r| r.value.open).unwrap_or_default(),
        kept_from: if open { KeptFrom::on(reading.file, booked.starts.day()) } else { KeptFrom::default() },
    };
    DiaryRow {
        stream: stream.clone(),
        appointment: appointment.component.clone(),
        officer: booked.staff.clone(),
        team: booked.team.clone(),
        site: booked.site.clone(),
        starts: booked.starts.to_string(),
        minutes: i64::from(booked.minutes),
        what: standards.contact_type(&booked.contact).map_or_else(|| booked.contact.clone(), |c| c.words.clone()),
        mode: booked.contact.clone(),
        state: match appointment {
            Appointment { held: Some(_), .. } => "recorded",
            Appointment { cancelled: Some(_), .. } => "cancelled",
            Appointment { moves, .. } if !moves.is_empty() => "moved",
            _ => "booked",
        }
        .to_owned(),
        outcome: appointment.held.as_ref().map(|held| held.outcome.clone()),
        detail: json(&detail),
    }
}

/// The last appointment that they came to, where that was recorded before its time was over and the time after it in which nobody
/// may come whom they must not meet: they are there still, or at the door.
fn still_there(reading: Reading<'_>) -> Option<&str> {
    let came = |a: &&Appointment| {
        let held = a.held.as_ref();
        let outcome = held.and_then(|held| reading.standards.outcome(&held.outcome));
        outcome.is_some_and(|outcome| outcome.attended == Some(true))
    };
    let last = reading.file.appointments.iter().rev().find(came)?;
    let early = last.held.as_ref().is_some_and(|held| held.recorded < last.ends().plus_minutes(buffer()).instant());
    early.then_some(last.component.as_str())
}

fn buffer() -> i64 {
    i64::from(Places::split_2014().value(PlaceFigure::BufferMinutes))
}

/// Where they are to be, and where they are: open appointments in a building, and visits that have not ended. Of a visit that has
/// ended nothing stays: a number that the desk types and nobody has leaves nothing either, and must not be told from one that is hidden.
fn presence(stream: &StreamId, reading: Reading<'_>) -> Vec<PresenceRow> {
    let file = reading.file;
    let still_there = still_there(reading);
    let here = |a: &&Appointment| a.is_open() || still_there == Some(a.component.as_str());
    let placed = file.appointments.iter().filter(here).map(|a| (whereabouts(&a.booked, reading.standards), a));
    let booked = placed.filter(|(place, _)| !place.is_empty()).map(|(place, a)| PresenceRow {
        stream: stream.clone(),
        slot: a.component.clone(),
        site: place,
        room: a.booked.room.clone(),
        starts: a.booked.starts.to_string(),
        ends: a.ends().to_string(),
    });
    let staying = file.visits.iter().filter(|visit| visit.left.is_none()).map(|visit| {
        let day = visit.arrived.day();
        let starts = match visit.arrived {
            Happened::At(minute) => minute.to_string(),
            _ => format!("{day}T00:00"),
        };
        let (slot, site) = (visit.component.clone(), visit.site.clone());
        PresenceRow { stream: stream.clone(), slot, site, room: String::new(), starts, ends: format!("{day}T23:59") }
    });
    let mut rows: Vec<PresenceRow> = booked.chain(staying).collect();
    rows.sort_by(|a, b| a.slot.cmp(&b.slot));
    rows.dedup_by(|a, b| a.slot == b.slot);
    rows
}

fn visits(stream: &StreamId, file: &CaseFile) -> Vec<VisitRow> {
    let at = |when: Happened| match when {
        Happened::At(minute) => minute.to_string(),
        _ => when.day().to_string(),
    };
    let mut rows: Vec<VisitRow> = file
        .visits
        .iter()
        .map(|visit| VisitRow {
            stream: stream.clone(),
            visit: visit.component.clone(),
            site: visit.site.clone(),
            appointment: visit.appointment.clone().unwrap_or_default(),
            arrived: at(visit.arrived),
            went: visit.left.map(at).unwrap_or_default(),
        })
        .collect();
    rows.sort_by(|a, b| a.visit.cmp(&b.visit));
    rows.dedup_by(|a, b| a.visit == b.visit);
    rows
}

fn duties(stream: &StreamId, arisen: &[Owed]) -> Vec<DutyRow> {
    let mut rows: Vec<DutyRow> = arisen
        .iter()
        .filter(|owed| owed.duty.met_on.is_none())
        .map(|owed| DutyRow {
            stream: stream.clone(),
            duty: json(&owed.duty.duty).trim_matches('"').to_owned(),
            subject: owed.duty.subject.clone(),
            component: owed.order.clone(),
            due_on: owed.duty.due_on.map(|d| d.to_string()),
            arose_on: owed.duty.arose_on.to_string(),
            why: json(&owed.duty.why),
        })
        .collect();
    rows.sort_by(|a, b| (&a.duty, &a.subject).cmp(&(&b.duty, &b.subject)));
    rows.dedup_by(|a, b| (&a.duty, &a.subject) == (&b.duty, &b.subject));
    rows
}

pub(super) fn notices(stream: &StreamId, entries: &[Entry]) -> Vec<NoticeRow> {
    let mut rows = Vec::new();
    for entry in entries {
        let Some(Fact::ReadersTold(told)) = entry.content.as_ref().map(|content| &content.fact) else { continue };
        rows.extend(told.readers.iter().filter(|reader| is_told(reader)).map(|reader| NoticeRow {
            stream: stream.clone(),
            told: i64::try_from(entry.id.seq).unwrap_or(0),
            staff: reader.staff.clone(),
            read_at: reader.last.0,
            told_at: entry.recorded.0,
        }));
    }
    rows
}

fn managers(stream: &StreamId, file: &CaseFile) -> Vec<ManagerRow> {
    let mut rows: Vec<ManagerRow> = Vec::new();
    for order in &file.orders {
        for (at, allocation) in order.allocations.iter().enumerate() {
            let next = order.allocations[at + 1..].iter().find(|a| a.component == allocation.component);
            let to_on = next.map(|n| n.from).or(order.ended.as_ref().map(|(on, _, _)| *on));
            if to_on == Some(allocation.from) {
                continue;
            }
            rows.push(ManagerRow {
                stream: stream.clone(),
                component: allocation.component.clone(),
                staff: allocation.staff.clone(),
                from_on: allocation.from.to_string(),
                provider: allocation.provider.clone(),
                team: allocation.team.clone(),
                to_on: to_on.map(|d| d.to_string()),
            });
        }
    }
    rows
}

fn limited(stream: &StreamId, file: &CaseFile) -> Vec<LimitedRow> {
    if file.limits.is_empty() {
        return Vec::new();
    }
    let row = |ManagerRow { stream, component, staff, from_on, provider, team, to_on }| LimitedRow {
        stream,
        component,
        staff,
        from_on,
        provider,
        team,
        to_on,
    };
    managers(stream, file).into_iter().map(row).collect()
}

fn limits(stream: &StreamId, file: &CaseFile) -> Vec<LimitRow> {
    let mut rows = Vec::new();
    for limit in &file.limits {
        for staff in &limit.staff {
            rows.push(LimitRow {
                stream: stream.clone(),
                staff: staff.clone(),
                kind: match limit.kind {
                    LimitKind::Exclusion => "exclusion",
                    LimitKind::Restriction => "restriction",
                }
                .to_owned(),
                from_on: limit.from.to_string(),
                to_on: limit.until.map(|d| d.to_string()),
            });
        }
    }
    // Two limits on one member of staff from one day are one row: the view says who may not, not how often. The one that holds
    // longest stands, before all one that has no end: an ended one in its place would open the record.
    rows.sort_by_cached_key(|row: &LimitRow| {
        let ends = (row.to_on.is_some(), Reverse(row.to_on.clone()));
        (row.staff.clone(), row.kind.clone(), row.from_on.clone(), ends)
    });
    rows.dedup_by(|a, b| (&a.staff, &a.kind, &a.from_on) == (&b.staff, &b.kind, &b.from_on));
    rows
}
