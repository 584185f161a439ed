//! Erasure: the one place that knows everything which repeats what an entry said.
//!
//! [`entry`] takes the content, and what stands beside the ledger because of it; [`past`] takes the closed versions of
//! the stream's rows, once the act has put new ones in their place; [`Snapshot`] never sees a half of it, for all of it
//! is one transaction. Whatever is deleted is overwritten with zeros (`secure_delete`), and the write-ahead log is cut.
//!
//! [`PLACES`] says of every table why it need not be walked, or how it is. A test holds it against the tables there are.

use std::collections::BTreeSet;
use std::path::Path;

use ledger::{EntryId, StreamId};

use crate::documents;
use crate::error::StoreError;
use crate::rows;
use crate::sql::{Conn, cells};

/// What a table has to do with erasure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Leaves, hashes and names of streams: nothing of what was said.
    Ledger,
    /// Walked here.
    Walked,
    /// Rows of one stream, projected anew by the act that erases; their closed versions are walked here.
    Projected,
    /// About staff, the folder itself, or how many; nobody is named.
    Own,
    /// Who saw what: names of streams and fixed words only, and sealed, so that it can be proved.
    Sealed,
}

/// Every table, and what it has to do with erasure.
pub const PLACES: &[(&str, Place)] = &[
    ("meta", Place::Own),
    ("entry", Place::Walked),
    ("head", Place::Ledger),
    ("act", Place::Walked),
    ("guard", Place::Own),
    ("unsealed", Place::Ledger),
    ("log", Place::Ledger),
    ("mark", Place::Ledger),
    ("tile", Place::Ledger),
    ("checkpoint", Place::Ledger),
    ("document", Place::Walked),
    ("document_use", Place::Walked),
    ("person", Place::Projected),
    ("person_key", Place::Projected),
    ("diary", Place::Projected),
    ("duty", Place::Projected),
    ("manager", Place::Projected),
    ("limit_access", Place::Projected),
    ("limited", Place::Projected),
    ("court_case", Place::Projected),
    ("staff", Place::Projected),
    ("team", Place::Projected),
    ("site", Place::Projected),
    ("quarantine", Place::Projected),
    ("import_file", Place::Projected),
    ("erasure", Place::Projected),
    ("timing", Place::Projected),
    ("notice", Place::Projected),
    ("notice_seen", Place::Projected),
    ("presence", Place::Projected),
    ("apart", Place::Projected),
    ("visit", Place::Projected),
    ("calendar_token", Place::Own),
    ("standing", Place::Projected),
    ("away", Place::Projected),
    ("alarm", Place::Projected),
    ("news", Place::Projected),
    ("saved_view", Place::Own),
    ("recent", Place::Own),
    ("job", Place::Own),
    ("last_contact", Place::Projected),
    ("contact_month", Place::Projected),
    ("signed_off", Place::Projected),
    ("cosignature", Place::Ledger),
    ("witness", Place::Own),
    ("disagreement", Place::Ledger),
    ("upkeep", Place::Projected),
    ("vouched", Place::Ledger),
    ("home", Place::Projected),
    ("arranged", Place::Projected),
    ("affiliation", Place::Projected),
    ("outgoing", Place::Projected),
    ("glance", Place::Projected),
    ("signed_line", Place::Projected),
    ("noted", Place::Projected),
    ("password", Place::Own),
    ("session", Place::Own),
    ("attempt", Place::Own),
    ("draft", Place::Walked),
    ("read", Place::Sealed),
    ("reads_head", Place::Own),
    ("lease", Place::Own),
    ("gate", Place::Own),
];

/// No act is so long that its last entry is recorded later than this after its first, in microseconds.
pub(crate) const LONGEST_ACT: i64 = 1_000_000;

/// Takes content and salt from an entry, with the documents that nothing else refers to and the answer to its form.
/// What erases is itself never erased: the list of erasures must stay whole.
pub(crate) fn entry(conn: &Conn, id: &EntryId) -> Result<(), StoreError> {
    let text = "SELECT content, recorded FROM entry WHERE stream = $1 AND seq = $2";
    let found: Option<(Option<Vec<u8>>, i64)> =
        conn.first(text, cells![id.stream, id.seq], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let (content, recorded) = match found {
        None => return Err(StoreError::Refused(format!("{id} is to be erased and does not exist"))),
        Some((Some(content), _)) if ledger::erased_entries(&content).is_some() => {
            return Err(StoreError::Refused(format!("{id} lists erasures and cannot be erased")));
        }
        Some((content, recorded)) => (content.unwrap_or_default(), recorded),
    };
    let text = "UPDATE entry SET salt = NULL, content = NULL WHERE stream = $1 AND seq = $2";
    conn.write(text, cells![id.stream, id.seq])?;
    documents::forget(conn, id, &content)?;
    answer(conn, id, recorded)?;
    drafts(conn, &id.stream)
}

/// The digest of a short form could be guessed at, so it goes. The key stays: the form must not be recorded again.
fn answer(conn: &Conn, id: &EntryId, recorded: i64) -> Result<(), StoreError> {
    let text = "SELECT actor, key, ids FROM act WHERE recorded >= $1 AND recorded <= $2";
    let acts = conn.all(text, cells![recorded, recorded + LONGEST_ACT], |row| {
        Ok((row.get::<String>(0)?, row.get::<String>(1)?, row.get::<String>(2)?))
    })?;
    let name = id.to_string();
    for (actor, key, ids) in acts {
        if ids.split_ascii_whitespace().any(|one| one == name) {
            let text = "UPDATE act SET digest = $1, answer = $2 WHERE actor = $3 AND key = $4";
            conn.write(text, cells![[0_u8; 32], "", actor, key])?;
        }
    }
    Ok(())
}

/// Whatever was being typed about the stream may repeat what it said.
fn drafts(conn: &Conn, stream: &StreamId) -> Result<(), StoreError> {
    let part = stream.as_str().rsplit('-').next().unwrap_or_default();
    // A form about many people names each in its fields.
    let text = "DELETE FROM draft WHERE subject = $1 OR form LIKE $2 OR body LIKE $2";
    conn.write(text, cells![stream, format!("%{part}%")])
}

/// Takes the closed versions of the rows of streams: a past diary is then known without what was erased, or not at all.
pub(crate) fn past<'a>(conn: &Conn, erased: impl IntoIterator<Item = &'a EntryId>) -> Result<(), StoreError> {
    let streams: BTreeSet<&StreamId> = erased.into_iter().map(|id| &id.stream).collect();
    streams.into_iter().try_for_each(|stream| rows::forget_past(conn, stream))
}

/// Removes the files under `samples` that hold any of these words. They were handed out once, and can be made again.
pub(crate) fn samples(folder: &Path, words: &[String]) -> Result<usize, StoreError> {
    let folder = folder.join("samples");
    let files = match std::fs::read_dir(&folder) {
        Ok(files) => files,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(StoreError::file(&folder, &error)),
    };
    let mut removed = 0;
    for file in files {
        let path = file.map_err(|error| StoreError::file(&folder, &error))?.path();
        let failed = |error: std::io::Error| StoreError::file(&path, &error);
        if path.is_dir() {
            continue;
        }
        let bytes = std::fs::read(&path).map_err(failed)?;
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        if words.iter().any(|word| !word.is_empty() && text.contains(&word.to_lowercase())) {
            std::fs::remove_file(&path).map_err(failed)?;
            removed += 1;
        }
    }
    Ok(removed)
}
