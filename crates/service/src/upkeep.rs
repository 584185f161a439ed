//! What is said of how the record is kept: that a backup was taken and verified, that a database was scrubbed.

use record::facts::Fact;
use record::facts::service::{BackupTaken, DatabaseScrubbed};
use record::time::Happened;
use store::Snapshot;

use crate::write::Work;
use crate::{Ask, Form, Problem, Said, Saved, Service};

impl Service {
    /// Records that a backup was taken, opened again and verified. Refused if the record never had what it is said to
    /// hold. The same backup is recorded once, however often it is told.
    pub async fn backup_taken(&self, ask: &Ask, taken: BackupTaken) -> Result<Saved, Problem> {
        let (size, root) = (taken.size, taken.root);
        let is_ours = self.store().read(move |snapshot| is_of_this_record(snapshot, size, root)).await?;
        if !is_ours {
            return Err(Problem::field(
                "backup",
                "It is not of this record: the record never had its root at its size",
            ));
        }
        let key = format!("backup {} {} {}", taken.taken.0, taken.size, taken.host);
        self.keep(ask, key, taken).await
    }

    /// Records that the database was scrubbed.
    pub async fn database_scrubbed(&self, ask: &Ask, scrubbed: DatabaseScrubbed) -> Result<Saved, Problem> {
        let key = format!("scrub {} {}", scrubbed.begun.0, scrubbed.host);
        self.keep(ask, key, scrubbed).await
    }

    async fn keep<F: Into<Fact> + Clone + serde::Serialize>(
        &self,
        ask: &Ask,
        key: String,
        fact: F,
    ) -> Result<Saved, Problem> {
        let stream = self.service_stream().await?;
        let form = Form { key, ..Form::default() };
        self.record(ask, &form, &fact, std::slice::from_ref(&stream), |_| {
            let said = Said::new(&stream, fact.clone(), Happened::On(ask.today()));
            Ok(Work { said: vec![said], ..Work::default() })
        })
        .await
    }
}

/// Whether a checkpoint of this record states the root at the size.
fn is_of_this_record(snapshot: &Snapshot, size: u64, root: record::Hash) -> Result<bool, store::StoreError> {
    if size == 0 {
        return Ok(true);
    }
    Ok(snapshot.checkpoint_covering(size - 1)?.is_some_and(|row| row.size == size && row.root == root))
}
