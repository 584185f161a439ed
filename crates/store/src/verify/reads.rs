//! The reads log: every closed batch must have the digest that its leaf in the main log states.

use super::{Findings, id_of, marks};
use crate::error::StoreError;
use crate::folder::{Folder, Identity, open_reading};
use crate::reads::{ReadsBatch, stored_batch};
use crate::sql::{Conn, cells};

pub(crate) fn walk(
    conn: &Conn,
    files: &Folder,
    identity: &Identity,
    findings: &mut Findings,
) -> Result<(), StoreError> {
    match open_reading(&files.reads()) {
        Ok(reads) => compare(conn, &reads, identity, findings),
        Err(error) => {
            if let Some((position, _, _)) = marks::reads_marks(conn, identity)?.first() {
                findings.add("reads.db", Some(*position), format!("the reads log cannot be opened: {error}"));
            }
            Ok(())
        }
    }
}

/// Compares the rows, wherever they stand, with what the log says of them.
pub(crate) fn compare(
    conn: &Conn,
    reads: &Conn,
    identity: &Identity,
    findings: &mut Findings,
) -> Result<(), StoreError> {
    let said = marks::reads_marks(conn, identity)?;
    let stream = identity.reads_stream.as_str();
    for (position, batch, content) in &said {
        let fault = match stored_batch(reads, *batch) {
            Ok(stored) if ReadsBatch::content(&stored) == *content => continue,
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
    Ok(())
}

fn first_batch(reads: &Conn) -> Result<Option<i64>, StoreError> {
    reads.first("SELECT batch FROM read ORDER BY batch LIMIT 1", cells![], |row| row.get(0))
}
