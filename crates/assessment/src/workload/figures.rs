//! The figures of workload, as they stand in `standards/assessment/workload.toml`.

use std::{
    collections::{BTreeMap, HashMap},
    sync::LazyLock,
};

use jiff::civil::Weekday;
use serde::Deserialize;

use crate::pack::{About, Pack, PackError, embedded, once};

static FIGURES: LazyLock<Figures> =
    LazyLock::new(|| embedded(include_str!("../../../../standards/assessment/workload.toml")));

/// Every figure of workload.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figures {
    /// What they are and whose.
    pub about: About,
    /// Reports, targets, hours and weightings.
    pub parameters: Parameters,
    pub(super) grades: Grades,
    pub(super) period: Period,
    pub(super) tiers: HashMap<String, TierPoints>,
    contacts: HashMap<String, u32>,
    grade_codes: BTreeMap<String, Vec<String>>,
}

/// Reports, targets, hours and weightings, as seeded.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each is named as in the pack of figures, where it is explained")]
pub struct Parameters {
    pub standard_report: f64,
    pub fast_report: f64,
    pub monthly_standard_report: f64,
    pub monthly_report_conversion: f64,
    pub target_senior: f64,
    pub target_officer: f64,
    pub hours_officer: f64,
    pub hours_service_officer: f64,
    pub hours_senior: f64,
    pub weighting_overdue: f64,
    pub weighting_warrants: f64,
    pub weighting_unpaid_work: f64,
    pub arms_licence: f64,
    pub arms_community: f64,
    pub parom: f64,
    pub paroms_counted: bool,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Grades {
    pub(super) senior: Vec<i64>,
    pub(super) service_officer: Vec<i64>,
    pub(super) officer: Vec<i64>,
    pub(super) unsupported: Vec<i64>,
    pub(super) service_officer_target: Vec<i64>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Period {
    ends: String,
    extract_day: String,
    extract_ends: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TierPoints {
    pub(super) community: u32,
    pub(super) custody: u32,
    pub(super) licence: u32,
    pub(super) t2a: T2aPoints,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct T2aPoints {
    pub(super) community: u32,
    pub(super) custody: u32,
    pub(super) licence: u32,
}

impl Figures {
    /// As seeded.
    pub fn published() -> &'static Figures {
        &FIGURES
    }

    /// Points of a contact; a type without points counts 0.
    pub fn contact(&self, code: &str) -> u32 {
        self.contacts.get(code).copied().unwrap_or(0)
    }

    /// The grade behind a staff grade code; a code nobody knows is a dummy (`DMY`).
    pub fn grade(&self, code: &str) -> &str {
        let known = self.grade_codes.iter().find(|(_, codes)| codes.iter().any(|known| known == code));
        known.map_or("DMY", |(grade, _)| grade)
    }
}

impl Period {
    pub(super) fn end_on(&self, day: Weekday) -> &str {
        if Some(day) == weekday(&self.extract_day) { &self.extract_ends } else { &self.ends }
    }
}

/// A day of the week by its name.
pub(crate) fn weekday(name: &str) -> Option<Weekday> {
    let days = [
        ("monday", Weekday::Monday),
        ("tuesday", Weekday::Tuesday),
        ("wednesday", Weekday::Wednesday),
        ("thursday", Weekday::Thursday),
        ("friday", Weekday::Friday),
        ("saturday", Weekday::Saturday),
        ("sunday", Weekday::Sunday),
    ];
    days.iter().find(|(known, _)| *known == name).map(|(_, day)| *day)
}

impl Pack for Figures {
    fn about(&self) -> &About {
        &self.about
    }

    fn check(&self) -> Result<(), PackError> {
        once("grade code", self.grade_codes.values().flatten().map(String::as_str))?;
        let times = [&self.period.ends, &self.period.extract_ends];
        if weekday(&self.period.extract_day).is_none() || times.iter().any(|t| t.parse::<jiff::civil::Time>().is_err())
        {
            return Err(PackError::Unsound("the reporting period needs a day and two times".to_owned()));
        }
        if self.tiers.len() != 16 {
            return Err(PackError::Unsound("sixteen tiers need points".to_owned()));
        }
        Ok(())
    }
}
