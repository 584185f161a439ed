//! What the views show of a person.

use jiff::civil::Date;
use practice::Standards;
use record::StreamId;
use record::case::{Appointment, CaseFile, Order, Person, View, fold};
use record::entry::Entry;
use record::facts::person::{LimitKind, Name, OrderKind, Scheme, Sex};
use serde::{Deserialize, Serialize};
use store::{DiaryRow, DutyRow, LimitRow, ManagerRow, PersonKeyRow, PersonRow, Rows};

use super::json;
use crate::clocks::{Reading, owed};
use crate::{Problem, names};

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
    /// The order it is under, as a component.
    pub order: String,
    /// What kind of order.
    pub order_kind: Option<OrderKind>,
    /// A warning is in force up to and including this day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warned_until: Option<Date>,
}

pub(super) fn project(
    stream: &StreamId,
    entries: &[Entry],
    standards: &'static Standards,
) -> Result<Vec<Rows>, Problem> {
    let file = fold(entries, View::default());
    let Some(person) = &file.person else { return Ok(Vec::new()) };
    let as_at = entries.iter().map(|e| e.recorded).max().map_or(Date::ZERO, record::time::Instant::day);
    let reading = Reading { file: &file, entries, as_at, standards };
    let stream = stream.clone();
    Ok(vec![
        Rows::Person { rows: vec![register(&stream, &file, person)], stream: stream.clone() },
        Rows::PersonKey { rows: keys(&stream, person), stream: stream.clone() },
        Rows::Diary { rows: diary(&stream, &file, standards), stream: stream.clone() },
        Rows::Duty { rows: duties(&stream, reading)?, stream: stream.clone() },
        Rows::Manager { rows: managers(&stream, &file), stream: stream.clone() },
        Rows::Limit { rows: limits(&stream, &file), stream },
    ])
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
    let mut flags: Vec<Flag> = registered
        .map(|r| Flag { code: r.registered.register.clone(), words: r.registered.words.clone() })
        .collect();
    flags.extend(person.needs.iter().map(|need| Flag {
        code: "need".to_owned(),
        words: if need.detail.is_empty() { need.need.clone() } else { format!("{}: {}", need.need, need.detail) },
    }));
    flags
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

fn diary(stream: &StreamId, file: &CaseFile, standards: &Standards) -> Vec<DiaryRow> {
    file.appointments.iter().map(|appointment| slot(stream, file, appointment, standards)).collect()
}

fn slot(stream: &StreamId, file: &CaseFile, appointment: &Appointment, standards: &Standards) -> DiaryRow {
    let booked = &appointment.booked;
    let order = file.order(&booked.order);
    let open = appointment.held.is_none();
    let detail = SlotDetail {
        purpose: booked.purpose.clone(),
        version: appointment.version,
        order: booked.order.clone(),
        order_kind: order.map(|o| o.made.kind),
        warned_until: order.filter(|_| open).and_then(|o| warned_until(file, o, standards)),
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
        state: match (open, appointment.moves.is_empty()) {
            (false, _) => "recorded",
            (true, false) => "moved",
            (true, true) => "booked",
        }
        .to_owned(),
        outcome: appointment.held.as_ref().map(|held| held.outcome.clone()),
        detail: json(&detail),
    }
}

/// The last day on which the latest warning under an order that was not withdrawn is in force.
fn warned_until(file: &CaseFile, order: &Order, standards: &Standards) -> Option<Date> {
    let standing = file.warnings.iter().filter(|w| w.order == order.component && w.withdrawn.is_none());
    let latest = standing.map(|w| w.served_on).max()?;
    standards.due(practice::LimitName::WarningLasts, latest).ok()
}

fn duties(stream: &StreamId, reading: Reading<'_>) -> Result<Vec<DutyRow>, Problem> {
    let owed = owed(reading)?;
    Ok(owed
        .into_iter()
        .map(|owed| DutyRow {
            stream: stream.clone(),
            duty: json(&owed.duty.duty).trim_matches('"').to_owned(),
            subject: owed.duty.subject.clone(),
            owner: owed.owner,
            team: owed.team,
            due_on: owed.duty.due_on.map(|d| d.to_string()),
            arose_on: owed.duty.arose_on.to_string(),
            why: json(&owed.duty.why),
        })
        .collect())
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
    rows
}
