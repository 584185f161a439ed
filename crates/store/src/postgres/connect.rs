//! Connections: how they are made, and the limits they keep.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use futures_executor::block_on;
use futures_util::future::{Either, select};
use tokio::runtime::Runtime;
use tokio_postgres::config::{Host, LoadBalanceHosts};
use tokio_postgres::error::SqlState;
use tokio_postgres::tls::MakeTlsConnect;
use tokio_postgres::{AsyncMessage, Client, Config, NoTls, SimpleQueryMessage, Socket};

use super::Database;
use super::address;
use super::tls::Secured;
use crate::error::StoreError;
use crate::sql::Conn;
use crate::sql::postgres::PgConn;

/// What every connection is told first. A commit that was answered is on the disk (and on the standby, if one is
/// synchronous); a server that stops in the middle of something gives back what it holds after five seconds.
const SETTINGS: &str = "SET synchronous_commit = on; SET lock_timeout = '8s'; SET statement_timeout = '30s';
     SET idle_in_transaction_session_timeout = '5s'; SET client_min_messages = warning;";
/// For whoever holds what all servers wait for: one that stands still gives it back before the lease has run out.
const BRIEF: &str = "SET idle_in_transaction_session_timeout = '2s'";
/// For whoever walks the whole record: no statement is too long.
const PATIENT: &str = "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0;";

/// The name of the file that the database writes its log to begins with its timeline, a number that rises with every
/// failover. A standby writes none.
const TIMELINE: &str = "SELECT CASE WHEN pg_is_in_recovery() THEN NULL ELSE pg_walfile_name(pg_current_wal_lsn()) END";
/// How often the hosts of an address are gone through while one of them is a database from before a failover.
const HOSTS: u32 = 16;

/// How long a server may take from the first word to the last setting. One that takes the connection and says nothing
/// would otherwise be waited for without end.
const GREETING: Duration = if cfg!(test) { Duration::from_secs(4) } else { Duration::from_secs(15) };

/// Makes connections. Clones share one runtime, on which their other halves run.
#[derive(Clone)]
pub(crate) struct Link(Arc<Inner>);

struct Inner {
    config: Config,
    /// What secures the way, unless nothing does.
    secured: Option<Secured>,
    name: String,
    place: String,
    /// The latest timeline that a database here was on.
    timeline: AtomicU32,
    runtime: Option<Runtime>,
}

/// A connection that was made.
struct Made {
    client: Client,
    /// Whether a commit was answered without the standby: somebody had broken off its waiting.
    alone: Arc<AtomicBool>,
    timeline: u32,
}

impl Link {
    pub(crate) fn new(database: &Database) -> Result<Link, StoreError> {
        let (mut config, secured) = address::read(&database.url)?;
        config.application_name("throughcare").connect_timeout(Duration::from_secs(5));
        // A server that is cut off without a word is given up after some 25 seconds, also while it owes an answer.
        config.keepalives_idle(Duration::from_secs(10)).tcp_user_timeout(Duration::from_secs(10));
        config.keepalives_interval(Duration::from_secs(5)).keepalives_retries(3);
        if let Some(schema) = &database.schema {
            if schema.is_empty()
                || !schema.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
            {
                return Err(StoreError::Refused(format!("{schema:?} is no name for a schema")));
            }
            config.options(format!("-c search_path={schema}"));
        }
        let name = format!("the database {}", config.get_dbname().unwrap_or("of that address"));
        let schema = database.schema.as_ref().map(|schema| format!(" ({schema})")).unwrap_or_default();
        let place = format!("{name}{schema} at {}", hosts(&config));
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("store-postgres")
            .enable_all()
            .build()
            .map_err(|error| StoreError::Unavailable(error.to_string()))?;
        let timeline = AtomicU32::new(0);
        Ok(Link(Arc::new(Inner { config, secured, name, place, timeline, runtime: Some(runtime) })))
    }

    /// What the database is called in messages: never its password.
    pub(crate) fn name(&self) -> &str {
        &self.0.name
    }

    /// Which database it is, by its address: its name, hosts and schema, and never who asks or a password.
    pub(crate) fn place(&self) -> &str {
        &self.0.place
    }

    /// Waits for something, but no longer than this; for callers on any runtime, or on none.
    pub(crate) async fn within<T>(&self, patience: Duration, work: impl Future<Output = T>) -> Option<T> {
        let runtime = self.0.runtime.as_ref()?;
        let timer = runtime.spawn(async move { tokio::time::sleep(patience).await });
        match select(pin!(work), timer).await {
            Either::Left((done, timer)) => {
                timer.abort();
                Some(done)
            }
            Either::Right(_) => None,
        }
    }

    pub(crate) fn connect(&self) -> Result<Conn, StoreError> {
        let mut made = self.connect_to(&self.0.config)?;
        let mut any = self.0.config.clone();
        any.load_balance_hosts(LoadBalanceHosts::Random);
        for _ in 0..HOSTS {
            let latest = self.0.timeline.fetch_max(made.timeline, Ordering::SeqCst);
            if made.timeline == 0 || made.timeline >= latest {
                return Ok(Conn::Postgres(Box::new(PgConn::new(made.client, made.alone))));
            }
            made = self.connect_to(&any)?;
        }
        let why = "it is the database from before a failover, and must not be written to";
        Err(StoreError::Unavailable(format!("{}: {why}", self.name())))
    }

    fn connect_to(&self, config: &Config) -> Result<Made, StoreError> {
        let runtime = self.0.runtime.as_ref().ok_or_else(crate::sqlite::stopped)?;
        let unavailable = |error: tokio_postgres::Error| {
            let why = error.as_db_error().map_or_else(|| with_causes(&error), |db| db.message().to_owned());
            StoreError::Unavailable(format!("{}: {why}", self.name()))
        };
        let (config, secured) = (config.clone(), self.0.secured.clone());
        let made = async move {
            match secured {
                Some(secured) => open(&config, secured).await,
                None => open(&config, NoTls).await,
            }
        };
        let made = block_on(runtime.spawn(async move { tokio::time::timeout(GREETING, made).await }));
        let silent = |_| StoreError::Unavailable(format!("{}: it does not answer", self.name()));
        made.map_err(|_| crate::sqlite::stopped())?.map_err(silent)?.map_err(unavailable)
    }

    /// A connection for acts.
    pub(crate) fn connect_briefly(&self) -> Result<Conn, StoreError> {
        let conn = self.connect()?;
        conn.batch(BRIEF)?;
        Ok(conn)
    }

    /// A connection for long walks.
    pub(crate) fn connect_patiently(&self) -> Result<Conn, StoreError> {
        let conn = self.connect()?;
        conn.batch(PATIENT)?;
        Ok(conn)
    }
}

/// An error with what it rests on: that a handshake failed says nothing without why.
fn with_causes(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.fold(error.to_string(), |told, cause| format!("{told}: {cause}"))
}

async fn open<T>(config: &Config, tls: T) -> Result<Made, tokio_postgres::Error>
where
    T: MakeTlsConnect<Socket>,
    T::Stream: Send + 'static,
{
    let (client, mut connection) = config.connect(tls).await?;
    let alone = Arc::new(AtomicBool::new(false));
    let told = alone.clone();
    tokio::spawn(async move {
        // Whoever asks through the client is told how the connection ended.
        while let Some(Ok(message)) = poll_fn(|context| connection.poll_message(context)).await {
            // It has no code of its own, and its words are in the database's language. A commit meets no other.
            if let AsyncMessage::Notice(notice) = message
                && *notice.code() == SqlState::WARNING
            {
                told.store(true, Ordering::SeqCst);
            }
        }
    });
    client.batch_execute(SETTINGS).await?;
    // An engine that only speaks PostgreSQL's language has no such files, and is taken as it is.
    let told = client.simple_query(TIMELINE).await.unwrap_or_default();
    let file = told.iter().find_map(|message| match message {
        SimpleQueryMessage::Row(row) => row.get(0),
        _ => None,
    });
    let timeline = file.and_then(|file| u32::from_str_radix(file.get(..8)?, 16).ok()).unwrap_or(0);
    Ok(Made { client, alone, timeline })
}

impl Drop for Inner {
    fn drop(&mut self) {
        // The last clone may go on an asynchronous thread, where a runtime must not be waited for.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// Where a database is looked for.
fn hosts(config: &Config) -> String {
    let ports = config.get_ports();
    let port = |at: usize| ports.get(at).or(ports.first()).copied().unwrap_or(5432);
    let hosts = config.get_hosts().iter().enumerate().map(|(at, host)| match host {
        Host::Tcp(name) => format!("{name}:{}", port(at)),
        Host::Unix(path) => format!("{}:{}", path.display(), port(at)),
    });
    hosts.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The limits of a connection, in the order of their names.
    const LIMITS: &str = "SELECT name, setting FROM pg_settings WHERE name IN ('idle_in_transaction_session_timeout',
        'lock_timeout', 'statement_timeout', 'synchronous_commit') ORDER BY name";

    fn limits(conn: &Conn) -> Vec<String> {
        conn.all(LIMITS, crate::sql::cells![], |row| row.get(1)).unwrap()
    }

    #[test]
    fn every_connection_keeps_limits_and_a_long_walk_only_some() {
        let database = Database {
            url: cluster::Cluster::shared().database().unwrap(),
            keys: std::path::PathBuf::new(),
            server: "one".into(),
            schema: None,
            standby: None,
        };
        let link = Link::new(&database).unwrap();
        assert_eq!(limits(&link.connect().unwrap()), ["5000", "8000", "30000", "on"]);
        assert_eq!(limits(&link.connect_briefly().unwrap()), ["2000", "8000", "30000", "on"]);
        assert_eq!(limits(&link.connect_patiently().unwrap()), ["0", "8000", "0", "on"]);
    }

    #[test]
    fn a_database_that_takes_the_connection_and_says_nothing_is_given_up() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let silent = Database {
            url: format!("host=127.0.0.1 port={port} user=postgres dbname=r"),
            keys: std::path::PathBuf::new(),
            server: "one".into(),
            schema: None,
            standby: None,
        };
        let answer = Link::new(&silent).unwrap().connect().map(drop);
        assert!(answer.is_err_and(|error| error.to_string().contains("does not answer")));
    }
}
