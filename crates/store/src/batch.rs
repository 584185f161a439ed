//! One batch of the writer: acts are checked, written, sealed and committed together.
//!
//! An act is checked against the heads as the acts before it in the batch leave them, and before anything of it is
//! written; so a stale act leaves nothing, without a savepoint. Only when an act turns out to be wrong half-way (a row
//! that breaks a constraint) is the batch done again with a savepoint round each.

use std::collections::HashMap;

use ledger::{SigningKey, StreamId};

use crate::act::{Act, Appended, SideWrite};
use crate::entries::{Head, put_head, read_head};
use crate::error::StoreError;
use crate::folder::Identity;
use crate::log::{End, Kind, Line, mark_reads, seal};
use crate::reads::ReadsBatch;
use crate::recording::{self, Recorded};
use crate::snapshot::guard_version;
use crate::sql::{Conn, cells};
use crate::{behind, owing, side, tail};

/// More heads than this are not remembered.
const HEADS_REMEMBERED: usize = 200_000;

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
    pub(crate) conn: Conn,
    pub(crate) identity: Identity,
    key: SigningKey,
    /// `None` after a failure that leaves in doubt what is stored: it is read and verified before the next batch.
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
    /// So many leaves somebody outside has seen of the record, which has fewer ([`crate::behind`]). What was read is marked
    /// when that is over.
    behind: Option<u64>,
    /// What was erased since it was put back may stand in it ([`crate::owing`]).
    owes: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Care {
    /// Nothing is expected to go wrong.
    Swift,
    /// A savepoint round each task.
    Each,
}

impl Engine {
    pub(crate) fn open(conn: Conn, identity: Identity, key: SigningKey) -> Result<Engine, StoreError> {
        let (heads, owed) = (HashMap::new(), Vec::new());
        // A process may have been killed between an erasure and the cut that ends it: nothing else tells.
        let mut engine = Engine { conn, identity, key, end: None, heads, owed, truncate: true };
        engine.end = Some(engine.verified_end()?);
        engine.refuse_unsealed()?;
        engine.truncate_wal();
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
            None => self.verified_end()?,
        };
        let mut work = Work { end, heads: HashMap::new(), lines: Vec::new(), erases: false, behind: None, owes: false };
        self.conn.roll_back()?;
        self.conn.begin()?;
        let outcome = self.write(&mut work, tasks, care).and_then(|answers| {
            self.conn.commit()?;
            Ok(answers)
        });
        if outcome.is_err() {
            // SQLite has most often done so by itself. Should it fail, the next batch tries anew.
            let _ = self.conn.roll_back();
        }
        let answers = outcome?;
        self.end = Some(work.end);
        if self.heads.len() > HEADS_REMEMBERED {
            self.heads.clear();
        }
        self.heads.extend(work.heads);
        if work.behind.is_none() {
            self.owed.clear();
        }
        self.truncate |= work.erases;
        self.truncate_wal();
        Ok(answers)
    }

    /// The end of the stored log, once its last leaves have been verified.
    fn verified_end(&self) -> Result<End, StoreError> {
        let end = End::load(&self.conn, &self.identity)?;
        tail::check(&self.conn, &self.identity, &self.key.public(), &end)?;
        Ok(end)
    }

    fn write(&self, work: &mut Work, tasks: &[Task], care: Care) -> Result<Vec<Result<Done, StoreError>>, StoreError> {
        let mut answers = Vec::with_capacity(tasks.len());
        // Once a batch, and not once an act: nobody else writes here meanwhile.
        work.behind = behind::read(&self.conn)?;
        work.owes = owing::read(&self.conn)?;
        for task in tasks {
            answers.push(match care {
                Care::Swift => Ok(self.task(work, task)?),
                Care::Each => self.task_apart(work, task)?,
            });
        }
        for batch in self.owed.iter().filter(|_| work.behind.is_none()) {
            let recorded = work.end.next_instant(batch.at);
            work.lines.extend(mark_reads(&self.conn, &self.identity, &mut work.end, batch, recorded)?);
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
        self.conn.batch("SAVEPOINT task")?;
        let answer = self.task(work, task);
        match &answer {
            Ok(_) => {}
            Err(error) if error.is_of_the_act() => self.conn.batch("ROLLBACK TO task")?,
            Err(error) => return Err(error.clone()),
        }
        self.conn.batch("RELEASE task")?;
        Ok(answer)
    }

    /// A task that fails changes nothing of `work`.
    fn task(&self, work: &mut Work, task: &Task) -> Result<Done, StoreError> {
        match task {
            Task::Append(act) => self.append(work, act).map(Done::Appended),
            Task::Side(side) => {
                side::write(&self.conn, side)?;
                if matches!(side, SideWrite::HoldBehind { .. }) {
                    work.behind = behind::read(&self.conn)?;
                }
                Ok(Done::Side)
            }
        }
    }

    fn append(&self, work: &mut Work, act: &Act) -> Result<Appended, StoreError> {
        recording::check(act, &self.identity)?;
        if let Some(key) = &act.key
            && let Some(before) = recording::answered(&self.conn, key)?
        {
            return Ok(before);
        }
        if act.ends_hold.is_empty() {
            behind::refuse_if(&self.conn, work.behind)?;
        }
        owing::refuse(work.owes, act.owing)?;
        if !self.is_fresh(work, act)? {
            return Ok(Appended::Stale);
        }
        if !act.ends_hold.is_empty() {
            behind::end(&self.conn, &act.ends_hold)?;
        }
        let first = work.end.next_instant(act.at);
        let recorded = recording::record(&self.conn, &self.identity, act, first, |stream| self.head(work, stream))?;
        let Recorded { mut receipt, heads, erases } = recorded;
        receipt.protected = true;
        if !heads.is_empty() {
            work.end.recorded = receipt.recorded;
        }
        work.owes = owing::note(&self.conn, work.owes, act.owing)?;
        work.erases |= erases;
        if !act.ends_hold.is_empty() {
            work.behind = None;
        }
        for (stream, head) in heads {
            work.lines.push(Line { stream: stream.clone(), head, kind: Kind::Entry });
            work.heads.insert(stream, head);
        }
        Ok(Appended::Recorded(receipt))
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

    /// This engine never leaves an entry unsealed: what stands there was put there by another hand, and is not signed.
    fn refuse_unsealed(&self) -> Result<(), StoreError> {
        let text = "SELECT stream FROM unsealed ORDER BY stream LIMIT 1";
        let found: Option<String> = self.conn.first(text, cells![], |row| row.get(0))?;
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
        let busy = self.conn.value::<i64>("PRAGMA wal_checkpoint(TRUNCATE)", cells![]);
        self.truncate = busy != Ok(0);
    }
}
