//! Whose word is enough: some witnesses, and how many of them must have cosigned (the plain case of C2SP `tlog-policy`).

use crate::checkpoint::{Checkpoint, CheckpointError};
use crate::cosignature::WitnessKey;
use crate::note::{NoteError, VerifyingKey};

/// Witnesses, and how many of them must have cosigned a checkpoint before it is believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quorum {
    witnesses: Vec<WitnessKey>,
    need: usize,
}

/// Why there can be no such quorum.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuorumError {
    /// More are needed than there are.
    #[error("{need} of {witnesses} witnesses can never have signed")]
    TooMany {
        /// How many must have signed.
        need: usize,
        /// How many there are.
        witnesses: usize,
    },
    /// One key would count twice.
    #[error("the key of witness {0} is there twice: each counts once")]
    Twice(String),
}

/// Why a checkpoint is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HeldError {
    /// The log's own signature.
    #[error("it is not signed by the log's key: {0}")]
    Log(NoteError),
    /// Too few witnesses.
    #[error("{found} of the {need} witnesses that are needed have cosigned it")]
    Witnesses {
        /// How many have.
        found: usize,
        /// How many must.
        need: usize,
    },
    /// What was signed is not a checkpoint.
    #[error("what was signed is no checkpoint: {0}")]
    Checkpoint(CheckpointError),
    /// A checkpoint of another log.
    #[error("it is a checkpoint of the log {0:?}")]
    Origin(String),
}

impl Quorum {
    /// `need` of these witnesses. None at all is allowed: then only the log's own signature counts.
    pub fn new(witnesses: Vec<WitnessKey>, need: usize) -> Result<Quorum, QuorumError> {
        if need > witnesses.len() {
            return Err(QuorumError::TooMany { need, witnesses: witnesses.len() });
        }
        for (n, key) in witnesses.iter().enumerate() {
            if witnesses[..n].iter().any(|before| before.is_same_key(key)) {
                return Err(QuorumError::Twice(key.name().to_owned()));
            }
        }
        Ok(Quorum { witnesses, need })
    }

    /// Who of them has cosigned a note, with the time in seconds since 1970. Enough of them, or an error.
    pub fn check(&self, note: &str) -> Result<Vec<(&str, u64)>, HeldError> {
        let cosigned = |key| WitnessKey::cosigned_at(key, note).ok().map(|seconds| (key.name(), seconds));
        let found: Vec<_> = self.witnesses.iter().filter_map(cosigned).collect();
        if found.len() < self.need {
            return Err(HeldError::Witnesses { found: found.len(), need: self.need });
        }
        Ok(found)
    }

    /// The checkpoint of the log with this origin that a note holds, if the log signed it and enough witnesses did.
    pub fn open(&self, note: &str, origin: &str, log: &VerifyingKey) -> Result<Checkpoint, HeldError> {
        let text = log.open(note).map_err(HeldError::Log)?;
        self.check(note)?;
        let checkpoint = Checkpoint::parse(text).map_err(HeldError::Checkpoint)?;
        if checkpoint.origin != origin {
            return Err(HeldError::Origin(checkpoint.origin));
        }
        Ok(checkpoint)
    }

    /// Whether anybody's word besides the log's own is asked for.
    pub fn is_empty(&self) -> bool {
        self.need == 0
    }
}
