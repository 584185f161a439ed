//! Policy about where people are seen and who must not meet there, read whole from its file.

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use crate::figure::{Figure, figures};
use crate::limits::Status;
use crate::standards::StandardsError;

static SPLIT_2014: LazyLock<Places> = LazyLock::new(|| {
    let text = include_str!("../../../standards/split-2014/places.toml");
    // Embedded at build and read by a test: it cannot fail in a program that passed its tests.
    Places::parse(text).unwrap_or_else(|error| panic!("the embedded standards do not hold: {error}"))
});

/// A figure of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PlaceFigure {
    /// Minutes before and after a stay within which others must not come.
    BufferMinutes,
    /// Refused bookings after which somebody is to ask instead.
    Probes,
    /// Minutes over which those are counted.
    ProbeMinutes,
    /// Seconds for which a booking that is looked at is counted, if nobody says that it is not looked at any more.
    LookedAtSeconds,
    /// Months within which an arrangement is looked at again.
    ReviewMonths,
    /// Months within which a building's approval is looked at again.
    ApprovalMonths,
    /// Weeks before an approval ends from which on whoever looks after the building is reminded.
    ApprovalWeeks,
    /// Minutes an officer needs between appointments at two places.
    TravelMinutes,
    /// Days before an arrangement ends by itself from which on it is looked at again.
    LapseDays,
    /// Days within which a senior confirms an arrangement that names people who are not its maker's.
    ConfirmDays,
    /// Days ahead in which appointments that bring people together are looked for.
    NearDays,
    /// Days after the one that was refused in which something is offered.
    OfferDays,
    /// Halves of days that are offered at once.
    Offers,
    /// Days back that somebody is looked for whose leaving nobody recorded.
    ForgottenDays,
}

const FIGURES: [PlaceFigure; 14] = [
    PlaceFigure::BufferMinutes,
    PlaceFigure::Probes,
    PlaceFigure::ProbeMinutes,
    PlaceFigure::LookedAtSeconds,
    PlaceFigure::ReviewMonths,
    PlaceFigure::ApprovalMonths,
    PlaceFigure::ApprovalWeeks,
    PlaceFigure::TravelMinutes,
    PlaceFigure::LapseDays,
    PlaceFigure::ConfirmDays,
    PlaceFigure::NearDays,
    PlaceFigure::OfferDays,
    PlaceFigure::Offers,
    PlaceFigure::ForgottenDays,
];

/// What a building is close to, and whom that keeps from it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unfit {
    /// What it is close to: `licensed_premises`, `school`.
    pub near: String,
    /// Words of requirements or conditions, in lower case.
    pub requirements: Vec<String>,
    /// Codes of registers.
    pub registers: Vec<String>,
    /// What to say.
    pub words: String,
    /// Who says so.
    pub source: String,
    /// How far to trust it.
    pub status: Status,
}

/// A kind of contact that is work: at a building, or at a place that is typed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Work {
    /// The code of the kind of contact.
    pub contact: String,
    /// What is said of it, as one sentence.
    pub words: String,
    /// Who says so.
    pub source: String,
    /// How far to trust it.
    pub status: Status,
    /// The day from which it holds.
    pub from: Date,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlacesFile {
    pack: String,
    version: String,
    figure: Vec<Figure<PlaceFigure>>,
    unfit: Vec<Unfit>,
    work: Vec<Work>,
}

/// The file, read and whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    version: String,
    figures: Vec<Figure<PlaceFigure>>,
    unfit: Vec<Unfit>,
    work: Vec<Work>,
}

impl Places {
    /// The split service of England and Wales, 2014 to 2016.
    pub fn split_2014() -> &'static Places {
        &SPLIT_2014
    }

    /// Reads the file and refuses it whole if a figure is missing, double or without a source.
    pub fn parse(text: &str) -> Result<Places, StandardsError> {
        let unreadable = |why: String| StandardsError::Unreadable { file: "places", why };
        let file: PlacesFile = toml::from_str(text).map_err(|error| unreadable(error.to_string()))?;
        let figures = figures("places", &FIGURES, file.figure)?;
        if let Some(unfit) = file.unfit.iter().find(|unfit| unfit.source.trim().is_empty()) {
            return Err(StandardsError::NoSource(unfit.near.clone()));
        }
        if let Some(work) = file.work.iter().find(|work| work.source.trim().is_empty()) {
            return Err(StandardsError::NoSource(work.contact.clone()));
        }
        let version = format!("{}/{}", file.pack, file.version);
        Ok(Places { version, figures, unfit: file.unfit, work: file.work })
    }

    /// The pack and its version.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// One figure, with its source.
    pub fn figure(&self, name: PlaceFigure) -> &Figure<PlaceFigure> {
        &self.figures[name as usize]
    }

    /// Its value.
    pub fn value(&self, name: PlaceFigure) -> u32 {
        self.figure(name).value
    }

    /// Whether a kind of contact is work, which may be done at a place that is typed.
    pub fn is_work(&self, contact: &str) -> bool {
        self.work.iter().any(|work| work.contact == contact)
    }

    /// Whom a building's neighbourhood keeps from it.
    pub fn unfit(&self) -> &[Unfit] {
        &self.unfit
    }
}
