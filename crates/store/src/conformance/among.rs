//! What is asked of many people at once: their days, what is owed where nobody holds the case, who of them must not meet whom.

use super::samples::{START, act, diary_row, duty_row, limited_row, manager_row, person, read_row, record, stream};
use super::{Outcome, same, words};
use crate::act::{Act, SideWrite};
use crate::apart::{ApartRow, PairRow};
use crate::diary::DiaryRow;
use crate::limits::LimitRow;
use crate::reads::ReadRow;
use crate::rows::Rows;
use crate::seen::RefusedRow;
use crate::staff::StaffRow;
use crate::standing::StandingRow;
use crate::store::Store;
use crate::timing::TimingRow;
use crate::visits::VisitRow;

const DAY: &str = "2015-12-15";

async fn project(store: &Store, rows: Vec<Rows>) -> Outcome {
    store.put(SideWrite::Project { rows, at: START }).await.map_err(words)
}

/// More than are asked for by one statement.
fn many() -> Vec<ledger::StreamId> {
    (1..=30).map(person).collect()
}

pub(super) async fn what_is_open_of_many_people_is_found_in_one_question(store: &Store) -> Outcome {
    let held = DiaryRow { outcome: Some("attended".into()), ..diary_row(2, "held", "2015-12-14T09:00") };
    let off = DiaryRow { state: "cancelled".into(), ..diary_row(2, "off", "2015-12-16T09:00") };
    let with_a_leaver = DiaryRow { officer: "staff-9".into(), ..diary_row(30, "left", "2015-12-16T09:00") };
    let limit = LimitRow {
        stream: person(30),
        staff: "staff-4".into(),
        kind: "exclusion".into(),
        from_on: "2015-01-01".into(),
        to_on: None,
    };
    let staff = StaffRow {
        stream: stream("staff", 1),
        staff: "staff-1".into(),
        name: "One Invented".into(),
        role: "practitioner".into(),
        team: "team-1".into(),
        provider: "provider-1".into(),
        courts: String::new(),
        active: true,
        sign_in: "one".into(),
    };
    let later = diary_row(2, "later", "2015-12-17T09:00");
    let sooner = diary_row(2, "sooner", "2015-12-16T10:00");
    let rows = vec![
        Rows::Staff { stream: staff.stream.clone(), rows: vec![staff.clone()] },
        Rows::Diary { stream: person(2), rows: vec![held, off, later.clone(), sooner.clone()] },
        Rows::Manager { stream: person(2), rows: vec![manager_row(2, "staff-1", "2015-01-01", None)] },
        Rows::Diary { stream: person(30), rows: vec![with_a_leaver.clone()] },
        Rows::Limit { stream: person(30), rows: vec![limit.clone()] },
    ];
    project(store, rows).await?;
    let mut open = store.read(|snapshot| snapshot.open_among(&many())).await.map_err(words)?;
    open.sort_by(|a, b| a.starts.cmp(&b.starts).then_with(|| a.stream.cmp(&b.stream)));
    let mut wanted = vec![with_a_leaver, sooner, later];
    wanted.sort_by(|a, b| a.starts.cmp(&b.starts).then_with(|| a.stream.cmp(&b.stream)));
    same("open", &open, &wanted)?;
    same("of nobody", &store.read(|snapshot| snapshot.open_among(&[])).await, &Ok(Vec::new()))?;
    let left = store.read(|snapshot| snapshot.left_behind_among(&many(), DAY)).await;
    same("left behind", &left, &Ok(vec![(person(30), "left".to_owned())]))?;
    same("limits", &store.read(|snapshot| snapshot.limits_among(&many())).await, &Ok(vec![limit]))
}

pub(super) async fn entries_of_a_kind_are_found_in_many_records(store: &Store) -> Outcome {
    let saved = record(store, act(START, &person(2), "two")).await?;
    let timing = |number, kind: &str| TimingRow {
        stream: person(number),
        seq: 1,
        recorded: START,
        team: "team-1".into(),
        kind: kind.into(),
        happened_on: DAY.into(),
        later: 0,
        again: false,
    };
    let rows = vec![Rows::Timing { stream: person(2), rows: vec![timing(2, "proposed")] }];
    project(store, rows).await?;
    let of = |kind: &'static str| store.read(move |snapshot| snapshot.entries_of_kind(&many(), kind));
    let found: Vec<_> = of("proposed").await.map_err(words)?;
    let whole = store.read(|snapshot| snapshot.entries(&person(2))).await.map_err(words)?;
    same("entries", &found, &whole)?;
    same("what was recorded", &found.len(), &saved.ids.len())?;
    same("of another kind", &of("noted").await.map_err(words)?, &Vec::new())
}

fn standing_row(number: u64, waiting: i64) -> StandingRow {
    StandingRow {
        stream: person(number),
        provider: "provider-1".into(),
        held: true,
        ends_on: None,
        harm: String::new(),
        tier: String::new(),
        waiting,
    }
}

pub(super) async fn a_change_that_waits_in_a_limited_record_is_found_by_who_holds_a_case_of_it(
    store: &Store,
) -> Outcome {
    let waiting = |provider: &'static str| store.read(move |snapshot| snapshot.limited_waiting(provider, DAY));
    let limited = |number: u64| {
        let held = limited_row(manager_row(number, "staff-1", "2015-01-01", None));
        Rows::Limited { stream: person(number), rows: vec![held] }
    };
    let standing = |number: u64, waiting: i64| Rows::Standing {
        stream: person(number),
        rows: vec![standing_row(number, waiting)],
    };
    project(store, vec![standing(2, 1), standing(30, 0), limited(30)]).await?;
    same("nothing waits", &waiting("provider-1").await, &Ok(Vec::new()))?;
    project(store, vec![standing(30, 1)]).await?;
    same("a change waits", &waiting("provider-1").await, &Ok(vec![person(30)]))?;
    same("not elsewhere", &waiting("provider-9").await, &Ok(Vec::new()))
}

pub(super) async fn what_is_owed_where_nobody_holds_the_case_is_found_by_who_recorded_it(store: &Store) -> Outcome {
    let standing = |number, held| StandingRow {
        stream: person(number),
        provider: "provider-1".into(),
        held,
        ends_on: None,
        harm: String::new(),
        tier: String::new(),
        waiting: 0,
    };
    let mut rows = Vec::new();
    for (number, held) in [(1, false), (2, true), (3, false)] {
        rows.push(Rows::Standing { stream: person(number), rows: vec![standing(number, held)] });
        let due = if number == 3 { "2015-12-30" } else { "2015-12-14" };
        rows.push(Rows::Duty { stream: person(number), rows: vec![duty_row(number, "first-contact", Some(due))] });
    }
    rows.push(Rows::Manager {
        stream: person(2),
        rows: vec![manager_row(2, "staff-1", "2015-12-01", Some("2015-12-20"))],
    });
    project(store, rows).await?;
    let owed = |provider: &'static str| store.read(move |snapshot| snapshot.duties_unheld(provider, "2015-12-22"));
    let first = duty_row(1, "first-contact", Some("2015-12-14"));
    same("where nobody holds it, and due by then", &owed("provider-1").await, &Ok(vec![first]))?;
    same("of another organisation", &owed("provider-2").await, &Ok(Vec::new()))?;
    for (team, day, holds) in [
        ("team-1", DAY, true),
        ("team-1", "2015-12-20", false),
        ("team-1", "2015-11-30", false),
        ("team-2", DAY, false),
    ] {
        same(day, &store.read(move |snapshot| snapshot.holds_cases(team, day)).await, &Ok(holds))?;
    }
    Ok(())
}

pub(super) async fn whom_a_teams_people_must_not_meet_and_who_came_is_found(store: &Store) -> Outcome {
    let member = |arrangement: u64, who: &str, kind: &str, side: &str, until: &str| ApartRow {
        stream: stream("keepapart", arrangement),
        who: who.into(),
        kind: kind.into(),
        side: side.into(),
        token: format!("token-{arrangement}-{side}"),
        from_on: "2015-11-01".into(),
        until_on: until.into(),
    };
    let (one, two, three) = (person(1).to_string(), person(2).to_string(), person(3).to_string());
    let arrangements = [
        (1, vec![member(1, &one, "person", "a", "9999-12-31"), member(1, &two, "person", "b", "9999-12-31")]),
        // It ended before; and one about a colleague, and one about people whom another team holds.
        (2, vec![member(2, &one, "person", "a", "2015-11-10"), member(2, &three, "person", "b", "2015-11-10")]),
        (3, vec![member(3, &one, "person", "a", "9999-12-31"), member(3, "staff-5", "staff", "b", "9999-12-31")]),
        (4, vec![member(4, &two, "person", "a", "9999-12-31"), member(4, &three, "person", "b", "9999-12-31")]),
    ];
    for (number, rows) in arrangements {
        let of = stream("keepapart", number);
        let rows = vec![Rows::Apart { stream: of.clone(), rows }];
        record(store, Act { rows, ..act(START, &of, "arranged") }).await?;
    }
    let visit = |number, visit: &str, arrived: &str| VisitRow {
        stream: person(number),
        visit: visit.into(),
        site: "site-1".into(),
        appointment: String::new(),
        arrived: arrived.into(),
        went: String::new(),
    };
    let rows = vec![
        Rows::Manager { stream: person(1), rows: vec![manager_row(1, "staff-1", "2015-01-01", None)] },
        Rows::Visit {
            stream: person(1),
            rows: vec![
                visit(1, "v1", "2015-12-13T09:00"),
                visit(1, "v2", "2015-12-14"),
                visit(1, "v3", "2015-12-21T09:00"),
            ],
        },
        Rows::Visit { stream: person(2), rows: vec![visit(2, "v1", "2015-12-20T23:59")] },
    ];
    project(store, rows).await?;
    let pair =
        PairRow { one: person(1), other: person(2), from_on: "2015-11-01".into(), until_on: "9999-12-31".into() };
    let since = "2015-11-16";
    same("pairs", &store.read(move |snapshot| snapshot.pairs_held("team-1", DAY, since)).await, &Ok(vec![pair]))?;
    same("of no team", &store.read(move |snapshot| snapshot.pairs_held("team-2", DAY, since)).await, &Ok(Vec::new()))?;
    let kept = store.read(move |snapshot| snapshot.kept_apart_held("team-1", DAY, since)).await;
    same("people", &kept, &Ok(vec![person(1)]))?;
    let mut wanted = vec![stream("keepapart", 1), stream("keepapart", 3)];
    wanted.sort();
    let found = store.read(move |snapshot| snapshot.apart_since(&[person(1)], "team-1", since)).await;
    same("arrangements", &found, &Ok(wanted))?;
    let came =
        store.read(|snapshot| snapshot.visits_among(&many(), "2015-12-14", "2015-12-20")).await.map_err(words)?;
    let mut came: Vec<_> = came.into_iter().map(|row| (row.arrived, row.visit)).collect();
    came.sort();
    let wanted = vec![("2015-12-14".to_owned(), "v2".to_owned()), ("2015-12-20T23:59".to_owned(), "v1".to_owned())];
    same("came", &came, &wanted)?;
    let visitors = store.read(|snapshot| snapshot.visitors_at("site-1", "2015-12-13", "2015-12-20")).await;
    same("each counted once", &visitors, &Ok(2))
}

pub(super) async fn what_was_refused_about_some_people_is_found_by_its_purpose(store: &Store) -> Outcome {
    let refused = |at, number, purpose: &str| ReadRow {
        outcome: "refused".into(),
        purpose: purpose.into(),
        detail: format!("{{\"to\":\"book\",\"at\":\"site-{number}\"}}"),
        ..read_row(at, number, "book")
    };
    let rows = [
        refused(START, 1, "people must be kept apart"),
        refused(START + 1, 1, "no relationship"),
        read_row(START + 2, 1, "case"),
        refused(START + 3, 2, "people must be kept apart"),
        refused(START + 9, 1, "people must be kept apart"),
        refused(START + 3, 40, "people must be kept apart"),
    ];
    for row in rows {
        store.log_read(row).await.map_err(words)?;
    }
    let asked =
        |snapshot: &crate::Snapshot| snapshot.refused_among(&many(), "people must be kept apart", (START, START + 9));
    let mut found = store.read(asked).await.map_err(words)?;
    found.sort_by_key(|row| row.at);
    let row = |number: u64, at| RefusedRow {
        subject: person(number),
        at,
        detail: format!("{{\"to\":\"book\",\"at\":\"site-{number}\"}}"),
    };
    same("refused", &found, &vec![row(1, START), row(2, START + 3)])
}
