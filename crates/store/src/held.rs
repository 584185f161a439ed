//! The record against checkpoints that somebody outside holds. Its own checkpoints say nothing against whoever has the
//! folder and its key: they may have been made anew. What is held elsewhere, they cannot make anew.

use ledger::{Checkpoint, Difference, Frontier, Hash, Leaf, Place, TILE_WIDTH, leaf_hash};
use serde::Serialize;

use crate::error::StoreError;
use crate::export::{LeafAt, leaves_from};
use crate::exported::ExportedLog;
use crate::folder::{Identity, read_identity};
use crate::sql::Conn;
use crate::store::Store;

/// Leaves read at once.
const PAGE: u64 = 4096;

/// How the record stands to what is held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// Whether what is held is the beginning of the record.
    pub ok: bool,
    /// Leaves that the record's log has.
    pub log_size: u64,
    /// The largest held size up to which nothing was changed.
    pub agrees_at: Option<u64>,
    /// The smallest held size at which the record has another root, or no longer reaches.
    pub differs_at: Option<u64>,
    /// The first entry that is not as it was witnessed; only an exported log can tell which, unless the log ends early.
    pub changed: Option<Changed>,
}

/// An entry that was touched since it was witnessed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// The entry, `stream/seq`; or the position, if nothing tells which entry stood there.
    pub id: String,
    /// The first position of the log that differs.
    pub position: u64,
    /// One word for it: edited, inserted, removed, moved, back-dated, post-dated, re-hashed or rolled-back.
    pub how: String,
    /// What was done to it.
    pub fault: String,
}

/// Compares a record with held checkpoints, whose signatures the caller has checked; and with the log as
/// it was exported when one of them was signed, or later.
pub fn compare_held(
    store: &Store,
    held: &[Checkpoint],
    exported: Option<&ExportedLog>,
) -> Result<Comparison, StoreError> {
    let largest = held.iter().map(|held| held.size).max().unwrap_or(0);
    if let Some(exported) = exported {
        believed(exported, held, largest)?;
    }
    store.read_here(|snapshot| compare(snapshot.conn(), held, largest, exported))
}

fn compare(
    conn: &Conn,
    held: &[Checkpoint],
    largest: u64,
    exported: Option<&ExportedLog>,
) -> Result<Comparison, StoreError> {
    let identity = read_identity(conn)?;
    if let Some(other) = held.iter().find(|held| held.origin != identity.origin) {
        return Err(StoreError::Refused(format!("what is held is of another log: {:?}", other.origin)));
    }
    let log_size = conn.value("SELECT COUNT(*) FROM log", &[])?;
    let found = walk(conn, held, largest, exported)?;
    let changed = match (found.first_different, exported) {
        (Some(position), Some(exported)) => Some(what_changed(conn, &identity, exported, position)?),
        _ if log_size < largest => Some(Changed {
            id: format!("position {log_size}"),
            position: log_size,
            how: ledger::Change::RolledBack.word().to_owned(),
            fault: ledger::Change::RolledBack.to_string(),
        }),
        _ => None,
    };
    let ok = found.differs_at.is_none() && changed.is_none();
    Ok(Comparison { ok, log_size, agrees_at: found.agrees_at, differs_at: found.differs_at, changed })
}

/// An exported log is as good as the held checkpoint whose root it has, and up to there only.
fn believed(exported: &ExportedLog, held: &[Checkpoint], largest: u64) -> Result<(), StoreError> {
    let reaches = exported.checkpoint().size >= largest;
    let root = held.iter().find(|held| held.size == largest).map(|held| held.root);
    if reaches && root == Some(exported.root_at(largest)?) {
        return Ok(());
    }
    Err(StoreError::Refused(format!("the exported log is not the one whose checkpoint of {largest} leaves is held")))
}

#[derive(Default)]
struct Found {
    agrees_at: Option<u64>,
    differs_at: Option<u64>,
    first_different: Option<u64>,
}

/// Works the roots out anew from the leaves themselves, in the order of the log.
fn walk(conn: &Conn, held: &[Checkpoint], largest: u64, exported: Option<&ExportedLog>) -> Result<Found, StoreError> {
    let mut found = Found::default();
    let mut frontier = Frontier::default();
    let mut witnessed = Vec::new();
    let mut pages = Pages::new(conn);
    while frontier.size() < largest {
        let Some(leaf) = pages.next()? else { break };
        let position = frontier.size();
        let hash = leaf.leaf.map_or(Hash::ZERO, |leaf| leaf_hash(&leaf));
        frontier.push(hash);
        if let Some(exported) = exported
            && found.first_different.is_none()
        {
            if position.is_multiple_of(TILE_WIDTH) {
                witnessed = exported.leaf_hashes(position / TILE_WIDTH)?;
            }
            let within = usize::try_from(position % TILE_WIDTH).unwrap_or_default();
            if witnessed.get(within) != Some(&hash) {
                found.first_different = Some(position);
            }
        }
        for held in held.iter().filter(|held| held.size == frontier.size()) {
            found.note(held.size, held.root == frontier.root());
        }
    }
    for held in held.iter().filter(|held| held.size > frontier.size()) {
        found.note(held.size, false);
    }
    if exported.is_some() && frontier.size() < largest && found.first_different.is_none() {
        found.first_different = Some(frontier.size());
    }
    Ok(found)
}

impl Found {
    fn note(&mut self, size: u64, agrees: bool) {
        if agrees {
            self.agrees_at = self.agrees_at.max(Some(size));
        } else {
            self.differs_at = Some(self.differs_at.map_or(size, |least| least.min(size)));
        }
    }
}

/// What was done at the first position that differs.
fn what_changed(
    conn: &Conn,
    identity: &Identity,
    exported: &ExportedLog,
    position: u64,
) -> Result<Changed, StoreError> {
    let was = witnessed_leaf(exported, position)?;
    let id = format!("{}/{}", was.stream, was.seq);
    let told = |id: String, change: &ledger::Change| Changed {
        id,
        position,
        how: change.word().to_owned(),
        fault: change.to_string(),
    };
    let mut pages = Pages::new(conn);
    let mut here = None;
    for _ in 0..=position {
        here = pages.next()?;
    }
    let is = match here {
        None => None,
        Some(LeafAt { leaf: None, .. }) => return Ok(told(id, &ledger::Change::Removed)),
        Some(LeafAt { leaf: Some(leaf), .. }) => match Leaf::parse(&leaf) {
            Ok(leaf) => Some(leaf),
            Err(_) => return Ok(told(id, &ledger::Change::Rehashed)),
        },
    };
    let mut was_now_at = None;
    let mut at = position;
    while was_now_at.is_none()
        && let Some(leaf) = pages.next()?
    {
        at += 1;
        let leaf = leaf.leaf.and_then(|leaf| Leaf::parse(&leaf).ok());
        was_now_at = leaf.filter(|leaf| is_same(leaf, &was, identity)).map(|leaf| place(at, &leaf));
    }
    let is_was_at = match &is {
        Some(is) => find_witnessed(exported, position + 1, is, identity)?,
        None => None,
    };
    let (id, change) = Difference { position, was: &was, is: is.as_ref(), was_now_at, is_was_at }.judge();
    Ok(told(id.to_string(), &change))
}

fn witnessed_leaf(exported: &ExportedLog, position: u64) -> Result<Leaf, StoreError> {
    let within = usize::try_from(position % TILE_WIDTH).unwrap_or_default();
    let leaf = exported.leaves(position / TILE_WIDTH)?.into_iter().nth(within);
    let leaf = leaf.and_then(|leaf| Leaf::parse(&leaf).ok());
    leaf.ok_or_else(|| StoreError::Damaged(format!("what was exported at position {position} is no leaf")))
}

fn find_witnessed(
    exported: &ExportedLog,
    from: u64,
    sought: &Leaf,
    identity: &Identity,
) -> Result<Option<Place>, StoreError> {
    for index in from / TILE_WIDTH..exported.checkpoint().size.div_ceil(TILE_WIDTH) {
        for (position, leaf) in (index * TILE_WIDTH..).zip(exported.leaves(index)?) {
            let leaf = Leaf::parse(&leaf).ok().filter(|leaf| position >= from && is_same(leaf, sought, identity));
            if let Some(leaf) = leaf {
                return Ok(Some(place(position, &leaf)));
            }
        }
    }
    Ok(None)
}

/// Whether two leaves hold the same content: salted commitments tell. A seal's content counts the leaves before it, so of
/// the log's own streams the number tells.
fn is_same(one: &Leaf, other: &Leaf, identity: &Identity) -> bool {
    let own = [&identity.seal_stream, &identity.reads_stream].contains(&&one.stream);
    one.commit == other.commit || (own && (&one.stream, one.seq) == (&other.stream, other.seq))
}

fn place(position: u64, leaf: &Leaf) -> Place {
    Place { position, recorded: leaf.recorded }
}

/// The log's leaves one after the other.
struct Pages<'a> {
    conn: &'a Conn,
    page: std::vec::IntoIter<LeafAt>,
    from: u64,
}

impl Pages<'_> {
    fn new(conn: &Conn) -> Pages<'_> {
        Pages { conn, page: Vec::new().into_iter(), from: 0 }
    }

    fn next(&mut self) -> Result<Option<LeafAt>, StoreError> {
        if self.page.len() == 0 {
            self.page = leaves_from(self.conn, self.from, PAGE)?.into_iter();
        }
        let next = self.page.next();
        if let Some(leaf) = &next {
            self.from = leaf.position + 1;
        }
        Ok(next)
    }
}
