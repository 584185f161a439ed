//! `restore`: a record made again from a backup and the segments after it.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use access::Actor;
use anyhow::{Context, bail};
use record::facts::organisation::Role;
use record::facts::service::RollbackDeclared;
use service::Ask;
use service::erasure::replay::Replayed;
use service::erasure::signed::SignedList;
use store::{Against, Restoring, SeenBy, Snapshot, Store};

use super::replay_erasures::{declare_none, read_list, refuse_short, replay, tell_held};
use super::{Opened, over, rebuild, runtime, witnesses};
use crate::place::Place;

/// Make a record again from a backup and the segments after it.
///
/// It is verified whole before it gets its name. If a checkpoint is held that covers more than could be restored, the
/// record can be read, and nothing can be written to it until its rollback is declared. Where neither the segments, as
/// far as a held checkpoint from after the backup, nor a list say what was erased since the backup, nothing can be written until somebody
/// does.
#[derive(Debug, clap::Args)]
pub(crate) struct Restore {
    /// The backup. Leave it out to declare something of a record that was restored before.
    #[arg(value_name = "BACKUP", required_unless_present_any = ["declare_rollback", "no_erasures"])]
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
    /// The last checkpoint that somebody else keeps, as a signed note: only it tells whether segments are missing.
    #[arg(long, value_name = "FILE")]
    held: Option<PathBuf>,
    /// The folder with the signing key. Without it the record can be read, not written.
    #[arg(long, value_name = "DIR")]
    keys: Option<PathBuf>,
    /// What was erased since the backup, or since the moment it was put back to, as `export erasures` listed and signed it.
    #[arg(long, value_name = "FILE")]
    erasures: Option<PathBuf>,
    /// Say that nothing was erased since then, and record how that is known.
    #[arg(long, value_name = "REASON", conflicts_with = "erasures")]
    no_erasures: Option<String>,
    /// Go on without what is lost, and record why.
    #[arg(long, value_name = "REASON")]
    declare_rollback: Option<String>,
    /// The database whose rollback is declared, or of which it is said that nothing was erased; --to is then the folder with its
    /// log's key.
    #[arg(long, value_name = "URL", conflicts_with = "from")]
    database_url: Option<String>,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

/// When a rollback was declared.
enum Declared {
    /// By this command.
    Now,
    /// By one that was stopped before it had seen to the erasures.
    Before,
}

/// What came of it.
#[derive(Clone, Copy)]
struct Told {
    /// Entries from segments.
    added: u64,
    /// What was erased again.
    replayed: Replayed,
    /// Whether what was erased since the backup may stand in it.
    owed: bool,
    /// Leaves under a held checkpoint that it falls short of.
    held: Option<u64>,
}

impl Restore {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let Some(from) = &self.from else { return self.declare_later() };
        if self.declare_rollback.is_some() && (self.held.is_none() || self.keys.is_none()) {
            bail!("a rollback is declared against a held checkpoint and signed: give --held and --keys as well");
        }
        if (self.no_erasures.is_some() || self.erasures.is_some()) && self.keys.is_none() {
            bail!("what was erased since is recorded and signed: give --keys as well");
        }
        // Refused before anything is copied.
        let erasures = self.erasures.as_deref().map(|list| read_list(list, from)).transpose()?;
        let begun = Instant::now();
        let mut restoring = Restoring::begin(from, &self.to)?;
        let size = restoring.manifest().size;
        let added = match &self.segments {
            Some(segments) => restoring.add_segments(segments, self.until)?,
            None => 0,
        };
        let standards = practice::Standards::split_2014();
        restoring.project(|stream, rows| rebuild::project(stream, rows, standards), rebuild::jobs_left)?;
        if let Some(keys) = &self.keys {
            restoring.put_key(keys)?;
        }
        let held = self.held.as_deref().map(|file| hold(&restoring, file)).transpose()?;
        let behind = held.and_then(Against::short_of);
        // Before anything else is recorded in it: until then whatever were written would be a second past.
        match (behind, &self.declare_rollback) {
            (Some(_), Some(reason)) => {
                declare(&Place::folder(restoring.folder().to_path_buf()), reason)?;
            }
            (Some(held), None) if self.no_erasures.is_some() => bail!(
                "a checkpoint of {held} leaves is held, and the backup with its segments ends before: that nothing was erased \
                 can be recorded once the rollback is declared (--declare-rollback REASON, here or afterwards)"
            ),
            _ => {}
        }
        let replayed = self.see_to_erasures(&restoring, erasures.as_ref(), held)?;
        let owed = store::owes_erasures(restoring.folder())?;
        let report = restoring.finish()?;
        let told = Told { added, replayed, owed, held: behind.filter(|_| self.declare_rollback.is_none()) };
        if self.json {
            let line = serde_json::json!({
                "ok": true, "backup_size": size, "added": added, "entries": report.entries, "size": report.size,
                "root": report.root, "erased_again": replayed.erased, "left_held": replayed.held,
                "erasures_owed": owed, "behind": told.held, "key": self.keys.is_some(),
                "seconds": begun.elapsed().as_secs_f64(),
            });
            println!("{line}");
        } else {
            self.tell(&report, told);
        }
        if owed {
            eprintln!("{}", store::StoreError::ErasuresOwed(self.to.clone()));
        }
        Ok(ExitCode::SUCCESS)
    }

    /// Declares something of a record that was restored before.
    fn declare_later(&self) -> anyhow::Result<ExitCode> {
        let (to, shared) = (self.to.display(), self.database_url.is_some());
        let place = match &self.database_url {
            Some(url) => Place::shared(self.to.clone(), url.clone()),
            None => Place::folder(self.to.clone()),
        };
        // Refused before anything is declared.
        let list = self.erasures.as_deref().map(|list| read_list(list, &self.to)).transpose()?;
        if let Some(reason) = &self.declare_rollback {
            if shared && list.is_none() && self.no_erasures.is_none() {
                bail!(
                    "what was erased after the moment that the database was put back to stands in it again. Stop its servers, \
                     and give the newest list of erasures as well (--erasures LIST), or say that there were none \
                     (--no-erasures REASON)"
                );
            }
            match declare(&place, reason)? {
                Declared::Now => eprintln!("The rollback of {to} is declared."),
                Declared::Before => {
                    eprintln!(
                        "The rollback of {to} was declared before; what was erased since is still to be seen to."
                    );
                }
            }
        } else {
            if !shared && store::is_held(&self.to)? {
                bail!(
                    "{to} ends before a held checkpoint: its rollback is declared first, or with it (--declare-rollback REASON)"
                );
            }
            witnesses::look(&place)?;
        }
        if list.is_none() && self.no_erasures.is_none() {
            if store::owes_erasures(&self.to)? {
                eprintln!("{}", store::StoreError::ErasuresOwed(self.to.clone()));
            }
            return Ok(ExitCode::SUCCESS);
        }
        let Some(opened) = owing(&place)? else {
            bail!("{to} was not just restored, or its erasures were seen to: there is nothing to declare");
        };
        if let Some(list) = &list {
            let replayed = replay(&opened, list)?;
            eprintln!("{} were erased again in {to}.", replayed.erased);
            tell_held(replayed.held);
        } else if let Some(reason) = &self.no_erasures {
            declare_none(&opened, reason)?;
            eprintln!("It is recorded that nothing was erased in {to} since then.");
        }
        Ok(ExitCode::SUCCESS)
    }

    /// What was erased since the backup is erased again, or said to be nothing. Segments bring the erasures with them,
    /// and only a held checkpoint that they reach, of a later moment than the backup, tells that none is missing at their end.
    /// Otherwise nobody knows, and the record says so until somebody does. One from the very moment of the backup says nothing of
    /// the time since: segments that had stopped by then would pass for whole.
    fn see_to_erasures(
        &self,
        restoring: &Restoring,
        erasures: Option<&SignedList>,
        held: Option<Against>,
    ) -> anyhow::Result<Replayed> {
        let size = restoring.manifest().size;
        let later = matches!(held, Some(Against::Reaches(held)) if held > size);
        let whole = self.segments.is_some() && self.until.is_none() && later;
        if whole && erasures.is_none() && self.no_erasures.is_none() {
            return Ok(Replayed::default());
        }
        restoring.owe_erasures()?;
        if let (Some(Against::Reaches(held)), Some(_), false) = (held, &self.segments, later) {
            eprintln!(
                "The held checkpoint covers {held} leaves, and the backup {size}: it says nothing of the time since."
            );
        }
        match (erasures, &self.no_erasures) {
            (Some(list), _) => {
                let behind = held.and_then(Against::short_of);
                refuse_short(list, behind.filter(|_| self.declare_rollback.is_none()))?;
                replay(&over(Store::open_held(restoring.folder())?)?, list)
            }
            (None, Some(reason)) => {
                declare_none(&over(Store::open_held(restoring.folder())?)?, reason)?;
                Ok(Replayed::default())
            }
            (None, None) => Ok(Replayed::default()),
        }
    }

    fn tell(&self, report: &store::Report, told: Told) {
        let (to, Told { added, replayed, owed, held }) = (self.to.display(), told);
        println!("{to} was restored and verified: {} entries under a log of {} leaves.", report.entries, report.size);
        println!("{added} entries came from segments; {} were erased again.", replayed.erased);
        tell_held(replayed.held);
        if owed {
            println!("WHAT WAS ERASED SINCE THE BACKUP MAY STAND IN IT AGAIN: it is not served until that is seen to.");
        }
        match (held, &self.held) {
            (Some(held), _) => println!(
                "A checkpoint of {held} leaves is held: what lay between is LOST. Nothing can be written until you \
                 run: throughcare restore --to {to} --declare-rollback REASON"
            ),
            (None, None) => {
                println!(
                    "No held checkpoint was given: whether anything is missing at its end is not known, and no witness was \
                     asked. The service asks those it is shown to, where it can reach them, before it writes anything."
                );
            }
            (None, Some(_)) => {}
        }
        if self.keys.is_none() {
            println!("The signing key is not there: the record can be read, and written once it is put back.");
        }
    }
}

/// Opens a record that owes what was erased since it was restored, or put back; none if it does not.
fn owing(place: &Place) -> anyhow::Result<Option<Opened>> {
    if let Some(database) = place.database() {
        let opened = over(Place::open_owing(database)?)?;
        let owes = opened.service.store().read_here(Snapshot::owes_erasures)?;
        return Ok(owes.then_some(opened));
    }
    // Before it is opened for work: that alone might sign something.
    if store::owes_erasures(&place.data)? { over(Store::open_held(&place.data)?).map(Some) } else { Ok(None) }
}

fn hold(restoring: &Restoring, file: &Path) -> anyhow::Result<Against> {
    let note = std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
    Ok(restoring.hold_against(&note)?)
}

/// Records in the service's own stream that the record was rolled back, and ends the hold on it. A folder that a witness had
/// held then owes what was erased since the moment it was put back to, as a restored one does; a database owes it from the
/// declaration itself.
fn declare(place: &Place, reason: &str) -> anyhow::Result<Declared> {
    // A hold beside a folder keeps it shut; one that a running server put stands in the record.
    let (store, beside) = match place.database().map_or_else(|| place.open(), Place::open_owing) {
        Ok(store) => (store, None),
        Err(error) => match error.downcast_ref() {
            Some(store::StoreError::Behind { held, .. }) => (Store::open_held(&place.data)?, Some(*held)),
            Some(store::StoreError::ErasuresOwed(_)) => (Store::open_held(&place.data)?, None),
            _ => return Err(error),
        },
    };
    let (within, last) = store.read_here(|snapshot| Ok((snapshot.behind_by()?, snapshot.last_checkpoint()?)))?;
    let (size, root) = last.map_or((0, ledger::empty_root()), |last| (last.size, last.root));
    let checkpoint = beside.map(|held| RollbackDeclared { size, root, held, witness: None });
    let seen = within.into_iter().map(|SeenBy { witness, held }| RollbackDeclared { size, root, held, witness });
    let declared: Vec<RollbackDeclared> = checkpoint.into_iter().chain(seen).collect();
    if declared.is_empty() {
        if place.database().is_some() && store.read_here(Snapshot::owes_erasures)? {
            return Ok(Declared::Before);
        }
        bail!("{} is not held: there is no rollback to declare", place.data.display());
    }
    if beside.is_none() && place.database().is_none() {
        // Before it can be served again.
        store::owe_erasures(&place.data)?;
    }
    let opened = over(store)?;
    let ask = Ask { actor: operator(), now: opened.clocks.record(), screen: "restore" };
    runtime()?.block_on(opened.service.declare_rollback(&ask, &declared, reason))?;
    for RollbackDeclared { held, witness, .. } in &declared {
        match witness {
            Some(key) => eprintln!("Answered: witness {key} says that it has seen {held} leaves. No other witness is."),
            None => eprintln!("Answered: a checkpoint of {held} leaves, and whoever has seen no more."),
        }
    }
    opened.service.store().protect_here()?;
    if beside.is_some() {
        store::end_hold(&place.data)?;
    }
    Ok(Declared::Now)
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
