//! A proof of misbehaviour as files: small, complete, and convincing to anybody who has the log's key.

use std::path::Path;

use anyhow::Context;
use ledger::{Hash, Misbehaviour, VerifyingKey};

use crate::commands::durable::{Secrecy, write_durably};

const README: &str = "\
The log whose key is in `log.pub` signed both `held` and `offered`, and they cannot both be true.

`proof` begins with the root that the log of `offered` has over as many leaves as `held` counts; it is not the root in
`held`. The hashes below it are the consistency proof (RFC 6962, section 2.1.2) that this is so.

Check it with `throughcare witness check FOLDER --log KEYFILE`, with a copy of the log's key that you had before.
";

/// Writes a proof into a folder of its own.
pub(crate) fn write(folder: &Path, key: &VerifyingKey, proof: &Misbehaviour) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let hashes = std::iter::once(&proof.root_there).chain(&proof.proof);
    let lines: Vec<String> = hashes.map(Hash::to_base64).chain([String::new()]).collect();
    write_durably(&folder.join("held"), &proof.held, Secrecy::Public)?;
    write_durably(&folder.join("offered"), &proof.offered, Secrecy::Public)?;
    write_durably(&folder.join("proof"), &lines.join("\n"), Secrecy::Public)?;
    write_durably(&folder.join("log.pub"), &format!("{key}\n"), Secrecy::Public)?;
    write_durably(&folder.join("README"), README, Secrecy::Public)
}

/// Reads what [`write`] wrote.
pub(crate) fn read(folder: &Path) -> anyhow::Result<Misbehaviour> {
    let file = |name: &str| {
        let path = folder.join(name);
        std::fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))
    };
    let (held, offered, proof) = (file("held")?, file("offered")?, file("proof")?);
    let mut hashes = proof.lines().map(Hash::from_base64);
    let root_there = hashes.next().context("the proof is empty")??;
    Ok(Misbehaviour { held, offered, root_there, proof: hashes.collect::<Result<_, _>>()? })
}
