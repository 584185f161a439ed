//! The figures of licences and check-ins, as they stand in `standards/assessment/dates.toml`.

use std::sync::LazyLock;

use jiff::civil::Weekday;
use serde::Deserialize;

use crate::{
    pack::{About, Pack, PackError, embedded},
    workload::weekday,
};

static FIGURES: LazyLock<Figures> =
    LazyLock::new(|| embedded(include_str!("../../../../standards/assessment/dates.toml")));

/// Every figure of licences and check-ins.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figures {
    /// What they are and whose.
    pub about: About,
    pub(super) licence: Licence,
    pub(super) check_in: CheckIn,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Licence {
    pub(super) hard_stop: u32,
    pub(super) warning_before_hard_stop: u32,
    pub(super) timeout: u32,
    pub(super) due_for_release_within: u32,
    pub(super) early_release: u32,
    pub(super) late_allocation: u32,
    never_released_on: Vec<String>,
    pub(super) time_served_within: i64,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CheckIn {
    pub(super) intervals: Vec<u32>,
    pub(super) window_hours: i64,
    pub(super) grace_days: i64,
}

impl Figures {
    /// As published.
    pub fn published() -> &'static Figures {
        &FIGURES
    }
}

impl Licence {
    /// Whether nobody is to be released on such a day of the week.
    pub(super) fn is_avoided(&self, day: Weekday) -> bool {
        self.never_released_on.iter().any(|name| weekday(name) == Some(day))
    }
}

impl Pack for Figures {
    fn about(&self) -> &About {
        &self.about
    }

    fn check(&self) -> Result<(), PackError> {
        if self.licence.never_released_on.iter().any(|name| weekday(name).is_none()) {
            return Err(PackError::Unsound("a day of the week is misspelt".to_owned()));
        }
        if self.check_in.intervals.contains(&0) {
            return Err(PackError::Unsound("a check-in has to come round".to_owned()));
        }
        Ok(())
    }
}
