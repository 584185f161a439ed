//! The log: every leaf at its position, sealed by signed checkpoints.

use ledger::{Checkpoint, Hash, Salt, SigningKey, StreamId};
use sha2::{Digest as _, Sha256};

use crate::entries::{Head, Made, head_row, next_leaf};
use crate::error::StoreError;
use crate::folder::Identity;
use crate::reads::ReadsBatch;
use crate::snapshot::Snapshot;
use crate::sql::{Cell, Conn, Row, ToCell as _, cells};
use crate::tiles::{Edge, StoredNodes, store_tile};

/// What a leaf of the log is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Entry = 0,
    Seal = 1,
    Reads = 2,
}

/// A leaf on its way into the log.
pub(crate) struct Line {
    pub(crate) stream: StreamId,
    pub(crate) head: Head,
    pub(crate) kind: Kind,
}

/// The end of the log, as the writer remembers it.
#[derive(Clone)]
pub(crate) struct End {
    pub(crate) edge: Edge,
    /// When the last leaf was recorded.
    pub(crate) recorded: i64,
    pub(crate) seals: Option<Head>,
    pub(crate) reads: Option<Head>,
}

impl End {
    /// The end of a log without leaves.
    pub(crate) fn empty() -> End {
        End { edge: Edge::default(), recorded: 0, seals: None, reads: None }
    }

    /// Reads the end of the stored log, and refuses one that its own checkpoint contradicts: nothing may be built on it.
    pub(crate) fn load(conn: &Conn, identity: &Identity) -> Result<End, StoreError> {
        let text = "SELECT position, recorded FROM log ORDER BY position DESC LIMIT 1";
        let last: Option<(i64, i64)> = conn.first(text, cells![], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let Some((position, recorded)) = last else {
            return Ok(End::empty());
        };
        let size = u64::try_from(position).unwrap_or_default() + 1;
        let edge = Edge::load(conn, size)?;
        let checkpoint = last_checkpoint(conn)?;
        if checkpoint.is_none_or(|last| last.size != size || last.root != edge.root()) {
            return Err(StoreError::Damaged("the log does not end in its last checkpoint".into()));
        }
        let seals = last_mark(conn, &identity.seal_stream)?;
        let reads = last_mark(conn, &identity.reads_stream)?;
        Ok(End { edge, recorded, seals, reads })
    }

    /// When something of this moment is recorded: never at or before what is there.
    pub(crate) fn next_instant(&self, at: i64) -> i64 {
        at.max(self.recorded + 1)
    }
}

fn last_mark(conn: &Conn, stream: &StreamId) -> Result<Option<Head>, StoreError> {
    let text = "SELECT seq, hash, recorded FROM log WHERE stream = $1 ORDER BY seq DESC LIMIT 1";
    conn.first(text, cells![stream], head_row)
}

/// Makes a mark, a leaf of the log's own housekeeping, and stores it; it still has to be logged.
fn make_mark(
    conn: &Conn,
    identity: &Identity,
    stream: &StreamId,
    head: Option<Head>,
    recorded: i64,
    content: &[u8],
) -> Result<Made, StoreError> {
    let salt = mark_salt(stream, head.map_or(1, |head| head.seq + 1));
    let made = next_leaf(&identity.origin, stream, head, recorded, ledger::commit(&salt, content));
    insert_mark(conn, stream, made.head.seq, &made.leaf, &salt, content)?;
    Ok(made)
}

pub(crate) fn insert_mark(
    conn: &Conn,
    stream: &StreamId,
    seq: u64,
    leaf: &[u8],
    salt: &[u8],
    content: &[u8],
) -> Result<(), StoreError> {
    let text = "INSERT INTO mark (stream, seq, leaf, salt, content) VALUES ($1, $2, $3, $4, $5)";
    conn.write(text, cells![stream, seq, leaf, salt, content])
}

/// Makes the mark of a closed batch of the reads log, unless it has one.
pub(crate) fn mark_reads(
    conn: &Conn,
    identity: &Identity,
    end: &mut End,
    batch: &ReadsBatch,
    recorded: i64,
) -> Result<Option<Line>, StoreError> {
    let marked = end.reads.map_or(0, |head| head.seq);
    if batch.batch <= marked {
        return Ok(None);
    }
    if batch.batch != marked + 1 {
        return Err(StoreError::Damaged(format!("batch {} of the reads log follows {marked}", batch.batch)));
    }
    let stream = &identity.reads_stream;
    let made = make_mark(conn, identity, stream, end.reads, recorded, batch.content().as_bytes())?;
    end.reads = Some(made.head);
    end.recorded = recorded;
    Ok(Some(Line { stream: stream.clone(), head: made.head, kind: Kind::Reads }))
}

/// Marks hold nothing that could be guessed at, so their salts need no chance, only to be there.
fn mark_salt(stream: &StreamId, seq: u64) -> Salt {
    Sha256::digest(format!("throughcare/v1/mark\0{stream}/{seq}")).into()
}

/// Puts the lines at the next positions, appends the seal as the last leaf, and signs the tree. `at` is the instant of
/// the seal, no earlier than that of any line; `None` for the next after the last.
pub(crate) fn seal(
    conn: &Conn,
    identity: &Identity,
    key: &SigningKey,
    end: &mut End,
    lines: &[Line],
    at: Option<i64>,
) -> Result<(), StoreError> {
    let mut rows = Vec::with_capacity(lines.len() * 6);
    for (position, line) in (end.edge.size()..).zip(lines) {
        let Line { stream, head, kind } = line;
        rows.extend([Cell::count(position), stream.cell(), Cell::count(head.seq), head.hash.cell()]);
        rows.extend([Cell::Integer(head.recorded), Cell::Integer(*kind as i64)]);
    }
    conn.write_rows("INSERT INTO log (position, stream, seq, hash, recorded, mark) VALUES ({})", 6, &rows)?;
    for line in lines {
        grow(conn, end, &line.head)?;
    }
    let recorded = at.unwrap_or(end.recorded + 1);
    let size = end.edge.size() + 1;
    let content = format!(r#"{{"body":{{"at":{recorded},"size":{size}}},"kind":"sealed","v":1}}"#);
    let made = make_mark(conn, identity, &identity.seal_stream, end.seals, recorded, content.as_bytes())?;
    append(conn, end, &identity.seal_stream, &made.head, Kind::Seal)?;
    end.seals = Some(made.head);
    let root = end.edge.root();
    let checkpoint = Checkpoint { origin: identity.origin.clone(), size, root };
    insert_checkpoint(conn, &CheckpointRow { size, at: recorded, root, note: key.sign(&checkpoint.text()) })?;
    end.edge.store_growing(conn)
}

/// Puts a leaf at the next position.
pub(crate) fn append(conn: &Conn, end: &mut End, stream: &StreamId, head: &Head, kind: Kind) -> Result<(), StoreError> {
    conn.write(
        "INSERT INTO log (position, stream, seq, hash, recorded, mark) VALUES ($1, $2, $3, $4, $5, $6)",
        cells![end.edge.size(), stream, head.seq, head.hash, head.recorded, kind as i64],
    )?;
    grow(conn, end, head)
}

/// Takes a leaf into the tree.
fn grow(conn: &Conn, end: &mut End, head: &Head) -> Result<(), StoreError> {
    end.recorded = head.recorded;
    for tile in end.edge.push(head.hash) {
        store_tile(conn, tile.level, tile.index, &tile.hashes)?;
    }
    Ok(())
}

/// A signed statement of the log's size and root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckpointRow {
    /// How many leaves it covers.
    pub size: u64,
    /// When it was signed, in microseconds.
    pub at: i64,
    /// The root over them.
    pub root: Hash,
    /// The signed note, as it is given out.
    pub note: String,
}

pub(crate) fn insert_checkpoint(conn: &Conn, row: &CheckpointRow) -> Result<(), StoreError> {
    let text = "INSERT INTO checkpoint (size, at, root, note) VALUES ($1, $2, $3, $4)";
    conn.write(text, cells![row.size, row.at, row.root, row.note])
}

pub(crate) fn last_checkpoint(conn: &Conn) -> Result<Option<CheckpointRow>, StoreError> {
    conn.first("SELECT size, at, root, note FROM checkpoint ORDER BY size DESC LIMIT 1", cells![], checkpoint_row)
}

/// The root that was signed at a size; none if no checkpoint has it.
pub(crate) fn root_signed_at(conn: &Conn, size: u64) -> Result<Option<Hash>, StoreError> {
    conn.first("SELECT root FROM checkpoint WHERE size = $1", cells![size], |row| row.get(0))
}

fn checkpoint_row(row: &Row<'_>) -> Result<CheckpointRow, StoreError> {
    Ok(CheckpointRow { size: row.get(0)?, at: row.get(1)?, root: row.get(2)?, note: row.get(3)? })
}

/// A leaf at its position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogRow {
    /// Its position, from 0.
    pub position: u64,
    /// The stream of the leaf.
    pub stream: StreamId,
    /// Its number there.
    pub seq: u64,
    /// Its hash.
    pub hash: Hash,
    /// When it was recorded, in microseconds.
    pub recorded: i64,
    /// Whether it is an entry: otherwise it is a seal, or a batch of the reads log.
    pub is_entry: bool,
}

impl Snapshot {
    /// The last checkpoint; `None` before anything was recorded.
    pub fn last_checkpoint(&self) -> Result<Option<CheckpointRow>, StoreError> {
        last_checkpoint(self.conn())
    }

    /// The last checkpoint signed at or before an instant (microseconds): what was known then lies below its size.
    pub fn checkpoint_at_or_before(&self, at: i64) -> Result<Option<CheckpointRow>, StoreError> {
        let text = "SELECT size, at, root, note FROM checkpoint WHERE at <= $1 ORDER BY at DESC, size DESC LIMIT 1";
        self.conn().first(text, cells![at], checkpoint_row)
    }

    /// The first checkpoint that covers a position.
    pub fn checkpoint_covering(&self, position: u64) -> Result<Option<CheckpointRow>, StoreError> {
        let text = "SELECT size, at, root, note FROM checkpoint WHERE size > $1 ORDER BY size LIMIT 1";
        self.conn().first(text, cells![position], checkpoint_row)
    }

    /// Where an entry stands in the log; `None` if it is not sealed, or does not exist.
    pub fn position_of(&self, stream: &StreamId, seq: u64) -> Result<Option<u64>, StoreError> {
        let text = "SELECT position FROM log WHERE stream = $1 AND seq = $2";
        self.conn().first(text, cells![stream, seq], |row| row.get(0))
    }

    /// The leaves at these positions, in order: for feeds and followers.
    pub fn log_range(&self, from: u64, limit: u32) -> Result<Vec<LogRow>, StoreError> {
        let text = "SELECT position, stream, seq, hash, recorded, mark FROM log
             WHERE position >= $1 ORDER BY position LIMIT $2";
        self.conn().all(text, cells![from, limit], |row| {
            Ok(LogRow {
                position: row.get(0)?,
                stream: row.get(1)?,
                seq: row.get(2)?,
                hash: row.get(3)?,
                recorded: row.get(4)?,
                is_entry: row.get::<i64>(5)? == Kind::Entry as i64,
            })
        })
    }

    /// How many entries are recorded and not yet protected.
    pub fn unsealed(&self) -> Result<u64, StoreError> {
        self.conn().value("SELECT COUNT(*) FROM unsealed", cells![])
    }

    /// The tree of `size` leaves, for [`ledger::inclusion_proof`] and [`ledger::consistency_proof`]; take `size` from a
    /// checkpoint.
    pub fn nodes(&self, size: u64) -> StoredNodes<'_> {
        StoredNodes { conn: self.conn(), size }
    }
}
