//! The embedded engine: a folder, a writer, a reads log and a pool of readers.

use std::fs::File;
use std::path::Path;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use ledger::SigningKey;
use tokio::sync::{Semaphore, oneshot};

use crate::act::{Act, Appended, SideWrite};
use crate::backup::{refuse_held, refuse_moved, refuse_owing};
use crate::batch::Engine;
use crate::error::StoreError;
use crate::folder::{Folder, Genesis, open_reading, open_writing, read_identity, write_genesis};
use crate::missing::{Missing, Told};
use crate::reads::{ReadJob, ReadRow, ReadsLog};
use crate::snapshot::Snapshot;
use crate::sql::Conn;
use crate::writer::Job;
use crate::{reads, schema, seen, writer};

/// Snapshots taken at a time; who comes later waits for one.
const READERS: usize = 8;

/// An open data folder. Clones share it; with the last one it is closed.
#[derive(Clone)]
pub struct Sqlite(Arc<Inner>);

struct Inner {
    folder: Folder,
    /// Taken in the order in which they must end: the reads log has a last word for the writer.
    writing: Option<Writing>,
    told: Told,
    readers: Mutex<Vec<Snapshot>>,
    permits: Semaphore,
}

struct Writing {
    reads: Sender<ReadJob>,
    reads_thread: JoinHandle<()>,
    writer: Sender<Job>,
    writer_thread: JoinHandle<()>,
    lock: File,
}

impl Sqlite {
    pub(crate) fn create(path: &Path, genesis: Genesis) -> Result<Sqlite, StoreError> {
        let folder = Folder::new(path);
        folder.make()?;
        let lock = folder.lock()?;
        if folder.has_record()? {
            return Err(StoreError::Occupied(path.to_path_buf()));
        }
        folder.begin_creation(&genesis.key)?;
        let conn = open_writing(&folder.record())?;
        conn.batch("BEGIN")?;
        write_genesis(&conn, &genesis)?;
        conn.batch(schema::LOG_BY_STREAM)?;
        conn.batch(schema::TIMING_BY_RECORDED)?;
        folder.write_keys(&genesis.key)?;
        conn.batch("COMMIT")?;
        folder.sync()?;
        folder.end_creation();
        Sqlite::start(folder, lock, conn, genesis.key)
    }

    pub(crate) fn open(path: &Path) -> Result<Sqlite, StoreError> {
        refuse_moved(&Folder::new(path))?;
        Sqlite::open_to_move(path)
    }

    /// The same of a folder that is to be moved: one that was being moved when the program was killed is moved again.
    pub(crate) fn open_to_move(path: &Path) -> Result<Sqlite, StoreError> {
        let folder = Folder::new(path);
        if !folder.has_record()? {
            return Err(StoreError::Absent(path.to_path_buf()));
        }
        refuse_held(&folder)?;
        refuse_owing(&folder)?;
        Sqlite::open_held(path)
    }

    pub(crate) fn open_held(path: &Path) -> Result<Sqlite, StoreError> {
        let folder = Folder::new(path);
        let lock = folder.lock()?;
        let conn = open_writing(&folder.record())?;
        let key = folder.read_key()?;
        folder.end_creation();
        Sqlite::start(folder, lock, conn, key)
    }

    pub(crate) fn open_read_only(path: &Path) -> Result<Sqlite, StoreError> {
        let folder = Folder::new(path);
        if !folder.has_record()? {
            return Err(StoreError::Absent(path.to_path_buf()));
        }
        read_identity(&open_reading(&folder.record())?)?;
        Ok(Sqlite::new(folder, None, Told::default()))
    }

    fn start(folder: Folder, lock: File, conn: Conn, key: SigningKey) -> Result<Sqlite, StoreError> {
        let identity = read_identity(&conn)?;
        let mut engine = Engine::open(conn, identity, key)?;
        let told = Told::default();
        let (log, left) = ReadsLog::open(&folder, engine.reads_marked(), told.clone())?;
        if !left.is_empty() {
            for batch in left {
                engine.owe(batch);
            }
            engine.settle()?;
        }
        folder.sync()?;
        let (writer, writer_thread) = writer::start(engine)?;
        let (reads, reads_thread) = reads::start(log, writer.clone())?;
        Ok(Sqlite::new(folder, Some(Writing { reads, reads_thread, writer, writer_thread, lock }), told))
    }

    fn new(folder: Folder, writing: Option<Writing>, told: Told) -> Sqlite {
        let (readers, permits) = (Mutex::new(Vec::new()), Semaphore::new(READERS));
        Sqlite(Arc::new(Inner { folder, writing, told, readers, permits }))
    }

    fn writing(&self) -> Result<&Writing, StoreError> {
        let only_reading = || StoreError::Refused("the folder was opened for reading only".into());
        self.0.writing.as_ref().ok_or_else(only_reading)
    }

    pub(crate) fn send_append(&self, act: Act) -> Result<Answer<Appended>, StoreError> {
        let (waiter, answer) = oneshot::channel();
        self.writing()?.writer.send(Job::Append(Box::new(act), waiter)).map_err(|_| stopped())?;
        Ok(answer)
    }

    pub(crate) fn send_side(&self, side: SideWrite) -> Result<Answer<()>, StoreError> {
        let (waiter, answer) = oneshot::channel();
        self.writing()?.writer.send(Job::Side(side, waiter)).map_err(|_| stopped())?;
        Ok(answer)
    }

    /// Whether it comes to pass is told to nobody.
    pub(crate) fn send_soon(&self, side: SideWrite) {
        if let Ok(writing) = self.writing() {
            let _ = writing.writer.send(Job::Soon(side));
        }
    }

    pub(crate) fn send_read(&self, row: ReadRow) -> Result<Answer<()>, StoreError> {
        let (waiter, answer) = oneshot::channel();
        self.writing()?.reads.send(ReadJob { row, waiter }).map_err(|_| stopped())?;
        Ok(answer)
    }

    pub(crate) async fn read<T: Send + 'static>(
        &self,
        f: impl FnOnce(&Snapshot) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let _permit = self.0.permits.acquire().await.map_err(|_| stopped())?;
        let store = self.clone();
        match tokio::task::spawn_blocking(move || store.read_here(f)).await {
            Ok(answer) => answer,
            Err(error) => match error.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                Err(_) => Err(stopped()),
            },
        }
    }

    pub(crate) fn read_here<T>(&self, f: impl FnOnce(&Snapshot) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let idle = self.0.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let snapshot = match idle {
            Some(snapshot) => snapshot,
            None => Snapshot::of_folder(&self.0.folder)?,
        };
        let answer = snapshot.within(f);
        // A connection that has met an error is not trusted with the next question.
        if answer.is_ok() {
            self.0.readers.lock().unwrap_or_else(PoisonError::into_inner).push(snapshot);
        }
        answer
    }

    pub(crate) fn release_reads(&self) -> Result<u64, StoreError> {
        self.writing()?;
        let folder = &self.0.folder;
        seen::release(&open_reading(&folder.record())?, &open_writing(&folder.reads())?)
    }

    pub(crate) fn missing(&self) -> Vec<Missing> {
        self.0.told.missing()
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.folder.path()
    }
}

/// What a thread will say.
pub(crate) type Answer<T> = oneshot::Receiver<Result<T, StoreError>>;

pub(crate) fn stopped() -> StoreError {
    StoreError::Unavailable("the writer has stopped".into())
}

impl Drop for Inner {
    fn drop(&mut self) {
        // The writer's connection is the last to close, and so tidies the write-ahead log away.
        self.readers.lock().unwrap_or_else(PoisonError::into_inner).clear();
        let Some(Writing { reads, reads_thread, writer, writer_thread, lock }) = self.writing.take() else {
            return;
        };
        drop(reads);
        // A thread that panicked has told everyone who waited for it; there is nobody left to tell here.
        let _ = reads_thread.join();
        drop(writer);
        let _ = writer_thread.join();
        drop(lock);
    }
}
