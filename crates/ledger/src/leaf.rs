//! Leaves: the public half of an entry. A leaf holds no personal data, only who-knows-what's commitment, its place in
//! its stream and the hash of the leaf before it.

use std::borrow::Cow;
use std::io::Write as _;

use serde::Deserialize;

use crate::canonical::MAX_INTEGER;
use crate::hash::Hash;
use crate::stream::{IdError, StreamId};

/// The version of the leaf's layout.
const VERSION: u64 = 1;
/// An entry bundle gives a leaf's length in 16 bits.
pub(crate) const MAX_LEN: usize = u16::MAX as usize;

/// What the log holds of an entry. Hashes of leaves are taken over the stored bytes, never over a re-serialisation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Leaf {
    /// The log it belongs to: the checkpoint's origin.
    pub origin: String,
    /// The stream it belongs to.
    pub stream: StreamId,
    /// Its number in the stream, from 1.
    pub seq: u64,
    /// When it was recorded: microseconds since 1970-01-01T00:00:00Z.
    pub recorded: i64,
    /// The leaf hash of the stream's previous leaf; [`Hash::ZERO`] for the first.
    pub prev: Hash,
    /// The commitment to the content: see [`crate::commit`].
    pub commit: Hash,
}

/// Why bytes are not a leaf.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LeafError {
    /// Longer than an entry bundle can hold.
    #[error("a leaf is at most 65,535 bytes")]
    TooLong,
    /// Not a JSON object with exactly a leaf's members.
    #[error("not a leaf: its members are commit, origin, prev, recorded, seq, stream and v")]
    Members,
    /// Of a version that this program does not know.
    #[error("a leaf of an unknown version")]
    Version,
    /// A member that should be a hash is none.
    #[error("commit and prev are hashes in lower-case hexadecimal")]
    Hash,
    /// A number of 2^53 or more, or an entry numbered 0.
    #[error("seq counts from 1, and numbers lie within 2^53")]
    Number,
    /// A member that should name a stream does not.
    #[error(transparent)]
    Stream(#[from] IdError),
    /// The same values, but other bytes than the one canonical writing of them.
    #[error("a leaf that is not in canonical form")]
    NotCanonical,
}

impl Leaf {
    /// The canonical JSON of the leaf: members in order, no white space.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(384);
        let mut origin = Vec::with_capacity(64);
        write_string(&mut origin, &self.origin);
        let Leaf { seq, recorded, prev, commit, .. } = self;
        Members { origin: &origin, stream: self.stream.as_str(), seq: *seq, recorded: *recorded, prev, commit }
            .write(&mut out);
        out
    }

    /// Reads a leaf; anything but the very bytes that [`Leaf::to_bytes`] would write is refused.
    pub fn parse(bytes: &[u8]) -> Result<Leaf, LeafError> {
        if bytes.len() > MAX_LEN {
            return Err(LeafError::TooLong);
        }
        let raw: RawLeaf<'_> = serde_json::from_slice(bytes).map_err(|_| LeafError::Members)?;
        if raw.v != VERSION {
            return Err(LeafError::Version);
        }
        if raw.seq == 0 || raw.seq > MAX_INTEGER || raw.recorded.unsigned_abs() > MAX_INTEGER {
            return Err(LeafError::Number);
        }
        let leaf = Leaf {
            stream: raw.stream.parse()?,
            seq: raw.seq,
            recorded: raw.recorded,
            prev: raw.prev.parse().map_err(|_| LeafError::Hash)?,
            commit: raw.commit.parse().map_err(|_| LeafError::Hash)?,
            origin: raw.origin.into_owned(),
        };
        if leaf.to_bytes() != bytes {
            return Err(LeafError::NotCanonical);
        }
        Ok(leaf)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLeaf<'a> {
    v: u64,
    #[serde(borrow)]
    origin: Cow<'a, str>,
    #[serde(borrow)]
    stream: Cow<'a, str>,
    seq: u64,
    recorded: i64,
    #[serde(borrow)]
    prev: Cow<'a, str>,
    #[serde(borrow)]
    commit: Cow<'a, str>,
}

/// What a leaf says, wherever it stands: for whoever compares many leaves with what they should be.
pub(crate) struct Members<'a> {
    /// As a JSON string.
    pub(crate) origin: &'a [u8],
    pub(crate) stream: &'a str,
    pub(crate) seq: u64,
    pub(crate) recorded: i64,
    pub(crate) prev: &'a Hash,
    pub(crate) commit: &'a Hash,
}

impl Members<'_> {
    /// Whether its numbers are those of a leaf. That the stream is one is for the caller to know.
    pub(crate) fn are_in_range(&self) -> bool {
        (1..=MAX_INTEGER).contains(&self.seq) && self.recorded.unsigned_abs() <= MAX_INTEGER
    }

    /// Appends the canonical JSON: members in order, no white space.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(br#"{"commit":""#);
        self.commit.write_hex(out);
        out.extend_from_slice(br#"","origin":"#);
        out.extend_from_slice(self.origin);
        out.extend_from_slice(br#","prev":""#);
        self.prev.write_hex(out);
        let rest = write!(
            out,
            r#"","recorded":{},"seq":{},"stream":"{}","v":{VERSION}}}"#,
            self.recorded, self.seq, self.stream
        );
        rest.expect("writing to memory cannot fail");
    }
}

/// A JSON string, escaped as RFC 8785 (section 3.2.2.2) asks: which is also how `serde_json` escapes.
pub(crate) fn write_string(out: &mut Vec<u8>, text: &str) {
    serde_json::to_writer(out, text).expect("writing a string to memory cannot fail");
}
