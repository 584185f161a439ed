//! The lines of a segment.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use data_encoding::BASE64;
use ledger::Hash;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

use super::SegmentError;
use crate::error::StoreError;

/// The version of the layout.
pub(super) const VERSION: u32 = 1;

/// A line of a segment.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Line {
    /// The first: what the segment follows.
    Begin(Begin),
    Leaf(LeafLine),
    Checkpoint(CheckpointLine),
    Document(Bytes),
    Act(ActLine),
    Read(ReadLine),
    /// The last.
    End(End),
}

/// What a segment follows.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Begin {
    pub(super) v: u32,
    pub(super) number: u64,
    pub(super) origin: String,
    /// The position of its first leaf.
    pub(super) from: u64,
}

/// A leaf of the log, with what is kept beside it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct LeafLine {
    /// What it is: 0 an entry, 1 a seal, 2 a batch of the reads log.
    pub(super) kind: i64,
    pub(super) leaf: Bytes,
    /// None once erased.
    pub(super) salt: Option<Bytes>,
    pub(super) content: Option<Bytes>,
}

/// The checkpoint that seals the leaves before it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct CheckpointLine {
    pub(super) size: u64,
    pub(super) at: i64,
    pub(super) note: String,
}

/// What a request was answered.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ActLine {
    pub(super) actor: String,
    pub(super) key: String,
    pub(super) act: String,
    pub(super) digest: Bytes,
    pub(super) answer: String,
    pub(super) ids: String,
    pub(super) recorded: i64,
}

/// A row of the reads log.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ReadLine {
    pub(super) batch: u64,
    pub(super) n: u64,
    pub(super) at: i64,
    pub(super) staff: String,
    pub(super) role: String,
    pub(super) organisation: String,
    pub(super) purpose: String,
    pub(super) screen: String,
    pub(super) subject: Option<String>,
    pub(super) outcome: String,
    pub(super) rows: i64,
    pub(super) detail: String,
}

/// What a segment amounts to: where the next begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct End {
    /// Leaves of the log up to here.
    pub(super) size: u64,
    /// The root over them, as it was signed.
    pub(super) root: Hash,
    /// Acts recorded up to here are in it or in those before.
    pub(super) acts: i64,
    /// The last row of the reads log, by batch and number.
    pub(super) reads: (u64, u64),
    /// SHA-256 of every line before this one.
    pub(super) sha256: Hash,
}

/// Bytes, in base64.
#[derive(Debug, Default)]
pub(super) struct Bytes(pub(super) Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Bytes, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        BASE64.decode(text.as_bytes()).map(Bytes).map_err(serde::de::Error::custom)
    }
}

/// A segment that is being written.
pub(super) struct Writer {
    path: PathBuf,
    file: BufWriter<File>,
    hasher: Sha256,
}

impl Writer {
    pub(super) fn create(path: &Path) -> Result<Writer, StoreError> {
        let mut options = OpenOptions::new();
        options.create(true).truncate(true).write(true);
        // People's records: for this account only, as those of the folder.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path).map_err(|error| StoreError::file(path, &error))?;
        Ok(Writer { path: path.to_path_buf(), file: BufWriter::new(file), hasher: Sha256::new() })
    }

    pub(super) fn line(&mut self, line: &Line) -> Result<(), StoreError> {
        let mut text = serde_json::to_vec(line).map_err(|error| StoreError::Refused(error.to_string()))?;
        text.push(b'\n');
        self.hasher.update(&text);
        self.file.write_all(&text).map_err(|error| StoreError::file(&self.path, &error))
    }

    /// Writes the last line and makes the file durable. Gives its length.
    pub(super) fn end(mut self, end: impl FnOnce(Hash) -> End) -> Result<(End, u64), StoreError> {
        let end = end(Hash(std::mem::take(&mut self.hasher).finalize().into()));
        self.line(&Line::End(end.clone()))?;
        let failed = |error: std::io::Error| StoreError::file(&self.path, &error);
        self.file.flush().map_err(failed)?;
        self.file.get_ref().sync_all().map_err(failed)?;
        let bytes = self.file.get_ref().metadata().map_err(failed)?.len();
        Ok((end, bytes))
    }
}

/// Reads a segment line by line, and gives what it amounts to: only if it is whole and as it was written. `good` is
/// how far the record can be had without it.
pub(super) fn read(
    path: &Path,
    good: u64,
    mut each: impl FnMut(u64, Line) -> Result<(), SegmentError>,
) -> Result<End, SegmentError> {
    let failed = |error: std::io::Error| StoreError::file(path, &error);
    let damaged = |line, why: String| SegmentError::Damaged { file: path.to_path_buf(), line, why, good };
    let mut file = BufReader::with_capacity(1 << 20, File::open(path).map_err(failed)?);
    let (mut hasher, mut text) = (Sha256::new(), Vec::new());
    for number in 1.. {
        text.clear();
        file.read_until(b'\n', &mut text).map_err(failed)?;
        if text.last() != Some(&b'\n') {
            return Err(damaged(number, "it ends in the middle".to_owned()));
        }
        let line: Line = serde_json::from_slice(&text).map_err(|error| damaged(number, error.to_string()))?;
        if let Line::End(end) = line {
            let rest = file.fill_buf().map_err(failed)?;
            let found = Hash(hasher.finalize().into());
            return match (found == end.sha256, rest.is_empty()) {
                (true, true) => Ok(end),
                (false, _) => Err(damaged(number, "its lines do not have the hash they were written with".to_owned())),
                (true, false) => Err(damaged(number + 1, "something follows its end".to_owned())),
            };
        }
        hasher.update(&text);
        each(number, line)?;
    }
    Err(damaged(u64::MAX, "it never ends".to_owned()))
}
