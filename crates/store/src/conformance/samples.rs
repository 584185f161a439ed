//! Synthetic acts, rows and streams for tests of the store. Nobody in them exists.

use ledger::{SigningKey, StreamId};

use crate::act::{Act, Appended, NewEntry, Receipt};
use crate::diary::DiaryRow;
use crate::duties::DutyRow;
use crate::folder::Genesis;
use crate::limits::LimitedRow;
use crate::managers::ManagerRow;
use crate::people::{PersonKeyRow, PersonRow};
use crate::reads::ReadRow;
use crate::store::Store;

/// The instant at which samples begin: 15 December 2015, 09:00 UTC, in microseconds.
pub const START: i64 = 1_450_170_000_000_000;

/// A genesis with a key that everyone knows.
pub fn genesis() -> Genesis {
    Genesis {
        origin: "throughcare.example/conformance".into(),
        key: SigningKey::from_seed("throughcare.example/conformance", [7; 32]),
        seal_stream: stream("service", 1),
        reads_stream: stream("service", 2),
        meta: vec![("banner".into(), "invented people".into())],
    }
}

/// The stream of this kind and number.
pub fn stream(kind: &str, number: u64) -> StreamId {
    let mut bits = [0; 16];
    bits[..8].copy_from_slice(&number.wrapping_mul(0x9E37_79B9_7F4A_7C15).to_be_bytes());
    bits[8..].copy_from_slice(&number.to_be_bytes());
    StreamId::new(kind, bits)
}

/// The stream of the person with this number.
pub fn person(number: u64) -> StreamId {
    stream("person", number)
}

/// An entry that says something.
pub fn entry(stream: &StreamId, text: &str) -> NewEntry {
    let content = format!(r#"{{"body":{{"text":"{text}"}},"kind":"noted","v":1}}"#);
    let mut salt = [0; 32];
    for (at, byte) in stream.as_str().bytes().chain(text.bytes()).enumerate() {
        salt[at % 32] ^= byte.rotate_left(u32::try_from(at % 7).unwrap_or(0));
    }
    NewEntry { stream: stream.clone(), salt, content: content.into_bytes() }
}

/// An entry that erases others.
pub fn erasure(stream: &StreamId, ids: &[&str]) -> NewEntry {
    let ids = ids.join("\",\"");
    let content = format!(r#"{{"body":{{"entries":["{ids}"]}},"kind":"erased","v":1}}"#);
    NewEntry { stream: stream.clone(), salt: [3; 32], content: content.into_bytes() }
}

/// An act of one entry.
pub fn act(at: i64, stream: &StreamId, text: &str) -> Act {
    Act {
        act: format!("act-{text}"),
        at,
        entries: vec![entry(stream, text)],
        answer: format!(r#"{{"act":"act-{text}"}}"#),
        ..Act::default()
    }
}

/// Records an act that nothing stands against.
pub async fn record(store: &Store, act: Act) -> Result<Receipt, String> {
    match store.append(act).await {
        Ok(Appended::Recorded(receipt)) => Ok(receipt),
        other => Err(format!("the act was not recorded: {other:?}")),
    }
}

/// Someone's line in the register.
pub fn person_row(number: u64, surname: &str, forenames: &str) -> PersonRow {
    PersonRow {
        stream: person(number),
        crn: format!("X{number:06}"),
        name: format!("{forenames} {surname}"),
        surname: surname.into(),
        forenames: forenames.into(),
        dob: Some("1985-02-03".into()),
        sex: "not recorded".into(),
        flags: "[]".into(),
        order_line: "Community order, 12 months".into(),
        officer: "staff-1".into(),
        team: "team-1".into(),
        provider: "provider-1".into(),
        active: true,
    }
}

/// A key that someone is searched by.
pub fn key_row(number: u64, scheme: &str, value: &str) -> PersonKeyRow {
    PersonKeyRow { stream: person(number), scheme: scheme.into(), value: value.into() }
}

/// An appointment.
pub fn diary_row(number: u64, appointment: &str, starts: &str) -> DiaryRow {
    DiaryRow {
        stream: person(number),
        appointment: appointment.into(),
        officer: "staff-1".into(),
        team: "team-1".into(),
        site: "site-1".into(),
        starts: starts.into(),
        minutes: 30,
        what: "Supervision".into(),
        mode: "office".into(),
        state: "booked".into(),
        outcome: None,
        detail: "{}".into(),
    }
}

/// Something due.
pub fn duty_row(number: u64, duty: &str, due_on: Option<&str>) -> DutyRow {
    DutyRow {
        stream: person(number),
        duty: duty.into(),
        subject: "component-1".into(),
        component: "component-1".into(),
        due_on: due_on.map(Into::into),
        arose_on: "2015-12-01".into(),
        why: "{}".into(),
    }
}

/// A manager of a component for a while.
pub fn manager_row(number: u64, staff: &str, from_on: &str, to_on: Option<&str>) -> ManagerRow {
    ManagerRow {
        stream: person(number),
        component: "component-1".into(),
        staff: staff.into(),
        from_on: from_on.into(),
        provider: "provider-1".into(),
        team: "team-1".into(),
        to_on: to_on.map(Into::into),
    }
}

/// A row of managers as it is kept once more of somebody to whose record access is limited.
pub fn limited_row(row: ManagerRow) -> LimitedRow {
    let ManagerRow { stream, component, staff, from_on, provider, team, to_on } = row;
    LimitedRow { stream, component, staff, from_on, provider, team, to_on }
}

/// A look at someone's record.
pub fn read_row(at: i64, number: u64, screen: &str) -> ReadRow {
    ReadRow {
        at,
        staff: "staff-1".into(),
        role: "officer".into(),
        organisation: "provider-1".into(),
        purpose: "supervision".into(),
        screen: screen.into(),
        subject: Some(person(number).to_string()),
        outcome: "shown".into(),
        rows: 1,
        detail: "{}".into(),
    }
}
