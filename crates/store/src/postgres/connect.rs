//! Connections: how they are made, and the limits they keep.

use std::sync::Arc;
use std::time::Duration;

use futures_executor::block_on;
use tokio::runtime::Runtime;
use tokio_postgres::{Config, NoTls};

use super::Database;
use crate::error::StoreError;
use crate::sql::Conn;
use crate::sql::postgres::PgConn;

/// What every connection is told first. A commit that was answered is on the disk (and on the standby, if one is
/// synchronous); a server that stops in the middle of an act gives its locks back after five seconds.
const SETTINGS: &str = "SET synchronous_commit = on; SET lock_timeout = '8s'; SET statement_timeout = '30s';
     SET idle_in_transaction_session_timeout = '5s'; SET client_min_messages = error;";
/// For whoever walks the whole record: no statement is too long.
const PATIENT: &str = "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0;";

/// Makes connections. Clones share one runtime, on which their other halves run.
#[derive(Clone)]
pub(crate) struct Link(Arc<Inner>);

struct Inner {
    config: Config,
    name: String,
    runtime: Option<Runtime>,
}

impl Link {
    pub(crate) fn new(database: &Database) -> Result<Link, StoreError> {
        let mut config: Config =
            database.url.parse().map_err(|error| StoreError::Refused(format!("the database's address: {error}")))?;
        config.application_name("throughcare").connect_timeout(Duration::from_secs(5));
        config.keepalives_idle(Duration::from_secs(10)).tcp_user_timeout(Duration::from_secs(10));
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
        Ok(Link(Arc::new(Inner { config, name, runtime: Some(runtime) })))
    }

    /// What the database is called in messages: never its password.
    pub(crate) fn name(&self) -> &str {
        &self.0.name
    }

    pub(crate) fn connect(&self) -> Result<Conn, StoreError> {
        let runtime = self.0.runtime.as_ref().ok_or_else(crate::sqlite::stopped)?;
        let unavailable = |error: tokio_postgres::Error| {
            let why = error.as_db_error().map_or_else(|| error.to_string(), |db| db.message().to_owned());
            StoreError::Unavailable(format!("{}: {why}", self.name()))
        };
        let config = self.0.config.clone();
        let client = block_on(runtime.spawn(async move {
            let (client, connection) = config.connect(NoTls).await?;
            // Whoever asks through the client is told how the connection ended.
            tokio::spawn(async move { drop(connection.await) });
            client.batch_execute(SETTINGS).await?;
            Ok(client)
        }));
        let client = client.map_err(|_| crate::sqlite::stopped())?.map_err(unavailable)?;
        Ok(Conn::Postgres(Box::new(PgConn::new(client))))
    }

    /// A connection for long walks.
    pub(crate) fn connect_patiently(&self) -> Result<Conn, StoreError> {
        let conn = self.connect()?;
        conn.batch(PATIENT)?;
        Ok(conn)
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        // The last clone may go on an asynchronous thread, where a runtime must not be waited for.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
