//! Writing segments, of a folder or a database: one after another, each whole and durable before it has its name.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};

use ledger::Hash;

use super::format::{ActLine, Begin, Bytes, CheckpointLine, End, LeafLine, Line, ReadLine, VERSION, Writer, read};
use super::{SegmentError, listed, name_of};
use crate::documents;
use crate::error::StoreError;
use crate::folder::{Folder, open_reading, read_identity};
use crate::log::{Kind, root_signed_at};
use crate::postgres::{Database, Link, outlast};
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

/// The segments of a record: reads it, while it may be in use, and writes what was sealed.
pub struct Segments {
    source: Source,
    out: PathBuf,
    /// Two that wrote into one folder would write over each other; it is given back when the file is closed.
    _lock: File,
    number: u64,
    end: End,
}

/// Where the record is.
enum Source {
    Folder(Folder),
    /// The connection is kept, and made anew when it is lost.
    Database(Link, Option<Conn>),
}

impl Segments {
    /// Takes up where the segments in `out` end, from the beginning if there are none. Refuses those of another
    /// history than the record's, and a last one that is damaged.
    pub fn open(folder: &Path, out: &Path) -> Result<Segments, SegmentError> {
        Segments::of(Source::Folder(Folder::new(folder)), out)
    }

    /// The same of a database. Every server may write its own, each to a folder of its own: then there is no moment at
    /// which nobody does.
    pub fn open_database(database: &Database, out: &Path) -> Result<Segments, SegmentError> {
        Segments::of(Source::Database(Link::new(database)?, None), out)
    }

    fn of(mut source: Source, out: &Path) -> Result<Segments, SegmentError> {
        if !out.exists() {
            Folder::new(out).make()?;
        }
        let lock = Folder::new(out).lock()?;
        let (number, end) = source.reading(|conn, _| taken_up(conn, out))?;
        Ok(Segments { source, out: out.to_path_buf(), _lock: lock, number, end })
    }

    /// Writes the next segment; none if nothing was sealed and nothing was read since the last.
    pub fn write_next(&mut self) -> Result<Option<Segment>, SegmentError> {
        let Segments { source, out, number, end, .. } = self;
        let Some((segment, next)) = source.reading(|conn, reads| write_out(conn, reads, out, *number, end))? else {
            return Ok(None);
        };
        // Under its name it is outside, and what it says must stay true.
        source.outlast()?;
        let path = out.join(name_of(segment.number));
        let renamed = std::fs::rename(part(out), &path).and_then(|()| File::open(&*out)?.sync_all());
        renamed.map_err(|error| StoreError::file(&path, &error))?;
        (self.number, self.end) = (segment.number, next);
        Ok(Some(segment))
    }
}

impl Source {
    /// Puts questions to one state of the record, and of the log of reads if there is one yet.
    fn reading<T>(
        &mut self,
        f: impl FnOnce(&Conn, Option<&Conn>) -> Result<T, SegmentError>,
    ) -> Result<T, SegmentError> {
        match self {
            Source::Folder(folder) => {
                let conn = open_reading(&folder.record())?;
                conn.batch("BEGIN")?;
                // A question takes the snapshot: the log of reads is opened after it, so that it has every batch that is
                // marked there.
                read_identity(&conn)?;
                let reads = folder.reads().exists().then(|| open_reading(&folder.reads())).transpose()?;
                f(&conn, reads.as_ref())
            }
            Source::Database(link, kept) => {
                let conn = match kept.take() {
                    Some(conn) if !conn.is_lost() => conn,
                    _ => link.connect_patiently()?,
                };
                let mut outcome = None;
                let read = conn.reading(|| {
                    outcome = Some(f(&conn, Some(&conn)));
                    Ok(())
                });
                match outcome {
                    Some(Ok(found)) => {
                        read?;
                        *kept = Some(conn);
                        Ok(found)
                    }
                    // What was said first says most; and whatever it was, the next question gets a new connection.
                    Some(Err(error)) => Err(error),
                    None => Err(read.err().unwrap_or_else(crate::sqlite::stopped).into()),
                }
            }
        }
    }

    /// Waits until what was read would outlive a failover.
    fn outlast(&self) -> Result<(), StoreError> {
        match self {
            Source::Folder(_) => Ok(()),
            Source::Database(link, kept) => kept.as_ref().map_or_else(|| outlast(&link.connect_patiently()?), outlast),
        }
    }
}

/// Where the segments in a folder end.
fn taken_up(conn: &Conn, out: &Path) -> Result<(u64, End), SegmentError> {
    let Some((number, path)) = listed(out)?.pop() else {
        let end = End { size: 0, root: ledger::empty_root(), acts: i64::MIN, reads: (0, 0), sha256: Hash::ZERO };
        return Ok((0, end));
    };
    let other = |why: String| SegmentError::OtherHistory { file: path.clone(), why };
    let origin = read_identity(conn)?.origin;
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
    follows(conn, &end, &path)?;
    Ok((number, end))
}

/// Refuses a record that does not go on from where the segments end: it was put back, maybe under a running server, and has
/// gone on differently since. Two histories in one series would make neither again.
fn follows(conn: &Conn, end: &End, last: &Path) -> Result<(), SegmentError> {
    if end.size == 0 || root_signed_at(conn, end.size)? == Some(end.root) {
        return Ok(());
    }
    let why = format!("the record has no checkpoint at {} leaves with its root", end.size);
    Err(SegmentError::OtherHistory { file: last.to_path_buf(), why })
}

/// A segment that has no name yet.
fn part(folder: &Path) -> PathBuf {
    folder.join("segment.part")
}

/// Writes what follows `last`, the end of segment `number`, if there is anything.
fn write_out(
    conn: &Conn,
    reads: Option<&Conn>,
    folder: &Path,
    number: u64,
    last: &End,
) -> Result<Option<(Segment, End)>, SegmentError> {
    follows(conn, last, &folder.join(name_of(number)))?;
    let sealed = next_checkpoint(conn, last.size)?;
    let last_read = match reads {
        Some(reads) => last_read(reads)?.unwrap_or(last.reads),
        None => last.reads,
    };
    if sealed.is_none() && last_read <= last.reads {
        return Ok(None);
    }
    let (to, root, acts) = sealed.unwrap_or((last.size, last.root, last.acts));
    let (number, from) = (number + 1, last.size);
    let mut out = Writer::create(&part(folder))?;
    let origin = read_identity(conn)?.origin;
    out.line(&Line::Begin(Begin { v: VERSION, number, origin, from }))?;
    let referred = leaves(conn, &mut out, from, to)?;
    write_documents(conn, &mut out, &referred)?;
    write_acts(conn, &mut out, last.acts, acts)?;
    if let Some(reads) = reads {
        write_reads(reads, &mut out, last.reads, last_read)?;
    }
    let (end, bytes) = out.end(|sha256| End { size: to, root, acts, reads: last_read, sha256 })?;
    Ok(Some((Segment { number, from, to, bytes }, end)))
}

/// Where a segment that begins at `from` ends: size, root and time of its last checkpoint; `None` if there is none yet.
fn next_checkpoint(conn: &Conn, from: u64) -> Result<Option<(u64, Hash, i64)>, StoreError> {
    let text = "SELECT size, root, at FROM checkpoint WHERE size > $1
                AND size <= COALESCE((SELECT MIN(size) FROM checkpoint WHERE size >= $2), 9223372036854775807)
                ORDER BY size DESC LIMIT 1";
    conn.first(text, cells![from, from + LEAVES], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
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
