//! What this program chose about the work with it: how far lists look, how long leave lasts, when a session ends. Read whole from its
//! file.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::figure::{Figure, figures};
use crate::standards::StandardsError;

static WORKING: LazyLock<Working> = LazyLock::new(|| {
    let text = include_str!("../../../standards/working.toml");
    // Embedded at build and read by a test: it cannot fail in a program that passed its tests.
    Working::parse(text).unwrap_or_else(|error| panic!("the embedded standards do not hold: {error}"))
});

/// A figure of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WorkingFigure {
    /// Business days that a first-class letter is taken to need.
    PostDays,
    /// Days around today within which an appointment ties its officer to the person.
    AppointmentTieDays,
    /// Working days after the day of a list on which court officers may still see a confirmed defendant's record.
    OpenAfterListingDays,
    /// Months over which compliance is counted for a court.
    ComplianceMonths,
    /// Days before and after today whose lists a court officer is offered.
    CourtDaysOffered,
    /// Days that news is news.
    NewsDays,
    /// Days back that a load is compared with, and that a case counts as given lately.
    LoadDays,
    /// Days ahead within which something is due soon.
    DueSoonDays,
    /// Appointments that are booked as one series, at the most.
    Series,
    /// Weeks back of which near misses are told.
    NearMissWeeks,
    /// Weeks back over which the use of a building is counted.
    UseWeeks,
    /// Days before today that a calendar program is shown.
    CalendarDaysBefore,
    /// Days after today that a calendar program is shown.
    CalendarDaysAhead,
    /// Hours without use after which a session ends.
    SessionIdleHours,
    /// Hours after which a session ends, however much it is used.
    SessionHours,
    /// Wrong attempts for one name before it must wait.
    NameTries,
    /// Attempts from one address, right or wrong, before it must wait.
    AddressTries,
    /// Minutes over which attempts to sign in are counted.
    TriesMinutes,
    /// Lists gone through for one entry that was taken off a record, at the most.
    ListsLookedAt,
    /// Days around the one on which a list was read that it is taken to have shown.
    ListDaysAround,
}

const FIGURES: [WorkingFigure; 20] = [
    WorkingFigure::PostDays,
    WorkingFigure::AppointmentTieDays,
    WorkingFigure::OpenAfterListingDays,
    WorkingFigure::ComplianceMonths,
    WorkingFigure::CourtDaysOffered,
    WorkingFigure::NewsDays,
    WorkingFigure::LoadDays,
    WorkingFigure::DueSoonDays,
    WorkingFigure::Series,
    WorkingFigure::NearMissWeeks,
    WorkingFigure::UseWeeks,
    WorkingFigure::CalendarDaysBefore,
    WorkingFigure::CalendarDaysAhead,
    WorkingFigure::SessionIdleHours,
    WorkingFigure::SessionHours,
    WorkingFigure::NameTries,
    WorkingFigure::AddressTries,
    WorkingFigure::TriesMinutes,
    WorkingFigure::ListsLookedAt,
    WorkingFigure::ListDaysAround,
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WorkingFile {
    pack: String,
    version: String,
    figure: Vec<Figure<WorkingFigure>>,
}

/// The file, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Working {
    version: String,
    figures: Vec<Figure<WorkingFigure>>,
}

impl Working {
    /// What holds in this release.
    pub fn now() -> &'static Working {
        &WORKING
    }

    /// Reads the file, and refuses it whole if a figure is missing, double or without a source or a day.
    pub fn parse(text: &str) -> Result<Working, StandardsError> {
        let unreadable = |why: String| StandardsError::Unreadable { file: "working", why };
        let file: WorkingFile = toml::from_str(text).map_err(|error| unreadable(error.to_string()))?;
        let figures = figures("working", &FIGURES, file.figure)?;
        if let Some(undated) = figures.iter().find(|figure| figure.from.is_none()) {
            return Err(unreadable(format!("{:?} has no day", undated.name)));
        }
        Ok(Working { version: format!("{}/{}", file.pack, file.version), figures })
    }

    /// The pack and its version.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// A figure.
    pub fn figure(&self, name: WorkingFigure) -> &Figure<WorkingFigure> {
        &self.figures[name as usize]
    }

    /// Its value.
    pub fn value(&self, name: WorkingFigure) -> u32 {
        self.figure(name).value
    }
}

/// The value of a figure as it holds in this release.
pub fn value(name: WorkingFigure) -> u32 {
    Working::now().value(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_says_its_value_in_words() {
        for name in FIGURES {
            let figure = Working::now().figure(name);
            assert_eq!(figure.name, name);
            assert!(figure.words.contains(&figure.value.to_string()), "{}", figure.words);
        }
    }

    #[test]
    fn a_file_that_lacks_a_figure_or_the_day_of_one_is_refused() {
        let text = include_str!("../../../standards/working.toml");
        assert!(Working::parse(text).is_ok());
        assert!(Working::parse(&text.replace("use-weeks", "near-miss-weeks")).is_err());
        assert!(Working::parse(&text.replacen("from = \"2014-06-01\"", "", 1)).is_err());
    }
}
