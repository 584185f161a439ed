//! The shared engine: one PostgreSQL database, any number of servers.
//!
//! - `address`, `tls`: the way to the database. `connect`: connections and their limits.
//! - `record`: one act, one transaction, tried again when it loses a race.
//! - `gate`: how servers agree on an order of time without waiting for each other. `seal`: whoever holds the lease
//!   gives what was recorded its place in the log, and signs; `reached`: how far it did.
//! - `reads`: who was shown what, durable before they are; `vouch`: which of it a server answers for. `views`: several
//!   connections that see the same. `alone`: the database to oneself, while its layout changes.
//! - `grow`: a folder moved here, byte for byte. `shrink`: the way back, for backups. `scrub`: what was erased, out of the
//!   database's own files.

mod address;
pub(crate) mod alone;
mod connect;
mod gate;
mod grow;
mod reached;
mod reads;
mod record;
mod scrub;
mod seal;
mod shrink;
mod tls;
mod views;
mod vouch;

use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::sync::{Semaphore, oneshot};

use crate::act::{Act, Appended, SideWrite};
use crate::error::StoreError;
use crate::folder::{Folder, Genesis, Identity, read_identity, write_genesis};
use crate::missing::{Missing, Told};
use crate::owing;
use crate::reads::{ReadJob, ReadRow};
use crate::schema;
use crate::seen;
use crate::snapshot::Snapshot;
use crate::sqlite::stopped;
pub(crate) use connect::Link;
use gate::Writer;
pub(crate) use grow::Failed;
pub use grow::grow;
pub(crate) use record::outlast;
pub use scrub::{Scrubbed, scrub};
use seal::Poke;
pub(crate) use shrink::shrink;
pub(crate) use views::agreeing;
use vouch::Voucher;

/// Acts recorded at a time by one server.
const WRITERS: usize = 12;
/// Snapshots taken at a time by one server.
const READERS: usize = 8;
/// How long somebody who asks is kept waiting for something to be written. A database that waits for a standby which is
/// gone would keep them without end.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long what nobody waits for is kept for company: a commit costs a flush, whatever is in it.
const SOON: Duration = Duration::from_millis(250);

/// Where the database is, and who asks.
#[derive(Clone, Debug)]
pub struct Database {
    /// `postgresql://…`. It may name several hosts; with `target_session_attrs=read-write` the one that takes writes is
    /// found again after a failover. To another machine it says how the way is secured: `sslmode`, `sslrootcert`, and
    /// `sslcert` with `sslkey`, as for PostgreSQL's own programs.
    pub url: String,
    /// The folder with the log's key (`key`, `key.pub`). A server without the secret half serves and does not seal.
    pub keys: PathBuf,
    /// This server's name, unlike any other's: random.
    pub server: String,
    /// The schema in which the record stands, if not the one that the address leads to.
    pub schema: Option<String>,
    /// A standby that follows the database: questions that walk much of the record are put there, and answered as far as
    /// it has followed.
    pub standby: Option<String>,
}

/// Takes a schema and the record in it away: for what was only made to be tried.
pub fn drop_schema(database: &Database) -> Result<(), StoreError> {
    match &database.schema {
        Some(schema) => Link::new(database)?.connect()?.batch(&format!("DROP SCHEMA IF EXISTS {schema} CASCADE")),
        None => Ok(()),
    }
}

/// An open database. Clones share it.
#[derive(Clone)]
pub struct Postgres(Arc<Inner>);

struct Inner {
    database: Database,
    link: Link,
    identity: Identity,
    told: Told,
    readers: Mutex<Vec<Snapshot>>,
    /// Connections to the standby, and the way there.
    aside: Option<(Link, Mutex<Vec<Snapshot>>)>,
    reader_permits: Semaphore,
    writers: Mutex<Vec<Writer>>,
    writer_permits: Arc<Semaphore>,
    work: Mutex<Option<Work>>,
    /// What nobody waits for.
    soon: Mutex<Vec<SideWrite>>,
}

/// The threads, in the order in which they must end.
struct Work {
    reads: Sender<ReadJob>,
    reads_thread: JoinHandle<()>,
    sealer: Sender<Poke>,
    sealer_thread: JoinHandle<()>,
}

impl Postgres {
    pub(crate) fn create(database: Database, genesis: &Genesis) -> Result<Postgres, StoreError> {
        let keys = Folder::new(&database.keys);
        keys.make()?;
        let link = Link::new(&database)?;
        let conn = link.connect()?;
        if let Some(schema) = &database.schema {
            conn.batch(&format!("CREATE SCHEMA IF NOT EXISTS {schema}"))?;
        }
        if conn.has_record()? {
            return Err(StoreError::Occupied(PathBuf::from(link.name())));
        }
        keys.refuse_other_key(&genesis.key)?;
        conn.writing(|| {
            write_genesis(&conn, genesis)?;
            let own = [schema::READS, schema::SERVERS, schema::VOUCHED];
            for text in [schema::LOG_BY_STREAM, schema::TIMING_BY_RECORDED].into_iter().chain(own) {
                conn.batch(&schema::of(&conn, text))?;
            }
            // At the last moment: what a failed creation leaves behind is refused by the next, as another log's.
            keys.write_keys(&genesis.key)
        })?;
        drop(conn);
        Postgres::start(database, link)
    }

    /// Opens what a database has. One that owes what was erased is refused, unless it may.
    pub(crate) fn open(database: Database, may_owe: bool) -> Result<Postgres, StoreError> {
        let link = Link::new(&database)?;
        let conn = link.connect()?;
        if !conn.has_record()? {
            return Err(StoreError::Absent(PathBuf::from(link.name())));
        }
        if !may_owe && owing::read(&conn)? {
            return Err(StoreError::ErasuresOwedHere);
        }
        drop(conn);
        Postgres::start(database, link)
    }

    fn start(database: Database, link: Link) -> Result<Postgres, StoreError> {
        let identity = read_identity(&link.connect()?)?;
        let told = Told::default();
        let (sealer, sealer_thread) = seal::start(&database, &link, &identity, told.clone())?;
        let voucher = Voucher::open(&Folder::new(&database.keys))?;
        let (reads, reads_thread) = reads::start(link.clone(), voucher, told.clone())?;
        let work = Work { reads, reads_thread, sealer, sealer_thread };
        let aside = match &database.standby {
            Some(url) => Some((Link::new(&Database { url: url.clone(), ..database.clone() })?, Mutex::default())),
            None => None,
        };
        Ok(Postgres(Arc::new(Inner {
            database,
            link,
            identity,
            told,
            readers: Mutex::default(),
            aside,
            reader_permits: Semaphore::new(READERS),
            writers: Mutex::default(),
            writer_permits: Arc::new(Semaphore::new(WRITERS)),
            work: Mutex::new(Some(work)),
            soon: Mutex::default(),
        })))
    }

    pub(crate) async fn append(&self, act: Act) -> Result<Appended, StoreError> {
        self.in_time(StoreError::InDoubt, move |store| store.append_here(&act)).await
    }

    /// Does something with a connection for acts. Given up it goes on, and keeps its place among those that are at work:
    /// what more comes is not sent to a database that does not answer.
    async fn in_time<T: Send + 'static>(
        &self,
        given_up: StoreError,
        work: impl FnOnce(&Postgres) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let mut sent = false;
        let done = self.0.link.within(PATIENCE, async {
            let permit = self.0.writer_permits.clone().acquire_owned().await.map_err(|_| stopped())?;
            let store = self.clone();
            sent = true;
            let work = tokio::task::spawn_blocking(move || {
                let _permit = permit;
                work(&store)
            });
            waited(work.await)
        });
        match done.await {
            Some(outcome) => outcome,
            None if sent => Err(given_up),
            None => Err(silent()),
        }
    }

    pub(crate) fn append_here(&self, act: &Act) -> Result<Appended, StoreError> {
        let mut writer = self.writer()?;
        let appended = record::append(&mut writer, &self.0.link, &self.0.identity, &self.0.told, act);
        self.give_back(writer);
        if matches!(appended, Ok(Appended::Recorded(_))) {
            self.poke(Poke::Recorded);
        }
        appended
    }

    pub(crate) async fn put(&self, side: SideWrite) -> Result<(), StoreError> {
        self.in_time(silent(), move |store| store.put_here(&side)).await
    }

    pub(crate) fn put_here(&self, side: &SideWrite) -> Result<(), StoreError> {
        let mut writer = self.writer()?;
        let put = record::put(&mut writer, &self.0.link, side);
        self.give_back(writer);
        put
    }

    /// Writes it with what else comes within a moment. Whoever closes the store does not wait for it.
    pub(crate) fn put_soon(&self, side: SideWrite) {
        let waiting = {
            let mut soon = self.0.soon();
            soon.push(side);
            soon.len()
        };
        if waiting > 1 {
            return;
        }
        let inner = Arc::downgrade(&self.0);
        tokio::spawn(async move {
            tokio::time::sleep(SOON).await;
            if let Some(inner) = inner.upgrade() {
                let soon = std::mem::take(&mut *inner.soon());
                let _ = Postgres(inner).put(SideWrite::All(soon)).await;
            }
        });
    }

    /// Waits until everything that can be seen would outlive a failover to a synchronous standby.
    pub(crate) async fn outlast(&self) -> Result<(), StoreError> {
        self.in_time(StoreError::InDoubt, Postgres::outlast_here).await
    }

    pub(crate) fn outlast_here(&self) -> Result<(), StoreError> {
        outlast(&self.0.link.connect_briefly()?)
    }

    pub(crate) async fn log_read(&self, row: ReadRow) -> Result<(), StoreError> {
        let answer = self.send_read(row)?;
        let answer = self.0.link.within(PATIENCE, answer).await.ok_or_else(silent)?;
        answer.unwrap_or_else(|_| Err(stopped()))
    }

    fn send_read(&self, row: ReadRow) -> Result<oneshot::Receiver<Result<(), StoreError>>, StoreError> {
        let (waiter, answer) = oneshot::channel();
        let work = self.0.work.lock().unwrap_or_else(PoisonError::into_inner);
        let sender = work.as_ref().map(|work| work.reads.clone()).ok_or_else(stopped)?;
        sender.send(ReadJob { row, waiter }).map_err(|_| stopped())?;
        Ok(answer)
    }

    pub(crate) async fn read<T: Send + 'static>(
        &self,
        f: impl FnOnce(&Snapshot) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let _permit = self.0.reader_permits.acquire().await.map_err(|_| stopped())?;
        let store = self.clone();
        waited(tokio::task::spawn_blocking(move || store.read_here(f)).await)
    }

    pub(crate) fn read_here<T>(&self, f: impl FnOnce(&Snapshot) -> Result<T, StoreError>) -> Result<T, StoreError> {
        put_to(&self.0.readers, taken(&self.0.readers, &self.0.link)?, f)
    }

    /// The same on the standby, if there is one and it answers, and is not further behind than that. Whatever goes wrong
    /// there, the database is asked: a standby breaks off long questions when it has to catch up.
    pub(crate) async fn read_aside<T: Send + 'static>(
        &self,
        oldest: i64,
        f: impl Fn(&Snapshot) -> Result<Option<T>, StoreError> + Send + 'static,
    ) -> Result<Option<T>, StoreError> {
        let _permit = self.0.reader_permits.acquire().await.map_err(|_| stopped())?;
        let store = self.clone();
        let read = move || match store.asked_aside(oldest, &f) {
            Some(answer) => Ok(Some(answer)),
            None => store.read_here(&f),
        };
        waited(tokio::task::spawn_blocking(read).await)
    }

    /// The standby's answer, if it has one that is not too old.
    fn asked_aside<T>(&self, oldest: i64, f: impl Fn(&Snapshot) -> Result<Option<T>, StoreError>) -> Option<T> {
        let (idle, snapshot) = self.standby()?;
        // What it has not followed for long is no answer: cut off, it knows nothing of how far the record has gone on.
        let here = self.read_here(Snapshot::last_checkpoint).ok()?.map(|last| last.at);
        let answered = put_to(idle, snapshot, |snapshot| {
            let there = snapshot.last_checkpoint()?.map(|last| last.at);
            if is_near(here, there, oldest) { f(snapshot) } else { Ok(None) }
        });
        answered.ok().flatten()
    }

    /// A snapshot of the standby, if it has this record.
    fn standby(&self) -> Option<(&Mutex<Vec<Snapshot>>, Snapshot)> {
        let (link, idle) = self.0.aside.as_ref()?;
        if let Some(snapshot) = kept(idle) {
            return Some((idle, snapshot));
        }
        let conn = link.connect().ok()?;
        let same = read_identity(&conn).is_ok_and(|identity| identity.origin == self.0.identity.origin);
        same.then(|| (idle, Snapshot::of_database(conn)))
    }

    pub(crate) fn release_reads(&self) -> Result<u64, StoreError> {
        let conn = self.0.link.connect_patiently()?;
        seen::release(&conn, &conn)
    }

    /// Waits until everything recorded before the call is under a checkpoint, and seals it itself if nobody else does.
    pub(crate) async fn protect(&self) -> Result<(), StoreError> {
        let (waiter, answer) = oneshot::channel();
        self.poke(Poke::Protect(waiter));
        answer.await.unwrap_or_else(|_| Err(stopped()))
    }

    pub(crate) fn protect_here(&self) -> Result<(), StoreError> {
        let (waiter, answer) = oneshot::channel();
        self.poke(Poke::Protect(waiter));
        answer.blocking_recv().unwrap_or_else(|_| Err(stopped()))
    }

    pub(crate) fn missing(&self) -> Vec<Missing> {
        self.0.told.missing()
    }

    pub(crate) fn keys(&self) -> &Path {
        &self.0.database.keys
    }

    fn poke(&self, poke: Poke) {
        let work = self.0.work.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(work) = work.as_ref() {
            // A sealer that has ended needs no telling: whoever waits is told by the waiter it drops.
            let _ = work.sealer.send(poke);
        }
    }

    fn writer(&self) -> Result<Writer, StoreError> {
        let idle = self.0.writers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        idle.map_or_else(|| Writer::new(&self.0.link, &self.0.database.server), Ok)
    }

    fn give_back(&self, writer: Writer) {
        self.0.writers.lock().unwrap_or_else(PoisonError::into_inner).push(writer);
    }
}

impl Inner {
    fn soon(&self) -> MutexGuard<'_, Vec<SideWrite>> {
        self.soon.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn silent() -> StoreError {
    StoreError::Unavailable("the database does not answer".into())
}

/// Whether a standby's last checkpoint is within so many microseconds of the record's.
fn is_near(here: Option<i64>, there: Option<i64>, oldest: i64) -> bool {
    match (here, there) {
        (Some(here), Some(there)) => here.saturating_sub(there) <= oldest,
        (Some(_), None) => false,
        (None, _) => true,
    }
}

/// A snapshot to put questions to.
fn taken(idle: &Mutex<Vec<Snapshot>>, link: &Link) -> Result<Snapshot, StoreError> {
    match kept(idle) {
        Some(snapshot) => Ok(snapshot),
        None => Ok(Snapshot::of_database(link.connect()?)),
    }
}

/// One that lies idle. Those whose connection was lost meanwhile are passed over.
fn kept(idle: &Mutex<Vec<Snapshot>>) -> Option<Snapshot> {
    let next = || idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
    std::iter::from_fn(next).find(|snapshot| !snapshot.conn().is_lost())
}

fn put_to<T>(
    idle: &Mutex<Vec<Snapshot>>,
    snapshot: Snapshot,
    f: impl FnOnce(&Snapshot) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let answer = snapshot.within(f);
    if answer.is_ok() {
        idle.lock().unwrap_or_else(PoisonError::into_inner).push(snapshot);
    }
    answer
}

fn waited<T>(done: Result<Result<T, StoreError>, tokio::task::JoinError>) -> Result<T, StoreError> {
    match done {
        Ok(answer) => answer,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Err(stopped()),
        },
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.readers.lock().unwrap_or_else(PoisonError::into_inner).clear();
        let writers = std::mem::take(&mut *self.writers.lock().unwrap_or_else(PoisonError::into_inner));
        gate::close(writers);
        let Some(work) = self.work.lock().unwrap_or_else(PoisonError::into_inner).take() else {
            return;
        };
        let Work { reads, reads_thread, sealer, sealer_thread } = work;
        drop(reads);
        // A thread that panicked has told everyone who waited for it; there is nobody left to tell here.
        let _ = reads_thread.join();
        drop(sealer);
        let _ = sealer_thread.join();
    }
}
