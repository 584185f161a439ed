//! What is asked of whoever keeps the service: how old the last backup may be, how long what is protected may go
//! without a witness, and how far behind a standby may be that answers. Read whole from its file.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::limits::Status;
use crate::standards::StandardsError;

static KEEPING: LazyLock<Keeping> = LazyLock::new(|| {
    let text = include_str!("../../../standards/keeping.toml");
    // Embedded at build and read by a test: it cannot fail in a program that passed its tests.
    Keeping::parse(text).unwrap_or_else(|error| panic!("the embedded standards do not hold: {error}"))
});

const MINUTE: i64 = 60_000_000;

/// A figure of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeepingFigure {
    /// Hours after which the last backup that is known verified is too old.
    BackupHours,
    /// Minutes within which what is protected is to be witnessed.
    WitnessMinutes,
    /// Seconds by which a standby that answers reports may be behind the record.
    StandbySeconds,
}

const FIGURES: [KeepingFigure; 3] =
    [KeepingFigure::BackupHours, KeepingFigure::WitnessMinutes, KeepingFigure::StandbySeconds];

/// A figure, with who says so and how far to trust it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// Which.
    pub name: KeepingFigure,
    /// What it says, as one sentence.
    pub words: String,
    /// How many.
    pub value: u32,
    /// Who says so.
    pub source: String,
    /// How far to trust it.
    pub status: Status,
}

/// The file, checked.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keeping {
    pack: String,
    version: String,
    #[serde(rename = "figure")]
    figures: Vec<Figure>,
}

impl Keeping {
    /// What is asked in this release.
    pub fn now() -> &'static Keeping {
        &KEEPING
    }

    /// Reads the file, and refuses it whole if a figure is missing, double or without a source.
    pub fn parse(text: &str) -> Result<Keeping, StandardsError> {
        let unreadable = |why: String| StandardsError::Unreadable { file: "keeping", why };
        let keeping: Keeping = toml::from_str(text).map_err(|error| unreadable(error.to_string()))?;
        for name in FIGURES {
            if keeping.figures.iter().filter(|figure| figure.name == name).count() != 1 {
                return Err(unreadable(format!("{name:?} is not there once")));
            }
        }
        match keeping.figures.iter().find(|figure| figure.source.trim().is_empty()) {
            Some(figure) => Err(StandardsError::NoSource(format!("{:?}", figure.name))),
            None => Ok(keeping),
        }
    }

    /// The pack and its version.
    pub fn version(&self) -> String {
        format!("{}/{}", self.pack, self.version)
    }

    /// A figure.
    pub fn figure(&self, name: KeepingFigure) -> &Figure {
        let found = self.figures.iter().find(|figure| figure.name == name);
        found.unwrap_or_else(|| unreachable!("{name:?} was there when the file was read"))
    }

    /// Whether the last backup known verified is too old; so is none. Both in microseconds.
    pub fn is_backup_late(&self, last: Option<i64>, now: i64) -> bool {
        let allowed = i64::from(self.figure(KeepingFigure::BackupHours).value) * 60 * MINUTE;
        last.is_none_or(|last| now - last > allowed)
    }

    /// Whether what is protected has gone without enough witnesses for too long: since when, if anything has. Both in
    /// microseconds.
    pub fn is_witness_late(&self, unwitnessed_since: Option<i64>, now: i64) -> bool {
        let allowed = i64::from(self.figure(KeepingFigure::WitnessMinutes).value) * MINUTE;
        unwitnessed_since.is_some_and(|since| now - since > allowed)
    }

    /// How far a standby that answers may be behind the record, in microseconds.
    pub fn standby_lag(&self) -> i64 {
        i64::from(self.figure(KeepingFigure::StandbySeconds).value) * 1_000_000
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backup_is_late_after_its_hours_and_none_is_late() {
        let (keeping, hour) = (Keeping::now(), 60 * MINUTE);
        assert!(keeping.is_backup_late(None, 0));
        assert!(!keeping.is_backup_late(Some(0), 26 * hour));
        assert!(keeping.is_backup_late(Some(0), 26 * hour + 1));
    }

    #[test]
    fn what_is_witnessed_is_never_late_and_what_is_not_is_after_an_hour() {
        let keeping = Keeping::now();
        assert!(!keeping.is_witness_late(None, i64::MAX));
        assert!(!keeping.is_witness_late(Some(0), 60 * MINUTE));
        assert!(keeping.is_witness_late(Some(0), 60 * MINUTE + 1));
    }

    #[test]
    fn a_file_that_lacks_a_figure_is_refused() {
        let text = include_str!("../../../standards/keeping.toml").replace("witness-minutes", "backup-hours");
        assert!(Keeping::parse(&text).is_err());
    }
}
