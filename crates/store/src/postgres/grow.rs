//! A service that outgrows one machine: a folder's record moved into a database, byte for byte. The log, its root and
//! its key stay what they were; nothing is signed again.

use std::pin::pin;

use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::{ToSql, Type};

use super::{Database, Link};
use crate::backup::{mark_moved, mark_moving, refuse_second_move, unmark_moved};
use crate::error::StoreError;
use crate::folder::{Folder, open_reading};
use crate::schema;
use crate::sql::{Cell, Conn, cells};
use crate::sqlite::Sqlite;
use crate::tiles::Edge;

/// Moves the record of a folder, which must not be in use, into a database that has none. Gives the number of rows.
/// The folder is left as it was, and marked: nothing is written to it any more ([`StoreError::MovedAway`]), and it is moved nowhere
/// else ([`StoreError::MovedBefore`]). A move that was cut off is done again into the same database.
pub fn grow(folder: &std::path::Path, database: &Database) -> Result<u64, StoreError> {
    let link = Link::new(database)?;
    let marked_before = refuse_second_move(folder, link.place())?;
    // Opened for writing once, so that nothing is left open that a killed process began; then held.
    drop(Sqlite::open_to_move(folder)?);
    let files = Folder::new(folder);
    let _lock = files.lock()?;
    let to = link.connect_patiently()?;
    if to.has_record()? {
        return Err(StoreError::Occupied(link.name().into()));
    }
    // A refused move has left nothing behind.
    let keys = Folder::new(&database.keys);
    keys.make()?;
    keys.write_keys(&files.read_key()?)?;
    // Before it is there: from then on two could write under one key.
    mark_moving(folder, link.place())?;
    let moved = to.writing(|| move_all(&files, &to));
    if moved.is_err() && !marked_before && matches!(to.has_record(), Ok(false)) {
        unmark_moved(folder)?;
    }
    let rows = moved?;
    mark_moved(folder, link.place())?;
    Ok(rows)
}

fn move_all(files: &Folder, to: &Conn) -> Result<u64, StoreError> {
    for text in [schema::LEDGER, schema::PROJECTIONS, schema::READS, schema::SERVERS, schema::VOUCHED] {
        to.batch(&schema::of(to, text))?;
    }
    let mut rows = 0;
    for file in [files.record(), files.reads()] {
        let from = open_reading(&file)?;
        let tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
        for table in from.all::<String>(tables, cells![], |row| row.get(0))? {
            rows += copy(&from, to, &table)?;
        }
    }
    for text in [schema::LOG_BY_STREAM, schema::TIMING_BY_RECORDED] {
        to.batch(text)?;
    }
    // The reads log goes on after its last batch, and whatever is recorded comes after the last that was.
    to.batch(
        "UPDATE reads_head SET batch = (SELECT COALESCE(MAX(seq), 0) + 1 FROM log WHERE mark = 2);
             UPDATE lease SET floor = (SELECT COALESCE(MAX(recorded), 0) + 1 FROM log);",
    )?;
    // Until a database has counted what a table holds it reads whole tables for a page. It does so by itself, minutes later.
    to.batch("ANALYZE")?;
    // A tree that cannot be taken up is not worth committing.
    let size: u64 = to.value("SELECT COUNT(*) FROM log", cells![])?;
    Edge::load(to, size)?;
    Ok(rows)
}

fn copy(from: &Conn, to: &Conn, table: &str) -> Result<u64, StoreError> {
    let columns = from.all(&format!("SELECT name, type FROM pragma_table_info('{table}')"), cells![], |row| {
        Ok((row.get::<String>(0)?, kind(&row.get::<String>(1)?)))
    })?;
    let names = columns.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
    let kinds: Vec<_> = columns.iter().map(|(_, kind)| kind.clone()).collect();
    let select = format!("SELECT {names} FROM {table}");
    let mut statement = from.prepare(&select)?;
    let mut rows = statement.rows(cells![])?;
    // The table was made in this transaction, so its rows can be written as old ones: the database need not read all of them again
    // in the minutes after, before it answers from indexes alone.
    to.copy_in(&format!("COPY {table} ({names}) FROM STDIN (FORMAT binary, FREEZE)"), async |sink| {
        let mut writer = pin!(BinaryCopyInWriter::new(sink, &kinds));
        loop {
            let Some(row) = rows.next().map_err(Failed::Reading)? else {
                return writer.finish().await.map_err(Failed::Writing);
            };
            let cells =
                (0..kinds.len()).map(|at| row.cell(at)).collect::<Result<Vec<_>, _>>().map_err(Failed::Reading)?;
            let cells = cells.iter().map(|cell: &Cell<'_>| cell as &(dyn ToSql + Sync));
            writer.as_mut().write_raw(cells).await.map_err(Failed::Writing)?;
        }
    })
}

/// Which side of the move failed.
pub(crate) enum Failed {
    Reading(StoreError),
    Writing(tokio_postgres::Error),
}

fn kind(sqlite: &str) -> Type {
    match sqlite {
        "INTEGER" => Type::INT8,
        "BLOB" => Type::BYTEA,
        _ => Type::TEXT,
    }
}
