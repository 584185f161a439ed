//! Appointments whose case somebody else holds by now.

use super::samples::{START, act, diary_row, manager_row, person, record, stream};
use super::{Outcome, same, words};
use crate::act::Act;
use crate::caseload::Scope;
use crate::diary::DiaryRow;
use crate::managers::ManagerRow;
use crate::rows::Rows;
use crate::staff::StaffRow;
use crate::store::Store;

const DAY: &str = "2015-12-15";

async fn staff(store: &Store, number: u64, active: bool) -> Result<(), String> {
    let code = format!("staff-{number}");
    let row = StaffRow {
        stream: stream("staff", number),
        staff: code.clone(),
        name: "Somebody Invented".into(),
        role: "practitioner".into(),
        team: "team-1".into(),
        provider: "provider-1".into(),
        courts: String::new(),
        active,
        sign_in: code,
    };
    let rows = vec![Rows::Staff { stream: row.stream.clone(), rows: vec![row.clone()] }];
    record(store, Act { rows, ..act(START, &row.stream, "staff") }).await.map(drop)
}

async fn case(store: &Store, number: u64, managers: Vec<ManagerRow>, diary: Vec<DiaryRow>) -> Result<(), String> {
    let rows = vec![
        Rows::Manager { stream: person(number), rows: managers },
        Rows::Diary { stream: person(number), rows: diary },
    ];
    record(store, Act { rows, ..act(START, &person(number), "case") }).await.map(drop)
}

fn with(officer: &str, row: DiaryRow) -> DiaryRow {
    DiaryRow { officer: officer.into(), ..row }
}

/// A case that passed from the first officer to the second.
fn passed() -> Vec<ManagerRow> {
    vec![manager_row(1, "staff-1", "2015-01-01", Some("2015-12-01")), manager_row(1, "staff-2", "2015-12-01", None)]
}

fn named(rows: &[DiaryRow]) -> Vec<&str> {
    rows.iter().map(|row| row.appointment.as_str()).collect()
}

pub(super) async fn a_leavers_appointments_are_found_by_whoever_holds_the_case(store: &Store) -> Outcome {
    staff(store, 1, false).await?;
    staff(store, 2, true).await?;
    let of = |appointment, starts| diary_row(1, appointment, starts);
    let diary = vec![
        of("before", "2015-12-01T09:00"),
        of("on-the-day", "2015-12-15T09:00"),
        with("", of("nobodys", "2015-12-15T10:00")),
        with("staff-2", of("own", "2015-12-15T11:00")),
    ];
    case(store, 1, passed(), diary).await?;
    let found =
        |scope: Scope, day: &'static str| store.read(move |snapshot| snapshot.diary_of_leavers(&scope, day, DAY, DAY));
    let officer = |code: &str| Scope::Officer(code.into());
    let now = found(officer("staff-2"), DAY).await.map_err(words)?;
    same("successor", &named(&now), &vec!["on-the-day", "nobodys"])?;
    let team = found(Scope::Team("team-1".into()), DAY).await.map_err(words)?;
    same("team", &named(&team), &vec!["on-the-day", "nobodys"])?;
    let open =
        |scope: Scope| store.read(move |snapshot| snapshot.unrecorded_of_leavers(&scope, DAY, "2015-12-02", DAY));
    same("to record", &open(officer("staff-2")).await.map(|rows| rows == now), &Ok(true))?;
    same("before they held it", &found(officer("staff-2"), "2015-11-30").await, &Ok(vec![]))?;
    same("who gave it away", &found(officer("staff-1"), DAY).await, &Ok(vec![]))
}

pub(super) async fn what_stands_with_who_held_a_case_is_found_and_what_stands_with_a_colleague_is_not(
    store: &Store,
) -> Outcome {
    for number in 1..=3 {
        staff(store, number, true).await?;
    }
    staff(store, 4, false).await?;
    let of = |appointment, starts| diary_row(1, appointment, starts);
    let held =
        DiaryRow { outcome: Some("attended".into()), state: "recorded".into(), ..of("held", "2015-12-16T15:00") };
    let diary = vec![
        of("past", "2015-12-15T08:00"),
        of("to-come", "2015-12-16T09:00"),
        with("staff-3", of("with-a-colleague", "2015-12-16T10:00")),
        with("staff-2", of("own", "2015-12-16T11:00")),
        with("staff-4", of("with-who-left", "2015-12-17T11:00")),
        DiaryRow { state: "cancelled".into(), ..of("off", "2015-12-16T14:00") },
        held,
    ];
    case(store, 1, passed(), diary).await?;
    let days = ("2015-12-16", "2015-12-17");
    let open = store.read(move |snapshot| snapshot.unrecorded_of_officer("staff-1", days.0, days.1)).await;
    same("to record of an officer", &named(&open.map_err(words)?), &vec!["to-come"])?;
    let open = store.read(move |snapshot| snapshot.unrecorded_of_team("team-1", days.0, days.1)).await;
    let of_team = vec!["to-come", "with-a-colleague", "own", "with-who-left"];
    same("to record of a team", &named(&open.map_err(words)?), &of_team)?;
    let next = |after: &'static str| store.read(move |snapshot| snapshot.next_booked(&person(1), after));
    for (after, expected) in [("2015-12-16T11:00", Some("with-who-left")), ("2015-12-17T11:00", None)] {
        let found = next(after).await.map_err(words)?;
        same("next", &found.as_ref().map(|row| row.appointment.as_str()), &expected)?;
    }
    let found = |code: &'static str, day: &'static str| {
        store.read(move |snapshot| snapshot.left_behind(code, day, "2015-12-15T09:00"))
    };
    let rows = found("staff-2", DAY).await.map_err(words)?;
    same("left behind", &named(&rows), &vec!["to-come", "with-who-left"])?;
    same("who held it", &found("staff-1", DAY).await, &Ok(vec![]))?;
    same("before it passed", &found("staff-2", "2015-11-30").await, &Ok(vec![]))?;
    let is = |appointment: &'static str, day: &'static str| {
        store.read(move |snapshot| snapshot.is_left_behind(&person(1), day, appointment))
    };
    for (appointment, day, expected) in [
        ("to-come", DAY, true),
        ("past", DAY, true),
        ("to-come", "2015-11-30", false),
        ("with-a-colleague", DAY, false),
        ("own", DAY, false),
        ("with-who-left", DAY, true),
        ("none", DAY, false),
    ] {
        same(appointment, &is(appointment, day).await, &Ok(expected))?;
    }
    Ok(())
}
