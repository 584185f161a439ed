//! Taking a backup of a folder that may be in use, and proving one.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::hold::refuse_held;
use super::manifest::{Manifest, VERSION, keep};
use super::moved::refuse_moved;
use super::restored::refuse_owing;
use super::{BackupError, beside, is_vacant, put_in_place, remove_attempt, sync};
use crate::error::StoreError;
use crate::folder::{Folder, open_reading, read_identity};
use crate::log::last_checkpoint;
use crate::postgres::{Database, shrink};
use crate::sql::cells;
use crate::verify::{Report, verify};

/// Until it is verified, a backup stands under its name with this behind it.
const UNVERIFIED: &str = ".unverified";

/// Copies the record of a folder into `to`, which must not exist yet or be empty. A writer may be at work: the copy is
/// of one moment. It stands under another name until it has been opened and verified whole, so what has the name of a
/// backup is one. `taken` is the caller's clock, in microseconds.
pub fn back_up(folder: &Path, to: &Path, taken: i64) -> Result<Manifest, BackupError> {
    let files = Folder::new(folder);
    if !files.has_record()? {
        return Err(StoreError::Absent(folder.to_path_buf()).into());
    }
    // A copy would not say that it holds again what was erased, that it ends too soon, or that it goes on elsewhere. Nothing is
    // written to any of them, so that what they were made of is as good.
    refuse_owing(&files)?;
    refuse_held(&files)?;
    refuse_moved(&files)?;
    take(&files, to, taken, |copy| {
        // The record first: every batch of reads that it has marked is then in the reads log as well.
        copy_database(&files.record(), &copy.record())?;
        if files.reads().exists() { copy_database(&files.reads(), &copy.reads()) } else { Ok(()) }
    })
}

/// The same of a database that servers may be at work on: the backup is a folder as well, and can be restored into one,
/// or moved into a database again.
pub fn back_up_database(database: &Database, to: &Path, taken: i64) -> Result<Manifest, BackupError> {
    take(&Folder::new(&database.keys), to, taken, |copy| shrink(database, copy).map(drop))
}

fn take(
    keys: &Folder,
    to: &Path,
    taken: i64,
    fill: impl FnOnce(&Folder) -> Result<(), StoreError>,
) -> Result<Manifest, BackupError> {
    if !is_vacant(to)? {
        return Err(BackupError::NotEmpty(to.to_path_buf()));
    }
    let attempt = beside(to, UNVERIFIED);
    remove_attempt(&attempt)?;
    let copy = Folder::new(&attempt);
    copy.make()?;
    fill(&copy)?;
    let mut names = vec!["record.db", "key.pub"];
    names.extend(copy.reads().exists().then_some("reads.db"));
    std::fs::copy(keys.public_key(), copy.public_key())
        .map_err(|error| StoreError::file(&keys.public_key(), &error))?;
    let report = prove(&attempt)?;
    let conn = open_reading(&copy.record())?;
    let checkpoint = last_checkpoint(&conn)?;
    let manifest = Manifest {
        v: VERSION,
        origin: read_identity(&conn)?.origin,
        taken,
        entries: report.entries,
        size: report.size,
        root: report.root,
        checkpoint: checkpoint.map(|last| last.note),
        files: names.iter().map(|name| keep(&attempt, name)).collect::<Result<_, _>>()?,
    };
    drop(conn);
    names.iter().try_for_each(|name| sync(&attempt.join(name)))?;
    manifest.write(&attempt)?;
    sync(&attempt)?;
    put_in_place(&attempt, to)?;
    Ok(manifest)
}

/// Proves a backup: its files are those that were kept, and what they hold is a whole and unaltered record.
pub fn verify_backup(backup: &Path) -> Result<Manifest, BackupError> {
    let manifest = Manifest::read(backup)?;
    manifest.compare(backup)?;
    let report = prove(backup)?;
    if (report.size, &report.root) != (manifest.size, &manifest.root) {
        let why = format!("it ends at {} leaves, its manifest says {}", report.size, manifest.size);
        return Err(BackupError::NotVerified { folder: backup.to_path_buf(), why });
    }
    Ok(manifest)
}

/// Verifies the record in a folder that nobody writes to, down to the pages of its files.
pub(super) fn prove(folder: &Path) -> Result<Report, BackupError> {
    let files = Folder::new(folder);
    let not_verified = |why| BackupError::NotVerified { folder: folder.to_path_buf(), why };
    for path in [files.record(), files.reads()] {
        if path.exists() {
            let conn = open_reading(&path)?;
            // Hashes tell of altered entries; a page that holds none, or an index that misleads, is found by this.
            let said: String = conn
                .value("PRAGMA quick_check(1)", cells![])
                .map_err(|error| not_verified(format!("{}: {error}", path.display())))?;
            if said != "ok" {
                return Err(not_verified(format!("{}: {said}", path.display())));
            }
        }
    }
    let report = verify(folder, &[])?;
    match &report.first_bad {
        None if report.ok => Ok(report),
        Some(bad) => Err(not_verified(format!("{}: {}", bad.id, bad.fault))),
        None => Err(not_verified("something is wrong with it".to_owned())),
    }
}

/// Copies a database in one read transaction. Pages that hold nothing are left out, and the copy is one file.
fn copy_database(from: &Path, to: &Path) -> Result<(), StoreError> {
    let conn = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    conn.busy_timeout(std::time::Duration::from_secs(30))?;
    let name = to.to_str().ok_or_else(|| StoreError::Refused(format!("{} is not a plain path", to.display())))?;
    conn.execute("VACUUM INTO $1", [name])?;
    Ok(())
}
