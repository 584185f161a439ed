//! Entries, stream by stream: chains, copies and commitments.

use std::collections::HashSet;

use super::Fault;
use crate::content::{Salt, commit, erased_entries};
use crate::hash::{Hash, leaf_hash};
use crate::leaf::{Leaf, MAX_LEN, Members, write_string};
use crate::stream::{EntryId, StreamId};

/// An entry as it is stored.
#[derive(Clone, Copy, Debug)]
pub struct StoredEntry<'a> {
    /// The stream's name.
    pub stream: &'a str,
    /// The number in the stream.
    pub seq: u64,
    /// The copy of the leaf's time of recording, in microseconds UTC.
    pub recorded: i64,
    /// The leaf.
    pub leaf: &'a [u8],
    /// The copy of the leaf's hash.
    pub hash: &'a [u8],
    /// The salt; `None` once erased.
    pub salt: Option<&'a [u8]>,
    /// The content; `None` once erased.
    pub content: Option<&'a [u8]>,
}

/// Judges entries that come in order of stream, then number.
#[derive(Debug)]
pub struct StreamCheck {
    origin: String,
    /// The same as a leaf writes it.
    origin_json: Vec<u8>,
    current: Option<Current>,
    summary: StreamSummary,
    /// What the leaf at hand should be.
    expected: Vec<u8>,
}

/// What was seen, once all has been.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct StreamSummary {
    /// How many entries there were.
    pub entries: u64,
    /// Those without a content.
    pub without_content: Vec<EntryId>,
    /// Those that erasure entries name.
    pub erasure_lists: HashSet<EntryId>,
}

#[derive(Debug)]
struct Current {
    stream: String,
    id: Option<StreamId>,
    next: u64,
    prev: Hash,
    /// After a fault, the next leaf may follow from the copy of the hash instead: so that one altered leaf is not
    /// also counted against its innocent successor.
    prev_copy: Option<Hash>,
    recorded: Option<i64>,
}

impl StreamCheck {
    /// Begins to check entries of the log with this origin.
    pub fn new(origin: &str) -> StreamCheck {
        let mut origin_json = Vec::new();
        write_string(&mut origin_json, origin);
        let (origin, summary, expected) = (origin.to_owned(), StreamSummary::default(), Vec::new());
        StreamCheck { origin, origin_json, current: None, summary, expected }
    }

    /// Judges the next entry, and returns the hash of its leaf. After a fault the check goes on from the entry as it
    /// is stored, so that what follows is judged on its own merits. A truncated stream cannot be noticed here: the log
    /// names every entry, so compare with it.
    pub fn entry(&mut self, entry: &StoredEntry<'_>) -> Result<Hash, Fault> {
        if let Some(hash) = self.sound(entry) {
            return Ok(hash);
        }
        self.summary.entries += 1;
        let ordered = self.enter(entry.stream);
        let hash = leaf_hash(entry.leaf);
        let leaf = Leaf::parse(entry.leaf);
        let current = self.current.get_or_insert_with(|| Current::new(entry.stream));
        let judged = ordered
            .and_then(|()| current.judge(entry, leaf.as_ref().map_err(|e| Fault::LeafUnreadable(*e)), &hash))
            .and_then(|leaf| if leaf.origin == self.origin { Ok(leaf) } else { Err(wrong_origin(leaf)) })
            .and_then(|leaf| judge_content(entry, leaf, current.id.as_ref(), &mut self.summary));
        current.next = entry.seq.saturating_add(1);
        current.prev = hash;
        current.prev_copy = if judged.is_err() { Hash::try_from(entry.hash).ok() } else { None };
        // The earlier of the two, so that one altered time does not outdate all that follows.
        current.recorded = Some(leaf.map_or(entry.recorded, |leaf| leaf.recorded.min(entry.recorded)));
        judged.map(|()| hash)
    }

    /// Judges an entry that is just what it should be, as nearly all are, without reading its leaf: a leaf written anew
    /// from the columns, the chain and the content is the one stored. Whatever is otherwise is judged member by member.
    fn sound(&mut self, entry: &StoredEntry<'_>) -> Option<Hash> {
        let current = self.current.as_mut().filter(|current| current.stream == entry.stream && current.id.is_some())?;
        let (salt, content) = (Salt::try_from(entry.salt?).ok()?, entry.content?);
        let commit = commit(&salt, content);
        let (seq, recorded) = (current.next, entry.recorded);
        let members = Members {
            origin: &self.origin_json,
            stream: entry.stream,
            seq,
            recorded,
            prev: &current.prev,
            commit: &commit,
        };
        let follows = entry.seq == seq && current.recorded.is_none_or(|before| before < recorded);
        self.expected.clear();
        members.write(&mut self.expected);
        let hash = leaf_hash(entry.leaf);
        let is_leaf = members.are_in_range() && entry.leaf.len() <= MAX_LEN && entry.leaf == self.expected;
        if !follows || !is_leaf || entry.hash != hash.0 {
            return None;
        }
        self.summary.entries += 1;
        self.summary.erasure_lists.extend(erased_entries(content).into_iter().flatten());
        (current.next, current.prev, current.prev_copy) = (seq.saturating_add(1), hash, None);
        current.recorded = Some(recorded);
        Some(hash)
    }

    /// The entries so far that have no content.
    pub fn erased(&self) -> &[EntryId] {
        &self.summary.without_content
    }

    /// What was seen in all.
    pub fn finish(self) -> StreamSummary {
        self.summary
    }

    fn enter(&mut self, stream: &str) -> Result<(), Fault> {
        let before = self.current.as_ref().map(|current| current.stream.as_str());
        if before == Some(stream) {
            return Ok(());
        }
        let ordered = before.is_none_or(|before| before < stream);
        self.current = Some(Current::new(stream));
        if ordered { Ok(()) } else { Err(Fault::OutOfOrder { stream: stream.to_owned() }) }
    }
}

impl StreamSummary {
    /// The entries whose content is missing without an erasure that names them: each a [`Fault::ContentMissing`].
    pub fn unaccounted(&self) -> impl Iterator<Item = &EntryId> {
        self.without_content.iter().filter(|id| !self.erasure_lists.contains(id))
    }
}

impl Current {
    fn new(stream: &str) -> Current {
        Current {
            stream: stream.to_owned(),
            id: stream.parse().ok(),
            next: 1,
            prev: Hash::ZERO,
            prev_copy: None,
            recorded: None,
        }
    }

    /// Place in the stream first, then the leaf itself, then the copies beside it.
    fn judge<'l>(
        &self,
        entry: &StoredEntry<'_>,
        leaf: Result<&'l Leaf, Fault>,
        hash: &Hash,
    ) -> Result<&'l Leaf, Fault> {
        if self.id.is_none() {
            return Err(Fault::StreamUnreadable { stream: entry.stream.to_owned() });
        }
        if entry.seq != self.next {
            return Err(Fault::SeqGap { expected: self.next, found: entry.seq });
        }
        let leaf = leaf?;
        if leaf.stream.as_str() != entry.stream {
            return Err(Fault::WrongStream { found: leaf.stream.to_string() });
        }
        if leaf.seq != entry.seq {
            return Err(Fault::WrongSeq { expected: entry.seq, found: leaf.seq });
        }
        if leaf.prev != self.prev && Some(leaf.prev) != self.prev_copy {
            return Err(Fault::BrokenChain);
        }
        if entry.hash != hash.0 {
            return Err(Fault::HashCopyDiffers);
        }
        if leaf.recorded != entry.recorded {
            return Err(Fault::RecordedCopyDiffers { leaf: leaf.recorded, stored: entry.recorded });
        }
        match self.recorded {
            Some(before) if before >= leaf.recorded => {
                Err(Fault::RecordedNotRising { before, recorded: leaf.recorded })
            }
            _ => Ok(leaf),
        }
    }
}

fn wrong_origin(leaf: &Leaf) -> Fault {
    Fault::WrongOrigin { found: leaf.origin.clone() }
}

fn judge_content(
    entry: &StoredEntry<'_>,
    leaf: &Leaf,
    stream: Option<&StreamId>,
    summary: &mut StreamSummary,
) -> Result<(), Fault> {
    let (salt, content) = match (entry.salt, entry.content) {
        (Some(salt), Some(content)) => (salt, content),
        (None, None) => {
            summary.without_content.extend(stream.map(|stream| EntryId { stream: stream.clone(), seq: entry.seq }));
            return Ok(());
        }
        // An erasure takes both: one alone was not taken by an erasure.
        _ => return Err(Fault::ContentMissing),
    };
    let salt = Salt::try_from(salt).map_err(|_| Fault::SaltUnreadable)?;
    if commit(&salt, content) != leaf.commit {
        return Err(Fault::ContentAltered);
    }
    // Only a content that is itself sound may account for others.
    summary.erasure_lists.extend(erased_entries(content).into_iter().flatten());
    Ok(())
}
