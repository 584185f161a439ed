//! How the record is protected, for the page that says so in plain words, and for whoever watches the service.

use access::Action;
use practice::keeping::Keeping;
use record::time::Instant;
use store::{DisagreementRow, Snapshot, StoreError, WitnessRow, merged};
pub use store::{Missing, Taken};

use crate::verifying::{Verified, last};
use crate::witnessing::{Witnessed, last_witnessed, policy};
use crate::{Ask, Problem, Service};

/// How far the record is sealed, who else has seen it, and what there is beside it.
#[derive(Clone, Debug)]
pub struct Protection {
    /// Leaves under the last checkpoint.
    pub size: u64,
    /// Its root, base64.
    pub root: String,
    /// When it was signed.
    pub at: Option<Instant>,
    /// Entries recorded and not yet under a checkpoint.
    pub unsealed: u64,
    /// The signed checkpoint itself, with the cosignatures it has.
    pub note: String,
    /// The witnesses that the log is shown to; none if it is shown to none.
    pub witnessing: Option<Witnessing>,
    /// The last backup that is known verified.
    pub backup: Option<KnownBackup>,
    /// Whether that is too long ago.
    pub backup_late: bool,
    /// Erasures carried out since the database was last scrubbed; none where what is erased is overwritten at once.
    pub unscrubbed: Option<u64>,
    /// What the last verification beside the service found; none where none was finished.
    pub verified: Option<Verified>,
    /// What this server acknowledged and did not find again before it was sealed, since it was started.
    pub missing: Vec<Missing>,
    /// How many leaves a witness has seen of this record, which has fewer, while nothing may be written for it.
    pub behind: Option<u64>,
    /// Which witnesses say so, by their names.
    pub behind_by: Vec<String>,
    /// Whether what was erased since the record was put back may stand in it, while nothing may be written for it.
    pub owes_erasures: bool,
}

/// What witnesses have seen of the log.
#[derive(Clone, Debug)]
pub struct Witnessing {
    /// The last checkpoint that enough of them have cosigned.
    pub last: Option<Witnessed>,
    /// Since when something is protected that they have not; none if they have cosigned all of it.
    pub since: Option<Instant>,
    /// Whether that is too long.
    pub late: bool,
    /// Each, with the last it has cosigned.
    pub each: Vec<OneWitness>,
    /// What they refused because they had cosigned another past, the latest first.
    pub disagreements: Vec<DisagreementRow>,
}

/// A witness, as it was last reached.
#[derive(Clone, Debug)]
pub struct OneWitness {
    /// What the policy calls it.
    pub name: String,
    /// The last checkpoint that it has cosigned: leaves, and when.
    pub cosigned: Option<(u64, Instant)>,
    /// Since when it does not cosign, and why, in words.
    pub failing: Option<(Instant, String)>,
    /// It could not be reached: whether it has seen more than this record has is not known.
    pub unreached: bool,
}

/// A backup that was verified.
#[derive(Clone, Debug)]
pub struct KnownBackup {
    /// Of which moment.
    pub at: Instant,
    /// Leaves that it covers.
    pub size: u64,
    /// Where to and by whom.
    pub detail: String,
}

/// Witnesses' refusals that are shown: the first says what is wrong, and a page holds ten.
const SHOWN: u32 = 10;

impl Service {
    /// Whether everything recorded so far is under a signed checkpoint. In a folder it always is; on a shared database
    /// it is within a second.
    pub async fn is_all_protected(&self) -> Result<bool, Problem> {
        Ok(self.store.read(|snapshot| Ok(snapshot.unsealed()? == 0)).await?)
    }

    /// What the last checkpoint covers, for somebody.
    pub async fn protection(&self, ask: &Ask) -> Result<Protection, Problem> {
        self.permit_list(ask, Action::ViewProtection, 1).await?;
        self.vitals(ask.now).await
    }

    /// The same in figures, for a machine that watches the service: nothing of it is about a person.
    pub async fn vitals(&self, now: Instant) -> Result<Protection, Problem> {
        let shared = self.store.is_shared();
        let stands = self.store.read(move |snapshot| stands(snapshot, now, shared)).await?;
        Ok(Protection { missing: self.missing(), ..stands })
    }

    /// What this server acknowledged and did not find again before it was sealed, since it was started.
    pub fn missing(&self) -> Vec<Missing> {
        self.store.missing()
    }
}

fn stands(snapshot: &Snapshot, now: Instant, shared: bool) -> Result<Protection, StoreError> {
    let newest = snapshot.last_checkpoint()?;
    let backup = snapshot.last_upkeep("backup")?.map(|row| KnownBackup {
        at: Instant(row.at),
        size: u64::try_from(row.size).unwrap_or_default(),
        detail: row.detail,
    });
    let cosigned = match &newest {
        Some(newest) => snapshot.cosignatures(newest.size)?,
        None => Vec::new(),
    };
    let note = newest.as_ref().map(|newest| newest.note.clone()).unwrap_or_default();
    Ok(Protection {
        size: newest.as_ref().map_or(0, |newest| newest.size),
        root: newest.as_ref().map(|newest| newest.root.to_base64()).unwrap_or_default(),
        at: newest.as_ref().map(|newest| Instant(newest.at)),
        unsealed: snapshot.unsealed()?,
        note: if cosigned.is_empty() { note } else { merged(&cosigned) },
        witnessing: witnessing(snapshot, now)?,
        backup_late: Keeping::now().is_backup_late(backup.as_ref().map(|backup| backup.at.0), now.0),
        backup,
        unscrubbed: unscrubbed(snapshot, shared)?,
        verified: last(snapshot)?,
        missing: Vec::new(),
        behind: snapshot.behind()?,
        behind_by: behind_by(snapshot)?,
        owes_erasures: snapshot.owes_erasures()?,
    })
}

/// A witness's name is the beginning of its key.
fn behind_by(snapshot: &Snapshot) -> Result<Vec<String>, StoreError> {
    let name = |key: &str| key.split('+').next().unwrap_or_default().to_owned();
    let seen = snapshot.behind_by()?.into_iter().map(|seen| seen.witness);
    Ok(seen.map(|witness| witness.map_or_else(|| "one whose name was not kept".to_owned(), |key| name(&key))).collect())
}

/// Erasures that a shared database's files may still hold; in a folder none do.
pub(crate) fn unscrubbed(snapshot: &Snapshot, shared: bool) -> Result<Option<u64>, StoreError> {
    if !shared {
        return Ok(None);
    }
    let scrubbed = snapshot.last_upkeep("scrub")?.map_or(i64::MIN, |row| row.at);
    snapshot.erasures_after(scrubbed).map(Some)
}

fn witnessing(snapshot: &Snapshot, now: Instant) -> Result<Option<Witnessing>, StoreError> {
    let Some(policy) = policy(snapshot)? else { return Ok(None) };
    let last = last_witnessed(snapshot, &policy)?;
    // The first checkpoint beyond: what it seals has waited for a witness longest.
    let beyond = snapshot.checkpoint_covering(last.as_ref().map_or(0, |last| last.size))?;
    let since = beyond.filter(|_| !policy.quorum.is_empty()).map(|row| Instant(row.at));
    let rows = snapshot.witnesses()?;
    let mut each = Vec::new();
    for witness in &policy.witnesses {
        let cosigned = snapshot.last_cosignature(&witness.name)?.map(|row| (row.size, Instant(row.at)));
        let failing = rows.iter().find(|row| row.name == witness.name && row.failing > 0);
        let failing = failing.map(|WitnessRow { failing, answer, .. }| (Instant(*failing), answer.clone()));
        let unreached = rows.iter().any(|row| row.name == witness.name && row.failing > 0 && row.status == 0);
        each.push(OneWitness { unreached, name: witness.name.clone(), cosigned, failing });
    }
    let late = Keeping::now().is_witness_late(since.map(|since| since.0), now.0);
    Ok(Some(Witnessing { last, since, late, each, disagreements: snapshot.disagreements(SHOWN)? }))
}
