//! `witness`: what another body runs, on its own machine and with its own key, so that the record's keeper cannot show
//! one past here and another there.

mod evidence;
mod folder;
mod serve;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use ledger::{Nodes, Submission, consistency_proof};
use serde_json::json;
use service::Chance;
use store::{ExportedLog, Store};
use web::Clocks;

use self::folder::{Outcome, WitnessFolder};
use super::durable::{Secrecy, write_durably};
use crate::clock::{SystemChance, SystemClocks};

pub(crate) use self::folder::read_key;

/// Watch somebody else's log, and cosign it while it only grows.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Witness {
    /// Make a witness: a key that stays in its folder. Prints the public key, for whoever relies on it.
    Init {
        /// A folder of its own, on a machine of its own.
        dir: PathBuf,
        /// The witness's name, as `inspectorate.example/w1`.
        #[arg(long)]
        name: String,
    },
    /// Begin to watch a log.
    Add {
        /// The witness's folder.
        dir: PathBuf,
        /// The log's `key.pub`, had from its keeper.
        #[arg(long, value_name = "FILE")]
        log: PathBuf,
    },
    /// Check that a log only grew since it was last cosigned, and cosign it.
    Cosign(Cosign),
    /// Cosign over HTTP: the add-checkpoint call of C2SP tlog-witness.
    Serve {
        /// The witness's folder.
        dir: PathBuf,
        /// Where to listen.
        #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8090")]
        listen: SocketAddr,
    },
    /// Print what is to be posted to a witness's add-checkpoint.
    Request {
        /// An exported folder, or a data folder.
        #[arg(long, value_name = "DIR")]
        from: PathBuf,
        /// How many leaves the witness cosigned last: 0 if none, else what it answered with status 409.
        #[arg(long, default_value_t = 0)]
        old: u64,
    },
    /// Check a proof of misbehaviour.
    Check {
        /// The folder with the proof.
        proof: PathBuf,
        /// The log's key, from a copy that was had before.
        #[arg(long, value_name = "FILE")]
        log: PathBuf,
    },
}

/// `witness cosign`.
#[derive(Debug, clap::Args)]
pub(crate) struct Cosign {
    /// The witness's folder.
    dir: PathBuf,
    /// What `export tiles` wrote, or the data folder itself.
    #[arg(long, value_name = "DIR")]
    from: PathBuf,
    /// Where the cosigned checkpoint goes; without it, to standard output.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Answer in JSON.
    #[arg(long, requires = "out")]
    json: bool,
}

impl Witness {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Witness::Init { dir, name } => {
                let mut seed = [0; 32];
                SystemChance.fill(&mut seed);
                println!("{}", WitnessFolder::init(&dir, &name, seed)?.public());
            }
            Witness::Add { dir, log } => {
                let key = read_key(&log)?;
                WitnessFolder::open(&dir)?.add(&key)?;
                eprintln!("{} is watched.", key.name());
            }
            Witness::Cosign(cosign) => return cosign.run(),
            Witness::Serve { dir, listen } => serve::serve(WitnessFolder::open(&dir)?, listen)?,
            Witness::Request { from, old } => print!("{}", offered(&from, |note, tree| submission(note, tree, old))?),
            Witness::Check { proof, log } => return check(&proof, &log),
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl Cosign {
    fn run(self) -> anyhow::Result<ExitCode> {
        let witness = WitnessFolder::open(&self.dir)?;
        let outcome = offered(&self.from, |note, tree| {
            let mut submission = Submission { old: 0, proof: Vec::new(), note: note.to_owned() };
            if let Some(watched) = witness.watched(submission.origin())? {
                submission.old = watched.known.size();
                // Without a proof there is none to check, and so no cosignature.
                submission.proof = watched
                    .known
                    .signed(note)
                    .ok()
                    .and_then(|offered| consistency_proof(tree, submission.old, offered.size))
                    .unwrap_or_default();
            }
            witness.cosign(&submission, tree, seconds_now())
        })?;
        match outcome {
            Outcome::Cosigned(note) => {
                match &self.out {
                    Some(out) => write_durably(out, &note, Secrecy::Public)?,
                    None => print!("{note}"),
                }
                let mut lines = note.lines().skip(1);
                let (size, root) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
                if self.json {
                    println!("{}", json!({ "cosigned": true, "size": size.parse::<u64>().ok(), "root": root }));
                } else {
                    eprintln!("Cosigned: {size} leaves under root {root}.");
                }
                Ok(ExitCode::SUCCESS)
            }
            Outcome::Refused(refusal, evidence) => {
                let proof = evidence.as_ref().map(|evidence| evidence.folder.display().to_string());
                if self.json {
                    let told = json!({
                        "cosigned": false, "refused": refusal.to_string(), "status": refusal.status(), "proof": proof,
                    });
                    println!("{told}");
                } else {
                    println!("NOT COSIGNED: {refusal}");
                }
                if let Some(evidence) = evidence {
                    eprintln!("The log signed two pasts that contradict each other. This was cosigned:\n");
                    eprintln!("{}\nThis was offered now:\n\n{}", evidence.proof.held, evidence.proof.offered);
                    eprintln!("The proof is in {}: copy it away, and tell.", evidence.folder.display());
                }
                Ok(ExitCode::FAILURE)
            }
        }
    }
}

/// Seconds since 1970 by the wall clock.
fn seconds_now() -> u64 {
    u64::try_from(SystemClocks::wall().machine() / 1_000_000).unwrap_or_default()
}

/// Opens what a log shows, exported or in its data folder: its last signed checkpoint and its tree.
fn offered<T>(from: &Path, f: impl FnOnce(&str, &dyn Nodes) -> anyhow::Result<T>) -> anyhow::Result<T> {
    if !from.join("record.db").exists() {
        let exported = ExportedLog::open(from).with_context(|| format!("{} holds no log", from.display()))?;
        return f(exported.note(), &exported);
    }
    Store::open_read_only(from)?.read_here(|snapshot| {
        let last = snapshot.last_checkpoint()?;
        Ok(last.context("nothing has been recorded yet").and_then(|last| f(&last.note, &snapshot.nodes(last.size))))
    })?
}

fn submission(note: &str, tree: &dyn Nodes, old: u64) -> anyhow::Result<Submission> {
    let size = note.lines().nth(1).and_then(|size| size.parse().ok()).context("the checkpoint has no size")?;
    let Some(proof) = consistency_proof(tree, old, size) else {
        bail!("there is no proof from {old} to {size} leaves");
    };
    Ok(Submission { old, proof, note: note.to_owned() })
}

fn check(folder: &Path, log: &Path) -> anyhow::Result<ExitCode> {
    let (key, proof) = (read_key(log)?, evidence::read(folder)?);
    if proof.is_proved(&key) {
        println!("Proved: {} signed two pasts that contradict each other.", key.name());
        return Ok(ExitCode::SUCCESS);
    }
    println!("Not proved.");
    Ok(ExitCode::FAILURE)
}
