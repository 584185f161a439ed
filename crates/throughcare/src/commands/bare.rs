//! The peer that `bench acts` is measured against: bare transactions that write the same rows, in groups of the size a
//! full queue gives, with no hash, no JSON, no check and no seal. What a record costs over this is what it is worth.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection, params};

const TABLES: &str = "
PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
CREATE TABLE entry (stream TEXT, seq INTEGER, recorded INTEGER, hash BLOB, leaf BLOB, salt BLOB, content BLOB, PRIMARY KEY (stream, seq)) WITHOUT ROWID;
CREATE TABLE head (stream TEXT PRIMARY KEY, seq INTEGER, hash BLOB, recorded INTEGER) WITHOUT ROWID;
CREATE TABLE log (position INTEGER PRIMARY KEY, stream TEXT, seq INTEGER, hash BLOB, recorded INTEGER, mark INTEGER);
CREATE INDEX log_by_stream ON log (stream, seq, position, hash, recorded, mark);
CREATE TABLE diary (stream TEXT, appointment TEXT, officer TEXT, team TEXT, site TEXT, starts TEXT, minutes INTEGER, what TEXT, mode TEXT, state TEXT, outcome TEXT, detail TEXT, known_from INTEGER, known_to INTEGER, PRIMARY KEY (stream, appointment, known_from)) WITHOUT ROWID;
CREATE INDEX diary_officer ON diary (officer, starts);
CREATE INDEX diary_team ON diary (team, starts);
";

/// Acts per second of a single writer that commits `group` of them at a time.
pub(crate) fn acts_per_second(path: &Path, length: Duration, group: usize) -> anyhow::Result<f64> {
    let mut conn = Connection::open(path)?;
    conn.execute_batch(TABLES)?;
    let begun = Instant::now();
    let mut acts = 0_i64;
    while begun.elapsed() < length {
        let transaction = conn.transaction()?;
        for _ in 0..group {
            write(&transaction, acts)?;
            acts += 1;
        }
        transaction.commit()?;
    }
    let seconds = begun.elapsed().as_secs_f64();
    drop(conn);
    for suffix in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{suffix}", path.display()));
    }
    Ok(f64::from(i32::try_from(acts).unwrap_or(i32::MAX)) / seconds)
}

fn write(conn: &Connection, act: i64) -> rusqlite::Result<()> {
    // As many streams as the measured writers use, met in no order.
    let stream = format!("person-{:026}", (act.wrapping_mul(7_919)) % 1_280);
    let (seq, hash) = (act / 1_280 + 1, [7_u8; 32]);
    conn.prepare_cached("INSERT INTO entry VALUES ($1, $2, $3, $4, $5, $6, $7)")?.execute(params![
        stream,
        act,
        act,
        hash,
        [0_u8; 300],
        [1_u8; 32],
        [2_u8; 420]
    ])?;
    conn.prepare_cached("INSERT INTO head VALUES ($1, $2, $3, $4) ON CONFLICT (stream) DO UPDATE SET seq = $2, hash = $3, recorded = $4")?
        .execute(params![stream, seq, hash, act])?;
    conn.prepare_cached("INSERT INTO log VALUES ($1, $2, $3, $4, $5, 0)")?
        .execute(params![act, stream, act, hash, act])?;
    conn.prepare_cached("UPDATE diary SET known_to = $1 WHERE stream = $2 AND appointment = 'appointment-1' AND known_to = 9223372036854775807")?
        .execute(params![act, stream])?;
    conn.prepare_cached("INSERT INTO diary VALUES ($1, 'appointment-1', 'P00T1A1', 'P00T1A', 'P00S1', '2015-12-15T09:30', 30, 'Planned office appointment', 'COAP', 'booked', NULL, '{\"version\":1}', $2, 9223372036854775807)")?
        .execute(params![stream, act])?;
    Ok(())
}
