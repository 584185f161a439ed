//! Sealing: what was recorded gets its place in the log, and the tree is signed. Every server with the log's key has a
//! sealer; the one that holds the lease works. The lease is fenced by an epoch: whoever takes it over raises it, and a
//! seal commits only under the epoch it began with, with the lease locked. So two servers that both believe they
//! hold it never sign two roots for one size, whatever their clocks do.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use ledger::SigningKey;
use tokio::sync::oneshot;

use super::gate::{barrier, sweep};
use super::reached::Reached;
use super::record::outlast;
use super::vouch::Voucher;
use super::{Database, Link};
use crate::entries::Head;
use crate::error::StoreError;
use crate::folder::{Folder, Identity, check_layout, read_identity};
use crate::log::{End, Kind, Line, mark_reads, seal};
use crate::missing::{Look, Told};
use crate::sql::{Conn, cells};
use crate::{behind, tail};

/// How often it looks for something to seal that another server recorded.
const TICK: Duration = Duration::from_millis(200);
/// How long it waits for company after something was recorded here: a seal costs the same for one entry as for many.
const GATHER: Duration = Duration::from_millis(50);
/// Ticks after which an open batch of the reads log is closed.
const READS_TICKS: u32 = 5;
/// Microseconds that a lease is held without a sign of life.
const LEASE: i64 = 3_000_000;
/// Patient with a long seal, but a sealer that stops in the middle of one must let go.
const STANDSTILL: &str = "SET idle_in_transaction_session_timeout = '4s'";
/// How often somebody who waits for protection looks, and how many times.
const LOOK: Duration = Duration::from_millis(100);
const LOOKS: u32 = 100;

/// Who waits for what was recorded before to be protected.
type Waiter = oneshot::Sender<Result<(), StoreError>>;

/// What a sealer is told.
pub(crate) enum Poke {
    /// Something was recorded here.
    Recorded,
    /// Somebody waits until everything recorded so far is protected.
    Protect(Waiter),
}

struct Sealer {
    link: Link,
    server: String,
    identity: Identity,
    /// Without it this server waits for others to seal.
    key: Option<SigningKey>,
    /// How far it has signed itself.
    reached: Option<Reached>,
    conn: Option<Conn>,
    /// The end of the log under the epoch in which it was read: while that lasts nobody else writes there.
    end: Option<(i64, End)>,
}

/// What one round did.
enum Round {
    Sealed,
    Nothing,
    /// Another server holds the lease.
    NotOurs,
}

pub(crate) fn start(
    database: &Database,
    link: &Link,
    identity: &Identity,
    told: Told,
) -> Result<(Sender<Poke>, JoinHandle<()>), StoreError> {
    let key = match Folder::new(&database.keys).read_key() {
        Ok(key) => Some(key),
        Err(StoreError::File { .. }) => None,
        Err(error) => return Err(error),
    };
    let (link, identity) = (link.clone(), identity.clone());
    let own = key.as_ref().map(|key| Reached::read(&database.keys, key.public(), &identity)).transpose()?;
    let server = database.server.clone();
    let mut sealer = Sealer { link, server, identity, key, reached: own, conn: None, end: None };
    let mut look = Look::new(told, sealer.identity.reads_stream.clone());
    let (sender, receiver) = channel();
    let thread = std::thread::Builder::new()
        .name("store-sealer".into())
        .spawn(move || sealer.run(&receiver, &mut look))
        .map_err(|error| StoreError::Unavailable(error.to_string()))?;
    Ok((sender, thread))
}

impl Sealer {
    fn run(&mut self, pokes: &Receiver<Poke>, look: &mut Look) {
        let mut ticks = 0;
        loop {
            let (waiters, going) = wait(pokes);
            ticks += 1;
            let reads = ticks >= READS_TICKS || !waiters.is_empty() || !going;
            if reads {
                ticks = 0;
            }
            let mut outcome = match self.round(reads) {
                // A round of one's own seals everything that was recorded before it began.
                Ok(Round::NotOurs) if !waiters.is_empty() => self.until_protected(),
                outcome => outcome.map(drop),
            };
            if outcome.is_ok() && !waiters.is_empty() {
                outcome = self.conn().and_then(outlast);
            }
            let looked = if reads && !look.is_idle() { self.conn().and_then(|conn| look.look(conn)) } else { Ok(()) };
            // A hold is no failure of the line: whoever waits is told, and all stays as it is.
            let failed = matches!(&outcome, Err(error) if !matches!(error, StoreError::Behind { .. }));
            if failed || looked.is_err() {
                // A failure leaves everything as it was: the next round begins anew.
                (self.conn, self.end) = (None, None);
            }
            for waiter in waiters {
                // Whoever waited may have gone.
                let _ = waiter.send(outcome.clone());
            }
            if !going {
                return;
            }
        }
    }

    /// Waits until whoever seals has sealed what stands unsealed now, or until it is ours to do. What is recorded
    /// meanwhile is not waited for: under a load that never pauses there is always something unsealed.
    fn until_protected(&mut self) -> Result<(), StoreError> {
        let text = "SELECT COALESCE(MAX(e.recorded), 0) FROM unsealed u
             JOIN entry e ON e.stream = u.stream AND e.seq = u.seq";
        // A seal tells every gate to go on after all it covers; so nothing comes to stand below this for ever.
        let mark: i64 = self.conn()?.value(text, cells![])?;
        let (mut least, mut looks) = (u64::MAX, 0);
        while looks < LOOKS {
            let text = "SELECT COUNT(*) FROM unsealed u JOIN entry e ON e.stream = u.stream AND e.seq = u.seq
                 WHERE e.recorded <= $1";
            let left: u64 = self.conn()?.value(text, cells![mark])?;
            if left == 0 {
                return Ok(());
            }
            // As long as it becomes less somebody is at it.
            looks = if left < least { 0 } else { looks + 1 };
            least = least.min(left);
            std::thread::sleep(LOOK);
            if !matches!(self.round(true)?, Round::NotOurs) {
                return Ok(());
            }
        }
        Err(StoreError::Unavailable("what was recorded is not protected yet: no server with the key seals".into()))
    }

    fn conn(&mut self) -> Result<&Conn, StoreError> {
        if self.conn.as_ref().is_none_or(Conn::is_lost) {
            (self.conn, self.end) = (None, None);
            let conn = self.link.connect_patiently()?;
            conn.batch(STANDSTILL)?;
            if let Some(reached) = &mut self.reached {
                reached.look(&conn)?;
            }
            self.conn = Some(conn);
        }
        self.conn.as_ref().ok_or_else(crate::sqlite::stopped)
    }

    fn round(&mut self, reads: bool) -> Result<Round, StoreError> {
        let Some(key) = self.key.clone() else {
            return Ok(Round::NotOurs);
        };
        let (server, identity) = (self.server.clone(), self.identity.clone());
        // First: with a new connection the end that was remembered is forgotten. The database may have been put back meanwhile, and
        // its epoch may be the same by chance.
        self.conn()?;
        let end = self.end.take();
        let conn = self.conn.as_ref().ok_or_else(crate::sqlite::stopped)?;
        if !is_anything_open(conn, reads)? {
            self.end = end;
            return Ok(Round::Nothing);
        }
        behind::refuse(conn)?;
        if !is_ours_to_take(conn, &server)? {
            return Ok(Round::NotOurs);
        }
        let Some((epoch, upto)) = conn.writing(|| take(conn, &server, reads))? else {
            return Ok(Round::NotOurs);
        };
        let mut end = match end {
            Some((read_in, end)) if read_in == epoch => end,
            _ => {
                check_layout(conn)?;
                verified_end(conn, &identity, &key)?
            }
        };
        let sealed = conn.writing(|| seal_up_to(conn, &identity, &key, &mut end, epoch, upto))?;
        // Only what was committed is remembered.
        if let (true, Some(conn), Some(reached)) = (sealed, &self.conn, &mut self.reached) {
            reached.note(conn)?;
        }
        self.end = sealed.then_some((epoch, end));
        Ok(if sealed { Round::Sealed } else { Round::NotOurs })
    }
}

/// Waits for a poke or a tick, and then a little for company. Says who waits, and whether to go on.
fn wait(pokes: &Receiver<Poke>) -> (Vec<Waiter>, bool) {
    let first = match pokes.recv_timeout(TICK) {
        Err(RecvTimeoutError::Timeout) => return (Vec::new(), true),
        Err(RecvTimeoutError::Disconnected) => return (Vec::new(), false),
        Ok(first) => first,
    };
    if matches!(first, Poke::Recorded) {
        std::thread::sleep(GATHER);
    }
    // More of the same needs no round of its own.
    let waiters = std::iter::once(first).chain(pokes.try_iter()).filter_map(|poke| match poke {
        Poke::Recorded => None,
        Poke::Protect(waiter) => Some(waiter),
    });
    (waiters.collect(), true)
}

fn is_anything_open(conn: &Conn, reads: bool) -> Result<bool, StoreError> {
    if conn.first("SELECT 1 FROM unsealed LIMIT 1", cells![], |_| Ok(()))?.is_some() {
        return Ok(true);
    }
    let text = "SELECT 1 FROM reads_head WHERE n > 0";
    Ok(reads && conn.first(text, cells![], |_| Ok(()))?.is_some())
}

/// Looks before it waits for the lease: while another server is at work there is nothing to do here.
fn is_ours_to_take(conn: &Conn, server: &str) -> Result<bool, StoreError> {
    let text = "SELECT holder, until FROM lease WHERE name = 'seal'";
    let lease = conn.first(text, cells![], |row| Ok((row.get::<String>(0)?, row.get::<i64>(1)?)))?;
    let (holder, until) = lease.ok_or_else(|| StoreError::Damaged("no lease".into()))?;
    Ok(holder == server || !is_held(until, now(conn)?))
}

/// Whether whoever has the lease may still be at work. One that ends later than any does that was taken now is of a clock that
/// was set back since: it would hold everybody up until the clock has caught up, and the epoch fences it in any case.
fn is_held(until: i64, now: i64) -> bool {
    until > now && until - now <= LEASE
}

/// The database's own clock, in microseconds: it only says how long somebody was silent.
fn now(conn: &Conn) -> Result<i64, StoreError> {
    conn.value("SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)", cells![])
}

/// Takes the lease or keeps it, closes the open batch of the reads log if it is time, and asks every gate. Gives the
/// epoch, and the instant up to which everything can be seen; `None` while another server holds the lease.
fn take(conn: &Conn, server: &str, reads: bool) -> Result<Option<(i64, i64)>, StoreError> {
    // A sealer that stands still here holds everybody up. Worse: it may have waited for its own server's acts first.
    conn.write("SET LOCAL idle_in_transaction_session_timeout = '2s'", cells![])?;
    let text = "SELECT holder, epoch, until, floor FROM lease WHERE name = 'seal' FOR UPDATE";
    let lease = conn.first(text, cells![], |row| {
        Ok((row.get::<String>(0)?, row.get::<i64>(1)?, row.get::<i64>(2)?, row.get::<i64>(3)?))
    })?;
    let (holder, epoch, until, floor) = lease.ok_or_else(|| StoreError::Damaged("no lease".into()))?;
    let now = now(conn)?;
    let ours = holder == server;
    if !ours && is_held(until, now) {
        return Ok(None);
    }
    let epoch = if ours { epoch } else { epoch + 1 };
    let text = "SELECT at FROM reads_head WHERE name = 'reads' FOR UPDATE";
    let reads_at: i64 = conn.value(text, cells![])?;
    if reads {
        conn.write("UPDATE reads_head SET batch = batch + 1, n = 0 WHERE n > 0", cells![])?;
    }
    let upto = barrier(conn, floor, reads_at)?;
    if !ours {
        sweep(conn, server)?;
    }
    conn.write(
        "UPDATE lease SET holder = $1, epoch = $2, until = $3 WHERE name = 'seal'",
        cells![server, epoch, now + LEASE],
    )?;
    Ok(Some((epoch, upto)))
}

/// The end of the stored log, once its last leaves have been verified: what was edited there is not sealed over.
pub(super) fn verified_end(conn: &Conn, identity: &Identity, key: &SigningKey) -> Result<End, StoreError> {
    conn.writing(|| {
        let end = End::load(conn, identity)?;
        tail::check(conn, identity, &key.public(), &end)?;
        Ok(end)
    })
}

/// Seals everything recorded up to an instant. `false` if the lease has passed to another server meanwhile.
fn seal_up_to(
    conn: &Conn,
    identity: &Identity,
    key: &SigningKey,
    end: &mut End,
    epoch: i64,
    upto: i64,
) -> Result<bool, StoreError> {
    let held: i64 = conn.value("SELECT epoch FROM lease WHERE name = 'seal' FOR UPDATE", cells![])?;
    if held != epoch {
        return Ok(false);
    }
    seal_recorded(conn, identity, key, end, upto)?;
    Ok(true)
}

/// The same for a caller that holds the lease.
pub(crate) fn seal_recorded(
    conn: &Conn,
    identity: &Identity,
    key: &SigningKey,
    end: &mut End,
    upto: i64,
) -> Result<(), StoreError> {
    behind::refuse(conn)?;
    let text = "SELECT e.stream, e.seq, e.hash, e.recorded FROM unsealed u
             JOIN entry e ON e.stream = u.stream AND e.seq = u.seq
         WHERE e.recorded <= $1 ORDER BY e.recorded, e.stream, e.seq";
    let mut lines = conn.all(text, cells![upto], |row| {
        let last = Head { seq: row.get(1)?, hash: row.get(2)?, recorded: row.get(3)? };
        Ok(Line { stream: row.get(0)?, head: last, kind: Kind::Entry })
    })?;
    // The same rows: the gates let nothing in below the instant any more.
    let text = "DELETE FROM unsealed WHERE EXISTS (SELECT 1 FROM entry e
         WHERE e.stream = unsealed.stream AND e.seq = unsealed.seq AND e.recorded <= $1)";
    conn.write(text, cells![upto])?;
    let closed: u64 = conn.value("SELECT batch - 1 FROM reads_head WHERE name = 'reads'", cells![])?;
    let first = end.reads.map_or(0, |head| head.seq) + 1;
    let voucher = Voucher::of(key);
    for batch in first..=closed {
        let stored = voucher.closed_batch(conn, batch)?;
        // Above every entry, within the room below the floor.
        let recorded = upto.max(end.recorded) + 1;
        lines.extend(mark_reads(conn, identity, end, &stored, recorded)?);
    }
    if first <= closed {
        conn.write("DELETE FROM vouched WHERE batch <= $1", cells![closed])?;
    }
    if !lines.is_empty() {
        seal(conn, identity, key, end, &lines, None)?;
    }
    Ok(())
}

/// Takes the lease whoever has it, and every gate with it, for as long as the caller's transaction lasts: nobody
/// records meanwhile. With the commit the lease is free. Gives the instant up to which everything can be seen.
pub(crate) fn take_over(conn: &Conn, server: &str) -> Result<i64, StoreError> {
    let floor: i64 = conn.value("SELECT floor FROM lease WHERE name = 'seal' FOR UPDATE", cells![])?;
    let reads_at: i64 = conn.value("SELECT at FROM reads_head WHERE name = 'reads'", cells![])?;
    let upto = barrier(conn, floor, reads_at)?;
    let text = "UPDATE lease SET holder = $1, epoch = epoch + 1, until = 0 WHERE name = 'seal'";
    conn.write(text, cells![server])?;
    Ok(upto)
}

/// Seals what was recorded, as a server does that finds the lease free; whoever has it seals as well.
pub(crate) fn seal_ahead(link: &Link, database: &Database) -> Result<(), StoreError> {
    let conn = link.connect_patiently()?;
    conn.batch(STANDSTILL)?;
    if !is_anything_open(&conn, false)? || !is_ours_to_take(&conn, &database.server)? {
        return Ok(());
    }
    let (key, identity) = (Folder::new(&database.keys).read_key()?, read_identity(&conn)?);
    if let Some((epoch, upto)) = conn.writing(|| take(&conn, &database.server, false))? {
        let mut end = verified_end(&conn, &identity, &key)?;
        conn.writing(|| seal_up_to(&conn, &identity, &key, &mut end, epoch, upto))?;
    }
    Ok(())
}
