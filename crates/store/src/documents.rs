//! Documents: letters as they went out, rows as they came in. They stand beside the ledger, under the SHA-256 of their
//! bytes; the entry holds the hash. The same bytes are kept once.

use ledger::{EntryId, Hash, StreamId};
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest as _, Sha256};

use crate::error::StoreError;
use crate::snapshot::Snapshot;

impl Snapshot {
    /// A document by the SHA-256 of its bytes.
    pub fn document(&self, hash: &Hash) -> Result<Option<Vec<u8>>, StoreError> {
        let mut statement = self.conn().prepare_cached("SELECT bytes FROM document WHERE hash = $1")?;
        Ok(statement.query_row([&hash.0[..]], |row| row.get(0)).optional()?)
    }
}

/// Of the documents that entries refer to, those that are not there, each with the entry.
pub(crate) fn absent(conn: &Connection, referred: &[(Hash, String)]) -> Result<Vec<(Hash, String)>, StoreError> {
    let mut statement = conn.prepare("SELECT 1 FROM document WHERE hash = $1")?;
    let mut absent = Vec::new();
    for (hash, entry) in referred {
        if !statement.exists([&hash.0[..]])? {
            absent.push((*hash, entry.clone()));
        }
    }
    Ok(absent)
}

/// The documents that a content refers to: each member named `document` that holds a hash.
pub(crate) fn referred(content: &[u8]) -> Vec<Hash> {
    const NAME: &str = "\"document\":\"";
    // A search in text is many times faster than one window by window, and every entry is searched.
    let Ok(text) = std::str::from_utf8(content) else { return Vec::new() };
    let hashes = text.match_indices(NAME).filter_map(|(at, _)| text.get(at + NAME.len()..at + NAME.len() + 64));
    hashes.filter_map(|hex| hex.parse().ok()).collect()
}

/// Notes which documents an entry refers to, so that they can go when the last such entry is erased.
pub(crate) fn note_uses(conn: &Connection, stream: &StreamId, seq: u64, content: &[u8]) -> Result<(), StoreError> {
    for hash in referred(content) {
        conn.prepare_cached("INSERT INTO document_use (hash, stream, seq) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")?
            .execute(params![&hash.0[..], stream.as_str(), seq])?;
    }
    Ok(())
}

/// Takes the documents of an entry that no other entry refers to.
pub(crate) fn forget(conn: &Connection, id: &EntryId, content: &[u8]) -> Result<(), StoreError> {
    for hash in referred(content) {
        conn.prepare_cached("DELETE FROM document_use WHERE hash = $1 AND stream = $2 AND seq = $3")?
            .execute(params![&hash.0[..], id.stream.as_str(), id.seq])?;
        let mut still = conn.prepare_cached("SELECT 1 FROM document_use WHERE hash = $1 LIMIT 1")?;
        if !still.exists([&hash.0[..]])? {
            conn.prepare_cached("DELETE FROM document WHERE hash = $1")?.execute([&hash.0[..]])?;
        }
    }
    Ok(())
}

/// The documents that do not have the hash they are kept under.
pub(crate) fn altered(conn: &Connection) -> Result<Vec<String>, StoreError> {
    let mut statement = conn.prepare("SELECT hash, bytes FROM document ORDER BY hash")?;
    let mut rows = statement.query([])?;
    let mut altered = Vec::new();
    while let Some(row) = rows.next()? {
        let hash = row.get_ref(0)?.as_blob()?;
        if Sha256::digest(row.get_ref(1)?.as_blob()?).as_slice() != hash {
            altered.push(Hash::try_from(hash).map_or_else(|_| "of no hash".into(), |hash| hash.to_string()));
        }
    }
    Ok(altered)
}

/// Keeps a document under its hash, which must be its hash.
pub(crate) fn keep(conn: &Connection, hash: &Hash, bytes: &[u8]) -> Result<(), StoreError> {
    if Sha256::digest(bytes).as_slice() != hash.0 {
        return Err(StoreError::Refused(format!("a document does not have the hash {hash}")));
    }
    conn.prepare_cached("INSERT INTO document (hash, bytes) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING")?
        .execute(params![&hash.0[..], bytes])?;
    Ok(())
}
