//! The one way to the record.
//!
//! A use case hands over a *decision*: a pure function from the streams as they stand to what is to be said. Here the
//! streams are loaded, the decision taken, the act appended with the versions it rests on, and the views projected.
//! When somebody else was faster, the decision is taken again over the fresh entries, five times at most.

use std::collections::BTreeMap;

use record::case::{CaseFile, View, fold};
use record::entry::Entry;
use record::{EntryId, Hash, StreamId};
use serde::Serialize;
use store::{Act, Answered, Appended, IdemKey, NewEntry};

use crate::{Ask, Problem, Said, Service, project};

/// What a form brings besides its answers.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// Made when the form was shown: the same key is the same submission.
    pub key: String,
    /// The version of the component the form showed.
    pub version: u64,
}

/// What was recorded.
#[derive(Clone, Debug)]
pub struct Saved {
    /// The act.
    pub act: String,
    /// What the use case answered: a component, a stream, a letter's entry.
    pub answer: String,
    /// The same submission had been recorded before; nothing was added.
    pub repeat: bool,
}

/// What is to be recorded in one act.
#[derive(Debug, Default)]
pub(crate) struct Work {
    /// What is said, in order.
    pub(crate) said: Vec<Said>,
    /// Documents that entries refer to by hash.
    pub(crate) documents: Vec<Vec<u8>>,
    /// Guards this act raises: whoever read one of them before must decide again.
    pub(crate) bumps: Vec<String>,
    /// What to tell the caller, now and on every repeat.
    pub(crate) answer: String,
}

/// Streams as they stand, for a decision.
pub(crate) struct Streams {
    entries: BTreeMap<StreamId, Vec<Entry>>,
}

impl Streams {
    /// The entries of a stream.
    pub(crate) fn of(&self, stream: &StreamId) -> &[Entry] {
        self.entries.get(stream).map_or(&[], Vec::as_slice)
    }

    /// The case file of a person's stream, as it is now.
    pub(crate) fn case(&self, stream: &StreamId) -> CaseFile {
        fold(self.of(stream), View::default())
    }

    /// The id the `nth` new entry of a stream will have, counting from 0.
    pub(crate) fn next_id(&self, stream: &StreamId, nth: u64) -> EntryId {
        EntryId { stream: stream.clone(), seq: self.of(stream).len() as u64 + nth + 1 }
    }
}

const TRIES: usize = 5;

impl Service {
    /// Records what `decide` says over the given streams, in one act.
    ///
    /// `guards` are read, with the rows they cover, before the decision; `request` is what was asked, for telling a
    /// repeat from a reuse of its key.
    pub(crate) async fn record<D>(
        &self,
        ask: &Ask,
        form: &Form,
        request: &impl Serialize,
        streams: &[StreamId],
        decide: D,
    ) -> Result<Saved, Problem>
    where
        D: Fn(&Streams) -> Result<Work, Problem>,
    {
        let key = self.idempotency(ask, form, request)?;
        if let Some(saved) = self.answered(key.as_ref()).await? {
            return Ok(saved);
        }
        for _ in 0..TRIES {
            let loaded = self.load(streams).await?;
            let work = match decide(&loaded) {
                Ok(work) => work,
                // The same submission, sent twice at once, may have been recorded a moment ago.
                Err(problem) => return self.answered(key.as_ref()).await?.ok_or(problem),
            };
            let act = self.prepare(ask, key.clone(), &loaded, work)?;
            match self.store.append(act).await? {
                Appended::Recorded(receipt) => {
                    return Ok(Saved { act: receipt.act, answer: receipt.answer, repeat: false });
                }
                Appended::Repeat(receipt) => {
                    return Ok(Saved { act: receipt.act, answer: receipt.answer, repeat: true });
                }
                Appended::KeyReused => return Err(Problem::KeyReused),
                Appended::Stale => {}
            }
        }
        Err(Problem::Busy)
    }

    fn idempotency(&self, ask: &Ask, form: &Form, request: &impl Serialize) -> Result<Option<IdemKey>, Problem> {
        if form.key.is_empty() {
            return Ok(None);
        }
        let bytes = ledger::canonical(request).map_err(|e| Problem::Damaged(e.to_string()))?;
        let digest = ledger::leaf_hash(&bytes).0;
        Ok(Some(IdemKey { actor: ask.actor.staff.clone(), key: form.key.clone(), digest }))
    }

    async fn answered(&self, key: Option<&IdemKey>) -> Result<Option<Saved>, Problem> {
        let Some(key) = key.cloned() else { return Ok(None) };
        match self.store.read(move |snapshot| snapshot.answered(&key)).await? {
            Some(Answered::KeyReused) => Err(Problem::KeyReused),
            Some(Answered::Before { act, answer }) => Ok(Some(Saved { act, answer, repeat: true })),
            None => Ok(None),
        }
    }

    async fn load(&self, streams: &[StreamId]) -> Result<Streams, Problem> {
        let wanted = streams.to_vec();
        let rows = self
            .store
            .read(move |snapshot| wanted.into_iter().map(|s| Ok((snapshot.entries(&s)?, s))).collect::<Result<Vec<_>, _>>())
            .await?;
        let mut entries = BTreeMap::new();
        for (rows, stream) in rows {
            entries.insert(stream.clone(), read_entries(&stream, &rows)?);
        }
        Ok(Streams { entries })
    }

    fn prepare(&self, ask: &Ask, key: Option<IdemKey>, loaded: &Streams, work: Work) -> Result<Act, Problem> {
        let act = ledger::StreamId::new("act", self.random_bits()).to_string();
        let expects = loaded.entries.iter().map(|(s, e)| (s.clone(), e.len() as u64)).collect();
        let mut after = loaded.entries.clone();
        let mut entries = Vec::with_capacity(work.said.len());
        for said in work.said {
            let stream = said.stream.clone();
            let content = said.by(&ask.actor, &act);
            let bytes = content.to_bytes().map_err(|e| Problem::Damaged(e.to_string()))?;
            let stood = after.entry(stream.clone()).or_default();
            let id = EntryId { stream: stream.clone(), seq: stood.len() as u64 + 1 };
            stood.push(Entry { id, recorded: ask.now, content: Some(content) });
            entries.push(NewEntry { stream, salt: self.random_bytes(), content: bytes });
        }
        let mut rows = Vec::new();
        for (stream, entries) in &after {
            if loaded.of(stream).len() < entries.len() {
                rows.extend(project::project(stream, entries, self.standards)?);
            }
        }
        Ok(Act {
            act,
            key,
            at: ask.now.0,
            entries,
            expects,
            guards: Vec::new(),
            bumps: work.bumps,
            rows,
            documents: work.documents.into_iter().map(|bytes| (document_hash(&bytes), bytes)).collect(),
            answer: work.answer,
        })
    }
}

/// The hash a document is kept under: SHA-256 of its bytes, as any tool computes it.
pub(crate) fn document_hash(bytes: &[u8]) -> Hash {
    ledger::Hash::of(bytes)
}

/// Reads the stored rows of a stream.
pub(crate) fn read_entries(stream: &StreamId, rows: &[store::EntryRow]) -> Result<Vec<Entry>, Problem> {
    rows.iter()
        .map(|row| Entry::read(stream, row.seq, row.recorded, row.content.as_deref()).map_err(Problem::from))
        .collect()
}

/// Refuses a form that was made from an older version of what it shows.
pub(crate) fn unchanged(case: &CaseFile, stream: &StreamId, component: &str, form: &Form) -> Result<(), Problem> {
    if case.version(component) == form.version {
        return Ok(());
    }
    Err(Problem::Changed { case: stream.clone(), component: component.to_owned(), shown: form.version })
}
