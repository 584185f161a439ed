//! Documents: letters as they went out, rows as they came in. They stand beside the ledger, under the SHA-256 of their
//! bytes; the entry holds the hash. The same bytes are kept once.

use ledger::{EntryId, Hash, StreamId};
use sha2::{Digest as _, Sha256};

use crate::error::StoreError;
use crate::snapshot::Snapshot;
use crate::sql::{Conn, cells};

impl Snapshot {
    /// A document by the SHA-256 of its bytes.
    pub fn document(&self, hash: &Hash) -> Result<Option<Vec<u8>>, StoreError> {
        self.conn().first("SELECT bytes FROM document WHERE hash = $1", cells![hash], |row| row.get(0))
    }
}

/// Of the documents that entries refer to, those that are not there, each with the entry.
pub(crate) fn absent(conn: &Conn, referred: &[(Hash, String)]) -> Result<Vec<(Hash, String)>, StoreError> {
    let mut absent = Vec::new();
    for (hash, entry) in referred {
        if conn.first("SELECT 1 FROM document WHERE hash = $1", cells![hash], |_| Ok(()))?.is_none() {
            absent.push((*hash, entry.clone()));
        }
    }
    Ok(absent)
}

/// The documents that a content refers to: each member named `document` that holds a hash.
pub(crate) fn referred(content: &[u8]) -> Vec<Hash> {
    const NAME: &[u8] = br#""document":""#;
    let hashes =
        memchr::memmem::find_iter(content, NAME).filter_map(|at| content.get(at + NAME.len()..at + NAME.len() + 64));
    hashes.filter_map(|hex| std::str::from_utf8(hex).ok()?.parse().ok()).collect()
}

/// Notes which documents an entry refers to, so that they can go when the last such entry is erased.
pub(crate) fn note_uses(conn: &Conn, stream: &StreamId, seq: u64, content: &[u8]) -> Result<(), StoreError> {
    for hash in referred(content) {
        let text = "INSERT INTO document_use (hash, stream, seq) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
        conn.write(text, cells![hash, stream, seq])?;
    }
    Ok(())
}

/// Takes the documents of an entry that no other entry refers to.
pub(crate) fn forget(conn: &Conn, id: &EntryId, content: &[u8]) -> Result<(), StoreError> {
    for hash in referred(content) {
        let text = "DELETE FROM document_use WHERE hash = $1 AND stream = $2 AND seq = $3";
        conn.write(text, cells![hash, id.stream, id.seq])?;
        let still = "SELECT 1 FROM document_use WHERE hash = $1 LIMIT 1";
        if conn.first(still, cells![hash], |_| Ok(()))?.is_none() {
            conn.write("DELETE FROM document WHERE hash = $1", cells![hash])?;
        }
    }
    Ok(())
}

/// The documents that do not have the hash they are kept under.
pub(crate) fn altered(conn: &Conn) -> Result<Vec<String>, StoreError> {
    let mut statement = conn.prepare("SELECT hash, bytes FROM document ORDER BY hash")?;
    let mut rows = statement.rows(cells![])?;
    let mut altered = Vec::new();
    while let Some(row) = rows.next()? {
        let hash = row.cell(0)?.blob()?;
        if Sha256::digest(row.cell(1)?.blob()?).as_slice() != hash {
            altered.push(Hash::try_from(hash).map_or_else(|_| "of no hash".into(), |hash| hash.to_string()));
        }
    }
    Ok(altered)
}

/// Keeps a document under its hash, which must be its hash.
pub(crate) fn keep(conn: &Conn, hash: &Hash, bytes: &[u8]) -> Result<(), StoreError> {
    if Sha256::digest(bytes).as_slice() != hash.0 {
        return Err(StoreError::Refused(format!("a document does not have the hash {hash}")));
    }
    let text = "INSERT INTO document (hash, bytes) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING";
    conn.write(text, cells![hash, bytes])
}
