//! The database to oneself: while its tables are changed nobody records, and whoever comes back looks at the layout.

use crate::error::StoreError;
use crate::sql::{Conn, cells};

/// Holds the lease and every gate to the end of the transaction. What is on its way is recorded first. The gates go with
/// the commit, and the epoch is raised: every server makes its gates known again and takes the lease anew, and finds
/// there what has changed.
pub(crate) fn hold(conn: &Conn) -> Result<(), StoreError> {
    let text = "SELECT epoch, floor FROM lease WHERE name = 'seal' FOR UPDATE";
    let lease: Option<(i64, i64)> = conn.first(text, cells![], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let (epoch, floor) = lease.ok_or_else(|| StoreError::Damaged("no lease".into()))?;
    conn.all("SELECT name FROM gate ORDER BY name FOR UPDATE", cells![], |_| Ok(()))?;
    // Whatever comes next comes after what was recorded behind gates that are forgotten here.
    let last: Option<i64> = conn.value("SELECT MAX(recorded) FROM head", cells![])?;
    let floor = last.map_or(floor, |last| floor.max(last + 1));
    let text = "UPDATE lease SET holder = '', epoch = $1, until = 0, floor = $2 WHERE name = 'seal'";
    conn.write(text, cells![epoch + 1, floor])?;
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
