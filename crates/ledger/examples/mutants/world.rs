//! An honest log, its fork, its witnesses, and true things to say about it. All of it is invented.

use ledger::{
    Checkpoint, Frontier, Hash, Leaf, Nodes, Salt, SigningKey, StreamId, WitnessSigningKey, commit, consistency_proof,
    inclusion_proof, leaf_hash,
};

use crate::case::{Case, Claim, Entry};
use crate::chance::Chance;

/// The log's name.
pub(crate) const ORIGIN: &str = "example.org/throughcare";
/// Leaves of the log.
const LEAVES: u64 = 700;
/// Whole logs are small ones.
const SMALL: u64 = 40;
/// Where the fork leaves the log.
const FORK: u64 = 5;
const STREAMS: u64 = 12;

/// Everything cases are made of.
pub(crate) struct World {
    pub(crate) key: SigningKey,
    pub(crate) witnesses: Vec<WitnessSigningKey>,
    pub(crate) log: Log,
    pub(crate) fork: Log,
    /// The log, but that each leaf ends in a space.
    pub(crate) odd: Log,
}

/// Leaves and what they commit to.
pub(crate) struct Log {
    pub(crate) entries: Vec<Made>,
    hashes: Vec<Hash>,
    /// The root at each size.
    roots: Vec<Hash>,
}

/// An entry as it was made.
pub(crate) struct Made {
    pub(crate) salt: Salt,
    pub(crate) content: Vec<u8>,
    pub(crate) leaf: Vec<u8>,
    stream: StreamId,
    seq: u64,
}

impl World {
    pub(crate) fn new() -> World {
        World {
            key: SigningKey::from_seed(ORIGIN, [1; 32]),
            witnesses: (1..=3)
                .map(|n| WitnessSigningKey::from_seed(&format!("witness.example/w{n}"), [10 + n; 32]))
                .collect(),
            log: Log::new(LEAVES, ""),
            fork: Log::new(FORK, ""),
            odd: Log::new(LEAVES, " "),
        }
    }

    /// A true thing: two of three witnesses are asked, both have cosigned.
    pub(crate) fn case(&self, chance: &mut Chance) -> Case {
        let kind = chance.within(0, 8);
        let size = if kind == 0 { chance.within(2, SMALL) } else { chance.within(4, LEAVES) };
        let claim = match kind {
            0 => Claim::Log(self.log.entries.iter().map(|entry| entry.leaf.clone()).take(count(size)).collect()),
            1..=3 => {
                let old = chance.within(1, size);
                let proof = consistency_proof(&self.log, old, size).unwrap_or_default();
                Claim::Growth { old: self.note(&self.log, old).into_bytes(), proof }
            }
            _ => Claim::Entry(self.log.entry(chance.within(0, size), size)),
        };
        Case {
            mutant: None,
            key: self.key.public().to_string(),
            witnesses: self.witnesses[..2].iter().map(|witness| witness.public().to_string()).collect(),
            need: 2,
            note: self.note(&self.log, size).into_bytes(),
            claim,
        }
    }

    /// The checkpoint of a log at a size, signed by it and by two witnesses.
    pub(crate) fn note(&self, log: &Log, size: u64) -> String {
        self.sign(&Checkpoint { origin: ORIGIN.into(), size, root: log.root(size) }.text(), size)
    }

    /// A text as log and witnesses would sign it.
    pub(crate) fn sign(&self, text: &str, seconds: u64) -> String {
        let lines = self.witnesses[..2].iter().map(|witness| witness.cosign(text, 1_450_170_000 + seconds));
        [self.key.sign(text)].into_iter().chain(lines).collect()
    }
}

impl Log {
    /// A log whose entries from `turn` on say something else than they might.
    fn new(turn: u64, ending: &str) -> Log {
        let mut entries: Vec<Made> = Vec::new();
        for n in 0..LEAVES {
            let stream = StreamId::new("person", [u8::try_from(n % STREAMS).unwrap_or_default(); 16]);
            let before = entries.iter().rfind(|entry| entry.stream == stream);
            let seq = before.map_or(1, |before| before.seq + 1);
            let prev = before.map_or(Hash::ZERO, |before| leaf_hash(&before.leaf));
            let word = if n < turn { "Attended" } else { "Did not attend" };
            let content = format!(r#"{{"body":{{"text":"{word}, {n}"}},"kind":"note","v":1}}"#).into_bytes();
            let salt = Hash::of(format!("salt {n}").as_bytes()).0;
            let recorded = 1_450_170_000_000_000 + i64::try_from(n).unwrap_or_default();
            let commit = commit(&salt, &content);
            let leaf = Leaf { origin: ORIGIN.into(), stream: stream.clone(), seq, recorded, prev, commit }.to_bytes();
            let leaf = [leaf.as_slice(), ending.as_bytes()].concat();
            entries.push(Made { salt, content, leaf, stream, seq });
        }
        let hashes: Vec<Hash> = entries.iter().map(|entry| leaf_hash(&entry.leaf)).collect();
        let mut frontier = Frontier::default();
        let mut roots = vec![frontier.root()];
        for hash in &hashes {
            frontier.push(*hash);
            roots.push(frontier.root());
        }
        Log { entries, hashes, roots }
    }

    pub(crate) fn root(&self, size: u64) -> Hash {
        self.roots[count(size)]
    }

    /// The entry at a position, with its proof under a tree of this size.
    pub(crate) fn entry(&self, position: u64, size: u64) -> Entry {
        let made = &self.entries[count(position)];
        Entry {
            stream: made.stream.to_string(),
            seq: made.seq,
            salt: made.salt.to_vec(),
            content: made.content.clone(),
            leaf: made.leaf.clone(),
            position,
            proof: inclusion_proof(self, position, size).unwrap_or_default(),
        }
    }
}

impl Nodes for Log {
    fn node(&self, level: u32, index: u64) -> Option<Hash> {
        let from = usize::try_from(index << level).ok()?;
        let mut frontier = Frontier::default();
        self.hashes.get(from..from + (1 << level))?.iter().for_each(|leaf| frontier.push(*leaf));
        Some(frontier.root())
    }
}

/// A number of leaves as a length.
pub(crate) fn count(n: u64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}
