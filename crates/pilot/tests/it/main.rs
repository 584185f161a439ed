//! What a synthetic service is held to: the same from the same seed, sound to the last byte, readable by every rule,
//! near the rates it aims at, and showing each planted failure to the rule that is to find it.

mod planted;
mod plausible;
mod samples;
mod sound;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use pilot::{Made, Plan, make};
use record::entry::Entry;
use record::time::Minute;
use store::Store;

pub(crate) const PHC: &str = "$argon2id$v=19$m=16,t=1,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA";

pub(crate) fn start() -> Minute {
    "2015-12-15T09:00".parse().unwrap()
}

pub(crate) fn plan(people: u32, seed: u64) -> Plan {
    Plan { people, seed, start: start(), recent: false }
}

pub(crate) fn made(folder: &Path, people: u32, seed: u64) -> Made {
    make(folder, &plan(people, seed), PHC, &|_| {}).unwrap()
}

/// A service of three hundred people that several tests read: made once.
pub(crate) fn shared() -> &'static (PathBuf, Made) {
    static SHARED: OnceLock<(PathBuf, Made)> = OnceLock::new();
    SHARED.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("three-hundred");
        if folder.exists() {
            std::fs::remove_dir_all(&folder).unwrap();
        }
        let made = made(&folder, 300, 1);
        (folder, made)
    })
}

/// Every stream of a kind with its entries.
pub(crate) fn streams(store: &Store, kind: &'static str) -> Vec<(ledger::StreamId, Vec<Entry>)> {
    let rows = store.read_here(move |snapshot| {
        snapshot
            .streams(kind)?
            .into_iter()
            .map(|stream| Ok((snapshot.entries(&stream)?, stream)))
            .collect::<Result<Vec<_>, _>>()
    });
    let read = |stream: &ledger::StreamId, rows: Vec<store::EntryRow>| {
        rows.iter().map(|row| Entry::read(stream, row.seq, row.recorded, row.content.as_deref()).unwrap()).collect()
    };
    rows.unwrap().into_iter().map(|(rows, stream)| (stream.clone(), read(&stream, rows))).collect()
}
