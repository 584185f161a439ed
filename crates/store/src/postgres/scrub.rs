//! What was erased, taken from a database's own files as well.
//!
//! PostgreSQL never writes over a row: an erased one stays in its page until somebody else's row comes to lie there,
//! `VACUUM` or not, and in the write-ahead log until its file is thrown away, which is most often only renamed. So the
//! tables that can have held it are written anew (`VACUUM FULL`), the samples of their columns that the planner keeps
//! with them, and the log is moved on past every file there was, which are then removed and not used again.
//!
//! Not in reach: the archive of the log, a standby's log, what the server wrote into its own messages.

use std::time::Duration;

use super::gate::{APART, TRIES};
use super::{Database, Link};
use crate::error::StoreError;
use crate::forget::{PLACES, Place};
use crate::sql::{Conn, Fault, cells};

/// How often whoever still sees the past is looked for.
const LOOKS: u32 = 240;
/// More files of the log than these are not moved past.
const SWITCHES: u32 = 10_000;

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scrubbed {
    /// Tables written anew.
    pub tables: u64,
    /// Files of the write-ahead log that were moved past.
    pub log_files: u32,
    /// What is still in reach of whoever has the disk, in words; empty if nothing is.
    pub left: Vec<String>,
    /// What this cannot reach, in words.
    pub elsewhere: Vec<String>,
}

/// Writes every table anew that can hold something that was erased, and leaves no file of the write-ahead log that was
/// there before. Acts wait while a table is written anew. The address must be a superuser's.
pub fn scrub(database: &Database) -> Result<Scrubbed, StoreError> {
    let link = Link::new(database)?;
    let conn = link.connect_patiently()?;
    if !conn.has_record()? {
        return Err(StoreError::Absent(link.name().into()));
    }
    let text = "SELECT COUNT(*) FROM pg_roles WHERE rolname = current_user AND rolsuper";
    if conn.value::<u64>(text, cells![])? == 0 {
        return Err(StoreError::Refused(
            "only a superuser of the database can have its statistics and its write-ahead log written anew".into(),
        ));
    }
    // Whoever comes after one that waits for a table waits behind it: so it waits briefly, and often.
    conn.batch("SET lock_timeout = '2s'")?;
    nobody_sees_the_past(&conn)?;
    let mut tables = 0;
    for (table, _) in PLACES.iter().filter(|(_, place)| matches!(place, Place::Walked | Place::Projected)) {
        // Of a table that is empty by now the planner would keep the samples it had.
        conn.batch(&format!("DELETE FROM pg_statistic WHERE starelid = CAST('{table}' AS regclass)"))?;
        write_anew(&conn, &format!("VACUUM (FULL, ANALYZE) {table}"))?;
        tables += 1;
    }
    // The planner's samples of columns are rows as well, and those of names are names.
    nobody_sees_the_past(&conn)?;
    write_anew(&conn, "VACUUM FULL pg_statistic")?;
    let (log_files, kept) = turn_log_over(&conn)?;
    let mut left = Vec::new();
    if kept > 0 {
        left.push(format!(
            "files of the write-ahead log from before are kept back ({kept}): by a replication slot, by wal_keep_size or \
             by an archive that has not taken them yet"
        ));
    }
    Ok(Scrubbed { tables, log_files, left, elsewhere: elsewhere(&conn)? })
}

/// Tries until nobody else has the table.
fn write_anew(conn: &Conn, text: &str) -> Result<(), StoreError> {
    let mut tried = 0;
    loop {
        tried += 1;
        match conn.batch(text) {
            Err(_) if conn.fault() == Some(Fault::TryAgain) && tried < TRIES => std::thread::sleep(APART),
            outcome => return outcome,
        }
    }
}

/// Waits until no transaction can see what was there before: as long as one can, a table that is written anew still has
/// it.
fn nobody_sees_the_past(conn: &Conn) -> Result<(), StoreError> {
    let text = "SELECT CAST(CAST(pg_current_xact_id() AS xid) AS TEXT)";
    let now: String = conn.value(text, cells![])?;
    let text = format!(
        "SELECT COUNT(*) FROM (
             SELECT backend_xmin AS seen FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_xmin IS NOT NULL
             UNION ALL SELECT xmin FROM pg_replication_slots WHERE xmin IS NOT NULL
             UNION ALL SELECT transaction FROM pg_prepared_xacts) held
         WHERE age(seen) > age(CAST('{now}' AS xid))"
    );
    for _ in 0..LOOKS {
        if conn.value::<u64>(&text, cells![])? == 0 {
            return Ok(());
        }
        std::thread::sleep(APART);
    }
    Err(StoreError::Unavailable(format!(
        "a transaction has been open for {} seconds that still sees what was erased: end it and scrub again",
        (APART * LOOKS).as_secs()
    )))
}

/// Moves the write-ahead log on past every file there is, and has the old ones removed. Gives how many were moved past,
/// and how many of the old are still there.
fn turn_log_over(conn: &Conn) -> Result<(u32, u64), StoreError> {
    // A file that has served is otherwise renamed for use again, with what is in it.
    let recycles: String = conn.value("SELECT current_setting('wal_recycle')", cells![])?;
    if recycles == "on" {
        set_recycling(conn, "ALTER SYSTEM SET wal_recycle = off")?;
    }
    let turned = move_on(conn);
    if recycles == "on" {
        set_recycling(conn, "ALTER SYSTEM RESET wal_recycle")?;
    }
    turned
}

fn set_recycling(conn: &Conn, text: &str) -> Result<(), StoreError> {
    conn.batch(text)?;
    conn.batch("SELECT pg_reload_conf()")?;
    // The checkpointer reads it a moment later.
    std::thread::sleep(Duration::from_millis(300));
    Ok(())
}

fn move_on(conn: &Conn) -> Result<(u32, u64), StoreError> {
    // Names of files sort as the log runs. Those beyond the current one were made of old ones.
    let last: String = conn.value("SELECT MAX(name) FROM pg_ls_waldir() WHERE length(name) = 24", cells![])?;
    let mut moved = 0;
    loop {
        // Without anything between, the log is not moved on; the rest of each file is filled with zeros.
        conn.batch("SELECT pg_create_restore_point('scrub')")?;
        conn.batch("SELECT pg_switch_wal()")?;
        moved += 1;
        conn.batch("SELECT pg_create_restore_point('scrub')")?;
        let current: String = conn.value("SELECT pg_walfile_name(pg_current_wal_insert_lsn())", cells![])?;
        if current > last {
            break;
        }
        if moved >= SWITCHES {
            return Err(StoreError::Unavailable(format!("the write-ahead log has more than {SWITCHES} files")));
        }
    }
    // The first lets go of what tables had before they were written anew, and the second of the first's own past.
    conn.batch("CHECKPOINT")?;
    conn.batch("CHECKPOINT")?;
    let text = "SELECT COUNT(*) FROM pg_ls_waldir() WHERE length(name) = 24 AND name <= $1";
    Ok((moved, conn.value(text, cells![last])?))
}

fn elsewhere(conn: &Conn) -> Result<Vec<String>, StoreError> {
    let mut found = Vec::new();
    let archives: String = conn.value("SELECT current_setting('archive_mode')", cells![])?;
    if archives != "off" {
        found.push("the archive of the write-ahead log: let go what is from before now".to_owned());
    }
    let standbys: u64 = conn.value("SELECT COUNT(*) FROM pg_stat_replication", cells![])?;
    if standbys > 0 {
        found.push(format!(
            "the write-ahead logs of {standbys} standbys: their tables follow by themselves, their old log files until \
             they are written over"
        ));
    }
    found.push("backups and segments from before now, and the server's own messages".to_owned());
    Ok(found)
}
