//! Position by position: the log against its checkpoints and its tiles.

use ledger::{Checkpoint, Fault, Hash, LogCheck, LogLine, VerifyingKey};

use super::places::Places;
use super::walked::Walked;
use super::{Findings, id_of};
use crate::error::StoreError;
use crate::folder::{Folder, Identity};
use crate::log::Kind;
use crate::sql::{Cell, Conn, Row, Rows, cells};
use crate::tiles::{FullTile, Growing};

/// Signatures are checked of so many checkpoints at the most, the last ones; roots and texts of all.
const SIGNATURES: u64 = 20_000;

/// Walks the log; gives the number of entries in it, and the sum over its places. A second connection is for the log's own rows.
pub(crate) fn walk(
    (conn, alone): (&Conn, Option<&Conn>),
    files: &Folder,
    identity: &Identity,
    walked: &Walked,
    findings: &mut Findings,
) -> Result<(u64, Places), StoreError> {
    let key = files.read_public_key();
    if let Err(error) = &key {
        findings.add("key.pub", None, error.to_string());
    }
    let checkpoints: u64 = conn.value("SELECT COUNT(*) FROM checkpoint", cells![])?;
    let mut statement = conn.prepare("SELECT size, at, root, note FROM checkpoint ORDER BY size")?;
    let mut walk = Walk {
        conn,
        identity,
        key: key.ok(),
        unsigned: checkpoints.saturating_sub(SIGNATURES),
        checkpoints: statement.rows(cells![])?,
        next: None,
        check: LogCheck::new(),
        tiles: Growing::default(),
        tiles_full: 0,
        bracket: 0,
        suspect: None,
        before: None,
    };
    walk.advance(findings)?;
    let text = "SELECT position, stream, seq, hash, recorded, mark FROM log ORDER BY position";
    let mut log = alone.map_or_else(|| conn.prepare(text), |alone| alone.prepare_alone(text))?;
    let mut rows = log.rows(cells![])?;
    let (mut entries, mut places, mut count) = (0, Places::default(), walked.count());
    while let Some(row) = rows.next()? {
        count.row();
        match line(&row) {
            Ok(line) => {
                entries += u64::from(line.kind == Kind::Entry as i64);
                places.add(line.position, line.stream, line.seq, line.kind);
                walk.line(&line, findings)?;
            }
            Err(error) => findings.add("log", Some(walk.check.size()), format!("a row cannot be read: {error}")),
        }
    }
    walk.finish(findings)?;
    Ok((entries, places))
}

struct Walk<'a> {
    conn: &'a Conn,
    identity: &'a Identity,
    key: Option<VerifyingKey>,
    /// Checkpoints whose signature is passed over.
    unsigned: u64,
    checkpoints: Rows<'a>,
    /// The next checkpoint to be met.
    next: Option<Stored>,
    check: LogCheck,
    tiles: Growing,
    tiles_full: u64,
    /// The first position after the last checkpoint.
    bracket: u64,
    /// A leaf since then that is later than the one after it: if the root is wrong, this is where.
    suspect: Option<(u64, String)>,
    before: Option<Before>,
}

/// The line before: most are never named, so its stream is only noted down.
struct Before {
    position: u64,
    stream: String,
    seq: i64,
    recorded: i64,
}

struct Line<'a> {
    position: i64,
    stream: &'a str,
    seq: i64,
    hash: &'a [u8],
    recorded: i64,
    kind: i64,
}

struct Stored {
    size: i64,
    at: i64,
    root: Vec<u8>,
    note: String,
}

impl Walk<'_> {
    fn line(&mut self, line: &Line<'_>, findings: &mut Findings) -> Result<(), StoreError> {
        let at = self.check.size();
        let seal = line.kind == Kind::Seal as i64;
        let position = u64::try_from(line.position).unwrap_or(u64::MAX);
        let judged = self.check.line(&LogLine { position, hash: line.hash, recorded: line.recorded, seal });
        if let Err(fault) = judged {
            self.fault(&fault, line, at, findings)?;
        }
        if let Some(before) = &self.before
            && line.recorded < before.recorded
            && self.suspect.is_none()
        {
            self.suspect = Some((before.position, id_of(&before.stream, before.seq)));
        }
        let mut stream = self.before.take().map(|before| before.stream).unwrap_or_default();
        stream.clear();
        stream.push_str(line.stream);
        self.before = Some(Before { position: at, stream, seq: line.seq, recorded: line.recorded });
        for tile in self.tiles.push(Hash::try_from(line.hash).unwrap_or(Hash::ZERO)) {
            self.tiles_full += 1;
            self.full_tile(&tile, findings)?;
        }
        self.checkpoint(line, seal, findings)
    }

    fn fault(&self, fault: &Fault, line: &Line<'_>, at: u64, findings: &mut Findings) -> Result<(), StoreError> {
        match fault {
            Fault::OutsideBracket { position, .. } => {
                findings.add(self.id_at(*position)?, Some(*position), fault.to_string());
            }
            Fault::PositionGap { .. } => {
                let id = self.displaced(line)?.unwrap_or_else(|| id_of(line.stream, line.seq));
                findings.add(id, Some(at), fault.to_string());
            }
            _ => findings.add(id_of(line.stream, line.seq), Some(at), fault.to_string()),
        }
        Ok(())
    }

    /// Of a gap in the positions: the leaf that belongs there by its time, if it stands elsewhere.
    fn displaced(&self, after: &Line<'_>) -> Result<Option<String>, StoreError> {
        let from = self.before.as_ref().map_or(i64::MIN, |before| before.recorded);
        let text = "SELECT stream, seq FROM log WHERE recorded > $1 AND recorded < $2 ORDER BY recorded LIMIT 1";
        self.conn.first(text, cells![from, after.recorded], |row| Ok(id_of(&row.get::<String>(0)?, row.get(1)?)))
    }

    fn id_at(&self, position: u64) -> Result<String, StoreError> {
        let text = "SELECT stream, seq FROM log WHERE position = $1";
        let id = self.conn.first(text, cells![position], |row| Ok(id_of(&row.get::<String>(0)?, row.get(1)?)))?;
        Ok(id.unwrap_or_else(|| format!("position {position}")))
    }

    fn full_tile(&self, tile: &FullTile, findings: &mut Findings) -> Result<(), StoreError> {
        self.tile(tile.level, tile.index, &tile.hashes, findings)
    }

    fn tile(&self, level: usize, index: u64, hashes: &[Hash], findings: &mut Findings) -> Result<(), StoreError> {
        let text = "SELECT hashes FROM tile WHERE level = $1 AND idx = $2";
        let stored = self.conn.first(text, cells![level, index], |row| {
            Ok(row.cell(0).and_then(Cell::blob).map(<[u8]>::to_vec).unwrap_or_default())
        })?;
        let stored = stored.unwrap_or_default();
        let width = Hash::ZERO.0.len();
        let wanted = hashes.iter().map(|hash| &hash.0[..]);
        if stored.len() == hashes.len() * width && stored.chunks(width).eq(wanted.clone()) {
            return Ok(());
        }
        let different = stored.chunks(width).zip(wanted).take_while(|(stored, hash)| stored == hash).count();
        let leaves = 256_u64.saturating_pow(u32::try_from(level).unwrap_or(u32::MAX));
        let first = (index * 256 + different as u64).saturating_mul(leaves);
        let words = format!("tile {level}/{index} does not hold the hashes of the log, from the leaf at {first}");
        // A changed leaf makes every tile above it differ: its own fault names it better.
        findings.add_ranked(first + (leaves - 1), self.id_at(first)?, Some(first), words);
        Ok(())
    }

    fn checkpoint(&mut self, line: &Line<'_>, seal: bool, findings: &mut Findings) -> Result<(), StoreError> {
        let size = self.check.size();
        let due = self.next.as_ref().is_some_and(|next| u64::try_from(next.size) == Ok(size));
        let position = Some(size - 1);
        if seal && !due {
            findings.add(id_of(line.stream, line.seq), position, "a seal without its checkpoint");
        }
        let Some(stored) = self.next.take_if(|_| due) else {
            return Ok(());
        };
        let id = || format!("checkpoint/{size}");
        if !seal {
            findings.add(id(), position, "a checkpoint without its seal");
        }
        let root = self.check.root();
        match (stored.root == root.0, self.note(&stored, root)) {
            (true, Ok(())) => {}
            (true, Err(fault)) => findings.add(id(), position, fault),
            (false, Ok(())) => findings.add(id(), position, "the root beside the note is not the note's"),
            (false, Err(_)) => self.wrong_root(size, findings)?,
        }
        if seal && stored.at != line.recorded {
            findings.add(id(), position, "the checkpoint is of another time than its seal");
        }
        (self.bracket, self.suspect) = (size, None);
        self.advance(findings)
    }

    /// The root tells that something under the checkpoint was changed, not what: whatever else is found since the
    /// checkpoint before names it better.
    fn wrong_root(&self, size: u64, findings: &mut Findings) -> Result<(), StoreError> {
        let words =
            format!("the leaves at {} to {} do not have the root that was signed at {size}", self.bracket, size - 1);
        let (position, id) = match &self.suspect {
            Some((position, id)) => (*position, id.clone()),
            None if size - self.bracket == 1 => (size - 1, format!("checkpoint/{size}")),
            None => (self.bracket, self.id_at(self.bracket)?),
        };
        findings.add_ranked(size - 1, id, Some(position), words);
        Ok(())
    }

    fn note(&mut self, stored: &Stored, root: Hash) -> Result<(), String> {
        let text = Checkpoint { origin: self.identity.origin.clone(), size: self.check.size(), root }.text();
        if !stored.note.starts_with(&text) {
            return Err("the checkpoint's note does not state its size and root".into());
        }
        if self.unsigned > 0 {
            self.unsigned -= 1;
            return Ok(());
        }
        match self.key.as_ref().map(|key| key.open(&stored.note)) {
            Some(Ok(signed)) if signed == text => Ok(()),
            Some(Ok(_)) => Err("the checkpoint's signature is of another text".into()),
            Some(Err(error)) => Err(format!("the checkpoint's signature does not verify: {error}")),
            // That there is no key has been said.
            None => Ok(()),
        }
    }

    /// Takes up the next checkpoint; one that the log has passed, or one that cannot be read, is a finding.
    fn advance(&mut self, findings: &mut Findings) -> Result<(), StoreError> {
        while let Some(row) = self.checkpoints.next()? {
            match stored(&row) {
                Ok(stored) if stored.size > i64::try_from(self.check.size()).unwrap_or(i64::MAX) => {
                    self.next = Some(stored);
                    return Ok(());
                }
                Ok(stored) => {
                    findings.add(format!("checkpoint/{}", stored.size), None, "a checkpoint of no leaves");
                }
                Err(error) => findings.add("checkpoint", None, format!("a row cannot be read: {error}")),
            }
        }
        Ok(())
    }

    fn finish(&mut self, findings: &mut Findings) -> Result<(), StoreError> {
        let size = self.check.size();
        if let Some(next) = &self.next {
            let words = format!("the checkpoint covers {} leaves, the log has {size}", next.size);
            findings.add(format!("checkpoint/{}", next.size), Some(size), words);
        }
        if self.bracket < size && self.next.is_none() {
            let words = format!("no checkpoint covers the leaves from {}", self.bracket);
            findings.add_ranked(size - 1, self.id_at(self.bracket)?, Some(self.bracket), words);
        }
        let mut expected = self.tiles_full;
        for (level, index, hashes) in self.tiles.begun() {
            expected += 1;
            self.tile(level, index, hashes, findings)?;
        }
        let stored: u64 = self.conn.value("SELECT COUNT(*) FROM tile", cells![])?;
        if stored > expected {
            findings.add("tile", None, format!("{stored} tiles are stored, the log makes {expected}"));
        }
        Ok(())
    }
}

fn line<'a>(row: &'a Row<'_>) -> Result<Line<'a>, StoreError> {
    Ok(Line {
        position: row.get(0)?,
        stream: row.cell(1)?.text()?,
        seq: row.get(2)?,
        hash: row.cell(3)?.blob()?,
        recorded: row.get(4)?,
        kind: row.get(5)?,
    })
}

fn stored(row: &Row<'_>) -> Result<Stored, StoreError> {
    Ok(Stored { size: row.get(0)?, at: row.get(1)?, root: row.get(2)?, note: row.get(3)? })
}
