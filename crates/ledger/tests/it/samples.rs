//! Made-up entries, chained as a store would chain them.

use ledger::{Fault, Hash, Leaf, Salt, StoredEntry, StreamCheck, StreamId, StreamSummary, commit, leaf_hash};

pub(crate) const ORIGIN: &str = "example.org/test";

/// An entry as a table holds it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    pub(crate) stream: String,
    pub(crate) seq: u64,
    pub(crate) recorded: i64,
    pub(crate) leaf: Vec<u8>,
    pub(crate) hash: Vec<u8>,
    pub(crate) salt: Option<Vec<u8>>,
    pub(crate) content: Option<Vec<u8>>,
}

impl Row {
    pub(crate) fn id(&self) -> String {
        format!("{}/{}", self.stream, self.seq)
    }
}

pub(crate) fn stream(n: u8) -> StreamId {
    StreamId::new("person", [n; 16])
}

/// The next entry of a stream whose last is `before`.
pub(crate) fn row(stream: &StreamId, before: Option<&Row>, recorded: i64, content: &[u8]) -> Row {
    let seq = before.map_or(1, |row| row.seq + 1);
    let mut salt: Salt = [7; 32];
    salt[..8].copy_from_slice(&seq.to_be_bytes());
    let leaf = Leaf {
        origin: ORIGIN.to_owned(),
        stream: stream.clone(),
        seq,
        recorded,
        prev: before.map_or(Hash::ZERO, |row| leaf_hash(&row.leaf)),
        commit: commit(&salt, content),
    }
    .to_bytes();
    Row {
        stream: stream.to_string(),
        seq,
        recorded,
        hash: leaf_hash(&leaf).0.to_vec(),
        leaf,
        salt: Some(salt.to_vec()),
        content: Some(content.to_vec()),
    }
}

/// Rows of streams 0, 1, … with as many entries each as `lengths` says, in (stream, seq) order.
pub(crate) fn rows(lengths: &[u8]) -> Vec<Row> {
    let mut all: Vec<Row> = Vec::new();
    for (n, length) in (0..).zip(lengths) {
        for seq in 1..=*length {
            let before = (seq > 1).then(|| all.last().unwrap().clone());
            let content = format!(r#"{{"body":{{"n":{seq}}},"kind":"note","v":1}}"#);
            let recorded = 1_450_170_000_000_000 + 1000 * i64::from(seq) + i64::from(n);
            all.push(row(&stream(n), before.as_ref(), recorded, content.as_bytes()));
        }
    }
    all
}

/// The faults found, each with the place of its row, and what was seen in all.
pub(crate) fn faults(rows: &[Row]) -> (Vec<(usize, Fault)>, StreamSummary) {
    let mut check = StreamCheck::new(ORIGIN);
    let mut faults = Vec::new();
    for (n, row) in rows.iter().enumerate() {
        let stored = StoredEntry {
            stream: &row.stream,
            seq: row.seq,
            recorded: row.recorded,
            leaf: &row.leaf,
            hash: &row.hash,
            salt: row.salt.as_deref(),
            content: row.content.as_deref(),
        };
        match check.entry(&stored) {
            Ok(hash) => assert_eq!(hash, leaf_hash(&row.leaf)),
            Err(fault) => faults.push((n, fault)),
        }
    }
    (faults, check.finish())
}
