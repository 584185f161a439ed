//! Backups: what is called one has been verified, and the way back from one loses nothing that reached it.

use std::path::Path;

use store::conformance::samples::{START, act, erasure, genesis, manager_row, person, read_row};
use store::{Act, Against, BackupError, Restoring, SegmentError, Segments, Store, StoreError};
use store::{back_up, end_hold, verify_backup};

use crate::support::{block_on, copy, note, original, record, tamper, value, verified};

/// Restores a backup with everything in a folder of segments.
fn restored(backup: &Path, segments: Option<&Path>, to: &Path) -> Result<store::Report, BackupError> {
    let mut restoring = Restoring::begin(backup, to)?;
    if let Some(segments) = segments {
        restoring.add_segments(segments, None)?;
    }
    restoring.project(|_, _| Ok(Vec::new()), |_, _| Ok(Vec::new()))?;
    restoring.finish()
}

fn write_out(folder: &Path, out: &Path) {
    let mut segments = Segments::open(folder, out).unwrap();
    while segments.write_next().unwrap().is_some() {}
}

fn last_note(folder: &Path) -> String {
    value(folder, "SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1")
}

#[test]
fn a_backup_restores_to_the_same_root_and_its_key_is_kept_apart() {
    let dir = tempfile::tempdir().unwrap();
    copy(original(), &dir.path().join("data"));
    let (data, backup, to) = (dir.path().join("data"), dir.path().join("backup"), dir.path().join("restored"));
    let manifest = back_up(&data, &backup, START).unwrap();
    assert_eq!(verify_backup(&backup).unwrap(), manifest);
    assert!(!backup.join("key").exists(), "the key must not lie beside what it signs");
    let report = restored(&backup, None, &to).unwrap();
    assert_eq!(report, verified(&data));
    assert!(Store::open(&to).is_err(), "without its key a record can only be read");
    assert_eq!(Store::open_read_only(&to).unwrap().read_here(|s| s.entries(&person(1))).unwrap().len(), 14);
    let with_key = dir.path().join("with key");
    let restoring = Restoring::begin(&backup, &with_key).unwrap();
    restoring.put_key(&data).unwrap();
    restoring.finish().unwrap();
    note(&Store::open(&with_key).unwrap(), &person(1), "afterwards");
    verified(&with_key);
}

#[test]
fn a_backup_taken_while_people_work_is_of_one_moment() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::create(&dir.path().join("live"), genesis()).unwrap();
    block_on(async {
        let writers: Vec<_> = (0..16)
            .map(|writer| {
                let store = store.clone();
                tokio::spawn(async move {
                    for n in 0..60 {
                        store.append(act(START, &person(writer), &n.to_string())).await.unwrap();
                        store.log_read(read_row(START + n * 200_000, writer, "case")).await.unwrap();
                    }
                })
            })
            .collect();
        let mut sizes = Vec::new();
        for n in 0..8 {
            let backup = dir.path().join(format!("backup-{n}"));
            sizes.push(back_up(store.folder(), &backup, START).unwrap().size);
            verify_backup(&backup).unwrap();
        }
        assert!(sizes.is_sorted(), "{sizes:?}");
        for writer in writers {
            writer.await.unwrap();
        }
    });
}

#[test]
fn what_does_not_verify_is_never_called_a_backup() {
    let dir = tempfile::tempdir().unwrap();
    let (data, backup) = (dir.path().join("data"), dir.path().join("backup"));
    copy(original(), &data);
    tamper(&data, "record.db", "UPDATE entry SET content = CAST('{}' AS BLOB) WHERE seq = 3");
    assert!(matches!(back_up(&data, &backup, START), Err(BackupError::NotVerified { .. })));
    assert!(!backup.exists());
    // The failed attempt is not in the way of the next.
    let good = dir.path().join("good");
    copy(original(), &good);
    back_up(&good, &backup, START).unwrap();
    assert_eq!(back_up(&good, &backup, START).unwrap_err(), BackupError::NotEmpty(backup));
}

#[test]
fn a_backup_that_was_altered_is_refused_and_nothing_is_restored() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["record.db", "reads.db", "key.pub", "manifest.json"] {
        let (backup, to) = (dir.path().join(format!("of {name}")), dir.path().join("restored"));
        back_up(original(), &backup, START).unwrap();
        let path = backup.join(name);
        let mut bytes = std::fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(&path, bytes).unwrap();
        assert!(verify_backup(&backup).is_err(), "{name}");
        assert!(restored(&backup, None, &to).is_err(), "{name}");
        assert!(!to.exists());
    }
}

#[test]
fn a_backup_is_never_restored_over_something() {
    let dir = tempfile::tempdir().unwrap();
    let backup = dir.path().join("backup");
    back_up(original(), &backup, START).unwrap();
    let to = dir.path().join("data");
    copy(original(), &to);
    assert_eq!(Restoring::begin(&backup, &to).err(), Some(BackupError::NotEmpty(to)));
}

#[test]
fn a_backup_and_the_segments_after_it_make_the_whole_record() {
    let dir = tempfile::tempdir().unwrap();
    let (data, out, backup) = (dir.path().join("data"), dir.path().join("segments"), dir.path().join("backup"));
    let store = Store::create(&data, genesis()).unwrap();
    for n in 0..200_u64 {
        let letter = format!("letter {n}").into_bytes();
        let hash = ledger::Hash::of(&letter);
        let content = format!(r#"{{"act":"a","body":{{"document":"{hash}"}},"kind":"letter_issued","v":1}}"#);
        let entries = vec![store::NewEntry { stream: person(n % 7), salt: [1; 32], content: content.into_bytes() }];
        let key = store::IdemKey { actor: "someone".into(), key: n.to_string(), digest: [9; 32] };
        record(&store, Act { at: START, entries, documents: vec![(hash, letter)], key: Some(key), ..Act::default() });
        block_on(store.log_read(read_row(START + i64::try_from(n).unwrap() * 100_000, n, "case"))).unwrap();
        if n % 9 == 0 {
            write_out(&data, &out);
        }
        if n == 50 {
            back_up(&data, &backup, START).unwrap();
        }
    }
    write_out(&data, &out);
    let (last, sealed) = (last_note(&data), value::<i64>(&data, "SELECT MAX(position) FROM log"));
    let to = dir.path().join("restored");
    restored(&backup, Some(&out), &to).unwrap();
    assert_eq!((last_note(&to), value::<i64>(&to, "SELECT MAX(position) FROM log")), (last, sealed));
    for table in ["entry", "log", "mark", "tile", "checkpoint", "head", "document", "act"] {
        let count = format!("SELECT COUNT(*) FROM {table}");
        assert_eq!(value::<i64>(&to, &count), value::<i64>(&data, &count), "{table}");
    }
    // Every read that was noted is there, also those whose batch is still open.
    let reads = |folder: &Path| -> i64 {
        let conn = rusqlite::Connection::open(folder.join("reads.db")).unwrap();
        conn.query_row("SELECT COUNT(*) FROM read", [], |row| row.get(0)).unwrap()
    };
    assert_eq!((reads(&to), reads(&data)), (200, 200));
    // And a repeat of a request after the backup is known for one.
    std::fs::copy(data.join("key"), to.join("key")).unwrap();
    drop(store);
    let again = Store::open(&to).unwrap();
    let key = Some(store::IdemKey { actor: "someone".into(), key: "199".into(), digest: [9; 32] });
    assert!(matches!(again.append_here(Act { key, ..Act::default() }), Ok(store::Appended::Repeat(_))));
    // Its segments go on where they were.
    note(&again, &person(1), "afterwards");
    write_out(&to, &out);
    drop(again);
    verified(&to);
    restored(&backup, Some(&out), &dir.path().join("again")).unwrap();
}

/// A backup of ten entries, and five segments of two more each.
fn with_segments(dir: &Path) -> (std::path::PathBuf, std::path::PathBuf) {
    let (data, out, backup) = (dir.join("data"), dir.join("segments"), dir.join("backup"));
    let store = Store::create(&data, genesis()).unwrap();
    (0..10).for_each(|n| drop(note(&store, &person(n % 3), &n.to_string())));
    back_up(&data, &backup, START).unwrap();
    for n in 0..5 {
        note(&store, &person(n % 3), &format!("a{n}"));
        note(&store, &person(n % 3), &format!("b{n}"));
        write_out(&data, &out);
    }
    (backup, out)
}

#[test]
fn a_record_is_restored_to_any_earlier_checkpoint() {
    let dir = tempfile::tempdir().unwrap();
    let (backup, out) = with_segments(dir.path());
    for until in 20..=40 {
        let to = dir.path().join(until.to_string());
        let mut restoring = Restoring::begin(&backup, &to).unwrap();
        restoring.add_segments(&out, Some(until)).unwrap();
        let size = restoring.finish().unwrap().size;
        assert_eq!(size, until / 2 * 2, "the last checkpoint at or before {until}");
        let root = "SELECT root FROM checkpoint ORDER BY size DESC LIMIT 1";
        let there = format!("SELECT root FROM checkpoint WHERE size = {size}");
        assert_eq!(value::<Vec<u8>>(&to, root), value::<Vec<u8>>(&dir.path().join("data"), &there));
    }
}

#[test]
fn a_restored_record_knows_who_had_a_case_between_the_backup_and_its_end() {
    let dir = tempfile::tempdir().unwrap();
    let (backup, out) = with_segments(dir.path());
    let to = dir.path().join("to");
    let mut restoring = Restoring::begin(&backup, &to).unwrap();
    restoring.add_segments(&out, None).unwrap();
    // Whoever manages the case is another one with every entry, and no entry says who it was before.
    let project = |stream: &ledger::StreamId, entries: &[store::EntryRow]| {
        let row = store::ManagerRow {
            stream: stream.clone(),
            ..manager_row(0, &format!("staff-{}", entries.len()), "2015-01-01", None)
        };
        Ok(vec![store::Rows::Manager { stream: stream.clone(), rows: vec![row] }])
    };
    restoring.project(project, |_, _| Ok(Vec::new())).unwrap();
    restoring.finish().unwrap();
    let store = Store::open_read_only(&to).unwrap();
    let ever = |staff: &str| store.read_here(|snapshot| snapshot.ever_of_officer(staff, "2015-06-01")).unwrap();
    // The first had four entries at the backup, and eight at the end.
    assert_eq!(
        [3, 5, 6, 7, 8].map(|n| ever(&format!("staff-{n}")).contains(&person(0))),
        [false, true, true, true, true]
    );
}

#[test]
fn an_address_of_a_diary_that_was_taken_back_after_the_backup_stays_so() {
    let dir = tempfile::tempdir().unwrap();
    let (data, backup, to) = (dir.path().join("data"), dir.path().join("backup"), dir.path().join("to"));
    let store = Store::create(&data, genesis()).unwrap();
    let row =
        store::CalendarRow { staff: "staff-1".into(), token_hash: vec![7; 32], made: START, read_on: String::new() };
    store.put_here(store::SideWrite::PutCalendar(row)).unwrap();
    note(&store, &person(1), "something");
    back_up(&data, &backup, START).unwrap();
    restored(&backup, None, &to).unwrap();
    let found = Store::open_read_only(&to).unwrap().read_here(|snapshot| snapshot.calendar_of("staff-1")).unwrap();
    assert!(found.is_none(), "{found:?}");
}

#[test]
fn a_segment_that_is_torn_altered_or_missing_stops_the_restore_and_the_last_good_leaf_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let (backup, out) = with_segments(dir.path());
    let third = out.join("segment-0000000003.jsonl");
    let whole = std::fs::read_to_string(&third).unwrap();
    let lines: Vec<&str> = whole.lines().collect();
    let swapped = [&lines[..2], &[lines[4], lines[3], lines[2]], &lines[5..]].concat().join("\n") + "\n";
    let mut spoilt = vec![whole[..whole.len() / 2].to_owned(), whole[..whole.len() - 1].to_owned(), swapped];
    spoilt.extend([whole.replacen("kind\":0", "kind\":1", 1), whole.clone() + "{}\n", String::new()]);
    for text in &spoilt {
        std::fs::write(&third, text).unwrap();
        let error = restored(&backup, Some(&out), &dir.path().join("to")).unwrap_err();
        // Of the five segments two add four leaves each (an entry and a seal, twice) to the twenty of the backup.
        assert!(
            matches!(&error, BackupError::Segment(SegmentError::Damaged { good: 28, file, .. }) if *file == third),
            "{error}"
        );
        assert!(!dir.path().join("to").exists());
    }
    std::fs::remove_file(&third).unwrap();
    let error = restored(&backup, Some(&out), &dir.path().join("to")).unwrap_err();
    assert!(
        matches!(
            error,
            BackupError::Segment(
                SegmentError::Gap { from: 28, good: 28, .. } | SegmentError::Gap { from: 32, good: 28, .. }
            )
        ),
        "{error}"
    );
    let mut restoring = Restoring::begin(&backup, &dir.path().join("to")).unwrap();
    restoring.add_segments(&out, Some(28)).unwrap();
    assert_eq!(restoring.finish().unwrap().size, 28);
}

#[test]
fn a_segment_that_somebody_made_themselves_is_found_by_the_root_that_was_signed() {
    let dir = tempfile::tempdir().unwrap();
    let (backup, out) = with_segments(dir.path());
    // Another record of the same name and key, but with another entry; its segment is whole in itself.
    let other = dir.path().join("other");
    let store = Store::create(&other, genesis()).unwrap();
    (0..9).for_each(|n| drop(note(&store, &person(n % 3), &n.to_string())));
    note(&store, &person(0), "9, said otherwise");
    note(&store, &person(0), "a0");
    let theirs = dir.path().join("theirs");
    write_out(&other, &theirs);
    let error = restored(&backup, Some(&theirs), &dir.path().join("to")).unwrap_err();
    assert!(matches!(error, BackupError::Segment(SegmentError::Damaged { good: 20, .. })), "{error}");
    assert!(matches!(Segments::open(&other, &out), Err(SegmentError::OtherHistory { .. })));
}

#[test]
fn what_was_erased_after_the_backup_is_erased_again_with_its_document() {
    let dir = tempfile::tempdir().unwrap();
    let (data, out, backup) = (dir.path().join("data"), dir.path().join("segments"), dir.path().join("backup"));
    let store = Store::create(&data, genesis()).unwrap();
    let one = person(1);
    let letter = b"Dear Marmaduke Imaginary".to_vec();
    let hash = ledger::Hash::of(&letter);
    let content =
        format!(r#"{{"act":"a","body":{{"document":"{hash}","to":"Marmaduke Imaginary"}},"kind":"x","v":1}}"#);
    let entries = vec![store::NewEntry { stream: one.clone(), salt: [1; 32], content: content.into_bytes() }];
    record(&store, Act { at: START, entries, documents: vec![(hash, letter)], ..Act::default() });
    write_out(&data, &out);
    back_up(&data, &backup, START).unwrap();
    let id = format!("{one}/1");
    record(&store, Act { entries: vec![erasure(&one, &[&id])], ..act(START, &one, "erasing") });
    write_out(&data, &out);
    let to = dir.path().join("restored");
    assert_eq!(restored(&backup, Some(&out), &to).unwrap().erasures, [id]);
    for file in std::fs::read_dir(&to).unwrap() {
        let bytes = std::fs::read(file.as_ref().unwrap().path()).unwrap();
        let found = bytes.windows(9).any(|window| window == b"Marmaduke");
        assert!(!found, "what was erased still stands in {:?}", file.unwrap().path());
    }
}

#[test]
fn a_record_that_is_shorter_than_a_held_checkpoint_is_not_written_to_until_that_is_declared() {
    let dir = tempfile::tempdir().unwrap();
    let (backup, _) = with_segments(dir.path());
    let (data, to) = (dir.path().join("data"), dir.path().join("restored"));
    let restoring = Restoring::begin(&backup, &to).unwrap();
    restoring.put_key(&data).unwrap();
    assert_eq!(restoring.hold_against(&last_note(&data)).unwrap(), Against::FallsShortOf(40));
    restoring.finish().unwrap();
    verified(&to);
    assert_eq!(Store::open(&to).err(), Some(StoreError::Behind { size: 20, held: 40 }));
    assert!(Store::open_read_only(&to).is_ok());
    let store = Store::open_held(&to).unwrap();
    note(&store, &person(1), "rolled back");
    drop(store);
    end_hold(&to).unwrap();
    drop(Store::open(&to).unwrap());
}

#[test]
fn a_held_checkpoint_that_the_record_covers_holds_nothing_and_one_of_another_history_is_a_fork() {
    let dir = tempfile::tempdir().unwrap();
    let (backup, out) = with_segments(dir.path());
    let data = dir.path().join("data");
    let mut restoring = Restoring::begin(&backup, &dir.path().join("to")).unwrap();
    restoring.add_segments(&out, None).unwrap();
    assert_eq!(restoring.hold_against(&last_note(&data)).unwrap(), Against::Reaches(40));
    let other = dir.path().join("other");
    note(&Store::create(&other, genesis()).unwrap(), &person(1), "another history");
    assert!(matches!(restoring.hold_against(&last_note(&other)), Err(BackupError::Forked { size: 2, .. })));
    let forged = last_note(&data).replace("\n40\n", "\n41\n");
    assert!(matches!(restoring.hold_against(&forged), Err(BackupError::HeldElsewhere(_))));
}
