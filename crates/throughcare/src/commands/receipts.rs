//! Receipts: what `backup` leaves for the record of the service it has copied.
//!
//! A folder has one writing process, so the command cannot say in the record that a backup was taken while the service
//! runs. It leaves a file; the service records what it says and then removes it. Killed between the two it does both
//! again, and the same backup is recorded once.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use record::facts::service::BackupTaken;
use service::{Ask, Problem, Service};
use web::Clocks;

use super::durable::{Secrecy, write_durably};
use super::restore::operator;

/// How often the service looks for receipts.
const EVERY: Duration = Duration::from_secs(5);

fn folder(data: &Path) -> PathBuf {
    data.join("receipts")
}

/// Leaves a receipt beside the record.
pub(crate) fn leave(data: &Path, taken: &BackupTaken) -> anyhow::Result<()> {
    let folder = folder(data);
    std::fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let file = folder.join(format!("backup-{}.json", taken.taken.0));
    write_durably(&file, &format!("{}\n", serde_json::to_string(taken)?), Secrecy::OwnerOnly)
}

/// Records what receipts say for as long as the service runs.
pub(crate) async fn take_up_always(data: PathBuf, service: Service, clocks: Arc<dyn Clocks>) {
    loop {
        take_up(&data, &service, &*clocks).await;
        tokio::time::sleep(EVERY).await;
    }
}

/// Records what every receipt says. One that is not of this record, or cannot be read, is put aside; one that cannot be
/// recorded now is left for the next time.
pub(crate) async fn take_up(data: &Path, service: &Service, clocks: &dyn Clocks) {
    let Ok(files) = std::fs::read_dir(folder(data)) else { return };
    for file in files.flatten().map(|file| file.path()).filter(|file| file.extension().is_some_and(|e| e == "json")) {
        match record(&file, service, clocks).await {
            Ok(()) => remove(&file),
            Err(Refused::Now(error)) => tracing::warn!("{} is not recorded yet: {error:#}", file.display()),
            Err(Refused::Forever(error)) => {
                tracing::error!("{} is put aside: {error:#}", file.display());
                if let Err(error) = std::fs::rename(&file, file.with_extension("refused")) {
                    tracing::error!(%error, "a receipt cannot be put aside");
                }
            }
        }
    }
}

enum Refused {
    Now(anyhow::Error),
    Forever(anyhow::Error),
}

async fn record(file: &Path, service: &Service, clocks: &dyn Clocks) -> Result<(), Refused> {
    let text = std::fs::read_to_string(file).map_err(|error| Refused::Now(error.into()))?;
    let taken: BackupTaken = serde_json::from_str(&text).map_err(|error| Refused::Forever(error.into()))?;
    let ask = Ask { actor: operator(), now: clocks.record(), screen: "backup" };
    match service.backup_taken(&ask, taken).await {
        Ok(_) => Ok(()),
        Err(problem @ Problem::Invalid(_)) => Err(Refused::Forever(problem.into())),
        Err(problem) => Err(Refused::Now(problem.into())),
    }
}

fn remove(file: &Path) {
    if let Err(error) = std::fs::remove_file(file) {
        tracing::error!(%error, "a receipt that was recorded cannot be removed");
    }
}
