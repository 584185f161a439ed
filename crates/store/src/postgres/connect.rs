//! Connections: how they are made, and the limits they keep.

use std::sync::Arc;
use std::time::Duration;

use futures_executor::block_on;
use tokio::runtime::Runtime;
use tokio_postgres::tls::MakeTlsConnect;
use tokio_postgres::{Client, Config, NoTls, Socket};

use super::Database;
use super::address;
use super::tls::Secured;
use crate::error::StoreError;
use crate::sql::Conn;
use crate::sql::postgres::PgConn;

/// What every connection is told first. A commit that was answered is on the disk (and on the standby, if one is
/// synchronous); a server that stops in the middle of something gives back what it holds after five seconds.
const SETTINGS: &str = "SET synchronous_commit = on; SET lock_timeout = '8s'; SET statement_timeout = '30s';
     SET idle_in_transaction_session_timeout = '5s'; SET client_min_messages = error;";
/// For whoever holds what all servers wait for: one that stands still gives it back before the lease has run out.
const BRIEF: &str = "SET idle_in_transaction_session_timeout = '2s'";
/// For whoever walks the whole record: no statement is too long.
const PATIENT: &str = "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0;";

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
    runtime: Option<Runtime>,
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
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("store-postgres")
            .enable_all()
            .build()
            .map_err(|error| StoreError::Unavailable(error.to_string()))?;
        Ok(Link(Arc::new(Inner { config, secured, name, runtime: Some(runtime) })))
    }

    /// What the database is called in messages: never its password.
    pub(crate) fn name(&self) -> &str {
        &self.0.name
    }

    pub(crate) fn connect(&self) -> Result<Conn, StoreError> {
        let runtime = self.0.runtime.as_ref().ok_or_else(crate::sqlite::stopped)?;
        let unavailable = |error: tokio_postgres::Error| {
            let why = error.as_db_error().map_or_else(|| with_causes(&error), |db| db.message().to_owned());
            StoreError::Unavailable(format!("{}: {why}", self.name()))
        };
        let (config, secured) = (self.0.config.clone(), self.0.secured.clone());
        let made = async move {
            match secured {
                Some(secured) => open(&config, secured).await,
                None => open(&config, NoTls).await,
            }
        };
        let client = block_on(runtime.spawn(async move { tokio::time::timeout(GREETING, made).await }));
        let silent = |_| StoreError::Unavailable(format!("{}: it does not answer", self.name()));
        let client = client.map_err(|_| crate::sqlite::stopped())?.map_err(silent)?.map_err(unavailable)?;
        Ok(Conn::Postgres(Box::new(PgConn::new(client))))
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

async fn open<T>(config: &Config, tls: T) -> Result<Client, tokio_postgres::Error>
where
    T: MakeTlsConnect<Socket>,
    T::Stream: Send + 'static,
{
    let (client, connection) = config.connect(tls).await?;
    // Whoever asks through the client is told how the connection ended.
    tokio::spawn(async move { drop(connection.await) });
    client.batch_execute(SETTINGS).await?;
    Ok(client)
}

impl Drop for Inner {
    fn drop(&mut self) {
        // The last clone may go on an asynchronous thread, where a runtime must not be waited for.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
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
