//! What is simulated: a record, and what may befall it.

use std::path::{Path, PathBuf};

use futures_executor::block_on;
use futures_util::FutureExt as _;
use futures_util::future::join_all;
use rusqlite::Connection;
use store::conformance::samples::genesis;
use store::{Act, ReadRow, Report, SideWrite, Store, StoreError};
use tempfile::TempDir;

use super::model::Answer;

/// A record that can be written, restarted and killed.
pub(crate) trait Subject {
    /// The record, for questions.
    fn store(&self) -> &Store;
    /// Whether acts sent at once are recorded in the order they were sent.
    fn is_in_order(&self) -> bool;
    /// Sends acts at once, and waits for every answer.
    fn append(&mut self, acts: &[Act]) -> Vec<Answer>;
    /// Writes something beside the ledger.
    fn put(&mut self, side: SideWrite) -> Result<(), StoreError>;
    /// Notes that something was shown.
    fn log_read(&mut self, row: ReadRow) -> Result<(), StoreError>;
    /// Closes the record and opens it again.
    fn restart(&mut self) -> Result<(), StoreError>;
    /// Sends acts at once, kills before any is answered, and goes on with what is left.
    fn crash(&mut self, acts: &[Act]) -> Result<(), StoreError>;
    /// Whether what was erased stands in a file that it would be gone from without anybody's doing; a database keeps it until it is scrubbed.
    fn still_holds(&self, _bytes: &[u8]) -> bool {
        false
    }
    /// Verifies the record as a stranger would.
    fn verify(&self, expect: &[String]) -> Result<Report, StoreError>;
}

/// A folder of one's own, in memory if there is a place for that: a thousand of them wait for no disk.
pub(crate) fn scratch() -> TempDir {
    let memory = Path::new("/dev/shm");
    let made = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    made.expect("a temporary folder can be made")
}

/// A record in a folder.
pub(crate) struct Folder {
    root: TempDir,
    /// How often it was killed: each time it goes on in another folder, with the files as they were at that moment.
    lives: u32,
    store: Option<Store>,
}

impl Folder {
    pub(crate) fn create() -> Folder {
        let root = scratch();
        let store = Store::create(&root.path().join("0"), genesis()).expect("a record can be made");
        Folder { root, lives: 0, store: Some(store) }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.root.path().join(self.lives.to_string())
    }

    /// Where a copy may be put aside.
    pub(crate) fn aside(&self) -> PathBuf {
        self.root.path().join("aside")
    }

    /// Goes on with what stands in `files`.
    pub(crate) fn go_on_from(&mut self, files: &Path) -> Result<(), StoreError> {
        let old = self.path();
        self.lives += 1;
        copy(files, &self.path());
        self.go_on(&old)
    }

    fn go_on(&mut self, old: &Path) -> Result<(), StoreError> {
        drop(self.store.take());
        std::fs::remove_dir_all(old).expect("the old folder can be removed");
        self.store = Some(Store::open(&self.path())?);
        Ok(())
    }

    /// Somebody who looks at the record as it is now. While they do, the write-ahead log is never cut, so that files copied one
    /// after the other show what a kill would leave: before an act, or between its commit and the cut.
    fn looked_at(&self) -> Connection {
        let conn = Connection::open(self.path().join("record.db")).expect("the record can be read");
        let begun = conn.execute_batch("BEGIN; SELECT name FROM meta LIMIT 1");
        begun.expect("somebody can look at it");
        conn
    }
}

impl Subject for Folder {
    fn store(&self) -> &Store {
        self.store.as_ref().expect("it is open but between two moments")
    }

    fn is_in_order(&self) -> bool {
        true
    }

    fn append(&mut self, acts: &[Act]) -> Vec<Answer> {
        // All are sent before the first is waited for.
        block_on(join_all(acts.iter().map(|act| self.store().append(act.clone()))))
    }

    fn put(&mut self, side: SideWrite) -> Result<(), StoreError> {
        self.store().put_here(side)
    }

    fn log_read(&mut self, row: ReadRow) -> Result<(), StoreError> {
        block_on(self.store().log_read(row))
    }

    fn restart(&mut self) -> Result<(), StoreError> {
        drop(self.store.take());
        self.store = Some(Store::open(&self.path())?);
        Ok(())
    }

    fn crash(&mut self, acts: &[Act]) -> Result<(), StoreError> {
        let looking = self.looked_at();
        for act in acts {
            // Sent, and nobody waits. The answer can be there already, and is not looked at.
            let _ = self.store().append(act.clone()).now_or_never();
        }
        let old = self.path();
        self.lives += 1;
        copy(&old, &self.path());
        drop(looking);
        self.go_on(&old)
    }

    fn still_holds(&self, bytes: &[u8]) -> bool {
        let files =
            ["record.db", "record.db-wal"].map(|name| std::fs::read(self.path().join(name)).unwrap_or_default());
        files.iter().any(|file| file.windows(bytes.len()).any(|part| part == bytes))
    }

    fn verify(&self, expect: &[String]) -> Result<Report, StoreError> {
        store::verify(&self.path(), expect)
    }
}

/// Copies a folder's files as they stand, the record before the reads log, while the writer may be at work.
pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder can be made");
    for name in ["key", "key.pub", "record.db", "record.db-wal", "reads.db", "reads.db-wal"] {
        if from.join(name).exists() {
            std::fs::copy(from.join(name), to.join(name)).expect("a file can be copied");
        }
    }
}
