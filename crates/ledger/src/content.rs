//! Contents: the personal half of an entry, kept beside the log and erasable, bound to its leaf by a salted hash.

use serde::Deserialize;

use crate::hash::{Hash, sha256};
use crate::stream::EntryId;

/// Thirty-two random bytes per entry: without them a short content could be guessed from its hash.
pub type Salt = [u8; 32];

/// Says what is hashed, so that the hash of a content is never also the hash of something else.
const DOMAIN: &[u8] = b"throughcare/v1/content\0";

/// The commitment of a leaf to its content: SHA-256("throughcare/v1/content" ‖ 0x00 ‖ salt ‖ content).
pub fn commit(salt: &Salt, content: &[u8]) -> Hash {
    sha256([DOMAIN, salt, content])
}

/// The entries that a content erases, if it is of the kind `erased` (`body.entries`, each written `stream/seq`).
/// A list with anything but names of entries in it erases nothing.
pub fn erased_entries(content: &[u8]) -> Option<Vec<EntryId>> {
    #[derive(Deserialize)]
    struct Erasure {
        kind: String,
        body: Body,
    }
    #[derive(Deserialize)]
    struct Body {
        entries: Vec<EntryId>,
    }

    if !says(content, br#""kind":"erased""#) {
        return None;
    }
    let erasure: Erasure = serde_json::from_slice(content).ok()?;
    (erasure.kind == "erased").then_some(erasure.body.entries)
}

/// Whether these bytes are in it at all. Nearly all contents are something else, and a search is far cheaper than a parse.
fn says(content: &[u8], words: &[u8]) -> bool {
    memchr::memmem::find(content, words).is_some()
}

/// What a content says of the reads log: that its earliest batches were let go. Only whole batches are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct ReadsReleased {
    /// The last batch that was let go, and every one before it with it.
    pub batch: u64,
    /// All of their rows, and the marks of the batches, are from before this instant (microseconds).
    pub before: i64,
}

impl ReadsReleased {
    /// Whether this lets a batch go whose mark was recorded then.
    pub fn covers(&self, batch: u64, recorded: i64) -> bool {
        batch <= self.batch && recorded < self.before
    }
}

/// What a content says of a restore, if it is of the kind `erasures_carried_over`: see [`carried_over`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct CarriedOver {
    /// Leaves of the log when the list that was carried out was signed; none where it was said that there was no erasure.
    pub list: Option<u64>,
    /// Entries erased again.
    pub erased: u64,
    /// Entries left as they were, because of a legal hold.
    pub held: u64,
}

/// What a content says of erasures carried over to a restored record, if it says so (`body.list`, `body.erased`,
/// `body.held`).
pub fn carried_over(content: &[u8]) -> Option<CarriedOver> {
    #[derive(Deserialize)]
    struct Carried {
        kind: String,
        body: CarriedOver,
    }

    if !says(content, br#""kind":"erasures_carried_over""#) {
        return None;
    }
    let carried: Carried = serde_json::from_slice(content).ok()?;
    (carried.kind == "erasures_carried_over").then_some(carried.body)
}

/// What a content lets go of the reads log, if it is of the kind `reads_released` (`body.batch`, `body.before`).
pub fn released_reads(content: &[u8]) -> Option<ReadsReleased> {
    #[derive(Deserialize)]
    struct Release {
        kind: String,
        body: ReadsReleased,
    }

    if !says(content, br#""kind":"reads_released""#) {
        return None;
    }
    let release: Release = serde_json::from_slice(content).ok()?;
    (release.kind == "reads_released").then_some(release.body)
}
