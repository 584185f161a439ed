//! A witness as a pure machine (C2SP `tlog-witness`): asked to cosign a checkpoint, it remembers the last it cosigned for
//! that log and cosigns the next only if that one is its beginning. It never cosigns two trees that contradict each other.

use std::fmt;

use crate::checkpoint::Checkpoint;
use crate::hash::{Hash, empty_root};
use crate::note::{NoteError, VerifyingKey};
use crate::text::parse_decimal;
use crate::tree::{Nodes, check_consistency, consistency_proof, root_of};

/// Proofs are never longer: a tree has at most as many levels.
const LONGEST_PROOF: usize = 63;

/// A log that a witness watches.
#[derive(Clone, Debug)]
pub struct KnownLog {
    /// The key whose signatures count; its name is the log's origin.
    pub key: VerifyingKey,
    /// The last checkpoint that was cosigned; `None` before the first.
    pub last: Option<Checkpoint>,
}

/// A request to cosign: what is posted to `add-checkpoint`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    /// The size that the proof begins from: that of the last checkpoint this witness cosigned.
    pub old: u64,
    /// That the tree of that size is the beginning of the new one.
    pub proof: Vec<Hash>,
    /// The new checkpoint, signed by the log.
    pub note: String,
}

/// Why a witness does not cosign.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not laid out as a request, or what was signed is no checkpoint.
    #[error("the request is not a size, a proof and a checkpoint")]
    Malformed,
    /// A log that this witness does not watch.
    #[error("this witness does not watch that log")]
    UnknownOrigin,
    /// Not signed by the log's key.
    #[error("the checkpoint is not signed by the log's key: {0}")]
    NotSigned(NoteError),
    /// The proof begins beyond the tree.
    #[error("the log that is shown ends at {size} leaves, before the {old} of the last time")]
    OldTooLarge {
        /// Where the proof begins.
        old: u64,
        /// The checkpoint's size.
        size: u64,
    },
    /// The proof begins elsewhere than where this witness is. A log that has become shorter is refused so too.
    #[error("this witness has cosigned {last} leaves, the proof begins at {old}")]
    Stale {
        /// The size that was last cosigned.
        last: u64,
        /// Where the proof begins.
        old: u64,
    },
    /// The log signed another root for a size that was cosigned: a split view, and the two notes prove it.
    #[error("the log signed another root for {size} leaves than the one that was cosigned")]
    SplitView {
        /// The size of both.
        size: u64,
    },
    /// The proof does not show that the tree only grew.
    #[error("the proof does not show that what was cosigned is the beginning of this log")]
    BadProof,
}

impl Refusal {
    /// The HTTP status that the protocol gives it.
    pub fn status(&self) -> u16 {
        match self {
            Refusal::Malformed | Refusal::OldTooLarge { .. } => 400,
            Refusal::NotSigned(_) => 403,
            Refusal::UnknownOrigin => 404,
            Refusal::Stale { .. } | Refusal::SplitView { .. } => 409,
            Refusal::BadProof => 422,
        }
    }
}

impl KnownLog {
    /// A log that nothing was cosigned for yet.
    pub fn new(key: VerifyingKey) -> KnownLog {
        KnownLog { key, last: None }
    }

    /// How many leaves were cosigned.
    pub fn size(&self) -> u64 {
        self.last.as_ref().map_or(0, |last| last.size)
    }

    /// The checkpoint to cosign, if it is one that may be. Whoever cosigns must first have made it durable that this is
    /// now the last, and nothing may come between the judgement and that.
    pub fn judge(&self, submission: &Submission) -> Result<Checkpoint, Refusal> {
        let next = self.signed(&submission.note)?;
        if submission.old > next.size {
            return Err(Refusal::OldTooLarge { old: submission.old, size: next.size });
        }
        if submission.old != self.size() {
            return Err(Refusal::Stale { last: self.size(), old: submission.old });
        }
        let root = self.last.as_ref().map_or_else(empty_root, |last| last.root);
        if self.last.is_some() && next.size == submission.old && next.root != root {
            return Err(Refusal::SplitView { size: next.size });
        }
        // The format leaves the proof from nothing empty, and this checks that it is.
        if check_consistency(submission.old, &root, next.size, &next.root, &submission.proof) {
            Ok(next)
        } else {
            Err(Refusal::BadProof)
        }
    }

    /// The checkpoint in a note that this log signed.
    pub fn signed(&self, note: &str) -> Result<Checkpoint, Refusal> {
        let text = self.key.open(note).map_err(|error| match error {
            NoteError::Layout => Refusal::Malformed,
            error => Refusal::NotSigned(error),
        })?;
        let checkpoint = Checkpoint::parse(text).map_err(|_| Refusal::Malformed)?;
        if checkpoint.origin == self.key.name() { Ok(checkpoint) } else { Err(Refusal::UnknownOrigin) }
    }
}

impl Submission {
    /// Reads what was posted.
    pub fn parse(body: &str) -> Result<Submission, Refusal> {
        let (head, note) = body.split_once("\n\n").ok_or(Refusal::Malformed)?;
        let mut lines = head.split('\n');
        let old = lines.next().and_then(|line| line.strip_prefix("old ")).and_then(parse_decimal);
        let proof = lines.map(Hash::from_base64).collect::<Result<Vec<_>, _>>().map_err(|_| Refusal::Malformed)?;
        match old {
            Some(old) if proof.len() <= LONGEST_PROOF => Ok(Submission { old, proof, note: note.to_owned() }),
            _ => Err(Refusal::Malformed),
        }
    }

    /// The origin that the checkpoint claims: which log's key it is to be checked with.
    pub fn origin(&self) -> &str {
        self.note.split('\n').next().unwrap_or_default()
    }
}

impl fmt::Display for Submission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old)?;
        for hash in &self.proof {
            writeln!(f, "{}", hash.to_base64())?;
        }
        write!(f, "\n{}", self.note)
    }
}

/// Proof that a log signed two trees of which neither is the beginning of the other: enough for anybody who has the
/// log's key, and nobody else's word is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misbehaviour {
    /// The checkpoint that was held.
    pub held: String,
    /// The one that contradicts it, of the same size or larger.
    pub offered: String,
    /// The root that the offered tree has at the held one's size.
    pub root_there: Hash,
    /// That it has it.
    pub proof: Vec<Hash>,
}

impl Misbehaviour {
    /// What two signed checkpoints and the larger one's tree prove; `None` if they do not contradict each other, or the
    /// tree cannot be read.
    pub fn of(key: &VerifyingKey, held: &str, offered: &str, nodes: &(impl Nodes + ?Sized)) -> Option<Misbehaviour> {
        let log = KnownLog::new(key.clone());
        let (small, large) = (log.signed(held).ok()?, log.signed(offered).ok()?);
        let root_there = if small.size == large.size { large.root } else { root_of(nodes, small.size)? };
        let proof = consistency_proof(nodes, small.size, large.size)?;
        let found = Misbehaviour { held: held.to_owned(), offered: offered.to_owned(), root_there, proof };
        found.is_proved(key).then_some(found)
    }

    /// Whether it holds, for the log with this key.
    pub fn is_proved(&self, key: &VerifyingKey) -> bool {
        let log = KnownLog::new(key.clone());
        let (Ok(held), Ok(offered)) = (log.signed(&self.held), log.signed(&self.offered)) else {
            return false;
        };
        held.root != self.root_there
            && check_consistency(held.size, &self.root_there, offered.size, &offered.root, &self.proof)
    }
}
