//! What a caller hands over to be recorded, and what comes back.

use ledger::{EntryId, Hash, Salt, StreamId};

use crate::behind::Lifted;
use crate::calendar::CalendarRow;
use crate::cosignatures::{CosignatureRow, DisagreementRow, WitnessRow};
use crate::drafts::DraftRow;
use crate::owing::Owing;
use crate::own::SavedViewRow;
use crate::rows::Rows;
use crate::sessions::SessionRow;
use crate::timing::Timing;

/// One user action: its entries and everything that follows from them, recorded together or not at all.
#[derive(Clone, Debug, Default)]
pub struct Act {
    /// The act's id, random.
    pub act: String,
    /// By which a repeat of the same request is known.
    pub key: Option<IdemKey>,
    /// The caller's clock, in microseconds since 1970 UTC. What is recorded rises strictly, whatever the clock does.
    pub at: i64,
    /// The entries, in order.
    pub entries: Vec<NewEntry>,
    /// The last seq seen of each stream that the decision rests on; 0 for a stream that must not exist yet.
    pub expects: Vec<(StreamId, u64)>,
    /// The version seen of each guard that the decision rests on; 0 for one never bumped.
    pub guards: Vec<(String, u64)>,
    /// Guards that the act moves on by one.
    pub bumps: Vec<String>,
    /// The projections that follow.
    pub rows: Vec<Rows>,
    /// The same projections without the act, of streams that hold what the caller cannot read, for a newer release wrote it: of
    /// these only what the act changes is written, and whatever else that release has there stays.
    pub without: Vec<Rows>,
    /// The times of its entries, for questions across streams.
    pub timings: Vec<Timing>,
    /// Documents that the entries refer to, each under the SHA-256 of its bytes.
    pub documents: Vec<(Hash, Vec<u8>)>,
    /// What a repeat is answered with: the act's id and where to go, as JSON; never personal data.
    pub answer: String,
    /// It declares that the record was rolled back, and so ends the hold on one of which somebody outside has seen more, if it
    /// answers all that was seen. Empty for every other act.
    pub ends_hold: Vec<Lifted>,
    /// What it has to do with what was erased since a record was put back.
    pub owing: Owing,
}

/// The key of a request, chosen by whoever sends it, and the digest of what it asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdemKey {
    /// Whose key it is: the same key of another actor is another key.
    pub actor: String,
    /// The key.
    pub key: String,
    /// The digest of the request.
    pub digest: [u8; 32],
}

/// An entry to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEntry {
    /// The stream it belongs to.
    pub stream: StreamId,
    /// Random.
    pub salt: Salt,
    /// Its content. One of kind `erased` takes content and salt from the entries it names, in the same transaction.
    pub content: Vec<u8>,
}

/// What became of an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Appended {
    /// It is recorded, sealed and durable.
    Recorded(Receipt),
    /// It had been recorded before, under the same key: this is the first answer.
    Repeat(Receipt),
    /// A head or a guard has moved since it was read: load again, decide again.
    Stale,
    /// The key was used for a request of another digest.
    KeyReused,
}

/// The receipt of a recorded act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The act's id.
    pub act: String,
    /// The answer that came with the act.
    pub answer: String,
    /// The entries, in order.
    pub ids: Vec<EntryId>,
    /// When the last of them was recorded, in microseconds. Rows are known from when the first was.
    pub recorded: i64,
    /// Whether a signed checkpoint covers them.
    pub protected: bool,
}

/// A small write beside the ledger, through the same writer and as durable.
#[derive(Clone, Debug)]
pub enum SideWrite {
    /// Keeps a session, or changes it.
    PutSession(SessionRow),
    /// Notes that a session was used, at so many microseconds.
    TouchSession {
        /// The hash of the session's id.
        id_hash: Vec<u8>,
        /// When.
        last_seen: i64,
    },
    /// Ends a session.
    DropSession {
        /// The hash of the session's id.
        id_hash: Vec<u8>,
    },
    /// Ends every session of someone.
    DropSessionsOf {
        /// The staff id.
        staff: String,
    },
    /// Ends every session that expired before an instant.
    DropSessionsExpired {
        /// In microseconds.
        before: i64,
    },
    /// Counts an attempt: to sign in, to book, to name somebody.
    Attempt {
        /// What attempts are counted by.
        key: String,
        /// When, in microseconds.
        at: i64,
    },
    /// Forgets every attempt counted under a key.
    ForgetAttempts {
        /// What they were counted by.
        key: String,
    },
    /// Takes back one attempt that was counted.
    TakeBackAttempt {
        /// What it was counted by.
        key: String,
        /// When, as it was counted.
        at: i64,
    },
    /// Forgets attempts before an instant.
    DropAttempts {
        /// Which: the first word of their keys.
        kind: &'static str,
        /// In microseconds.
        before: i64,
    },
    /// Keeps what was typed into a form.
    PutDraft(DraftRow),
    /// Drops a draft.
    DropDraft {
        /// The staff id.
        staff: String,
        /// The form.
        form: String,
        /// What the form is about.
        subject: String,
    },
    /// Keeps a calendar feed, in place of the one its owner had.
    PutCalendar(CalendarRow),
    /// Notes that the reading of a calendar feed was logged on a day.
    CalendarRead {
        /// The hash of its token.
        token_hash: Vec<u8>,
        /// `YYYY-MM-DD`.
        day: String,
    },
    /// Ends a calendar feed.
    RevokeCalendar {
        /// Whose.
        staff: String,
    },
    /// Keeps a way of looking at a list under a name.
    PutView(SavedViewRow),
    /// Forgets a way of looking at a list.
    DropView {
        /// The staff id.
        staff: String,
        /// The list.
        page: String,
        /// What it was called.
        name: String,
    },
    /// Notes that somebody opened a record, and forgets all but the last few of theirs.
    Opened {
        /// The staff id.
        staff: String,
        /// The record.
        stream: StreamId,
        /// When, in microseconds.
        at: i64,
    },
    /// Begins a job, unless somebody else has it under a lease.
    BeginJob {
        /// Which.
        name: String,
        /// Who begins it: a name of this run alone.
        holder: String,
        /// When, by the machine’s clock in microseconds.
        at: i64,
        /// The end of the lease, in microseconds.
        until: i64,
    },
    /// Says how far a job has come, and goes on with its lease.
    AdvanceJob {
        /// Which.
        name: String,
        /// Who holds it.
        holder: String,
        /// How much is done…
        done: u64,
        /// …of how much.
        total: u64,
        /// The end of the lease, in microseconds.
        until: i64,
    },
    /// Ends a job.
    EndJob {
        /// Which.
        name: String,
        /// Who holds it.
        holder: String,
        /// When, in microseconds.
        at: i64,
        /// What was found, in JSON without personal data; none when it failed.
        result: Option<String>,
    },
    /// Takes away the jobs whose name begins so and that are done, with what was found.
    DropDoneJobs {
        /// How their names begin.
        begins: String,
    },
    /// Sets a password: an argon2 hash as PHC text.
    PutPassword {
        /// The staff id.
        staff: String,
        /// The hash.
        phc: String,
    },
    /// Tells the folder something about itself.
    PutMeta {
        /// The name.
        name: String,
        /// The value.
        value: String,
    },
    /// Replaces projections without an act: a rebuild. `at` is the instant from which they are known.
    Project {
        /// The rows.
        rows: Vec<Rows>,
        /// In microseconds.
        at: i64,
    },
    /// Holds the record: a witness has seen so many leaves of it, and it has fewer. See [`StoreError::Behind`].
    HoldBehind {
        /// The witness's key, as a policy has it.
        witness: String,
        /// Leaves that were seen.
        held: u64,
    },
    /// The same of a stream from which they were worked out while others may write to it: [`StoreError::Moved`], and nothing is
    /// replaced, if it is not as it was read.
    ProjectAnew {
        /// The stream.
        stream: StreamId,
        /// Its last entry, as read.
        seq: u64,
        /// How many of its entries had their content, as read: erasing takes content, and may add nothing.
        kept: u64,
        /// The rows.
        rows: Vec<Rows>,
        /// In microseconds.
        at: i64,
    },
    /// Empties every projection: the start of a rebuild.
    ClearProjections,
    /// Keeps a witness's line under a checkpoint.
    PutCosignature(CosignatureRow),
    /// Lets go of the cosignatures of an hour that a later one of it replaces.
    ThinCosignatures {
        /// Only this witness's; all of them, once enough have cosigned.
        witness: Option<String>,
        /// Only those under more leaves than these…
        above: u64,
        /// …and fewer than these.
        below: u64,
        /// A moment of the hour, in microseconds.
        at: i64,
    },
    /// Keeps how a witness was last reached.
    PutWitness(WitnessRow),
    /// Keeps what a witness refused because it had cosigned another past.
    PutDisagreement(DisagreementRow),
    /// Several of these, together or not at all.
    All(Vec<SideWrite>),
}
