//! The model: what a record must hold after what was said to it, in plain maps. It shares no code with the store but the
//! types of what goes in and comes out.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{EntryId, Hash, StreamId};
use store::{Act, Appended, DraftRow, IdemKey, ReadRow, Receipt, Rows, StoreError};

use super::broken::{Broken, Held, RECEIPT, REFUSED, REPEAT, RISES, STALE, broken, same};
use super::views::Views;

/// What the store said to an act.
pub(crate) type Answer = Result<Appended, StoreError>;

/// What a record must hold.
#[derive(Clone, Default)]
pub(crate) struct Model {
    pub(crate) streams: BTreeMap<StreamId, Vec<Said>>,
    pub(crate) guards: BTreeMap<String, u64>,
    pub(crate) keys: BTreeMap<(String, String), Keyed>,
    /// What was seen of each stream since each instant.
    pub(crate) views: BTreeMap<StreamId, Vec<(i64, Views)>>,
    /// Streams in which something was erased, and when: of what was known before only that is left which still held.
    pub(crate) blurred: BTreeMap<StreamId, i64>,
    pub(crate) erased: BTreeSet<EntryId>,
    pub(crate) documents: BTreeMap<Hash, (Vec<u8>, EntryId)>,
    pub(crate) reads: Vec<ReadRow>,
    /// By who typed, which form and about whom.
    pub(crate) drafts: BTreeMap<(String, String, String), DraftRow>,
    /// Checkpoints that were seen, by size.
    pub(crate) signed: BTreeMap<u64, Hash>,
    /// Keys of acts that were sent and never answered.
    pub(crate) doubts: BTreeSet<(String, String)>,
}

/// An entry.
#[derive(Clone)]
pub(crate) struct Said {
    /// `None` once erased.
    pub(crate) content: Option<Vec<u8>>,
    pub(crate) recorded: i64,
    erases: bool,
}

/// An act that was recorded under a key.
#[derive(Clone)]
pub(crate) struct Keyed {
    pub(crate) digest: [u8; 32],
    pub(crate) receipt: Receipt,
    /// Something of it was erased: the digest of what was asked may have gone as well.
    pub(crate) erased: bool,
}

enum Wanted<'a> {
    Recorded,
    Repeat(&'a Keyed),
    KeyReused,
    Stale,
    Refused,
}

impl Model {
    /// The last seq of a stream; 0 for one without entries.
    pub(crate) fn head(&self, stream: &StreamId) -> u64 {
        self.streams.get(stream).map_or(0, |said| said.len() as u64)
    }

    pub(crate) fn guard(&self, name: &str) -> u64 {
        self.guards.get(name).copied().unwrap_or(0)
    }

    /// What an entry says, unless it was erased.
    pub(crate) fn content(&self, id: &EntryId) -> Option<(EntryId, Vec<u8>)> {
        let said = self.streams.get(&id.stream)?.get(usize::try_from(id.seq).ok()?.checked_sub(1)?)?;
        Some((id.clone(), said.content.clone()?))
    }

    /// Every entry, by stream and seq.
    pub(crate) fn ids(&self) -> impl Iterator<Item = EntryId> {
        let ids = |(stream, said): (&StreamId, &Vec<Said>)| {
            let stream = stream.clone();
            (1..=said.len() as u64).map(move |seq| EntryId { stream: stream.clone(), seq })
        };
        self.streams.iter().flat_map(ids)
    }

    /// What a record may hold after what was said to acts that were sent at once: it must be what acts one after the other
    /// would have been told, in the order they were sent, or else in any. There may be several such orders.
    pub(crate) fn after(&self, acts: &[Act], answers: &[Answer], in_order: bool) -> Result<Vec<Model>, Broken> {
        let mut sent: Vec<usize> = (0..acts.len()).collect();
        let first = self.in_this_order(acts, answers, &sent);
        let mut orders = Vec::new();
        if !in_order {
            permute(&mut sent, 0, &mut orders);
        }
        let all: Vec<_> = orders.iter().filter_map(|order| self.in_this_order(acts, answers, order).ok()).collect();
        if all.is_empty() { first.map(|model| vec![model]) } else { Ok(all) }
    }

    fn in_this_order(&self, acts: &[Act], answers: &[Answer], order: &[usize]) -> Result<Model, Broken> {
        let mut model = self.clone();
        order.iter().try_for_each(|at| model.take(&acts[*at], &answers[*at]))?;
        Ok(model)
    }

    fn take(&mut self, act: &Act, answer: &Answer) -> Held {
        let told = |invariant| broken(invariant, format!("{} of {:?} was answered {answer:?}", act.act, act.at));
        match (self.wanted(act), answer) {
            (Wanted::Recorded, Ok(Appended::Recorded(receipt))) => self.record(act, receipt),
            // It had been recorded when it was cut off.
            (Wanted::Recorded, Ok(Appended::Repeat(receipt))) if self.is_in_doubt(act) => self.record(act, receipt),
            (Wanted::Repeat(keyed), Ok(Appended::Repeat(again))) => {
                // It may be protected by now, and the answer to what was erased may have gone.
                let answer = if keyed.erased { again.answer.clone() } else { keyed.receipt.answer.clone() };
                let first = Receipt { protected: again.protected, answer, ..keyed.receipt.clone() };
                same(REPEAT, &act.act, again, &first)
            }
            (Wanted::Repeat(keyed), Ok(Appended::KeyReused)) if keyed.erased => Ok(()),
            (Wanted::KeyReused, Ok(Appended::KeyReused))
            | (Wanted::Stale, Ok(Appended::Stale))
            | (Wanted::Refused, Err(StoreError::Refused(_))) => Ok(()),
            (Wanted::Stale, _) | (Wanted::Recorded, Ok(Appended::Stale)) => Err(told(STALE)),
            (Wanted::Refused, _) | (Wanted::Recorded, Err(_)) => Err(told(REFUSED)),
            (Wanted::Repeat(_) | Wanted::KeyReused | Wanted::Recorded, _) => Err(told(REPEAT)),
        }
    }

    fn is_in_doubt(&self, act: &Act) -> bool {
        act.key.as_ref().is_some_and(|key| self.doubts.contains(&name(key)))
    }

    fn wanted(&self, act: &Act) -> Wanted<'_> {
        if let Some(key) = &act.key
            && let Some(keyed) = self.keys.get(&name(key))
        {
            return if keyed.digest == key.digest { Wanted::Repeat(keyed) } else { Wanted::KeyReused };
        }
        if act.expects.iter().any(|(stream, seen)| self.head(stream) != *seen)
            || act.guards.iter().any(|(guard, seen)| self.guard(guard) != *seen)
        {
            return Wanted::Stale;
        }
        let can_be_erased = |id: &EntryId| {
            let said = self.streams.get(&id.stream).and_then(|said| said.get(usize::try_from(id.seq).ok()? - 1));
            said.is_some_and(|said| !said.erases)
        };
        let erased: Vec<_> = erased_by(act).collect();
        if erased.iter().all(can_be_erased) && !act.rows.iter().any(Views::are_wrong) {
            Wanted::Recorded
        } else {
            Wanted::Refused
        }
    }

    fn record(&mut self, act: &Act, receipt: &Receipt) -> Held {
        same(RECEIPT, "act", &(&receipt.act, &receipt.answer), &(&act.act, &act.answer))?;
        let mut ids = Vec::new();
        // Each entry a microsecond after the one before, and the receipt tells the last.
        let first = receipt.recorded - i64::try_from(act.entries.len()).unwrap_or_default() + 1;
        if first < act.at {
            return Err(broken(RISES, format!("{} is recorded at {first}, on a clock at {}", act.act, act.at)));
        }
        for (entry, recorded) in act.entries.iter().zip(first..) {
            let said = self.streams.entry(entry.stream.clone()).or_default();
            if let Some(last) = said.last().filter(|last| last.recorded >= recorded) {
                let words = format!("{} is recorded at {recorded}, after {}", act.act, last.recorded);
                return Err(broken(RISES, words));
            }
            let erases = ledger::erased_entries(&entry.content).is_some();
            said.push(Said { content: Some(entry.content.clone()), recorded, erases });
            ids.push(EntryId { stream: entry.stream.clone(), seq: said.len() as u64 });
        }
        same(RECEIPT, "ids", &receipt.ids, &ids)?;
        erased_by(act).for_each(|id| self.erase(&id, first));
        for guard in &act.bumps {
            *self.guards.entry(guard.clone()).or_default() += 1;
        }
        for ((hash, bytes), id) in act.documents.iter().zip(&ids) {
            self.documents.insert(*hash, (bytes.clone(), id.clone()));
        }
        act.rows.iter().for_each(|rows| self.see(rows, first));
        erased_by(act).for_each(|id| self.forget_past(&id.stream));
        if let Some(key) = &act.key {
            let keyed = Keyed { digest: key.digest, receipt: receipt.clone(), erased: false };
            self.keys.insert(name(key), keyed);
            self.doubts.remove(&name(key));
        }
        Ok(())
    }

    fn erase(&mut self, id: &EntryId, recorded: i64) {
        let seq = usize::try_from(id.seq).unwrap_or(usize::MAX);
        if let Some(said) = self.streams.get_mut(&id.stream).and_then(|said| said.get_mut(seq - 1)) {
            said.content = None;
        }
        self.erased.insert(id.clone());
        self.blurred.insert(id.stream.clone(), recorded);
        for keyed in self.keys.values_mut().filter(|keyed| keyed.receipt.ids.contains(id)) {
            keyed.erased = true;
        }
        self.drafts.retain(|(_, _, subject), _| subject != id.stream.as_str());
    }

    /// Forgets what was seen of a stream before the act that erased something of it.
    fn forget_past(&mut self, stream: &StreamId) {
        if let Some(history) = self.views.get_mut(stream) {
            history.drain(..history.len().saturating_sub(1));
        }
    }

    fn see(&mut self, rows: &Rows, at: i64) {
        let Some(stream) = Views::stream(rows) else { return };
        let history = self.views.entry(stream.clone()).or_default();
        let mut views = history.last().map(|(_, views)| views.clone()).unwrap_or_default();
        views.replace(rows);
        match history.last_mut() {
            Some((since, last)) if *since == at => *last = views,
            _ => history.push((at, views)),
        }
    }
}

pub(crate) fn name(key: &IdemKey) -> (String, String) {
    (key.actor.clone(), key.key.clone())
}

/// What the act erases.
pub(crate) fn erased_by(act: &Act) -> impl Iterator<Item = EntryId> {
    act.entries.iter().flat_map(|entry| ledger::erased_entries(&entry.content).unwrap_or_default())
}

fn permute(left: &mut Vec<usize>, from: usize, orders: &mut Vec<Vec<usize>>) {
    if from == left.len() {
        orders.push(left.clone());
    }
    for at in from..left.len() {
        left.swap(from, at);
        permute(left, from + 1, orders);
        left.swap(from, at);
    }
}
