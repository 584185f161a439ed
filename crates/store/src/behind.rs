//! A hold on a record that somebody outside has seen more of: nothing is recorded and nothing is signed, by any server, until
//! its rollback is declared. It is read all the while, and what was read is sealed afterwards.
//!
//! Unlike the hold of a restored folder, which `backup` puts beside it, this one stands in the record: it is put while servers
//! are at work, and all of them heed it. It says who has seen how much: a declaration answers what it names, and
//! nothing else, and ends the hold only if it answers all of it.

use std::collections::BTreeMap;
use std::path::Path;

use crate::error::StoreError;
use crate::folder::{BEHIND, BEHIND_BY, Folder, open_writing, read_meta};
use crate::log::last_checkpoint;
use crate::snapshot::Snapshot;
use crate::sql::{Conn, cells};

/// What a witness says that it has seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenBy {
    /// The witness's key, as a policy has it; none where a program that did not know wrote it down.
    pub witness: Option<String>,
    /// Leaves.
    pub held: u64,
}

/// What a declared rollback answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lifted {
    /// What this witness has seen; none for a checkpoint under the log's own signature, which speaks for whoever saw it.
    pub witness: Option<String>,
    /// That very size of the witness; of a checkpoint, no more leaves than these.
    pub held: u64,
}

impl Lifted {
    fn lifts(&self, seen: &SeenBy) -> bool {
        match &self.witness {
            Some(_) => *self == Lifted { witness: seen.witness.clone(), held: seen.held },
            None => seen.held <= self.held,
        }
    }
}

/// How many leaves somebody outside has seen, while the hold lasts.
pub(crate) fn read(conn: &Conn) -> Result<Option<u64>, StoreError> {
    leaves(read_meta(conn, BEHIND)?)
}

fn leaves(said: Option<String>) -> Result<Option<u64>, StoreError> {
    let Some(text) = said else { return Ok(None) };
    text.parse().map(Some).map_err(|_| StoreError::Damaged(format!("meta says {BEHIND} {text:?}")))
}

/// Who has seen how many, while the hold lasts. An earlier release writes down the largest size and nobody's name.
fn read_by(conn: &Conn) -> Result<Vec<SeenBy>, StoreError> {
    let Some(largest) = read(conn)? else { return Ok(Vec::new()) };
    let text = read_meta(conn, BEHIND_BY)?.unwrap_or_else(|| "{}".to_owned());
    let named: BTreeMap<String, u64> = serde_json::from_str(&text)
        .map_err(|error| StoreError::Damaged(format!("meta says {BEHIND_BY} {text:?}: {error}")))?;
    let mut seen: Vec<SeenBy> =
        named.into_iter().map(|(witness, held)| SeenBy { witness: Some(witness), held }).collect();
    if seen.iter().all(|seen| seen.held < largest) {
        seen.push(SeenBy { witness: None, held: largest });
    }
    Ok(seen)
}

/// Refuses while the record is held.
pub(crate) fn refuse(conn: &Conn) -> Result<(), StoreError> {
    refuse_if(conn, read(conn)?)
}

/// The same where the hold was read already.
pub(crate) fn refuse_if(conn: &Conn, held: Option<u64>) -> Result<(), StoreError> {
    let Some(held) = held else { return Ok(()) };
    let size = last_checkpoint(conn)?.map_or(0, |last| last.size);
    Err(StoreError::Behind { size, held })
}

/// The same of what was read of the hold beside something else: see `postgres/gate.rs`.
pub(crate) fn refuse_said(conn: &Conn, said: Option<String>) -> Result<(), StoreError> {
    refuse_if(conn, leaves(said)?)
}

/// Puts the hold, or raises it. The caller holds a transaction; once it is committed no server signs anything.
pub(crate) fn put(conn: &Conn, witness: &str, held: u64) -> Result<(), StoreError> {
    stand_still(conn)?;
    let mut stands = read_by(conn)?;
    match stands.iter_mut().find(|seen| seen.witness.as_deref() == Some(witness)) {
        Some(seen) if seen.held >= held => return Ok(()),
        Some(seen) => seen.held = held,
        None => stands.push(SeenBy { witness: Some(witness.to_owned()), held }),
    }
    keep(conn, &stands)
}

/// Ends the hold, in the transaction of the act that declares the rollback. An act that leaves something of it unanswered is
/// refused: what it wrote would be signed.
pub(crate) fn end(conn: &Conn, lifted: &[Lifted]) -> Result<(), StoreError> {
    stand_still(conn)?;
    let stands = read_by(conn)?;
    let left = stands.iter().filter(|seen| !lifted.iter().any(|one| one.lifts(seen)));
    if let Some(held) = left.map(|seen| seen.held).max() {
        return Err(StoreError::Behind { size: last_checkpoint(conn)?.map_or(0, |last| last.size), held });
    }
    conn.write("DELETE FROM meta WHERE name IN ($1, $2)", cells![BEHIND, BEHIND_BY])
}

/// Whoever seals now commits first, and whoever seals next looks; nobody else puts or ends a hold meanwhile.
fn stand_still(conn: &Conn) -> Result<(), StoreError> {
    if let Conn::Postgres(_) = conn {
        conn.first("SELECT epoch FROM lease WHERE name = 'seal' FOR UPDATE", cells![], |_| Ok(()))?;
    }
    Ok(())
}

fn keep(conn: &Conn, stands: &[SeenBy]) -> Result<(), StoreError> {
    let largest = stands.iter().map(|seen| seen.held).max().unwrap_or_default();
    let named: BTreeMap<&str, u64> =
        stands.iter().filter_map(|seen| Some((seen.witness.as_deref()?, seen.held))).collect();
    let named = serde_json::to_string(&named).map_err(|error| StoreError::Damaged(error.to_string()))?;
    for (name, value) in [(BEHIND, largest.to_string()), (BEHIND_BY, named)] {
        conn.write(
            "INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            cells![name, value],
        )?;
    }
    Ok(())
}

/// Puts the hold on a folder that nobody has open, without opening it for work: that alone might sign something.
pub fn hold_folder(folder: &Path, seen: &[(String, u64)]) -> Result<(), StoreError> {
    let folder = Folder::new(folder);
    let _lock = folder.lock()?;
    let conn = open_writing(&folder.record())?;
    conn.writing(|| seen.iter().try_for_each(|(witness, held)| put(&conn, witness, *held)))
}

impl Snapshot {
    /// How many leaves somebody outside has seen of a record that has fewer, while nothing may be written for it.
    pub fn behind(&self) -> Result<Option<u64>, StoreError> {
        read(self.conn())
    }

    /// Who has seen how many, while the hold lasts.
    pub fn behind_by(&self) -> Result<Vec<SeenBy>, StoreError> {
        read_by(self.conn())
    }
}
