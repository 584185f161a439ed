//! Facts of the service itself.

use ledger::Hash;
use serde::{Deserialize, Serialize};

use crate::time::Instant;

/// See [`super::Fact::PackInForce`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackInForce {
    /// Name of the pack.
    pub pack: String,
    /// Its version.
    pub version: String,
    /// SHA-256 of its text.
    pub digest: Hash,
}

/// See [`super::Fact::RollbackDeclared`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RollbackDeclared {
    /// Leaves that the restored log has.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
    /// Leaves under the checkpoint that is held: what lay between is lost.
    pub held: u64,
}

/// See [`super::Fact::ReadsReleased`]. Its `batch` and `before` are read by whoever verifies the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadsReleased {
    /// By what authority.
    pub authority: String,
    /// The last batch of the log of reads that is let go, and every one before it with it.
    pub batch: u64,
    /// All of them are of a time before this instant.
    pub before: Instant,
    /// The last month that is let go, `2015-11`.
    pub through: String,
}
