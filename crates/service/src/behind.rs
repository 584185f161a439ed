//! A record of which a witness has seen more than it has: put back from a copy, or gone on with from a standby that had not
//! followed. What were written now would be another past under the same signature; so nothing is, until its rollback is declared.
//!
//! A witness does not sign where it stands, so one answer suffices: whoever runs a witness can stop the writing, and nothing
//! else. A size that a rollback was declared against is not held against the record again, from that witness: whoever claims a
//! size that is not true does not speak for the others.

use ledger::{KnownWitness, Policy};
use record::facts::Fact;
use store::{SideWrite, Snapshot, StoreError};

use crate::witnessing::{Answer, Asking, asking};
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

    /// How many leaves a witness has seen, if by its answer that is more than the record has now, and no rollback was declared
    /// against so many that it says, or against a checkpoint of so many.
    pub fn shown_behind(&self, witness: &KnownWitness, answer: &Answer) -> Result<Option<u64>, Problem> {
        let Answer::Status(409, body) = answer else { return Ok(None) };
        let Ok(seen) = body.trim().parse::<u64>() else { return Ok(None) };
        if seen > LARGEST {
            return Ok(None);
        }
        let (last, declared) =
            self.store.read_here(|snapshot| Ok((snapshot.last_checkpoint()?, in_service(snapshot)?)))?;
        if seen <= last.map_or(0, |last| last.size) {
            return Ok(None);
        }
        let key = witness.key.to_string();
        let mut known = 0;
        for (stream, rows) in declared {
            for entry in read_entries(&stream, &rows)? {
                if let Some(Fact::RollbackDeclared(lost)) = entry.content.map(|content| content.fact)
                    && lost.witness.is_none_or(|declared| declared == key)
                {
                    known = lost.held.max(known);
                }
            }
        }
        Ok(Some(seen).filter(|seen| *seen > known))
    }

    /// Holds the record: nothing is recorded or signed by any server until the rollback is declared.
    pub fn hold_behind(&self, witness: &KnownWitness, held: u64) -> Result<(), StoreError> {
        self.store.put_here(SideWrite::HoldBehind { witness: witness.key.to_string(), held })
    }
}

type Streams = Vec<(record::StreamId, Vec<store::EntryRow>)>;

/// What is said of the service itself.
fn in_service(snapshot: &Snapshot) -> Result<Streams, StoreError> {
    let streams = snapshot.streams("service")?.into_iter();
    streams.map(|stream| snapshot.entries(&stream).map(|rows| (stream, rows))).collect()
}
