//! Adding segments to a restored record. Nothing in a segment is believed: every leaf must continue its stream, hold
//! the commitment to its content, and stand under the root that was signed.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use ledger::{Checkpoint, EntryId, Hash, Leaf, Salt, StreamId, VerifyingKey};

use super::format::{ActLine, CheckpointLine, LeafLine, Line, ReadLine, VERSION, read};
use super::{SegmentError, listed};
use crate::entries::{Head, INSERT_ENTRY, put_head, read_head};
use crate::error::StoreError;
use crate::folder::Identity;
use crate::log::{CheckpointRow, End, Kind, append, insert_checkpoint, insert_mark, last_checkpoint};
use crate::sql::{Conn, cells};
use crate::{documents, forget};

/// What was added to a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Applied {
    /// Entries added.
    pub(crate) entries: u64,
    /// Streams that have new entries, each with the number of the first of them, or entries without content now.
    pub(crate) touched: BTreeMap<StreamId, u64>,
    /// Entries that were erased since the backup.
    pub(crate) erased: Vec<EntryId>,
}

impl Applied {
    fn touch(&mut self, stream: StreamId, first: u64) {
        let known = self.touched.entry(stream).or_insert(first);
        *known = first.min(*known);
    }
}

/// The two files of a record that is being restored.
pub(crate) struct Target<'a> {
    pub(crate) record: &'a Conn,
    pub(crate) reads: &'a Conn,
    pub(crate) identity: &'a Identity,
    pub(crate) key: &'a VerifyingKey,
}

/// Adds every segment of a folder that the record does not have yet, in order, each as a whole or not at all; none
/// beyond `until` leaves, if that is given.
pub(crate) fn apply_all(target: &Target<'_>, folder: &Path, until: Option<u64>) -> Result<Applied, SegmentError> {
    let until = until.unwrap_or(u64::MAX);
    let mut applied = Applied::default();
    for (_, path) in listed(folder)? {
        let end = End::load(target.record, target.identity)?;
        for conn in [target.record, target.reads] {
            conn.begin()?;
        }
        let mut work = Work::new(target, &path, end, until)?;
        let outcome = read(&path, work.good, |number, line| work.line(number, line))
            .and_then(|segment| Ok((segment.size, work.finish()?)));
        // The reads log first: every batch that the record marks must be there.
        for conn in [target.reads, target.record] {
            if outcome.is_ok() { conn.commit() } else { conn.roll_back() }?;
        }
        let (reaches, added) = outcome?;
        applied.entries += added.entries;
        for (stream, first) in added.touched {
            applied.touch(stream, first);
        }
        applied.erased.extend(added.erased);
        if reaches >= until {
            break;
        }
    }
    Ok(applied)
}

/// One segment on its way in.
struct Work<'a> {
    target: &'a Target<'a>,
    path: PathBuf,
    /// Leaves of the log before this segment.
    good: u64,
    until: u64,
    /// The position of the segment's next leaf.
    position: u64,
    end: End,
    /// The last checkpoint that has been met: what is recorded after it waits for the next segment.
    sealed_at: i64,
    heads: HashMap<StreamId, Head>,
    /// Leaves since the last checkpoint. They are stored once it is found to cover them.
    waiting: Vec<Waiting>,
    erased: Vec<EntryId>,
    /// Documents that the entries stored so far refer to.
    referred: BTreeSet<Hash>,
    added: Applied,
}

struct Waiting {
    leaf: Leaf,
    head: Head,
    kind: Kind,
    line: LeafLine,
}

impl<'a> Work<'a> {
    fn new(target: &'a Target<'a>, path: &Path, end: End, until: u64) -> Result<Work<'a>, StoreError> {
        let sealed_at = last_checkpoint(target.record)?.map_or(i64::MIN, |last| last.at);
        let added = Applied::default();
        let good = end.edge.size();
        let (heads, waiting, erased, referred) = (HashMap::new(), Vec::new(), Vec::new(), BTreeSet::new());
        Ok(Work {
            target,
            path: path.to_path_buf(),
            good,
            until,
            position: 0,
            end,
            sealed_at,
            heads,
            waiting,
            erased,
            referred,
            added,
        })
    }

    fn line(&mut self, number: u64, line: Line) -> Result<(), SegmentError> {
        let outcome = match line {
            Line::Begin(begin) if begin.v == VERSION && number == 1 => {
                if begin.from > self.good {
                    return Err(SegmentError::Gap { file: self.path.clone(), from: begin.from, good: self.good });
                }
                self.position = begin.from;
                if begin.origin == self.target.identity.origin {
                    Ok(())
                } else {
                    Err(StoreError::Damaged(format!("it is of {}", begin.origin)))
                }
            }
            _ if number == 1 => Err(StoreError::Damaged("it does not begin as a segment does".to_owned())),
            Line::Begin(_) => Err(StoreError::Damaged("it begins twice".to_owned())),
            Line::Leaf(line) => self.leaf(line),
            Line::Checkpoint(line) => self.checkpoint(&line),
            Line::Document(bytes) => self.document(&bytes.0),
            Line::Act(act) => self.act(&act),
            Line::Read(row) => self.read(&row),
            Line::End(_) => Ok(()),
        };
        outcome.map_err(|error| self.damaged(number, &error))
    }

    fn damaged(&self, line: u64, error: &StoreError) -> SegmentError {
        SegmentError::Damaged { file: self.path.clone(), line, why: error.to_string(), good: self.good }
    }

    fn leaf(&mut self, line: LeafLine) -> Result<(), StoreError> {
        let position = self.position;
        self.position += 1;
        let hash = ledger::leaf_hash(&line.leaf.0);
        if position < self.good {
            return self.same_as_ours(position, hash);
        }
        let wrong = |why: &str| StoreError::Damaged(format!("leaf {position}: {why}"));
        let leaf = Leaf::parse(&line.leaf.0).map_err(|error| wrong(&error.to_string()))?;
        let identity = self.target.identity;
        let kind = match line.kind {
            0 if ![&identity.seal_stream, &identity.reads_stream].contains(&&leaf.stream) => Kind::Entry,
            1 if leaf.stream == identity.seal_stream => Kind::Seal,
            2 if leaf.stream == identity.reads_stream => Kind::Reads,
            _ => return Err(wrong("it is of another kind than its stream")),
        };
        let before = self.head(&leaf.stream, kind)?;
        let continues = leaf.seq == before.map_or(1, |head| head.seq + 1)
            && leaf.prev == before.map_or(Hash::ZERO, |head| head.hash)
            && before.is_none_or(|head| leaf.recorded > head.recorded);
        if leaf.origin != identity.origin || !continues {
            return Err(wrong("it does not continue its stream"));
        }
        match (&line.salt, &line.content) {
            (Some(salt), Some(content)) => {
                let salt = Salt::try_from(salt.0.as_slice()).map_err(|_| wrong("its salt is not 32 bytes"))?;
                if ledger::commit(&salt, &content.0) != leaf.commit {
                    return Err(wrong("its content is not the one it commits to"));
                }
            }
            // Whether an erasure accounts for it is judged when the whole record is verified.
            (None, None) if kind == Kind::Entry => {}
            _ => return Err(wrong("its salt or its content is missing")),
        }
        let head = Head { seq: leaf.seq, hash, recorded: leaf.recorded };
        self.heads.insert(leaf.stream.clone(), head);
        self.waiting.push(Waiting { leaf, head, kind, line });
        Ok(())
    }

    /// A segment may begin before the backup ended: what both have must be the same.
    fn same_as_ours(&self, position: u64, hash: Hash) -> Result<(), StoreError> {
        let ours: Hash = self.target.record.value("SELECT hash FROM log WHERE position = $1", cells![position])?;
        if ours == hash {
            return Ok(());
        }
        Err(StoreError::Damaged(format!("leaf {position}: the record has another at this position")))
    }

    fn head(&self, stream: &StreamId, kind: Kind) -> Result<Option<Head>, StoreError> {
        match (self.heads.get(stream), kind) {
            (Some(head), _) => Ok(Some(*head)),
            (None, Kind::Entry) => read_head(self.target.record, stream),
            (None, Kind::Seal) => Ok(self.end.seals),
            (None, Kind::Reads) => Ok(self.end.reads),
        }
    }

    /// A checkpoint must state the root over the leaves up to it, signed by the log's key; then they are stored.
    fn checkpoint(&mut self, line: &CheckpointLine) -> Result<(), StoreError> {
        if line.size <= self.good || line.size > self.until {
            if line.size > self.until {
                self.waiting.clear();
            }
            return Ok(());
        }
        let wrong = |why: &str| StoreError::Damaged(format!("the checkpoint at {} leaves {why}", line.size));
        for Waiting { leaf, head, kind, line } in std::mem::take(&mut self.waiting) {
            self.store(&leaf, &head, kind, &line)?;
        }
        let root = self.end.edge.root();
        let text = Checkpoint { origin: self.target.identity.origin.clone(), size: line.size, root }.text();
        if self.end.edge.size() != line.size {
            return Err(wrong("does not come after them"));
        }
        match self.target.key.open(&line.note) {
            Ok(signed) if signed == text => {}
            Ok(_) => return Err(wrong("states another root")),
            Err(error) => return Err(wrong(&error.to_string())),
        }
        if self.end.recorded != line.at {
            return Err(wrong("is of another time than its seal"));
        }
        let row = CheckpointRow { size: line.size, at: line.at, root, note: line.note.clone() };
        insert_checkpoint(self.target.record, &row)?;
        self.sealed_at = line.at;
        Ok(())
    }

    fn store(&mut self, leaf: &Leaf, head: &Head, kind: Kind, line: &LeafLine) -> Result<(), StoreError> {
        let record = self.target.record;
        let salt = line.salt.as_ref().map(|salt| salt.0.as_slice());
        let content = line.content.as_ref().map(|content| content.0.as_slice());
        if kind == Kind::Entry {
            let row = cells![leaf.stream, head.seq, head.recorded, head.hash, line.leaf.0, salt, content];
            record.write(INSERT_ENTRY, row)?;
            put_head(record, &leaf.stream, head)?;
            self.erased.extend(content.and_then(ledger::erased_entries).unwrap_or_default());
            let content = content.unwrap_or_default();
            documents::note_uses(record, &leaf.stream, head.seq, content)?;
            self.referred.extend(documents::referred(content));
            self.added.entries += 1;
            self.added.touch(leaf.stream.clone(), head.seq);
        } else {
            insert_mark(
                record,
                &leaf.stream,
                leaf.seq,
                &line.leaf.0,
                salt.unwrap_or_default(),
                content.unwrap_or_default(),
            )?;
            let last = if kind == Kind::Seal { &mut self.end.seals } else { &mut self.end.reads };
            *last = Some(*head);
        }
        append(record, &mut self.end, &leaf.stream, head, kind)
    }

    /// Only what an entry of this segment refers to: another may have been erased since.
    fn document(&self, bytes: &[u8]) -> Result<(), StoreError> {
        let hash = Hash::of(bytes);
        if self.referred.contains(&hash) { documents::keep(self.target.record, &hash, bytes) } else { Ok(()) }
    }

    fn act(&self, act: &ActLine) -> Result<(), StoreError> {
        if act.recorded > self.sealed_at {
            return Ok(());
        }
        self.target.record.write(
            "INSERT INTO act (actor, key, act, digest, answer, ids, recorded)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (actor, key) DO NOTHING",
            cells![act.actor, act.key, act.act, act.digest.0, act.answer, act.ids, act.recorded],
        )
    }

    fn read(&self, row: &ReadLine) -> Result<(), StoreError> {
        self.target.reads.write(
            "INSERT INTO read (batch, n, at, staff, role, organisation, purpose, screen, subject, outcome, row_count,
                               detail)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (batch, n) DO NOTHING",
            cells![
                row.batch,
                row.n,
                row.at,
                row.staff,
                row.role,
                row.organisation,
                row.purpose,
                row.screen,
                row.subject,
                row.outcome,
                row.rows,
                row.detail
            ],
        )
    }

    /// What the segment erases is erased before anybody can read it.
    fn finish(mut self) -> Result<Applied, SegmentError> {
        if self.end.edge.size() < self.position.min(self.until) && !self.waiting.is_empty() {
            let error = StoreError::Damaged("its last leaves are not sealed".to_owned());
            return Err(self.damaged(0, &error));
        }
        for id in std::mem::take(&mut self.erased) {
            forget::entry(self.target.record, &id)?;
            self.added.touch(id.stream.clone(), u64::MAX);
            self.added.erased.push(id);
        }
        self.end.edge.store_growing(self.target.record)?;
        Ok(self.added)
    }
}
