//! Writing segments: one after another, each whole and durable before it has its name.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use ledger::Hash;

use super::format::{ActLine, Begin, Bytes, CheckpointLine, End, LeafLine, Line, ReadLine, VERSION, Writer, read};
use super::{SegmentError, listed, name_of};
use crate::documents;
use crate::error::StoreError;
use crate::folder::{Folder, open_reading, read_identity};
use crate::log::Kind;
use crate::sql::{Conn, cells};

/// A segment ends with the first checkpoint after so many leaves: so large that a long record is soon written out, so
/// small that one is soon read again.
const LEAVES: u64 = 20_000;

/// A segment that was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Its number, from 1.
    pub number: u64,
    /// The position of its first leaf.
    pub from: u64,
    /// Leaves of the log up to its end.
    pub to: u64,
    /// Its length.
    pub bytes: u64,
}

impl Segment {
    /// Whether it ended because it was long enough, so that there is more to write at once.
    pub fn is_full(&self) -> bool {
        self.to - self.from >= LEAVES
    }
}

/// The segments of a record: reads the folder, which may be in use, and writes what was sealed.
pub struct Segments {
    folder: Folder,
    out: PathBuf,
    number: u64,
    end: End,
}

impl Segments {
    /// Takes up where the segments in `out` end, from the beginning if there are none. Refuses those of another
    /// history than the record's, and a last one that is damaged.
    pub fn open(folder: &Path, out: &Path) -> Result<Segments, SegmentError> {
        if !out.exists() {
            Folder::new(out).make()?;
        }
        let folder = Folder::new(folder);
        let conn = open_reading(&folder.record())?;
        let Some((number, path)) = listed(out)?.pop() else {
            let end = End { size: 0, root: ledger::empty_root(), acts: i64::MIN, reads: (0, 0), sha256: Hash::ZERO };
            return Ok(Segments { folder, out: out.to_path_buf(), number: 0, end });
        };
        let other = |why: String| SegmentError::OtherHistory { file: path.clone(), why };
        let origin = read_identity(&conn)?.origin;
        let mut theirs = None;
        let end = read(&path, 0, |_, line| {
            if let Line::Begin(begin) = line {
                theirs = Some(begin.origin);
            }
            Ok(())
        })?;
        if theirs.as_ref() != Some(&origin) {
            return Err(other(format!("it is of {}", theirs.unwrap_or_default())));
        }
        let root = root_at(&conn, end.size)?;
        if end.size > 0 && root != Some(end.root) {
            return Err(other(format!("the record has no checkpoint at {} leaves with its root", end.size)));
        }
        Ok(Segments { folder, out: out.to_path_buf(), number, end })
    }

    /// Writes the next segment; none if nothing was sealed and nothing was read since the last.
    pub fn write_next(&mut self) -> Result<Option<Segment>, SegmentError> {
        let conn = open_reading(&self.folder.record())?;
        conn.batch("BEGIN")?;
        let sealed = next_checkpoint(&conn, self.end.size)?;
        // Opened after the record's snapshot was taken, so that it has every batch that is marked there.
        let reads = self.folder.reads().exists().then(|| open_reading(&self.folder.reads())).transpose()?;
        let last_read = match &reads {
            Some(reads) => last_read(reads)?.unwrap_or(self.end.reads),
            None => self.end.reads,
        };
        if sealed.is_none() && last_read <= self.end.reads {
            return Ok(None);
        }
        let (to, root, acts) = sealed.unwrap_or((self.end.size, self.end.root, self.end.acts));
        let (number, from) = (self.number + 1, self.end.size);
        let part = self.out.join("segment.part");
        let mut out = Writer::create(&part)?;
        let origin = read_identity(&conn)?.origin;
        out.line(&Line::Begin(Begin { v: VERSION, number, origin, from }))?;
        let referred = leaves(&conn, &mut out, from, to)?;
        write_documents(&conn, &mut out, &referred)?;
        write_acts(&conn, &mut out, self.end.acts, acts)?;
        if let Some(reads) = &reads {
            write_reads(reads, &mut out, self.end.reads, last_read)?;
        }
        let (end, bytes) = out.end(|sha256| End { size: to, root, acts, reads: last_read, sha256 })?;
        let path = self.out.join(name_of(number));
        let renamed = std::fs::rename(&part, &path).and_then(|()| std::fs::File::open(&self.out)?.sync_all());
        renamed.map_err(|error| StoreError::file(&path, &error))?;
        (self.number, self.end) = (number, end);
        Ok(Some(Segment { number, from, to, bytes }))
    }
}

/// Where a segment that begins at `from` ends: size, root and time of its last checkpoint; `None` if there is none yet.
fn next_checkpoint(conn: &Conn, from: u64) -> Result<Option<(u64, Hash, i64)>, StoreError> {
    let text = "SELECT size, root, at FROM checkpoint WHERE size > $1
                AND size <= COALESCE((SELECT MIN(size) FROM checkpoint WHERE size >= $2), 9223372036854775807)
                ORDER BY size DESC LIMIT 1";
    conn.first(text, cells![from, from + LEAVES], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

fn root_at(conn: &Conn, size: u64) -> Result<Option<Hash>, StoreError> {
    conn.first("SELECT root FROM checkpoint WHERE size = $1", cells![size], |row| row.get(0))
}

fn last_read(reads: &Conn) -> Result<Option<(u64, u64)>, StoreError> {
    let text = "SELECT batch, n FROM read ORDER BY batch DESC, n DESC LIMIT 1";
    reads.first(text, cells![], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Writes the leaves and their checkpoints; gives the documents that the entries refer to.
fn leaves(conn: &Conn, out: &mut Writer, from: u64, to: u64) -> Result<BTreeSet<Hash>, StoreError> {
    let mut statement = conn.prepare(
        "SELECT l.position, l.mark, COALESCE(e.leaf, m.leaf), COALESCE(e.salt, m.salt),
                COALESCE(e.content, m.content), c.at, c.note
         FROM log l
         LEFT JOIN entry e ON l.mark = 0 AND e.stream = l.stream AND e.seq = l.seq
         LEFT JOIN mark m ON l.mark <> 0 AND m.stream = l.stream AND m.seq = l.seq
         LEFT JOIN checkpoint c ON c.size = l.position + 1
         WHERE l.position >= $1 AND l.position < $2 ORDER BY l.position",
    )?;
    let mut rows = statement.rows(cells![from, to])?;
    let mut referred = BTreeSet::new();
    while let Some(row) = rows.next()? {
        let position: u64 = row.get(0)?;
        let kind: i64 = row.get(1)?;
        let content: Option<Vec<u8>> = row.get(4)?;
        if kind == Kind::Entry as i64 {
            referred.extend(content.as_deref().map(documents::referred).unwrap_or_default());
        }
        out.line(&Line::Leaf(LeafLine {
            kind,
            leaf: Bytes(row.get(2)?),
            salt: row.get::<Option<Vec<u8>>>(3)?.map(Bytes),
            content: content.map(Bytes),
        }))?;
        if let Some(at) = row.get(5)? {
            out.line(&Line::Checkpoint(CheckpointLine { size: position + 1, at, note: row.get(6)? }))?;
        }
    }
    Ok(referred)
}

fn write_documents(conn: &Conn, out: &mut Writer, referred: &BTreeSet<Hash>) -> Result<(), StoreError> {
    for hash in referred {
        // One that is gone is for `verify` to name; it must not hold up the second copy of everything else.
        if let Some(bytes) = conn.first("SELECT bytes FROM document WHERE hash = $1", cells![hash], |row| row.get(0))? {
            out.line(&Line::Document(Bytes(bytes)))?;
        }
    }
    Ok(())
}

fn write_acts(conn: &Conn, out: &mut Writer, after: i64, to: i64) -> Result<(), StoreError> {
    let mut statement = conn.prepare(
        "SELECT actor, key, act, digest, answer, ids, recorded FROM act
         WHERE recorded > $1 AND recorded <= $2 ORDER BY recorded",
    )?;
    let mut rows = statement.rows(cells![after, to])?;
    while let Some(row) = rows.next()? {
        out.line(&Line::Act(ActLine {
            actor: row.get(0)?,
            key: row.get(1)?,
            act: row.get(2)?,
            digest: Bytes(row.get(3)?),
            answer: row.get(4)?,
            ids: row.get(5)?,
            recorded: row.get(6)?,
        }))?;
    }
    Ok(())
}

fn write_reads(reads: &Conn, out: &mut Writer, after: (u64, u64), to: (u64, u64)) -> Result<(), StoreError> {
    let mut statement = reads.prepare(
        "SELECT batch, n, at, staff, role, organisation, purpose, screen, subject, outcome, row_count, detail
         FROM read WHERE (batch, n) > ($1, $2) AND (batch, n) <= ($3, $4) ORDER BY batch, n",
    )?;
    // Rows are numbered from 0: before the first of all stands no row.
    let n = if after == (0, 0) { -1 } else { i64::try_from(after.1).unwrap_or(i64::MAX) };
    let mut rows = statement.rows(cells![after.0, n, to.0, to.1])?;
    while let Some(row) = rows.next()? {
        out.line(&Line::Read(ReadLine {
            batch: row.get(0)?,
            n: row.get(1)?,
            at: row.get(2)?,
            staff: row.get(3)?,
            role: row.get(4)?,
            organisation: row.get(5)?,
            purpose: row.get(6)?,
            screen: row.get(7)?,
            subject: row.get(8)?,
            outcome: row.get(9)?,
            rows: row.get(10)?,
            detail: row.get(11)?,
        }))?;
    }
    Ok(())
}
