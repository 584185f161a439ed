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
    /// Leaves under the checkpoint that is held, or that a witness says it has seen: what lay between is lost.
    pub held: u64,
    /// The key of the witness that says so, as a policy has it: it does not sign the size, so that nobody else is answered, nor
    /// another size of its own.
    /// None of a checkpoint under the log's own signature, which speaks for whoever saw it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub witness: Option<String>,
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
    /// Why they are let go although a legal hold stands somewhere in the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub despite_holds: Option<String>,
}

/// See [`super::Fact::BackupTaken`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupTaken {
    /// The moment that it is a copy of.
    pub taken: Instant,
    /// Leaves under its last checkpoint.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
    /// Entries in it.
    pub entries: u64,
    /// Where it was put, as whoever took it said.
    pub place: String,
    /// The machine that took it.
    pub host: String,
}

/// See [`super::Fact::DatabaseScrubbed`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatabaseScrubbed {
    /// When it began: what was erased before then is in none of the database's own files.
    pub begun: Instant,
    /// Tables that were written anew.
    pub tables: u64,
    /// The machine that had it done.
    pub host: String,
}

/// See [`super::Fact::ErasuresCarriedOver`]. It is read by whoever verifies the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasuresCarriedOver {
    /// Leaves of the log when the list was signed; none where somebody said that nothing had been erased, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<u64>,
    /// Entries erased again.
    pub erased: u64,
    /// Entries of the list that were erased in the copy already.
    pub already: u64,
    /// Entries of the list that the copy does not have.
    pub absent: u64,
    /// Entries left as they were, because a legal hold stands in the copy.
    pub held: u64,
}
