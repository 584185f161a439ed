//! The data folder: its files, its lock, its key, and how a connection is set up.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use ledger::{SigningKey, StreamId, VerifyingKey};
use rusqlite::{Connection, OpenFlags};

use crate::error::StoreError;
use crate::keys::{Half, Secrecy, write_durably};
use crate::schema;
use crate::sql::{Conn, cells};

/// What a new record starts from.
#[derive(Clone)]
pub struct Genesis {
    /// The log's name, in every leaf and checkpoint.
    pub origin: String,
    /// Signs the checkpoints.
    pub key: SigningKey,
    /// The stream of the seals; of kind `service`, and nothing else stands in it.
    pub seal_stream: StreamId,
    /// The stream of the batches of the reads log; likewise.
    pub reads_stream: StreamId,
    /// What the folder is told about itself, by name: see [`crate::Snapshot::meta`].
    pub meta: Vec<(String, String)>,
}

/// Names in `meta` that the store itself keeps.
pub(crate) const LAYOUT: &str = "layout";
const ORIGIN: &str = "origin";
const SEAL_STREAM: &str = "seal_stream";
const READS_STREAM: &str = "reads_stream";
/// How far somebody outside has seen a record that ends before: see [`crate::behind`].
pub(crate) const BEHIND: &str = "behind";
/// Who that is.
pub(crate) const BEHIND_BY: &str = "behind_by";
/// That what was erased since the moment it was put back to may stand in it: see [`crate::owing`].
pub(crate) const OWED: &str = "erasures_owed";
pub(crate) const OWN_META: [&str; 7] = [LAYOUT, ORIGIN, SEAL_STREAM, READS_STREAM, BEHIND, BEHIND_BY, OWED];

/// Pages of the write-ahead log after which it is copied into the main file: 16 MiB, so that a burst of acts pays for
/// few of those copies.
const WAL_PAGES: u32 = 4096;
/// How long to wait for another process's lock, in milliseconds.
const BUSY_MS: u64 = 5000;

/// How often a folder's lock is tried for, and how far apart.
const LOCK_TRIES: u32 = 50;
const LOCK_APART: std::time::Duration = std::time::Duration::from_millis(10);

/// The files of a folder.
#[derive(Clone, Debug)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(path: &Path) -> Folder {
        Folder(path.to_path_buf())
    }
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
    pub(crate) fn record(&self) -> PathBuf {
        self.0.join("record.db")
    }
    /// A bulk load writes here, and renames at its end.
    pub(crate) fn loading(&self) -> PathBuf {
        self.0.join("record.db.loading")
    }
    pub(crate) fn reads(&self) -> PathBuf {
        self.0.join("reads.db")
    }
    fn lock_file(&self) -> PathBuf {
        self.0.join("lock")
    }
    pub(crate) fn key(&self) -> PathBuf {
        self.0.join("key")
    }
    pub(crate) fn public_key(&self) -> PathBuf {
        self.0.join("key.pub")
    }

    /// Takes the folder for writing; it is given back when the file is dropped, also by a process that is killed.
    pub(crate) fn lock(&self) -> Result<File, StoreError> {
        let path = self.lock_file();
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
        let file = file.map_err(|error| StoreError::file(&path, &error))?;
        for _ in 0..LOCK_TRIES {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                // Whoever had it may be ending, or be a process that was begun just now and has let go of nothing yet.
                Err(TryLockError::WouldBlock) => std::thread::sleep(LOCK_APART),
                Err(TryLockError::Error(error)) => return Err(StoreError::file(&path, &error)),
            }
        }
        Err(StoreError::InUse(self.0.clone()))
    }

    /// Whether a whole record stands here. Its making is one transaction, so half a record is none.
    pub(crate) fn has_record(&self) -> Result<bool, StoreError> {
        let path = self.record();
        match std::fs::metadata(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(StoreError::file(&path, &error)),
            Ok(_) => {}
        }
        open_reading(&path)?.has_record()
    }

    pub(crate) fn make(&self) -> Result<(), StoreError> {
        std::fs::create_dir_all(&self.0).map_err(|error| StoreError::file(&self.0, &error))?;
        // People's records, and whoever signs for them: for this account only.
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let owner_only = std::fs::Permissions::from_mode(0o700);
            std::fs::set_permissions(&self.0, owner_only).map_err(|error| StoreError::file(&self.0, &error))?;
        }
        Ok(())
    }

    /// Puts the log's key here, both halves. Nothing is written over.
    pub(crate) fn write_keys(&self, key: &SigningKey) -> Result<(), StoreError> {
        self.refuse_other_key(key)?;
        Half::secret(self.key(), key).lay_down()?;
        Half::public(self.public_key(), key.public()).lay_down()?;
        self.sync()
    }

    /// Refuses a folder where either half of another log's key stands: for whoever has not begun yet.
    pub(crate) fn refuse_other_key(&self, key: &SigningKey) -> Result<(), StoreError> {
        Half::secret(self.key(), key).stands()?;
        Half::public(self.public_key(), key.public()).stands().map(drop)
    }

    pub(crate) fn read_key(&self) -> Result<SigningKey, StoreError> {
        let path = self.key();
        let text = std::fs::read_to_string(&path).map_err(|error| StoreError::file(&path, &error))?;
        SigningKey::from_key_file(&text).map_err(|error| StoreError::Damaged(format!("{}: {error}", path.display())))
    }

    pub(crate) fn read_public_key(&self) -> Result<VerifyingKey, StoreError> {
        let path = self.public_key();
        let text = std::fs::read_to_string(&path).map_err(|error| StoreError::file(&path, &error))?;
        let bad = |error| StoreError::Damaged(format!("{}: {error}", path.display()));
        text.trim_end().parse().map_err(bad)
    }

    fn vouch(&self) -> PathBuf {
        self.0.join("vouch")
    }

    /// Puts the secret that rows of the reads log are vouched for with beside the key, for servers that are not to have
    /// the key. Where it cannot be written it is not needed: whoever has the key works it out.
    pub(crate) fn offer_vouch(&self, secret: &[u8; 32]) {
        if !self.vouch().exists() {
            let text = format!("{}\n", HEXLOWER.encode(secret));
            let _ = write_durably(&self.vouch(), &text, Secrecy::OwnerOnly);
        }
    }

    /// The same secret; none if it was not put here.
    pub(crate) fn read_vouch(&self) -> Result<Option<[u8; 32]>, StoreError> {
        let path = self.vouch();
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(StoreError::file(&path, &error)),
        };
        let secret = HEXLOWER.decode(text.trim_end().as_bytes()).ok().and_then(|bytes| bytes.try_into().ok());
        secret
            .map(Some)
            .ok_or_else(|| StoreError::Damaged(format!("{}: it is not 64 hexadecimal digits", path.display())))
    }

    /// Makes the directory's own entries durable.
    pub(crate) fn sync(&self) -> Result<(), StoreError> {
        File::open(&self.0).and_then(|dir| dir.sync_all()).map_err(|error| StoreError::file(&self.0, &error))
    }
}

/// The log's public key, which stands in the folder.
pub fn public_key(keys: &Path) -> Result<VerifyingKey, StoreError> {
    Folder::new(keys).read_public_key()
}

/// Signs a text with the log's key, which stands in the folder. The text must be told from a checkpoint by its first line.
pub fn sign(keys: &Path, text: &str) -> Result<String, StoreError> {
    Ok(Folder::new(keys).read_key()?.sign(text))
}

/// Opens a database for writing, and sets it up.
pub(crate) fn open_writing(path: &Path) -> Result<Conn, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)?;
    conn.busy_timeout(std::time::Duration::from_millis(BUSY_MS))?;
    conn.execute_batch(&format!(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
         PRAGMA secure_delete = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;
         PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536;
         PRAGMA wal_autocheckpoint = {WAL_PAGES}; PRAGMA journal_size_limit = 67108864;"
    ))?;
    conn.set_prepared_statement_cache_capacity(128);
    Ok(Conn::Sqlite(conn))
}

/// Opens a database for reading only.
pub(crate) fn open_reading(path: &Path) -> Result<Conn, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)?;
    conn.busy_timeout(std::time::Duration::from_millis(BUSY_MS))?;
    conn.execute_batch(
        "PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;
         PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384;",
    )?;
    conn.set_prepared_statement_cache_capacity(128);
    Ok(Conn::Sqlite(conn))
}

/// Writes the tables with their indexes, and what the folder knows of itself. The caller holds a transaction.
pub(crate) fn write_genesis(conn: &Conn, genesis: &Genesis) -> Result<(), StoreError> {
    write_tables(conn, genesis)?;
    schema::indexes(schema::PROJECTIONS).try_for_each(|text| conn.batch(&schema::of(conn, text)))
}

/// The same, but for the indexes of the projections.
pub(crate) fn write_tables(conn: &Conn, genesis: &Genesis) -> Result<(), StoreError> {
    conn.batch(&schema::of(conn, schema::LEDGER))?;
    schema::tables(schema::PROJECTIONS).try_for_each(|text| conn.batch(&schema::of(conn, text)))?;
    let own = [
        (LAYOUT, schema::LAYOUT),
        (ORIGIN, &genesis.origin),
        (SEAL_STREAM, genesis.seal_stream.as_str()),
        (READS_STREAM, genesis.reads_stream.as_str()),
    ];
    let given = genesis.meta.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    for (name, value) in own.into_iter().chain(given) {
        conn.write("INSERT INTO meta (name, value) VALUES ($1, $2)", cells![name, value])?;
    }
    Ok(())
}

/// What an opened folder says it is.
#[derive(Clone, Debug)]
pub(crate) struct Identity {
    pub(crate) origin: String,
    pub(crate) seal_stream: StreamId,
    pub(crate) reads_stream: StreamId,
}

pub(crate) fn read_identity(conn: &Conn) -> Result<Identity, StoreError> {
    check_layout(conn)?;
    identity_of_any(conn)
}

/// Refuses a record of another layout.
pub(crate) fn check_layout(conn: &Conn) -> Result<(), StoreError> {
    let layout = need_meta(conn, LAYOUT)?;
    if layout == schema::LAYOUT { Ok(()) } else { Err(StoreError::Layout { found: layout, known: schema::LAYOUT }) }
}

/// The same of any layout: the ledger's own tables are in all of them what they are here.
pub(crate) fn identity_of_any(conn: &Conn) -> Result<Identity, StoreError> {
    let stream = |name| -> Result<StreamId, StoreError> {
        need_meta(conn, name)?.parse().map_err(|error| StoreError::Damaged(format!("meta {name}: {error}")))
    };
    Ok(Identity {
        origin: need_meta(conn, ORIGIN)?,
        seal_stream: stream(SEAL_STREAM)?,
        reads_stream: stream(READS_STREAM)?,
    })
}

pub(crate) fn read_meta(conn: &Conn, name: &str) -> Result<Option<String>, StoreError> {
    conn.first("SELECT value FROM meta WHERE name = $1", cells![name], |row| row.get(0))
}

pub(crate) fn need_meta(conn: &Conn, name: &str) -> Result<String, StoreError> {
    read_meta(conn, name)?.ok_or_else(|| StoreError::Damaged(format!("meta does not say {name}")))
}
