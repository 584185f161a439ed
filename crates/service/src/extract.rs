//! What whoever runs the program takes out of the record: leave is asked and the read is logged before a byte is given.

use access::{Action, Actor};
use record::StreamId;
use record::facts::import::FileImported;
use store::WholeEntry;

use crate::seen::WhatFor;
use crate::{Ask, Problem, Service};

impl Service {
    /// Who a member of staff is; none if there is nobody at work under that code.
    pub async fn member(&self, staff: &str) -> Result<Option<Actor>, Problem> {
        let code = staff.to_owned();
        let row = self.store.read(move |snapshot| snapshot.staff(&code)).await?;
        Ok(row.filter(|row| row.active).and_then(|row| crate::sign_in::actor(&row)))
    }

    /// Everything stored about one person, leaves and salts included.
    pub async fn whole_record(
        &self,
        ask: &Ask,
        case: &StreamId,
        what_for: Option<WhatFor>,
    ) -> Result<Vec<WholeEntry>, Problem> {
        self.permit_for(ask, Action::ViewCase, case, what_for.map(WhatFor::code)).await?;
        let stream = case.clone();
        Ok(self.store.read(move |snapshot| snapshot.whole_entries(&stream)).await?)
    }

    /// The original bytes of a row that an import set aside; none if none was.
    pub async fn set_aside(&self, ask: &Ask, digest: String, row: u64) -> Result<Option<Vec<u8>>, Problem> {
        self.permit_list(ask, Action::FindPeople, 1).await?;
        let found = self.store.read(move |snapshot| {
            let Some(import) = snapshot.import_by_digest(&digest)? else { return Ok(None) };
            let imported: Option<FileImported> = serde_json::from_str(&import.counts).ok();
            let aside = imported.and_then(|file| file.quarantined.into_iter().find(|aside| aside.row == row));
            aside.map_or(Ok(None), |aside| snapshot.document(&aside.document))
        });
        Ok(found.await?)
    }
}
