//! `verify --held`: the record against what somebody outside holds, and what was done to it since.

use std::path::PathBuf;

use anyhow::Context;
use ledger::{Checkpoint, Misbehaviour, Quorum, VerifyingKey, WitnessKey};
use serde::Serialize;
use store::{Comparison, ExportedLog, Report, Store};

use super::over;
use super::witness::read_key;
use super::witnesses::read_policy;
use crate::place::Place;

/// What somebody outside holds, and whom to believe.
#[derive(Debug, clap::Args)]
pub(crate) struct Held {
    /// A checkpoint held elsewhere, best one that a witness cosigned; more of them narrow down where a change begins.
    #[arg(id = "held", long = "held", value_name = "FILE")]
    files: Vec<PathBuf>,
    /// A witness's public key, from a copy that was not in the data folder.
    #[arg(long, value_name = "FILE", requires = "held")]
    witness: Vec<PathBuf>,
    /// How many of the witnesses must have cosigned; all of them unless told.
    #[arg(long, value_name = "N", requires = "witness")]
    quorum: Option<usize>,
    /// Hold the record to the last checkpoint that enough of these witnesses have cosigned, as the record itself keeps it
    /// (C2SP tlog-policy; best from a copy that was not in the data folder). What was witnessed later can have been
    /// taken away: the witnesses know.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["held", "witness"])]
    witnesses: Option<PathBuf>,
    /// The log's public key, from a copy that was not in the data folder.
    #[arg(long, value_name = "FILE", requires = "held")]
    log_key: Option<PathBuf>,
    /// What `export tiles` wrote when the held checkpoint was signed: tells which entry was touched first, and how.
    #[arg(long, value_name = "DIR", requires = "held")]
    tiles: Option<PathBuf>,
}

/// What came of it; serialises as `held` in the answer.
#[derive(Debug, Serialize)]
pub(crate) struct Answer {
    /// Whether the record is a continuation of everything held.
    pub(crate) ok: bool,
    /// Leaves under the largest held checkpoint.
    size: u64,
    /// Its root, in base64.
    root: String,
    /// Who cosigned it.
    cosigned_by: Vec<Cosigned>,
    /// The log's key is no longer the one that signed what is held.
    key_changed: bool,
    /// The log's key signed what is held and also what contradicts it: nobody else can have made both.
    signed_twice: bool,
    #[serde(flatten)]
    comparison: Comparison,
    /// What is held and what the record shows, where they contradict each other.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    contradiction: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Cosigned {
    name: String,
    /// In seconds since 1970.
    at: u64,
}

impl Held {
    /// Whether the record is to be held to anything: to what was given, or to what its witnesses have cosigned.
    pub(crate) fn is_given(&self, place: &Place) -> bool {
        if !self.files.is_empty() || self.witnesses.is_some() {
            return true;
        }
        // Nothing was asked for: what was not witnessed yet is no fault.
        let kept = self.kept(place).ok().flatten();
        kept.is_some_and(|(_, note)| note.is_some())
    }

    /// The policy, and the last note that satisfies it, as the record keeps it.
    fn kept(&self, place: &Place) -> anyhow::Result<Option<(Quorum, Option<String>)>> {
        let Some((_, policy)) = read_policy(self.witnesses.as_deref(), &place.data)? else { return Ok(None) };
        let service = over(place.open_to_read()?)?.service;
        let last = service.last_witnessed(&policy)?;
        Ok(Some((policy.quorum, last.map(|last| last.note))))
    }

    /// What the record is held to, each with where it is from, and whom to believe.
    fn notes(&self, place: &Place) -> anyhow::Result<(Quorum, Vec<(String, String)>)> {
        if self.files.is_empty() {
            let (quorum, note) = self.kept(place)?.context("nothing is held")?;
            let note = note.context("no checkpoint is kept here that enough witnesses have cosigned: ask them")?;
            return Ok((quorum, vec![("what witnesses have cosigned".to_owned(), note)]));
        }
        let read = |file: &PathBuf| {
            let note = std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
            Ok((file.display().to_string(), note))
        };
        Ok((self.quorum()?, self.files.iter().map(read).collect::<anyhow::Result<_>>()?))
    }

    /// Holds the record to it. An error if what is held cannot be believed: that says nothing of the record.
    pub(crate) fn compare(&self, place: &Place) -> anyhow::Result<Answer> {
        let (quorum, notes) = self.notes(place)?;
        let here = read_key(&place.data.join("key.pub"));
        let outside = self.log_key.as_deref().map(read_key).transpose()?;
        let mut key_changed = match (&here, &outside) {
            (Ok(here), Some(outside)) => here != outside,
            (here, _) => here.is_err(),
        };
        let log = outside.or(here.ok());
        let mut held: Vec<(Checkpoint, String)> = Vec::new();
        let mut cosigned_by = Vec::new();
        for (from, note) in notes {
            let told = || format!("{from} cannot be believed");
            let witnessed = quorum.check(&note).with_context(told)?;
            let signed = log.as_ref().is_some_and(|key| key.open(&note).is_ok());
            // Witnesses vouch for what they cosigned whatever became of the log's key since.
            if quorum.is_empty() {
                anyhow::ensure!(signed, "{}: it is not signed by the log's key, and no witness vouches for it", told());
            }
            key_changed |= !signed;
            if held.iter().all(|(before, _)| before.size < witnessed.checkpoint.size) {
                cosigned_by =
                    witnessed.by.iter().map(|(name, at)| Cosigned { name: (*name).into(), at: *at }).collect();
            }
            held.push((witnessed.checkpoint, note));
        }
        let exported = self.tiles.as_deref().map(ExportedLog::open).transpose()?;
        let checkpoints: Vec<Checkpoint> = held.iter().map(|(checkpoint, _)| checkpoint.clone()).collect();
        let store = place.open_to_read()?;
        let comparison = store::compare_held(&store, &checkpoints, exported.as_ref())?;
        let contradiction = match (&comparison.differs_at, &log) {
            (Some(size), Some(log)) => contradiction(&held, *size, log, &store),
            _ => Vec::new(),
        };
        let largest = checkpoints.into_iter().max_by_key(|held| held.size).context("nothing is held")?;
        Ok(Answer {
            ok: comparison.ok && !key_changed,
            size: largest.size,
            root: largest.root.to_base64(),
            cosigned_by,
            key_changed,
            signed_twice: !contradiction.is_empty(),
            comparison,
            contradiction,
        })
    }

    fn quorum(&self) -> anyhow::Result<Quorum> {
        let keys = self.witness.iter().map(|file| {
            let told = || format!("{} cannot be read", file.display());
            let text = std::fs::read_to_string(file).with_context(told)?;
            text.trim_end().parse::<WitnessKey>().with_context(|| file.display().to_string())
        });
        let keys: Vec<WitnessKey> = keys.collect::<anyhow::Result<_>>()?;
        let need = self.quorum.unwrap_or(keys.len());
        Ok(Quorum::new(keys, need)?)
    }
}

/// Both notes, if the log's key signed what is held at this size and also a last checkpoint whose tree proves another past.
/// Damage alone proves nothing against the key: the tree that was signed is then still the one that was witnessed.
fn contradiction(held: &[(Checkpoint, String)], size: u64, log: &VerifyingKey, store: &Store) -> Vec<String> {
    let Some((_, note)) = held.iter().find(|(checkpoint, _)| checkpoint.size == size) else { return Vec::new() };
    let proof = store.read_here(|snapshot| {
        let last = snapshot.last_checkpoint()?;
        Ok(last.and_then(|last| Misbehaviour::of(log, note, &last.note, &snapshot.nodes(last.size))))
    });
    // A record that cannot be read proves nothing either, and its damage has been told.
    proof.ok().flatten().map_or_else(Vec::new, |proof| vec![proof.held, proof.offered])
}

/// Says it in words.
pub(crate) fn print(answer: &Answer, report: &Report) {
    let Answer { comparison, .. } = answer;
    let by: Vec<_> = answer.cosigned_by.iter().map(|cosigned| cosigned.name.as_str()).collect();
    let who = if by.is_empty() { "the log's own key only".to_owned() } else { by.join(", ") };
    println!("held: {} leaves under root {}, vouched for by {who}", answer.size, answer.root);
    if answer.ok && report.ok {
        println!("The record continues what is held: nothing up to there was changed since.");
        return;
    }
    if answer.ok {
        println!("Its leaves continue what is held: what is damaged is named above, and nothing was sealed anew.");
        return;
    }
    println!("THE RECORD IS NOT A CONTINUATION OF WHAT IS HELD.");
    if answer.key_changed {
        println!("The log's key in the data folder is not the one that signed what is held.");
    }
    if let Some(size) = comparison.agrees_at {
        println!("Up to {size} leaves nothing was changed.");
    }
    if comparison.log_size < answer.size {
        println!("The log has {} leaves; {} were witnessed.", comparison.log_size, answer.size);
    } else if let Some(size) = comparison.differs_at {
        println!("Of {} leaves, the first {size} are not those that were witnessed.", comparison.log_size);
    }
    match &comparison.changed {
        Some(changed) => println!("first touched: {} (position {}): {}", changed.id, changed.position, changed.fault),
        None if report.ok && comparison.differs_at.is_some() => {
            println!("All of it was hashed and signed anew: only the exported log (--tiles) can tell which entry.");
        }
        None => {}
    }
    if let [held, shown] = &answer.contradiction[..] {
        println!("The log's own key signed both this:\n\n{held}\nand this, which contradicts it:\n\n{shown}");
    }
}
