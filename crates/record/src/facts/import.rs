//! Facts of an import: one stream a file, by its digest.

use ledger::Hash;
use serde::{Deserialize, Serialize};

/// See [`super::Fact::FileImported`]. Always `read = accepted + duplicate + quarantined`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileImported {
    /// Name of the file as given.
    pub name: String,
    /// SHA-256 of its bytes.
    pub digest: Hash,
    /// Format: `court list` or `hearing`.
    pub format: String,
    /// Rows read.
    pub read: u64,
    /// Rows recorded.
    pub accepted: u64,
    /// Rows already recorded, or repeated within the file.
    pub duplicate: u64,
    /// Rows that could not be read, with the digest of their original bytes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quarantined: Vec<QuarantinedRow>,
}

/// A row that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuarantinedRow {
    /// Which row, from 1.
    pub row: u64,
    /// Why.
    pub reason: String,
    /// SHA-256 of its original bytes, which are kept beside the ledger.
    pub document: Hash,
}
