//! `replay-erasures`: on a record restored from an older copy, erases again what had been erased since.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use access::Actor;
use anyhow::{Context, bail};
use record::facts::organisation::Role;
use service::erasure::replay::Replayed;
use service::erasure::signed::SignedList;
use service::{Ask, Problem};
use store::{Database, Snapshot, Store};

use super::{Opened, over, runtime, witnesses};
use crate::place::Place;

/// Erase again, on a record that was just restored, what `export erasures` lists. Until then it is not served.
#[derive(Debug, clap::Args)]
pub(crate) struct ReplayErasures {
    /// The list, as `export erasures` wrote and signed it.
    list: PathBuf,
    #[command(flatten)]
    place: Place,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

impl ReplayErasures {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let folder = &self.place.data;
        let list = read_list(&self.list, folder)?;
        let opened = match self.place.database() {
            Some(database) => self.database_owing(database)?,
            None => self.folder_owing(&list)?,
        };
        let done = replay(&opened, &list)?;
        if self.json {
            println!("{}", serde_json::to_string(&done)?);
        } else {
            println!("{} erased again, {} erased already, {} not in this copy", done.erased, done.already, done.absent);
            tell_held(done.held);
        }
        Ok(if done.held == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    fn folder_owing(&self, list: &SignedList) -> anyhow::Result<Opened> {
        let folder = &self.place.data;
        if !store::owes_erasures(folder)? {
            bail!("{} {AT_WORK}", folder.display());
        }
        witnesses::look(&self.place)?;
        let held = match Store::open(folder).map(drop) {
            Err(store::StoreError::Behind { held, .. }) => Some(held),
            _ => None,
        };
        refuse_short(list, held)?;
        over(Store::open_held(folder)?)
    }

    /// A database owes them from the declaration of its rollback on: then the newest list there is is the best there is.
    fn database_owing(&self, database: Database) -> anyhow::Result<Opened> {
        witnesses::look(&self.place)?;
        let opened = over(Place::open_owing(database)?)?;
        if !opened.service.store().read_here(Snapshot::owes_erasures)? {
            bail!("the database {AT_WORK}");
        }
        Ok(opened)
    }
}

/// Why a list is not carried out.
const AT_WORK: &str = "was not just restored, nor its rollback declared: a list is carried out before such a record is served, and \
                       at no other time. In a record that is at work two people decide";

/// Says what a legal hold kept from being erased again.
pub(crate) fn tell_held(held: usize) {
    if held > 0 {
        println!(
            "{held} LEFT AS THEY ARE: a legal hold stands on them in this copy. Once it is lifted, two people erase them again."
        );
    }
}

/// Reads a list of erasures, and holds its signature against the key of the record in a folder.
pub(crate) fn read_list(file: &Path, folder: &Path) -> anyhow::Result<SignedList> {
    let name = file.display();
    let text = std::fs::read_to_string(file).with_context(|| format!("{name} cannot be read"))?;
    let key = store::public_key(folder)?;
    SignedList::read(&text, &key).with_context(|| format!("{name} is not carried out"))
}

/// Refuses a list that was signed before a checkpoint that the record falls short of: what was erased in between is not
/// in it. Once the rollback is declared that is known to be lost, and the list is the best there is.
pub(crate) fn refuse_short(list: &SignedList, held: Option<u64>) -> anyhow::Result<()> {
    match held {
        Some(held) if list.size() < held => bail!(
            "the list was signed when the log had {} leaves, and a checkpoint of {held} leaves is held: it does not \
             say what was erased between them. Carry out a later list; if there is none, declare the rollback first \
             (throughcare restore --declare-rollback REASON)",
            list.size()
        ),
        _ => Ok(()),
    }
}

/// Carries a list of erasures out.
pub(crate) fn replay(opened: &Opened, list: &SignedList) -> anyhow::Result<Replayed> {
    let runtime = runtime()?;
    let done = runtime.block_on(opened.service.replay_erasures(&asks(opened), list)).map_err(in_words)?;
    runtime.block_on(opened.service.store().clone().close());
    Ok(done)
}

/// Says that nothing was erased since the backup.
pub(crate) fn declare_none(opened: &Opened, reason: &str) -> anyhow::Result<()> {
    let runtime = runtime()?;
    runtime.block_on(opened.service.declare_no_erasures(&asks(opened), reason)).map_err(in_words)?;
    runtime.block_on(opened.service.store().clone().close());
    Ok(())
}

fn asks(opened: &Opened) -> Ask {
    Ask { actor: keeper(), now: opened.clocks.record(), screen: "replay" }
}

fn in_words(problem: Problem) -> anyhow::Error {
    match problem {
        Problem::Invalid(errors) => {
            anyhow::anyhow!("{}", errors.into_iter().map(|error| error.message).collect::<Vec<_>>().join("; "))
        }
        problem => problem.into(),
    }
}

/// What two people decided is carried over by the service itself.
fn keeper() -> Actor {
    Actor {
        staff: "system".to_owned(),
        name: "Restore".to_owned(),
        role: Role::InformationOfficer,
        team: String::new(),
        provider: String::new(),
        courts: Vec::new(),
    }
}
