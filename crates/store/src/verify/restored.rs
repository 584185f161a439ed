//! What the record's own entries say of restores: which erasures were carried over, or that there were none.

use crate::error::StoreError;
use crate::sql::{Conn, cells};

/// A note for each restore that says so: what it erased rests on the list that was signed, not on two people here.
pub(super) fn notes(conn: &Conn) -> Result<Vec<String>, StoreError> {
    // All streams of the service, and no others: a full stop follows the hyphen.
    let text = "SELECT stream, seq, content FROM entry WHERE stream >= 'service-' AND stream < 'service.'
         AND content IS NOT NULL ORDER BY stream, seq";
    let found = conn.all(text, cells![], |row| {
        let (stream, seq, content): (String, i64, Vec<u8>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(ledger::carried_over(&content).map(|carried| words(&super::id_of(&stream, seq), carried)))
    })?;
    Ok(found.into_iter().flatten().collect())
}

fn words(id: &str, carried: ledger::CarriedOver) -> String {
    let Some(size) = carried.list else {
        return format!(
            "{id}: the record was restored, and it was declared that nothing had been erased since the backup"
        );
    };
    format!(
        "{id}: the record was restored, and a list of erasures signed at {size} leaves was carried out: {} erased again, \
         {} left under a legal hold",
        carried.erased, carried.held
    )
}
