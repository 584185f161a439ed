//! Reception and the diary's weeks and months: who is expected, who is in, whose diary, whose feed.

use super::samples::{START, diary_row, person, person_row, stream};
use super::{Outcome, same, words};
use crate::act::SideWrite;
use crate::apart::ApartRow;
use crate::calendar::{CalendarRow, DayCount, DiaryOf, DiaryPeople, DiaryPerson, HeldCount};
use crate::diary::DiaryRow;
use crate::limits::LimitRow;
use crate::presence::PresenceRow;
use crate::rows::Rows;
use crate::store::Store;
use crate::visits::{ExpectedRow, VisitRow};

async fn project(store: &Store, rows: Vec<Rows>) -> Outcome {
    store.put(SideWrite::Project { rows, at: START }).await.map_err(words)
}

fn presence(number: u64, slot: &str, site: &str, starts: &str, ends: &str) -> PresenceRow {
    PresenceRow {
        stream: person(number),
        slot: slot.into(),
        site: site.into(),
        room: "Room 1".into(),
        starts: starts.into(),
        ends: ends.into(),
    }
}

pub(super) async fn who_is_expected_in_a_building_is_found_by_its_day(store: &Store) -> Outcome {
    let here = presence(1, "a", "site-1", "2015-12-15T09:00", "2015-12-15T09:30");
    let rows = vec![
        Rows::Diary {
            stream: person(1),
            rows: vec![diary_row(1, "a", "2015-12-15T09:00"), diary_row(1, "b", "2015-12-16T09:00")],
        },
        Rows::Presence {
            stream: person(1),
            rows: vec![here, presence(1, "b", "site-1", "2015-12-16T09:00", "2015-12-16T09:30")],
        },
        Rows::Diary { stream: person(2), rows: vec![diary_row(2, "a", "2015-12-15T09:00")] },
        Rows::Presence {
            stream: person(2),
            rows: vec![presence(2, "a", "site-2", "2015-12-15T09:00", "2015-12-15T09:30")],
        },
    ];
    project(store, rows).await?;
    let expected = ExpectedRow {
        stream: person(1),
        appointment: "a".into(),
        room: "Room 1".into(),
        starts: "2015-12-15T09:00".into(),
        ends: "2015-12-15T09:30".into(),
        officer: "staff-1".into(),
        mode: "office".into(),
        detail: "{}".into(),
    };
    same("expected", &store.read(|snapshot| snapshot.expected_at("site-1", "2015-12-15")).await, &Ok(vec![expected]))?;
    same("booked", &store.read(|snapshot| snapshot.booked_at_from("site-1", "2015-12-15")).await, &Ok(2))?;
    same("later", &store.read(|snapshot| snapshot.booked_at_from("site-1", "2015-12-17")).await, &Ok(0))
}

pub(super) async fn visits_are_found_by_the_day_they_began(store: &Store) -> Outcome {
    let visit = |number, visit: &str, arrived: &str, went: &str| VisitRow {
        stream: person(number),
        visit: visit.into(),
        site: "site-1".into(),
        appointment: String::new(),
        arrived: arrived.into(),
        went: went.into(),
    };
    let (early, late) = (visit(1, "v1", "2015-12-14", ""), visit(1, "v2", "2015-12-15T09:00", "2015-12-15T09:40"));
    let other = visit(2, "v1", "2015-12-15T08:50", "");
    let rows = vec![
        Rows::Visit { stream: person(1), rows: vec![early.clone(), late.clone()] },
        Rows::Visit { stream: person(2), rows: vec![other.clone()] },
    ];
    project(store, rows).await?;
    let found = |from: &'static str| store.read(move |snapshot| snapshot.visits_at("site-1", from, "2015-12-15"));
    same("of the day", &found("2015-12-15").await, &Ok(vec![other.clone(), late.clone()]))?;
    same("of two days", &found("2015-12-14").await, &Ok(vec![early, other, late]))
}

pub(super) async fn those_kept_apart_are_found_in_a_buildings_day_while_it_holds(store: &Store) -> Outcome {
    let arrangement = stream("keepapart", 1);
    let member = |number, side: &str, until: &str| ApartRow {
        stream: arrangement.clone(),
        who: person(number).to_string(),
        kind: "person".into(),
        side: side.into(),
        token: side.into(),
        from_on: "2015-12-01".into(),
        until_on: until.into(),
    };
    let here = |number| Rows::Presence {
        stream: person(number),
        rows: vec![presence(number, "a", "site-1", "2015-12-15T09:00", "2015-12-15T09:30")],
    };
    let members = vec![member(1, "a", "2015-12-31"), member(2, "b", "2015-12-14")];
    project(store, vec![here(1), here(2), here(3), Rows::Apart { stream: arrangement.clone(), rows: members }]).await?;
    let found = store.read(|snapshot| snapshot.kept_apart_at("site-1", "2015-12-15"));
    same("kept apart", &found.await, &Ok(vec![person(1)]))
}

pub(super) async fn a_diary_is_counted_by_day_and_state_and_names_its_people(store: &Store) -> Outcome {
    let off = DiaryRow { state: "cancelled".into(), ..diary_row(1, "b", "2015-12-15T10:00") };
    let limit = LimitRow {
        stream: person(2),
        staff: "staff-9".into(),
        kind: "exclusion".into(),
        from_on: "2015-12-01".into(),
        to_on: None,
    };
    let rows = vec![
        Rows::Person { stream: person(1), rows: vec![person_row(1, "Sample", "Ada")] },
        Rows::Diary {
            stream: person(1),
            rows: vec![diary_row(1, "a", "2015-12-15T09:00"), off, diary_row(1, "c", "2015-12-15T11:00")],
        },
        Rows::Diary { stream: person(2), rows: vec![diary_row(2, "a", "2015-12-16T09:00")] },
        Rows::Limit { stream: person(2), rows: vec![limit.clone()] },
    ];
    project(store, rows).await?;
    let ada = DiaryPerson { stream: person(1), name: "Ada Sample".into(), flags: "[]".into() };
    let people = DiaryPeople { people: vec![ada], limits: vec![limit] };
    for whose in [DiaryOf::Officer("staff-1".into()), DiaryOf::Team("team-1".into())] {
        let counted = whose.clone();
        let counts = store.read(move |snapshot| snapshot.diary_counts(&counted, "2015-12-15", "2015-12-16"));
        let count =
            |day: &str, state: &str, count, minutes| DayCount { day: day.into(), state: state.into(), count, minutes };
        let wanted = vec![
            count("2015-12-15", "booked", 2, 60),
            count("2015-12-15", "cancelled", 1, 30),
            count("2015-12-16", "booked", 1, 30),
        ];
        same("counts", &counts.await, &Ok(wanted))?;
        let found = store.read(move |snapshot| {
            let rows = snapshot.diary_of_whom(&whose, "2015-12-15", "2015-12-16")?.len();
            Ok((rows, snapshot.people_of_diary(&whose, "2015-12-15", "2015-12-16")?))
        });
        same("people", &found.await, &Ok((4, people.clone())))?;
    }
    Ok(())
}

pub(super) async fn what_was_held_is_counted_by_place_kind_and_outcome(store: &Store) -> Outcome {
    let held = |number, appointment: &str, outcome: &str| DiaryRow {
        state: "recorded".into(),
        outcome: Some(outcome.into()),
        ..diary_row(number, appointment, "2015-12-15T09:00")
    };
    let rows =
        vec![held(1, "a", "came"), held(1, "b", "came"), held(1, "c", "absent"), diary_row(1, "d", "2015-12-15T09:00")];
    project(store, vec![Rows::Diary { stream: person(1), rows }]).await?;
    let count = |outcome: &str, count| HeldCount {
        site: "site-1".into(),
        mode: "office".into(),
        outcome: outcome.into(),
        count,
    };
    let found = |day: &'static str| store.read(move |snapshot| snapshot.held_by_place("team-1", day, day));
    same("held", &found("2015-12-15").await, &Ok(vec![count("absent", 1), count("came", 2)]))?;
    same("another day", &found("2015-12-16").await, &Ok(Vec::new()))
}

pub(super) async fn a_feed_is_found_by_its_token_until_it_is_made_anew_or_revoked(store: &Store) -> Outcome {
    let feed = |token: u8, read_on: &str| CalendarRow {
        staff: "staff-1".into(),
        token_hash: vec![token; 32],
        made: START,
        read_on: read_on.into(),
    };
    store.put(SideWrite::PutCalendar(feed(1, ""))).await.map_err(words)?;
    let day = "2015-12-15".to_owned();
    store.put(SideWrite::CalendarRead { token_hash: vec![1; 32], day }).await.map_err(words)?;
    let by_token = |token: u8| store.read(move |snapshot| snapshot.calendar_of_token(&[token; 32]));
    same("read", &by_token(1).await, &Ok(Some(feed(1, "2015-12-15"))))?;
    store.put(SideWrite::PutCalendar(feed(2, ""))).await.map_err(words)?;
    same("the old token", &by_token(1).await, &Ok(None))?;
    same("the new token", &by_token(2).await, &Ok(Some(feed(2, ""))))?;
    store.put(SideWrite::RevokeCalendar { staff: "staff-1".into() }).await.map_err(words)?;
    same("revoked", &by_token(2).await, &Ok(None))?;
    same("nobody's", &store.read(|snapshot| snapshot.calendar_of("staff-1")).await, &Ok(None))
}
