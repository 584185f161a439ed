//! Names: of a stream, and of an entry in it.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use data_encoding::BASE32_NOPAD;

use crate::text::{parse_decimal, serde_as_text};

/// Characters that 128 bits take in base32 without padding.
const BITS_LEN: usize = 26;
/// The longest kind of stream.
const KIND_MAX: usize = 16;

/// The name of a stream: its kind, a hyphen, and 128 random bits in lower-case base32 (RFC 4648, without padding).
/// Ids order nothing: time is the position in the log.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StreamId(Arc<str>);

/// The name of an entry: its stream and its number there, from 1. Written `stream/seq`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryId {
    /// The stream it stands in.
    pub stream: StreamId,
    /// Its number in the stream, from 1, without gaps.
    pub seq: u64,
}

/// A text that names no stream or no entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Not a kind, a hyphen and 26 base32 characters.
    #[error("a stream is named by a kind in lower-case letters, a hyphen and 26 characters of a-z and 2-7")]
    Stream,
    /// Not a stream, a slash and a number.
    #[error("an entry is named by its stream, a slash and its number there, from 1")]
    Entry,
}

impl StreamId {
    /// Names a stream.
    ///
    /// # Panics
    /// If `kind` is not 1 to 16 letters a to z: kinds are words of the program, never input.
    pub fn new(kind: &str, bits: [u8; 16]) -> StreamId {
        assert!(is_kind(kind), "a kind of stream is 1 to 16 letters a to z, not {kind:?}");
        let mut id = BASE32_NOPAD.encode(&bits);
        id.make_ascii_lowercase();
        StreamId(format!("{kind}-{id}").into())
    }

    /// The whole name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The kind: what stands before the hyphen.
    pub fn kind(&self) -> &str {
        &self.0[..self.0.len() - BITS_LEN - 1]
    }
}

fn is_kind(text: &str) -> bool {
    (1..=KIND_MAX).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase())
}

/// Twenty-six characters hold 130 bits: the last two must be zero, or one stream would have four names.
fn is_bits(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == BITS_LEN
        && bytes.iter().all(|b| matches!(b, b'a'..=b'z' | b'2'..=b'7'))
        && matches!(bytes[BITS_LEN - 1], b'a' | b'e' | b'i' | b'm' | b'q' | b'u' | b'y' | b'4')
}

impl FromStr for StreamId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<StreamId, IdError> {
        match text.split_once('-') {
            Some((kind, bits)) if is_kind(kind) && is_bits(bits) => Ok(StreamId(text.into())),
            _ => Err(IdError::Stream),
        }
    }
}

impl FromStr for EntryId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<EntryId, IdError> {
        let (stream, seq) = text.split_once('/').ok_or(IdError::Entry)?;
        let seq = parse_decimal(seq).filter(|seq| *seq > 0).ok_or(IdError::Entry)?;
        Ok(EntryId { stream: stream.parse()?, seq })
    }
}

impl fmt::Display for StreamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for StreamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.stream, self.seq)
    }
}

impl fmt::Debug for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

serde_as_text!(StreamId);
serde_as_text!(EntryId);
