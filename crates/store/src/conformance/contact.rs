//! Who was last seen when, by which mode, and what a senior signed.

use super::samples::{START, act, diary_row, manager_row, person, record, stream};
use super::{Outcome, same, words};
use crate::act::Act;
use crate::contact::{ContactMonthRow, LastContactRow, ModeCount, SignedOffRow};
use crate::rows::Rows;
use crate::signed::SignedLineRow;
use crate::store::Store;

fn last(number: u64, since_on: &str, until_on: Option<&str>) -> LastContactRow {
    LastContactRow {
        stream: person(number),
        component: "component-1".into(),
        since_on: since_on.into(),
        due_on: Some("2015-12-31".into()),
        face_on: Some(since_on.into()),
        other_on: None,
        unattended: 2,
        until_on: until_on.map(Into::into),
    }
}

async fn put(store: &Store, number: u64, rows: Vec<Rows>) -> Result<(), String> {
    record(store, Act { rows, ..act(START, &person(number), "seen") }).await.map(drop)
}

pub(super) async fn who_is_not_seen_is_listed_longest_first_and_passes_with_the_case(store: &Store) -> Outcome {
    let cases = [(1, "2015-12-01", None), (2, "2015-10-01", Some("2015-12-15")), (3, "2015-09-01", Some("2015-12-14"))];
    for (number, since, until) in cases {
        let rows = vec![
            Rows::LastContact { stream: person(number), rows: vec![last(number, since, until)] },
            Rows::Manager {
                stream: person(number),
                rows: vec![
                    manager_row(number, "staff-1", "2015-01-01", Some("2015-12-20")),
                    crate::ManagerRow { team: "team-2".into(), ..manager_row(number, "staff-2", "2015-12-20", None) },
                ],
            },
            Rows::Diary {
                stream: person(number),
                rows: vec![
                    diary_row(number, "a", "2015-12-15T08:00"),
                    diary_row(number, "b", "2015-12-18T10:00"),
                    diary_row(number, "c", "2015-12-17T10:00"),
                ],
            },
        ];
        put(store, number, rows).await?;
    }
    let found = store.read(|snapshot| {
        let list = |team: &str, day: &str| snapshot.unseen_of_team(team, day, "2015-12-15T09:00");
        Ok((list("team-1", "2015-12-15")?, list("team-2", "2015-12-20")?, snapshot.last_contact_of(&person(2))?))
    });
    let (first, second, own) = found.await.map_err(words)?;
    let row = |number, since, until| crate::Unseen {
        last: last(number, since, until),
        staff: "staff-1".into(),
        next: Some("2015-12-17T10:00".into()),
    };
    // The third order is over.
    same("listed", &first, &vec![row(2, "2015-10-01", Some("2015-12-15")), row(1, "2015-12-01", None)])?;
    let passed: Vec<_> = second.into_iter().map(|unseen| (unseen.last.stream, unseen.staff)).collect();
    same("passed", &passed, &vec![(person(1), "staff-2".into())])?;
    same("own", &own, &vec![last(2, "2015-10-01", Some("2015-12-15"))])
}

pub(super) async fn contacts_are_counted_by_team_and_mode(store: &Store) -> Outcome {
    let row = |number, month: &str, mode: &str, contacts, linked| ContactMonthRow {
        stream: person(number),
        month: month.into(),
        team: "team-1".into(),
        mode: mode.into(),
        contacts,
        elsewhere: 1,
        owed: contacts,
        said: contacts,
        linked,
    };
    for (number, rows) in [
        (1, vec![row(1, "2015-11", "in-person", 3, 2), row(1, "2015-12", "telephone", 1, 0)]),
        (2, vec![row(2, "2015-11", "in-person", 4, 4), row(2, "2015-10", "in-person", 9, 9)]),
    ] {
        put(store, number, vec![Rows::ContactMonth { stream: person(number), rows }]).await?;
    }
    let found = store.read(|snapshot| snapshot.contact_by_mode("2015-11", "2015-12")).await.map_err(words)?;
    let count = |contacts, elsewhere, linked| ModeCount { contacts, elsewhere, owed: contacts, said: contacts, linked };
    let key = |mode: &str| ("team-1".to_owned(), mode.to_owned());
    same("by mode", &found, &[(key("in-person"), count(7, 2, 6)), (key("telephone"), count(1, 1, 0))].into())
}

pub(super) async fn the_months_of_a_team_are_found_latest_first(store: &Store) -> Outcome {
    let team = stream("team", 1);
    let row = |month: &str| SignedOffRow {
        stream: team.clone(),
        month: month.into(),
        team: "team-1".into(),
        by_staff: "staff-1".into(),
        at: START,
        running: 40,
        cases: "[]".into(),
        checkpoint: 7,
    };
    let rows = vec![Rows::SignedOff { stream: team.clone(), rows: vec![row("2015-10"), row("2015-11")] }];
    record(store, Act { rows, ..act(START, &team, "signed") }).await?;
    let found = store.read(|snapshot| {
        Ok((snapshot.signed_off("team-1")?, snapshot.signed_off("team-2")?, snapshot.months_signed("team-1")?))
    });
    let names = vec!["2015-10".to_owned(), "2015-11".to_owned()];
    same("signed", &found.await.map_err(words)?, &(vec![row("2015-11"), row("2015-10")], vec![], names))?;
    left_over(store).await
}

/// Of a provider, the months with somebody of whom nobody spoke.
async fn left_over(store: &Store) -> Outcome {
    let (spoken, left) =
        (r#"[{"case":"person-1","entry":7}]"#, r#"[{"case":"person-1","entry":7},{"case":"person-2"}]"#);
    let of_old = r#"[{"case":"person-1","said":{"since":"2015-10-20","action":"Visit"}}]"#;
    let row = |number, month: &str, team: &str, cases: &str| SignedOffRow {
        stream: stream("team", number),
        month: month.into(),
        team: team.into(),
        by_staff: "staff-1".into(),
        at: START,
        running: 40,
        cases: cases.into(),
        checkpoint: 7,
    };
    let of_one = [
        row(3, "2015-08", "team-3", of_old),
        row(3, "2015-10", "team-3", left),
        row(3, "2015-11", "team-3", spoken),
        row(3, "2015-09", "team-3", "[]"),
    ];
    for (number, provider, rows) in
        [(3, "provider-1", of_one.to_vec()), (4, "provider-2", vec![row(4, "2015-10", "team-4", left)])]
    {
        let team = stream("team", number);
        let unit = crate::TeamRow {
            stream: team.clone(),
            team: format!("team-{number}"),
            name: "A team".into(),
            provider: provider.into(),
            office: "office-1".into(),
            detail: String::new(),
        };
        let rows =
            vec![Rows::Team { stream: team.clone(), rows: vec![unit] }, Rows::SignedOff { stream: team.clone(), rows }];
        record(store, Act { rows, ..act(START, &team, "signed") }).await?;
    }
    let found = store.read(|snapshot| snapshot.signed_with_left("provider-1")).await;
    same("left over", &found, &Ok(vec![row(3, "2015-10", "team-3", left)]))
}

pub(super) async fn what_was_said_of_somebody_not_seen_is_found_by_team(store: &Store) -> Outcome {
    let row = |number, month: &str, team: &str| SignedLineRow {
        stream: person(number),
        month: month.into(),
        team: team.into(),
        since_on: "2015-10-01".into(),
        action: "Visit at home".into(),
    };
    for (number, rows) in
        [(1, vec![row(1, "2015-10", "team-1"), row(1, "2015-11", "team-1")]), (2, vec![row(2, "2015-11", "team-2")])]
    {
        put(store, number, vec![Rows::SignedLine { stream: person(number), rows }]).await?;
    }
    let found = store.read(|snapshot| {
        let months = |month| snapshot.signed_lines_of("team-1", month);
        Ok((snapshot.signed_lines("team-1")?, months("2015-10")?, months("2015-09")?))
    });
    let (later, earlier) = (row(1, "2015-11", "team-1"), row(1, "2015-10", "team-1"));
    same("lines", &found.await, &Ok((vec![later, earlier.clone()], vec![earlier], vec![])))
}
