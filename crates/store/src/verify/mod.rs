//! Verification of a whole folder: every hash, chain, position, tile and checkpoint is derived again from the stored
//! bytes. Nothing is written, nothing is trusted, and whatever the bytes are there is a report and no panic.
//!
//! `streams` walks the entries beside the log, stream by stream, on several threads and connections that see the same
//! state; `walked` counts the rows for whoever watches; `marks` the log's own leaves;
//! `log` walks the log by position; `places` shows that both walked the same log; `reads` compares the reads log with what the
//! main log says of it; `restored` notes what was carried over at restores, `erased` what was erased on one person's word.
//! Projections are not judged: they can be rebuilt.

mod erased;
mod log;
mod marks;
mod places;
mod reads;
mod restored;
mod streams;
mod walked;

use std::collections::HashSet;
use std::path::Path;

use ledger::{EntryId, Hash};
use serde::Serialize;

use crate::error::StoreError;
use crate::folder::{Folder, Identity, identity_of_any, open_reading, read_identity};
use crate::log::{CheckpointRow, last_checkpoint};
use crate::postgres::{Database, Link, agreeing};
use crate::sql::{Conn, cells};
use crate::{documents, migrate};
pub use walked::Walked;

/// Ranges of streams that are walked at once, at the most.
const MOST_RANGES: usize = 8;
/// How often connections are asked to agree on a state of a record that is being written.
const AGREEMENTS: usize = 50;

/// What verification found. Serialises as the answer to whoever asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Whether everything is as it was written, and nothing expected is missing.
    pub ok: bool,
    /// Entries in the log: its leaves but for seals and batches of the reads log.
    pub entries: u64,
    /// Leaves under the last checkpoint.
    pub size: u64,
    /// The root in the last checkpoint, in base64.
    pub root: String,
    /// When the last checkpoint was signed, in microseconds.
    pub checkpoint_at: Option<i64>,
    /// Entries whose content was erased, each by an erasure entry.
    pub erasures: Vec<String>,
    /// What is wrong at the lowest position of the log.
    pub first_bad: Option<Finding>,
    /// How many things are wrong. One change is often noticed in several places.
    pub faults: u64,
    /// What was expected and is not there.
    pub missing: Vec<String>,
    /// What is to be known though nothing is wrong: reads that were let go or found unsealed, erasures carried over at a
    /// restore, erasures that nobody but their approver proposed.
    pub notes: Vec<String>,
}

/// Something wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The entry, seal or batch (`stream/seq`); or the tile, checkpoint or file.
    pub id: String,
    /// Its position in the log, if it has one.
    pub position: Option<u64>,
    /// What is wrong with it.
    pub fault: String,
}

/// What is wrong so far: only the lowest in the log is kept.
#[derive(Default)]
pub(crate) struct Findings {
    /// By rank; of the same rank what is known exactly comes before what was noticed elsewhere.
    lowest: Option<((u64, Certainty), Finding)>,
    count: u64,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Certainty {
    Exact,
    Noticed,
}

impl Findings {
    pub(crate) fn add(&mut self, id: impl Into<String>, position: Option<u64>, fault: impl Into<String>) {
        let rank = (position.unwrap_or(u64::MAX), Certainty::Exact);
        self.keep(rank, Finding { id: id.into(), position, fault: fault.into() });
    }

    /// For a fault that is noticed at another position than it is given.
    pub(crate) fn add_ranked(
        &mut self,
        rank: u64,
        id: impl Into<String>,
        position: Option<u64>,
        fault: impl Into<String>,
    ) {
        let finding = Finding { id: id.into(), position, fault: fault.into() };
        self.keep((rank, Certainty::Noticed), finding);
    }

    fn keep(&mut self, rank: (u64, Certainty), finding: Finding) {
        self.count += 1;
        if self.lowest.as_ref().is_none_or(|(lowest, _)| rank < *lowest) {
            self.lowest = Some((rank, finding));
        }
    }

    fn merge(&mut self, other: Findings) {
        let count = self.count + other.count;
        if let Some((rank, finding)) = other.lowest {
            self.keep(rank, finding);
        }
        self.count = count;
    }
}

/// Verifies the record in a folder, which may be in use. `expect` names entries that must be there, as `stream/seq` or
/// by the hash of the leaf. An error only if there is no record to look at: damage of any kind is a report.
pub fn verify(folder: &Path, expect: &[String]) -> Result<Report, StoreError> {
    verify_watched(folder, expect, &Walked::default())
}

/// As [`verify`], with a count of the rows for whoever watches.
pub fn verify_watched(folder: &Path, expect: &[String], walked: &Walked) -> Result<Report, StoreError> {
    let files = Folder::new(folder);
    if !files.record().exists() {
        return Err(StoreError::Absent(folder.to_path_buf()));
    }
    Ok(judge(&Place::Folder(files), expect, walked).unwrap_or_else(|error| unreadable("record.db", expect, &error)))
}

/// Verifies the record in a database, which may be in use by any number of servers. An error only if there is none.
pub fn verify_database(database: &Database, expect: &[String]) -> Result<Report, StoreError> {
    verify_database_watched(database, expect, &Walked::default())
}

/// As [`verify_database`], with a count of the rows for whoever watches.
pub fn verify_database_watched(database: &Database, expect: &[String], walked: &Walked) -> Result<Report, StoreError> {
    let link = Link::new(database)?;
    if !link.connect()?.has_record()? {
        return Err(StoreError::Absent(link.name().into()));
    }
    let name = link.name().to_owned();
    let place = Place::Database(link, Folder::new(&database.keys));
    Ok(judge(&place, expect, walked).unwrap_or_else(|error| unreadable(&name, expect, &error)))
}

/// Where a record is verified.
pub(crate) enum Place {
    Folder(Folder),
    /// The database, and the folder with the log's key.
    Database(Link, Folder),
}

impl Place {
    pub(crate) fn keys(&self) -> &Folder {
        match self {
            Place::Folder(files) | Place::Database(_, files) => files,
        }
    }

    /// Connections that see the same state of the record.
    fn views(&self, count: usize) -> Result<Vec<Conn>, StoreError> {
        match self {
            Place::Folder(files) => agreeing_views(files, count),
            Place::Database(link, _) => agreeing(link, count),
        }
    }

    /// Whether an entry may stand there without its place in the log: on a shared database it waits for the sealer.
    fn seals_later(&self) -> bool {
        matches!(self, Place::Database(..))
    }
}

fn unreadable(place: &str, expect: &[String], error: &StoreError) -> Report {
    Report {
        ok: false,
        entries: 0,
        size: 0,
        root: ledger::empty_root().to_base64(),
        checkpoint_at: None,
        erasures: Vec::new(),
        first_bad: Some(Finding { id: place.to_owned(), position: None, fault: error.to_string() }),
        faults: 1,
        missing: expect.to_vec(),
        notes: Vec::new(),
    }
}

fn judge(place: &Place, expect: &[String], walked: &Walked) -> Result<Report, StoreError> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(MOST_RANGES);
    // Of a database the log, and the log and the entries of each range, are copied out on connections of their own.
    let (of_log, each) = match place {
        Place::Folder(_) => (1, 1),
        Place::Database(..) => (2, 3),
    };
    let mut views = place.views(of_log + threads * each)?;
    // The first view is for the log, the others are for the streams.
    let main = views.remove(0);
    let log_alone = (of_log > 1 && !views.is_empty()).then(|| views.remove(0));
    // The ledger is the same in every layout up to this one; of a later one nothing is known.
    let identity = match read_identity(&main) {
        Err(StoreError::Layout { found, .. }) if migrate::is_known(&found) => identity_of_any(&main)?,
        identity => identity?,
    };
    let checkpoint = last_checkpoint(&main)?;
    let expected: HashSet<Hash> = expect.iter().filter_map(|id| id.parse().ok()).collect();
    let unsealed = streams::unsealed(&main)?;
    let scope = streams::Scope { identity: &identity, expected: &expected, unsealed: &unsealed, walked };
    let ranges = streams::ranges(&main, (views.len() / each).max(1))?;
    let mut groups: Vec<Vec<Conn>> = Vec::new();
    while views.len() >= each {
        groups.push(views.drain(..each).collect());
    }

    let mut findings = Findings::default();
    let (walks, log) = std::thread::scope(|threads| {
        let walk = |conns: &[Conn], range| match streams::View::of(conns) {
            Some(view) => streams::walk(&view, scope, range),
            None => Err(StoreError::Damaged("there is no connection to walk a range of streams on".into())),
        };
        let walks: Vec<_> =
            groups.into_iter().zip(&ranges).map(|(conns, range)| threads.spawn(move || walk(&conns, range))).collect();
        let log = log::walk((&main, log_alone.as_ref()), place.keys(), &identity, walked, &mut findings);
        // A view for each range may not have been had: the main one does what is left.
        let left = ranges[walks.len()..].iter().map(|range| walk(std::slice::from_ref(&main), range));
        let left: Vec<_> = left.collect();
        let died = || Err(StoreError::Damaged("a thread of the verification died".into()));
        let walks = walks.into_iter().map(|walk| walk.join().unwrap_or_else(|_| died()));
        (walks.chain(left).collect::<Vec<_>>(), log)
    });
    let (entries, by_position) = log?;

    let mut seen = streams::Seen::default();
    for walk in walks {
        seen.merge(walk?);
    }
    findings.merge(std::mem::take(&mut seen.findings));
    places::compare(&main, by_position, seen.places, &mut findings);
    marks::walk(&main, &identity, &mut findings)?;
    streams::heads(&main, &seen, &mut findings)?;
    let mut notes = reads::walk(&main, place, &identity, &mut findings)?;
    notes.extend(restored::notes(&main)?);
    notes.extend(erased::notes(&main, &seen.erasing)?);
    for (stream, seq) in unsealed.iter().filter(|_| !place.seals_later()) {
        // In a folder the writer seals what it records in the same transaction: what stands here was put here by another hand.
        findings.add(format!("{stream}/{seq}"), None, "the entry was never sealed");
    }
    for (hash, entry) in documents::absent(&main, &seen.documents)? {
        findings.add(entry, None, format!("the document {hash} that the entry refers to is gone"));
    }
    for hash in documents::altered(&main)? {
        findings.add(format!("document/{hash}"), None, "the document does not have the hash it is kept under");
    }
    let erasures = seen.judge_erasures(&main, &mut findings)?;
    let missing = missing(&main, expect, &seen.found)?;
    Ok(Report { notes, ..report(entries, checkpoint, erasures, findings, missing) })
}

fn report(
    entries: u64,
    checkpoint: Option<CheckpointRow>,
    erasures: Vec<String>,
    findings: Findings,
    missing: Vec<String>,
) -> Report {
    Report {
        ok: findings.count == 0 && missing.is_empty(),
        entries,
        size: checkpoint.as_ref().map_or(0, |last| last.size),
        root: checkpoint.as_ref().map_or_else(ledger::empty_root, |last| last.root).to_base64(),
        checkpoint_at: checkpoint.map(|last| last.at),
        erasures,
        first_bad: findings.lowest.map(|(_, finding)| finding),
        faults: findings.count,
        missing,
        notes: Vec::new(),
    }
}

/// Connections that see the same state of the record: so many, or just one if its writer does not pause for them.
fn agreeing_views(files: &Folder, count: usize) -> Result<Vec<Conn>, StoreError> {
    let mut views = (0..count).map(|_| open_reading(&files.record())).collect::<Result<Vec<_>, _>>()?;
    for _ in 0..AGREEMENTS {
        let states = views.iter().map(begin).collect::<Result<Vec<_>, _>>()?;
        if states.windows(2).all(|pair| pair[0] == pair[1]) {
            return Ok(views);
        }
        for view in &views {
            view.batch("COMMIT")?;
        }
    }
    views.truncate(1);
    begin(&views[0])?;
    Ok(views)
}

/// Begins a snapshot; gives what tells it from others.
fn begin(view: &Conn) -> Result<(Option<i64>, i64), StoreError> {
    view.batch("BEGIN")?;
    let last = view.value("SELECT MAX(position) FROM log", cells![])?;
    let unsealed = view.value("SELECT COUNT(*) FROM unsealed", cells![])?;
    Ok((last, unsealed))
}

/// What is expected and not there, sealed or not.
fn missing(conn: &Conn, expect: &[String], found: &HashSet<Hash>) -> Result<Vec<String>, StoreError> {
    let text = "SELECT 1 FROM entry WHERE stream = $1 AND seq = $2
         UNION ALL SELECT 1 FROM mark WHERE stream = $1 AND seq = $2";
    let mut missing = Vec::new();
    for id in expect {
        let there = match (id.parse::<EntryId>(), id.parse::<Hash>()) {
            (Ok(id), _) => conn.first(text, cells![id.stream, id.seq], |_| Ok(()))?.is_some(),
            (_, Ok(hash)) => found.contains(&hash),
            _ => false,
        };
        if !there {
            missing.push(id.clone());
        }
    }
    Ok(missing)
}

/// `stream/seq`, whatever the stream is called.
pub(crate) fn id_of(stream: &str, seq: i64) -> String {
    format!("{stream}/{seq}")
}

/// Where an entry or mark stands in the log, if it does.
pub(crate) fn position_of(conn: &Conn, stream: &str, seq: i64) -> Result<Option<u64>, StoreError> {
    let text = "SELECT position FROM log WHERE stream = $1 AND seq = $2 ORDER BY position";
    conn.first(text, cells![stream, seq], |row| row.get(0))
}

/// The streams of the log's own leaves, with the kind that the log notes beside them.
pub(crate) fn own_streams(identity: &Identity) -> [(&str, i64); 2] {
    [
        (identity.seal_stream.as_str(), crate::log::Kind::Seal as i64),
        (identity.reads_stream.as_str(), crate::log::Kind::Reads as i64),
    ]
}
