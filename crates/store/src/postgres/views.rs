//! Several connections that see one state of the record, while others write.

use super::Link;
use crate::error::StoreError;
use crate::sql::{Conn, cells};

/// Begins a transaction in which the database stays as it was first seen.
const STILL: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// What is copied out in an order is read by an index that has it. The planner would rather sort all of it, in files as large as the
/// record on a disk that may have no room for them.
const BY_INDEX: &str = "SET LOCAL enable_sort = off";

/// Connections that see the state that the first of them saw: so many, or as many as the database lets us have. What one
/// less costs is time.
pub(crate) fn agreeing(link: &Link, count: usize) -> Result<Vec<Conn>, StoreError> {
    let first = link.connect_patiently()?;
    first.batch(STILL)?;
    if count < 2 {
        return Ok(vec![first]);
    }
    let Ok(state) = first.value::<String>("SELECT pg_export_snapshot()", cells![]) else {
        // An engine that only speaks PostgreSQL's protocol need not know this.
        first.roll_back()?;
        first.batch(STILL)?;
        return Ok(vec![first]);
    };
    let others = (1..count).map_while(|_| same(link, &state).ok());
    Ok(std::iter::once(first).chain(others.collect::<Vec<_>>()).collect())
}

fn same(link: &Link, state: &str) -> Result<Conn, StoreError> {
    let view = link.connect_patiently()?;
    view.batch(&format!("{STILL}; SET TRANSACTION SNAPSHOT '{state}'; {BY_INDEX}"))?;
    Ok(view)
}
