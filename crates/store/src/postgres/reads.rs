//! The reads log on a shared database: rows of many servers in one batch after another, each batch sealed as one leaf.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use super::Link;
use super::gate::{APART, TRIES};
use super::vouch::Voucher;
use crate::error::StoreError;
use crate::missing::Told;
use crate::reads::{ReadJob, ReadRow, insert};
use crate::sql::{Conn, Fault, cells};

/// Rows that share a transaction.
const GROUP: usize = 512;

/// Where the first row of a group whose commit was never answered would stand.
type Doubt = Option<(u64, u64)>;

pub(crate) fn start(link: Link, voucher: Voucher, told: Told) -> Result<(Sender<ReadJob>, JoinHandle<()>), StoreError> {
    let (sender, receiver) = channel();
    let thread = std::thread::Builder::new()
        .name("store-reads".into())
        .spawn(move || run(&link, &voucher, &told, &receiver))
        .map_err(|error| StoreError::Unavailable(error.to_string()))?;
    Ok((sender, thread))
}

fn run(link: &Link, voucher: &Voucher, told: &Told, jobs: &Receiver<ReadJob>) {
    let mut conn = None;
    while let Ok(first) = jobs.recv() {
        let rest = std::iter::from_fn(|| jobs.try_recv().ok()).take(GROUP - 1);
        let (rows, waiters): (Vec<_>, Vec<_>) =
            std::iter::once(first).chain(rest).map(|job| (job.row, job.waiter)).unzip();
        let outcome = store(link, voucher, &mut conn, &rows);
        let outcome = outcome.map(|place| {
            if let Some((batch, n)) = place {
                told.reads(batch, n, &rows);
            }
        });
        for waiter in waiters {
            // A waiter that has gone away needs no answer.
            let _ = waiter.send(outcome.clone());
        }
    }
}

/// Stores a group; says where its first row stands.
fn store(link: &Link, voucher: &Voucher, conn: &mut Option<Conn>, rows: &[ReadRow]) -> Result<Doubt, StoreError> {
    let mut doubt = None;
    let mut tries = 0;
    loop {
        tries += 1;
        let outcome = match conn {
            Some(conn) if !conn.is_lost() => conn.writing(|| group(conn, voucher, rows, &mut doubt)),
            _ => link.connect_briefly().map(|made| *conn = Some(made)).and(Err(StoreError::Unavailable(String::new()))),
        };
        let error = match outcome {
            Ok(()) => return Ok(doubt),
            // Connected: now it can be tried.
            Err(StoreError::Unavailable(words)) if words.is_empty() => continue,
            Err(error) => error,
        };
        let fault = conn.as_ref().and_then(Conn::fault);
        if let (Some(conn), Some(Fault::Twice(_))) = (conn.as_ref(), fault)
            && tries <= TRIES
        {
            // Nothing of it was kept.
            doubt = None;
            match step_over(conn) {
                Err(error) if !conn.is_lost() => return Err(error),
                _ => continue,
            }
        }
        let passing = conn.as_ref().is_none_or(Conn::is_lost) || fault == Some(Fault::TryAgain);
        if !passing || tries > TRIES {
            return Err(error);
        }
        std::thread::sleep(APART);
    }
}

/// Begins a batch behind every row there is: where the next row was to go somebody else had put one. What is passed over
/// is sealed as found.
fn step_over(conn: &Conn) -> Result<(), StoreError> {
    conn.writing(|| {
        let text = "SELECT batch FROM reads_head WHERE name = 'reads' FOR UPDATE";
        let open: u64 = conn.value(text, cells![])?;
        let text = "SELECT batch FROM read ORDER BY batch DESC LIMIT 1";
        let last: Option<u64> = conn.first(text, cells![], |row| row.get(0))?;
        let next = last.unwrap_or(0).max(open) + 1;
        conn.write("UPDATE reads_head SET batch = $1, n = 0 WHERE name = 'reads'", cells![next])
    })
}

/// Appends the rows to the open batch, and vouches for them.
fn group(conn: &Conn, voucher: &Voucher, rows: &[ReadRow], doubt: &mut Doubt) -> Result<(), StoreError> {
    let text = "SELECT batch, n, at FROM reads_head WHERE name = 'reads' FOR UPDATE";
    let head = conn.first(text, cells![], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let (batch, n, at): (u64, u64, i64) = head.ok_or_else(|| StoreError::Damaged("no head of the reads log".into()))?;
    if let Some((batch, n)) = *doubt
        && is_there(conn, batch, n, &rows[0])?
    {
        return Ok(());
    }
    for (n, row) in (n..).zip(rows) {
        insert(conn, batch, n, row)?;
    }
    voucher.vouch(conn, batch, n, rows)?;
    let at = rows.iter().map(|row| row.at).fold(at, i64::max);
    conn.write("UPDATE reads_head SET n = $1, at = $2 WHERE name = 'reads'", cells![n + rows.len() as u64, at])?;
    *doubt = Some((batch, n));
    Ok(())
}

/// Whether a row stands there that was written by a commit without an answer.
fn is_there(conn: &Conn, batch: u64, n: u64, row: &ReadRow) -> Result<bool, StoreError> {
    let text = "SELECT 1 FROM read WHERE batch = $1 AND n = $2 AND at = $3 AND staff = $4 AND screen = $5";
    Ok(conn.first(text, cells![batch, n, row.at, row.staff, row.screen], |_| Ok(()))?.is_some())
}
