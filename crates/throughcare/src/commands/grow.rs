//! `grow`: a service that outgrows one machine moves into a database, byte for byte.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, ensure};
use store::{Database, Snapshot, Store};

use super::witnesses;
use crate::place::Place;

/// Move a data folder's record into a database that many servers can share.
#[derive(Debug, clap::Args)]
pub(crate) struct Grow {
    /// The data folder; it is left as it was, and no longer written to.
    #[arg(long, value_name = "DIR", default_value = "throughcare-data")]
    data: PathBuf,
    /// An empty database: `postgresql://…`.
    #[arg(long, value_name = "URL", env = "THROUGHCARE_DATABASE_URL", hide_env_values = true)]
    database_url: String,
    /// Where the log's key goes; the servers are started with this as their --data.
    #[arg(long, value_name = "DIR")]
    keys: PathBuf,
}

impl Grow {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        witnesses::look(&Place::folder(self.data.clone()))?;
        let before = store::verify(&self.data, &[])?;
        ensure!(before.ok, "the record in {} is damaged: see verify", self.data.display());
        let database = Database {
            url: self.database_url.clone(),
            keys: self.keys.clone(),
            server: "grow".to_owned(),
            schema: None,
            standby: None,
        };
        let rows = store::grow(&self.data, &database)
            .with_context(|| format!("the record in {} was not moved", self.data.display()))?;
        let after = store::verify_database(&database, &[])?;
        // As it was moved: to open it may have sealed what a killed program had read.
        let sent = Store::open_read_only(&self.data)?.read_here(Snapshot::last_checkpoint)?;
        let sent = sent.map_or_else(ledger::empty_root, |last| last.root).to_base64();
        ensure!(after.ok && after.root == sent, "what arrived is not what was sent: {:?}", after.first_bad);
        self.keep_witnesses()?;
        eprintln!("{rows} rows moved; root {} as before", after.root);
        eprintln!("serve it with --database-url and --data {}", self.keys.display());
        Ok(ExitCode::SUCCESS)
    }

    /// To whom the log is shown is in the folder: what is served from now on is shown to them as well.
    fn keep_witnesses(&self) -> anyhow::Result<()> {
        for name in [witnesses::POLICY, witnesses::AUTHORITY] {
            let [from, to] = [&self.data, &self.keys].map(|folder| folder.join(name));
            if from.exists() && !to.exists() {
                std::fs::copy(&from, &to).with_context(|| format!("{} cannot be written", to.display()))?;
            }
        }
        Ok(())
    }
}
