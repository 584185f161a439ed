//! Who shows which documented failure in a demonstration: its makers put it beside the record.

use serde::Deserialize;

use crate::{Problem, Service};

/// Somebody planted for a documented failure.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Planted {
    /// The failure's number.
    pub row: u16,
    /// What was planted; begins with `Twin` where it only looks like the failure and is none.
    pub what: String,
    /// What stands for the person in addresses.
    pub case: String,
}

impl Planted {
    /// Whether it only looks like the failure.
    pub fn is_twin(&self) -> bool {
        self.what.starts_with("Twin")
    }
}

impl Service {
    /// Everybody planted; nobody where the record is no demonstration, or one of an earlier release.
    pub async fn planted(&self) -> Result<Vec<Planted>, Problem> {
        let told = self.store.read(|snapshot| snapshot.meta("planted")).await?;
        Ok(told.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
    }
}
