//! Facts about erasing content, by two people, and about legal holds, which forbid it. They stand in the stream whose
//! entries they concern, and are never erased themselves: what was erased, when and why stays told.

use ledger::EntryId;
use serde::{Deserialize, Serialize};

/// See [`super::Fact::ErasureProposed`]. The reason is the entry's own; none of it may name anybody, for it stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasureProposed {
    /// Everything in the stream, as it stands when the second person approves.
    pub whole_stream: bool,
    /// The entries, by name; beside a whole stream, entries of other streams that are about the same person.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<EntryId>,
    /// By what authority: the law, the schedule of retention, the order of a court.
    pub authority: String,
}

/// See [`super::Fact::ErasureDeclined`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasureDeclined {}

/// See [`super::Fact::LegalHoldPlaced`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegalHoldPlaced {
    /// Whose hold it is: an inquiry, a court, a claim.
    pub authority: String,
}

/// See [`super::Fact::LegalHoldLifted`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegalHoldLifted {}
