//! `conformance`: what every engine must do, run against this one in a scratch folder.

use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU32, Ordering};

use ledger::{SigningKey, StreamId};
use service::Chance;
use store::{Database, Genesis, Store};

use super::runtime;
use crate::clock::SystemChance;

/// Run what every engine must do.
#[derive(Debug, clap::Args)]
pub(crate) struct Conformance {
    /// A database in which each test makes a schema of its own, and takes it away: `postgresql://…`.
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
}

impl Conformance {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let scratch = std::env::temp_dir().join(format!("throughcare-conformance-{}", std::process::id()));
        std::fs::create_dir_all(&scratch)?;
        let next = AtomicU32::new(0);
        let make = || {
            let folder = scratch.join(next.fetch_add(1, Ordering::Relaxed).to_string());
            let genesis = store::conformance::samples::genesis();
            let made = match &self.database_url {
                None => Store::create(&folder, genesis),
                Some(url) => Store::create_in(in_schema(url, &folder, next.load(Ordering::Relaxed)), &genesis),
            };
            made.unwrap_or_else(|error| panic!("a record for a test cannot be made: {error}"))
        };
        let results = runtime()?.block_on(store::conformance::run(&make));
        let mut failed = 0;
        for (name, result) in &results {
            match result {
                Ok(()) => println!("ok      {name}"),
                Err(reason) => {
                    failed += 1;
                    println!("FAILED  {name}: {reason}");
                }
            }
        }
        println!("{} passed, {failed} failed", results.len() - failed);
        if let Some(url) = &self.database_url {
            for number in 1..=next.load(Ordering::Relaxed) {
                store::drop_schema(&in_schema(url, &scratch, number))?;
            }
        }
        std::fs::remove_dir_all(&scratch)?;
        Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

fn in_schema(url: &str, keys: &Path, number: u32) -> Database {
    let schema = Some(format!("throughcare_conformance_{number}"));
    Database {
        url: url.to_owned(),
        keys: keys.to_path_buf(),
        server: format!("conformance-{number}"),
        schema,
        standby: None,
    }
}

/// The beginning of a new record, with ids and key from the operating system's randomness.
pub(crate) fn genesis(name: &str) -> Genesis {
    let mut bits = [[0; 16]; 2];
    let mut seed = [0; 32];
    let mut unique = [0; 4];
    for bytes in &mut bits {
        SystemChance.fill(bytes);
    }
    SystemChance.fill(&mut seed);
    SystemChance.fill(&mut unique);
    let origin = format!("throughcare.example/{name}/{:08x}", u32::from_be_bytes(unique));
    Genesis {
        key: SigningKey::from_seed(&origin, seed),
        origin,
        seal_stream: StreamId::new("service", bits[0]),
        reads_stream: StreamId::new("service", bits[1]),
        meta: Vec::new(),
    }
}
