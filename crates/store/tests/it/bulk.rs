//! Bulk loading makes what acts would have made.

use proptest::prelude::*;
use store::conformance::samples::{START, act, diary_row, entry, erasure, genesis, person};
use store::{Act, BulkEntry, BulkPart, BulkRows, Rows, Store, StoreError, bulk_load};

use crate::support::{record, verified};

fn bulk_entry(number: u64, recorded: i64, text: &str) -> BulkEntry {
    let new = entry(&person(number), text);
    BulkEntry { stream: new.stream, recorded, salt: new.salt, content: new.content }
}

fn sorted(mut entries: Vec<BulkEntry>) -> Vec<BulkPart> {
    entries.sort_by(|a, b| (&a.stream, a.recorded).cmp(&(&b.stream, b.recorded)));
    entries.into_iter().map(BulkPart::Entry).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_load_has_the_root_of_the_same_acts(acts in proptest::collection::vec((0_u64..7, 1_usize..4), 1..150)) {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::create(&dir.path().join("acts"), genesis()).unwrap();
        let (mut entries, mut seals) = (Vec::new(), Vec::new());
        for (n, (number, count)) in (0_i64..).zip(acts) {
            let texts: Vec<_> = (0..count).map(|m| format!("{n}-{m}")).collect();
            let stream = person(number);
            let new = texts.iter().map(|text| entry(&stream, text)).collect();
            let receipt = record(&store, Act { entries: new, ..act(START + n * 100, &stream, "several") });
            let first = receipt.recorded + 1 - i64::try_from(count).unwrap();
            entries.extend((first..).zip(&texts).map(|(at, text)| bulk_entry(number, at, text)));
            seals.push(receipt.recorded + 1);
        }
        drop(store);
        let loaded = bulk_load(&dir.path().join("bulk"), genesis(), sorted(entries), &seals).unwrap();
        let (acts, bulk) = (verified(&dir.path().join("acts")), verified(&dir.path().join("bulk")));
        prop_assert_eq!((&acts.root, acts.size, acts.entries), (&bulk.root, bulk.size, bulk.entries));
        prop_assert_eq!((loaded.root.to_base64(), loaded.size), (bulk.root, bulk.size));
    }
}

#[test]
fn a_loaded_record_is_sealed_by_the_day_and_goes_on_by_acts() {
    let dir = tempfile::tempdir().unwrap();
    let day = 86_400_000_000;
    let entries = (0..2_000_u64)
        .map(|n| bulk_entry(n % 40, START + i64::try_from(n / 40).unwrap() * (day / 5), &n.to_string()))
        .collect();
    let seals: Vec<_> = (0..30).map(|n| START + n * day).collect();
    let rows = [
        BulkRows {
            at: START,
            rows: Rows::Diary { stream: person(1), rows: vec![diary_row(1, "a", "2015-12-15T09:00")] },
        },
        BulkRows { at: START + day, rows: Rows::Diary { stream: person(1), rows: vec![] } },
    ];
    let bytes = b"a letter".to_vec();
    let letter = ledger::Hash::of(&bytes);
    let mut parts = sorted(entries);
    parts.splice(700..700, rows.map(BulkPart::Rows));
    parts.insert(1_400, BulkPart::Document(letter, bytes.clone()));
    let loaded = bulk_load(dir.path(), genesis(), parts, &seals).unwrap();
    assert_eq!(loaded.entries, 2_000);
    let report = verified(dir.path());
    // Ten days of entries, and a seal at the very instant of the first.
    assert_eq!(report.size, 2_000 + 11);
    let store = Store::open(dir.path()).unwrap();
    let seen = store.read_here(|snapshot| {
        let diary = |at| snapshot.diary_of_officer_known_at("staff-1", "2015-12-15", "2015-12-15", at);
        Ok((diary(START)?.len(), diary(START + day)?.len()))
    });
    assert_eq!(seen, Ok((1, 0)));
    assert_eq!(store.read_here(|snapshot| snapshot.document(&letter)), Ok(Some(bytes)));
    record(&store, act(START, &person(1), "afterwards"));
    drop(store);
    assert_eq!(verified(dir.path()).entries, 2_001);
}

#[test]
fn what_cannot_be_loaded_leaves_an_empty_folder() {
    let refused = |entries: Vec<BulkEntry>| {
        let dir = tempfile::tempdir().unwrap();
        let answer = bulk_load(dir.path(), genesis(), entries.into_iter().map(BulkPart::Entry), &[]);
        assert!(matches!(answer, Err(StoreError::Refused(_))), "{answer:?}");
        assert!(Store::is_empty(dir.path()));
    };
    let (a, b) = (bulk_entry(1, START, "a"), bulk_entry(2, START, "b"));
    let (low, high) = if a.stream < b.stream { (a, b) } else { (b, a) };
    refused(vec![high.clone(), low.clone()]);
    refused(vec![low.clone(), high.clone(), low.clone()]);
    refused(vec![low.clone(), low.clone()]);
    refused(vec![BulkEntry { recorded: 0, ..low.clone() }]);
    refused(vec![BulkEntry { stream: genesis().seal_stream, ..low.clone() }]);
}

#[test]
fn a_load_goes_into_an_empty_folder_only() {
    let dir = tempfile::tempdir().unwrap();
    drop(Store::create(dir.path(), genesis()).unwrap());
    let answer = bulk_load(dir.path(), genesis(), [], &[]);
    assert_eq!(answer, Err(StoreError::Occupied(dir.path().to_path_buf())));
}

#[test]
fn an_empty_load_is_an_empty_record() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(bulk_load(dir.path(), genesis(), [], &[START]).unwrap().size, 0);
    assert_eq!(verified(dir.path()).size, 0);
    drop(Store::open(dir.path()).unwrap());
}

#[test]
fn an_erasure_among_what_is_loaded_erases() {
    let dir = tempfile::tempdir().unwrap();
    let one = person(1);
    let erasing = erasure(&one, &[&format!("{one}/1")]);
    let erasing = BulkEntry { stream: one.clone(), recorded: START + 1, salt: erasing.salt, content: erasing.content };
    let parts = [bulk_entry(1, START, "secret"), erasing].map(BulkPart::Entry);
    bulk_load(dir.path(), genesis(), parts, &[]).unwrap();
    assert_eq!(verified(dir.path()).erasures, [format!("{one}/1")]);
}
