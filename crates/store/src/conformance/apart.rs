//! Who is to be where, and who must not be there then.

use super::samples::{START, act, person, record, stream};
use super::{Outcome, same, words};
use crate::act::Act;
use crate::apart::{ApartRow, MeetingRow, WindowRow};
use crate::diary::DiaryRow;
use crate::presence::PresenceRow;
use crate::rows::Rows;
use crate::store::Store;

const DAY: &str = "2015-12-22";

fn here(number: u64, slot: &str, site: &str, starts: &str, ends: &str) -> PresenceRow {
    PresenceRow {
        stream: person(number),
        slot: slot.into(),
        site: site.into(),
        room: "1".into(),
        starts: format!("{DAY}T{starts}"),
        ends: format!("{DAY}T{ends}"),
    }
}

async fn stays(store: &Store, number: u64, rows: Vec<PresenceRow>) -> Result<(), String> {
    let rows = vec![Rows::Presence { stream: person(number), rows }];
    record(store, Act { rows, ..act(START, &person(number), "booked") }).await.map(drop)
}

fn member(arrangement: u64, who: &str, kind: &str, side: &str) -> ApartRow {
    ApartRow {
        stream: stream("keepapart", arrangement),
        who: who.into(),
        kind: kind.into(),
        side: side.into(),
        token: format!("token-{arrangement}-{side}"),
        from_on: "2015-12-01".into(),
        until_on: "2015-12-31".into(),
    }
}

async fn arranged(store: &Store, number: u64, rows: Vec<ApartRow>) -> Result<(), String> {
    let of = stream("keepapart", number);
    let rows = vec![Rows::Apart { stream: of.clone(), rows }];
    record(store, Act { rows, ..act(START, &of, "arranged") }).await.map(drop)
}

fn window(token: &str, site: &str, starts: &str, ends: &str) -> WindowRow {
    WindowRow {
        token: token.into(),
        site: site.into(),
        starts: format!("{DAY}T{starts}"),
        ends: format!("{DAY}T{ends}"),
    }
}

pub(super) async fn who_is_to_be_in_a_building_is_found_by_day(store: &Store) -> Outcome {
    let next_day = PresenceRow {
        starts: "2015-12-23T09:00".into(),
        ends: "2015-12-23T10:00".into(),
        ..here(1, "c", "MILL", "", "")
    };
    let (first, later) = (here(1, "a", "MILL", "09:00", "09:30"), here(2, "a", "MILL", "10:00", "10:30"));
    stays(store, 1, vec![first.clone(), here(1, "b", "QUAY", "14:00", "14:30"), next_day.clone()]).await?;
    stays(store, 2, vec![later.clone()]).await?;
    same("of the day", &store.read(|s| s.presence_at("MILL", DAY)).await, &Ok(vec![first, later]))?;
    same("of one of them", &store.read(|s| s.presence_of(&person(1), "2015-12-23")).await, &Ok(vec![next_day]))
}

pub(super) async fn windows_are_of_other_sides_only_and_of_the_days_asked_for(store: &Store) -> Outcome {
    let own = person(1);
    stays(store, 1, vec![here(1, "a", "MILL", "09:00", "09:30")]).await?;
    stays(store, 2, vec![here(2, "a", "MILL", "10:00", "10:30")]).await?;
    stays(store, 3, vec![here(3, "a", "QUAY", "11:00", "11:30")]).await?;
    let people =
        [(1, "a"), (2, "a"), (3, "b")].map(|(number, side)| member(1, person(number).as_str(), "person", side));
    arranged(store, 1, people.to_vec()).await?;
    arranged(
        store,
        2,
        vec![
            member(2, own.as_str(), "person", "a"),
            member(2, "staff-1", "staff", "b"),
            member(2, "YARD", "site", "c"),
        ],
    )
    .await?;
    let slot = |number: u64, site: &str, state: &str| DiaryRow {
        stream: person(number),
        appointment: format!("{site}-{state}"),
        officer: "staff-1".into(),
        team: "team-1".into(),
        site: site.into(),
        starts: format!("{DAY}T15:45"),
        minutes: 30,
        what: "Planned office appointment".into(),
        mode: "COAP".into(),
        state: state.into(),
        outcome: None,
        detail: String::new(),
    };
    let rows = vec![slot(9, "MILL", "booked"), slot(9, "YARD", "cancelled"), slot(9, "", "booked")];
    let rows = vec![Rows::Diary { stream: person(9), rows }];
    record(store, Act { rows, ..act(START, &person(9), "booked") }).await?;

    let of = |from: &'static str, to: &'static str| {
        let own = own.clone();
        store.read(move |snapshot| snapshot.windows_against(&own, from, to))
    };
    let expected = vec![
        window("token-1-b", "QUAY", "11:00", "11:30"),
        window("token-2-b", "MILL", "15:45", "16:15"),
        window("token-2-c", "YARD", "00:00", "23:59"),
    ];
    same("on the day", &of(DAY, DAY).await, &Ok(expected))?;
    let after = of("2016-01-01", "2016-01-02").await.map_err(words)?;
    same("after it ended", &after, &Vec::new())?;
    let kept = |who: &'static str, day: &'static str| {
        let own = own.clone();
        store.read(move |snapshot| snapshot.is_kept_from(&own, who, day))
    };
    same("from a member of staff", &kept("staff-1", DAY).await, &Ok(true))?;
    same("not any more", &kept("staff-1", "2016-01-01").await, &Ok(false))?;
    same("from another", &kept("staff-2", DAY).await, &Ok(false))?;
    let sides = store.read(move |snapshot| snapshot.apart_members(&stream("keepapart", 1))).await.map_err(words)?;
    let mut members = people.to_vec();
    members.sort_by(|a, b| (&a.side, &a.who).cmp(&(&b.side, &b.who)));
    same("its members", &sides, &members)
}

pub(super) async fn an_officer_finds_which_of_their_appointments_bring_people_together(store: &Store) -> Outcome {
    let booked = DiaryRow {
        stream: person(1),
        appointment: "a".into(),
        officer: "staff-1".into(),
        team: "team-1".into(),
        site: "MILL".into(),
        starts: format!("{DAY}T09:00"),
        minutes: 30,
        what: "Planned office appointment".into(),
        mode: "COAP".into(),
        state: "booked".into(),
        outcome: None,
        detail: String::new(),
    };
    let rows = vec![
        Rows::Diary { stream: person(1), rows: vec![booked] },
        Rows::Presence { stream: person(1), rows: vec![here(1, "a", "MILL", "09:00", "09:30")] },
    ];
    record(store, Act { rows, ..act(START, &person(1), "booked") }).await?;
    stays(store, 2, vec![here(2, "a", "MILL", "09:15", "09:45"), here(2, "b", "QUAY", "09:15", "09:45")]).await?;
    arranged(
        store,
        1,
        vec![member(1, person(1).as_str(), "person", "a"), member(1, person(2).as_str(), "person", "b")],
    )
    .await?;
    let expected = MeetingRow {
        stream: person(1),
        appointment: "a".into(),
        starts: format!("{DAY}T09:00"),
        minutes: 30,
        other: window("token-1-b", "MILL", "09:15", "09:45"),
    };
    let of = |officer: &'static str| store.read(move |snapshot| snapshot.meetings_of_officer(officer, DAY, DAY));
    same("theirs", &of("staff-1").await, &Ok(vec![expected]))?;
    same("another's", &of("staff-2").await, &Ok(Vec::new()))
}
