//! How fast the store is here: durable acts by 64 writers beside a bare transaction of the same rows, a bulk load, and
//! the verification of what it made. `cargo run --release -p store --example rates [seconds] [entries]`

#![expect(clippy::disallowed_methods, reason = "it measures time")]
#![expect(clippy::cast_precision_loss, reason = "rates are rounded")]

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use store::conformance::samples::{START, diary_row, duty_row, genesis, manager_row, person};
use store::{Act, BulkEntry, BulkPart, NewEntry, Rows, Store, bulk_load, verify};

const WRITERS: u64 = 64;
const PEOPLE: u64 = 20_000;

fn main() {
    let mut args = std::env::args().skip(1).filter_map(|arg| arg.parse().ok());
    let seconds = Duration::from_secs(args.next().unwrap_or(10));
    let entries = args.next().unwrap_or(500_000);
    let dir = tempfile::tempdir().expect("a temporary folder");
    if !seconds.is_zero() {
        let acts = acts(&dir.path().join("acts"), seconds);
        let batch = measured_batch(&dir.path().join("acts"));
        let bare = bare(&dir.path().join("bare"), seconds, batch);
        println!("acts/s {acts:.0}, {batch} to a seal; the same rows bare {bare:.0}; ratio {:.2}", acts / bare);
    }
    bulk(&dir.path().join("bulk"), entries);
}

fn content(number: u64) -> Vec<u8> {
    let text = "Attended on time and talked about what comes next. ".repeat(6);
    format!(r#"{{"body":{{"text":"{text}{number:08}"}},"kind":"noted","v":1}}"#).into_bytes()
}

/// One entry of about 400 bytes, and three rows of projections, as an act is in a working day.
fn act(number: u64) -> Act {
    let one = number.wrapping_mul(0x9E37_79B9) % PEOPLE;
    let stream = person(one);
    let appointment = format!("{number}");
    let mut salt = [0; 32];
    salt[..8].copy_from_slice(&number.to_le_bytes());
    let rows = vec![
        Rows::Diary { stream: stream.clone(), rows: vec![diary_row(one, &appointment, "2015-12-15T09:00")] },
        Rows::Duty { stream: stream.clone(), rows: vec![duty_row(one, &appointment, Some("2015-12-20"))] },
        Rows::Manager { stream: stream.clone(), rows: vec![manager_row(one, &appointment, "2015-12-15", None)] },
    ];
    let entries = vec![NewEntry { stream, salt, content: content(number) }];
    Act { act: appointment, at: START, entries, rows, ..Act::default() }
}

fn acts(folder: &Path, time: Duration) -> f64 {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().expect("a runtime");
    let store = Store::create(folder, genesis()).expect("a record");
    let next = std::sync::Arc::new(AtomicU64::new(0));
    let began = Instant::now();
    runtime.block_on(async {
        let writers: Vec<_> = (0..WRITERS)
            .map(|_| {
                let (store, next) = (store.clone(), next.clone());
                tokio::spawn(async move {
                    while began.elapsed() < time {
                        store.append(act(next.fetch_add(1, Ordering::Relaxed))).await.expect("an act");
                    }
                })
            })
            .collect();
        for writer in writers {
            writer.await.expect("a writer");
        }
    });
    next.load(Ordering::Relaxed) as f64 / began.elapsed().as_secs_f64()
}

fn measured_batch(folder: &Path) -> u64 {
    let store = Store::open_read_only(folder).expect("a record");
    let last = store.read_here(store::Snapshot::last_checkpoint).ok().flatten().expect("a checkpoint");
    let seals = store
        .read_here(|snapshot| Ok(snapshot.log_range(0, u32::MAX)?.iter().filter(|row| !row.is_entry).count() as u64))
        .expect("a log");
    (last.size - seals) / seals.max(1)
}

/// The rows of an act and nothing else: no hashing, no checks, no differ; the same tables in the same size of batch.
fn bare(folder: &Path, time: Duration, batch: u64) -> f64 {
    drop(Store::create(folder, genesis()).expect("a record"));
    let conn = rusqlite::Connection::open(folder.join("record.db")).expect("a database");
    conn.execute_batch(
        "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA cache_size = -65536;
         PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 4096;",
    )
    .expect("pragmas");
    let sql = [
        "INSERT INTO entry VALUES (?1, ?2, ?3, zeroblob(32), zeroblob(330), zeroblob(32), ?4)",
        "INSERT INTO head VALUES (?1, ?2, zeroblob(32), ?3 + length(?4) * 0) ON CONFLICT (stream) DO UPDATE SET seq = excluded.seq, recorded = excluded.recorded",
        "INSERT INTO log VALUES (?3, ?1, ?2, zeroblob(32), ?3, length(?4) * 0)",
        "UPDATE diary SET known_to = ?3 WHERE stream = ?1 AND known_to = 9223372036854775807 AND ?2 = ?2 AND ?4 = ?4",
        "UPDATE duty SET known_to = ?3 WHERE stream = ?1 AND known_to = 9223372036854775807 AND ?2 = ?2 AND ?4 = ?4",
        "UPDATE manager SET known_to = ?3 WHERE stream = ?1 AND known_to = 9223372036854775807 AND ?2 = ?2 AND ?4 = ?4",
        "INSERT INTO diary VALUES (?1, ?3, 'staff-1', 'team-1', 'site-1', '2015-12-15T09:00', 30, 'Supervision', 'office', 'booked', NULL, '{}', ?3, 9223372036854775807 + ?2 * 0 + length(?4) * 0)",
        "INSERT INTO duty VALUES (?1, ?3, 'component-1', 'staff-1', 'team-1', '2015-12-20', '2015-12-01', '{}', ?3, 9223372036854775807 + ?2 * 0 + length(?4) * 0)",
        "INSERT INTO manager VALUES (?1, 'component-1', ?3, '2015-12-15', 'provider-1', 'team-1', NULL, ?3, 9223372036854775807 + ?2 * 0 + length(?4) * 0)",
    ];
    let mut statements: Vec<_> = sql.iter().map(|sql| conn.prepare(sql).expect(sql)).collect();
    let mut seqs = vec![0_i64; usize::try_from(PEOPLE).unwrap_or(0)];
    let (began, mut number) = (Instant::now(), 0_u64);
    while began.elapsed() < time {
        conn.execute_batch("BEGIN IMMEDIATE").expect("a transaction");
        for _ in 0..batch.max(1) {
            let one = number.wrapping_mul(0x9E37_79B9) % PEOPLE;
            let seq = &mut seqs[usize::try_from(one).unwrap_or(0)];
            *seq += 1;
            let stream = person(one);
            for statement in &mut statements {
                let recorded = i64::try_from(number).unwrap_or(0);
                statement.execute(rusqlite::params![stream.as_str(), *seq, recorded, content(number)]).expect("a row");
            }
            number += 1;
        }
        conn.execute_batch("COMMIT").expect("a commit");
    }
    number as f64 / began.elapsed().as_secs_f64()
}

fn bulk(folder: &Path, count: u64) {
    let mut people: Vec<_> = (0..count / 80).map(person).collect();
    people.sort();
    let entries = people.iter().zip(0..).flat_map(|(stream, n)| {
        (0..80).map(move |m: i64| {
            let content = content(u64::try_from(m).unwrap_or(0));
            BulkEntry { stream: stream.clone(), recorded: START + m * 86_400_000_000 + n, salt: [1; 32], content }
        })
    });
    let seals: Vec<_> = (1..=80).map(|day| START + day * 86_400_000_000 - 1).collect();
    let began = Instant::now();
    let loaded = bulk_load(folder, genesis(), entries.map(BulkPart::Entry), &seals).expect("a load");
    let took = began.elapsed().as_secs_f64();
    println!("bulk load {:.0} entries/s ({} in {took:.1} s)", loaded.entries as f64 / took, loaded.entries);
    let began = Instant::now();
    let report = verify(folder, &[]).expect("a report");
    let took = began.elapsed().as_secs_f64();
    println!("verify {:.0} entries/s, ok: {}", report.entries as f64 / took, report.ok);
}
