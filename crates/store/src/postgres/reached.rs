//! How far a server has signed the log itself, kept beside its key. A database that was put back under its servers, by
//! hand or because a standby that lagged took over, ends before that, and what were signed now would be a second past under
//! the same signature. No witness has to be reached to know it: the server remembers what it signed.
//!
//! It knows what it was told is committed, and nothing else: what was signed in a commit that was cut off may never have been.
//! A server that has never sealed knows nothing; the others put the hold as soon as they are back at the database.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use ledger::{Checkpoint, Hash, VerifyingKey};

use crate::behind;
use crate::error::StoreError;
use crate::folder::{Folder, Identity};
use crate::keys::{Secrecy, write_durably};
use crate::log::{last_checkpoint, root_signed_at};
use crate::sql::Conn;

/// The last checkpoint that this server signed, as far as it knows.
pub(super) struct Reached {
    keys: PathBuf,
    key: VerifyingKey,
    last: Option<(u64, Hash)>,
}

fn file(keys: &Path) -> PathBuf {
    keys.join("reached")
}

impl Reached {
    /// Reads what stands beside the key; one of another log is none of ours.
    pub(super) fn read(keys: &Path, key: VerifyingKey, identity: &Identity) -> Result<Reached, StoreError> {
        let path = file(keys);
        let last = match std::fs::read_to_string(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(StoreError::file(&path, &error)),
            Ok(note) => {
                let signed = key.open(&note).ok().and_then(|text| Checkpoint::parse(text).ok());
                signed.filter(|one| one.origin == identity.origin).map(|one| (one.size, one.root))
            }
        };
        Ok(Reached { keys: keys.to_path_buf(), key, last })
    }

    /// Looks whether a database that this server is connected to anew still has what it signed. If not, the record is held until
    /// its rollback is declared, and what was signed is kept as `reached-SIZE`, to be declared against.
    pub(super) fn look(&mut self, conn: &Conn) -> Result<(), StoreError> {
        let Some((size, root)) = self.last else { return Ok(()) };
        if root_signed_at(conn, size)? == Some(root) {
            return Ok(());
        }
        conn.writing(|| behind::put(conn, &self.key.to_string(), size))?;
        self.last = None;
        // Where it cannot be renamed the next start puts the hold once more.
        let _ = std::fs::rename(file(&self.keys), self.keys.join(format!("reached-{size}")));
        Ok(())
    }

    /// Remembers the last checkpoint, which this server has just committed. Where the folder cannot be written it is remembered for
    /// as long as the server runs.
    pub(super) fn note(&mut self, conn: &Conn) -> Result<(), StoreError> {
        if let Some(last) = last_checkpoint(conn)? {
            self.last = Some((last.size, last.root));
            let _ = self.write(&last.note);
        }
        Ok(())
    }

    fn write(&self, note: &str) -> Result<(), StoreError> {
        // Servers may share the folder: each writes under a name of its own.
        let new = self.keys.join(format!("reached.{}.{:?}", std::process::id(), std::thread::current().id()));
        let path = file(&self.keys);
        let _ = std::fs::remove_file(&new);
        write_durably(&new, note, Secrecy::Public)?;
        std::fs::rename(&new, &path).map_err(|error| StoreError::file(&path, &error))?;
        Folder::new(&self.keys).sync()
    }
}
