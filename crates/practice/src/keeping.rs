//! What is asked of whoever keeps the service: how old the last backup may be, and how long what is protected may go
//! without a witness. Read whole from its file.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::figure::{Figure, figures};
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
}

const FIGURES: [KeepingFigure; 2] = [KeepingFigure::BackupHours, KeepingFigure::WitnessMinutes];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KeepingFile {
    pack: String,
    version: String,
    figure: Vec<Figure<KeepingFigure>>,
}

/// The file, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keeping {
    version: String,
    figures: Vec<Figure<KeepingFigure>>,
}

impl Keeping {
    /// What is asked in this release.
    pub fn now() -> &'static Keeping {
        &KEEPING
    }

    /// Reads the file, and refuses it whole if a figure is missing, double or without a source.
    pub fn parse(text: &str) -> Result<Keeping, StandardsError> {
        let unreadable = |why: String| StandardsError::Unreadable { file: "keeping", why };
        let file: KeepingFile = toml::from_str(text).map_err(|error| unreadable(error.to_string()))?;
        let version = format!("{}/{}", file.pack, file.version);
        Ok(Keeping { version, figures: figures("keeping", &FIGURES, file.figure)? })
    }

    /// The pack and its version.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// A figure.
    pub fn figure(&self, name: KeepingFigure) -> &Figure<KeepingFigure> {
        &self.figures[name as usize]
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
