//! One act, one transaction. Locks are taken in one order everywhere: the gate, the heads by stream, the guards by
//! name. What loses a race is tried again, unseen; what loses its connection while committing is looked for first.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use ledger::{EntryId, Hash, StreamId};

use super::Link;
use super::gate::{APART, Entered, TRIES, Writer, enter, leave};
use crate::act::{Act, Appended, Receipt, SideWrite};
use crate::entries::{Head, put_head};
use crate::error::StoreError;
use crate::folder::Identity;
use crate::missing::{Told, hashes};
use crate::recording::{self, Recorded};
use crate::sql::{Cell, Conn, Fault, Ledger, ToCell as _, cells};
use crate::{behind, owing, side};

/// Times that a lost race is run again.
const RACES: u32 = 20;

/// What an act that may have been committed would have written first.
struct Doubt {
    entries: Vec<(EntryId, Hash)>,
    receipt: Receipt,
}

/// Records an act, and has it remembered as told.
pub(crate) fn append(
    writer: &mut Writer,
    link: &Link,
    identity: &Identity,
    told: &Told,
    act: &Act,
) -> Result<Appended, StoreError> {
    recording::check(act, identity)?;
    let mut doubt = None;
    match again(writer, link, |writer| attempt(writer, identity, act, &mut doubt)) {
        Err(StoreError::Unavailable(_)) if doubt.is_some() => Err(StoreError::InDoubt),
        Ok(Appended::Recorded(receipt)) => {
            if let Some(written) = &doubt {
                told.entries(&written.entries, receipt.recorded);
            }
            Ok(Appended::Recorded(receipt))
        }
        outcome => outcome,
    }
}

/// Writes something beside the ledger.
pub(crate) fn put(writer: &mut Writer, link: &Link, side: &SideWrite) -> Result<(), StoreError> {
    let mut tried = false;
    again(writer, link, |writer| {
        let again = std::mem::replace(&mut tried, true);
        writer.conn.writing(|| {
            side::write(&writer.conn, side)?;
            // The first time it may have been kept here and not on the standby; now there may be nothing left to write.
            if again { mark(&writer.conn) } else { Ok(()) }
        })
    })
}

/// Waits until everything that can be seen would outlive a failover. What a standby shows is there already.
pub(crate) fn outlast(conn: &Conn) -> Result<(), StoreError> {
    let follows: i64 = conn.value("SELECT CASE WHEN pg_is_in_recovery() THEN 1 ELSE 0 END", cells![])?;
    if follows == 1 { Ok(()) } else { conn.writing(|| mark(conn)) }
}

/// Lets the commit wait for the standby: one that has nothing to write waits for nobody. A row that is locked, and never
/// changed, is something to write, and stands in nobody's way.
fn mark(conn: &Conn) -> Result<(), StoreError> {
    conn.first("SELECT value FROM meta WHERE name = 'origin' FOR SHARE", cells![], |_| Ok(())).map(drop)
}

/// Tries until it is done, or until trying again would not help.
pub(crate) fn again<T>(
    writer: &mut Writer,
    link: &Link,
    mut attempt: impl FnMut(&Writer) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let (mut races, mut connections) = (0, 0);
    loop {
        if writer.conn.is_lost() {
            if connections > 0 {
                std::thread::sleep(APART);
            }
            connections += 1;
            match writer.reconnect(link) {
                Err(error @ StoreError::Layout { .. }) => return Err(error),
                Err(error) if connections > TRIES => return Err(error),
                Err(_) => continue,
                Ok(()) => {}
            }
        }
        let error = match attempt(writer) {
            Ok(done) => return Ok(done),
            Err(error) => error,
        };
        match writer.conn.fault() {
            Some(Fault::Lost) if connections <= TRIES => {}
            Some(Fault::TryAgain | Fault::Twice(Ledger::Own)) if races < RACES => {
                races += 1;
                // Connections back off by different lengths, so that they do not meet again at once.
                let own = u64::from(writer.gate.bytes().last().unwrap_or_default()) % 10;
                std::thread::sleep(Duration::from_millis(u64::from(races.min(8)) * (2 + own)));
            }
            Some(Fault::TryAgain | Fault::Twice(Ledger::Own) | Fault::Lost) => {
                return Err(StoreError::Unavailable(error.to_string()));
            }
            _ => return Err(error),
        }
    }
}

fn attempt(writer: &Writer, identity: &Identity, act: &Act, doubt: &mut Option<Doubt>) -> Result<Appended, StoreError> {
    let conn = &writer.conn;
    conn.begin()?;
    let outcome = within(writer, identity, act, doubt.as_ref()).and_then(|outcome| match outcome {
        Outcome::Recorded(recorded) => {
            *doubt = Some(Doubt { entries: hashes(&recorded), receipt: recorded.receipt.clone() });
            conn.commit()?;
            Ok(Appended::Recorded(recorded.receipt))
        }
        // What was recorded before is told when it would outlive a failover, and not because it can be seen here: a commit
        // that was cut off stands on this machine alone. The gate makes this commit wait for all before it.
        Outcome::Settled(told @ (Appended::Recorded(_) | Appended::Repeat(_))) => conn.commit().map(|()| told),
        Outcome::Settled(told) => conn.roll_back().map(|()| told),
    });
    if outcome.is_err() {
        conn.roll_back()?;
    }
    outcome
}

enum Outcome {
    Recorded(Recorded),
    /// There is nothing to write.
    Settled(Appended),
}

fn within(writer: &Writer, identity: &Identity, act: &Act, doubt: Option<&Doubt>) -> Result<Outcome, StoreError> {
    let conn = &writer.conn;
    let Some(Entered { floor, hold, owes }) = enter(conn, &writer.gate)? else {
        // The gate was swept: with a new connection it is made known again.
        return Err(conn.lose("the gate is closed"));
    };
    if let Some(doubt) = doubt
        && is_there(conn, doubt)?
    {
        return Ok(Outcome::Settled(Appended::Recorded(doubt.receipt.clone())));
    }
    if let Some(key) = &act.key
        && let Some(before) = recording::answered(conn, key)?
    {
        return Ok(Outcome::Settled(before));
    }
    if act.ends_hold.is_empty() {
        behind::refuse_said(conn, hold)?;
    }
    owing::refuse(owes, act.owing)?;
    let heads = lock_heads(conn, act)?;
    if act.expects.iter().any(|(stream, seen)| heads.get(stream).map_or(0, |head| head.seq) != *seen) {
        return moved(conn, act);
    }
    let guards = lock_guards(conn, act)?;
    if act.guards.iter().any(|(guard, seen)| guards.get(guard).copied().unwrap_or(0) != *seen) {
        return moved(conn, act);
    }
    let last = act.entries.iter().filter_map(|entry| heads.get(&entry.stream)).map(|head| head.recorded);
    let first = last.chain([floor]).max().map_or(act.at, |last| act.at.max(last + 1));
    if !act.ends_hold.is_empty() {
        behind::end(conn, &act.ends_hold)?;
    }
    owing::note(conn, owes, act.owing)?;
    let recorded = recording::record(conn, identity, act, first, |stream| Ok(heads.get(stream).copied()))?;
    let ends: BTreeMap<_, _> = recorded.heads.iter().map(|(stream, head)| (stream, head)).collect();
    for (stream, head) in ends {
        put_head(conn, stream, head)?;
    }
    for id in &recorded.receipt.ids {
        conn.write("INSERT INTO unsealed (stream, seq) VALUES ($1, $2)", cells![id.stream, id.seq])?;
    }
    if !recorded.heads.is_empty() {
        leave(conn, &writer.gate, recorded.receipt.recorded)?;
    }
    Ok(Outcome::Recorded(recorded))
}

/// Whether the act whose commit was never answered was recorded. The gate has been entered again, so it is not on its
/// way any more.
fn is_there(conn: &Conn, doubt: &Doubt) -> Result<bool, StoreError> {
    let Some((id, hash)) = doubt.entries.first() else {
        return Ok(false);
    };
    let text = "SELECT hash FROM entry WHERE stream = $1 AND seq = $2";
    let found: Option<Hash> = conn.first(text, cells![id.stream, id.seq], |row| row.get(0))?;
    Ok(found == Some(*hash))
}

/// What an act is told that rests on something which has moved. Whoever moved it may have been the same request at
/// another server, committed while this one waited for the lock: then it is a repeat.
fn moved(conn: &Conn, act: &Act) -> Result<Outcome, StoreError> {
    let before = act.key.as_ref().map(|key| recording::answered(conn, key)).transpose()?.flatten();
    Ok(Outcome::Settled(before.unwrap_or(Appended::Stale)))
}

/// The ends of all streams that the act rests on or goes on, locked.
fn lock_heads(conn: &Conn, act: &Act) -> Result<BTreeMap<StreamId, Head>, StoreError> {
    let streams: BTreeSet<&StreamId> =
        act.expects.iter().map(|(stream, _)| stream).chain(act.entries.iter().map(|entry| &entry.stream)).collect();
    if streams.is_empty() {
        return Ok(BTreeMap::new());
    }
    let text = format!(
        "SELECT stream, seq, hash, recorded FROM head WHERE stream IN ({}) ORDER BY stream FOR UPDATE",
        places(streams.len())
    );
    let params: Vec<Cell<'_>> = streams.iter().map(|stream| stream.cell()).collect();
    let heads = conn.all(&text, &params, |row| {
        Ok((row.get(0)?, Head { seq: row.get(1)?, hash: row.get(2)?, recorded: row.get(3)? }))
    })?;
    Ok(heads.into_iter().collect())
}

/// The versions of all guards that the act rests on or moves on, locked. A guard never bumped is made first, so that
/// there is something to lock.
fn lock_guards(conn: &Conn, act: &Act) -> Result<BTreeMap<String, u64>, StoreError> {
    let guards: BTreeSet<&String> = act.guards.iter().map(|(guard, _)| guard).chain(&act.bumps).collect();
    if guards.is_empty() {
        return Ok(BTreeMap::new());
    }
    for guard in &guards {
        conn.write("INSERT INTO guard (name, version) VALUES ($1, 0) ON CONFLICT (name) DO NOTHING", cells![guard])?;
    }
    let text =
        format!("SELECT name, version FROM guard WHERE name IN ({}) ORDER BY name FOR UPDATE", places(guards.len()));
    let params: Vec<Cell<'_>> = guards.iter().map(|guard| guard.cell()).collect();
    Ok(conn.all(&text, &params, |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect())
}

fn places(count: usize) -> String {
    (1..=count).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
}
