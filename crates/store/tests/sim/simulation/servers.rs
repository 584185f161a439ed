//! Two servers on one database: acts sent at once go to either, and a kill cuts every connection.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use cluster::Cluster;
use futures_executor::block_on;
use store::conformance::samples::genesis;
use store::{Act, Database, ReadRow, Report, SideWrite, Store, StoreError};
use tempfile::TempDir;

use super::model::Answer;
use super::subject::{Subject, scratch};

/// The database that all of them share, each in a schema of its own.
static ADDRESS: LazyLock<String> =
    LazyLock::new(|| Cluster::shared().database().expect("a database can be made in the cluster of the tests"));
static SCHEMAS: AtomicU64 = AtomicU64::new(0);

/// The name of the database that all of them share.
pub(crate) fn database_name() -> &'static str {
    ADDRESS.rsplit('=').next().unwrap_or_default()
}

/// A record that two servers share.
pub(crate) struct Servers {
    /// Where they reach the database.
    address: String,
    keys: TempDir,
    schema: String,
    /// Emptied before the schema goes.
    stores: Vec<Store>,
    /// How many servers there have been.
    names: u64,
    /// Whose turn it is.
    turn: usize,
}

impl Servers {
    pub(crate) fn create() -> Servers {
        Servers::create_at(&ADDRESS)
    }

    /// The same, who reach the database of all at another address.
    pub(crate) fn create_at(address: &str) -> Servers {
        let schema = format!("sim_{}", SCHEMAS.fetch_add(1, Ordering::Relaxed));
        let address = address.to_owned();
        let mut servers = Servers { address, keys: scratch(), schema, stores: Vec::new(), names: 0, turn: 0 };
        let (first, second) = (servers.next_name(), servers.next_name());
        servers.stores.push(Store::create_in(first, &genesis()).expect("a record can be made"));
        servers.stores.push(Store::connect(second).expect("a record can be opened"));
        servers
    }

    fn next_name(&mut self) -> Database {
        self.names += 1;
        self.database(&format!("server-{}", self.names))
    }

    fn database(&self, server: &str) -> Database {
        let (url, keys) = (self.address.clone(), self.keys.path().to_path_buf());
        Database { url, keys, server: server.into(), schema: Some(self.schema.clone()), standby: None }
    }

    /// The server that is asked next.
    fn next(&mut self) -> &Store {
        self.turn += 1;
        &self.stores[self.turn % self.stores.len()]
    }

    /// Does something to the database behind their backs.
    pub(crate) fn ask(&self, sql: &str) {
        let sql = format!("SET search_path = {}; {sql}", self.schema);
        Cluster::shared().ask(database_name(), &sql).expect("the database answers");
    }
}

impl Subject for Servers {
    fn store(&self) -> &Store {
        &self.stores[self.turn % self.stores.len()]
    }

    fn is_in_order(&self) -> bool {
        false
    }

    fn append(&mut self, acts: &[Act]) -> Vec<Answer> {
        std::thread::scope(|scope| {
            let sent: Vec<_> = acts
                .iter()
                .map(|act| {
                    let store = self.next().clone();
                    scope.spawn(move || store.append_here(act.clone()))
                })
                .collect();
            let stopped = || Err(StoreError::Damaged("a thread of an act died".into()));
            sent.into_iter().map(|thread| thread.join().unwrap_or_else(|_| stopped())).collect()
        })
    }

    fn put(&mut self, side: SideWrite) -> Result<(), StoreError> {
        self.next().put_here(side)
    }

    fn log_read(&mut self, row: ReadRow) -> Result<(), StoreError> {
        block_on(self.next().log_read(row))
    }

    /// One of the two goes and another comes. The lease of a server that went without a word runs out by itself; nobody
    /// here waits for that.
    fn restart(&mut self) -> Result<(), StoreError> {
        self.turn += 1;
        let at = self.turn % self.stores.len();
        drop(self.stores.remove(at));
        self.ask("UPDATE lease SET until = 0");
        let another = self.next_name();
        self.stores.insert(at, Store::connect(another)?);
        Ok(())
    }

    fn crash(&mut self, acts: &[Act]) -> Result<(), StoreError> {
        std::thread::scope(|scope| {
            for act in acts {
                let store = self.next().clone();
                // Whoever sent it has gone: whatever it says, nobody hears.
                scope.spawn(move || drop(store.append_here(act.clone())));
            }
            self.ask(
                "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity
                 WHERE application_name = 'throughcare' AND datname = current_database()",
            );
        });
        Ok(())
    }

    fn verify(&self, expect: &[String]) -> Result<Report, StoreError> {
        store::verify_database(&self.database("auditor"), expect)
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        self.stores.clear();
        // What is left goes with the cluster.
        let _ = store::drop_schema(&self.database("sweeper"));
    }
}
