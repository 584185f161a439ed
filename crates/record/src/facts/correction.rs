//! Facts about putting wrong data right: who had read it, and is told.

use ledger::EntryId;
use serde::{Deserialize, Serialize};

use crate::time::Instant;

/// See [`super::Fact::ReadersTold`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadersTold {
    /// The entry that was about somebody else, as it last stood.
    pub entry: EntryId,
    /// Everybody who opened the record while it stood there.
    pub readers: Vec<Reader>,
}

/// Somebody who opened a record while a wrong entry stood in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reader {
    /// Staff code.
    pub staff: String,
    /// The role they acted in.
    pub role: String,
    /// When they last did.
    pub last: Instant,
}

/// See [`super::Fact::NoticeAcknowledged`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeAcknowledged {
    /// The entry that told them.
    pub notice: EntryId,
}
