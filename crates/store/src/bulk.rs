//! Loading a whole record at once into an empty folder: entries in stream order, with what stands beside them; then the
//! log in the order of recording, sealed at given instants; then the indexes. The same entries recorded act by act make the same leaves, and with the same seals the
//! same root.
//!
//! The load writes a file of another name without any regard for a crash, and renames it when it is whole.

use std::fs::File;
use std::path::Path;

use ledger::{EntryId, Hash, Salt, StreamId};
use rusqlite::Connection;

use crate::entries::{Head, insert_entry, next_leaf, put_head};
use crate::error::StoreError;
use crate::folder::{Folder, Genesis, read_identity, write_tables};
use crate::log::{End, Kind, Line, seal};
use crate::rows::{self, Rows};
use crate::sql::Conn;
use crate::{documents, forget, schema};

/// An entry to be loaded. Within a stream `recorded` rises; across streams it may repeat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkEntry {
    /// The stream it belongs to.
    pub stream: StreamId,
    /// When it was recorded, in microseconds, above 0.
    pub recorded: i64,
    /// Random, or from the seed of a synthetic service.
    pub salt: Salt,
    /// Its content.
    pub content: Vec<u8>,
}

/// What is loaded, in the order in which it is made: nothing of it is made twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BulkPart {
    /// An entry.
    Entry(BulkEntry),
    /// Projections of a stream.
    Rows(BulkRows),
    /// A document under its hash.
    Document(Hash, Vec<u8>),
}

/// Projections to be loaded. Those of one stream and table may come several times, in order: each replaces the one
/// before, as acts would have done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkRows {
    /// From when they are known: when the last entry they follow from was recorded, in microseconds.
    pub at: i64,
    /// The rows.
    pub rows: Rows,
}

/// What was loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loaded {
    /// How many entries.
    pub entries: u64,
    /// How many leaves the log has, seals included.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
}

/// An entry on its way into the log.
struct Logged {
    recorded: i64,
    stream: u32,
    seq: u32,
    hash: Hash,
}

/// Makes a record of entries that come by stream (in the order of their ids) and then by `recorded`. A seal at an
/// instant covers what was recorded up to and at it; instants that would cover nothing new are passed over, and what
/// is recorded after the last is sealed at the end. Rows and documents stand anywhere among them.
#[expect(clippy::needless_pass_by_value, reason = "a genesis is used up, as by the making of any record")]
pub fn bulk_load(
    folder: &Path,
    genesis: Genesis,
    parts: impl IntoIterator<Item = BulkPart>,
    seals_at: &[i64],
) -> Result<Loaded, StoreError> {
    let files = Folder::new(folder);
    files.make()?;
    let _lock = files.lock()?;
    if files.has_record()? {
        return Err(StoreError::Occupied(folder.to_path_buf()));
    }
    files.begin_creation(&genesis.key)?;
    let path = files.loading();
    remove(&path)?;
    let loaded = {
        let conn = open_loading(&path)?;
        let loaded = load(&conn, &genesis, parts, seals_at)?;
        conn.batch("PRAGMA locking_mode = NORMAL; PRAGMA journal_mode = WAL;")?;
        loaded
    };
    let synced = File::open(&path).and_then(|file| file.sync_all());
    synced.map_err(|error| StoreError::file(&path, &error))?;
    // What a killed creation left behind goes with its write-ahead log.
    for leaving in ["record.db", "record.db-wal", "record.db-shm"] {
        remove(&folder.join(leaving))?;
    }
    files.write_keys(&genesis.key)?;
    std::fs::rename(&path, files.record()).map_err(|error| StoreError::file(&path, &error))?;
    files.sync()?;
    files.end_creation();
    Ok(loaded)
}

/// Opens a file that is worth nothing until it is whole.
pub(crate) fn open_loading(path: &Path) -> Result<Conn, StoreError> {
    let conn = Connection::open(path)?;
    conn.execute_batch(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
         PRAGMA secure_delete = ON;
         PRAGMA trusted_schema = OFF; PRAGMA cache_size = -262144;",
    )?;
    conn.set_prepared_statement_cache_capacity(128);
    Ok(Conn::Sqlite(conn))
}

fn remove(path: &Path) -> Result<(), StoreError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(StoreError::file(path, &error)),
        _ => Ok(()),
    }
}

fn load(
    conn: &Conn,
    genesis: &Genesis,
    parts: impl IntoIterator<Item = BulkPart>,
    seals_at: &[i64],
) -> Result<Loaded, StoreError> {
    conn.batch("BEGIN")?;
    // An index is sorted at the end: grown row by row it would be written all over, again and again.
    write_tables(conn, genesis)?;
    let (streams, mut logged) = load_parts(conn, genesis, parts)?;
    // Ids of streams were met in order, so their numbers order as they do.
    logged.sort_unstable_by_key(|line| (line.recorded, line.stream, line.seq));
    let count = logged.len() as u64;
    let end = load_log(conn, genesis, &streams, &logged, seals_at)?;
    drop(logged);
    for text in schema::indexes(schema::PROJECTIONS).chain([schema::LOG_BY_STREAM, schema::TIMING_BY_RECORDED]) {
        conn.batch(text)?;
    }
    conn.batch("COMMIT")?;
    Ok(Loaded { entries: count, size: end.edge.size(), root: end.edge.root() })
}

fn load_parts(
    conn: &Conn,
    genesis: &Genesis,
    parts: impl IntoIterator<Item = BulkPart>,
) -> Result<(Vec<StreamId>, Vec<Logged>), StoreError> {
    let mut streams: Vec<StreamId> = Vec::new();
    let (mut logged, mut erased) = (Vec::new(), Vec::<EntryId>::new());
    let mut head: Option<Head> = None;
    for part in parts {
        let BulkEntry { stream, recorded, salt, content } = match part {
            BulkPart::Entry(entry) => entry,
            BulkPart::Rows(BulkRows { at, rows }) => {
                rows::replace(conn, &rows, at)?;
                continue;
            }
            BulkPart::Document(hash, bytes) => {
                documents::keep(conn, &hash, &bytes)?;
                continue;
            }
        };
        if streams.last() != Some(&stream) {
            if let (Some(stream), Some(head)) = (streams.last(), head.take()) {
                put_head(conn, stream, &head)?;
            }
            begin_stream(&streams, &stream, genesis)?;
            streams.push(stream.clone());
        }
        if recorded <= head.map_or(0, |head| head.recorded) {
            return Err(StoreError::Refused(format!("an entry of {stream} recorded out of order, at {recorded}")));
        }
        let made = next_leaf(&genesis.origin, &stream, head, recorded, ledger::commit(&salt, &content));
        let last = made.head;
        insert_entry(conn, &stream, &made, &salt, &content)?;
        erased.extend(ledger::erased_entries(&content).unwrap_or_default());
        let too_many = |_| StoreError::Refused("more streams or entries than a load can hold".into());
        logged.push(Logged {
            recorded,
            stream: u32::try_from(streams.len() - 1).map_err(too_many)?,
            seq: u32::try_from(last.seq).map_err(too_many)?,
            hash: last.hash,
        });
        head = Some(last);
    }
    if let (Some(stream), Some(head)) = (streams.last(), head) {
        put_head(conn, stream, &head)?;
    }
    for id in &erased {
        forget::entry(conn, id)?;
    }
    Ok((streams, logged))
}

fn begin_stream(streams: &[StreamId], stream: &StreamId, genesis: &Genesis) -> Result<(), StoreError> {
    if [&genesis.seal_stream, &genesis.reads_stream].contains(&stream) {
        return Err(StoreError::Refused(format!("{stream} is the log's own")));
    }
    if streams.last().is_some_and(|last| last > stream) {
        return Err(StoreError::Refused(format!("{stream} comes out of order")));
    }
    Ok(())
}

fn load_log(
    conn: &Conn,
    genesis: &Genesis,
    streams: &[StreamId],
    logged: &[Logged],
    seals_at: &[i64],
) -> Result<End, StoreError> {
    let mut instants = seals_at.to_vec();
    instants.sort_unstable();
    let identity = read_identity(conn)?;
    let mut end = End::empty();
    let mut rest = logged;
    for at in instants.into_iter().map(Some).chain([None]) {
        let covered = at.map_or(rest.len(), |at| rest.partition_point(|line| line.recorded <= at));
        let (now, later) = rest.split_at(covered);
        rest = later;
        if now.is_empty() {
            continue;
        }
        let lines: Vec<_> = now.iter().map(|line| to_line(line, streams)).collect();
        seal(conn, &identity, &genesis.key, &mut end, &lines, at)?;
    }
    Ok(end)
}

fn to_line(line: &Logged, streams: &[StreamId]) -> Line {
    let head = Head { seq: u64::from(line.seq), hash: line.hash, recorded: line.recorded };
    Line { stream: streams[line.stream as usize].clone(), head, kind: Kind::Entry }
}
