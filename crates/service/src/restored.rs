//! What is said of a record that was restored from a backup: that a part of it is lost, and what was erased since the
//! backup was taken and must be erased again.

use record::facts::person::Erased;
use record::facts::service::RollbackDeclared;
use record::time::Happened;
use record::{EntryId, StreamId};

use crate::write::Work;
use crate::{Ask, Form, Problem, Said, Saved, Service};

impl Service {
    /// Declares that the record ends before a checkpoint that is held, and why it goes on from there.
    pub async fn declare_rollback(&self, ask: &Ask, lost: RollbackDeclared, reason: &str) -> Result<Saved, Problem> {
        if reason.trim().is_empty() {
            return Err(Problem::field("reason", "Say why the record is rolled back"));
        }
        let stream = self.service_stream().await?;
        self.record(ask, &Form::default(), &(), std::slice::from_ref(&stream), |_| {
            let said = Said::new(&stream, lost.clone(), Happened::On(ask.today())).reason(reason);
            Ok(Work { said: vec![said], ..Work::default() })
        })
        .await
    }

    /// Erases entries again whose erasure is known and is not in the record; gives those it erased. What is not there,
    /// and what is erased already, is passed over.
    pub async fn erase_again(&self, ask: &Ask, ids: &[EntryId]) -> Result<Vec<EntryId>, Problem> {
        let ids = ids.to_vec();
        let standing = self.store().read(move |snapshot| {
            let mut standing = Vec::new();
            for id in ids {
                if snapshot.entry(&id)?.is_some_and(|entry| entry.content.is_some()) {
                    standing.push(id);
                }
            }
            Ok(standing)
        });
        let standing = standing.await?;
        if standing.is_empty() {
            return Ok(standing);
        }
        let stream = self.service_stream().await?;
        let erased = Erased {
            entries: standing.clone(),
            authority: "erased before the record was restored from a backup".to_owned(),
            approved_by: "the list of erasures kept beside the backups".to_owned(),
        };
        self.record(ask, &Form::default(), &(), std::slice::from_ref(&stream), |_| {
            let said = Said::new(&stream, erased.clone(), Happened::On(ask.today()));
            Ok(Work { said: vec![said], ..Work::default() })
        })
        .await?;
        Ok(standing)
    }

    /// The stream of the service itself: the first there is, or a new one.
    async fn service_stream(&self) -> Result<StreamId, Problem> {
        let streams = self.store().read(|snapshot| snapshot.streams("service")).await?;
        Ok(streams.into_iter().next().unwrap_or_else(|| StreamId::new("service", self.random_bits())))
    }
}
