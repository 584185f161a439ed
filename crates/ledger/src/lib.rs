//! The ledger's bytes: what an entry is, how it is hashed, chained, logged, signed and checked.
//!
//! - [`canonical()`]: the one way a value becomes bytes (RFC 8785 JSON, restricted).
//! - [`struct@Hash`], [`leaf_hash`], [`node_hash`]: RFC 6962 hashing.
//! - [`StreamId`], [`EntryId`]: names of streams and entries. [`commit`]: the salted commitment to a content.
//! - [`Leaf`]: the public, impersonal half of an entry, chained to the leaf before it in its stream.
//! - [`Frontier`], [`inclusion_proof`], [`consistency_proof`]: the Merkle tree over the log. [`Tile`]: its files.
//! - [`SigningKey`], [`VerifyingKey`], [`Checkpoint`]: signed statements of the log's size and root.
//! - [`WitnessSigningKey`], [`WitnessKey`], [`Quorum`]: other bodies' cosignatures under a checkpoint, and how many are
//!   enough; [`Policy`] says so as a text. [`KnownLog`] judges whether a witness may cosign; [`Misbehaviour`] proves that a log
//!   signed two pasts.
//! - [`StreamCheck`], [`LogCheck`]: verification, fed row by row, naming each [`Fault`]. [`Difference`] tells what was
//!   done to a log since it was witnessed.
//!
//! Deliberately absent: input and output, clocks, chance, storage, and every word of probation. What the bytes mean
//! to people is the `record` crate's business; where they are kept is the `store` crate's.
//! `docs/ledger-format.md` describes the same bytes for whoever writes a verifier of their own.

mod canonical;
mod checkpoint;
mod content;
mod cosignature;
mod hash;
mod leaf;
mod note;
mod policy;
mod quorum;
mod stream;
mod text;
mod tile;
mod tree;
mod verify;
mod witness;

pub use canonical::{CanonicalError, MAX_DEPTH, MAX_INTEGER, canonical};
pub use checkpoint::{Checkpoint, CheckpointError};
pub use content::{ReadsReleased, Salt, commit, erased_entries, released_reads};
pub use cosignature::{WitnessKey, WitnessSigningKey};
pub use hash::{Hash, HashError, empty_root, leaf_hash, node_hash};
pub use leaf::{Leaf, LeafError};
pub use note::{KeyError, NoteError, SigningKey, VerifyingKey};
pub use policy::{KnownWitness, Policy, PolicyError};
pub use quorum::{HeldError, Quorum, QuorumError, Witnessed};
pub use stream::{EntryId, IdError, StreamId};
pub use tile::{TILE_WIDTH, Tile, bundle_entry, tile_root, tiles};
pub use tree::{Frontier, Nodes, check_consistency, check_inclusion, consistency_proof, inclusion_proof, root_of};
pub use verify::{Change, Difference, Fault, LogCheck, LogLine, Place, StoredEntry, StreamCheck, StreamSummary};
pub use witness::{KnownLog, Misbehaviour, Refusal, Submission};
