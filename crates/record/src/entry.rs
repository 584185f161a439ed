//! One entry of the record: a fact, and everything that is said about its saying.

use std::fmt;

use ledger::{EntryId, StreamId};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::facts::{Body, Fact, NotAFact};
use crate::time::{Happened, Instant};

/// What an author says: everything of an entry but its place (stream, seq) and its *recorded* time.
#[derive(Clone, Debug, PartialEq)]
pub struct Content {
    /// What is said to have happened.
    pub fact: Fact,
    /// The user action this entry belongs to; entries of one act stand or fall together.
    pub act: String,
    /// The part of the case it is about: an order, an appointment, a requirement.
    pub component: Option<String>,
    /// The entries this one rests on.
    pub because: Vec<EntryId>,
    /// When it happened, as its author says.
    pub happened: Happened,
    /// Who says so.
    pub by: By,
    /// The entry this one replaces.
    pub corrects: Option<EntryId>,
    /// The entry that was never true of this stream.
    pub retracts: Option<EntryId>,
    /// Why, where a reason is asked for.
    pub reason: Option<String>,
    /// Fact, opinion or third party (Data Protection Act 2018 s.38).
    pub basis: Basis,
    /// Where it came from.
    pub origin: Origin,
    /// How it must be handled.
    pub handling: Handling,
}

/// Who says it: in which role, for which organisation, on whose instruction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct By {
    /// Staff code, or `system`.
    pub staff: String,
    /// The role they acted in.
    pub role: String,
    /// The organisation they acted for.
    pub organisation: String,
    /// Staff code or name of whoever told them to enter it so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instructed_by: Option<String>,
}

/// What kind of statement it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Seen or done by the author, or shown by a document.
    #[default]
    Fact,
    /// The author's judgement.
    Opinion,
    /// Told by somebody else.
    ThirdParty,
}

/// Where an entry came from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Typed by its author on a page.
    #[default]
    Direct,
    /// Read from what another body sent.
    Import {
        /// Reference of the row in that body's own terms.
        reference: String,
        /// SHA-256 of the row, lower-case hex.
        digest: String,
    },
    /// Carried over from an older system.
    Migrated {
        /// Reference of the row in the older system.
        reference: String,
        /// SHA-256 of the row, lower-case hex.
        digest: String,
    },
    /// Made by a job, because time passed.
    System,
    /// Sent by a device; its clock is not trusted.
    Device,
}

/// How an entry must be handled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Handling {
    /// Whoever may see the case may see it.
    #[default]
    Ordinary,
    /// Kept from the person's own copy.
    Sensitive,
    /// Concerns a victim.
    Victim,
}

/// An entry as it stands in a stream.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Stream and place in it, from 1.
    pub id: EntryId,
    /// When it was recorded.
    pub recorded: Instant,
    /// What it says; none once erased.
    pub content: Option<Content>,
}

impl Entry {
    /// Reads a stored entry.
    pub fn read(stream: &StreamId, seq: u64, recorded: i64, content: Option<&[u8]>) -> Result<Entry, Unreadable> {
        let id = EntryId { stream: stream.clone(), seq };
        let content =
            content.map(Content::from_bytes).transpose().map_err(|reason| Unreadable { id: id.clone(), reason })?;
        Ok(Entry { id, recorded: Instant(recorded), content })
    }
}

/// An entry whose bytes this version cannot read.
#[derive(Debug, thiserror::Error)]
#[error("entry {id} cannot be read: {reason}")]
pub struct Unreadable {
    /// Which.
    pub id: EntryId,
    /// Why.
    #[source]
    pub reason: NotAFact,
}

/// The content as it is laid down: keys in the order of their names, absent ones left out.
#[derive(Serialize, Deserialize)]
struct Laid<'a, B> {
    act: String,
    #[serde(default)]
    basis: Basis,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    because: Vec<EntryId>,
    body: B,
    by: By,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    component: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    corrects: Option<EntryId>,
    #[serde(default)]
    handling: Handling,
    happened: Happened,
    kind: &'a str,
    #[serde(default)]
    origin: Origin,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    retracts: Option<EntryId>,
    v: u32,
}

impl Content {
    /// The canonical bytes that are committed to.
    pub fn to_bytes(&self) -> Result<Vec<u8>, NotAFact> {
        let laid = Laid {
            act: self.act.clone(),
            basis: self.basis,
            because: self.because.clone(),
            body: Body(&self.fact),
            by: self.by.clone(),
            component: self.component.clone(),
            corrects: self.corrects.clone(),
            handling: self.handling,
            happened: self.happened,
            kind: self.fact.kind(),
            origin: self.origin.clone(),
            reason: self.reason.clone(),
            retracts: self.retracts.clone(),
            v: self.fact.version(),
        };
        ledger::canonical(&laid).map_err(|e| NotAFact::Canonical(e.to_string()))
    }

    /// Reads canonical bytes. A kind this version does not know is kept as [`Fact::Unknown`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Content, NotAFact> {
        let laid: Laid<'_, &RawValue> = serde_json::from_slice(bytes).map_err(NotAFact::Envelope)?;
        Ok(Content {
            fact: Fact::read(laid.kind, laid.v, laid.body)?,
            act: laid.act,
            component: laid.component,
            because: laid.because,
            happened: laid.happened,
            by: laid.by,
            corrects: laid.corrects,
            retracts: laid.retracts,
            reason: laid.reason,
            basis: laid.basis,
            origin: laid.origin,
            handling: laid.handling,
        })
    }
}

impl fmt::Display for By {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}, {})", self.staff, self.role, self.organisation)
    }
}
