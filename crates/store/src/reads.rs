//! The reads log: who was shown what, durable before they are. It has a file of its own; of each closed batch of rows
//! a digest goes into the main log, as one leaf.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use ledger::Hash;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use tokio::sync::oneshot;

use crate::error::StoreError;
use crate::folder::{Folder, open_writing};
use crate::schema;
use crate::sql::{Conn, Row, cells};
use crate::writer::Job;

/// A batch closes when it has so many rows…
const BATCH_ROWS: u64 = 256;
/// …or when its first row is this old, in microseconds, by the clock of the next row's caller.
const BATCH_AGE: i64 = 1_000_000;
/// Rows that share a transaction.
const GROUP: usize = 512;

/// One look: a page, a list, a download, or the refusal of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReadRow {
    /// When, in microseconds.
    pub at: i64,
    /// Who: the staff id.
    pub staff: String,
    /// In which role.
    pub role: String,
    /// For which organisation.
    pub organisation: String,
    /// What for.
    pub purpose: String,
    /// Which screen.
    pub screen: String,
    /// Whose record, if one person's: the stream.
    pub subject: Option<String>,
    /// `shown` or `refused`.
    pub outcome: String,
    /// How many rows were shown.
    pub rows: i64,
    /// Whatever else is worth keeping: JSON.
    pub detail: String,
}

/// A closed batch, as its leaf in the main log states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ReadsBatch {
    pub(crate) batch: u64,
    pub(crate) count: u64,
    pub(crate) digest: Hash,
    /// When its last row was read.
    pub(crate) at: i64,
    /// The earliest and the latest time of its rows, if it stood there unsealed when the folder was opened.
    pub(crate) found: Option<(i64, i64)>,
}

impl ReadsBatch {
    /// The content of the leaf.
    pub(crate) fn content(&self) -> String {
        let ReadsBatch { batch, count, digest, .. } = self;
        let found = match self.found {
            Some((from, to)) => format!(r#","found":{{"from":{from},"to":{to}}}"#),
            None => String::new(),
        };
        format!(r#"{{"body":{{"batch":{batch},"count":{count},"digest":"{digest}"{found}}},"kind":"reads","v":1}}"#)
    }

    /// As one whose rows no running program can answer for.
    fn found_unsealed(self, span: (i64, i64)) -> ReadsBatch {
        ReadsBatch { found: Some(span), ..self }
    }
}

/// The rows of a batch so far.
#[derive(Clone, Default)]
pub(crate) struct Digesting {
    hasher: Sha256,
    count: u64,
    first: i64,
    last: i64,
    span: Option<(i64, i64)>,
}

impl Digesting {
    /// The digest is over the canonical JSON of each row in turn, a line break between them.
    pub(crate) fn add(&mut self, row: &ReadRow) -> Result<(), StoreError> {
        let json = ledger::canonical(row).map_err(|error| StoreError::Refused(error.to_string()))?;
        if self.count == 0 {
            self.first = row.at;
        } else {
            self.hasher.update(b"\n");
        }
        self.hasher.update(&json);
        self.count += 1;
        self.last = row.at;
        let (from, to) = self.span.unwrap_or((row.at, row.at));
        self.span = Some((from.min(row.at), to.max(row.at)));
        Ok(())
    }

    /// The batch as one that nobody can answer for.
    pub(crate) fn close_found(self, batch: u64) -> ReadsBatch {
        let span = self.span.unwrap_or_default();
        self.close(batch).found_unsealed(span)
    }

    pub(crate) fn close(self, batch: u64) -> ReadsBatch {
        let digest = Hash(self.hasher.finalize().into());
        ReadsBatch { batch, count: self.count, digest, at: self.last, found: None }
    }

    fn is_due(&self, at: i64) -> bool {
        self.count >= BATCH_ROWS || (self.count > 0 && at.saturating_sub(self.first) > BATCH_AGE)
    }
}

/// What the thread is sent.
pub(crate) struct ReadJob {
    pub(crate) row: ReadRow,
    pub(crate) waiter: oneshot::Sender<Result<(), StoreError>>,
}

/// The open file of the reads log.
pub(crate) struct ReadsLog {
    conn: Conn,
    batch: u64,
    open: Digesting,
}

impl ReadsLog {
    /// Opens the file, making it if need be. Gives as well the batches that have no mark in the main log yet: a process
    /// that was killed left them, or somebody wrote them there meanwhile. Nothing can tell which (a secret that could
    /// would have to outlive the process, and then whoever has the folder has it too), so their marks say that they
    /// were found.
    pub(crate) fn open(folder: &Folder, marked: u64) -> Result<(ReadsLog, Vec<ReadsBatch>), StoreError> {
        let conn = open_writing(&folder.reads())?;
        // A log from before its index is sorted on the disk: a hundred million rows would take nine gigabytes of memory.
        conn.batch("PRAGMA temp_store = FILE")?;
        conn.batch(schema::READS)?;
        conn.batch("PRAGMA temp_store = MEMORY")?;
        let last: Option<u64> =
            conn.first("SELECT batch FROM read ORDER BY batch DESC LIMIT 1", cells![], |row| row.get(0))?;
        let last = last.unwrap_or(0).max(marked);
        let mut left = Vec::new();
        for batch in marked + 1..=last {
            left.push(found_batch(&conn, batch)?);
        }
        Ok((ReadsLog { conn, batch: last + 1, open: Digesting::default() }, left))
    }

    /// Stores the rows in one transaction; gives the batches that this closes.
    fn store(&mut self, rows: &[ReadJob]) -> Result<Vec<ReadsBatch>, StoreError> {
        let (mut batch, mut open) = (self.batch, self.open.clone());
        let mut closed = Vec::new();
        self.conn.writing(|| {
            for ReadJob { row, .. } in rows {
                if open.is_due(row.at) {
                    closed.push(std::mem::take(&mut open).close(batch));
                    batch += 1;
                }
                insert(&self.conn, batch, open.count, row)?;
                open.add(row)?;
            }
            Ok(())
        })?;
        (self.batch, self.open) = (batch, open);
        Ok(closed)
    }

    fn close(&mut self) -> Option<ReadsBatch> {
        let open = std::mem::take(&mut self.open);
        (open.count > 0).then(|| open.close(self.batch))
    }
}

/// Starts the thread. When every sender is gone it closes the open batch and ends.
pub(crate) fn start(mut log: ReadsLog, writer: Sender<Job>) -> Result<(Sender<ReadJob>, JoinHandle<()>), StoreError> {
    let (sender, receiver) = channel();
    let thread = std::thread::Builder::new()
        .name("store-reads".into())
        .spawn(move || run(&mut log, &receiver, &writer))
        .map_err(|error| StoreError::Unavailable(error.to_string()))?;
    Ok((sender, thread))
}

fn run(log: &mut ReadsLog, rows: &Receiver<ReadJob>, writer: &Sender<Job>) {
    while let Ok(first) = rows.recv() {
        let rest = std::iter::from_fn(|| rows.try_recv().ok()).take(GROUP - 1);
        let group: Vec<_> = std::iter::once(first).chain(rest).collect();
        let outcome = log.store(&group);
        let told = outcome.as_ref().map(drop).map_err(Clone::clone);
        for ReadJob { waiter, .. } in group {
            // A waiter that has gone away needs no answer.
            let _ = waiter.send(told.clone());
        }
        for batch in outcome.unwrap_or_default() {
            // Without a writer the mark is made when the folder is next opened.
            let _ = writer.send(Job::Reads(batch));
        }
    }
    if let Some(batch) = log.close() {
        let _ = writer.send(Job::Reads(batch));
    }
}

pub(crate) fn insert(conn: &Conn, batch: u64, n: u64, row: &ReadRow) -> Result<(), StoreError> {
    conn.write(
        "INSERT INTO read (batch, n, at, staff, role, organisation, purpose, screen, subject, outcome, row_count, detail)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        cells![
            batch,
            n,
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

/// A batch as it is stored. One without rows has the digest of nothing.
pub(crate) fn stored_batch(conn: &Conn, batch: u64) -> Result<ReadsBatch, StoreError> {
    Ok(digested(conn, batch)?.close(batch))
}

/// The same of a batch that was found unsealed.
pub(crate) fn found_batch(conn: &Conn, batch: u64) -> Result<ReadsBatch, StoreError> {
    Ok(digested(conn, batch)?.close_found(batch))
}

fn digested(conn: &Conn, batch: u64) -> Result<Digesting, StoreError> {
    let text = "SELECT at, staff, role, organisation, purpose, screen, subject, outcome, row_count, detail
         FROM read WHERE batch = $1 ORDER BY n";
    let mut digesting = Digesting::default();
    conn.all(text, cells![batch], |row| digesting.add(&from_row(row)?))?;
    Ok(digesting)
}

pub(crate) fn from_row(row: &Row<'_>) -> Result<ReadRow, StoreError> {
    Ok(ReadRow {
        at: row.get(0)?,
        staff: row.get(1)?,
        role: row.get(2)?,
        organisation: row.get(3)?,
        purpose: row.get(4)?,
        screen: row.get(5)?,
        subject: row.get(6)?,
        outcome: row.get(7)?,
        rows: row.get(8)?,
        detail: row.get(9)?,
    })
}
