//! What is proposed, what was erased, and what may be: for the two who decide, and for those who check them.

use std::collections::BTreeMap;

use access::{Action, Permit};
use record::entry::{Content, Entry};
use record::facts::Fact;
use record::facts::erasure::ErasureProposed;
use record::{EntryId, StreamId};
use store::ErasureRow;

use super::linked::{linked, unlinked};
use super::named::{NamedElsewhere, recorded_with};
use super::scope::{Held, held_with, hold, led_to, meant};
use crate::protection::unscrubbed;
use crate::write::read_entries;
use crate::{Ask, Problem, Service};

/// No list is longer: a bound on one page, of what two people decide one by one.
const MOST: u32 = 200;

/// All erasures, the latest first.
#[derive(Debug)]
pub struct Erasures {
    /// Proposed, and waiting for a second person.
    pub waiting: Vec<ErasureRow>,
    /// Erased.
    pub erased: Vec<ErasureRow>,
    /// Declined.
    pub declined: Vec<ErasureRow>,
    /// Carried out since the database was last scrubbed; none where what is erased is overwritten at once.
    pub unscrubbed: Option<u64>,
}

/// A proposal with what it means now.
#[derive(Debug)]
pub struct Proposed {
    /// What was proposed.
    pub proposed: ErasureProposed,
    /// The entry that proposes it: by whom, when, why.
    pub entry: Entry,
    /// The entries it means, as they stand now: name and kind.
    pub meant: Vec<(EntryId, String)>,
    /// The hold that forbids it, if one stands: on the stream, or on somebody whom it is about.
    pub held: Option<Held>,
    /// Where else the same person is named, that is not among it.
    pub elsewhere: NamedElsewhere,
}

/// A stream of which something may be erased.
#[derive(Debug)]
pub struct Erasable {
    /// How many entries it has.
    pub entries: usize,
    /// How many of them still say something.
    pub standing: usize,
    /// The hold, if one stands.
    pub held: Option<Held>,
}

impl Service {
    /// What is proposed and what was erased.
    pub async fn erasures(&self, ask: &Ask) -> Result<Erasures, Problem> {
        let shared = self.store.is_shared();
        let found = self
            .store
            .read(move |snapshot| {
                Ok(Erasures {
                    waiting: snapshot.erasures("waiting", MOST)?,
                    erased: snapshot.erasures("erased", MOST)?,
                    declined: snapshot.erasures("declined", MOST)?,
                    unscrubbed: unscrubbed(snapshot, shared)?,
                })
            })
            .await?;
        let rows = found.waiting.len() + found.erased.len() + found.declined.len();
        self.permit_list(ask, Action::ViewErasures, rows).await?;
        Ok(found)
    }

    /// One proposal, for whoever decides about it.
    pub async fn erasure(&self, ask: &Ask, stream: &StreamId, proposal: u64) -> Result<Proposed, Problem> {
        self.permit_stream(ask, Action::Erase, stream).await?;
        let (proposed, entry) = self.proposal(&EntryId { stream: stream.clone(), seq: proposal }).await?;
        let loaded = self.loaded(stream, &proposed).await?;
        let of = |stream: &StreamId| loaded.get(stream).map_or(&[][..], Vec::as_slice);
        let kind = |id: &EntryId| {
            let content = of(&id.stream).iter().find(|entry| entry.id == *id)?.content.as_ref()?;
            Some((id.clone(), content.fact.kind().to_owned()))
        };
        let ids = meant(stream, &proposed, of);
        let held = held_with(&ids, of)?.iter().chain([stream]).find_map(|stream| hold(of(stream)));
        let meant = ids.iter().filter_map(kind).collect();
        let elsewhere = self.named_elsewhere(stream, &ids, of(stream)).await?;
        Ok(Proposed { proposed, entry, meant, held, elsewhere })
    }

    /// What there is to erase in a stream.
    pub async fn erasable(&self, ask: &Ask, stream: &StreamId) -> Result<Erasable, Problem> {
        self.permit_stream(ask, Action::Erase, stream).await?;
        let entries = self.entries_unasked(stream).await?;
        if entries.is_empty() {
            return Err(Problem::NotFound);
        }
        let standing = entries.iter().filter(|entry| entry.content.is_some()).count();
        Ok(Erasable { entries: entries.len(), standing, held: hold(&entries) })
    }

    /// Leave for one stream: a person’s by the door, any other by the role. Gives what is to be written with it.
    pub(super) async fn permit_stream(
        &self,
        ask: &Ask,
        action: Action,
        stream: &StreamId,
    ) -> Result<(Vec<Permit>, Vec<StreamId>), Problem> {
        if stream.kind() == "person" {
            return Ok((vec![self.permit(ask, action, stream).await?], Vec::new()));
        }
        self.permit_list(ask, action, 1).await?;
        Ok((Vec::new(), vec![stream.clone()]))
    }

    /// A proposal, and the entry that makes it.
    pub(super) async fn proposal(&self, id: &EntryId) -> Result<(ErasureProposed, Entry), Problem> {
        let entries = self.entries_unasked(&id.stream).await?;
        let entry = entries.into_iter().find(|entry| entry.id == *id).ok_or(Problem::NotFound)?;
        match entry.content.as_ref().map(|content| &content.fact) {
            Some(Fact::ErasureProposed(proposed)) => Ok((proposed.clone(), entry)),
            _ => Err(Problem::NotFound),
        }
    }

    /// The streams that a proposal touches, and those that decide whether it may, with the two halves of a move of old joined.
    pub(super) async fn loaded(
        &self,
        stream: &StreamId,
        proposed: &ErasureProposed,
    ) -> Result<BTreeMap<StreamId, Vec<Entry>>, Problem> {
        let mut loaded = BTreeMap::from([(stream.clone(), self.entries_unasked(stream).await?)]);
        loop {
            loaded = linked(loaded.iter().map(|(stream, entries)| (stream, entries.as_slice())));
            let of = |stream: &StreamId| loaded.get(stream).map_or(&[][..], Vec::as_slice);
            let mut wanted = led_to(stream, proposed, of)?;
            let ids = meant(stream, proposed, of);
            let halves: Vec<(EntryId, i64)> = loaded.values().flat_map(|entries| halves_of(&ids, entries)).collect();
            wanted.extend(self.store.read(move |snapshot| recorded_with(snapshot, &halves)).await?);
            let new: Vec<StreamId> = wanted.into_iter().filter(|stream| !loaded.contains_key(stream)).collect();
            if new.is_empty() {
                return Ok(loaded);
            }
            for stream in new {
                let entries = self.entries_unasked(&stream).await?;
                loaded.insert(stream, entries);
            }
        }
    }

    /// What court lists hold of a person: the entries of every case that was linked with them.
    pub(super) async fn court_entries_of(&self, person: &StreamId) -> Result<Vec<EntryId>, Problem> {
        let wanted = person.clone();
        let cases = self.store.read(move |snapshot| snapshot.court_case_of_person(&wanted)).await?;
        let mut found = Vec::new();
        for case in cases {
            let is_of_it = |content: &Content| content.component.as_deref() == Some(case.case_key.as_str());
            let entries = self.entries_unasked(&case.stream).await?;
            let of_it = entries.into_iter().filter(|entry| entry.content.as_ref().is_some_and(is_of_it));
            found.extend(of_it.map(|entry| entry.id));
        }
        Ok(found)
    }

    /// The entries of a stream, for those who were given leave or need none.
    pub(crate) async fn entries_unasked(&self, stream: &StreamId) -> Result<Vec<Entry>, Problem> {
        let wanted = stream.clone();
        let rows = self.store.read(move |snapshot| snapshot.entries(&wanted)).await?;
        read_entries(stream, &rows)
    }
}

/// The halves of moves of old, with when they were recorded, that go with what is meant.
fn halves_of(meant: &[EntryId], entries: &[Entry]) -> Vec<(EntryId, i64)> {
    let goes = |id: &EntryId, content: &Content| {
        meant.contains(id) || content.retracts.as_ref().is_some_and(|taken| meant.contains(taken))
    };
    let halves = unlinked(entries).filter(|(entry, content)| goes(&entry.id, content));
    halves.map(|(entry, _)| (entry.id.clone(), entry.recorded.0)).collect()
}
