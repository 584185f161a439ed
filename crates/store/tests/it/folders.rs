//! Folders: made, opened, locked, left in the middle of things.

use ledger::Hash;
use store::conformance::samples::{START, act, genesis, person, read_row};
use store::{SideWrite, Store, StoreError, bulk_load};

use crate::support::{block_on, copy, note, original, tamper, value, verified};

#[test]
fn a_folder_is_empty_until_a_record_is_made() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("data");
    assert!(Store::is_empty(&folder));
    assert_eq!(Store::open(&folder).err(), Some(StoreError::Absent(folder.clone())));
    drop(Store::create(&folder, genesis()).unwrap());
    assert!(!Store::is_empty(&folder));
    assert_eq!(Store::create(&folder, genesis()).err(), Some(StoreError::Occupied(folder)));
}

#[test]
fn a_half_made_record_is_none_and_can_be_made_again() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("key"), "half").unwrap();
    std::fs::write(dir.path().join("record.db"), "").unwrap();
    assert!(Store::is_empty(dir.path()));
    let store = Store::create(dir.path(), genesis()).unwrap();
    note(&store, &person(1), "first");
    drop(store);
    verified(dir.path());
}

#[test]
fn rubbish_in_place_of_a_record_is_neither_empty_nor_opened() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("record.db"), "rubbish ".repeat(1000)).unwrap();
    assert!(!Store::is_empty(dir.path()));
    assert!(Store::open(dir.path()).is_err());
    assert!(Store::create(dir.path(), genesis()).is_err());
    assert!(bulk_load(dir.path(), genesis(), [], &[]).is_err());
    assert!(!store::verify(dir.path(), &[]).unwrap().ok);
}

#[test]
fn a_second_writer_is_refused_and_a_reader_is_not() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::create(dir.path(), genesis()).unwrap();
    note(&store, &person(1), "first");
    assert_eq!(Store::open(dir.path()).err(), Some(StoreError::InUse(dir.path().to_path_buf())));
    let reader = Store::open_read_only(dir.path()).unwrap();
    assert_eq!(reader.read_here(|snapshot| snapshot.entries(&person(1))).unwrap().len(), 1);
    assert!(matches!(reader.append_here(act(START, &person(1), "second")), Err(StoreError::Refused(_))));
    verified(dir.path());
    drop(store);
    note(&Store::open(dir.path()).unwrap(), &person(1), "second");
}

#[test]
fn a_record_goes_on_where_it_was_left() {
    let dir = tempfile::tempdir().unwrap();
    drop(Store::create(dir.path(), genesis()).unwrap());
    for n in 0..30_u64 {
        let store = Store::open(dir.path()).unwrap();
        for m in 0..5 {
            note(&store, &person(n % 5), &format!("{n}-{m}"));
        }
        block_on(store.log_read(read_row(START, 1, "case"))).unwrap();
    }
    let report = verified(dir.path());
    // Each time five acts with their seals, and a batch of reads with its seal.
    assert_eq!((report.entries, report.size), (150, 150 * 2 + 30 * 2));
}

#[test]
fn an_entry_that_was_never_sealed_is_named_and_not_signed_afterwards() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::create(dir.path(), genesis()).unwrap();
    for n in 0..10_u64 {
        note(&store, &person(n % 3), &n.to_string());
    }
    drop(store);
    // Takes the last entry out of the log, with its seal: as somebody would who adds one without the key.
    for sql in [
        "INSERT INTO unsealed SELECT stream, seq FROM log WHERE position = 18",
        "DELETE FROM log WHERE position >= 18",
        "DELETE FROM mark WHERE (stream, seq) NOT IN (SELECT stream, seq FROM log)",
        "DELETE FROM checkpoint WHERE size = 20",
    ] {
        tamper(dir.path(), "record.db", sql);
    }
    let report = store::verify(dir.path(), &[]).unwrap();
    assert!(!report.ok, "{report:?}");
    assert_eq!(report.first_bad.unwrap().id, format!("{}/4", person(0)));
    assert!(matches!(Store::open(dir.path()), Err(StoreError::Damaged(_))));
}

#[test]
fn nothing_is_built_on_an_end_that_does_not_verify() {
    let last = "(stream, seq) = (SELECT stream, seq FROM log WHERE mark = 0 ORDER BY position DESC LIMIT 1)";
    for sql in [
        format!("UPDATE entry SET content = CAST('{{}}' AS BLOB) WHERE {last}"),
        format!("UPDATE entry SET salt = NULL WHERE {last}"),
        format!("DELETE FROM entry WHERE {last}"),
        format!("UPDATE head SET seq = seq + 1 WHERE {last}"),
        "UPDATE log SET hash = zeroblob(32) WHERE position = 200".into(),
        "UPDATE log SET recorded = recorded + 1 WHERE position = 200".into(),
        "UPDATE mark SET content = CAST('{}' AS BLOB) WHERE seq = 40".into(),
        "UPDATE tile SET hashes = zeroblob(8192) WHERE level = 0".into(),
        "UPDATE checkpoint SET note = substr(note, 2) WHERE size = (SELECT MAX(size) FROM checkpoint)".into(),
    ] {
        let dir = tempfile::tempdir().unwrap();
        copy(original(), dir.path());
        drop(Store::open(dir.path()).unwrap());
        tamper(dir.path(), "record.db", &sql);
        assert!(matches!(Store::open(dir.path()), Err(StoreError::Damaged(_))), "{sql}");
    }
}

#[test]
fn a_document_that_an_entry_refers_to_and_that_is_gone_is_named_with_the_entry() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::create(dir.path(), genesis()).unwrap();
    let letter = b"Dear Ada".to_vec();
    let hash = ledger::Hash::of(&letter);
    let content = format!(r#"{{"act":"a","body":{{"document":"{hash}"}},"kind":"letter_issued","v":1}}"#);
    let entries = vec![store::NewEntry { stream: person(1), salt: [1; 32], content: content.into_bytes() }];
    store.append_here(store::Act { entries, documents: vec![(hash, letter)], ..store::Act::default() }).unwrap();
    drop(store);
    assert!(store::verify(dir.path(), &[]).unwrap().ok);
    tamper(dir.path(), "record.db", "DELETE FROM document");
    let report = store::verify(dir.path(), &[]).unwrap();
    assert_eq!(report.first_bad.unwrap().id, format!("{}/1", person(1)));
}

#[test]
fn a_copy_taken_while_the_writer_runs_opens_and_verifies() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::create(&dir.path().join("live"), genesis()).unwrap();
    block_on(async {
        let writers: Vec<_> = (0..16)
            .map(|writer| {
                let store = store.clone();
                tokio::spawn(async move {
                    for n in 0..30 {
                        store.append(act(START, &person(writer), &n.to_string())).await.unwrap();
                        store.log_read(read_row(START + n * 200_000, writer, "case")).await.unwrap();
                    }
                })
            })
            .collect();
        for n in 0..10 {
            let copied = dir.path().join(n.to_string());
            copy(store.folder(), &copied);
            let before = verified(&copied);
            let opened = Store::open(&copied).unwrap();
            opened.append(act(START, &person(1), "afterwards")).await.unwrap();
            opened.close().await;
            assert_eq!(verified(&copied).entries, before.entries + 1);
        }
        for writer in writers {
            writer.await.unwrap();
        }
    });
    drop(store);
    assert_eq!(verified(&dir.path().join("live")).entries, 480);
}

#[test]
fn what_is_expected_and_missing_is_said() {
    let dir = tempfile::tempdir().unwrap();
    copy(original(), dir.path());
    let there = format!("{}/1", person(1));
    let hash: Vec<u8> = value(dir.path(), "SELECT hash FROM entry LIMIT 1");
    let hash = Hash::try_from(hash.as_slice()).unwrap().to_string();
    let absent = [format!("{}/999", person(1)), Hash::ZERO.to_string(), "nonsense".into()];
    assert!(store::verify(dir.path(), &[there.clone(), hash.clone()]).unwrap().ok);
    let expect: Vec<_> = [there, hash].into_iter().chain(absent.clone()).collect();
    let report = store::verify(dir.path(), &expect).unwrap();
    assert_eq!((report.ok, report.missing), (false, absent.to_vec()));
}

#[test]
fn exported_tiles_are_those_of_the_checkpoint() {
    let dir = tempfile::tempdir().unwrap();
    copy(original(), &dir.path().join("data"));
    let out = dir.path().join("out");
    let exported = store::export_tiles(&Store::open(&dir.path().join("data")).unwrap(), &out).unwrap();
    let key: ledger::VerifyingKey = std::fs::read_to_string(out.join("key.pub")).unwrap().trim().parse().unwrap();
    let note = std::fs::read_to_string(out.join("checkpoint")).unwrap();
    let checkpoint = ledger::Checkpoint::parse(key.open(&note).unwrap()).unwrap();
    assert_eq!((checkpoint.size, checkpoint.root), (exported.size, exported.root));
    let mut tree = ledger::Frontier::default();
    for tile in ledger::tiles(checkpoint.size) {
        let hashes = std::fs::read(out.join(tile.path())).unwrap();
        assert_eq!(hashes.len(), usize::from(tile.width) * 32);
        if tile.level > 0 {
            continue;
        }
        let bundle = std::fs::read(out.join(ledger::Tile::entries_path(tile.index, tile.width))).unwrap();
        let mut rest = bundle.as_slice();
        for hash in hashes.chunks(32) {
            let (len, after) = rest.split_first_chunk().unwrap();
            let (leaf, after) = after.split_at(usize::from(u16::from_be_bytes(*len)));
            rest = after;
            assert_eq!(ledger::leaf_hash(leaf).0, hash);
            tree.push(ledger::leaf_hash(leaf));
        }
        assert!(rest.is_empty());
    }
    assert_eq!(tree.root(), checkpoint.root);
}

#[test]
fn what_nobody_waits_for_goes_with_whatever_is_written_next_and_with_the_folder_s_closing() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::create(dir.path(), genesis()).unwrap();
    let opened = |n: u64, at| SideWrite::Opened { staff: "staff-1".into(), stream: person(n), at };
    let lately = |store: &Store| store.read_here(|snapshot| snapshot.opened_lately("staff-1")).unwrap();
    for n in 1..=100 {
        store.put_soon(opened(n, START));
    }
    note(&store, &person(1), "an act");
    assert!(!lately(&store).is_empty(), "it is there when the act is");
    store.put_soon(opened(7, START + 1));
    drop(store);
    assert_eq!(lately(&Store::open(dir.path()).unwrap()).first(), Some(&person(7)));
}
