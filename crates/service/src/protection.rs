//! How the record is protected, for the page that says so in plain words.

use access::Action;
use record::time::Instant;

use crate::{Ask, Problem, Service};

/// How far the record is sealed.
#[derive(Clone, Debug)]
pub struct Protection {
    /// Leaves under the last checkpoint.
    pub size: u64,
    /// Its root, base64.
    pub root: String,
    /// When it was signed.
    pub at: Option<Instant>,
    /// Entries recorded and not yet under a checkpoint.
    pub unsealed: u64,
    /// The signed checkpoint itself.
    pub note: String,
}

impl Service {
    /// Whether everything recorded so far is under a signed checkpoint. In a folder it always is; on a shared database
    /// it is within a second.
    pub async fn is_all_protected(&self) -> Result<bool, Problem> {
        Ok(self.store.read(|snapshot| Ok(snapshot.unsealed()? == 0)).await?)
    }

    /// What the last checkpoint covers.
    pub async fn protection(&self, ask: &Ask) -> Result<Protection, Problem> {
        self.permit_list(ask, Action::ViewProtection, 1).await?;
        let (last, unsealed) =
            self.store.read(|snapshot| Ok((snapshot.last_checkpoint()?, snapshot.unsealed()?))).await?;
        Ok(match last {
            Some(row) => Protection {
                size: row.size,
                root: row.root.to_base64(),
                at: Some(Instant(row.at)),
                unsealed,
                note: row.note,
            },
            None => Protection { size: 0, root: String::new(), at: None, unsealed, note: String::new() },
        })
    }
}
