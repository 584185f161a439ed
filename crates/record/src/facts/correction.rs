//! Facts about putting wrong data right: who had read it, and is told.

use ledger::EntryId;
use serde::{Deserialize, Serialize};

use crate::time::Instant;

/// See [`super::Fact::ReadersTold`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadersTold {
    /// The entry that was about somebody else, as it last stood.
    pub entry: EntryId,
    /// Everybody who opened the record while it stood there; or, where lists were gone through, everybody else who may have
    /// seen the person in one.
    pub readers: Vec<Reader>,
    /// The lists that were gone through; none where the readers are those who opened the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lists: Option<ListsExamined>,
}

/// Lists that were logged while a wrong entry stood on a record, other than by those who are told anyway.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListsExamined {
    /// Lists of people, of which it was worked out whether they held the person, or could not be.
    pub examined: u64,
    /// Of these, lists of which it cannot be worked out: searches, court lists, questions about the past.
    pub unknown: u64,
    /// How many people saw those.
    pub unknown_readers: u64,
    /// Earlier lists that were not looked at, because there were too many.
    pub left: u64,
}

/// Somebody who opened a record while a wrong entry stood in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reader {
    /// Staff code.
    pub staff: String,
    /// The role they acted in.
    pub role: String,
    /// When they last did, or last saw such a list.
    pub last: Instant,
}

/// See [`super::Fact::NoticeAcknowledged`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeAcknowledged {
    /// The entry that told them.
    pub notice: EntryId,
}
