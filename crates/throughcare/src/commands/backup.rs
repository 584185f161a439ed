//! `backup`: a copy of the record that has been verified, and the proof that one is still good.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use web::Clocks;

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
    /// Copy the signing key into this folder.
    #[arg(long, value_name = "DIR")]
    keys: Option<PathBuf>,
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
                let now = SystemClocks::wall().machine();
                let taken = match self.place.database() {
                    Some(database) => store::back_up_database(&database, &to, now),
                    None => store::back_up(&self.place.data, &to, now),
                };
                if let (Some(keys), Ok(_)) = (&self.keys, &taken) {
                    copy_key(&self.place.data, keys)?;
                }
                answer(self.json, &to, "was taken and verified", taken)
            }
            (None, None) => bail!("say where the backup is to go: --to DIR"),
        }
    }
}

fn copy_key(data: &Path, keys: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(keys).with_context(|| format!("{} cannot be made", keys.display()))?;
    let (from, to) = (data.join("key"), keys.join("key"));
    // The copy keeps who may read it: its owner only.
    std::fs::copy(&from, &to).with_context(|| format!("{} cannot be copied to {}", from.display(), to.display()))?;
    Ok(std::fs::File::open(&to)?.sync_all()?)
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
