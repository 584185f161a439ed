//! `restore`: a record made again from a backup and the segments after it.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use access::Actor;
use anyhow::{Context, bail};
use record::facts::organisation::Role;
use record::facts::service::RollbackDeclared;
use service::Ask;
use store::{Restoring, Snapshot, Store};

use super::replay_erasures::{read_list, replay};
use super::{over, rebuild, runtime};

/// Make a record again from a backup and the segments after it.
///
/// It is verified whole before it gets its name. If a checkpoint is held that covers more than could be restored, the
/// record can be read, and nothing can be written to it until its rollback is declared.
#[derive(Debug, clap::Args)]
pub(crate) struct Restore {
    /// The backup. Leave it out to declare the rollback of a record that was restored before.
    #[arg(value_name = "BACKUP", required_unless_present = "declare_rollback")]
    from: Option<PathBuf>,
    /// Where the record is to stand: a folder that is empty or does not exist.
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// Segments that were written since the backup.
    #[arg(long, value_name = "DIR")]
    segments: Option<PathBuf>,
    /// Add segments only up to so many leaves.
    #[arg(long, value_name = "LEAVES", requires = "segments")]
    until: Option<u64>,
    /// The last checkpoint that somebody else keeps, as a signed note.
    #[arg(long, value_name = "FILE")]
    held: Option<PathBuf>,
    /// The folder with the signing key. Without it the record can be read, not written.
    #[arg(long, value_name = "DIR")]
    keys: Option<PathBuf>,
    /// What was erased since the backup, as `export erasures` lists it.
    #[arg(long, value_name = "FILE", requires = "keys")]
    erasures: Option<PathBuf>,
    /// Go on without what is lost, and record why.
    #[arg(long, value_name = "REASON")]
    declare_rollback: Option<String>,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

impl Restore {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let Some(from) = &self.from else {
            let reason = self.declare_rollback.as_deref().unwrap_or_default();
            declare(&self.to, reason)?;
            eprintln!("The rollback of {} is declared: it can be written to.", self.to.display());
            return Ok(ExitCode::SUCCESS);
        };
        if self.declare_rollback.is_some() && (self.held.is_none() || self.keys.is_none()) {
            bail!("a rollback is declared against a held checkpoint and signed: give --held and --keys as well");
        }
        let erasures = self.erasures.as_deref().map(read_list).transpose()?.unwrap_or_default();
        let begun = Instant::now();
        let mut restoring = Restoring::begin(from, &self.to)?;
        let size = restoring.manifest().size;
        let added = match &self.segments {
            Some(segments) => restoring.add_segments(segments, self.until)?,
            None => 0,
        };
        let standards = practice::Standards::split_2014();
        restoring.project(|stream, rows| rebuild::project(stream, rows, standards))?;
        if let Some(keys) = &self.keys {
            restoring.put_key(keys)?;
        }
        let behind = self.held.as_deref().map(|file| hold(&restoring, file)).transpose()?.flatten();
        let erased = if erasures.is_empty() {
            0
        } else {
            replay(&over(Store::open_held(restoring.folder())?)?, &erasures)?.erased
        };
        if let (Some(_), Some(reason)) = (behind, &self.declare_rollback) {
            declare(restoring.folder(), reason)?;
        }
        let report = restoring.finish()?;
        let held = behind.filter(|_| self.declare_rollback.is_none());
        let told = serde_json::json!({
            "ok": true, "backup_size": size, "added": added, "entries": report.entries, "size": report.size,
            "root": report.root, "erased_again": erased, "behind": held, "key": self.keys.is_some(),
            "seconds": begun.elapsed().as_secs_f64(),
        });
        if self.json {
            println!("{told}");
        } else {
            self.tell(&report, added, erased, held);
        }
        Ok(ExitCode::SUCCESS)
    }

    fn tell(&self, report: &store::Report, added: u64, erased: usize, held: Option<u64>) {
        let to = self.to.display();
        println!("{to} was restored and verified: {} entries under a log of {} leaves.", report.entries, report.size);
        println!("{added} entries came from segments; {erased} were erased again.");
        match (held, &self.held) {
            (Some(held), _) => println!(
                "A checkpoint of {held} leaves is held: what lay between is LOST. Nothing can be written until you \
                 run: throughcare restore --to {to} --declare-rollback REASON"
            ),
            (None, None) => {
                println!("No held checkpoint was given: whether anything is missing at its end is not known.");
            }
            (None, Some(_)) => {}
        }
        if self.keys.is_none() {
            println!("The signing key is not there: the record can be read, and written once it is put back.");
        }
    }
}

fn hold(restoring: &Restoring, file: &Path) -> anyhow::Result<Option<u64>> {
    let note = std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
    Ok(restoring.hold_against(&note)?)
}

/// Records in the service's own stream that the record was rolled back, and ends the hold on it.
fn declare(folder: &Path, reason: &str) -> anyhow::Result<()> {
    let Err(store::StoreError::Behind { size, held }) = Store::open(folder).map(drop) else {
        bail!("{} is not held: there is no rollback to declare", folder.display());
    };
    let opened = over(Store::open_held(folder)?)?;
    let root = opened.service.store().read_here(Snapshot::last_checkpoint)?.map(|last| last.root);
    let root = root.unwrap_or_else(ledger::empty_root);
    let ask = Ask { actor: operator(), now: opened.clocks.record(), screen: "restore" };
    runtime()?.block_on(opened.service.declare_rollback(&ask, RollbackDeclared { size, root, held }, reason))?;
    Ok(store::end_hold(folder)?)
}

/// Whoever runs the service: no member of staff with cases, and so in the role that changes none.
pub(crate) fn operator() -> Actor {
    Actor {
        staff: "operator".to_owned(),
        name: "Operator".to_owned(),
        role: Role::Auditor,
        team: String::new(),
        provider: String::new(),
        courts: Vec::new(),
    }
}
