//! `export`: the log as tiles for other people's verifiers, or one person's whole record.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use record::Hash;
use record::ids::Crn;
use service::seen::WhatFor;
use store::Snapshot;

use super::asker::Asker;
use super::durable::{Secrecy, write_durably};
use super::{Opened, open, over, runtime, witnesses};
use crate::place::Place;

/// Hand the log, or one person's record, to somebody else.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Export {
    /// The sealed log as C2SP tiles: leaves only, no personal data.
    Tiles {
        /// Where to write `checkpoint`, `key.pub`, `tile/…`, and as `witnessed` the last checkpoint that enough
        /// witnesses have cosigned.
        dir: PathBuf,
        #[command(flatten)]
        place: Place,
    },
    /// The original bytes of a row that an import set aside, on standard output.
    Quarantined {
        /// SHA-256 of the imported file, in hex.
        file: Hash,
        /// Which row, from 1.
        row: u64,
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        asker: Asker,
    },
    /// What was erased, as lines of JSON on standard output, the last of them the log's signature: to be kept apart from
    /// copies of the record. Names of entries and hashes of leaves, nothing of what they said.
    Erasures {
        #[command(flatten)]
        place: Place,
    },
    /// One person's whole record as JSON, on standard output. Leave is asked and the read is logged first.
    Case {
        /// Case reference number.
        crn: Crn,
        /// What for, kept with the read: `lawfulness`, `self_monitoring`, `integrity` or `criminal_proceedings`.
        #[arg(long = "for", value_name = "PURPOSE")]
        what_for: Option<String>,
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        asker: Asker,
    },
}

impl Export {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Export::Tiles { dir, place } => return export_tiles(&dir, &place),
            Export::Quarantined { file, row, place, asker } => export_quarantined(&file, row, &place, &asker)?,
            Export::Erasures { place } => export_erasures(&place)?,
            Export::Case { crn, what_for, place, asker } => export_case(&crn, what_for.as_deref(), &place, &asker)?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Tiles of a record that is behind are written all the same, for whoever compares the two; but not as if all were well.
fn export_tiles(dir: &std::path::Path, place: &Place) -> anyhow::Result<ExitCode> {
    let seen = witnesses::look(place)?;
    let store = place.open_either()?;
    let exported = store::export_tiles(&store, dir)?;
    // Whoever is given them will hold the record to them.
    store.outlast_here()?;
    let size = exported.size;
    let held = store.read_here(Snapshot::behind)?;
    export_witnessed(store, dir)?;
    eprintln!("{size} leaves under root {}", exported.root.to_base64());
    for (witness, seen) in &seen {
        eprintln!("WARNING: witness {witness} has seen {seen} leaves that are not all among these {size}. {OLD_COPY}");
    }
    match held {
        None if seen.is_empty() => Ok(ExitCode::SUCCESS),
        Some(held) if seen.is_empty() => {
            eprintln!("WARNING: a witness had seen {held} leaves that are not all among these {size}. {OLD_COPY}");
            Ok(ExitCode::FAILURE)
        }
        _ => Ok(ExitCode::FAILURE),
    }
}

/// What that means for the tiles.
const OLD_COPY: &str = "The record is an older copy, or another past: hand these tiles to nobody as the whole log; keep them to \
                        compare, and put back what is missing, or declare the rollback (throughcare restore --declare-rollback)";

/// The last checkpoint may be too new to be cosigned: then an earlier one is, and the tiles show that it is a beginning.
fn export_witnessed(store: store::Store, dir: &std::path::Path) -> anyhow::Result<()> {
    let service = over(store)?.service;
    let witnessed = service.policy()?.map(|policy| service.last_witnessed(&policy)).transpose()?.flatten();
    match witnessed {
        Some(witnessed) => write_durably(&dir.join("witnessed"), &witnessed.note, Secrecy::Public),
        None => Ok(()),
    }
}

/// Opens the record so that what is shown can be logged first.
fn open_to_show(place: &Place) -> anyhow::Result<Opened> {
    let unlogged =
        "nothing is shown that cannot be logged; while a service has the folder, ask on its pages or stop it";
    open(place).context(unlogged)
}

fn export_quarantined(file: &Hash, row: u64, place: &Place, asker: &Asker) -> anyhow::Result<()> {
    let (mut opened, runtime) = (open_to_show(place)?, runtime()?);
    let ask = asker.ask(&mut opened, &runtime, "export quarantined")?;
    let bytes = runtime.block_on(opened.service.set_aside(&ask, file.to_string(), row))?;
    let Some(bytes) = bytes else { bail!("no row {row} of a file {file} was set aside") };
    std::io::stdout().write_all(&bytes)?;
    Ok(())
}

fn export_erasures(place: &Place) -> anyhow::Result<()> {
    let store = place.open_to_read()?;
    let standards = practice::Standards::split_2014();
    let service = service::Service::new(store, standards, std::sync::Arc::new(crate::clock::SystemChance));
    let key = store::public_key(&place.data).context("the log's key is needed: the list is signed with it")?;
    let list = service.signed_erasures(key.name(), |text| store::sign(&place.data, text))?;
    std::io::stdout().write_all(list.as_bytes())?;
    Ok(())
}

fn export_case(crn: &Crn, what_for: Option<&str>, place: &Place, asker: &Asker) -> anyhow::Result<()> {
    let purpose = |code: &str| WhatFor::of_code(code).with_context(|| format!("{code} is no purpose: see --help"));
    let what_for = what_for.map(purpose).transpose()?;
    let (mut opened, runtime) = (open_to_show(place)?, runtime()?);
    let ask = asker.ask(&mut opened, &runtime, "export case")?;
    let Some(case) = opened.service.store().read_here(|snapshot| snapshot.stream_of_crn(crn.as_str()))? else {
        bail!("there is nobody with CRN {crn}")
    };
    let entries = runtime.block_on(opened.service.whole_record(&ask, &case, what_for))?;
    let mut rows = Vec::with_capacity(entries.len());
    for whole in entries {
        let content: Option<serde_json::Value> = whole
            .entry
            .content
            .as_deref()
            .map(serde_json::from_slice)
            .transpose()
            .context("an entry cannot be read")?;
        rows.push(serde_json::json!({
            "id": format!("{}/{}", whole.entry.stream, whole.entry.seq),
            "recorded": whole.entry.recorded,
            "hash": whole.entry.hash.to_string(),
            "leaf": String::from_utf8_lossy(&whole.leaf),
            "salt": whole.salt.as_deref().and_then(|salt| Hash::try_from(salt).ok()),
            "content": content,
        }));
    }
    println!("{}", serde_json::to_string_pretty(&serde_json::json!({ "crn": crn.to_string(), "entries": rows }))?);
    Ok(())
}
