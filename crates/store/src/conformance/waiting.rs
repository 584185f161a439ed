//! Arrangements to keep people apart that may wait for somebody: how far they are, and whom of an organisation they concern.

use super::samples::{START, act, manager_row, person, record, stream};
use super::{Outcome, same, words};
use crate::act::Act;
use crate::apart::ApartRow;
use crate::arranged::ArrangedRow;
use crate::limits::LimitRow;
use crate::rows::Rows;
use crate::store::Store;

const DAY: &str = "2015-12-22";

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

async fn arranged(store: &Store, number: u64, rows: Vec<ApartRow>) -> Outcome {
    let of = stream("keepapart", number);
    let own = ArrangedRow {
        stream: of.clone(),
        staff: "staff-8".into(),
        organisation: "P01".into(),
        made_on: "2015-12-01".into(),
        confirm_by: String::new(),
        until_on: "2015-12-31".into(),
    };
    let rows = vec![Rows::Apart { stream: of.clone(), rows }, Rows::Arranged { stream: of.clone(), rows: vec![own] }];
    record(store, Act { rows, ..act(START, &of, "arranged") }).await.map(drop)
}

pub(super) async fn the_ends_and_the_entries_of_many_streams_come_together(store: &Store) -> Outcome {
    for number in [1, 2, 2, 40] {
        record(store, act(START, &person(number), "said")).await?;
    }
    // More than are asked for by one statement, most of them without an entry.
    let many: Vec<ledger::StreamId> = (1..=40).map(person).collect();
    let (of_heads, of_entries) = (many.clone(), many);
    let mut heads = store.read(move |snapshot| snapshot.heads_among(&of_heads)).await.map_err(words)?;
    heads.sort();
    let mut expected = vec![(person(1), 1), (person(2), 2), (person(40), 1)];
    expected.sort();
    same("how far each is", &heads, &expected)?;
    let entries = store.read(move |snapshot| snapshot.entries_among(&of_entries)).await.map_err(words)?;
    let of_two: Vec<_> = entries.iter().filter(|row| row.stream == person(2)).cloned().collect();
    same("of one in order", &store.read(|snapshot| snapshot.entries(&person(2))).await, &Ok(of_two))?;
    same("all of them", &entries.len(), &4)?;
    same("of none nothing", &store.read(|snapshot| snapshot.entries_among(&[])).await, &Ok(Vec::new()))
}

pub(super) async fn arrangements_are_found_by_pair_by_group_and_by_limited_records(store: &Store) -> Outcome {
    let (one, other) = (person(1), person(2));
    let of_one = vec![member(1, one.as_str(), "person", "a"), member(1, "staff-1", "staff", "b")];
    arranged(store, 1, of_one).await?;
    let of_group = vec![member(2, other.as_str(), "person", "a"), member(2, "#NORTH", "group", "b")];
    arranged(store, 2, of_group).await?;
    let between = |person: ledger::StreamId, staff: &'static str, from: &'static str, to: &'static str| {
        store.read(move |snapshot| snapshot.apart_between(&person, staff, (from, to)))
    };
    let first = vec![stream("keepapart", 1)];
    same("the two", &between(one.clone(), "staff-1", DAY, DAY).await, &Ok(first.clone()))?;
    same("on its last day", &between(one.clone(), "staff-1", "2015-12-31", "2016-01-31").await, &Ok(first.clone()))?;
    same("and not afterwards", &between(one.clone(), "staff-1", "2016-01-01", "2016-01-31").await, &Ok(Vec::new()))?;
    same("nor another", &between(other.clone(), "staff-1", DAY, DAY).await, &Ok(Vec::new()))?;
    let groups = |day: &'static str| store.read(move |snapshot| snapshot.apart_groups(day));
    same("by group", &groups(DAY).await, &Ok(vec![stream("keepapart", 2)]))?;
    same("not once it has ended", &groups("2016-01-01").await, &Ok(Vec::new()))?;

    let limited =
        |provider: &'static str, day: &'static str| store.read(move |snapshot| snapshot.apart_limited(provider, day));
    let row = manager_row(1, "staff-1", "2015-01-01", None);
    let provider: &'static str = "provider-1";
    let held = crate::managers::ManagerRow { provider: provider.into(), ..row };
    let rows = vec![Rows::Manager { stream: one.clone(), rows: vec![held] }];
    record(store, Act { rows, ..act(START, &one, "held") }).await?;
    same("nobody is kept from it", &limited(provider, DAY).await, &Ok(Vec::new()))?;
    let limit = LimitRow {
        stream: one.clone(),
        staff: "staff-4".into(),
        kind: "exclusion".into(),
        from_on: "2015-12-10".into(),
        to_on: Some("2015-12-25".into()),
    };
    let rows = vec![Rows::Limit { stream: one.clone(), rows: vec![limit] }];
    record(store, Act { rows, ..act(START, &one, "limited") }).await?;
    same("by whoever holds the case", &limited(provider, DAY).await, &Ok(first))?;
    same("not before", &limited(provider, "2015-12-09").await, &Ok(Vec::new()))?;
    same("nor afterwards", &limited(provider, "2015-12-25").await, &Ok(Vec::new()))?;
    same("nor elsewhere", &limited("provider-2", DAY).await, &Ok(Vec::new()))
}
