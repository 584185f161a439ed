//! The log's own leaves: seals, and batches of the reads log. They chain like any stream and stand in a table apart.

use ledger::{StoredEntry, StreamCheck};

use super::streams::{Logged, logged};
use super::{Findings, id_of, own_streams};
use crate::error::StoreError;
use crate::folder::Identity;
use crate::sql::{Cell, Conn, Row, cells};

/// The log's own leaves, beside the log.
pub(crate) fn walk(conn: &Conn, identity: &Identity, findings: &mut Findings) -> Result<(), StoreError> {
    for (stream, kind) in own_streams(identity) {
        let mut statement = conn.prepare(
            "SELECT l.stream, l.seq, l.position, l.hash, l.recorded, l.mark, m.leaf, m.salt, m.content
             FROM log l LEFT JOIN mark m ON m.stream = l.stream AND m.seq = l.seq
             WHERE l.stream = $1 ORDER BY l.seq, l.position",
        )?;
        let mut rows = statement.rows(cells![stream])?;
        let mut check = StreamCheck::new(&identity.origin);
        let mut count = 0u64;
        while let Some(row) = rows.next()? {
            count += 1;
            match logged(&row, None) {
                Err(error) => findings.add(stream, None, format!("a row of the log cannot be read: {error}")),
                Ok(logged) => {
                    if let Err(fault) = mark(&row, &logged, kind, &mut check) {
                        findings.add(id_of(&logged.stream, logged.seq), Some(logged.position), fault);
                    }
                }
            }
        }
        let stored: u64 = conn.value("SELECT COUNT(*) FROM mark WHERE stream = $1", cells![stream])?;
        if stored > count {
            findings.add(stream, None, format!("of {stored} leaves only {count} are in the log"));
        }
    }
    let [(seals, _), (reads, _)] = own_streams(identity);
    let text = "SELECT stream FROM mark WHERE stream NOT IN ($1, $2) LIMIT 1";
    let stray: Option<String> = conn.first(text, cells![seals, reads], |row| row.get(0))?;
    if let Some(stream) = stray {
        findings.add(stream, None, "a stream that is not the log's own stands among its own leaves");
    }
    Ok(())
}

fn mark(row: &Row<'_>, logged: &Logged, kind: i64, check: &mut StreamCheck) -> Result<(), String> {
    let cell = |at| row.cell(at).and_then(Cell::blob_or_null).map_err(|error| error.to_string());
    let stored = StoredEntry {
        stream: &logged.stream,
        seq: u64::try_from(logged.seq).unwrap_or_default(),
        recorded: logged.recorded,
        leaf: cell(6)?.ok_or("the log holds this leaf, and the leaf is missing")?,
        hash: logged.hash.as_ref().map_or(&[][..], |hash| &hash.0),
        salt: cell(7)?,
        content: cell(8)?,
    };
    check.entry(&stored).map_err(|fault| fault.to_string())?;
    if logged.kind != kind {
        return Err("the log calls its own leaf something else".into());
    }
    Ok(())
}

/// What one batch of the reads log is said to be.
pub(crate) struct ReadsMark {
    pub(crate) position: u64,
    pub(crate) batch: u64,
    pub(crate) recorded: i64,
    pub(crate) content: String,
}

/// The batches of the reads log, by position.
pub(crate) fn reads_marks(conn: &Conn, identity: &Identity) -> Result<Vec<ReadsMark>, StoreError> {
    let text = "SELECT l.position, m.seq, l.recorded, m.content
         FROM mark m JOIN log l ON l.stream = m.stream AND l.seq = m.seq WHERE m.stream = $1 ORDER BY l.position";
    conn.all(text, cells![identity.reads_stream], |row| {
        let content: Vec<u8> = row.get(3)?;
        let content = String::from_utf8_lossy(&content).into_owned();
        Ok(ReadsMark { position: row.get(0)?, batch: row.get(1)?, recorded: row.get(2)?, content })
    })
}
