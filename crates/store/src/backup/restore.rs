//! The way back: a record made of a backup and the segments after it. Until the last step it stands under another
//! name, and it gets its own only when it verifies as a whole.

use std::path::{Path, PathBuf};

use ledger::{Hash, SigningKey, StreamId, VerifyingKey};

use super::hold::{Against, hold, read_held};
use super::restored::owe_erasures;
use super::take::{prove, verify_backup};
use super::{BackupError, Manifest, beside, is_vacant, put_in_place, remove_attempt, sync};
use crate::entries::EntryRow;
use crate::error::StoreError;
use crate::folder::{Folder, Identity, open_reading, open_writing, read_identity};
use crate::log::{last_checkpoint, root_signed_at};
use crate::rows::{self, Rows};
use crate::segments::{Applied, Target, apply_all};
use crate::snapshot::Snapshot;
use crate::sql::{Conn, cells};
use crate::verify::Report;
use crate::{forget, jobs, schema};

/// Until it is finished, a restored record stands under its name with this behind it.
const RESTORING: &str = ".restoring";
/// Streams projected in one transaction.
const CHUNK: usize = 200;

/// A record that is being restored.
pub struct Restoring {
    to: PathBuf,
    work: Folder,
    identity: Identity,
    manifest: Manifest,
    applied: Applied,
}

impl Restoring {
    /// Verifies a backup and copies it. Refuses to restore into a folder that is not empty.
    pub fn begin(backup: &Path, to: &Path) -> Result<Restoring, BackupError> {
        if !is_vacant(to)? {
            return Err(BackupError::NotEmpty(to.to_path_buf()));
        }
        let manifest = verify_backup(backup)?;
        let attempt = beside(to, RESTORING);
        remove_attempt(&attempt)?;
        let work = Folder::new(&attempt);
        work.make()?;
        for file in &manifest.files {
            let (from, to) = (backup.join(&file.name), attempt.join(&file.name));
            std::fs::copy(&from, &to).map_err(|error| StoreError::file(&from, &error))?;
        }
        let record = open_writing(&work.record())?;
        // Who was signed in then is not signed in now: what was ended since must stay ended.
        // An address of a diary that was taken back since would open it again: each is given out anew.
        record.batch("DELETE FROM session; DELETE FROM attempt; DELETE FROM calendar_token;")?;
        let identity = read_identity(&record)?;
        Ok(Restoring { to: to.to_path_buf(), work, identity, manifest, applied: Applied::default() })
    }

    /// Where the record stands until it is finished.
    pub fn folder(&self) -> &Path {
        self.work.path()
    }

    /// The backup's manifest.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Adds what was sealed after the backup: all of it, or up to so many leaves. What was erased since is erased
    /// again. Gives how many entries were added.
    pub fn add_segments(&mut self, segments: &Path, until: Option<u64>) -> Result<u64, BackupError> {
        let key = self.work.read_public_key()?;
        let record = open_writing(&self.work.record())?;
        let reads = open_writing(&self.work.reads())?;
        reads.batch(schema::READS)?;
        let target = Target { record: &record, reads: &reads, identity: &self.identity, key: &key };
        self.applied = apply_all(&target, segments, until)?;
        // The write-ahead log held what was erased before it was.
        truncate_wal(&record)?;
        Ok(self.applied.entries)
    }

    /// Works out anew the views of every stream that has changed since the backup, entry by entry, and leaves for whoever serves
    /// next the jobs that its entries name: a row of a job is in no segment.
    pub fn project(
        &mut self,
        project: impl Fn(&StreamId, &[EntryRow]) -> Result<Vec<Rows>, StoreError>,
        left: impl Fn(&StreamId, &[EntryRow]) -> Result<Vec<String>, StoreError>,
    ) -> Result<(), BackupError> {
        let Applied { touched, erased, .. } = std::mem::take(&mut self.applied);
        let record = open_writing(&self.work.record())?;
        for chunk in touched.into_iter().collect::<Vec<_>>().chunks(CHUNK) {
            let snapshot = Snapshot::of_folder(&self.work)?;
            record.writing(|| {
                for (stream, first) in chunk {
                    let entries = snapshot.entries(stream)?;
                    // As they were projected when they were recorded: a past diary is told by what its rows said then.
                    let (all, first) = (entries.len(), usize::try_from(*first).unwrap_or(usize::MAX));
                    for upto in first.clamp(1, all.max(1))..=all {
                        let at = entries[upto - 1].recorded;
                        project(stream, &entries[..upto])?
                            .iter()
                            .try_for_each(|rows| rows::replace(&record, rows, at).map(drop))?;
                    }
                    left(stream, &entries)?.iter().try_for_each(|name| jobs::leave(&record, name))?;
                }
                Ok(())
            })?;
        }
        // What the views said before, they said with what was erased.
        record.writing(|| forget::past(&record, &erased))?;
        Ok(truncate_wal(&record)?)
    }

    /// Puts the signing key back from the folder it was kept in; without it the record can be read, not written.
    pub fn put_key(&self, keys: &Path) -> Result<(), BackupError> {
        let key: SigningKey = Folder::new(keys).read_key()?;
        if key.public() != self.work.read_public_key()? {
            return Err(BackupError::WrongKey(keys.to_path_buf()));
        }
        Ok(self.work.write_keys(&key)?)
    }

    /// Holds the record against a checkpoint that somebody else keeps. If it covers more than the record has, the
    /// record is held: nothing may be written to it until its rollback is declared.
    pub fn hold_against(&self, note: &str) -> Result<Against, BackupError> {
        let key: VerifyingKey = self.work.read_public_key()?;
        let held = read_held(note, &key, &self.identity.origin)?;
        let conn = open_reading(&self.work.record())?;
        let size = last_checkpoint(&conn)?.map_or(0, |last| last.size);
        if held.size > size {
            hold(self.folder(), note)?;
            return Ok(Against::FallsShortOf(held.size));
        }
        let ours = root_at(&conn, held.size)?;
        if ours == Some(held.root) {
            return Ok(Against::Reaches(held.size));
        }
        let ours = ours.map_or_else(|| "none".to_owned(), |root| root.to_base64());
        Err(BackupError::Forked { size: held.size, ours, held: held.root.to_base64() })
    }

    /// Says that what was erased since the backup may stand in the record: nothing is written to it until a list of
    /// erasures was carried out, or somebody said that there are none ([`super::end_owing`]).
    pub fn owe_erasures(&self) -> Result<(), BackupError> {
        Ok(owe_erasures(self.folder())?)
    }

    /// Verifies the whole record, and gives it its place.
    pub fn finish(self) -> Result<Report, BackupError> {
        for path in [self.work.record(), self.work.reads()] {
            if path.exists() {
                truncate_wal(&open_writing(&path)?)?;
                sync(&path)?;
            }
        }
        let report = prove(self.folder())?;
        self.work.sync()?;
        put_in_place(self.folder(), &self.to)?;
        Ok(report)
    }
}

fn truncate_wal(conn: &Conn) -> Result<(), StoreError> {
    conn.first("PRAGMA wal_checkpoint(TRUNCATE)", cells![], |_| Ok(())).map(drop)
}

/// The root that was signed at a size; of a log without leaves, the empty root.
fn root_at(conn: &Conn, size: u64) -> Result<Option<Hash>, StoreError> {
    if size == 0 {
        return Ok(Some(ledger::empty_root()));
    }
    root_signed_at(conn, size)
}
