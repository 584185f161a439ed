//! `conformance`: what every engine must do, run against this one in a scratch folder.

use std::process::ExitCode;
use std::sync::atomic::{AtomicU32, Ordering};

use ledger::{SigningKey, StreamId};
use service::Chance;
use store::{Genesis, Store};

use super::runtime;
use crate::clock::SystemChance;

pub(crate) fn run() -> anyhow::Result<ExitCode> {
    let scratch = std::env::temp_dir().join(format!("throughcare-conformance-{}", std::process::id()));
    std::fs::create_dir_all(&scratch)?;
    let next = AtomicU32::new(0);
    let make = || {
        let folder = scratch.join(next.fetch_add(1, Ordering::Relaxed).to_string());
        Store::create(&folder, genesis("conformance"))
            .unwrap_or_else(|e| panic!("{} cannot be made: {e}", folder.display()))
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
    std::fs::remove_dir_all(&scratch)?;
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
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
