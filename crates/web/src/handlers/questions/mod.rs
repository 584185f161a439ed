//! Questions about both times of the record: who asks is an auditor, or whoever may see the case.

pub mod across;
pub mod arranged;
pub mod ask;
pub mod case;
pub mod past;

use jiff::civil::Date;
use serde::Deserialize;
use service::questions::Pinned;

use crate::components::{Fact, Facts};
use crate::handlers::case::timeline::day_or_none;
use crate::words::instant;

/// What a question is asked with: days, numbers and codes only.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    days: String,
    #[serde(default, deserialize_with = "day_or_none")]
    from: Option<Date>,
    #[serde(default, deserialize_with = "day_or_none")]
    to: Option<Date>,
    #[serde(default, deserialize_with = "day_or_none")]
    on: Option<Date>,
    #[serde(default, deserialize_with = "day_or_none")]
    known_at: Option<Date>,
    #[serde(default)]
    staff: String,
    #[serde(default)]
    checkpoint: String,
}

impl Asked {
    /// The checkpoint to answer as of; none for the last.
    fn as_of(&self) -> Option<u64> {
        self.checkpoint.trim().parse().ok()
    }
}

/// The checkpoint of an answer, for its page.
fn pinned(at: &Pinned) -> Facts {
    Facts::from(vec![
        Fact::new("Size of the log", at.size.to_string()),
        Fact::new("Root", at.root.clone()),
        Fact::new("Signed", instant(at.at)),
    ])
}

/// A kind of fact in words.
fn kind_words(kind: &str) -> String {
    kind.replace('_', " ")
}
