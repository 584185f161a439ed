//! `export`: the log as tiles for other people's verifiers, or one person's whole record.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use record::ids::Crn;
use store::Store;

/// Hand the log, or one person's record, to somebody else.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Export {
    /// The sealed log as C2SP tiles: leaves only, no personal data.
    Tiles {
        /// Where to write `checkpoint`, `key.pub` and `tile/…`.
        dir: PathBuf,
        /// The data folder.
        #[arg(long, value_name = "DIR", default_value = "throughcare-data")]
        data: PathBuf,
    },
    /// One person's whole record as JSON, on standard output.
    Case {
        /// Case reference number.
        crn: Crn,
        /// The data folder.
        #[arg(long, value_name = "DIR", default_value = "throughcare-data")]
        data: PathBuf,
    },
}

impl Export {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Export::Tiles { dir, data } => {
                let exported = store::export_tiles(&data, &dir)?;
                eprintln!("{} leaves under root {}", exported.size, exported.root.to_base64());
            }
            Export::Case { crn, data } => export_case(&crn, &data)?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn export_case(crn: &Crn, data: &std::path::Path) -> anyhow::Result<()> {
    let store = Store::open_read_only(data)?;
    let number = crn.clone();
    let entries = store.read_here(move |snapshot| match snapshot.stream_of_crn(number.as_str())? {
        Some(stream) => snapshot.whole_entries(&stream).map(Some),
        None => Ok(None),
    })?;
    let Some(entries) = entries else { bail!("there is nobody with CRN {crn}") };
    let hex = |bytes: &[u8]| bytes.iter().map(|b| format!("{b:02x}")).collect::<String>();
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
            "salt": whole.salt.as_deref().map(hex),
            "content": content,
        }));
    }
    println!("{}", serde_json::to_string_pretty(&serde_json::json!({ "crn": crn.to_string(), "entries": rows }))?);
    Ok(())
}
