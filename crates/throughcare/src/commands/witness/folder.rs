//! A witness's folder: its key, and of each log it watches the key and the last checkpoint it cosigned.
//!
//! `key`, `key.pub`, `lock`; `logs/<digest of the origin>/log.pub` and `checkpoint`. What a witness remembers is all that
//! makes it one: if a `checkpoint` is gone, cut short or altered it cosigns nothing, rather than begin anew.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use ledger::{Hash, KnownLog, Misbehaviour, Nodes, Refusal, Submission, VerifyingKey, WitnessSigningKey};

use crate::commands::durable::{Secrecy, write_durably};

/// Stands in `checkpoint` before the first: an empty file is one that lost what it held.
const NOTHING_YET: &str = "nothing cosigned yet\n";

/// An open witness, which no other process may use meanwhile.
pub(crate) struct WitnessFolder {
    path: PathBuf,
    key: WitnessSigningKey,
    _lock: File,
}

/// A log it watches.
pub(crate) struct Watched {
    /// Its key and where the witness stands.
    pub(crate) known: KnownLog,
    /// The last note that was cosigned.
    last_note: Option<String>,
    folder: PathBuf,
}

/// What came of a request.
pub(crate) enum Outcome {
    /// Cosigned and remembered: the whole note, this witness's line the last.
    Cosigned(String),
    /// Refused, perhaps with proof against the log.
    Refused(Refusal, Option<Evidence>),
}

/// Proof against a log, and where it was put.
pub(crate) struct Evidence {
    /// The proof.
    pub(crate) proof: Misbehaviour,
    /// The folder that it was written into.
    pub(crate) folder: PathBuf,
}

impl WitnessFolder {
    /// Makes a witness in a folder that has none.
    pub(crate) fn init(path: &Path, name: &str, seed: [u8; 32]) -> anyhow::Result<WitnessFolder> {
        let plain = !name.is_empty() && !name.chars().any(|c| c.is_whitespace() || c.is_control() || c == '+');
        ensure!(plain, "a witness's name is not empty and holds no white space and no plus sign");
        std::fs::create_dir_all(path.join("logs")).with_context(|| format!("{} cannot be made", path.display()))?;
        let lock = lock(path)?;
        ensure!(!path.join("key").exists(), "there is already a witness in {}", path.display());
        let key = WitnessSigningKey::from_seed(name, seed);
        write_durably(&path.join("key.pub"), &format!("{}\n", key.public()), Secrecy::Public)?;
        write_durably(&path.join("key"), &key.to_key_file(), Secrecy::OwnerOnly)?;
        Ok(WitnessFolder { path: path.to_owned(), key, _lock: lock })
    }

    /// Opens a witness.
    pub(crate) fn open(path: &Path) -> anyhow::Result<WitnessFolder> {
        let file = path.join("key");
        let text =
            std::fs::read_to_string(&file).with_context(|| format!("there is no witness in {}", path.display()))?;
        let key = WitnessSigningKey::from_key_file(&text).with_context(|| file.display().to_string())?;
        Ok(WitnessFolder { path: path.to_owned(), key, _lock: lock(path)? })
    }

    /// The key that its cosignatures are checked with.
    pub(crate) fn public(&self) -> &ledger::WitnessKey {
        self.key.public()
    }

    /// Begins to watch a log. A log that is watched already is left as it is, and nothing cosigned is ever forgotten.
    pub(crate) fn add(&self, log: &VerifyingKey) -> anyhow::Result<()> {
        ensure!(log.name() != self.public().name(), "a witness and a log cannot have the same name");
        let folder = self.log_folder(log.name());
        let file = folder.join("log.pub");
        if file.exists() {
            ensure!(read_key(&file)? == *log, "{} is watched already, with another key", log.name());
            return Ok(());
        }
        std::fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        if !folder.join("checkpoint").exists() {
            write_durably(&folder.join("checkpoint"), NOTHING_YET, Secrecy::Public)?;
        }
        write_durably(&file, &format!("{log}\n"), Secrecy::Public)
    }

    /// The log with this origin, if it is watched.
    pub(crate) fn watched(&self, origin: &str) -> anyhow::Result<Option<Watched>> {
        let folder = self.log_folder(origin);
        let file = folder.join("log.pub");
        if !file.exists() {
            return Ok(None);
        }
        let mut known = KnownLog::new(read_key(&file)?);
        let file = folder.join("checkpoint");
        let last_note = std::fs::read_to_string(&file)
            .with_context(|| format!("what this witness last cosigned for {origin} is gone: it cosigns nothing"))?;
        let last_note = (last_note != NOTHING_YET).then_some(last_note);
        if let Some(last_note) = &last_note {
            let own = self.key.public().cosigned_at(last_note);
            own.with_context(|| format!("{} is not what this witness cosigned", file.display()))?;
            known.last = Some(known.signed(last_note).with_context(|| file.display().to_string())?);
        }
        Ok(Some(Watched { known, last_note, folder }))
    }

    /// Judges a request; what may be cosigned is remembered, durably, before anybody gets it. `tree` is what the log
    /// shows for the checkpoint: if it gives the log away, the proof is kept.
    pub(crate) fn cosign(
        &self,
        submission: &Submission,
        tree: &(impl Nodes + ?Sized),
        seconds: u64,
    ) -> anyhow::Result<Outcome> {
        let Some(watched) = self.watched(submission.origin())? else {
            return Ok(Outcome::Refused(Refusal::UnknownOrigin, None));
        };
        match watched.known.judge(submission) {
            Ok(checkpoint) => {
                let note = self.with_own_line(&submission.note, &checkpoint.text(), seconds);
                write_durably(&watched.folder.join("checkpoint"), &note, Secrecy::Public)?;
                Ok(Outcome::Cosigned(note))
            }
            Err(refusal) => {
                let proof = watched
                    .last_note
                    .as_ref()
                    .and_then(|last| Misbehaviour::of(&watched.known.key, last, &submission.note, tree));
                let evidence = proof.map(|proof| watched.keep(proof)).transpose()?;
                Ok(Outcome::Refused(refusal, evidence))
            }
        }
    }

    /// The note with this witness's line last, and no older one of its own.
    fn with_own_line(&self, note: &str, text: &str, seconds: u64) -> String {
        let own = format!("\u{2014} {} ", self.key.public().name());
        let lines = note[text.len()..].split_inclusive('\n').filter(|line| !line.starts_with(&own));
        format!("{text}{}{}", lines.collect::<String>(), self.key.cosign(text, seconds))
    }

    fn log_folder(&self, origin: &str) -> PathBuf {
        let digest = Hash::of(origin.as_bytes()).to_string();
        self.path.join("logs").join(&digest[..16])
    }
}

impl Watched {
    fn keep(&self, proof: Misbehaviour) -> anyhow::Result<Evidence> {
        let digest = Hash::of(format!("{}{}", proof.held, proof.offered).as_bytes()).to_string();
        let folder = self.folder.join(format!("misbehaviour-{}", &digest[..16]));
        super::evidence::write(&folder, &self.known.key, &proof)?;
        Ok(Evidence { proof, folder })
    }
}

/// Reads a log's key.
pub(crate) fn read_key(file: &Path) -> anyhow::Result<VerifyingKey> {
    let text = std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
    match text.trim_end().parse() {
        Ok(key) => Ok(key),
        Err(error) => bail!("{}: {error}", file.display()),
    }
}

fn lock(path: &Path) -> anyhow::Result<File> {
    let file = path.join("lock");
    let told = || format!("{} cannot be locked", file.display());
    let lock = OpenOptions::new().create(true).truncate(false).write(true).open(&file).with_context(told)?;
    ensure!(lock.try_lock().is_ok(), "the witness in {} is in use by another process", path.display());
    Ok(lock)
}
