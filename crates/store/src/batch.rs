//! One batch of the writer: acts are checked, written, sealed and committed together.
//!
//! An act is checked against the heads as the acts before it in the batch leave them, and before anything of it is
//! written; so a stale act leaves nothing, without a savepoint. Only when an act turns out to be wrong half-way (a row
//! that breaks a constraint) is the batch done again with a savepoint round each.

use std::collections::HashMap;

use ledger::{EntryId, SigningKey, StreamId};
use rusqlite::{Connection, OptionalExtension, params};

use crate::act::{Act, Appended, IdemKey, Receipt, SideWrite};
use crate::entries::{Head, insert_entry, next_leaf, put_head, read_head};
use crate::error::StoreError;
use crate::folder::Identity;
use crate::log::{End, Kind, Line, make_mark, seal};
use crate::reads::ReadsBatch;
use crate::snapshot::guard_version;
use crate::{documents, forget, rows, side, timing};

/// More heads than this are not remembered.
const HEADS_REMEMBERED: usize = 200_000;
/// Integers of the ledger lie below 2^53.
const INSTANT_MAX: i64 = 1 << 53;

/// Something for the writer to do.
pub(crate) enum Task {
    Append(Box<Act>),
    Side(SideWrite),
}

/// What it did.
pub(crate) enum Done {
    Appended(Appended),
    Side,
}

/// The write connection and what the writer remembers of the record.
pub(crate) struct Engine {
    pub(crate) conn: Connection,
    pub(crate) identity: Identity,
    key: SigningKey,
    /// `None` after a failure that leaves in doubt what is stored: it is read again before the next batch.
    end: Option<End>,
    heads: HashMap<StreamId, Head>,
    /// Closed batches of the reads log that have no mark yet.
    owed: Vec<ReadsBatch>,
    /// Erased content may still stand in the write-ahead log.
    truncate: bool,
}

/// What a batch has done so far.
struct Work {
    end: End,
    heads: HashMap<StreamId, Head>,
    lines: Vec<Line>,
    erases: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Care {
    /// Nothing is expected to go wrong.
    Swift,
    /// A savepoint round each task.
    Each,
}

impl Engine {
    pub(crate) fn open(conn: Connection, identity: Identity, key: SigningKey) -> Result<Engine, StoreError> {
        let end = Some(End::load(&conn, &identity)?);
        let (heads, owed) = (HashMap::new(), Vec::new());
        let engine = Engine { conn, identity, key, end, heads, owed, truncate: false };
        engine.refuse_unsealed()?;
        Ok(engine)
    }

    /// The number of the last batch of the reads log that has its mark.
    pub(crate) fn reads_marked(&self) -> u64 {
        self.end.as_ref().and_then(|end| end.reads).map_or(0, |head| head.seq)
    }

    pub(crate) fn owe(&mut self, batch: ReadsBatch) {
        self.owed.push(batch);
    }

    /// Marks the batches of the reads log that are owed.
    pub(crate) fn settle(&mut self) -> Result<(), StoreError> {
        self.attempt(&[], Care::Swift).map(drop)
    }

    /// Does the tasks in one transaction. Each gets its own answer; if the transaction as a whole fails, every one gets
    /// that.
    pub(crate) fn run(&mut self, tasks: &[Task]) -> Vec<Result<Done, StoreError>> {
        let outcome = match self.attempt(tasks, Care::Swift) {
            Err(error) if error.is_of_the_act() => self.attempt(tasks, Care::Each),
            outcome => outcome,
        };
        outcome.unwrap_or_else(|error| {
            self.end = None;
            self.heads.clear();
            tasks.iter().map(|_| Err(error.clone())).collect()
        })
    }

    fn attempt(&mut self, tasks: &[Task], care: Care) -> Result<Vec<Result<Done, StoreError>>, StoreError> {
        let end = match &self.end {
            Some(end) => end.clone(),
            None => End::load(&self.conn, &self.identity)?,
        };
        let mut work = Work { end, heads: HashMap::new(), lines: Vec::new(), erases: false };
        self.conn.execute_batch("BEGIN IMMEDIATE")?;
        let outcome = self.write(&mut work, tasks, care).and_then(|answers| {
            self.conn.execute_batch("COMMIT")?;
            Ok(answers)
        });
        if outcome.is_err() && !self.conn.is_autocommit() {
            self.conn.execute_batch("ROLLBACK")?;
        }
        let answers = outcome?;
        self.end = Some(work.end);
        if self.heads.len() > HEADS_REMEMBERED {
            self.heads.clear();
        }
        self.heads.extend(work.heads);
        self.owed.clear();
        self.truncate |= work.erases;
        self.truncate_wal();
        Ok(answers)
    }

    fn write(&self, work: &mut Work, tasks: &[Task], care: Care) -> Result<Vec<Result<Done, StoreError>>, StoreError> {
        let mut answers = Vec::with_capacity(tasks.len());
        for task in tasks {
            answers.push(match care {
                Care::Swift => Ok(self.task(work, task)?),
                Care::Each => self.task_apart(work, task)?,
            });
        }
        for batch in &self.owed {
            self.mark_reads(work, batch)?;
        }
        if !work.lines.is_empty() {
            for (stream, head) in &work.heads {
                put_head(&self.conn, stream, head)?;
            }
            let lines = std::mem::take(&mut work.lines);
            seal(&self.conn, &self.identity, &self.key, &mut work.end, &lines, None)?;
        }
        Ok(answers)
    }

    fn task_apart(&self, work: &mut Work, task: &Task) -> Result<Result<Done, StoreError>, StoreError> {
        self.conn.execute_batch("SAVEPOINT task")?;
        let answer = self.task(work, task);
        match &answer {
            Ok(_) => {}
            Err(error) if error.is_of_the_act() => self.conn.execute_batch("ROLLBACK TO task")?,
            Err(error) => return Err(error.clone()),
        }
        self.conn.execute_batch("RELEASE task")?;
        Ok(answer)
    }

    /// A task that fails changes nothing of `work`.
    fn task(&self, work: &mut Work, task: &Task) -> Result<Done, StoreError> {
        match task {
            Task::Append(act) => self.append(work, act).map(Done::Appended),
            Task::Side(side) => side::write(&self.conn, side).map(|()| Done::Side),
        }
    }

    fn append(&self, work: &mut Work, act: &Act) -> Result<Appended, StoreError> {
        self.check(act)?;
        if let Some(key) = &act.key
            && let Some(before) = self.answered(key)?
        {
            return Ok(before);
        }
        if !self.is_fresh(work, act)? {
            return Ok(Appended::Stale);
        }
        let mut recorded = work.end.next_instant(act.at);
        let first = recorded;
        let mut heads: Vec<(&StreamId, Head)> = Vec::with_capacity(act.entries.len());
        let mut ids = Vec::with_capacity(act.entries.len());
        let mut erased = Vec::new();
        for (n, entry) in (0..).zip(&act.entries) {
            recorded = first + n;
            let staged = heads.iter().rev().find(|(stream, _)| **stream == entry.stream);
            let head = match staged {
                Some((_, head)) => Some(*head),
                None => self.head(work, &entry.stream)?,
            };
            let commit = ledger::commit(&entry.salt, &entry.content);
            let made = next_leaf(&self.identity.origin, &entry.stream, head, recorded, commit);
            insert_entry(&self.conn, &entry.stream, &made, &entry.salt, &entry.content)?;
            for id in ledger::erased_entries(&entry.content).unwrap_or_default() {
                forget::entry(&self.conn, &id)?;
                erased.push(id);
            }
            ids.push(EntryId { stream: entry.stream.clone(), seq: made.head.seq });
            heads.push((&entry.stream, made.head));
        }
        for guard in &act.bumps {
            self.bump(guard)?;
        }
        for (hash, bytes) in &act.documents {
            documents::keep(&self.conn, hash, bytes)?;
        }
        for projected in &act.rows {
            rows::replace(&self.conn, projected, recorded)?;
        }
        for of in &act.timings {
            let Some(id) = ids.get(of.entry) else {
                return Err(StoreError::Refused(format!("act {} has no entry {}", act.act, of.entry)));
            };
            timing::insert(&self.conn, id, first + i64::try_from(of.entry).unwrap_or(0), of)?;
        }
        forget::past(&self.conn, &erased)?;
        let receipt = Receipt { act: act.act.clone(), answer: act.answer.clone(), ids, recorded, protected: true };
        if let Some(key) = &act.key {
            self.remember(key, &receipt)?;
        }
        if !heads.is_empty() {
            work.end.recorded = recorded;
        }
        work.erases |= !erased.is_empty();
        for (stream, head) in heads {
            work.lines.push(Line { stream: stream.clone(), head, kind: Kind::Entry });
            work.heads.insert(stream.clone(), head);
        }
        Ok(Appended::Recorded(receipt))
    }

    fn check(&self, act: &Act) -> Result<(), StoreError> {
        if act.at.abs() >= INSTANT_MAX {
            return Err(StoreError::Refused(format!("no clock shows {} microseconds", act.at)));
        }
        let own = [&self.identity.seal_stream, &self.identity.reads_stream];
        if let Some(entry) = act.entries.iter().find(|entry| own.contains(&&entry.stream)) {
            return Err(StoreError::Refused(format!("{} is the log's own", entry.stream)));
        }
        Ok(())
    }

    fn is_fresh(&self, work: &Work, act: &Act) -> Result<bool, StoreError> {
        for (stream, seen) in &act.expects {
            if self.head(work, stream)?.map_or(0, |head| head.seq) != *seen {
                return Ok(false);
            }
        }
        for (guard, seen) in &act.guards {
            if guard_version(&self.conn, guard)? != *seen {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn head(&self, work: &Work, stream: &StreamId) -> Result<Option<Head>, StoreError> {
        match work.heads.get(stream).or_else(|| self.heads.get(stream)) {
            Some(head) => Ok(Some(*head)),
            None => read_head(&self.conn, stream),
        }
    }

    fn answered(&self, key: &IdemKey) -> Result<Option<Appended>, StoreError> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT digest, act, answer, ids, recorded FROM act WHERE actor = $1 AND key = $2")?;
        let found: Option<(Vec<u8>, Receipt, String)> = statement
            .query_row([&key.actor, &key.key], |row| {
                let (act, answer, recorded) = (row.get(1)?, row.get(2)?, row.get(4)?);
                Ok((row.get(0)?, Receipt { act, answer, ids: Vec::new(), recorded, protected: true }, row.get(3)?))
            })
            .optional()?;
        let Some((digest, mut receipt, ids)) = found else {
            return Ok(None);
        };
        if digest != key.digest {
            return Ok(Some(Appended::KeyReused));
        }
        let ids = ids.split_ascii_whitespace().map(str::parse).collect::<Result<_, _>>();
        receipt.ids = ids.map_err(|error| StoreError::Damaged(format!("act {}: {error}", receipt.act)))?;
        Ok(Some(Appended::Repeat(receipt)))
    }

    fn remember(&self, key: &IdemKey, receipt: &Receipt) -> Result<(), StoreError> {
        let ids = receipt.ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        self.conn
            .prepare_cached(
                "INSERT INTO act (actor, key, act, digest, answer, ids, recorded)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)",
            )?
            .execute(params![
                key.actor,
                key.key,
                receipt.act,
                &key.digest[..],
                receipt.answer,
                ids,
                receipt.recorded
            ])?;
        Ok(())
    }

    fn bump(&self, guard: &str) -> Result<(), StoreError> {
        self.conn
            .prepare_cached(
                "INSERT INTO guard (name, version) VALUES ($1, 1)
                 ON CONFLICT (name) DO UPDATE SET version = guard.version + 1",
            )?
            .execute([guard])?;
        Ok(())
    }

    fn mark_reads(&self, work: &mut Work, batch: &ReadsBatch) -> Result<(), StoreError> {
        let marked = work.end.reads.map_or(0, |head| head.seq);
        if batch.batch <= marked {
            return Ok(());
        }
        if batch.batch != marked + 1 {
            return Err(StoreError::Damaged(format!("batch {} of the reads log follows {marked}", batch.batch)));
        }
        let recorded = work.end.next_instant(batch.at);
        let stream = &self.identity.reads_stream;
        let content = batch.content();
        let made = make_mark(&self.conn, &self.identity, stream, work.end.reads, recorded, content.as_bytes())?;
        work.end.reads = Some(made.head);
        work.end.recorded = recorded;
        work.lines.push(Line { stream: stream.clone(), head: made.head, kind: Kind::Reads });
        Ok(())
    }

    /// This engine never leaves an entry unsealed: what stands there was put there by another hand, and is not signed.
    fn refuse_unsealed(&self) -> Result<(), StoreError> {
        let found: Option<String> = self
            .conn
            .query_row("SELECT stream FROM unsealed ORDER BY stream LIMIT 1", [], |row| row.get(0))
            .optional()?;
        match found {
            Some(stream) => Err(StoreError::Damaged(format!("an entry of {stream} was recorded by another program"))),
            None => Ok(()),
        }
    }

    /// Tried again after the next batch if a reader is in the way.
    fn truncate_wal(&mut self) {
        if !self.truncate {
            return;
        }
        let busy = self.conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
        self.truncate = busy != Ok(0);
    }
}
