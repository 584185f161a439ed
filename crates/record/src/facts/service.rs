//! Facts of the service itself.

use ledger::Hash;
use serde::{Deserialize, Serialize};

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
