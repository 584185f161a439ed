//! The database to oneself: while its tables are changed nobody records, and whoever comes back looks at the layout.

use super::seal::take_over;
use crate::error::StoreError;
use crate::sql::{Conn, cells};

/// How long a change of the layout may stand still. It works out views between statements, a stream at a time; one that was
/// stopped is undone, and everybody goes on.
const STANDSTILL: &str = "SET LOCAL idle_in_transaction_session_timeout = '30s'";

/// Holds the lease and every gate to the end of the transaction. What is on its way is recorded first. The gates go with
/// the commit, and the epoch is raised: every server makes its gates known again and takes the lease anew, and finds
/// there what has changed.
pub(crate) fn hold(conn: &Conn, server: &str) -> Result<(), StoreError> {
    conn.write(STANDSTILL, cells![])?;
    take_over(conn, server)?;
    conn.write("DELETE FROM gate", cells![])
}

/// Refuses while another process of this program is connected.
pub(crate) fn refuse_others(conn: &Conn) -> Result<(), StoreError> {
    let text = "SELECT COUNT(*) FROM pg_stat_activity
         WHERE application_name = 'throughcare' AND datname = current_database() AND pid <> pg_backend_pid()";
    match conn.value::<u64>(text, cells![])? {
        0 => Ok(()),
        others => Err(StoreError::Refused(format!("{others} connections of other servers are open: stop them first"))),
    }
}
