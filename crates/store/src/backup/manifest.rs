//! The manifest: what a backup holds, so that a copy of a copy can still be told from what was taken.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use ledger::Hash;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::BackupError;
use crate::error::StoreError;

/// The file's name.
pub(super) const MANIFEST: &str = "manifest.json";
/// The version of its layout.
pub(super) const VERSION: u32 = 1;

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of this layout: 1.
    pub v: u32,
    /// The log's name.
    pub origin: String,
    /// When the backup was taken, in microseconds, by the clock of whoever took it.
    pub taken: i64,
    /// Entries in the log.
    pub entries: u64,
    /// Leaves under the last checkpoint.
    pub size: u64,
    /// The root over them, in base64.
    pub root: String,
    /// The last checkpoint, as a signed note; none if nothing had been recorded.
    pub checkpoint: Option<String>,
    /// Every other file.
    pub files: Vec<KeptFile>,
}

/// A file of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptFile {
    /// Its name.
    pub name: String,
    /// Its length.
    pub bytes: u64,
    /// SHA-256 of its bytes.
    pub sha256: Hash,
}

impl Manifest {
    pub(super) fn read(backup: &Path) -> Result<Manifest, BackupError> {
        let path = backup.join(MANIFEST);
        let text = std::fs::read_to_string(&path).map_err(|error| StoreError::file(&path, &error))?;
        let altered = |why: String| BackupError::Altered { file: path.clone(), why };
        let manifest: Manifest = serde_json::from_str(&text).map_err(|error| altered(error.to_string()))?;
        if manifest.v != VERSION {
            return Err(altered(format!("it is of layout {}, this program reads {VERSION}", manifest.v)));
        }
        Ok(manifest)
    }

    pub(super) fn write(&self, backup: &Path) -> Result<(), BackupError> {
        let path = backup.join(MANIFEST);
        let text = serde_json::to_string_pretty(self).map_err(|error| StoreError::Refused(error.to_string()))?;
        std::fs::write(&path, text + "\n").map_err(|error| StoreError::file(&path, &error))?;
        Ok(super::sync(&path)?)
    }

    /// Compares the files with what is said of them.
    pub(super) fn compare(&self, backup: &Path) -> Result<(), BackupError> {
        for kept in &self.files {
            let found = keep(backup, &kept.name)?;
            if found != *kept {
                let why = format!("{} bytes of hash {}, kept were {}", found.bytes, found.sha256, kept.bytes);
                return Err(BackupError::Altered { file: backup.join(&kept.name), why });
            }
        }
        Ok(())
    }
}

/// Works out what a manifest says of a file.
pub(super) fn keep(backup: &Path, name: &str) -> Result<KeptFile, StoreError> {
    let path = backup.join(name);
    let failed = |error| StoreError::file(&path, &error);
    let mut file = File::open(&path).map_err(failed)?;
    let (mut hasher, mut bytes, mut buffer) = (Sha256::new(), 0, vec![0; 1 << 20]);
    loop {
        let read = file.read(&mut buffer).map_err(failed)?;
        if read == 0 {
            return Ok(KeptFile { name: name.to_owned(), bytes, sha256: Hash(hasher.finalize().into()) });
        }
        hasher.update(&buffer[..read]);
        bytes += read as u64;
    }
}
