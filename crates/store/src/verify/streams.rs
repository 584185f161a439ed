//! Stream by stream: the entries beside the log, in the order both are stored in.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::sync::Arc;

use ledger::{EntryId, Hash, StoredEntry, StreamCheck};

use super::places::Places;
use super::walked::{Count, Walked};
use super::{Findings, id_of, own_streams, position_of};
use crate::documents;
use crate::error::StoreError;
use crate::folder::Identity;
use crate::sql::{Cell, Conn, Row, Rows, Statement, ToCell as _, cells};

/// What every walk needs to know.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'a> {
    pub(crate) identity: &'a Identity,
    /// Hashes of leaves that are looked for.
    pub(crate) expected: &'a HashSet<Hash>,
    pub(crate) unsealed: &'a HashSet<(String, i64)>,
    pub(crate) walked: &'a Walked,
}

/// Streams from a name (included) to a name (not included).
pub(crate) struct Range {
    from: Option<String>,
    to: Option<String>,
}

/// What the walks saw.
#[derive(Default)]
pub(crate) struct Seen {
    pub(crate) findings: Findings,
    pub(crate) found: HashSet<Hash>,
    /// Documents that entries refer to, each with the entry.
    pub(crate) documents: Vec<(Hash, String)>,
    /// The sum over the places in the log.
    pub(crate) places: Places,
    /// Entries that list erasures.
    pub(crate) erasing: Vec<EntryId>,
    streams: u64,
    without_content: Vec<EntryId>,
    erasure_lists: HashSet<EntryId>,
}

impl Seen {
    pub(crate) fn merge(&mut self, other: Seen) {
        self.findings.merge(other.findings);
        self.found.extend(other.found);
        self.documents.extend(other.documents);
        self.places.merge(other.places);
        self.erasing.extend(other.erasing);
        self.streams += other.streams;
        self.without_content.extend(other.without_content);
        self.erasure_lists.extend(other.erasure_lists);
    }

    /// The entries that an erasure accounts for; the others without content are findings.
    pub(crate) fn judge_erasures(&self, conn: &Conn, findings: &mut Findings) -> Result<Vec<String>, StoreError> {
        let mut erasures = Vec::new();
        for id in &self.without_content {
            if self.erasure_lists.contains(id) {
                erasures.push(id.to_string());
                continue;
            }
            let seq = i64::try_from(id.seq).unwrap_or_default();
            let position = position_of(conn, id.stream.as_str(), seq)?;
            findings.add(id.to_string(), position, ledger::Fault::ContentMissing.to_string());
        }
        Ok(erasures)
    }
}

pub(crate) fn unsealed(conn: &Conn) -> Result<HashSet<(String, i64)>, StoreError> {
    let text = "SELECT stream, seq FROM unsealed ORDER BY stream, seq";
    Ok(conn.all(text, cells![], |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect())
}

/// Cuts the streams into ranges of about as many streams.
pub(crate) fn ranges(conn: &Conn, count: usize) -> Result<Vec<Range>, StoreError> {
    let heads: usize = conn.value("SELECT COUNT(*) FROM head", cells![])?;
    let mut cuts = Vec::new();
    for n in 1..count {
        let text = "SELECT stream FROM head ORDER BY stream LIMIT 1 OFFSET $1";
        let cut: Option<String> = conn.first(text, cells![heads * n / count], |row| row.get(0))?;
        cuts.extend(cut);
    }
    cuts.dedup();
    let from = std::iter::once(None).chain(cuts.iter().cloned().map(Some));
    let to = cuts.iter().cloned().map(Some).chain(std::iter::once(None));
    Ok(from.zip(to).map(|(from, to)| Range { from, to }).collect())
}

/// A row of the log beside which an entry must stand.
pub(crate) struct Logged {
    /// Shared by the rows of a stream, which come one after the other.
    pub(crate) stream: Arc<str>,
    pub(crate) seq: i64,
    pub(crate) position: u64,
    /// None if it is not as long as a hash: no leaf has such a one.
    pub(crate) hash: Option<Hash>,
    pub(crate) recorded: i64,
    pub(crate) kind: i64,
}

/// What a range of streams is walked on: the log, the entries, and whatever is looked up meanwhile.
pub(crate) struct View<'a> {
    log: &'a Conn,
    entries: &'a Conn,
    conn: &'a Conn,
    /// Whether the two have their connections for themselves.
    alone: bool,
}

impl<'a> View<'a> {
    /// Connections that agree: one for each, or one for all.
    pub(crate) fn of(conns: &'a [Conn]) -> Option<View<'a>> {
        match conns {
            [conn, log, entries, ..] => Some(View { log, entries, conn, alone: true }),
            [conn, ..] => Some(View { log: conn, entries: conn, conn, alone: false }),
            [] => None,
        }
    }

    fn prepare(&self, conn: &'a Conn, text: &'a str) -> Result<Statement<'a>, StoreError> {
        if self.alone { conn.prepare_alone(text) } else { conn.prepare(text) }
    }
}

/// Walks the entries and the log of a range of streams side by side.
pub(crate) fn walk(view: &View<'_>, scope: Scope<'_>, range: &Range) -> Result<Seen, StoreError> {
    let conn = view.conn;
    let (bounds, params) = range.sql();
    let log = format!(
        "SELECT stream, seq, position, hash, recorded, mark FROM log
         WHERE {bounds} ORDER BY stream, seq, position"
    );
    let entries = format!(
        "SELECT stream, seq, recorded, leaf, hash, salt, content FROM entry WHERE {bounds} ORDER BY stream, seq"
    );
    let heads = format!("SELECT stream, seq, hash, recorded FROM head WHERE {bounds} ORDER BY stream");
    let (mut log, mut entries) = (view.prepare(view.log, &log)?, view.prepare(view.entries, &entries)?);
    let mut heads = conn.prepare(&heads)?;
    let (mut log, mut entries) = (log.rows(&params)?, entries.rows(&params)?);
    let mut walk = Walk {
        conn,
        scope,
        check: StreamCheck::new(&scope.identity.origin),
        seen: Seen::default(),
        last: None,
        heads: Heads { rows: heads.rows(&params)?, next: None },
        stream: None,
        count: scope.walked.count(),
    };
    let mut logged = walk.next_logged(&mut log)?;
    while let Some(row) = entries.next()? {
        // Rows of the log before this entry have no entry.
        loop {
            let order = match &logged {
                Some(logged) => compare(logged, &row),
                None => Ordering::Greater,
            };
            match (order, logged.take()) {
                (Ordering::Less, Some(alone)) => {
                    walk.alone(&alone);
                    logged = walk.next_logged(&mut log)?;
                }
                (Ordering::Equal, Some(both)) => {
                    walk.entry(&row, Some(&both))?;
                    logged = walk.next_logged(&mut log)?;
                    break;
                }
                (_, later) => {
                    logged = later;
                    walk.entry(&row, None)?;
                    break;
                }
            }
        }
    }
    while let Some(alone) = logged {
        walk.alone(&alone);
        logged = walk.next_logged(&mut log)?;
    }
    walk.finish()
}

struct Walk<'a> {
    conn: &'a Conn,
    scope: Scope<'a>,
    check: StreamCheck,
    seen: Seen,
    /// The last entry of the stream at hand.
    last: Option<Last>,
    heads: Heads<'a>,
    /// The stream of the last row of the log.
    stream: Option<Arc<str>>,
    count: Count<'a>,
}

/// The stored heads, walked along with the streams: to look each up would cost a journey a stream where the record is in
/// a database.
struct Heads<'a> {
    rows: Rows<'a>,
    next: Option<StoredHead>,
}

struct StoredHead {
    stream: String,
    seq: i64,
    hash: Vec<u8>,
    recorded: i64,
}

impl Heads<'_> {
    /// The head of a stream that comes after all that were asked for before.
    fn of(&mut self, stream: &str) -> Result<Option<StoredHead>, StoreError> {
        while self.next.as_ref().is_none_or(|next| next.stream.as_str() < stream) {
            let Some(row) = self.rows.next()? else {
                self.next = None;
                return Ok(None);
            };
            self.next =
                Some(StoredHead { stream: row.get(0)?, seq: row.get(1)?, hash: row.get(2)?, recorded: row.get(3)? });
        }
        Ok(self.next.take_if(|next| next.stream == stream))
    }
}

struct Last {
    stream: String,
    seq: i64,
    recorded: i64,
    hash: Hash,
    position: Option<u64>,
}

impl Walk<'_> {
    /// The next row of the log that is not the log's own; an unreadable one is a finding.
    fn next_logged(&mut self, log: &mut Rows<'_>) -> Result<Option<Logged>, StoreError> {
        while let Some(row) = log.next()? {
            self.count.row();
            match logged(&row, self.stream.as_ref()) {
                Ok(logged) => {
                    if self.stream.as_ref().is_none_or(|stream| !Arc::ptr_eq(stream, &logged.stream)) {
                        self.stream = Some(logged.stream.clone());
                    }
                    let position = i64::try_from(logged.position).unwrap_or(-1);
                    self.seen.places.add(position, &logged.stream, logged.seq, logged.kind);
                    if !self.is_own(&logged.stream) {
                        return Ok(Some(logged));
                    }
                }
                Err(error) => self.seen.findings.add("log", None, format!("a row cannot be read: {error}")),
            }
        }
        Ok(None)
    }

    fn is_own(&self, stream: &str) -> bool {
        own_streams(self.scope.identity).iter().any(|(own, _)| *own == stream)
    }

    fn alone(&mut self, logged: &Logged) {
        let id = id_of(&logged.stream, logged.seq);
        self.seen.findings.add(id, Some(logged.position), "the log holds this entry, and the entry is missing");
    }

    fn entry(&mut self, row: &Row<'_>, logged: Option<&Logged>) -> Result<(), StoreError> {
        self.count.row();
        let position = logged.map(|logged| logged.position);
        let stored = match stored(row) {
            Ok(stored) => stored,
            Err(error) => {
                let id = row.get(0).unwrap_or_else(|_| "?".to_owned());
                self.seen.findings.add(id, position, format!("the row cannot be read: {error}"));
                return Ok(());
            }
        };
        if self.last.as_ref().is_some_and(|last| last.stream != stored.stream) {
            self.end_stream()?;
        }
        let seq = i64::try_from(stored.seq).unwrap_or_default();
        let id = || id_of(stored.stream, seq);
        let hash = match self.check.entry(&stored) {
            Ok(hash) => hash,
            Err(fault) => {
                self.seen.findings.add(id(), position, fault.to_string());
                ledger::leaf_hash(stored.leaf)
            }
        };
        for document in stored.content.map(documents::referred).unwrap_or_default() {
            self.seen.documents.push((document, id()));
        }
        if stored.content.is_some_and(|content| ledger::erased_entries(content).is_some()) {
            self.seen.erasing.extend(id().parse::<EntryId>().ok());
        }
        if self.scope.expected.contains(&hash) {
            self.seen.found.insert(hash);
        }
        match logged {
            None if self.scope.unsealed.contains(&(stored.stream.to_owned(), seq)) => {}
            None => self.seen.findings.add(id(), None, "the entry is not in the log"),
            Some(logged) => self.compare_with_log(&stored, &hash, logged),
        }
        let recorded = stored.recorded;
        if let Some(last) = &mut self.last {
            (last.seq, last.recorded, last.hash, last.position) = (seq, recorded, hash, position);
        } else {
            self.last = Some(Last { stream: stored.stream.to_owned(), seq, recorded, hash, position });
        }
        Ok(())
    }

    fn compare_with_log(&mut self, stored: &StoredEntry<'_>, hash: &Hash, logged: &Logged) {
        let fault = if logged.hash != Some(*hash) {
            "the log holds another hash than the leaf has"
        } else if logged.recorded != stored.recorded {
            "the log holds another time than the entry"
        } else if logged.kind != crate::log::Kind::Entry as i64 {
            "the log calls the entry a leaf of its own"
        } else {
            return;
        };
        self.seen.findings.add(id_of(&logged.stream, logged.seq), Some(logged.position), fault);
    }

    /// The stored head of a stream must be its last entry.
    fn end_stream(&mut self) -> Result<(), StoreError> {
        let Some(last) = self.last.take() else {
            return Ok(());
        };
        self.seen.streams += 1;
        let head = self.heads.of(&last.stream)?;
        let same = head
            .as_ref()
            .is_some_and(|head| (head.seq, head.recorded) == (last.seq, last.recorded) && head.hash == last.hash.0);
        if !same {
            let id = id_of(&last.stream, last.seq);
            // If what the head names is missing, that is a fault of its own, and at its own position.
            let named = match head {
                Some(head) => position_of(self.conn, &last.stream, head.seq)?,
                None => None,
            };
            let rank = named.max(last.position).unwrap_or(u64::MAX);
            let words = "the stored head is not the stream's last entry";
            self.seen.findings.add_ranked(rank, id, last.position, words);
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Seen, StoreError> {
        self.end_stream()?;
        let summary = self.check.finish();
        self.seen.without_content = summary.without_content;
        self.seen.erasure_lists = summary.erasure_lists;
        Ok(self.seen)
    }
}

/// Heads of streams that have no entries.
pub(crate) fn heads(conn: &Conn, seen: &Seen, findings: &mut Findings) -> Result<(), StoreError> {
    let heads: u64 = conn.value("SELECT COUNT(*) FROM head", cells![])?;
    if heads > seen.streams {
        findings.add("head", None, format!("{heads} streams have a head, {} have entries", seen.streams));
    }
    Ok(())
}

impl Range {
    fn sql(&self) -> (String, Vec<Cell<'_>>) {
        let mut terms = vec!["1 = 1".to_owned()];
        let mut params = Vec::new();
        for (bound, comparison) in [(&self.from, ">="), (&self.to, "<")] {
            if let Some(bound) = bound {
                params.push(bound.cell());
                terms.push(format!("stream {comparison} ${}", params.len()));
            }
        }
        (terms.join(" AND "), params)
    }
}

/// Reads `stream, seq, position, hash, recorded, mark`. The stream of the row before is most often this one's.
pub(crate) fn logged(row: &Row<'_>, before: Option<&Arc<str>>) -> Result<Logged, StoreError> {
    let stream = row.cell(0)?.text()?;
    Ok(Logged {
        stream: before.filter(|before| ***before == *stream).map_or_else(|| stream.into(), Arc::clone),
        seq: row.get(1)?,
        position: row.get(2)?,
        hash: Hash::try_from(row.cell(3)?.blob()?).ok(),
        recorded: row.get(4)?,
        kind: row.get(5)?,
    })
}

/// Where the row of the log stands to the entry. An unreadable entry comes first, so that it is passed over.
fn compare(logged: &Logged, row: &Row<'_>) -> Ordering {
    let (stream, seq) = (row.cell(0).and_then(Cell::text), row.cell(1).and_then(Cell::integer));
    let (Ok(stream), Ok(seq)) = (stream, seq) else {
        return Ordering::Greater;
    };
    (*logged.stream).cmp(stream).then(logged.seq.cmp(&seq))
}

fn stored<'a>(row: &'a Row<'_>) -> Result<StoredEntry<'a>, StoreError> {
    Ok(StoredEntry {
        stream: row.cell(0)?.text()?,
        seq: row.get(1)?,
        recorded: row.get(2)?,
        leaf: row.cell(3)?.blob()?,
        hash: row.cell(4)?.blob()?,
        salt: row.cell(5)?.blob_or_null()?,
        content: row.cell(6)?.blob_or_null()?,
    })
}
