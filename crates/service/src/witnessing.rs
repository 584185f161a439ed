//! The log shown to its witnesses: what is sent to whom, what an answer means, and what is kept of it.
//!
//! Whoever carries the messages stands elsewhere. Nothing here is believed because a witness, or the record, says so: a
//! cosignature counts when it verifies under the witness's key.

use ledger::{KnownWitness, Misbehaviour, Policy, Submission, consistency_proof};
use record::time::Instant;
use store::{
    CheckpointRow, CosignatureRow, DisagreementRow, SideWrite, Snapshot, StoreError, StoredNodes, WitnessRow, merged,
};

use crate::{Problem, Service};

/// Under this name the record knows which witnesses it is shown to.
const POLICY: &str = "witnesses";
/// The job that one of many servers does.
const JOB: &str = "witnesses";
/// How long a server that is not heard of has it, in microseconds.
const LEASE: i64 = 60_000_000;
/// More sizes than these are not looked at for one that enough witnesses have cosigned.
const SIZES: u32 = 2_000;

/// What is to be sent to a witness.
#[derive(Clone, Debug)]
pub struct Asking {
    /// Whom.
    pub witness: KnownWitness,
    /// Leaves under the checkpoint.
    pub size: u64,
    /// What is to be posted.
    pub submission: Submission,
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// An HTTP status and what stood under it.
    Status(u16, String),
    /// Nothing, for a reason in words.
    None(String),
}

/// What an answer means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// It cosigned.
    Cosigned,
    /// It stands elsewhere: it is to be asked again from there.
    AskAgain,
    /// It has cosigned another past than this one.
    Disagrees,
    /// It did not cosign.
    Refused(String),
}

/// The last checkpoint that enough witnesses have cosigned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witnessed {
    /// Leaves under it.
    pub size: u64,
    /// When the last cosignature it needs was had.
    pub at: Instant,
    /// By whom.
    pub by: Vec<String>,
    /// The checkpoint with every cosignature there is.
    pub note: String,
}

impl Service {
    /// Keeps which witnesses the log is shown to, so that every server and every command knows; empty if to none.
    pub fn keep_policy(&self, text: &str) -> Result<(), StoreError> {
        if self.store.read_here(|snapshot| snapshot.meta(POLICY))?.unwrap_or_default() == text {
            return Ok(());
        }
        self.store.put_here(SideWrite::PutMeta { name: POLICY.to_owned(), value: text.to_owned() })
    }

    /// Takes the job of asking the witnesses, so that of many servers one does; `false` while another has it. The lease goes by
    /// the machine's clock, in microseconds: a demonstration's calendar must not lengthen one.
    pub fn hold_witnessing(&self, holder: &str, machine: i64) -> Result<bool, StoreError> {
        if !self.store.is_shared() {
            return Ok(true);
        }
        let (name, holder) = (JOB.to_owned(), holder.to_owned());
        match self.store.put_here(SideWrite::BeginJob { name, holder, at: machine, until: machine + LEASE }) {
            Err(StoreError::Refused(_)) => Ok(false),
            outcome => outcome.map(|()| true),
        }
    }

    /// Gives the job back.
    pub fn release_witnessing(&self, holder: &str, machine: i64) -> Result<(), StoreError> {
        if !self.store.is_shared() {
            return Ok(());
        }
        let (name, holder) = (JOB.to_owned(), holder.to_owned());
        match self.store.put_here(SideWrite::EndJob { name, holder, at: machine, result: Some(String::new()) }) {
            // Its lease was over, and another server has it now.
            Err(StoreError::Refused(_)) => Ok(()),
            outcome => outcome,
        }
    }

    /// What is to be sent now: the last checkpoint, to each witness with an address that has not cosigned it, or was not reached.
    pub fn to_be_witnessed(&self, policy: &Policy) -> Result<Vec<Asking>, StoreError> {
        let found = self.store.read_here(|snapshot| {
            let Some(last) = snapshot.last_checkpoint()? else { return Ok(Vec::new()) };
            let rows = snapshot.witnesses()?;
            let mut found = Vec::new();
            for witness in policy.witnesses.iter().filter(|witness| witness.url.is_some()) {
                let cosigned = snapshot.last_cosignature(&witness.name)?.map_or(0, |row| row.size);
                let row = rows.iter().find(|row| row.name == witness.name);
                let known = row.map_or(cosigned, |row| row.known);
                // One that could not be reached may have seen more: it is asked though there is nothing new for it.
                let unasked = row.is_some_and(|row| row.failing > 0 && row.status == 0);
                if (cosigned < last.size || unasked) && known <= last.size {
                    found.extend(asking(snapshot, witness, &last, known));
                }
            }
            Ok(found)
        })?;
        if !found.is_empty() {
            // What a witness has seen can never be another past.
            self.store.outlast_here()?;
        }
        Ok(found)
    }

    /// The same for one witness, from where it stands.
    pub fn ask_again(&self, witness: &KnownWitness) -> Result<Option<Asking>, StoreError> {
        let found = self.store.read_here(|snapshot| {
            let known = snapshot.witnesses()?.into_iter().find(|row| row.name == witness.name).map(|row| row.known);
            let Some(last) = snapshot.last_checkpoint()? else { return Ok(None) };
            Ok(known.filter(|known| *known <= last.size).and_then(|known| asking(snapshot, witness, &last, known)))
        })?;
        self.store.outlast_here()?;
        Ok(found)
    }

    /// Takes a witness's answer: what it cosigned is kept beside the checkpoint, what it refused is kept as proof.
    pub fn witness_answered(
        &self,
        policy: &Policy,
        asking: &Asking,
        answer: &Answer,
        now: Instant,
    ) -> Result<Heard, Problem> {
        let name = &asking.witness.name;
        let before = self.store.read_here(Snapshot::witnesses)?.into_iter().find(|row| row.name == *name);
        let known = before.as_ref().map_or(asking.submission.old, |row| row.known);
        let row = |known, status: u16, answer: &str| WitnessRow {
            name: name.clone(),
            known,
            tried: now.0,
            failing: match (&before, answer.is_empty()) {
                (_, true) => 0,
                (Some(row), false) if row.failing > 0 => row.failing,
                (_, false) => now.0,
            },
            status: i64::from(status),
            answer: answer.to_owned(),
        };
        let (heard, writes) = match judge(asking, answer) {
            Judged::Cosigned(note) => {
                let kept = CosignatureRow { size: asking.size, witness: name.clone(), at: now.0, note };
                let kept = vec![SideWrite::PutCosignature(kept), SideWrite::PutWitness(row(asking.size, 200, ""))];
                (Heard::Cosigned, kept)
            }
            Judged::Elsewhere(size) if size <= asking.size => {
                (Heard::AskAgain, vec![SideWrite::PutWitness(row(size, 409, "it stood elsewhere"))])
            }
            Judged::Elsewhere(size) => {
                let words = format!(
                    "it has cosigned {size} leaves, and the record has {}: a part of the record is lost, or another \
                     record is served under its key",
                    asking.size
                );
                (Heard::Refused(words.clone()), vec![SideWrite::PutWitness(row(size, 409, &words))])
            }
            Judged::Disagrees(status) => {
                let words = "it has cosigned another past than the one that it was shown";
                let kept = SideWrite::PutDisagreement(self.disagreement(asking, status, now)?);
                (Heard::Disagrees, vec![kept, SideWrite::PutWitness(row(known, status, words))])
            }
            Judged::Refused(status, words) => {
                (Heard::Refused(words.clone()), vec![SideWrite::PutWitness(row(known, status, &words))])
            }
        };
        self.store.put_here(SideWrite::All(writes))?;
        if let Some(held) = self.shown_behind(&asking.witness, answer)? {
            self.hold_behind(&asking.witness, held)?;
        }
        if heard == Heard::Cosigned {
            self.thin_out(policy, asking, now)?;
        }
        Ok(heard)
    }

    /// What shows that a witness and the record have two pasts. If what it cosigned before is still here, the log's own
    /// signatures prove it to anybody; else the witness has to.
    fn disagreement(&self, asking: &Asking, status: u16, now: Instant) -> Result<DisagreementRow, StoreError> {
        let log = self.store.public_key()?;
        let offered = &asking.submission.note;
        let (held, proof) = self.store.read_here(|snapshot| {
            let Some(held) = snapshot.last_cosignature(&asking.witness.name)? else {
                return Ok((String::new(), String::new()));
            };
            let proof = Misbehaviour::of(&log, &held.note, offered, &snapshot.nodes(asking.size)).map(|found| {
                let hashes = std::iter::once(found.root_there).chain(found.proof);
                hashes.map(|hash| hash.to_base64() + "\n").collect::<String>()
            });
            Ok((held.note, proof.unwrap_or_default()))
        })?;
        let (witness, offered) = (asking.witness.name.clone(), offered.clone());
        Ok(DisagreementRow { witness, at: now.0, status: i64::from(status), held, offered, proof })
    }

    fn thin_out(&self, policy: &Policy, asking: &Asking, now: Instant) -> Result<(), StoreError> {
        let enough = self.store.read_here(|snapshot| last_witnessed(snapshot, policy))?.map_or(0, |last| last.size);
        let (witness, above) =
            if enough == asking.size { (None, 0) } else { (Some(asking.witness.name.clone()), enough) };
        self.store.put_here(SideWrite::ThinCosignatures { witness, above, below: asking.size, at: now.0 })
    }

    /// Which witnesses the log is shown to; none if nobody said.
    pub fn policy(&self) -> Result<Option<Policy>, StoreError> {
        self.store.read_here(policy)
    }

    /// The last checkpoint that enough witnesses of a policy have cosigned, as far as is kept here.
    pub fn last_witnessed(&self, policy: &Policy) -> Result<Option<Witnessed>, StoreError> {
        self.store.read_here(|snapshot| last_witnessed(snapshot, policy))
    }
}

/// Which witnesses the log is shown to; none if nobody said, or what was said cannot be read.
pub(crate) fn policy(snapshot: &Snapshot) -> Result<Option<Policy>, StoreError> {
    Ok(snapshot.meta(POLICY)?.filter(|text| !text.is_empty()).and_then(|text| Policy::parse(&text).ok()))
}

pub(crate) fn last_witnessed(snapshot: &Snapshot, policy: &Policy) -> Result<Option<Witnessed>, StoreError> {
    if policy.quorum.is_empty() {
        return Ok(None);
    }
    for size in snapshot.cosigned_sizes(SIZES)? {
        let rows = snapshot.cosignatures(size)?;
        let note = merged(&rows);
        if let Ok(witnessed) = policy.quorum.check(&note)
            && witnessed.checkpoint.size == size
        {
            let by = witnessed.by.iter().map(|(name, _)| (*name).to_owned()).collect();
            let at = rows.iter().map(|row| row.at).max().unwrap_or_default();
            return Ok(Some(Witnessed { size, at: Instant(at), by, note }));
        }
    }
    Ok(None)
}

/// None if the tree cannot be read: that is for `verify` to say.
pub(crate) fn asking(snapshot: &Snapshot, witness: &KnownWitness, last: &CheckpointRow, old: u64) -> Option<Asking> {
    let nodes: StoredNodes<'_> = snapshot.nodes(last.size);
    let proof = consistency_proof(&nodes, old, last.size)?;
    let submission = Submission { old, proof, note: last.note.clone() };
    Some(Asking { witness: witness.clone(), size: last.size, submission })
}

enum Judged {
    /// The checkpoint with the witness's line under it.
    Cosigned(String),
    /// It has cosigned so many leaves.
    Elsewhere(u64),
    /// The two cannot both be true.
    Disagrees(u16),
    Refused(u16, String),
}

/// What an answer says, by the protocol (C2SP `tlog-witness`).
fn judge(asking: &Asking, answer: &Answer) -> Judged {
    let (status, body) = match answer {
        Answer::Status(status, body) => (*status, body.as_str()),
        Answer::None(why) => return Judged::Refused(0, format!("it was not reached: {why}")),
    };
    let old = asking.submission.old;
    match status {
        200 => {
            let with = |line: &str| format!("{}{line}\n", asking.submission.note);
            let own = body.lines().map(with).find(|note| asking.witness.key.cosigned_at(note).is_ok());
            own.map_or_else(
                || Judged::Refused(200, "it answered, and what it answered is not its cosignature".to_owned()),
                Judged::Cosigned,
            )
        }
        409 => match body.trim().parse::<u64>() {
            // Where the proof began, and at the size of the checkpoint: what differs can only be the root.
            Ok(size) if size == old && size == asking.size => Judged::Disagrees(status),
            Ok(size) if size != old => Judged::Elsewhere(size),
            _ => Judged::Refused(status, "it refused, and did not say where it stands".to_owned()),
        },
        422 => Judged::Disagrees(status),
        404 => Judged::Refused(status, "it does not watch this log: its keeper has to add the log’s key".to_owned()),
        403 => Judged::Refused(status, "it knows this log by another key".to_owned()),
        status => Judged::Refused(status, format!("it answered with status {status}")),
    }
}

#[cfg(test)]
mod tests {
    use ledger::{Checkpoint, Hash, SigningKey, WitnessSigningKey};

    use super::*;

    fn asked(old: u64, size: u64) -> (Asking, WitnessSigningKey) {
        let (log, key) = (SigningKey::from_seed("log", [1; 32]), WitnessSigningKey::from_seed("w1", [2; 32]));
        let note = log.sign(&Checkpoint { origin: "log".into(), size, root: Hash::of(b"root") }.text());
        let witness = KnownWitness { name: "one".into(), key: key.public().clone(), url: None };
        (Asking { witness, size, submission: Submission { old, proof: Vec::new(), note } }, key)
    }

    fn heard(asking: &Asking, status: u16, body: &str) -> &'static str {
        match judge(asking, &Answer::Status(status, body.to_owned())) {
            Judged::Cosigned(_) => "cosigned",
            Judged::Elsewhere(_) => "elsewhere",
            Judged::Disagrees(_) => "disagrees",
            Judged::Refused(..) => "refused",
        }
    }

    #[test]
    fn a_cosignature_counts_only_under_the_witnesss_own_key() {
        let (asking, key) = asked(0, 5);
        let text = asking.submission.note.split_once("\n\n").unwrap().0.to_owned() + "\n";
        let line = key.cosign(&text, 1_450_000_000);
        assert_eq!(heard(&asking, 200, &line), "cosigned");
        let other = WitnessSigningKey::from_seed("w1", [3; 32]).cosign(&text, 1_450_000_000);
        assert_eq!(heard(&asking, 200, &other), "refused");
        assert_eq!(heard(&asking, 200, ""), "refused");
    }

    #[test]
    fn a_witness_that_stands_elsewhere_is_no_quarrel_and_one_with_another_root_is() {
        let (asking, _) = asked(3, 5);
        assert_eq!(heard(&asking, 409, "4\n"), "elsewhere");
        assert_eq!(heard(&asking, 409, "9\n"), "elsewhere");
        assert_eq!(heard(&asking, 409, "nonsense"), "refused");
        assert_eq!(heard(&asking, 422, ""), "disagrees");
        assert_eq!(heard(&asked(5, 5).0, 409, "5\n"), "disagrees");
    }

    #[test]
    fn whatever_else_it_answers_is_no_cosignature() {
        let (asking, _) = asked(0, 5);
        for status in [400, 403, 404, 500, 503] {
            assert_eq!(heard(&asking, status, ""), "refused");
        }
    }
}
