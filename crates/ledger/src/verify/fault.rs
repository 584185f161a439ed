//! The kinds of damage, in words.

use crate::leaf::LeafError;

/// What is wrong with one stored entry or one position of the log.
#[derive(thiserror::Error, Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The content is there, but it is not what the leaf committed to. A changed salt looks the same.
    #[error("the content was altered: it is not what its leaf commits to")]
    ContentAltered,
    /// The content or its salt is gone, and no erasure entry names the entry.
    #[error("the content is missing, and no erasure accounts for it")]
    ContentMissing,
    /// The salt is not 32 bytes.
    #[error("the salt was altered: it is not 32 bytes")]
    SaltUnreadable,
    /// The leaf is not a leaf.
    #[error("the leaf was altered: {0}")]
    LeafUnreadable(LeafError),
    /// The row's stream has a name that no stream can have.
    #[error("{stream:?} is not the name of a stream")]
    StreamUnreadable {
        /// The name as stored.
        stream: String,
    },
    /// The leaf says it belongs to another stream than its row does.
    #[error("the leaf belongs to stream {found}")]
    WrongStream {
        /// The stream that the leaf names.
        found: String,
    },
    /// The leaf says it belongs to another log.
    #[error("the leaf belongs to the log {found:?}")]
    WrongOrigin {
        /// The origin that the leaf names.
        found: String,
    },
    /// The leaf says it has another number in the stream than its row does.
    #[error("the leaf is number {found} of its stream, the row says {expected}")]
    WrongSeq {
        /// The number of the row.
        expected: u64,
        /// The number in the leaf.
        found: u64,
    },
    /// Numbers in the stream do not follow one another: something was removed, inserted or stands twice.
    #[error("the stream goes on with number {found} where {expected} was due")]
    SeqGap {
        /// The number that was due.
        expected: u64,
        /// The number that came.
        found: u64,
    },
    /// Streams do not come in order, or one comes twice.
    #[error("stream {stream} comes out of order")]
    OutOfOrder {
        /// The stream that came too late.
        stream: String,
    },
    /// The leaf does not name the leaf before it in its stream.
    #[error("the chain is broken: the leaf does not follow from the one before it in its stream")]
    BrokenChain,
    /// The time of recording is not later than that of the entry before it in its stream.
    #[error("recorded at {recorded}, not after {before}, when the entry before it was (microseconds UTC)")]
    RecordedNotRising {
        /// When the entry before it was recorded.
        before: i64,
        /// When this one says it was.
        recorded: i64,
    },
    /// The hash stored beside the leaf is not the leaf's.
    #[error("the leaf does not have the hash that is stored beside it")]
    HashCopyDiffers,
    /// The time stored beside the leaf is not the leaf's.
    #[error("the time stored beside the leaf is {stored}, the leaf says {leaf} (microseconds UTC)")]
    RecordedCopyDiffers {
        /// What the leaf says.
        leaf: i64,
        /// What stands beside it.
        stored: i64,
    },
    /// Positions of the log do not follow one another from 0.
    #[error("the log goes on with position {found} where {expected} was due")]
    PositionGap {
        /// The position that was due.
        expected: u64,
        /// The position that came.
        found: u64,
    },
    /// The hash at this position is not 32 bytes.
    #[error("the hash at position {position} is not 32 bytes")]
    HashUnreadable {
        /// The position.
        position: u64,
    },
    /// The time of recording does not lie between those of the seals around the position.
    #[error("position {position} was recorded at {recorded}, outside its seals: after {after:?}, until {until:?}")]
    OutsideBracket {
        /// The position of the entry, which may lie before the line that brought the fault to light.
        position: u64,
        /// When it says it was recorded, in microseconds UTC.
        recorded: i64,
        /// When the seal before it was recorded, if there is one.
        after: Option<i64>,
        /// When the seal after it was recorded, if that is what it contradicts.
        until: Option<i64>,
    },
}
