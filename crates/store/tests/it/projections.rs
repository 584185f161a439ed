//! Projections: writing what differs makes the same as writing everything.

use proptest::prelude::*;
use store::conformance::samples::{START, act, diary_row, duty_row, genesis, key_row, person};
use store::{Act, DiaryRow, Rows, SideWrite, Store};

use crate::support::record;

/// A state of one person's projections: which appointments there are, and at what minute.
fn states() -> impl Strategy<Value = Vec<Vec<(u8, u8)>>> {
    proptest::collection::vec(proptest::collection::vec((0_u8..6, 0_u8..4), 0..6), 1..12)
}

fn rows(state: &[(u8, u8)]) -> Vec<Rows> {
    let mut state: Vec<_> = state.to_vec();
    // One appointment has one slot.
    state.sort_unstable();
    state.dedup_by_key(|(appointment, _)| *appointment);
    let stream = person(1);
    let diary = |(appointment, slot): &(u8, u8)| DiaryRow {
        outcome: (*slot > 2).then(|| "attended".into()),
        ..diary_row(1, &appointment.to_string(), &format!("2015-12-15T09:{slot}0"))
    };
    let duty =
        |(appointment, slot): &(u8, u8)| duty_row(1, &appointment.to_string(), (*slot > 0).then_some("2015-12-16"));
    let key = |(appointment, _): &(u8, u8)| key_row(1, "name", &appointment.to_string());
    vec![
        Rows::Diary { stream: stream.clone(), rows: state.iter().rev().map(diary).collect() },
        Rows::Duty { stream: stream.clone(), rows: state.iter().map(duty).collect() },
        Rows::PersonKey { stream, rows: state.iter().map(key).collect() },
    ]
}

/// Everything that can be seen of the person now.
fn now(store: &Store) -> impl PartialEq + std::fmt::Debug {
    let seen = store.read_here(|snapshot| {
        Ok((snapshot.diary_of(&person(1))?, snapshot.duties_of(&person(1))?, snapshot.person_keys(&person(1))?))
    });
    seen.unwrap()
}

fn known(store: &Store, at: i64) -> Vec<DiaryRow> {
    store.read_here(|snapshot| snapshot.diary_of_officer_known_at("staff-1", "2015-12-15", "2015-12-15", at)).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn act_by_act_makes_the_same_as_from_scratch(states in states()) {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::create(&dir.path().join("a"), genesis()).unwrap();
        let mut seen = Vec::new();
        for state in &states {
            let receipt = record(&store, Act { rows: rows(state), ..act(START, &person(1), "x") });
            seen.push((receipt.recorded, known(&store, i64::MAX - 1)));
        }
        let scratch = Store::create(&dir.path().join("b"), genesis()).unwrap();
        let last = states.last().map(|state| rows(state)).unwrap_or_default();
        scratch.put_here(SideWrite::Project { rows: last, at: START }).unwrap();
        prop_assert_eq!(now(&store), now(&scratch));
        // What was seen then can be seen again.
        for (at, diary) in seen {
            prop_assert_eq!(known(&store, at), diary);
        }
    }
}

#[test]
fn rows_that_do_not_differ_are_not_written() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::create(dir.path(), genesis()).unwrap();
    for _ in 0..3 {
        record(&store, Act { rows: rows(&[(1, 1), (2, 3), (3, 0)]), ..act(START, &person(1), "x") });
    }
    record(&store, Act { rows: rows(&[(1, 1), (2, 2), (3, 0)]), ..act(START, &person(1), "x") });
    drop(store);
    assert_eq!(crate::support::value::<i64>(dir.path(), "SELECT COUNT(*) FROM diary"), 4);
    assert_eq!(crate::support::value::<i64>(dir.path(), "SELECT COUNT(*) FROM duty"), 3);
}

#[test]
fn two_rows_with_one_key_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::create(dir.path(), genesis()).unwrap();
    let twice = vec![diary_row(1, "a", "2015-12-15T09:00"), diary_row(1, "a", "2015-12-15T10:00")];
    let act = Act { rows: vec![Rows::Diary { stream: person(1), rows: twice }], ..act(START, &person(1), "x") };
    assert!(store.append_here(act).is_err());
    let other = vec![Rows::Diary { stream: person(2), rows: vec![diary_row(1, "a", "2015-12-15T09:00")] }];
    assert!(store.put_here(SideWrite::Project { rows: other, at: START }).is_err());
}
