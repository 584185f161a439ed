//! `export`: the log as tiles for other people's verifiers, or one person's whole record.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use record::Hash;
use record::facts::import::FileImported;
use record::ids::Crn;

use super::durable::{Secrecy, write_durably};
use super::over;
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
    },
    /// What was erased, as lines of JSON on standard output, the last of them the log's signature: to be kept apart from
    /// copies of the record. Names of entries and hashes of leaves, nothing of what they said.
    Erasures {
        #[command(flatten)]
        place: Place,
    },
    /// One person's whole record as JSON, on standard output.
    Case {
        /// Case reference number.
        crn: Crn,
        #[command(flatten)]
        place: Place,
    },
}

impl Export {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Export::Tiles { dir, place } => {
                let store = place.open_either()?;
                let exported = store::export_tiles(&store, &dir)?;
                // Whoever is given them will hold the record to them.
                store.outlast_here()?;
                export_witnessed(store, &dir)?;
                eprintln!("{} leaves under root {}", exported.size, exported.root.to_base64());
            }
            Export::Quarantined { file, row, place } => export_quarantined(&file, row, &place)?,
            Export::Erasures { place } => export_erasures(&place)?,
            Export::Case { crn, place } => export_case(&crn, &place)?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The last checkpoint may be too new to be cosigned: then an earlier one is, and the tiles show that it is a beginning.
fn export_witnessed(store: store::Store, dir: &std::path::Path) -> anyhow::Result<()> {
    let service = over(store)?.service;
    let witnessed = service.policy()?.map(|policy| service.last_witnessed(&policy)).transpose()?.flatten();
    match witnessed {
        Some(witnessed) => write_durably(&dir.join("witnessed"), &witnessed.note, Secrecy::Public),
        None => Ok(()),
    }
}

fn export_quarantined(file: &Hash, row: u64, place: &Place) -> anyhow::Result<()> {
    let store = place.open_to_read()?;
    let digest = file.to_string();
    let bytes = store.read_here(|snapshot| {
        let Some(import) = snapshot.import_by_digest(&digest)? else { return Ok(None) };
        let imported: Option<FileImported> = serde_json::from_str(&import.counts).ok();
        let aside = imported.and_then(|file| file.quarantined.into_iter().find(|aside| aside.row == row));
        if let Some(aside) = aside {
            return snapshot.document(&aside.document);
        }
        Ok(None)
    })?;
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

fn export_case(crn: &Crn, place: &Place) -> anyhow::Result<()> {
    let store = place.open_to_read()?;
    let number = crn.clone();
    let entries = store.read_here(move |snapshot| match snapshot.stream_of_crn(number.as_str())? {
        Some(stream) => snapshot.whole_entries(&stream).map(Some),
        None => Ok(None),
    })?;
    let Some(entries) = entries else { bail!("there is nobody with CRN {crn}") };
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
