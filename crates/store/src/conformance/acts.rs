//! Acts: recorded whole or not at all, never twice, never on what has changed.

use ledger::EntryId;

use super::samples::{START, act, entry, erasure, person, record};
use super::{Outcome, same, words};
use crate::act::{Act, Appended, IdemKey, Receipt};
use crate::error::StoreError;
use crate::store::Store;

pub(super) async fn an_act_is_recorded_with_all_its_entries(store: &Store) -> Outcome {
    let (one, two) = (person(1), person(2));
    let entries = vec![entry(&one, "first"), entry(&two, "second"), entry(&one, "third")];
    let receipt = record(store, Act { entries: entries.clone(), ..act(START, &one, "first") }).await?;
    let ids = [(&one, 1), (&two, 1), (&one, 2)].map(|(stream, seq)| EntryId { stream: stream.clone(), seq });
    same("ids", &receipt.ids, &ids.to_vec())?;
    same("answer", &receipt.answer, &r#"{"act":"act-first"}"#.to_owned())?;
    let found = store.entries(one).await.map_err(words)?;
    let contents: Vec<_> = found.iter().map(|entry| entry.content.clone()).collect();
    same("contents", &contents, &vec![Some(entries[0].content.clone()), Some(entries[2].content.clone())])?;
    same("recorded", &found.last().map(|entry| entry.recorded), &Some(receipt.recorded))
}

pub(super) async fn in_a_stream_what_is_recorded_rises_whatever_the_clock_does(store: &Store) -> Outcome {
    let mut last = [0; 2];
    for (n, at) in [START, START, START, START - 1_000_000, START + 5, 0, 0].into_iter().enumerate() {
        let last = &mut last[n % 2];
        let receipt = record(store, act(at, &person(n as u64 % 2), &n.to_string())).await?;
        if receipt.recorded <= *last || receipt.recorded < at {
            return Err(format!("recorded at {} after {last}, on a clock at {at}", receipt.recorded));
        }
        *last = receipt.recorded;
    }
    // Across streams the order of the log is the order of time.
    store.protect().await.map_err(words)?;
    let log = store.read(|snapshot| snapshot.log_range(0, 1000)).await.map_err(words)?;
    same("the log is in order", &log.is_sorted_by_key(|row| row.recorded), &true)
}

pub(super) async fn a_moved_head_makes_an_act_stale_and_leaves_nothing(store: &Store) -> Outcome {
    let one = person(1);
    record(store, act(START, &one, "first")).await?;
    let stale = Act {
        expects: vec![(one.clone(), 0)],
        bumps: vec!["room".into()],
        entries: vec![entry(&person(2), "elsewhere"), entry(&one, "too late")],
        ..act(START, &one, "too late")
    };
    same("answer", &store.append(stale).await, &Ok(Appended::Stale))?;
    let left = store.read(|snapshot| {
        Ok((
            snapshot.head(&person(2))?,
            snapshot.guard_versions(&["room".into()])?,
            snapshot.entries(&person(1))?.len(),
        ))
    });
    same("left", &left.await.map_err(words)?, &(None, vec![0], 1))
}

pub(super) async fn a_stream_that_must_not_exist_can_be_begun_once(store: &Store) -> Outcome {
    let one = person(1);
    let begin = |text| Act { expects: vec![(one.clone(), 0)], ..act(START, &one, text) };
    record(store, begin("begun")).await?;
    same("answer", &store.append(begin("again")).await, &Ok(Appended::Stale))
}

pub(super) async fn a_moved_guard_makes_an_act_stale(store: &Store) -> Outcome {
    let book = |number, seen| Act {
        guards: vec![("site-1/2015-12-15T09:00".into(), seen)],
        bumps: vec!["site-1/2015-12-15T09:00".into()],
        ..act(START, &person(number), "booked")
    };
    record(store, book(1, 0)).await?;
    same("second", &store.append(book(2, 0)).await, &Ok(Appended::Stale))?;
    record(store, book(2, 1)).await.map(drop)
}

fn keyed(actor: &str, key: &str, digest: u8, text: &str) -> Act {
    let key = IdemKey { actor: actor.into(), key: key.into(), digest: [digest; 32] };
    Act { key: Some(key), ..act(START, &person(1), text) }
}

pub(super) async fn a_repeat_gets_the_first_answer(store: &Store) -> Outcome {
    let first = record(store, keyed("staff-1", "form-1", 1, "first")).await?;
    match store.append(keyed("staff-1", "form-1", 1, "second")).await.map_err(words)? {
        // It may be protected by now.
        Appended::Repeat(again) => same("answer", &Receipt { protected: first.protected, ..again }, &first)?,
        other => return Err(format!("{other:?}")),
    }
    same("entries", &store.entries(person(1)).await.map_err(words)?.len(), &1)
}

pub(super) async fn a_key_with_another_digest_is_refused(store: &Store) -> Outcome {
    record(store, keyed("staff-1", "form-1", 1, "first")).await?;
    let again = store.append(keyed("staff-1", "form-1", 2, "second")).await;
    same("answer", &again, &Ok(Appended::KeyReused))?;
    same("entries", &store.entries(person(1)).await.map_err(words)?.len(), &1)
}

pub(super) async fn the_same_key_of_another_actor_is_another_key(store: &Store) -> Outcome {
    record(store, keyed("staff-1", "form-1", 1, "first")).await?;
    record(store, keyed("staff-2", "form-1", 2, "second")).await.map(drop)
}

pub(super) async fn of_many_acts_at_once_on_one_head_one_is_recorded(store: &Store) -> Outcome {
    let one = person(1);
    let waiting: Vec<_> = (0..40)
        .map(|n| {
            let (store, one) = (store.clone(), one.clone());
            tokio::spawn(async move {
                let text = n.to_string();
                // Every other act rests on nothing, and none of those may suffer from its neighbours.
                let (stream, expects) =
                    if n % 2 == 0 { (one.clone(), vec![(one, 0)]) } else { (person(100 + n), vec![]) };
                store.append(Act { expects, ..act(START, &stream, &text) }).await
            })
        })
        .collect();
    let (mut recorded, mut stale) = (0, 0);
    for answer in waiting {
        match answer.await.map_err(words)?.map_err(words)? {
            Appended::Recorded(_) => recorded += 1,
            Appended::Stale => stale += 1,
            other => return Err(format!("{other:?}")),
        }
    }
    same("recorded and stale", &(recorded, stale), &(21, 19))?;
    same("entries", &store.entries(one).await.map_err(words)?.len(), &1)
}

pub(super) async fn a_wrong_act_fails_alone(store: &Store) -> Outcome {
    let waiting: Vec<_> = (0..20)
        .map(|n| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut act = act(START, &person(n), "first");
                if n == 7 {
                    act.entries.push(erasure(&person(n), &[&format!("{}/9", person(3))]));
                }
                store.append(act).await
            })
        })
        .collect();
    for (n, answer) in (0u64..).zip(waiting) {
        let answer = answer.await.map_err(words)?;
        same(&format!("act {n} recorded"), &matches!(answer, Ok(Appended::Recorded(_))), &(n != 7))?;
        let entries = store.entries(person(n)).await.map_err(words)?.len();
        same(&format!("entries of {n}"), &entries, &usize::from(n != 7))?;
    }
    Ok(())
}

pub(super) async fn the_logs_own_streams_take_no_entries(store: &Store) -> Outcome {
    let own = super::samples::genesis().seal_stream;
    let answer = store.append(act(START, &own, "forged")).await;
    same("refused", &matches!(answer, Err(StoreError::Refused(_))), &true)
}

pub(super) async fn erasure_takes_content_and_salt(store: &Store) -> Outcome {
    let one = person(1);
    record(store, act(START, &one, "to be erased")).await?;
    record(store, act(START, &one, "to stay")).await?;
    let id = format!("{one}/1");
    let entries = vec![erasure(&one, &[&id])];
    record(store, Act { entries, ..act(START, &one, "erasing") }).await?;
    let whole = store.read(move |snapshot| snapshot.whole_entries(&one)).await.map_err(words)?;
    let left: Vec<_> = whole.iter().map(|whole| (whole.entry.content.is_some(), whole.salt.is_some())).collect();
    same("left", &left, &vec![(false, false), (true, true), (true, true)])
}

pub(super) async fn what_does_not_exist_cannot_be_erased(store: &Store) -> Outcome {
    let one = person(1);
    let id = format!("{one}/7");
    let answer = store.append(Act { entries: vec![erasure(&one, &[&id])], ..act(START, &one, "x") }).await;
    same("refused", &matches!(answer, Err(StoreError::Refused(_))), &true)?;
    same("entries", &store.entries(one).await.map_err(words)?.len(), &0)
}
