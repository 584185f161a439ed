//! Notices: who read a record since, who is told, who has seen it.

use super::samples::{START, act, person, read_row, record, stream};
use super::{Outcome, same, words};
use crate::act::Act;
use crate::notices::{LookRow, NoticeRow, NoticeSeenRow};
use crate::reads::ReadRow;
use crate::rows::Rows;
use crate::seen::ReadPlace;
use crate::store::Store;

pub(super) async fn every_look_at_a_record_after_a_batch_is_found_whatever_the_clocks_showed(store: &Store) -> Outcome {
    let read = |at, staff: &str, outcome: &str| ReadRow {
        staff: staff.into(),
        outcome: outcome.into(),
        ..read_row(START + at, 1, "case")
    };
    // A batch ends with the first row that comes later than a second after its first.
    for row in [
        read(0, "before", "shown"),
        read(5_000_000, "b", "shown"),
        read(-86_400_000_000, "whose clock is a day behind", "shown"),
        read(5_000_001, "refused", "refused"),
        ReadRow { subject: Some(person(2).to_string()), ..read(5_000_002, "of another", "shown") },
        read(5_000_003, "b", "shown"),
    ] {
        store.log_read(row).await.map_err(words)?;
    }
    let found = store.read(|snapshot| snapshot.looks_after(&person(1), 0)).await.map_err(words)?;
    let names: Vec<&str> = found.iter().map(|look| look.staff.as_str()).collect();
    same("all of them", &names, &vec!["before", "b", "whose clock is a day behind", "b"])?;
    let last = found.last().map_or(0, |look| look.batch);
    let expected: Vec<LookRow> = found.iter().filter(|look| look.batch == last).cloned().collect();
    let later = store.read(move |snapshot| snapshot.looks_after(&person(1), last - 1)).await.map_err(words)?;
    same("after a batch", &later, &expected)?;
    let none = store.read(move |snapshot| snapshot.looks_after(&person(1), last)).await.map_err(words)?;
    same("after the last", &none, &Vec::new())
}

pub(super) async fn lists_come_the_latest_first_and_page_by_page(store: &Store) -> Outcome {
    let of = |at, staff: &str| ReadRow { staff: staff.into(), subject: None, ..read_row(START + at, 1, "day") };
    for row in [
        of(10, "before"),
        of(20, "a"),
        read_row(START + 21, 1, "case"),
        ReadRow { outcome: "refused".into(), ..of(22, "refused") },
        ReadRow { rows: 0, ..of(23, "nothing in it") },
        of(24, "b"),
        of(24, "c"),
        of(30, "after"),
    ] {
        store.log_read(row).await.map_err(words)?;
    }
    let staff = |found: &[(ReadPlace, ReadRow)]| found.iter().map(|(_, row)| row.staff.clone()).collect::<Vec<_>>();
    let page = |before, limit| store.read(move |snapshot| snapshot.lists_read(START + 20, before, limit));
    let end = ReadPlace { at: START + 30, batch: 0, n: 0 };
    let first = page(end, 2).await.map_err(words)?;
    same("the first page", &staff(&first), &vec!["c".into(), "b".into()])?;
    let Some((last, _)) = first.last().cloned() else { return Err("there is no page".to_owned()) };
    same("the next", &staff(&page(last, 2).await.map_err(words)?), &vec!["a".into()])?;
    let count = |before| store.read(move |snapshot| snapshot.lists_read_before(START + 20, before));
    same("all of them", &count(end).await, &Ok(3))?;
    same("those before the page’s end", &count(last).await, &Ok(1))
}

pub(super) async fn a_notice_stands_until_it_is_seen(store: &Store) -> Outcome {
    let row = |number, told| NoticeRow {
        stream: person(number),
        told,
        staff: "staff-1".into(),
        read_at: START,
        told_at: START + told,
    };
    let told = |number, rows| Rows::Notice { stream: person(number), rows };
    let rows = vec![told(1, vec![row(1, 3)]), told(2, vec![row(2, 4)])];
    record(store, Act { rows, ..act(START, &person(1), "told") }).await?;
    let of = || store.read(|snapshot| snapshot.notices_of("staff-1"));
    same("before", &of().await, &Ok(vec![row(2, 4), row(1, 3)]))?;
    let own = stream("staff", 1);
    let notice = format!("{}/3", person(1));
    let seen = NoticeSeenRow { stream: own.clone(), notice, staff: "staff-1".into(), at: START + 9 };
    let rows = vec![Rows::NoticeSeen { stream: own.clone(), rows: vec![seen.clone()] }];
    record(store, Act { rows, ..act(START, &own, "seen") }).await?;
    same("after", &of().await, &Ok(vec![row(2, 4)]))?;
    let id = ledger::EntryId { stream: person(1), seq: 3 };
    same("by", &store.read(move |snapshot| snapshot.seen_notice(&id)).await, &Ok(vec![seen]))
}
