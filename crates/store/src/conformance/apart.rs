//! Who is to be where, and who must not be there then.

use super::samples::{START, act, diary_row, manager_row, person, record, stream};
use super::{Outcome, same, words};
use crate::act::Act;
use crate::affiliations::AffiliationRow;
use crate::apart::{ApartRow, WindowRow};
use crate::arranged::{ArrangedCount, ArrangedRow};
use crate::caseload::Scope;
use crate::diary::DiaryRow;
use crate::homes::HomeRow;
use crate::managers::ManagerRow;
use crate::presence::{BusyRow, PresenceRow};
use crate::rows::Rows;
use crate::staff::StaffRow;
use crate::store::Store;
use crate::visits::{BookedRow, VisitRow};

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

pub(super) async fn when_a_room_is_taken_is_told_without_by_whom(store: &Store) -> Outcome {
    stays(store, 1, vec![here(1, "a", "MILL", "09:00", "09:30")]).await?;
    stays(store, 2, vec![here(2, "a", "MILL", "09:00", "09:30"), here(2, "b", "QUAY", "11:00", "11:30")]).await?;
    let other_room = PresenceRow { room: "2".into(), ..here(3, "a", "MILL", "10:00", "10:30") };
    stays(store, 3, vec![other_room, here(3, "b", "MILL", "14:00", "14:30")]).await?;
    let busy = |starts: &str, ends: &str| BusyRow {
        starts: format!("{DAY}T{starts}"),
        ends: format!("{DAY}T{ends}"),
        mode: String::new(),
    };
    let of = |number: u64, day: &'static str| {
        store.read(move |snapshot| snapshot.busy_room("MILL", "1", day, &person(number)))
    };
    let both = vec![busy("09:00", "09:30"), busy("14:00", "14:30")];
    same("by anybody else", &of(1, DAY).await, &Ok(both.clone()))?;
    let all = vec![both[0].clone(), both[0].clone(), both[1].clone()];
    same("a line for each who is there", &of(9, DAY).await, &Ok(all))?;
    same("not on another day", &of(9, "2015-12-23").await, &Ok(Vec::new()))?;
    let booked = diary_row(3, "b", "2015-12-22T14:00");
    let mode = booked.mode.clone();
    let rows = vec![Rows::Diary { stream: person(3), rows: vec![booked] }];
    record(store, Act { rows, ..act(START, &person(3), "booked") }).await?;
    let with_what_for = vec![busy("09:00", "09:30"), BusyRow { mode, ..busy("14:00", "14:30") }];
    same("and what for, where it was booked", &of(1, DAY).await, &Ok(with_what_for))
}

pub(super) async fn arrangements_are_found_by_whoever_holds_a_case_they_are_about(store: &Store) -> Outcome {
    for (number, to_on) in [(1, None), (2, Some("2015-12-10"))] {
        let rows = vec![Rows::Manager {
            stream: person(number),
            rows: vec![manager_row(number, "staff-1", "2015-01-01", to_on)],
        }];
        record(store, Act { rows, ..act(START, &person(number), "held") }).await?;
    }
    for (number, who) in [(1, [1, 3]), (2, [2, 3])] {
        let rows = who.map(|who| member(number, person(who).as_str(), "person", if who == 3 { "b" } else { "a" }));
        arranged(store, number, rows.to_vec()).await?;
    }
    let of = |scope: Scope, day: &'static str| store.read(move |snapshot| snapshot.apart_held(&scope, day));
    let (mine, team) = (Scope::Officer("staff-1".into()), Scope::Team("team-1".into()));
    same("while both are held", &of(mine.clone(), "2015-12-09").await.map_err(words)?.len(), &2)?;
    same("of one that is", &of(mine, DAY).await, &Ok(vec![(stream("keepapart", 1), 1)]))?;
    same("of a team", &of(team.clone(), DAY).await, &Ok(vec![(stream("keepapart", 1), 1)]))?;
    same("nor when it has ended", &of(team, "2016-01-01").await, &Ok(Vec::new()))?;
    same("nor of another's", &of(Scope::Officer("staff-2".into()), DAY).await, &Ok(Vec::new()))
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
    let early =
        DiaryRow { starts: format!("{DAY}T16:30"), outcome: Some("ATTC".into()), ..slot(9, "MILL", "recorded") };
    let rows = vec![slot(9, "MILL", "booked"), early, slot(9, "YARD", "cancelled"), slot(9, "", "booked")];
    let rows = vec![Rows::Diary { stream: person(9), rows }];
    record(store, Act { rows, ..act(START, &person(9), "booked") }).await?;

    let of = |from: &'static str, to: &'static str| {
        let own = own.clone();
        store.read(move |snapshot| snapshot.windows_against(own.as_str(), from, to))
    };
    let expected = vec![
        window("token-1-b", "QUAY", "11:00", "11:30"),
        window("token-2-b", "MILL", "15:45", "16:15"),
        window("token-2-b", "MILL", "16:30", "17:00"),
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

pub(super) async fn an_officer_finds_whom_of_theirs_an_arrangement_is_about(store: &Store) -> Outcome {
    let on = |day: &str| format!("{day}T09:00");
    let slot = super::samples::diary_row;
    for (number, rows) in [
        (1, vec![slot(1, "a", &on(DAY)), slot(1, "b", &on("2015-12-23"))]),
        (2, vec![DiaryRow { outcome: Some("ATTC".into()), ..slot(2, "a", &on(DAY)) }]),
        (3, vec![slot(3, "a", &on(DAY))]),
        (4, vec![slot(4, "a", &on("2015-12-24"))]),
    ] {
        let rows = vec![Rows::Diary { stream: person(number), rows }];
        record(store, Act { rows, ..act(START, &person(number), "booked") }).await?;
    }
    let sides = [(1, "a"), (2, "b"), (4, "c")];
    arranged(store, 1, sides.map(|(number, side)| member(1, person(number).as_str(), "person", side)).to_vec()).await?;
    let officer = slot(1, "a", &on(DAY)).officer;
    let of = |officer: &str, from: &'static str, to: &'static str| {
        let officer = officer.to_owned();
        store.read(move |snapshot| snapshot.kept_apart_seen_by(&officer, from, to))
    };
    same("once, and still to come", &of(&officer, DAY, "2015-12-23").await, &Ok(vec![person(1)]))?;
    same("another's", &of("somebody-else", DAY, DAY).await, &Ok(Vec::new()))?;
    same("after it ended", &of(&officer, "2016-01-01", "2016-01-02").await, &Ok(Vec::new()))
}

pub(super) async fn a_home_is_closed_to_those_who_must_not_meet_whoever_lives_there(store: &Store) -> Outcome {
    let home = HomeRow { stream: person(2), place: "@fox".into(), from_on: "2015-01-01".into() };
    let rows = vec![Rows::Home { stream: person(2), rows: vec![home.clone()] }];
    record(store, Act { rows, ..act(START, &person(2), "moved in") }).await?;
    let sides = [(1, "a"), (2, "b")].map(|(number, side)| member(1, person(number).as_str(), "person", side));
    arranged(store, 1, sides.to_vec()).await?;
    let of = |number: u64, day: &'static str| {
        store.read(move |snapshot| snapshot.homes_against(person(number).as_str(), day, day))
    };
    same("to the other", &of(1, DAY).await, &Ok(vec![window("token-1-b", "@fox", "00:00", "23:59")]))?;
    let marked = HomeRow { place: "@fox ~lane".into(), ..home.clone() };
    let rows = vec![Rows::Home { stream: person(2), rows: vec![marked] }];
    record(store, Act { rows, ..act(START, &person(2), "moved in by two marks") }).await?;
    let each = ["@fox", "~lane"].map(|mark| window("token-1-b", mark, "00:00", "23:59"));
    same("by each of its marks", &of(1, DAY).await, &Ok(each.to_vec()))?;
    let rows = vec![Rows::Home { stream: person(2), rows: vec![home.clone()] }];
    record(store, Act { rows, ..act(START, &person(2), "moved in again") }).await?;
    same("to nobody else", &of(3, DAY).await, &Ok(Vec::new()))?;
    same("nor afterwards", &of(1, "2016-01-01").await, &Ok(Vec::new()))?;
    let visit = DiaryRow {
        site: String::new(),
        mode: "CHVS".into(),
        ..super::samples::diary_row(1, "a", &format!("{DAY}T09:00"))
    };
    let rows = vec![
        Rows::Diary { stream: person(1), rows: vec![visit.clone()] },
        Rows::Presence { stream: person(1), rows: vec![here(1, "a", "@fox", "09:00", "09:30")] },
    ];
    record(store, Act { rows, ..act(START, &person(1), "booked") }).await?;
    let booked = BookedRow {
        stream: person(1),
        appointment: "a".into(),
        officer: visit.officer.clone(),
        starts: visit.starts.clone(),
        ends: format!("{DAY}T09:30"),
        site: "@fox".into(),
        detail: visit.detail.clone(),
    };
    let officer = visit.officer.clone();
    let by = |day: &'static str, officer: String| store.read(move |snapshot| snapshot.booked_by(&officer, day));
    same("what is booked there", &store.read(|s| s.booked_from("@fox", DAY)).await, &Ok(vec![booked.clone()]))?;
    same("not from later on", &store.read(|s| s.booked_from("@fox", "2015-12-23")).await, &Ok(Vec::new()))?;
    same("by the officer", &by(DAY, officer.clone()).await, &Ok(vec![booked]))?;
    same("nor by them", &by("2015-12-23", officer).await, &Ok(Vec::new()))?;
    same("it is theirs", &store.read(|s| s.home(&person(2))).await, &Ok(Some(home)))
}

pub(super) async fn who_has_not_left_since_yesterday_and_who_stays_past_midnight_is_there(store: &Store) -> Outcome {
    let late =
        PresenceRow { starts: "2015-12-21T20:00".into(), ends: format!("{DAY}T01:00"), ..here(2, "a", "MILL", "", "") };
    stays(store, 2, vec![late]).await?;
    let visit = |name: &str, arrived: &str, went: &str| VisitRow {
        stream: person(2),
        visit: name.into(),
        site: "QUAY".into(),
        appointment: String::new(),
        arrived: arrived.into(),
        went: went.into(),
    };
    let visits = vec![
        visit("v1", "2015-12-21T16:00", ""),
        visit("v2", "2015-12-21T17:00", "2015-12-21T18:00"),
        visit("v3", "2015-12-19T16:00", ""),
    ];
    let rows = vec![Rows::Visit { stream: person(2), rows: visits }];
    record(store, Act { rows, ..act(START, &person(2), "came") }).await?;
    let sides = [(1, "a"), (2, "b")].map(|(number, side)| member(1, person(number).as_str(), "person", side));
    arranged(store, 1, sides.to_vec()).await?;
    let past_midnight = WindowRow {
        token: "token-1-b".into(),
        site: "MILL".into(),
        starts: "2015-12-21T20:00".into(),
        ends: format!("{DAY}T01:00"),
    };
    let windows = store.read(|snapshot| snapshot.windows_against(person(1).as_str(), DAY, DAY)).await;
    same("past midnight", &windows, &Ok(vec![past_midnight]))?;
    let still = WindowRow {
        token: "token-1-b".into(),
        site: "QUAY".into(),
        starts: "2015-12-21T16:00".into(),
        ends: format!("{DAY}T23:59"),
    };
    let found = store.read(|snapshot| snapshot.stays_since(person(1).as_str(), "2015-12-21", DAY)).await;
    same("not left", &found, &Ok(vec![still]))
}

pub(super) async fn what_waits_to_be_confirmed_is_found_by_the_teams_concerned(store: &Store) -> Outcome {
    let staff = StaffRow {
        stream: stream("staff", 1),
        staff: "staff-1".into(),
        name: "One".into(),
        role: "practitioner".into(),
        team: "team-1".into(),
        provider: "P01".into(),
        courts: String::new(),
        active: true,
        sign_in: "one".into(),
    };
    let rows = vec![Rows::Staff { stream: staff.stream.clone(), rows: vec![staff.clone()] }];
    record(store, Act { rows, ..act(START, &staff.stream, "joined") }).await?;
    let row = |number: u64, confirm_by: &str| ArrangedRow {
        stream: stream("keepapart", number),
        staff: "staff-1".into(),
        organisation: "P01".into(),
        made_on: "2015-12-01".into(),
        confirm_by: confirm_by.into(),
        until_on: "2015-12-31".into(),
    };
    for (number, confirm_by) in [(1, "2015-12-08"), (2, "")] {
        let of = stream("keepapart", number);
        let rows = vec![
            Rows::Arranged { stream: of.clone(), rows: vec![row(number, confirm_by)] },
            Rows::Apart { stream: of.clone(), rows: vec![member(number, person(2).as_str(), "person", "b")] },
        ];
        record(store, Act { rows, ..act(START, &of, "arranged") }).await?;
    }
    for (team, day, found) in
        [("team-1", DAY, vec![row(1, "2015-12-08")]), ("team-2", DAY, Vec::new()), ("team-1", "2016-01-01", Vec::new())]
    {
        same(team, &store.read(move |snapshot| snapshot.unconfirmed(team, day)).await, &Ok(found))?;
    }
    let unheld = |team: &'static str, day: &'static str| store.read(move |snapshot| snapshot.apart_unheld(team, day));
    let mut both = vec![(stream("keepapart", 1), 1), (stream("keepapart", 2), 1)];
    both.sort();
    same("nobody holds his case: the maker's team", &unheld("team-1", DAY).await, &Ok(both.clone()))?;
    same("and no other", &unheld("team-2", DAY).await, &Ok(Vec::new()))?;
    same("nor when it has ended", &unheld("team-1", "2016-01-01").await, &Ok(Vec::new()))?;
    let held = Rows::Manager {
        stream: person(2),
        rows: vec![ManagerRow { team: "team-2".into(), ..manager_row(2, "staff-7", "2015-01-01", Some("2015-12-22")) }],
    };
    record(store, Act { rows: vec![held], ..act(START, &person(2), "held") }).await?;
    same("until then somebody held it", &unheld("team-1", "2015-12-21").await, &Ok(Vec::new()))?;
    same("from then on nobody does", &unheld("team-1", "2015-12-22").await, &Ok(both))?;
    for (day, found) in [("2015-12-21", vec![row(1, "2015-12-08")]), ("2015-12-22", Vec::new())] {
        let unconfirmed = store.read(move |snapshot| snapshot.unconfirmed("team-2", day)).await;
        same("by whoever holds his case that day", &unconfirmed, &Ok(found))?;
    }
    let count = ArrangedCount { staff: "staff-1".into(), organisation: "P01".into(), made: 2, waiting: 1, late: 1 };
    same("by whom", &store.read(|snapshot| snapshot.arranged_by_whom(DAY)).await, &Ok(vec![count]))
}

pub(super) async fn whoever_belongs_to_a_group_is_found(store: &Store) -> Outcome {
    let row = |number: u64, group: &str| AffiliationRow {
        stream: person(number),
        grp: group.into(),
        from_on: "2015-12-01".into(),
    };
    for number in [1, 2] {
        let mut rows = vec![row(number, "NORTH")];
        rows.extend((number == 2).then(|| row(2, "QUAY")));
        let rows = vec![Rows::Affiliation { stream: person(number), rows }];
        record(store, Act { rows, ..act(START, &person(number), "said to belong") }).await?;
    }
    let mut both = vec![row(1, "NORTH"), row(2, "NORTH")];
    both.sort_by(|a, b| a.stream.cmp(&b.stream));
    same("both", &store.read(|s| s.of_group("NORTH")).await, &Ok(both))?;
    same("nobody", &store.read(|s| s.of_group("SOUTH")).await, &Ok(Vec::new()))?;
    same("of one", &store.read(|s| s.groups_of(&person(2))).await, &Ok(vec![row(2, "NORTH"), row(2, "QUAY")]))?;
    let in_use = vec![("NORTH".to_owned(), 2), ("QUAY".to_owned(), 1)];
    same("by how many", &store.read(crate::Snapshot::groups_in_use).await, &Ok(in_use))
}
