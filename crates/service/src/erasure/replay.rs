//! Erasures carried over to a record that was restored from an older copy, where what was erased stands again.
//!
//! The list is written out beside the copies and kept apart from them. An entry is known in it by its leaf’s hash as
//! well as by its name: after a restore a name may come to be another entry’s. Only a list that the log has signed is
//! carried out ([`super::signed`]), and only on a record that was just restored.

use std::collections::{BTreeMap, BTreeSet};

use record::entry::Entry;
use record::facts::Fact;
use record::facts::person::Erased;
use record::facts::service::ErasuresCarriedOver;
use record::time::Happened;
use record::{EntryId, Hash, StreamId};
use serde::{Deserialize, Serialize};
use store::{Owing, Snapshot};

use super::scope::{held_with, hold, words_of};
use super::signed::SignedList;
use crate::write::{Work, read_entries};
use crate::{Ask, Form, Problem, Said, Service};

/// Why an erasure stands in a record that had lost it.
const REPEATED: &str = "Erased before, and carried over to a restored copy";
/// Leaves of the log that are looked through at once.
const PAGE: u32 = 256;

/// One erasure, as it is written out: a line of JSON. It holds nothing of what was erased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasureLine {
    /// The entry that erased.
    pub erasure: EntryId,
    /// The entry that proposed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposal: Option<EntryId>,
    /// What was erased.
    pub entries: Vec<ErasedEntry>,
    /// By what authority.
    pub authority: String,
    /// The second person.
    pub approved_by: String,
    /// The day of the erasure.
    pub on: jiff::civil::Date,
}

/// An erased entry by its name and its leaf.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasedEntry {
    /// Its name.
    pub entry: EntryId,
    /// The hash of its leaf.
    pub leaf: Hash,
}

/// What a replay did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Replayed {
    /// Entries erased again.
    pub erased: usize,
    /// Entries that were erased in this copy already.
    pub already: usize,
    /// Entries that this copy does not have.
    pub absent: usize,
    /// Entries left as they are, because a legal hold stands in this copy.
    pub held: usize,
}

impl Service {
    /// Every erasure, by stream and seq. For the executable’s own commands: nothing in it is about anybody.
    pub fn erasure_list(&self) -> Result<Vec<ErasureLine>, Problem> {
        let (mut lines, streams) = (Vec::new(), self.store.read_here(Snapshot::streams_with_erasures)?);
        for stream in streams {
            let rows = self.store.read_here(|snapshot| snapshot.entries(&stream))?;
            for entry in read_entries(&stream, &rows)? {
                lines.extend(self.line(&entry)?);
            }
        }
        Ok(lines)
    }

    fn line(&self, entry: &Entry) -> Result<Option<ErasureLine>, Problem> {
        let Some(content) = &entry.content else { return Ok(None) };
        let Fact::Erased(erased) = &content.fact else { return Ok(None) };
        let mut entries = Vec::with_capacity(erased.entries.len());
        for id in &erased.entries {
            let found = self.store.read_here(|snapshot| snapshot.entry(id))?;
            entries.extend(found.map(|row| ErasedEntry { entry: id.clone(), leaf: row.hash }));
        }
        Ok(Some(ErasureLine {
            erasure: entry.id.clone(),
            proposal: content.because.first().cloned(),
            entries,
            authority: erased.authority.clone(),
            approved_by: erased.approved_by.clone(),
            on: content.happened.day(),
        }))
    }

    /// Erases again what the list names and this record still holds, and says in an entry of the service that it did.
    /// What a legal hold stands on in this copy is left, and counted: two people decide about it once it is lifted.
    ///
    /// Refused on any record but one that was just restored, and on which nothing else was recorded since: a list is no
    /// second way to erase. Refused as well if the list is older than the record: it says nothing of the time since.
    pub async fn replay_erasures(&self, ask: &Ask, list: &SignedList) -> Result<Replayed, Problem> {
        self.refuse_unless_restored().await?;
        self.refuse_older(list).await?;
        let mut done = Replayed::default();
        for line in list.lines() {
            let left = self.left_of(line, &mut done).await?;
            if left.is_empty() {
                continue;
            }
            let streams = touched(line, &left);
            if self.is_held(&left).await? {
                done.held += left.len();
                continue;
            }
            self.replay(ask, line, &left, &streams).await?;
            done.erased += left.len();
        }
        let fact = ErasuresCarriedOver {
            list: Some(list.size()),
            erased: done.erased as u64,
            already: done.already as u64,
            absent: done.absent as u64,
            held: done.held as u64,
        };
        self.say_carried_over(ask, fact, "Carried out from the list that the log signed").await?;
        Ok(done)
    }

    /// Says of a record that was just restored that nothing was erased since its backup, and why that is known.
    pub async fn declare_no_erasures(&self, ask: &Ask, reason: &str) -> Result<(), Problem> {
        if reason.trim().is_empty() {
            return Err(Problem::field("reason", "Say how it is known that nothing was erased since the backup"));
        }
        self.refuse_unless_restored().await?;
        let none = ErasuresCarriedOver { list: None, erased: 0, already: 0, absent: 0, held: 0 };
        self.say_carried_over(ask, none, reason).await
    }

    /// Every erasure as a list that the log has signed. `sign` makes a note of a text with the log's key.
    pub fn signed_erasures(
        &self,
        origin: &str,
        sign: impl FnOnce(&str) -> Result<String, store::StoreError>,
    ) -> Result<String, Problem> {
        // Before the list: it holds at least what was erased up to there.
        let size = self.store.read_here(Snapshot::last_checkpoint)?.map_or(0, |last| last.size);
        Ok(SignedList::write(&self.erasure_list()?, origin, size, sign)?)
    }

    /// Whether what was erased since the record was restored, or put back, may stand in it.
    async fn owes_erasures(&self) -> Result<bool, Problem> {
        if self.store.is_shared() {
            return Ok(self.store.read(Snapshot::owes_erasures).await?);
        }
        Ok(store::owes_erasures(self.store.folder())?)
    }

    async fn refuse_unless_restored(&self) -> Result<(), Problem> {
        if self.owes_erasures().await? {
            return Ok(());
        }
        Err(Problem::field(
            "list",
            "This record was not just restored or put back. Erasures are carried over to a restored folder before it is served, \
             and to a database once its rollback is declared, before anything else is recorded; in a record that is at work two \
             people decide",
        ))
    }

    /// Refuses a list that was signed before the log was as long as it was restored.
    async fn refuse_older(&self, list: &SignedList) -> Result<(), Problem> {
        let (signed, size) = (list.size(), self.size_restored().await?);
        if signed >= size {
            return Ok(());
        }
        Err(Problem::field(
            "list",
            format!(
                "This list was signed when the log had {signed} leaves, and the restored record has {size}: it is from \
                 before the backup, and does not say what was erased since. Carry out a later one"
            ),
        ))
    }

    /// Leaves of the log as it was restored: at the first checkpoint over its last act. What is recorded to see to a
    /// restore is no such act, or a list could not be carried out after a rollback was declared, nor gone on with.
    async fn size_restored(&self) -> Result<u64, Problem> {
        let mut end = self.store.read(Snapshot::last_checkpoint).await?.map_or(0, |last| last.size);
        while end > 0 {
            let from = end.saturating_sub(u64::from(PAGE));
            let mut leaves = self.store.read(move |snapshot| snapshot.log_range(from, PAGE)).await?;
            while let Some(leaf) = leaves.pop() {
                let position = leaf.position;
                if position >= end || !leaf.is_entry {
                    continue;
                }
                if !self.sees_to_a_restore(EntryId { stream: leaf.stream, seq: leaf.seq }).await? {
                    let over = self.store.read(move |snapshot| snapshot.checkpoint_covering(position)).await?;
                    return Ok(over.map_or(end, |over| over.size));
                }
            }
            end = from;
        }
        Ok(0)
    }

    /// What an entry says, and its reason.
    async fn fact_of(&self, id: EntryId) -> Result<Option<(Fact, Option<String>)>, Problem> {
        let stream = id.stream.clone();
        let row = self.store.read(move |snapshot| snapshot.entry(&id)).await?;
        let entry = read_entries(&stream, row.as_slice())?.into_iter().next();
        Ok(entry.and_then(|entry| entry.content).map(|content| (content.fact, content.reason)))
    }

    /// Whether an entry is of those that are recorded on a restored record before it is served.
    async fn sees_to_a_restore(&self, id: EntryId) -> Result<bool, Problem> {
        Ok(match self.fact_of(id).await? {
            Some((Fact::RollbackDeclared(_) | Fact::ErasuresCarriedOver(_), _)) => true,
            Some((Fact::Erased(_), reason)) => reason.as_deref() == Some(REPEATED),
            _ => false,
        })
    }

    /// Records what became of the erasures, and lets the record be served.
    async fn say_carried_over(&self, ask: &Ask, fact: ErasuresCarriedOver, reason: &str) -> Result<(), Problem> {
        let stream = self.service_stream().await?;
        self.record(ask, &Form::default(), &fact, std::slice::from_ref(&stream), |_| {
            let said = Said::new(&stream, fact.clone(), Happened::On(ask.today())).reason(reason);
            Ok(Work { said: vec![said], owing: Owing::Ends, ..Work::default() })
        })
        .await?;
        if self.store.is_shared() { Ok(()) } else { Ok(store::end_owing(self.store.folder())?) }
    }

    /// Whether a hold stands on the streams of some entries, or on somebody whom they are about.
    async fn is_held(&self, left: &[EntryId]) -> Result<bool, Problem> {
        let mut loaded = BTreeMap::new();
        for id in left {
            if !loaded.contains_key(&id.stream) {
                loaded.insert(id.stream.clone(), self.entries_unasked(&id.stream).await?);
            }
        }
        for stream in held_with(left, |stream| loaded.get(stream).map_or(&[], Vec::as_slice))? {
            if hold(&self.entries_unasked(&stream).await?).is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The entries of a line that still hold their content here.
    async fn left_of(&self, line: &ErasureLine, done: &mut Replayed) -> Result<Vec<EntryId>, Problem> {
        let mut left = Vec::new();
        for ErasedEntry { entry, leaf } in &line.entries {
            let id = entry.clone();
            match self.store.read(move |snapshot| snapshot.entry(&id)).await? {
                Some(row) if row.hash == *leaf && row.content.is_some() => left.push(entry.clone()),
                Some(row) if row.hash == *leaf => done.already += 1,
                _ => done.absent += 1,
            }
        }
        Ok(left)
    }

    async fn replay(
        &self,
        ask: &Ask,
        line: &ErasureLine,
        left: &[EntryId],
        streams: &[StreamId],
    ) -> Result<(), Problem> {
        let stream = &line.erasure.stream;
        let mut words = Vec::new();
        for id in left {
            let entries = self.entries_unasked(&id.stream).await?;
            words.extend(words_of(entries.iter().filter(|entry| entry.id == *id).filter_map(|e| e.content.as_ref()))?);
        }
        // As where two people decide: before the content goes, by which the copies are known.
        self.store.forget_samples(&words)?;
        let key = Form { key: format!("replay {}", line.erasure), ..Form::default() };
        self.record_replayed(streams, ask, &key, &line, |streams| {
            let erased = Erased {
                entries: left.to_vec(),
                authority: line.authority.clone(),
                approved_by: line.approved_by.clone(),
            };
            let proposed = |id: &&EntryId| {
                streams.of(stream).iter().any(|entry| {
                    let fact = entry.content.as_ref().map(|content| &content.fact);
                    entry.id == **id && matches!(fact, Some(Fact::ErasureProposed(_)))
                })
            };
            let because: Vec<EntryId> = line.proposal.iter().filter(proposed).cloned().collect();
            let fact = Said::new(stream, erased, Happened::On(line.on)).because(because).reason(REPEATED);
            Ok(Work { said: vec![fact], answer: stream.to_string(), owing: Owing::Repays, ..Work::default() })
        })
        .await
        .map(drop)
    }
}

/// The streams that erasing again writes to.
fn touched(line: &ErasureLine, left: &[EntryId]) -> Vec<StreamId> {
    let streams = left.iter().map(|id| id.stream.clone()).chain([line.erasure.stream.clone()]);
    streams.collect::<BTreeSet<StreamId>>().into_iter().collect()
}
