//! Whose word is enough: some witnesses, and how many of them must have cosigned (the plain case of C2SP `tlog-policy`).

use crate::checkpoint::{Checkpoint, CheckpointError};
use crate::cosignature::WitnessKey;
use crate::note::{NoteError, Parts, VerifyingKey};

/// Witnesses, and how many of them must have cosigned a checkpoint before it is believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quorum {
    witnesses: Vec<WitnessKey>,
    need: usize,
}

/// A checkpoint that enough witnesses have cosigned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witnessed<'a> {
    /// What they cosigned. If nobody's word is asked for, only what the note says.
    pub checkpoint: Checkpoint,
    /// Who has, each with the time in seconds since 1970.
    pub by: Vec<(&'a str, u64)>,
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
    /// Not a note, or not one that the log signed.
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

    /// The checkpoint in a note, if enough of them have cosigned it; whether the log signed it is not asked.
    pub fn check(&self, note: &str) -> Result<Witnessed<'_>, HeldError> {
        let text = Parts::of(note).map_err(HeldError::Log)?.text;
        let cosigned = |key| WitnessKey::cosigned_at(key, note).ok().map(|seconds| (key.name(), seconds));
        let by: Vec<_> = self.witnesses.iter().filter_map(cosigned).collect();
        if by.len() < self.need {
            return Err(HeldError::Witnesses { found: by.len(), need: self.need });
        }
        let checkpoint = Checkpoint::parse(text).map_err(HeldError::Checkpoint)?;
        Ok(Witnessed { checkpoint, by })
    }

    /// The checkpoint in a note, if the log with this key signed it as well.
    pub fn open(&self, note: &str, log: &VerifyingKey) -> Result<Witnessed<'_>, HeldError> {
        log.open(note).map_err(HeldError::Log)?;
        let witnessed = self.check(note)?;
        if witnessed.checkpoint.origin != log.name() {
            return Err(HeldError::Origin(witnessed.checkpoint.origin));
        }
        Ok(witnessed)
    }

    /// Whether anybody's word besides the log's own is asked for.
    pub fn is_empty(&self) -> bool {
        self.need == 0
    }
}
