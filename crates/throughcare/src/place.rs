//! Where a record is: a data folder, or a database that many servers share.

use std::path::PathBuf;

use anyhow::Context;
use service::Chance;
use store::{Database, Store, StoreError};

use crate::clock::SystemChance;

/// Where the record is.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Place {
    /// The data folder. With --database-url only the log's key stands there.
    #[arg(long, value_name = "DIR", default_value = "throughcare-data", global = true)]
    pub(crate) data: PathBuf,
    /// The database of the record, if many servers share one: `postgresql://…`.
    #[arg(long, value_name = "URL", env = "THROUGHCARE_DATABASE_URL", hide_env_values = true, global = true)]
    database_url: Option<String>,
    /// A standby of the database: reports over the whole record are read there, and say as of which checkpoint.
    #[arg(long, value_name = "URL", env = "THROUGHCARE_STANDBY_URL", hide_env_values = true, global = true)]
    standby_url: Option<String>,
}

impl Place {
    /// A data folder.
    pub(crate) fn folder(data: PathBuf) -> Place {
        Place { data, database_url: None, standby_url: None }
    }

    /// A database, with the folder of the log's key.
    pub(crate) fn shared(keys: PathBuf, url: String) -> Place {
        Place { data: keys, database_url: Some(url), standby_url: None }
    }

    /// The database, if the record is in one.
    pub(crate) fn database(&self) -> Option<Database> {
        let url = self.database_url.clone()?;
        let mut name = [0; 8];
        SystemChance.fill(&mut name);
        Some(Database {
            url,
            keys: self.data.clone(),
            server: format!("{:016x}", u64::from_be_bytes(name)),
            schema: None,
            standby: self.standby_url.clone(),
        })
    }

    /// Opens the record for work.
    pub(crate) fn open(&self) -> anyhow::Result<Store> {
        match self.database() {
            Some(database) => Store::connect(database).context("the database cannot be opened"),
            None => Store::open(&self.data)
                .with_context(|| format!("the data folder {} cannot be opened", self.data.display())),
        }
    }

    /// Opens a database's record for work though it owes what was erased since it was put back: for whoever sees to that.
    pub(crate) fn open_owing(database: Database) -> anyhow::Result<Store> {
        Store::connect_owing(database).context("the database cannot be opened")
    }

    /// Opens the record to be read; somebody else may be at work on it.
    pub(crate) fn open_to_read(&self) -> anyhow::Result<Store> {
        match self.database() {
            // Without the key it never seals: reading leaves no trace in the log.
            Some(database) => {
                let keyless = Database { keys: PathBuf::new(), ..database };
                Store::connect_owing(keyless).context("the database cannot be opened")
            }
            None => Store::open_read_only(&self.data)
                .with_context(|| format!("the data folder {} cannot be opened", self.data.display())),
        }
    }

    /// Opens the record for work, or to be read if another process has the folder.
    pub(crate) fn open_either(&self) -> anyhow::Result<Store> {
        if self.database_url.is_none() && matches!(Store::open(&self.data), Err(StoreError::InUse(_))) {
            return self.open_to_read();
        }
        self.open()
    }

    /// Verifies the record.
    pub(crate) fn verify(&self, expected: &[String]) -> Result<store::Report, StoreError> {
        self.verify_watched(expected, &store::Walked::default())
    }

    /// Verifies the record, with a count of the rows for whoever watches.
    pub(crate) fn verify_watched(
        &self,
        expected: &[String],
        walked: &store::Walked,
    ) -> Result<store::Report, StoreError> {
        match self.database() {
            Some(database) => store::verify_database_watched(&database, expected, walked),
            None => store::verify_watched(&self.data, expected, walked),
        }
    }
}
