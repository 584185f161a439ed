//! A record that was put back to an earlier moment owes what was erased since: what two people had erased stands in it again.
//! Nothing else is recorded, by any server, until the list of those erasures was carried out, or somebody said that there are none.
//!
//! A folder has a file that says so (`backup/restored.rs`). On a database a file would be seen by no other server: there it
//! stands in the record, from the very transaction that declares the rollback. So whoever is killed between the declaration and
//! the erasures leaves a record that asks for them.

use crate::error::StoreError;
use crate::folder::{OWED, read_meta};
use crate::snapshot::Snapshot;
use crate::sql::{Conn, cells};

/// What an act has to do with erasures that the record owes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Owing {
    /// Nothing: it is refused while some are owed.
    #[default]
    Waits,
    /// From this act on they are owed: it declares that the record was put back.
    Begins,
    /// It carries some of them out.
    Repays,
    /// It says that they were carried out, or that there are none: nothing is owed any more.
    Ends,
}

/// Whether erasures are owed.
pub(crate) fn read(conn: &Conn) -> Result<bool, StoreError> {
    Ok(read_meta(conn, OWED)?.is_some())
}

/// Refuses an act that would have to wait.
pub(crate) fn refuse(owes: bool, act: Owing) -> Result<(), StoreError> {
    if owes && act == Owing::Waits { Err(StoreError::ErasuresOwedHere) } else { Ok(()) }
}

/// Notes what an act changes of it, in the act's own transaction. Gives whether erasures are owed after it.
pub(crate) fn note(conn: &Conn, owes: bool, act: Owing) -> Result<bool, StoreError> {
    match act {
        Owing::Waits | Owing::Repays => Ok(owes),
        Owing::Begins => {
            let text = "INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
            conn.write(text, cells![OWED, "since a rollback was declared"]).map(|()| true)
        }
        Owing::Ends => conn.write("DELETE FROM meta WHERE name = $1", cells![OWED]).map(|()| false),
    }
}

impl Snapshot {
    /// Whether what was erased since the moment that this record was put back to may stand in it, while nothing else may be
    /// recorded. A restored folder says so beside it: see [`crate::owes_erasures`].
    pub fn owes_erasures(&self) -> Result<bool, StoreError> {
        read(self.conn())
    }
}
