//! How an act is written down, whichever engine does it: checked, chained entry by entry, with everything that follows.
//!
//! The engine sees to the transaction, to what the decision rests on, and to when it is recorded.

use ledger::{EntryId, StreamId};

use crate::act::{Act, Appended, IdemKey, Receipt};
use crate::entries::{Head, insert_entry, next_leaf};
use crate::error::StoreError;
use crate::folder::Identity;
use crate::sql::{Conn, cells};
use crate::{documents, forget, rows, timing};

/// Integers of the ledger lie below 2^53.
const INSTANT_MAX: u64 = 1 << 53;

/// What was written.
pub(crate) struct Recorded {
    pub(crate) receipt: Receipt,
    /// The end of the stream after each entry, in order.
    pub(crate) heads: Vec<(StreamId, Head)>,
    /// Whether the act erased anything.
    pub(crate) erases: bool,
}

/// Refuses an act that can never be right.
pub(crate) fn check(act: &Act, identity: &Identity) -> Result<(), StoreError> {
    if act.at.unsigned_abs() >= INSTANT_MAX {
        return Err(StoreError::Refused(format!("no clock shows {} microseconds", act.at)));
    }
    let own = [&identity.seal_stream, &identity.reads_stream];
    if let Some(entry) = act.entries.iter().find(|entry| own.contains(&&entry.stream)) {
        return Err(StoreError::Refused(format!("{} is the log's own", entry.stream)));
    }
    Ok(())
}

/// Writes the act, its first entry recorded at `first` and each other a microsecond after the one before. `head` tells
/// where a stream ended before the act.
pub(crate) fn record(
    conn: &Conn,
    identity: &Identity,
    act: &Act,
    first: i64,
    head: impl Fn(&StreamId) -> Result<Option<Head>, StoreError>,
) -> Result<Recorded, StoreError> {
    let mut recorded = first;
    let mut heads: Vec<(StreamId, Head)> = Vec::with_capacity(act.entries.len());
    let mut ids = Vec::with_capacity(act.entries.len());
    let mut erased = Vec::new();
    for (n, entry) in (0..).zip(&act.entries) {
        recorded = first + n;
        let staged = heads.iter().rev().find(|(stream, _)| *stream == entry.stream);
        let before = match staged {
            Some((_, head)) => Some(*head),
            None => head(&entry.stream)?,
        };
        let commit = ledger::commit(&entry.salt, &entry.content);
        let made = next_leaf(&identity.origin, &entry.stream, before, recorded, commit);
        insert_entry(conn, &entry.stream, &made, &entry.salt, &entry.content)?;
        for id in ledger::erased_entries(&entry.content).unwrap_or_default() {
            forget::entry(conn, &id)?;
            erased.push(id);
        }
        ids.push(EntryId { stream: entry.stream.clone(), seq: made.head.seq });
        heads.push((entry.stream.clone(), made.head));
    }
    for guard in &act.bumps {
        bump(conn, guard)?;
    }
    for (hash, bytes) in &act.documents {
        documents::keep(conn, hash, bytes)?;
    }
    // Known from the first instant of the act: the last may lie beyond the end of a stream that only the first entry is
    // about, and then its next act would be recorded before its rows were known.
    for projected in &act.rows {
        match act.without.iter().find(|without| without.are_of(projected)) {
            Some(without) => rows::amend(conn, without, projected, first)?,
            None => rows::replace(conn, projected, first)?,
        };
    }
    for of in &act.timings {
        let Some(id) = ids.get(of.entry) else {
            return Err(StoreError::Refused(format!("act {} has no entry {}", act.act, of.entry)));
        };
        timing::insert(conn, id, first + i64::try_from(of.entry).unwrap_or(0), of)?;
    }
    forget::past(conn, &erased)?;
    let receipt = Receipt { act: act.act.clone(), answer: act.answer.clone(), ids, recorded, protected: false };
    if let Some(key) = &act.key {
        remember(conn, key, &receipt)?;
    }
    Ok(Recorded { receipt, heads, erases: !erased.is_empty() })
}

/// What was said to the request with this key, if it was recorded before.
pub(crate) fn answered(conn: &Conn, key: &IdemKey) -> Result<Option<Appended>, StoreError> {
    let text = "SELECT digest, act, answer, ids, recorded FROM act WHERE actor = $1 AND key = $2";
    let found: Option<(Vec<u8>, Receipt, String)> = conn.first(text, cells![key.actor, key.key], |row| {
        let (act, answer, recorded) = (row.get(1)?, row.get(2)?, row.get(4)?);
        Ok((row.get(0)?, Receipt { act, answer, ids: Vec::new(), recorded, protected: true }, row.get(3)?))
    })?;
    let Some((digest, mut receipt, ids)) = found else {
        return Ok(None);
    };
    if digest != key.digest {
        return Ok(Some(Appended::KeyReused));
    }
    let ids = ids.split_ascii_whitespace().map(str::parse).collect::<Result<_, _>>();
    receipt.ids = ids.map_err(|error| StoreError::Damaged(format!("act {}: {error}", receipt.act)))?;
    if let Some(id) = receipt.ids.last() {
        let text = "SELECT 1 FROM unsealed WHERE stream = $1 AND seq = $2";
        receipt.protected = conn.first(text, cells![id.stream, id.seq], |_| Ok(()))?.is_none();
    }
    Ok(Some(Appended::Repeat(receipt)))
}

fn remember(conn: &Conn, key: &IdemKey, receipt: &Receipt) -> Result<(), StoreError> {
    let ids = receipt.ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    conn.write(
        "INSERT INTO act (actor, key, act, digest, answer, ids, recorded) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        cells![key.actor, key.key, receipt.act, key.digest, receipt.answer, ids, receipt.recorded],
    )
}

fn bump(conn: &Conn, guard: &str) -> Result<(), StoreError> {
    conn.write(
        "INSERT INTO guard (name, version) VALUES ($1, 1)
         ON CONFLICT (name) DO UPDATE SET version = guard.version + 1",
        cells![guard],
    )
}
