//! A record of which a witness has seen more than it has, or another past: put back from a copy, or gone on with from a standby
//! that had not followed. What were written now would be another past under the same signature; so nothing is, until its rollback is declared.
//!
//! A witness that has seen more answers with a number (C2SP `tlog-witness`: status 409, and the size in its body): no root, and no
//! checkpoint under the log's own key that could be checked. So one answer suffices, true or not: whoever runs a witness can stop
//! the writing, and nothing else. And what a rollback was declared against is that number from that witness, and is not held
//! against the record again: neither what another says is answered by it, nor another number of the same witness, be it
//! smaller. A witness that saw the lost past goes on to say the same number, for it cosigns nothing of this one. Only a checkpoint
//! under the log's own signature answers everybody who has seen no more, for that can be checked.

use ledger::{KnownWitness, Policy};
use record::facts::Fact;
use record::facts::service::RollbackDeclared;
use store::{SideWrite, Snapshot, StoreError};

use crate::witnessing::{Answer, Asking, Judged, asking, judge};
use crate::write::read_entries;
use crate::{Problem, Service};

/// No log is longer, and no declaration could name more: what a witness says beyond it is no size.
const LARGEST: u64 = (1 << 53) - 1;

impl Service {
    /// What is to be sent before anything is written: the last checkpoint, to each witness with an address, whatever it has
    /// cosigned. One that has seen more says so.
    pub fn to_be_compared(&self, policy: &Policy) -> Result<Vec<Asking>, StoreError> {
        let found = self.store.read_here(|snapshot| {
            let Some(last) = snapshot.last_checkpoint()? else { return Ok(Vec::new()) };
            let rows = snapshot.witnesses()?;
            let known = |name: &str| rows.iter().find(|row| row.name == name).map_or(0, |row| row.known);
            let with = policy.witnesses.iter().filter(|witness| witness.url.is_some());
            Ok(with
                .filter_map(|witness| asking(snapshot, witness, &last, known(&witness.name).min(last.size)))
                .collect())
        });
        self.store.outlast_here()?;
        found
    }

    /// How many leaves a witness has seen that this record has not: by its answer they are more than the record has now, or
    /// another past. None if a rollback was declared against that very size of this witness, or against a checkpoint of so many.
    pub fn held_against(&self, asking: &Asking, answer: &Answer) -> Result<Option<u64>, Problem> {
        let (last, declared) =
            self.store.read_here(|snapshot| Ok((snapshot.last_checkpoint()?, in_service(snapshot)?)))?;
        let seen = match judge(asking, answer) {
            Judged::Elsewhere(seen) if seen <= LARGEST && seen > last.map_or(0, |last| last.size) => seen,
            // It was asked from where it stands.
            Judged::Disagrees(_) => asking.submission.old,
            _ => return Ok(None),
        };
        // Of nothing there is no other past.
        if seen == 0 {
            return Ok(None);
        }
        let key = asking.witness.key.to_string();
        for (stream, rows) in declared {
            for entry in read_entries(&stream, &rows)? {
                if let Some(Fact::RollbackDeclared(lost)) = entry.content.map(|content| content.fact)
                    && answers(&lost, &key, seen)
                {
                    return Ok(None);
                }
            }
        }
        Ok(Some(seen))
    }

    /// What is to be sent next to a witness that answered that it stands elsewhere, within what the record has; none for any
    /// other answer.
    pub fn compare_from(&self, asked: &Asking, answer: &Answer) -> Result<Option<Asking>, StoreError> {
        let Judged::Elsewhere(size) = judge(asked, answer) else { return Ok(None) };
        self.store.read_here(|snapshot| {
            let last = snapshot.last_checkpoint()?.filter(|last| size <= last.size);
            Ok(last.and_then(|last| asking(snapshot, &asked.witness, &last, size)))
        })
    }

    /// Holds the record: nothing is recorded or signed by any server until the rollback is declared.
    pub fn hold_behind(&self, witness: &KnownWitness, held: u64) -> Result<(), StoreError> {
        self.store.put_here(SideWrite::HoldBehind { witness: witness.key.to_string(), held })
    }
}

/// Whether a declared rollback answers what a witness says.
fn answers(lost: &RollbackDeclared, witness: &str, seen: u64) -> bool {
    match &lost.witness {
        Some(declared) => declared == witness && lost.held == seen,
        None => lost.held >= seen,
    }
}

type Streams = Vec<(record::StreamId, Vec<store::EntryRow>)>;

/// What is said of the service itself.
fn in_service(snapshot: &Snapshot) -> Result<Streams, StoreError> {
    let streams = snapshot.streams("service")?.into_iter();
    streams.map(|stream| snapshot.entries(&stream).map(|rows| (stream, rows))).collect()
}
