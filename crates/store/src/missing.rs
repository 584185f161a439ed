//! What people were told is recorded, until it is under a seal.
//!
//! What nobody has signed yet can be taken away by whoever can write to the database, and nothing that is left tells.
//! So a server remembers what it has answered for, and looks for it: sealed, or still waiting, as it was written. What it
//! finds neither way was taken, what it finds with another hash was altered, and both are said once and for as long as
//! the program runs. It remembers in memory alone: what was taken while no server ran that had answered for it
//! leaves no trace here.
//!
//! In a folder entries are sealed with the act, so only reads are looked for there ([`Told::reads_gone`]).

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ledger::{EntryId, Hash, StreamId};

use crate::error::StoreError;
use crate::reads::ReadRow;
use crate::recording::Recorded;
use crate::sql::{Conn, Row, cells};

/// Entries, and groups of reads, that are remembered at the most: some 30 MB. What comes while so many wait is not
/// looked for, and [`Taken::NotWatched`] says so.
const MOST: usize = 100_000;
/// How far from the end of the log a server that begins to look goes back at once: what is recorded in seconds of a full load.
const NEAR: u64 = 10_000;
/// Ids that are named of one kind.
const NAMED: usize = 20;

/// What became of something that was acknowledged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Taken {
    /// An entry is neither in the log nor waiting for it.
    EntryGone,
    /// An entry stands there with another hash.
    EntryAltered,
    /// A row of the reads log is not there.
    ReadGone,
    /// Rows of the reads log are there, and not those that were written.
    ReadAltered,
    /// Nobody knows: so much waited for a seal already that it is not looked for. Ends when all is sealed.
    NotWatched,
}

/// What this server acknowledged and did not find again before it was sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// What became of it.
    pub what: Taken,
    /// How many entries, or rows.
    pub count: u64,
    /// When the first of them was recorded or read, in microseconds…
    pub from: i64,
    /// …and the last.
    pub to: i64,
    /// The first twenty: `stream/seq` of an entry, `batch N` of reads.
    pub named: Vec<String>,
}

/// What a server remembers. Clones share it.
#[derive(Clone, Default)]
pub(crate) struct Told(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    /// Raised with each look: what was told during one is looked for in the next.
    turn: u64,
    entries: HashMap<EntryId, Entry>,
    reads: BTreeMap<(u64, u64), Reads>,
    missing: BTreeMap<Taken, Missing>,
    /// Up to which turn something was told that there was no room for, while not all of it is sealed.
    crowded: Option<u64>,
}

#[derive(Clone, Copy)]
struct Entry {
    hash: Hash,
    recorded: i64,
    turn: u64,
}

#[derive(Clone, Copy)]
struct Reads {
    count: u64,
    from: i64,
    to: i64,
    turn: u64,
}

impl Told {
    /// Everything missing that was noticed since the program began.
    pub(crate) fn missing(&self) -> Vec<Missing> {
        self.state().missing.values().cloned().collect()
    }

    /// Remembers the entries of an act that is about to be acknowledged.
    pub(crate) fn entries(&self, recorded: &[(EntryId, Hash)], at: i64) {
        let mut state = self.state();
        let turn = state.turn;
        let room = MOST.saturating_sub(state.entries.len());
        state.crowd(recorded.len().saturating_sub(room) as u64, (at, at));
        let told = recorded.iter().take(room).map(|(id, hash)| (id.clone(), Entry { hash: *hash, recorded: at, turn }));
        state.entries.extend(told);
    }

    /// Remembers rows of the reads log: from the nth of a batch on.
    pub(crate) fn reads(&self, batch: u64, n: u64, rows: &[ReadRow]) {
        let mut state = self.state();
        let turn = state.turn;
        let times = || rows.iter().map(|row| row.at);
        let (Some(from), Some(to)) = (times().min(), times().max()) else { return };
        if state.reads.len() >= MOST {
            state.crowd(rows.len() as u64, (from, to));
        } else {
            state.reads.insert((batch, n), Reads { count: rows.len() as u64, from, to, turn });
        }
    }

    /// Notes that so many rows of a batch that was to be sealed are gone; none if they are other rows.
    pub(crate) fn reads_gone(&self, batch: u64, gone: u64, (from, to): (i64, i64)) {
        let (what, count) = if gone > 0 { (Taken::ReadGone, gone) } else { (Taken::ReadAltered, 1) };
        self.state().note(what, count, (from, to), format!("batch {batch}"));
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn note(&mut self, what: Taken, count: u64, (from, to): (i64, i64), name: String) {
        let none = || Missing { what, count: 0, from, to, named: Vec::new() };
        let missing = self.missing.entry(what).or_insert_with(none);
        missing.count += count;
        (missing.from, missing.to) = (missing.from.min(from), missing.to.max(to));
        if missing.named.len() < NAMED && !missing.named.contains(&name) {
            missing.named.push(name);
        }
    }

    /// Notes that so many entries or rows found no room.
    fn crowd(&mut self, count: u64, (from, to): (i64, i64)) {
        if count == 0 {
            return;
        }
        let none = Missing { what: Taken::NotWatched, count: 0, from, to, named: Vec::new() };
        let missing = self.missing.entry(Taken::NotWatched).or_insert(none);
        missing.count += count;
        (missing.from, missing.to) = (missing.from.min(from), missing.to.max(to));
        self.crowded = Some(self.turn);
    }

    /// Whether something found no room before this turn, and all that did is sealed.
    fn may_clear(&self, turn: u64) -> bool {
        self.crowded.is_some_and(|crowded| crowded < turn) && self.entries.is_empty() && self.reads.is_empty()
    }

    /// Ends the alarm that something found no room, unless more did since this turn began.
    fn clear(&mut self, turn: u64) {
        if self.may_clear(turn) {
            self.crowded = None;
            self.missing.remove(&Taken::NotWatched);
        }
    }
}

/// The ids and hashes of what an act wrote.
pub(crate) fn hashes(recorded: &Recorded) -> Vec<(EntryId, Hash)> {
    recorded.receipt.ids.iter().cloned().zip(recorded.heads.iter().map(|(_, head)| head.hash)).collect()
}

/// Looks for what a server of a shared database was told of: again and again, on one connection.
pub(crate) struct Look {
    told: Told,
    reads_stream: StreamId,
    /// Up to where the log has been looked through, while anything is looked for.
    from: Option<u64>,
}

impl Look {
    pub(crate) fn new(told: Told, reads_stream: StreamId) -> Look {
        Look { told, reads_stream, from: None }
    }

    /// Whether there is nothing to look for.
    pub(crate) fn is_idle(&self) -> bool {
        let state = self.told.state();
        state.entries.is_empty() && state.reads.is_empty() && state.crowded.is_none()
    }

    /// Looks once. What is sealed as it was told is forgotten; what waits is looked for again.
    pub(crate) fn look(&mut self, conn: &Conn) -> Result<(), StoreError> {
        let (turn, entries, reads) = {
            let mut state = self.told.state();
            state.turn += 1;
            (state.turn, !state.entries.is_empty(), !state.reads.is_empty())
        };
        if entries {
            self.entries(conn, turn)?;
        } else {
            self.from = None;
        }
        if reads {
            self.reads(conn, turn)?;
        }
        self.clear(conn, turn)
    }

    /// Ends the alarm that there was no room, once nothing waits for a seal.
    fn clear(&self, conn: &Conn, turn: u64) -> Result<(), StoreError> {
        if !self.told.state().may_clear(turn) {
            return Ok(());
        }
        let waiting: u64 = conn.value("SELECT COUNT(*) FROM unsealed", cells![])?;
        if waiting == 0 {
            self.told.state().clear(turn);
        }
        Ok(())
    }

    fn entries(&mut self, conn: &Conn, turn: u64) -> Result<(), StoreError> {
        // What waits first: an entry goes from there into the log, and never back.
        let text = "SELECT u.stream, u.seq, e.hash FROM unsealed u
                 JOIN entry e ON e.stream = u.stream AND e.seq = u.seq";
        let waiting: HashMap<EntryId, Hash> = conn.all(text, cells![], named)?.into_iter().collect();
        let text = "SELECT position FROM log ORDER BY position DESC LIMIT 1";
        let end = conn.first(text, cells![], |row| row.get::<u64>(0))?.map_or(0, |last| last + 1);
        let text = "SELECT stream, seq, hash FROM log WHERE position >= $1 AND position < $2";
        let from = match self.from {
            Some(from) => from,
            None => self.told_from(conn, end)?,
        };
        let sealed = conn.all(text, cells![from, end], named)?;
        let mut suspects = Vec::new();
        {
            let mut state = self.told.state();
            for (id, hash) in sealed {
                if state.entries.get(&id).is_some_and(|told| told.hash == hash) {
                    state.entries.remove(&id);
                }
            }
            for (id, told) in state.entries.iter().filter(|(_, told)| told.turn < turn) {
                if waiting.get(id) != Some(&told.hash) {
                    suspects.push((id.clone(), *told));
                }
            }
        }
        for (id, told) in suspects {
            self.suspect(conn, &id, &told, waiting.get(&id))?;
        }
        self.from = Some(end);
        Ok(())
    }

    /// Where the log begins to hold what is remembered, if that is near its end: what was sealed before is asked for one by
    /// one. A log goes on in the order in which it was recorded.
    fn told_from(&self, conn: &Conn, end: u64) -> Result<u64, StoreError> {
        let Some(earliest) = self.told.state().entries.values().map(|told| told.recorded).min() else { return Ok(end) };
        let text = "SELECT MIN(position) FROM log WHERE position >= $1 AND recorded >= $2";
        let from: Option<u64> = conn.value(text, cells![end.saturating_sub(NEAR), earliest])?;
        Ok(from.unwrap_or(end))
    }

    /// Looks for one entry that was not met: it may have been sealed before it was told.
    fn suspect(&self, conn: &Conn, id: &EntryId, told: &Entry, waiting: Option<&Hash>) -> Result<(), StoreError> {
        let text = "SELECT hash FROM log WHERE stream = $1 AND seq = $2";
        let sealed: Option<Hash> = conn.first(text, cells![id.stream, id.seq], |row| row.get(0))?;
        let mut state = self.told.state();
        state.entries.remove(id);
        if sealed == Some(told.hash) {
            return Ok(());
        }
        let what = if sealed.or(waiting.copied()).is_some() { Taken::EntryAltered } else { Taken::EntryGone };
        state.note(what, 1, (told.recorded, told.recorded), id.to_string());
        Ok(())
    }

    fn reads(&self, conn: &Conn, turn: u64) -> Result<(), StoreError> {
        let told: Vec<((u64, u64), Reads)> = {
            let state = self.told.state();
            state.reads.iter().filter(|(_, told)| told.turn < turn).map(|(place, told)| (*place, *told)).collect()
        };
        // Once a batch is sealed `verify` looks after it; so this is asked before its rows are.
        let text = "SELECT seq FROM log WHERE stream = $1 ORDER BY seq DESC LIMIT 1";
        let sealed: u64 = conn.first(text, cells![self.reads_stream], |row| row.get(0))?.unwrap_or(0);
        let batches: BTreeSet<u64> = told.iter().map(|((batch, _), _)| *batch).collect();
        let mut there = BTreeSet::new();
        for batch in batches {
            let rows: Vec<u64> = conn.all("SELECT n FROM read WHERE batch = $1", cells![batch], |row| row.get(0))?;
            there.extend(rows.into_iter().map(|n| (batch, n)));
        }
        let mut state = self.told.state();
        for ((batch, n), told) in told {
            let found = there.range((batch, n)..(batch, n + told.count)).count() as u64;
            if found < told.count {
                state.note(Taken::ReadGone, told.count - found, (told.from, told.to), format!("batch {batch}"));
            }
            if found < told.count || batch <= sealed {
                state.reads.remove(&(batch, n));
            }
        }
        Ok(())
    }
}

fn named(row: &Row<'_>) -> Result<(EntryId, Hash), StoreError> {
    Ok((EntryId { stream: row.get(0)?, seq: row.get(1)? }, row.get(2)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(from: u64, count: usize) -> Vec<(EntryId, Hash)> {
        let stream = StreamId::new("person", [1; 16]);
        (from..).take(count).map(|seq| (EntryId { stream: stream.clone(), seq }, Hash::ZERO)).collect()
    }

    #[test]
    fn what_finds_no_room_is_counted_and_told_until_all_is_sealed() {
        let told = Told::default();
        told.entries(&entries(1, MOST), 5);
        assert!(told.missing().is_empty(), "so many are remembered");
        told.entries(&entries(MOST as u64 + 1, 3), 7);
        told.entries(&entries(MOST as u64 + 4, 1), 9);
        let crowded = Missing { what: Taken::NotWatched, count: 4, from: 7, to: 9, named: Vec::new() };
        assert_eq!(told.missing(), std::slice::from_ref(&crowded));
        let mut state = told.state();
        state.turn += 1;
        state.clear(1);
        assert_eq!(state.missing.len(), 1, "the others still wait");
        state.entries.clear();
        state.clear(0);
        assert_eq!(state.missing.get(&Taken::NotWatched), Some(&crowded), "it was told during this look");
        state.clear(1);
        assert!(state.missing.is_empty() && state.crowded.is_none());
    }
}
