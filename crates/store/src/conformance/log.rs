//! The log: everything in it at once, provable, in one order.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ledger::{Checkpoint, check_inclusion, consistency_proof, inclusion_proof};

use super::samples::{START, act, genesis, person, read_row, record};
use super::{Outcome, same, words};
use crate::act::{Act, Appended, SideWrite};
use crate::behind::{Lifted, SeenBy};
use crate::error::StoreError;
use crate::owing::Owing;
use crate::snapshot::Snapshot;
use crate::store::Store;

pub(super) async fn an_empty_record_has_no_checkpoint(store: &Store) -> Outcome {
    let last = store.read(Snapshot::last_checkpoint).await.map_err(words)?;
    same("checkpoint", &last, &None)
}

pub(super) async fn every_entry_is_soon_protected(store: &Store) -> Outcome {
    record(store, act(START, &person(1), "first")).await?;
    store.protect().await.map_err(words)?;
    let found = store.read(|snapshot| {
        let position = snapshot.position_of(&person(1), 1)?;
        Ok((position, snapshot.unsealed()?, snapshot.last_checkpoint()?.map(|last| last.size)))
    });
    // The entry, and its seal.
    same("position, unsealed, size", &found.await.map_err(words)?, &(Some(0), 0, Some(2)))
}

pub(super) async fn a_record_that_others_have_seen_more_of_is_read_and_neither_written_nor_signed(
    store: &Store,
) -> Outcome {
    let one = person(1);
    record(store, act(START, &one, "first")).await?;
    store.protect().await.map_err(words)?;
    let hold = |held| SideWrite::HoldBehind { witness: "one".to_owned(), held };
    store.put(hold(9)).await.map_err(words)?;
    // Whoever says less does not loosen it.
    store.put(hold(7)).await.map_err(words)?;
    let refused = Err(StoreError::Behind { size: 2, held: 9 });
    same("an act", &store.append(act(START, &one, "second")).await.map(drop), &refused)?;
    store.log_read(read_row(START, 1, "case")).await.map_err(words)?;
    let stands = |snapshot: &Snapshot| Ok((snapshot.behind()?, snapshot.last_checkpoint()?.map(|last| last.size)));
    same("held, size", &store.read(stands).await, &Ok((Some(9), Some(2))))?;

    // A declaration that comes too late for what it rests on ends nothing.
    let answered = Lifted { witness: Some("one".to_owned()), held: 9 };
    let declared = Act { ends_hold: vec![answered], ..act(START, &one, "declared") };
    let stale = Act { expects: vec![(one.clone(), 0)], ..declared.clone() };
    same("stale", &store.append(stale).await, &Ok(Appended::Stale))?;
    same("held still", &store.read(Snapshot::behind).await, &Ok(Some(9)))?;
    record(store, declared).await?;
    store.protect().await.map_err(words)?;
    same("no more", &store.read(Snapshot::behind).await, &Ok(None))?;
    record(store, act(START, &one, "third")).await?;
    store.protect().await.map_err(words)?;
    let unsealed = store.read(Snapshot::unsealed).await;
    same("all sealed", &unsealed, &Ok(0))
}

pub(super) async fn a_declared_rollback_answers_the_witness_it_names_and_no_other(store: &Store) -> Outcome {
    let one = person(1);
    record(store, act(START, &one, "first")).await?;
    store.protect().await.map_err(words)?;
    let hold = |witness: &str, held| SideWrite::HoldBehind { witness: witness.to_owned(), held };
    let answering = |ends_hold, said: &str| Act { ends_hold, ..act(START, &one, said) };
    let by = |witness: &str, held| SeenBy { witness: Some(witness.to_owned()), held };
    store.put(hold("liar", 1_000_000_000)).await.map_err(words)?;
    store.put(hold("honest", 9)).await.map_err(words)?;
    let stands = store.read(|snapshot| Ok((snapshot.behind()?, snapshot.behind_by()?))).await.map_err(words)?;
    same("both stand", &stands, &(Some(1_000_000_000), vec![by("honest", 9), by("liar", 1_000_000_000)]))?;

    // Neither the liar's size, nor less or more than the other says, nor a checkpoint before it answers the other.
    let liar = Lifted { witness: Some("liar".to_owned()), held: 1_000_000_000 };
    let honest = |held| Lifted { witness: Some("honest".to_owned()), held };
    let checkpoint = |held| Lifted { witness: None, held };
    let others =
        [(liar.clone(), "alone"), (honest(8), "too little"), (honest(10), "too much"), (checkpoint(8), "before")];
    for (other, said) in others {
        let refused = store.append(answering(vec![liar.clone(), other], said)).await.map(drop);
        same(said, &refused, &Err(StoreError::Behind { size: 2, held: 9 }))?;
    }
    same("held still", &store.read(Snapshot::behind).await, &Ok(Some(1_000_000_000)))?;
    record(store, answering(vec![liar.clone(), honest(9)], "both")).await?;
    same(
        "no more",
        &store.read(|snapshot| Ok((snapshot.behind()?, snapshot.behind_by()?))).await,
        &Ok((None, vec![])),
    )?;
    record(store, act(START, &one, "second")).await?;

    store.put(hold("honest", 12)).await.map_err(words)?;
    record(store, answering(vec![checkpoint(12)], "a checkpoint of the log's own")).await?;
    record(store, act(START, &one, "third")).await.map(drop)
}

pub(super) async fn after_a_declared_rollback_nothing_is_recorded_before_its_erasures_are_seen_to(
    store: &Store,
) -> Outcome {
    let one = person(1);
    record(store, act(START, &one, "first")).await?;
    store.protect().await.map_err(words)?;
    let owes = || store.read(Snapshot::owes_erasures);
    same("none are owed", &owes().await, &Ok(false))?;
    store.put(SideWrite::HoldBehind { witness: "one".to_owned(), held: 9 }).await.map_err(words)?;
    let answered = vec![Lifted { witness: Some("one".to_owned()), held: 9 }];
    let of = |owing, said: &str| Act { owing, ..act(START, &one, said) };
    let declared = Act { ends_hold: answered, ..of(Owing::Begins, "declared") };
    // A declaration that comes too late for what it rests on makes nothing owed.
    let stale = Act { expects: vec![(one.clone(), 0)], ..declared.clone() };
    same("stale", &store.append(stale).await, &Ok(Appended::Stale))?;
    same("none are owed yet", &owes().await, &Ok(false))?;
    record(store, declared).await?;
    let stands = store.read(|snapshot| Ok((snapshot.behind()?, snapshot.owes_erasures()?)));
    same("no hold, and they are owed", &stands.await, &Ok((None, true)))?;

    let refused = Err(StoreError::ErasuresOwedHere);
    same("an act", &store.append(act(START, &one, "second")).await.map(drop), &refused)?;
    record(store, of(Owing::Repays, "one of them")).await?;
    same("and they are owed still", &store.append(act(START, &one, "third")).await.map(drop), &refused)?;
    // What was declared is signed, whatever is owed.
    store.protect().await.map_err(words)?;
    same("all sealed", &store.read(Snapshot::unsealed).await, &Ok(0))?;
    record(store, of(Owing::Ends, "all of them")).await?;
    same("none are owed any more", &owes().await, &Ok(false))?;
    record(store, act(START, &one, "fourth")).await.map(drop)
}

/// Records until it is told to stop.
async fn go_on(store: Store, who: u64, stop: Arc<AtomicBool>) -> Result<(), String> {
    for n in 0_u64.. {
        if stop.load(Ordering::SeqCst) {
            break;
        }
        record(&store, act(START, &person(who), &n.to_string())).await?;
    }
    Ok(())
}

pub(super) async fn what_was_recorded_before_is_protected_while_others_go_on_without_a_pause(store: &Store) -> Outcome {
    let stop = Arc::new(AtomicBool::new(false));
    let others: Vec<_> = (100..108).map(|who| tokio::spawn(go_on(store.clone(), who, stop.clone()))).collect();
    let mut told = Ok(());
    for n in 1..=5 {
        record(store, act(START, &person(1), &n.to_string())).await?;
        told = store.protect().await.map_err(words);
        let found = store.read(move |snapshot| {
            let size = snapshot.last_checkpoint()?.map_or(0, |last| last.size);
            Ok(snapshot.position_of(&person(1), n)?.is_some_and(|position| position < size))
        });
        let covered = found.await.map_err(words)?;
        told = told.and_then(|()| same("under the checkpoint", &covered, &true));
        if told.is_err() {
            break;
        }
    }
    stop.store(true, Ordering::SeqCst);
    for other in others {
        other.await.map_err(words)??;
    }
    told
}

/// Enough leaves for a tile to fill.
async fn fill(store: &Store) -> Result<(), String> {
    let waiting: Vec<_> = (0..300)
        .map(|n| {
            let store = store.clone();
            tokio::spawn(async move { record(&store, act(START, &person(n % 17), &n.to_string())).await })
        })
        .collect();
    for answer in waiting {
        answer.await.map_err(words)??;
    }
    store.protect().await.map_err(words)
}

pub(super) async fn every_entry_has_a_proof_under_the_last_checkpoint(store: &Store) -> Outcome {
    fill(store).await?;
    let proven = store.read(|snapshot| {
        let Some(last) = snapshot.last_checkpoint()? else {
            return Ok(Err("no checkpoint".to_owned()));
        };
        let signed = genesis().key.public().open(&last.note).map(Checkpoint::parse).map_err(words);
        let Ok(Ok(signed)) = signed else {
            return Ok(Err(format!("the checkpoint cannot be opened: {signed:?}")));
        };
        let nodes = snapshot.nodes(signed.size);
        let (mut count, mut position) = (0, 0);
        loop {
            let rows = snapshot.log_range(position, 100)?;
            let Some(end) = rows.last().map(|row| row.position + 1) else {
                break;
            };
            for row in &rows {
                let Some(proof) = inclusion_proof(&nodes, row.position, signed.size) else {
                    return Ok(Err(format!("no proof of position {}", row.position)));
                };
                if !check_inclusion(&row.hash, row.position, signed.size, &proof, &signed.root) {
                    return Ok(Err(format!("a wrong proof of position {}", row.position)));
                }
                count += u64::from(row.is_entry);
            }
            position = end;
        }
        Ok(same("entries in the log", &count, &300))
    });
    proven.await.map_err(words)?
}

pub(super) async fn the_log_only_grows(store: &Store) -> Outcome {
    record(store, act(START, &person(1), "first")).await?;
    store.protect().await.map_err(words)?;
    let old = store.read(Snapshot::last_checkpoint).await.map_err(words)?;
    fill(store).await?;
    let grown = store.read(move |snapshot| {
        let (Some(old), Some(new)) = (old, snapshot.last_checkpoint()?) else {
            return Ok(false);
        };
        let proof = consistency_proof(&snapshot.nodes(new.size), old.size, new.size);
        Ok(proof.is_some_and(|proof| ledger::check_consistency(old.size, &old.root, new.size, &new.root, &proof)))
    });
    same("consistent", &grown.await.map_err(words)?, &true)
}

pub(super) async fn a_checkpoint_is_found_by_its_time(store: &Store) -> Outcome {
    const LATER: i64 = 1_000_000;
    let first = record(store, act(START, &person(1), "first")).await?;
    store.protect().await.map_err(words)?;
    record(store, act(START + LATER, &person(1), "second")).await?;
    store.protect().await.map_err(words)?;
    let found = store.read(move |snapshot| {
        let size = |at| snapshot.checkpoint_at_or_before(at).map(|found| found.map(|found| found.size));
        Ok([size(first.recorded)?, size(first.recorded + 1)?, size(START + LATER - 1)?, size(i64::MAX)?])
    });
    same("sizes", &found.await.map_err(words)?, &[None, Some(2), Some(2), Some(4)])
}
