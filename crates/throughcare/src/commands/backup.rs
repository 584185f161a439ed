//! `backup`: a copy of the record that has been verified, and the proof that one is still good.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::bail;
use record::Hash;
use record::facts::service::BackupTaken;
use record::time::Instant;
use service::Ask;
use web::Clocks;

use super::restore::operator;
use super::{Opened, open, receipts, runtime};
use crate::clock::SystemClocks;
use crate::place::Place;

/// Copy the record, also while it is in use; what is called a backup has been verified.
///
/// The signing key is not in the backup: whoever had both could write another past and sign it. Give --keys to copy the
/// key as well, into a folder that is kept apart.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Backup {
    #[command(subcommand)]
    of: Option<Existing>,
    #[command(flatten)]
    place: Place,
    /// The backup to make: a folder that does not exist yet.
    #[arg(long, value_name = "DIR", required = true)]
    to: Option<PathBuf>,
    /// Copy the signing key into this folder, unless it stands there. Another log's is never written over.
    #[arg(long, value_name = "DIR")]
    keys: Option<PathBuf>,
    /// Who takes it, for the receipt; the machine’s name unless given.
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Subcommand)]
enum Existing {
    /// Prove that a backup is whole: its files are those that were kept, and the record in them verifies.
    Verify {
        /// The backup.
        dir: PathBuf,
        /// Answer in JSON.
        #[arg(long)]
        json: bool,
    },
}

impl Backup {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        match (self.of, self.to) {
            (Some(Existing::Verify { dir, json }), _) => answer(json, &dir, "is whole", store::verify_backup(&dir)),
            (None, Some(to)) => {
                // Refused before anything is copied.
                if let Some(keys) = &self.keys {
                    store::may_copy_key(&self.place.data, keys)?;
                }
                let now = SystemClocks::wall().machine();
                let taken = match self.place.database() {
                    Some(database) => store::back_up_database(&database, &to, now),
                    None => store::back_up(&self.place.data, &to, now),
                };
                if let (Some(keys), Ok(_)) = (&self.keys, &taken) {
                    store::copy_key(&self.place.data, keys)?;
                }
                if let Ok(manifest) = &taken
                    && let Err(error) = give_receipt(&self.place, &to, self.by, manifest)
                {
                    // It is a backup all the same.
                    eprintln!("throughcare: the record does not know of it yet: {error:#}");
                }
                answer(self.json, &to, "was taken and verified", taken)
            }
            (None, None) => bail!("say where the backup is to go: --to DIR"),
        }
    }
}

/// Has the record say that the backup was taken: at once, or, while a service has the folder, by a receipt left for it.
fn give_receipt(place: &Place, to: &Path, by: Option<String>, manifest: &store::Manifest) -> anyhow::Result<()> {
    let taken = BackupTaken {
        taken: Instant(manifest.taken),
        size: manifest.size,
        root: Hash::from_base64(&manifest.root)?,
        entries: manifest.entries,
        place: std::path::absolute(to)?.display().to_string(),
        host: by.unwrap_or_else(machine),
    };
    if place.database().is_some() {
        let Opened { service, clocks, .. } = open(place)?;
        let ask = Ask { actor: operator(), now: clocks.record(), screen: "backup" };
        runtime()?.block_on(service.backup_taken(&ask, taken))?;
        return Ok(());
    }
    receipts::leave(&place.data, &taken)?;
    // A folder that is in use, or without its key: whoever serves it next takes the receipt up.
    let Ok(Opened { service, clocks, .. }) = open(place) else { return Ok(()) };
    runtime()?.block_on(receipts::take_up(&place.data, &service, &*clocks));
    Ok(())
}

/// This machine's name.
pub(crate) fn machine() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    if name.trim().is_empty() { "an unnamed machine".to_owned() } else { name.trim().to_owned() }
}

fn answer(
    json: bool,
    backup: &Path,
    what: &str,
    outcome: Result<store::Manifest, store::BackupError>,
) -> anyhow::Result<ExitCode> {
    match outcome {
        Ok(manifest) if json => println!("{}", told(&manifest)),
        Ok(manifest) => println!(
            "{} {what}: {} entries under a log of {} leaves, root {}.",
            backup.display(),
            manifest.entries,
            manifest.size,
            manifest.root
        ),
        Err(error) if json => {
            println!("{}", serde_json::json!({ "ok": false, "error": error.to_string() }));
            return Ok(ExitCode::FAILURE);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(ExitCode::SUCCESS)
}

fn told(manifest: &store::Manifest) -> serde_json::Value {
    let bytes: u64 = manifest.files.iter().map(|file| file.bytes).sum();
    serde_json::json!({
        "ok": true, "entries": manifest.entries, "size": manifest.size, "root": manifest.root,
        "taken": manifest.taken, "bytes": bytes,
    })
}
