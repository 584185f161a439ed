//! The policy of Probation Reset, read whole from its file.

use std::sync::LazyLock;

use jiff::{ToSpan, civil::Date};
use serde::Deserialize;

use crate::{catalogue::Harm, facts::OrderKind, limits::Status, standards::StandardsError};

static OF_2024: LazyLock<ResetStandard> = LazyLock::new(|| {
    let text = include_str!("../../../../standards/reset-2024.toml");
    // Embedded at build and read by a test: it cannot fail in a program that passed its tests.
    ResetStandard::parse(text).unwrap_or_else(|error| panic!("the embedded standards do not hold: {error}"))
});

/// The file, checked.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResetStandard {
    pack: String,
    version: String,
    /// The first day of the policy.
    pub from: Date,
    /// What it says, as one sentence without its full stop.
    pub words: String,
    /// Who says so.
    pub source: String,
    /// How far to trust it.
    pub status: Status,
    /// The code of the register by which somebody says that contact is suspended.
    pub register: String,
    /// What that flag says.
    pub register_words: String,
    share: Share,
    stops: Vec<Stops>,
    exempt: Vec<Exempt>,
    beside: Vec<Beside>,
}

/// How much of the time is seen through.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Share {
    words: String,
    done: i32,
    of: i32,
    source: String,
    status: Status,
}

/// What stops under one kind of order.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Stops {
    kind: OrderKind,
    pub(super) words: String,
    /// Contacts still asked for midway.
    #[serde(default)]
    pub(super) midway: u32,
    /// Only where a requirement says so.
    pub(super) only_with: Option<String>,
    /// All of the time, not its last third.
    #[serde(default)]
    pub(super) whole: bool,
    pub(super) source: String,
    pub(super) status: Status,
}

/// Whom it is not for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Exempt {
    pub(super) words: String,
    #[serde(default)]
    registers: Vec<String>,
    #[serde(default)]
    harm: Vec<Harm>,
    pub(super) source: String,
    pub(super) status: Status,
}

/// A policy that is known of, and could not be loaded.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Beside {
    /// What is known of it, as one sentence without its full stop.
    pub words: String,
    /// Since when.
    pub from: Date,
    /// Who says so.
    pub source: String,
    /// How far to trust it.
    pub status: Status,
}

impl ResetStandard {
    /// The policy of 2024.
    pub fn of_2024() -> &'static ResetStandard {
        &OF_2024
    }

    /// Reads the file, and refuses it whole where a source is missing, a kind of order stands twice, or the share is none.
    pub fn parse(text: &str) -> Result<ResetStandard, StandardsError> {
        let unreadable = |why: String| StandardsError::Unreadable { file: "reset", why };
        let standard: ResetStandard = toml::from_str(text).map_err(|error| unreadable(error.to_string()))?;
        let share = &standard.share;
        if share.done < 1 || share.done >= share.of {
            return Err(unreadable(format!("{} of {} is no part", share.done, share.of)));
        }
        for (at, stops) in standard.stops.iter().enumerate() {
            if standard.stops[..at].iter().any(|before| before.kind == stops.kind) {
                return Err(StandardsError::Twice(format!("{:?}", stops.kind)));
            }
        }
        let sources = [(&standard.words, &standard.source), (&share.words, &share.source)]
            .into_iter()
            .chain(standard.stops.iter().map(|one| (&one.words, &one.source)))
            .chain(standard.exempt.iter().map(|one| (&one.words, &one.source)))
            .chain(standard.beside.iter().map(|one| (&one.words, &one.source)));
        let nobodys = sources.into_iter().find(|(_, source)| source.trim().is_empty()).map(|(item, _)| item.clone());
        nobodys.map_or(Ok(standard), |item| Err(StandardsError::NoSource(item)))
    }

    /// The pack and its version.
    pub fn version(&self) -> String {
        format!("{}/{}", self.pack, self.version)
    }

    /// What is known of besides on a day, and could not be loaded.
    pub fn beside(&self, day: Date) -> impl Iterator<Item = &Beside> {
        self.beside.iter().filter(move |beside| beside.from <= day)
    }

    pub(super) fn stops(&self, kind: OrderKind) -> Option<&Stops> {
        self.stops.iter().find(|stops| stops.kind == kind)
    }

    /// The first day of the last third; none where there are no days.
    pub(super) fn last_third(&self, from: Date, until: Date) -> Option<Date> {
        let days = (until - from).get_days();
        (days > 0).then(|| from.saturating_add((days * self.share.done / self.share.of).days()))
    }

    pub(super) fn exempt(&self, registers: &[String], harm: Option<Harm>) -> Option<&Exempt> {
        let on = |exempt: &Exempt| exempt.registers.iter().any(|code| registers.contains(code));
        self.exempt.iter().find(|exempt| on(exempt) || harm.is_some_and(|harm| exempt.harm.contains(&harm)))
    }

    pub(super) fn share_told(&self) -> String {
        format!("{} ({}; {}).", self.share.words, self.share.source, self.share.status)
    }

    /// The exemptions that no record tells.
    pub(super) fn untold(&self) -> String {
        let untold = self.exempt.iter().filter(|exempt| exempt.registers.is_empty() && exempt.harm.is_empty());
        let words: Vec<&str> = untold.map(|exempt| exempt.words.as_str()).collect();
        format!("Reset is not for these either, and the record does not tell: {}.", words.join("; "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = include_str!("../../../../standards/reset-2024.toml");

    #[test]
    fn a_file_that_says_one_thing_twice_or_names_nobody_for_it_is_refused() {
        assert!(ResetStandard::parse(TEXT).is_ok());
        let twice = TEXT.replace("\"suspended-sentence-order\"", "\"community-order\"");
        assert!(matches!(ResetStandard::parse(&twice), Err(StandardsError::Twice(_))));
        let nobody =
            TEXT.replacen("source = \"Newcastle Safeguarding, update on Probation Reset, 2024\"", "source = \" \"", 1);
        assert!(matches!(ResetStandard::parse(&nobody), Err(StandardsError::NoSource(_))));
        assert!(ResetStandard::parse(&TEXT.replace("done = 2", "done = 3")).is_err());
    }
}
