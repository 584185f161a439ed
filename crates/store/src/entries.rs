//! Entries and heads: writing one, reading a stream.

use ledger::{EntryId, Hash, Leaf, Salt, StreamId};

use crate::documents;
use crate::error::StoreError;
use crate::glance::{AFTER_STREAMS, in_streams};
use crate::snapshot::Snapshot;
use crate::sql::{Conn, Row, cells};

/// The end of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// The number of its last entry.
    pub seq: u64,
    /// The leaf hash of its last entry.
    pub hash: Hash,
    /// When its last entry was recorded, in microseconds.
    pub recorded: i64,
}

/// An entry as a case file needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryRow {
    /// Its stream.
    pub stream: StreamId,
    /// Its number there, from 1.
    pub seq: u64,
    /// When it was recorded, in microseconds.
    pub recorded: i64,
    /// Its leaf hash.
    pub hash: Hash,
    /// Its content; `None` once erased.
    pub content: Option<Vec<u8>>,
}

/// An entry with everything that a stranger needs to check it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WholeEntry {
    /// The entry.
    pub entry: EntryRow,
    /// The leaf's bytes.
    pub leaf: Vec<u8>,
    /// The salt of the commitment; `None` once erased.
    pub salt: Option<Vec<u8>>,
}

/// A leaf made for the end of a stream.
pub(crate) struct Made {
    pub(crate) leaf: Vec<u8>,
    pub(crate) head: Head,
}

/// The next leaf of a stream. `head` is the stream's end, `None` before its first entry.
pub(crate) fn next_leaf(origin: &str, stream: &StreamId, head: Option<Head>, recorded: i64, commit: Hash) -> Made {
    let seq = head.map_or(1, |head| head.seq + 1);
    let prev = head.map_or(Hash::ZERO, |head| head.hash);
    let leaf = Leaf { origin: origin.to_owned(), stream: stream.clone(), seq, recorded, prev, commit }.to_bytes();
    let hash = ledger::leaf_hash(&leaf);
    Made { leaf, head: Head { seq, hash, recorded } }
}

pub(crate) const INSERT_ENTRY: &str = "INSERT INTO entry (stream, seq, recorded, hash, leaf, salt, content)
     VALUES ($1, $2, $3, $4, $5, $6, $7)";

pub(crate) fn insert_entry(
    conn: &Conn,
    stream: &StreamId,
    made: &Made,
    salt: &Salt,
    content: &[u8],
) -> Result<(), StoreError> {
    let head = &made.head;
    conn.write(INSERT_ENTRY, cells![stream, head.seq, head.recorded, head.hash, made.leaf, salt, content])?;
    documents::note_uses(conn, stream, head.seq, content)
}

const PUT_HEAD: &str = "INSERT INTO head (stream, seq, hash, recorded) VALUES ($1, $2, $3, $4)
     ON CONFLICT (stream) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, recorded = excluded.recorded";

pub(crate) fn put_head(conn: &Conn, stream: &StreamId, head: &Head) -> Result<(), StoreError> {
    conn.write(PUT_HEAD, cells![stream, head.seq, head.hash, head.recorded])
}

pub(crate) fn read_head(conn: &Conn, stream: &StreamId) -> Result<Option<Head>, StoreError> {
    conn.first("SELECT seq, hash, recorded FROM head WHERE stream = $1", cells![stream], head_row)
}

/// Reads `seq, hash, recorded`.
pub(crate) fn head_row(row: &Row<'_>) -> Result<Head, StoreError> {
    Ok(Head { seq: row.get(0)?, hash: row.get(1)?, recorded: row.get(2)? })
}

impl Snapshot {
    /// The end of a stream; `None` if it has no entries.
    pub fn head(&self, stream: &StreamId) -> Result<Option<Head>, StoreError> {
        read_head(self.conn(), stream)
    }

    /// A whole stream, by seq.
    pub fn entries(&self, stream: &StreamId) -> Result<Vec<EntryRow>, StoreError> {
        let text = "SELECT seq, recorded, hash, content FROM entry WHERE stream = $1 ORDER BY seq";
        self.conn().all(text, cells![stream], |row| entry_row(row, stream))
    }

    /// Several whole streams, of each by seq.
    pub fn entries_among(&self, streams: &[StreamId]) -> Result<Vec<EntryRow>, StoreError> {
        let text = |places: &str| {
            format!(
                "SELECT seq, recorded, hash, content, stream FROM entry WHERE stream IN ({places}) ORDER BY stream, seq"
            )
        };
        in_streams(self.conn(), text, streams, &[], |row| entry_row(row, &row.get(4)?))
    }

    /// The last seq of several streams; of those without an entry, nothing.
    pub fn heads_among(&self, streams: &[StreamId]) -> Result<Vec<(StreamId, u64)>, StoreError> {
        let text = |places: &str| format!("SELECT stream, seq FROM head WHERE stream IN ({places}) ORDER BY stream");
        in_streams(self.conn(), text, streams, &[], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// One entry.
    pub fn entry(&self, id: &EntryId) -> Result<Option<EntryRow>, StoreError> {
        let text = "SELECT seq, recorded, hash, content FROM entry WHERE stream = $1 AND seq = $2";
        self.conn().first(text, cells![id.stream, id.seq], |row| entry_row(row, &id.stream))
    }

    /// The entries of one kind of fact in some streams, by stream and seq.
    pub fn entries_of_kind(&self, streams: &[StreamId], kind: &str) -> Result<Vec<EntryRow>, StoreError> {
        let text = |places: &str| {
            format!(
                "SELECT e.seq, e.recorded, e.hash, e.content, e.stream FROM timing t
                 JOIN entry e ON e.stream = t.stream AND e.seq = t.seq
                 WHERE t.stream IN ({places}) AND t.kind = ${AFTER_STREAMS} ORDER BY e.stream, e.seq"
            )
        };
        in_streams(self.conn(), text, streams, cells![kind], |row| entry_row(row, &row.get(4)?))
    }

    /// A whole stream with leaves and salts, by seq: what an export hands out so that it can be checked.
    pub fn whole_entries(&self, stream: &StreamId) -> Result<Vec<WholeEntry>, StoreError> {
        let text = "SELECT seq, recorded, hash, content, leaf, salt FROM entry WHERE stream = $1 ORDER BY seq";
        self.conn().all(text, cells![stream], |row| {
            Ok(WholeEntry { entry: entry_row(row, stream)?, leaf: row.get(4)?, salt: row.get(5)? })
        })
    }

    /// Every stream of a kind that has entries, by id.
    pub fn streams(&self, kind: &str) -> Result<Vec<StreamId>, StoreError> {
        // The full stop follows the hyphen.
        let (from, to) = (format!("{kind}-"), format!("{kind}."));
        let text = "SELECT stream FROM head WHERE stream >= $1 AND stream < $2 ORDER BY stream";
        self.conn().all(text, cells![from, to], |row| row.get(0))
    }

    /// Every stream in which something was recorded, by id; the log's own marks are in none.
    pub fn all_streams(&self) -> Result<Vec<StreamId>, StoreError> {
        self.conn().all("SELECT stream FROM head ORDER BY stream", cells![], |row| row.get(0))
    }
}

fn entry_row(row: &Row<'_>, stream: &StreamId) -> Result<EntryRow, StoreError> {
    Ok(EntryRow {
        stream: stream.clone(),
        seq: row.get(0)?,
        recorded: row.get(1)?,
        hash: row.get(2)?,
        content: row.get(3)?,
    })
}
