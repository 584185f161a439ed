//! The one way to the record.
//!
//! A use case hands over a *decision*: a pure function from the streams as they stand to what is to be said. Here the
//! streams are loaded, the decision taken, the act appended with the versions it rests on, and the views projected.
//! When somebody else was faster, the decision is taken again over the fresh entries, five times at most.

use std::collections::{BTreeMap, BTreeSet};

use access::Permit;
use record::case::CaseFile;
use record::entry::Entry;
use record::facts::Fact;
use record::facts::keepapart::Who;
use record::{EntryId, Hash, StreamId};
use serde::Serialize;
use store::{Act, Answered, Appended, IdemKey, Lifted, NewEntry, Owing, Rows, Timing};

use crate::booking::Asked;
pub(crate) use crate::streams::Streams;
use crate::streams::Wanted;
use crate::{Ask, Problem, Said, Service, directory, newer, project};

/// What a form brings besides its answers.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// Made when the form was shown: the same key is the same submission.
    pub key: String,
    /// The version of the component the form showed.
    pub version: u64,
    /// A digest of what was sent, as it was sent; worked out from the request where there was no form.
    pub digest: Option<[u8; 32]>,
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
    /// What it has to do with what was erased since a record was put back.
    pub(crate) owing: Owing,
}

/// Times that an act is decided again because what it rests on has moved: of so many sent at once each is recorded.
const TRIES: usize = 10;

/// What is being said in one act, with the ids its entries will have.
pub(crate) struct Parts<'a> {
    streams: &'a Streams,
    work: Work,
}

impl<'a> Parts<'a> {
    pub(crate) fn new(streams: &'a Streams) -> Parts<'a> {
        Parts { streams, work: Work::default() }
    }

    /// Says something, and gives the id its entry will have.
    pub(crate) fn say(&mut self, said: Said) -> EntryId {
        let before = self.said(&said.stream);
        let id = self.streams.next_id(&said.stream, before as u64);
        self.work.said.push(said);
        id
    }

    /// How many new entries of a stream were said so far.
    pub(crate) fn said(&self, stream: &StreamId) -> usize {
        self.work.said.iter().filter(|said| said.stream == *stream).count()
    }

    /// Keeps a document that an entry refers to by its hash.
    pub(crate) fn keep(&mut self, document: Vec<u8>) {
        self.work.documents.push(document);
    }

    /// Raises guards: whoever decided over one of them decides again.
    pub(crate) fn bump(&mut self, guards: impl IntoIterator<Item = String>) {
        self.work.bumps.extend(guards);
    }

    /// All of it, with what to answer.
    pub(crate) fn answer(self, answer: String) -> Work {
        Work { answer, ..self.work }
    }
}

impl Service {
    /// Records in people's streams what `decide` says, in one act. Each person's stream needs a permit of its own.
    pub(crate) async fn record_for(
        &self,
        permits: &[Permit],
        ask: &Ask,
        form: &Form,
        request: &impl Serialize,
        decide: impl Fn(&Streams) -> Result<Work, Problem>,
    ) -> Result<Saved, Problem> {
        let streams: Vec<StreamId> = permits.iter().filter_map(|permit| permit.case().cloned()).collect();
        self.record_in(ask, form, request, Wanted { streams: &streams, ..Wanted::default() }, decide).await
    }

    /// As [`Service::record_for`], deciding over what stands around each booking as well: when somebody changes that
    /// meanwhile, the decision is taken again. The arrangements to keep the person apart can be written to.
    pub(crate) async fn record_booking(
        &self,
        permits: &[Permit],
        bookings: &[Asked],
        ask: &Ask,
        form: &Form,
        request: &impl Serialize,
        decide: impl Fn(&Streams) -> Result<Work, Problem>,
    ) -> Result<Saved, Problem> {
        let streams: Vec<StreamId> = permits.iter().filter_map(|permit| permit.case().cloned()).collect();
        self.record_in(ask, form, request, Wanted { streams: &streams, bookings, ..Wanted::default() }, decide).await
    }

    /// As [`Service::record_for`], deciding over how many people some officers hold as well: when one of them is given somebody
    /// meanwhile, the decision is taken again.
    pub(crate) async fn record_giving(
        &self,
        permits: &[Permit],
        takers: &[String],
        ask: &Ask,
        form: &Form,
        request: &impl Serialize,
        decide: impl Fn(&Streams) -> Result<Work, Problem>,
    ) -> Result<Saved, Problem> {
        let streams: Vec<StreamId> = permits.iter().filter_map(|permit| permit.case().cloned()).collect();
        self.record_in(ask, form, request, Wanted { streams: &streams, takers, ..Wanted::default() }, decide).await
    }

    /// Records in a person's stream that they joined a group, and in every arrangement that names it, over where all whom
    /// those are about are to be.
    pub(crate) async fn record_joining(
        &self,
        permit: &Permit,
        group: &str,
        ask: &Ask,
        form: &Form,
        request: &impl Serialize,
        decide: impl Fn(&Streams) -> Result<Work, Problem>,
    ) -> Result<Saved, Problem> {
        let streams: Vec<StreamId> = permit.case().cloned().into_iter().collect();
        let wanted = Wanted { streams: &streams, joining: Some(group), ..Wanted::default() };
        self.record_in(ask, form, request, wanted, decide).await
    }

    /// Records in a person's stream where they live, and in every arrangement to keep them apart what that touches, over where
    /// all whom those are about are to be.
    pub(crate) async fn record_moving<D>(
        &self,
        permit: &Permit,
        ask: &Ask,
        form: &Form,
        request: &impl Serialize,
        decide: D,
    ) -> Result<Saved, Problem>
    where
        D: Fn(&Streams) -> Result<Work, Problem>,
    {
        let streams: Vec<StreamId> = permit.case().cloned().into_iter().collect();
        let wanted = Wanted { streams: &streams, moving: permit.case(), ..Wanted::default() };
        self.record_in(ask, form, request, wanted, decide).await
    }

    /// Records in a stream about who must be kept apart what `decide` says, over where the people concerned are to be: when
    /// one of them is booked meanwhile, the decision is taken again.
    pub(crate) async fn record_apart(
        &self,
        stream: &StreamId,
        concerns: &[Who],
        ask: &Ask,
        form: &Form,
        request: &impl Serialize,
        decide: impl Fn(&Streams) -> Result<Work, Problem>,
    ) -> Result<Saved, Problem> {
        let wanted = Wanted { streams: std::slice::from_ref(stream), apart: concerns, ..Wanted::default() };
        self.record_in(ask, form, request, wanted, decide).await
    }

    /// Records in streams that are nobody's what `decide` says, in one act. A person's stream is refused.
    pub(crate) async fn record(
        &self,
        ask: &Ask,
        form: &Form,
        request: &impl Serialize,
        streams: &[StreamId],
        decide: impl Fn(&Streams) -> Result<Work, Problem>,
    ) -> Result<Saved, Problem> {
        if let Some(person) = streams.iter().find(|stream| stream.kind() == "person") {
            return Err(Problem::Damaged(format!("{person} was to be written without a permit")));
        }
        self.record_in(ask, form, request, Wanted { streams, ..Wanted::default() }, decide).await
    }

    /// As [`Service::record`], if the guards over what was looked at before are as they were then; otherwise [`Problem::Busy`], and
    /// it is to be looked at again.
    pub(crate) async fn record_as_seen(
        &self,
        ask: &Ask,
        form: &Form,
        request: &impl Serialize,
        (streams, seen): (&[StreamId], &[(String, u64)]),
        decide: impl Fn(&Streams) -> Result<Work, Problem>,
    ) -> Result<Saved, Problem> {
        if let Some(person) = streams.iter().find(|stream| stream.kind() == "person") {
            return Err(Problem::Damaged(format!("{person} was to be written without a permit")));
        }
        self.record_in(ask, form, request, Wanted { streams, seen, ..Wanted::default() }, decide).await
    }

    /// Records what `decide` says in people's streams, each with its permit, and in streams that are nobody's, in one act.
    pub(crate) async fn record_across(
        &self,
        permits: &[Permit],
        others: &[StreamId],
        ask: &Ask,
        form: &Form,
        request: &impl Serialize,
        decide: impl Fn(&Streams) -> Result<Work, Problem>,
    ) -> Result<Saved, Problem> {
        if let Some(person) = others.iter().find(|stream| stream.kind() == "person") {
            return Err(Problem::Damaged(format!("{person} was to be written without a permit")));
        }
        let permitted = permits.iter().filter_map(|permit| permit.case().cloned());
        let streams: Vec<StreamId> = permitted.chain(others.iter().cloned()).collect();
        self.record_in(ask, form, request, Wanted { streams: &streams, ..Wanted::default() }, decide).await
    }

    /// As [`Service::record_across`], deciding over some streams besides that are only looked at: nothing may be said in them.
    #[expect(
        clippy::too_many_arguments,
        reason = "what is written and what is only looked at are never to be taken for each other"
    )]
    pub(crate) async fn record_over(
        &self,
        permits: &[Permit],
        others: &[StreamId],
        beside: &[StreamId],
        ask: &Ask,
        form: &Form,
        request: &impl Serialize,
        decide: impl Fn(&Streams) -> Result<Work, Problem>,
    ) -> Result<Saved, Problem> {
        if let Some(person) = others.iter().find(|stream| stream.kind() == "person") {
            return Err(Problem::Damaged(format!("{person} was to be written without a permit")));
        }
        let permitted = permits.iter().filter_map(|permit| permit.case().cloned());
        let written: BTreeSet<StreamId> = permitted.chain(others.iter().cloned()).collect();
        let streams: Vec<StreamId> = written.iter().chain(beside).cloned().collect();
        self.record_in(ask, form, request, Wanted { streams: &streams, ..Wanted::default() }, |streams| {
            let work = decide(streams)?;
            let erased = work.said.iter().flat_map(|said| said.erases().iter().map(|id| &id.stream));
            let mut said = work.said.iter().map(|said| &said.stream).chain(erased);
            match said.find(|stream| !written.contains(stream)) {
                Some(stream) => Err(Problem::Damaged(format!("{stream} was only to be looked at"))),
                None => Ok(work),
            }
        })
        .await
    }

    /// Records once more what was permitted and recorded before, on a record that has lost it.
    pub(crate) async fn record_replayed(
        &self,
        streams: &[StreamId],
        ask: &Ask,
        form: &Form,
        request: &impl Serialize,
        decide: impl Fn(&Streams) -> Result<Work, Problem>,
    ) -> Result<Saved, Problem> {
        self.record_in(ask, form, request, Wanted { streams, ..Wanted::default() }, decide).await
    }

    /// What was answered when this very form was sent before.
    pub async fn sent_before(&self, ask: &Ask, form: &Form) -> Result<Option<Saved>, Problem> {
        let key = idempotency(ask, form, &())?;
        self.answered(key.as_ref()).await
    }

    /// `request` is what was asked, for telling a repeat from a reuse of its key.
    async fn record_in(
        &self,
        ask: &Ask,
        form: &Form,
        request: &impl Serialize,
        wanted: Wanted<'_>,
        decide: impl Fn(&Streams) -> Result<Work, Problem>,
    ) -> Result<Saved, Problem> {
        let key = idempotency(ask, form, request)?;
        if let Some(saved) = self.answered(key.as_ref()).await? {
            return Ok(saved);
        }
        for _ in 0..TRIES {
            let loaded = self.load(wanted, ask.today()).await?;
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

    async fn answered(&self, key: Option<&IdemKey>) -> Result<Option<Saved>, Problem> {
        let Some(key) = key.cloned() else { return Ok(None) };
        match self.store.read(move |snapshot| snapshot.answered(&key)).await? {
            Some(Answered::KeyReused) => Err(Problem::KeyReused),
            Some(Answered::Before { act, answer }) => {
                // That it can be seen does not say that it would outlive a failover; whoever is told that it is recorded
                // relies on that.
                self.store.outlast().await?;
                Ok(Some(Saved { act, answer, repeat: true }))
            }
            None => Ok(None),
        }
    }

    fn prepare(&self, ask: &Ask, key: Option<IdemKey>, loaded: &Streams, work: Work) -> Result<Act, Problem> {
        let act = ledger::StreamId::new("act", self.random_bits()).to_string();
        let read = loaded.entries.iter().map(|(s, e)| (s.clone(), e.len() as u64));
        let expects = read.chain(loaded.heads.iter().cloned()).collect();
        let mut after = loaded.entries.clone();
        let mut entries = Vec::with_capacity(work.said.len());
        let mut ends_hold = Vec::new();
        let erased: Vec<EntryId> = work.said.iter().flat_map(|said| said.erases().iter().cloned()).collect();
        for said in work.said {
            let stream = said.stream.clone();
            // What was not loaded was not decided over: its version would go unchecked.
            let Some(stood) = after.get_mut(&stream) else {
                return Err(Problem::Damaged(format!("{stream} was to be written without being read")));
            };
            let content = said.by(&ask.actor, &act);
            if let Fact::RollbackDeclared(lost) = &content.fact {
                ends_hold.push(Lifted { witness: lost.witness.clone(), held: lost.held });
            }
            newer::refuse(stood, &content)?;
            let bytes = content.to_bytes().map_err(|e| Problem::Damaged(e.to_string()))?;
            let id = EntryId { stream: stream.clone(), seq: stood.len() as u64 + 1 };
            stood.push(Entry { id, recorded: ask.now, content: Some(content) });
            entries.push(NewEntry { stream, salt: self.random_bytes(), content: bytes });
        }
        for id in &erased {
            newer::refuse_erasing(loaded.of(&id.stream))?;
            take_content(&mut after, id)?;
        }
        let (mut rows, mut without, mut timings) = (Vec::new(), Vec::new(), Vec::new());
        for (stream, stood) in &after {
            let before = loaded.of(stream).len();
            if erased.iter().any(|id| id.stream == *stream) {
                rows.extend(project::project(stream, stood, self.standards));
            } else if before < stood.len() {
                rows.extend(project::views(stream, stood, self.standards));
                timings.extend(times(stream, stood, before, &entries));
                without.extend(self.without(stream, loaded)?);
            }
        }
        let bumps = once(work.bumps.into_iter().chain(directory::moved(entries.iter().map(|entry| &entry.stream))));
        Ok(Act {
            act,
            key,
            at: ask.now.0,
            entries,
            expects,
            guards: loaded.guards(),
            bumps,
            rows,
            without,
            timings,
            documents: work.documents.into_iter().map(|bytes| (document_hash(&bytes), bytes)).collect(),
            answer: work.answer,
            ends_hold,
            owing: work.owing,
        })
    }

    /// The views of a stream as they are without the act, where a newer release wrote to it; otherwise none are needed.
    fn without(&self, stream: &StreamId, loaded: &Streams) -> Result<Vec<Rows>, Problem> {
        let stood = loaded.of(stream);
        if !newer::is_newer(stood) {
            return Ok(Vec::new());
        }
        let without = project::views(stream, stood, self.standards);
        newer::refuse_blind(stream, &without)?;
        Ok(without)
    }
}

fn once(bumps: impl Iterator<Item = String>) -> Vec<String> {
    bumps.collect::<BTreeSet<String>>().into_iter().collect()
}

/// The times of an act’s entries in a stream, each with its place in the act.
fn times(stream: &StreamId, stood: &[Entry], before: usize, act: &[NewEntry]) -> Vec<Timing> {
    let places: Vec<usize> = (0..act.len()).filter(|at| act[*at].stream == *stream).collect();
    let place = |seq: u64| places.get(usize::try_from(seq).ok()?.checked_sub(before + 1)?).copied();
    let added = project::times_added(stream, stood, before).into_iter();
    added.filter_map(|(seq, timing)| Some(Timing { entry: place(seq)?, ..timing })).collect()
}

/// The views are worked out without what is about to be erased.
fn take_content(after: &mut BTreeMap<StreamId, Vec<Entry>>, id: &EntryId) -> Result<(), Problem> {
    let stood = after.get_mut(&id.stream).and_then(|entries| entries.iter_mut().find(|entry| entry.id == *id));
    let entry = stood.ok_or_else(|| Problem::Damaged(format!("{id} was to be erased without being read")))?;
    entry.content = None;
    Ok(())
}

/// What tells a repeat of a form from another one.
fn idempotency(ask: &Ask, form: &Form, request: &impl Serialize) -> Result<Option<IdemKey>, Problem> {
    if form.key.is_empty() {
        return Ok(None);
    }
    let digest = match form.digest {
        Some(digest) => digest,
        None => Hash::of(&ledger::canonical(request).map_err(|e| Problem::Damaged(e.to_string()))?).0,
    };
    Ok(Some(IdemKey { actor: ask.actor.staff.clone(), key: form.key.clone(), digest }))
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
