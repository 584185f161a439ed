//! SHA-256 as a Merkle tree uses it (RFC 6962, section 2.1): leaves and nodes hash under different first bytes, so
//! that a node can never be passed off as a leaf.

use std::fmt;
use std::str::FromStr;

use data_encoding::{BASE64, HEXLOWER};
use sha2::{Digest, Sha256};

use crate::text::serde_as_text;

/// A SHA-256 hash. Shown, read and serialised as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hash(pub [u8; 32]);

/// A text or a slice that is not a hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a hash is 32 bytes, or 64 lower-case hexadecimal digits")]
pub struct HashError;

impl Hash {
    /// Thirty-two zero bytes: what stands as "previous" in the first leaf of a stream.
    pub const ZERO: Hash = Hash([0; 32]);

    /// Plain SHA-256 of some bytes, as any tool works it out: for documents and tokens, not for leaves.
    pub fn of(bytes: &[u8]) -> Hash {
        sha256([bytes])
    }

    /// Standard base64 with padding, as checkpoints write a root.
    pub fn to_base64(&self) -> String {
        BASE64.encode(&self.0)
    }

    /// Reads what [`Hash::to_base64`] writes; nothing else is accepted.
    pub fn from_base64(text: &str) -> Result<Hash, HashError> {
        let bytes = BASE64.decode(text.as_bytes()).map_err(|_| HashError)?;
        Hash::try_from(bytes.as_slice())
    }

    pub(crate) fn write_hex(&self, out: &mut Vec<u8>) {
        let start = out.len();
        out.resize(start + 64, 0);
        HEXLOWER.encode_mut(&self.0, &mut out[start..]);
    }
}

/// The hash of a leaf: SHA-256(0x00 ‖ leaf).
pub fn leaf_hash(leaf: &[u8]) -> Hash {
    sha256([&[0x00][..], leaf])
}

/// The hash of an inner node: SHA-256(0x01 ‖ left ‖ right).
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    sha256([&[0x01][..], &left.0, &right.0])
}

/// The root of a tree without leaves: SHA-256 of nothing.
pub fn empty_root() -> Hash {
    sha256([])
}

pub(crate) fn sha256<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Hash {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    Hash(hasher.finalize().into())
}

impl TryFrom<&[u8]> for Hash {
    type Error = HashError;

    fn try_from(bytes: &[u8]) -> Result<Hash, HashError> {
        bytes.try_into().map(Hash).map_err(|_| HashError)
    }
}

impl FromStr for Hash {
    type Err = HashError;

    fn from_str(text: &str) -> Result<Hash, HashError> {
        let mut bytes = [0; 32];
        if text.len() != 64 {
            return Err(HashError);
        }
        HEXLOWER.decode_mut(text.as_bytes(), &mut bytes).map_err(|_| HashError)?;
        Ok(Hash(bytes))
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&HEXLOWER.encode(&self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

serde_as_text!(Hash);
