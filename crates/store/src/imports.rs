//! Imports: the files that came in, and the rows that were set aside with their bytes as they came.

use ledger::StreamId;

use crate::error::StoreError;
use crate::project::{projected, query};
use crate::snapshot::Snapshot;
use crate::sql::cells;

projected! {
    /// A file that was imported.
    ImportFileRow, "import_file", versioned: false,
    keys {
        /// The digest of its bytes.
        digest: String,
    }
    values {
        /// Its name, without a path.
        name: String,
        /// What kind of file.
        kind: String,
        /// When it was imported, in microseconds.
        at: i64,
        /// What became of its rows: JSON.
        counts: String,
    }
}

projected! {
    /// A row of an import that was set aside.
    QuarantineRow, "quarantine", versioned: false,
    keys {
        /// Which row of the file, from 1.
        line: i64,
    }
    values {
        /// Why.
        reason: String,
        /// The row as it came.
        bytes: Vec<u8>,
    }
}

impl Snapshot {
    /// All imports, the latest first.
    pub fn imports(&self) -> Result<Vec<ImportFileRow>, StoreError> {
        query(self.conn(), "SELECT {} FROM import_file ORDER BY at DESC, stream, digest", cells![])
    }

    /// The import of the file with this digest.
    pub fn import_by_digest(&self, digest: &str) -> Result<Option<ImportFileRow>, StoreError> {
        Ok(query(self.conn(), "SELECT {} FROM import_file WHERE digest = $1", cells![digest])?.into_iter().next())
    }

    /// What an import set aside, in the order of the file.
    pub fn quarantined(&self, import: &StreamId) -> Result<Vec<QuarantineRow>, StoreError> {
        query(self.conn(), "SELECT {} FROM quarantine WHERE stream = $1 ORDER BY line", cells![import.as_str()])
    }
}
