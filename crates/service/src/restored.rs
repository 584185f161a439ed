//! What is said of a record that was restored from a backup: that a part of it is lost.

use record::StreamId;
use record::facts::service::RollbackDeclared;
use record::time::Happened;
use store::Owing;

use crate::write::Work;
use crate::{Ask, Form, Problem, Said, Saved, Service};

impl Service {
    /// Declares that the record ends before what is held of it, or was seen, one by one, and why it goes on from there. Of a database
    /// what was erased since is owed from the same moment: nothing else is recorded until that is seen to
    /// ([`super::erasure::replay`]).
    pub async fn declare_rollback(&self, ask: &Ask, lost: &[RollbackDeclared], reason: &str) -> Result<Saved, Problem> {
        if reason.trim().is_empty() {
            return Err(Problem::field("reason", "Say why the record is rolled back"));
        }
        let stream = self.service_stream().await?;
        // A folder is marked before this: a file beside a database would be seen by no other server.
        let owing = if self.store().is_shared() { Owing::Begins } else { Owing::Waits };
        self.record(ask, &Form::default(), &(), std::slice::from_ref(&stream), |_| {
            let said =
                lost.iter().map(|lost| Said::new(&stream, lost.clone(), Happened::On(ask.today())).reason(reason));
            Ok(Work { said: said.collect(), owing, ..Work::default() })
        })
        .await
    }

    /// The stream of the service itself: the first there is, or a new one.
    pub(crate) async fn service_stream(&self) -> Result<StreamId, Problem> {
        let streams = self.store().read(|snapshot| snapshot.streams("service")).await?;
        Ok(streams.into_iter().next().unwrap_or_else(|| StreamId::new("service", self.random_bits())))
    }
}
