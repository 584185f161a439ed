//! The one door: whichever engine is behind it.

use std::path::Path;

use ledger::StreamId;

use crate::act::{Act, Appended, SideWrite};
use crate::entries::EntryRow;
use crate::error::StoreError;
use crate::folder::{Folder, Genesis};
use crate::missing::Missing;
use crate::postgres::{Database, Postgres};
use crate::reads::ReadRow;
use crate::snapshot::Snapshot;
use crate::sqlite::{Sqlite, stopped};

/// An open record. Clones share it; with the last one it is closed, after everything sent to it has been done.
#[derive(Clone)]
pub enum Store {
    /// One folder, one process.
    Sqlite(Sqlite),
    /// One database, any number of servers.
    Postgres(Postgres),
}

impl Store {
    /// Makes a record in a folder that has none, and opens it.
    pub fn create(folder: &Path, genesis: Genesis) -> Result<Store, StoreError> {
        Sqlite::create(folder, genesis).map(Store::Sqlite)
    }

    /// Opens a record for writing; only one process may at a time. Tidies up after one that was killed.
    pub fn open(folder: &Path) -> Result<Store, StoreError> {
        Sqlite::open(folder).map(Store::Sqlite)
    }

    /// Opens a record for writing that is held ([`StoreError::Behind`]) or was restored without its erasures
    /// ([`StoreError::ErasuresOwed`]): only for whoever then declares its rollback, or carries them out, and ends that.
    pub fn open_held(folder: &Path) -> Result<Store, StoreError> {
        Sqlite::open_held(folder).map(Store::Sqlite)
    }

    /// Opens a record for reading; a writer may be at work on it.
    pub fn open_read_only(folder: &Path) -> Result<Store, StoreError> {
        Sqlite::open_read_only(folder).map(Store::Sqlite)
    }

    /// Makes a record in a database that has none, and opens it.
    pub fn create_in(database: Database, genesis: &Genesis) -> Result<Store, StoreError> {
        Postgres::create(database, genesis).map(Store::Postgres)
    }

    /// Opens the record in a database; other servers may have it open as well. One that was put back to an earlier moment, and
    /// owes what was erased since, is refused ([`StoreError::ErasuresOwedHere`]).
    pub fn connect(database: Database) -> Result<Store, StoreError> {
        Postgres::open(database, false).map(Store::Postgres)
    }

    /// The same of one that may owe them: to be read, or for whoever then carries them out.
    pub fn connect_owing(database: Database) -> Result<Store, StoreError> {
        Postgres::open(database, true).map(Store::Postgres)
    }

    /// Whether a record can be made in the folder. One that cannot be looked into is not empty.
    pub fn is_empty(folder: &Path) -> bool {
        matches!(Folder::new(folder).has_record(), Ok(false))
    }

    /// Records an act. Returns once it is durable, in a folder sealed as well. A database that does not answer for ten
    /// seconds leaves it in doubt ([`StoreError::InDoubt`]): under its key the act can be sent again.
    pub async fn append(&self, act: Act) -> Result<Appended, StoreError> {
        match self {
            Store::Sqlite(sqlite) => sqlite.send_append(act)?.await.unwrap_or_else(|_| Err(stopped())),
            Store::Postgres(postgres) => postgres.append(act).await,
        }
    }

    /// The same for a thread that may wait. Must not be called from an asynchronous task.
    pub fn append_here(&self, act: Act) -> Result<Appended, StoreError> {
        match self {
            Store::Sqlite(sqlite) => sqlite.send_append(act)?.blocking_recv().unwrap_or_else(|_| Err(stopped())),
            Store::Postgres(postgres) => postgres.append_here(&act),
        }
    }

    /// Writes something beside the ledger. Returns once it is durable.
    pub async fn put(&self, side: SideWrite) -> Result<(), StoreError> {
        match self {
            Store::Sqlite(sqlite) => sqlite.send_side(side)?.await.unwrap_or_else(|_| Err(stopped())),
            Store::Postgres(postgres) => postgres.put(side).await,
        }
    }

    /// The same for a thread that may wait. Must not be called from an asynchronous task.
    pub fn put_here(&self, side: SideWrite) -> Result<(), StoreError> {
        match self {
            Store::Sqlite(sqlite) => sqlite.send_side(side)?.blocking_recv().unwrap_or_else(|_| Err(stopped())),
            Store::Postgres(postgres) => postgres.put_here(&side),
        }
    }

    /// Writes something beside the ledger without waiting for it, within a quarter of a second, with what else comes: for
    /// what nobody misses should it be lost.
    pub fn put_soon(&self, side: SideWrite) {
        match self {
            Store::Sqlite(sqlite) => sqlite.send_soon(side),
            Store::Postgres(postgres) => postgres.put_soon(side),
        }
    }

    /// Notes that something was shown, or refused. Returns once the note is durable; if it cannot be, nothing may be
    /// shown.
    pub async fn log_read(&self, row: ReadRow) -> Result<(), StoreError> {
        match self {
            Store::Sqlite(sqlite) => sqlite.send_read(row)?.await.unwrap_or_else(|_| Err(stopped())),
            Store::Postgres(postgres) => postgres.log_read(row).await,
        }
    }

    /// Takes from the reads log what entries of the record say was let go (`reads_released`), and nothing else; gives how
    /// many rows. It may take minutes, and nobody who reads or writes waits for it. Interrupted, it can be done again.
    pub fn release_reads(&self) -> Result<u64, StoreError> {
        match self {
            Store::Sqlite(sqlite) => sqlite.release_reads(),
            Store::Postgres(postgres) => postgres.release_reads(),
        }
    }

    /// Puts questions to one state of the record, on a thread where they may wait for the disk.
    pub async fn read<T: Send + 'static>(
        &self,
        f: impl FnOnce(&Snapshot) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        match self {
            Store::Sqlite(sqlite) => sqlite.read(f).await,
            Store::Postgres(postgres) => postgres.read(f).await,
        }
    }

    /// Puts questions that walk much of the record to a standby, if there is one: the answer is of the last checkpoint
    /// that it has, which is to be said with it. The record itself is asked if the standby has no answer yet, or if its last
    /// checkpoint was signed more than `oldest` microseconds before the record's.
    pub async fn read_aside<T: Send + 'static>(
        &self,
        oldest: i64,
        f: impl Fn(&Snapshot) -> Result<Option<T>, StoreError> + Send + 'static,
    ) -> Result<Option<T>, StoreError> {
        match self {
            Store::Sqlite(sqlite) => sqlite.read(f).await,
            Store::Postgres(postgres) => postgres.read_aside(oldest, f).await,
        }
    }

    /// Puts questions to one state of the record on this thread.
    pub fn read_here<T>(&self, f: impl FnOnce(&Snapshot) -> Result<T, StoreError>) -> Result<T, StoreError> {
        match self {
            Store::Sqlite(sqlite) => sqlite.read_here(f),
            Store::Postgres(postgres) => postgres.read_here(f),
        }
    }

    /// A whole stream, by seq.
    pub async fn entries(&self, stream: StreamId) -> Result<Vec<EntryRow>, StoreError> {
        self.read(move |snapshot| snapshot.entries(&stream)).await
    }

    /// Removes the files of the folder's `samples` that hold any of these words, of whatever case; gives how many.
    pub fn forget_samples(&self, words: &[String]) -> Result<usize, StoreError> {
        crate::forget::samples(self.folder(), words)
    }

    /// Waits until everything recorded before the call is protected: covered by a signed checkpoint. In a folder it always
    /// is. What others go on recording meanwhile is not waited for.
    pub async fn protect(&self) -> Result<(), StoreError> {
        match self {
            Store::Sqlite(_) => Ok(()),
            Store::Postgres(postgres) => postgres.protect().await,
        }
    }

    /// The same for a thread that may wait.
    pub fn protect_here(&self) -> Result<(), StoreError> {
        match self {
            Store::Sqlite(_) => Ok(()),
            Store::Postgres(postgres) => postgres.protect_here(),
        }
    }

    /// What this server acknowledged and could not find again before it was sealed, since it was opened: somebody took or
    /// altered it. Looked for every second or so; empty as long as all is well.
    pub fn missing(&self) -> Vec<Missing> {
        match self {
            Store::Sqlite(sqlite) => sqlite.missing(),
            Store::Postgres(postgres) => postgres.missing(),
        }
    }

    /// Waits until everything that can be seen would outlive a failover: what a database committed, and its synchronous
    /// standby has not got yet, can be seen once the database was started again. To be called between looking at
    /// something and letting it out, wherever nothing was written. In a folder what can be seen is there to stay.
    pub async fn outlast(&self) -> Result<(), StoreError> {
        match self {
            Store::Sqlite(_) => Ok(()),
            Store::Postgres(postgres) => postgres.outlast().await,
        }
    }

    /// The same for a thread that may wait.
    pub fn outlast_here(&self) -> Result<(), StoreError> {
        match self {
            Store::Sqlite(_) => Ok(()),
            Store::Postgres(postgres) => postgres.outlast_here(),
        }
    }

    /// The log's public key.
    pub fn public_key(&self) -> Result<ledger::VerifyingKey, StoreError> {
        Folder::new(self.folder()).read_public_key()
    }

    /// Whether it stands in a database that servers share.
    pub fn is_shared(&self) -> bool {
        matches!(self, Store::Postgres(_))
    }

    /// The folder with the log's key; of an embedded record all of it stands there.
    pub fn folder(&self) -> &Path {
        match self {
            Store::Sqlite(sqlite) => sqlite.path(),
            Store::Postgres(postgres) => postgres.keys(),
        }
    }

    /// Closes the record, once the last clone is gone: waits until everything is written and sealed.
    pub async fn close(self) {
        // Its only failure is a panic of a thread, which has told whoever waited for it.
        let _ = tokio::task::spawn_blocking(move || drop(self)).await;
    }
}
