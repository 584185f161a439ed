//! What a verifier is asked, and our own answer.

use data_encoding::{BASE64, HEXLOWER};
use ledger::{
    Checkpoint, Frontier, Hash, Leaf, Quorum, Salt, VerifyingKey, WitnessKey, check_consistency, check_inclusion,
    commit, leaf_hash,
};
use serde_json::{Value, json};

/// A question: whom to believe, a signed checkpoint, and what is said to follow from it.
#[derive(Clone)]
pub(crate) struct Case {
    /// What was changed; `None` if it is honest.
    pub(crate) mutant: Option<&'static str>,
    /// The log's key.
    pub(crate) key: String,
    /// Witnesses' keys.
    pub(crate) witnesses: Vec<String>,
    /// How many of them must have cosigned.
    pub(crate) need: usize,
    /// The checkpoint, as bytes that may be no text.
    pub(crate) note: Vec<u8>,
    /// What is claimed.
    pub(crate) claim: Claim,
}

/// What is said to be true under a checkpoint.
#[derive(Clone)]
pub(crate) enum Claim {
    /// This entry, with this content, stands at this position.
    Entry(Entry),
    /// The log only grew since this older checkpoint.
    Growth {
        /// The older checkpoint.
        old: Vec<u8>,
        /// The proof of consistency.
        proof: Vec<Hash>,
    },
    /// These are all the leaves.
    Log(Vec<Vec<u8>>),
}

/// An entry, and the proof that it is in the log.
#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) stream: String,
    pub(crate) seq: u64,
    pub(crate) salt: Vec<u8>,
    pub(crate) content: Vec<u8>,
    pub(crate) leaf: Vec<u8>,
    pub(crate) position: u64,
    pub(crate) proof: Vec<Hash>,
}

impl Case {
    /// The claim's name.
    pub(crate) fn kind(&self) -> &'static str {
        match self.claim {
            Claim::Entry(_) => "entry",
            Claim::Growth { .. } => "growth",
            Claim::Log(_) => "log",
        }
    }

    /// Our verdict.
    pub(crate) fn is_accepted(&self) -> bool {
        self.judge().unwrap_or(false)
    }

    fn judge(&self) -> Option<bool> {
        let signed = self.open(&self.note)?;
        Some(match &self.claim {
            Claim::Entry(entry) => entry.holds(&signed)?,
            Claim::Growth { old, proof } => {
                let old = self.open(old)?;
                check_consistency(old.size, &old.root, signed.size, &signed.root, proof)
            }
            Claim::Log(leaves) => {
                let mut frontier = Frontier::default();
                for leaf in leaves {
                    frontier.push(leaf_hash(leaf));
                }
                (frontier.size(), frontier.root()) == (signed.size, signed.root)
            }
        })
    }

    fn open(&self, note: &[u8]) -> Option<Checkpoint> {
        let key: VerifyingKey = self.key.parse().ok()?;
        let witnesses = self.witnesses.iter().map(|key| key.parse::<WitnessKey>());
        let quorum = Quorum::new(witnesses.collect::<Result<_, _>>().ok()?, self.need).ok()?;
        Some(quorum.open(std::str::from_utf8(note).ok()?, &key).ok()?.checkpoint)
    }

    /// The question, for others.
    pub(crate) fn to_json(&self, n: usize) -> Value {
        let mut json = json!({
            "n": n,
            "kind": self.kind(),
            "mutant": self.mutant,
            "key": self.key,
            "witnesses": self.witnesses,
            "need": self.need,
            "note": BASE64.encode(&self.note),
        });
        let hashes = |proof: &[Hash]| proof.iter().map(Hash::to_base64).collect::<Vec<_>>();
        match &self.claim {
            Claim::Entry(entry) => {
                json["stream"] = json!(entry.stream);
                json["seq"] = json!(entry.seq);
                json["salt"] = json!(HEXLOWER.encode(&entry.salt));
                json["content"] = json!(BASE64.encode(&entry.content));
                json["leaf"] = json!(BASE64.encode(&entry.leaf));
                json["position"] = json!(entry.position);
                json["proof"] = json!(hashes(&entry.proof));
            }
            Claim::Growth { old, proof } => {
                json["old"] = json!(BASE64.encode(old));
                json["proof"] = json!(hashes(proof));
            }
            Claim::Log(leaves) => {
                json["leaves"] = json!(leaves.iter().map(|leaf| BASE64.encode(leaf)).collect::<Vec<_>>());
            }
        }
        json
    }
}

impl Entry {
    fn holds(&self, signed: &Checkpoint) -> Option<bool> {
        let leaf = Leaf::parse(&self.leaf).ok()?;
        let salt = Salt::try_from(self.salt.as_slice()).ok()?;
        let is_the_one = leaf.stream.as_str() == self.stream && leaf.seq == self.seq && leaf.origin == signed.origin;
        Some(
            is_the_one
                && leaf.commit == commit(&salt, &self.content)
                && check_inclusion(&leaf_hash(&self.leaf), self.position, signed.size, &self.proof, &signed.root),
        )
    }
}
