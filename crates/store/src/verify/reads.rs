//! The reads log: every closed batch must have the digest that its leaf in the main log states. It may be gone, whole, if
//! an entry of the service says that it was let go.

use ledger::ReadsReleased;

use super::marks::{self, ReadsMark};
use super::{Findings, Place, id_of};
use crate::error::StoreError;
use crate::folder::{Identity, open_reading};
use crate::reads::{ReadsBatch, found_batch, stored_batch};
use crate::seen::{is_found, released};
use crate::sql::{Conn, cells};

/// What is to be known of the reads log though nothing is wrong with it, in words.
pub(crate) fn walk(
    conn: &Conn,
    place: &Place,
    identity: &Identity,
    findings: &mut Findings,
) -> Result<Vec<String>, StoreError> {
    let said = marks::reads_marks(conn, identity)?;
    // Asked of the record as it is now: what is let go while it is being verified was said to be before it went.
    let released = place.views(1)?.first().map(released).transpose()?.unwrap_or_default();
    let Place::Folder(files) = place else {
        return Ok(compare(conn, &said, &released, identity, findings));
    };
    match open_reading(&files.reads()) {
        Ok(reads) => Ok(compare(&reads, &said, &released, identity, findings)),
        Err(error) => {
            if let Some(first) = said.first() {
                findings.add("reads.db", Some(first.position), format!("the reads log cannot be opened: {error}"));
            }
            Ok(Vec::new())
        }
    }
}

/// Compares the rows, wherever they stand, with what the log says of them.
fn compare(
    reads: &Conn,
    said: &[ReadsMark],
    released: &[ReadsReleased],
    identity: &Identity,
    findings: &mut Findings,
) -> Vec<String> {
    let stream = identity.reads_stream.as_str();
    let (mut notes, mut gone) = (Vec::new(), Vec::new());
    for mark in said {
        let ReadsMark { position, batch, content, .. } = mark;
        let stored = if is_found(content) { found_batch(reads, *batch) } else { stored_batch(reads, *batch) };
        let fault = match stored {
            Ok(stored) if ReadsBatch::content(&stored) == *content => {
                notes.extend(stored.found.map(|span| found(&stored, span)));
                continue;
            }
            Ok(stored) if stored.count == 0 && released.iter().any(|one| one.covers(*batch, mark.recorded)) => {
                gone.push(*batch);
                continue;
            }
            Ok(stored) if stored.count == 0 => {
                format!("batch {batch} of the reads log is gone, and nothing says that it was let go")
            }
            Ok(_) => format!("batch {batch} of the reads log is not what was sealed"),
            Err(error) => format!("batch {batch} of the reads log cannot be read: {error}"),
        };
        findings.add(id_of(stream, i64::try_from(*batch).unwrap_or_default()), Some(*position), fault);
    }
    if let Ok(Some(batch)) = first_batch(reads)
        && batch < 1
    {
        findings.add("reads.db", None, format!("the reads log has a batch {batch}"));
    }
    if let (Some(first), Some(last)) = (gone.first(), gone.last()) {
        notes.push(format!("batches {first} to {last} of the reads log were let go by recorded authority"));
    }
    notes
}

fn found(batch: &ReadsBatch, (from, to): (i64, i64)) -> String {
    format!(
        "batch {} of the reads log was found unsealed, and no running program answers for it: rows: {}, from {from} to \
         {to} (microseconds). A program that was killed leaves such rows; so would a hand that wrote them meanwhile",
        batch.batch, batch.count
    )
}

fn first_batch(reads: &Conn) -> Result<Option<i64>, StoreError> {
    reads.first("SELECT batch FROM read ORDER BY batch LIMIT 1", cells![], |row| row.get(0))
}
