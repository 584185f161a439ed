//! A record remade by an insider with the folder and its key, held to what was witnessed before: whatever they change and
//! wherever, the first entry they touched is named, with what was done to it.

use std::path::Path;

use ledger::Checkpoint;
use proptest::prelude::*;
use store::conformance::samples::{START, genesis, person};
use store::{BulkEntry, BulkPart, ExportedLog, Store, bulk_load, compare_held, export_tiles};

const ENTRIES: u64 = 70;
const STREAMS: u64 = 7;
/// Between two entries, in microseconds: room to date one between them.
const STEP: i64 = 1_000_000;

/// Entries of some streams in turn, in the order of recording.
fn entries() -> Vec<BulkEntry> {
    let entry = |n: u64| BulkEntry {
        stream: person(n % STREAMS),
        recorded: START + i64::try_from(n).unwrap() * STEP,
        salt: [u8::try_from(n).unwrap(); 32],
        content: format!(r#"{{"body":{{"n":{n}}},"kind":"noted","v":1}}"#).into_bytes(),
    };
    (0..ENTRIES).map(entry).collect()
}

fn make(folder: &Path, mut entries: Vec<BulkEntry>) -> Checkpoint {
    entries.sort_by(|a, b| (&a.stream, a.recorded).cmp(&(&b.stream, b.recorded)));
    let seals: Vec<i64> = (1..7).map(|n| START + n * 10 * STEP).collect();
    let loaded = bulk_load(folder, genesis(), entries.into_iter().map(BulkPart::Entry), &seals).unwrap();
    Checkpoint { origin: genesis().origin, size: loaded.size, root: loaded.root }
}

fn opened(folder: &Path) -> Store {
    Store::open_read_only(folder).unwrap()
}

/// The id of the entry at a place of the list, which is in the order of recording.
fn id(entries: &[BulkEntry], place: usize) -> String {
    let stream = &entries[place].stream;
    let seq = entries[..=place].iter().filter(|entry| entry.stream == *stream).count();
    format!("{stream}/{seq}")
}

/// Changes an entry (of those that are neither first nor last in their streams); gives the id to be named and the word.
fn change(entries: &mut Vec<BulkEntry>, kind: u8, place: usize) -> (String, &'static str) {
    let before = id(entries, place);
    let streams = usize::try_from(STREAMS).unwrap();
    match kind {
        0 => {
            entries[place].content = br#"{"kind":"noted","v":1}"#.to_vec();
            (before, "edited")
        }
        1 => {
            let mut new = entries[place].clone();
            (new.recorded, new.salt) = (new.recorded - STEP / 2, [200; 32]);
            entries.insert(place, new);
            (id(entries, place), "inserted")
        }
        2 => {
            entries.remove(place);
            (before, "removed")
        }
        3 => {
            // Just after the entry before it in its stream: as far back as the chain lets it go.
            entries[place].recorded = entries[place - streams].recorded + 1;
            (before, "back-dated")
        }
        4 => {
            entries[place].recorded = entries[place + streams].recorded - 1;
            (before, "post-dated")
        }
        _ => {
            entries[place].recorded -= 1;
            (before, "back-dated")
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_an_insider_changes_the_first_entry_touched_is_named(kind in 0..6_u8, place in 7..63_usize, later in 7..63_usize) {
        let dir = tempfile::tempdir().unwrap();
        let [honest, forged, tiles] = ["honest", "forged", "tiles"].map(|name| dir.path().join(name));
        let held = make(&honest, entries());
        export_tiles(&opened(&honest), &tiles).unwrap();
        let exported = ExportedLog::open(&tiles).unwrap();
        prop_assert!(compare_held(&opened(&honest), std::slice::from_ref(&held), Some(&exported)).unwrap().ok);

        let mut changed = entries();
        // Another change further on must not hide the first.
        if later > place + 14 {
            changed[later].salt = [201; 32];
        }
        let (named, how) = change(&mut changed, kind, place);
        make(&forged, changed);
        prop_assert!(store::verify(&forged, &[]).unwrap().ok, "by itself the forgery is perfect");
        let found = compare_held(&opened(&forged), std::slice::from_ref(&held), Some(&exported)).unwrap();
        prop_assert_eq!((found.ok, found.differs_at), (false, Some(held.size)));
        let touched = found.changed.unwrap();
        prop_assert_eq!((touched.id, touched.how.as_str()), (named, how), "{}", touched.fault);
        prop_assert!(!compare_held(&opened(&forged), &[held], None).unwrap().ok, "even without the exported log it is noticed");
    }

    #[test]
    fn more_held_checkpoints_narrow_down_where_a_change_begins(place in 0..70_usize) {
        let dir = tempfile::tempdir().unwrap();
        let [honest, forged] = ["honest", "forged"].map(|name| dir.path().join(name));
        make(&honest, entries());
        let held: Vec<Checkpoint> = opened(&honest).read_here(|snapshot| {
            let notes = (0..7).map(|n| snapshot.checkpoint_covering(n * 11));
            let held = |row: store::CheckpointRow| Checkpoint { origin: genesis().origin, size: row.size, root: row.root };
            notes.map(|note| Ok(held(note?.unwrap()))).collect()
        }).unwrap();
        let position = opened(&honest).read_here(|snapshot| {
            let entry = &entries()[place];
            snapshot.position_of(&entry.stream, u64::try_from(place).unwrap() / STREAMS + 1)
        }).unwrap().unwrap();
        let mut changed = entries();
        changed[place].salt = [201; 32];
        make(&forged, changed);
        let found = compare_held(&opened(&forged), &held, None).unwrap();
        prop_assert_eq!(found.agrees_at, held.iter().map(|held| held.size).filter(|size| *size <= position).max());
        prop_assert_eq!(found.differs_at, held.iter().map(|held| held.size).filter(|size| *size > position).min());
    }
}

#[test]
fn an_exported_log_is_believed_only_as_far_as_its_root_is_held() {
    let dir = tempfile::tempdir().unwrap();
    let [honest, other, tiles] = ["honest", "other", "tiles"].map(|name| dir.path().join(name));
    let held = make(&honest, entries());
    let mut changed = entries();
    changed[3].salt = [9; 32];
    make(&other, changed);
    export_tiles(&opened(&other), &tiles).unwrap();
    let exported = ExportedLog::open(&tiles).unwrap();
    let refused = compare_held(&opened(&honest), std::slice::from_ref(&held), Some(&exported)).unwrap_err();
    assert!(refused.to_string().contains("is not the one whose checkpoint"), "{refused}");
    let elsewhere = Checkpoint { origin: "elsewhere".into(), ..held };
    assert!(
        compare_held(&opened(&honest), &[elsewhere], None).is_err(),
        "and a checkpoint of another log says nothing of this one"
    );
}
