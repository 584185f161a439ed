//! What witnesses have put under the log's checkpoints, and how each of them was last reached.
//!
//! Beside the ledger, and nothing in it need be believed: whoever reads a cosignature checks it against the witness's key.

use crate::error::StoreError;
use crate::snapshot::Snapshot;
use crate::sql::{Conn, Row, cells};

/// Of an hour only the last checkpoint that enough witnesses have cosigned is kept, in microseconds.
const HOUR: i64 = 3_600_000_000;

/// A witness's line under a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CosignatureRow {
    /// Leaves under the checkpoint.
    pub size: u64,
    /// The witness's name.
    pub witness: String,
    /// When it was had, in microseconds, by the record's clock.
    pub at: i64,
    /// The checkpoint with the log's line and the witness's.
    pub note: String,
}

/// How a witness was last reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WitnessRow {
    /// Its name.
    pub name: String,
    /// How many leaves it has cosigned, as far as is known here.
    pub known: u64,
    /// When it was last asked, in microseconds.
    pub tried: i64,
    /// Since when it has not cosigned what it was asked to, in microseconds; 0 while it does.
    pub failing: i64,
    /// The HTTP status of its last answer; 0 if none came.
    pub status: i64,
    /// What became of it, in words; empty when it cosigned.
    pub answer: String,
}

/// What was sent to a witness that had cosigned another past, and what proves it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisagreementRow {
    /// The witness.
    pub witness: String,
    /// When, in microseconds.
    pub at: i64,
    /// The HTTP status of its answer.
    pub status: i64,
    /// What it had cosigned before, as it is known here; empty if that is not known here any more.
    pub held: String,
    /// The checkpoint that it was sent.
    pub offered: String,
    /// The root that the log has now at the held size, and the proof of it, a hash a line in base64; empty if the
    /// record cannot prove it: then the witness can.
    pub proof: String,
}

impl Snapshot {
    /// The cosignatures under the checkpoint of a size, by witness.
    pub fn cosignatures(&self, size: u64) -> Result<Vec<CosignatureRow>, StoreError> {
        cosignatures(self.conn(), size)
    }

    /// The sizes that somebody has cosigned, the largest first.
    pub fn cosigned_sizes(&self, limit: u32) -> Result<Vec<u64>, StoreError> {
        let text = "SELECT DISTINCT size FROM cosignature ORDER BY size DESC LIMIT $1";
        self.conn().all(text, cells![limit], |row| row.get(0))
    }

    /// The largest checkpoint that a witness has cosigned.
    pub fn last_cosignature(&self, witness: &str) -> Result<Option<CosignatureRow>, StoreError> {
        let text = "SELECT size, witness, at, note FROM cosignature WHERE witness = $1 ORDER BY size DESC LIMIT 1";
        self.conn().first(text, cells![witness], cosignature)
    }

    /// Every witness that was asked, by name.
    pub fn witnesses(&self) -> Result<Vec<WitnessRow>, StoreError> {
        let text = "SELECT name, known, tried, failing, status, answer FROM witness ORDER BY name";
        self.conn().all(text, cells![], |row| {
            Ok(WitnessRow {
                name: row.get(0)?,
                known: row.get(1)?,
                tried: row.get(2)?,
                failing: row.get(3)?,
                status: row.get(4)?,
                answer: row.get(5)?,
            })
        })
    }

    /// What witnesses refused because they had cosigned another past, the latest first.
    pub fn disagreements(&self, limit: u32) -> Result<Vec<DisagreementRow>, StoreError> {
        let text = "SELECT witness, at, status, held, offered, proof FROM disagreement
             ORDER BY at DESC, witness LIMIT $1";
        self.conn().all(text, cells![limit], |row| {
            Ok(DisagreementRow {
                witness: row.get(0)?,
                at: row.get(1)?,
                status: row.get(2)?,
                held: row.get(3)?,
                offered: row.get(4)?,
                proof: row.get(5)?,
            })
        })
    }
}

pub(crate) fn cosignatures(conn: &Conn, size: u64) -> Result<Vec<CosignatureRow>, StoreError> {
    let text = "SELECT size, witness, at, note FROM cosignature WHERE size = $1 ORDER BY witness";
    conn.all(text, cells![size], cosignature)
}

fn cosignature(row: &Row<'_>) -> Result<CosignatureRow, StoreError> {
    Ok(CosignatureRow { size: row.get(0)?, witness: row.get(1)?, at: row.get(2)?, note: row.get(3)? })
}

/// One checkpoint with every witness's line under the log's; empty if there is none.
pub fn merged(rows: &[CosignatureRow]) -> String {
    let Some((first, rest)) = rows.split_first() else { return String::new() };
    let lines = rest.iter().filter_map(|row| row.note.lines().next_back());
    lines.fold(first.note.clone(), |note, line| note + line + "\n")
}

/// Keeps a cosignature; one that is there already stays.
pub(crate) fn put(conn: &Conn, row: &CosignatureRow) -> Result<(), StoreError> {
    conn.write(
        "INSERT INTO cosignature (size, witness, at, note) VALUES ($1, $2, $3, $4) ON CONFLICT (size, witness) DO NOTHING",
        cells![row.size, row.witness, row.at, row.note],
    )
}

/// Keeps how a witness was last reached.
pub(crate) fn put_witness(conn: &Conn, row: &WitnessRow) -> Result<(), StoreError> {
    conn.write(
        "INSERT INTO witness (name, known, tried, failing, status, answer) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (name) DO UPDATE SET known = excluded.known, tried = excluded.tried, failing = excluded.failing,
         status = excluded.status, answer = excluded.answer",
        cells![row.name, row.known, row.tried, row.failing, row.status, row.answer],
    )
}

/// Keeps what a witness refused. The same again is not kept again.
pub(crate) fn disagree(conn: &Conn, row: &DisagreementRow) -> Result<(), StoreError> {
    let text = "SELECT offered FROM disagreement WHERE witness = $1 ORDER BY at DESC LIMIT 1";
    let last: Option<String> = conn.first(text, cells![row.witness], |found| found.get(0))?;
    if last.as_ref() == Some(&row.offered) {
        return Ok(());
    }
    conn.write(
        "INSERT INTO disagreement (witness, at, status, held, offered, proof) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (witness, at) DO NOTHING",
        cells![row.witness, row.at, row.status, row.held, row.offered, row.proof],
    )
}

/// Lets go what a later cosignature of the same hour replaces, between two sizes: a service that is busy has thousands a
/// day, and one an hour narrows down well enough when something was changed.
pub(crate) fn thin_out(
    conn: &Conn,
    witness: Option<&str>,
    (above, below): (u64, u64),
    at: i64,
) -> Result<(), StoreError> {
    let hour = at - at.rem_euclid(HOUR);
    let text = "DELETE FROM cosignature WHERE size > $1 AND size < $2 AND at >= $3";
    match witness {
        Some(witness) => {
            let text = "DELETE FROM cosignature WHERE size > $1 AND size < $2 AND at >= $3 AND witness = $4";
            conn.write(text, cells![above, below, hour, witness])
        }
        None => conn.write(text, cells![above, below, hour]),
    }
}
