//! What stands beside the log for those who keep it: cosignatures, how witnesses were reached, backups.

use super::samples::{START, act, erasure, person, record, stream};
use super::{Outcome, same, words};
use crate::act::{Act, SideWrite};
use crate::cosignatures::{CosignatureRow, DisagreementRow, WitnessRow};
use crate::rows::Rows;
use crate::store::Store;
use crate::upkeep::UpkeepRow;

const HOUR: i64 = 3_600_000_000;

fn cosigned(size: u64, witness: &str, at: i64) -> CosignatureRow {
    CosignatureRow {
        size,
        witness: witness.into(),
        at,
        note: format!("log\n{size}\n\n\u{2014} log x\n\u{2014} {witness} y\n"),
    }
}

pub(super) async fn cosignatures_are_kept_once_and_thinned_out_by_the_hour(store: &Store) -> Outcome {
    // 15 December 2015, 09:00: an hour begins.
    for row in [cosigned(5, "one", START - 1), cosigned(7, "one", START), cosigned(9, "one", START + 2)] {
        store.put(SideWrite::PutCosignature(row)).await.map_err(words)?;
    }
    let later = CosignatureRow { note: "another".into(), ..cosigned(9, "one", START + 3) };
    let writes = vec![SideWrite::PutCosignature(later), SideWrite::PutCosignature(cosigned(9, "two", START + 3))];
    store.put(SideWrite::All(writes)).await.map_err(words)?;
    let both = vec![cosigned(9, "one", START + 2), cosigned(9, "two", START + 3)];
    same("the first stays", &store.read(|snapshot| snapshot.cosignatures(9)).await, &Ok(both.clone()))?;
    same("one note", &crate::merged(&both), &(both[0].note.clone() + "\u{2014} two y\n"))?;
    let last = store.read(|snapshot| snapshot.last_cosignature("two")).await;
    same("the last", &last.map(|row| row.map(|row| row.size)), &Ok(Some(9)))?;

    let thin = |witness: Option<&str>, below, at| SideWrite::ThinCosignatures {
        witness: witness.map(str::to_owned),
        above: 0,
        below,
        at,
    };
    store.put(thin(Some("two"), 20, START + HOUR - 1)).await.map_err(words)?;
    let sizes = || store.read(|snapshot| snapshot.cosigned_sizes(10));
    same("one witness's", &store.read(|s| s.cosignatures(9)).await, &Ok(vec![both[0].clone()]))?;
    store.put(thin(None, 9, START + 4)).await.map_err(words)?;
    same("of the hour the last, and what is from before it", &sizes().await, &Ok(vec![9, 5]))?;
    store.put(thin(None, 20, START + HOUR)).await.map_err(words)?;
    same("another hour", &sizes().await, &Ok(vec![9, 5]))
}

pub(super) async fn how_a_witness_was_reached_and_what_it_refused_is_kept(store: &Store) -> Outcome {
    let row = |answer: &str| WitnessRow {
        name: "one".into(),
        known: 4,
        tried: START,
        failing: START,
        status: 422,
        answer: answer.into(),
    };
    for answer in ["no", "never"] {
        store.put(SideWrite::PutWitness(row(answer))).await.map_err(words)?;
    }
    same("the last answer", &store.read(crate::Snapshot::witnesses).await, &Ok(vec![row("never")]))?;
    let refused = |at, offered: &str| DisagreementRow {
        witness: "one".into(),
        at,
        status: 422,
        held: String::new(),
        offered: offered.into(),
        proof: String::new(),
    };
    for row in [refused(START, "a"), refused(START + 1, "a"), refused(START + 2, "b")] {
        store.put(SideWrite::PutDisagreement(row)).await.map_err(words)?;
    }
    let found = store.read(|snapshot| snapshot.disagreements(10)).await;
    same("the same once", &found, &Ok(vec![refused(START + 2, "b"), refused(START, "a")]))
}

pub(super) async fn the_last_backup_and_the_erasures_since_a_scrub_are_found(store: &Store) -> Outcome {
    let own = stream("service", 9);
    let row = |seq, what: &str, at| UpkeepRow {
        stream: own.clone(),
        seq,
        what: what.into(),
        at,
        size: 4,
        detail: "to a disk".into(),
    };
    let rows = vec![row(1, "backup", START), row(2, "backup", START + 5), row(3, "scrub", START + 9)];
    let rows = vec![Rows::Upkeep { stream: own.clone(), rows }];
    record(store, Act { rows, ..act(START, &own, "kept") }).await?;
    let last = store.read(|snapshot| snapshot.last_upkeep("backup")).await;
    same("the last backup", &last, &Ok(Some(row(2, "backup", START + 5))))?;
    same("none of that kind", &store.read(|snapshot| snapshot.last_upkeep("other")).await, &Ok(None))?;

    let first = record(store, act(START, &person(1), "first")).await?;
    let entries = vec![erasure(&person(1), &[&first.ids[0].to_string()])];
    let state = crate::ErasureRow {
        stream: person(1),
        proposal: 2,
        state: "erased".into(),
        authority: "order".into(),
        proposed_by: "a".into(),
        proposed_at: START,
        decided_by: Some("b".into()),
        entries: 1,
    };
    let rows = vec![Rows::Erasure { stream: person(1), rows: vec![state] }];
    let erased = record(store, Act { entries, rows, ..act(START, &person(1), "") }).await?;
    let before = erased.recorded - 1;
    same("since", &store.read(move |snapshot| snapshot.erasures_after(before)).await, &Ok(1))?;
    same("not since", &store.read(move |snapshot| snapshot.erasures_after(erased.recorded)).await, &Ok(0))
}
