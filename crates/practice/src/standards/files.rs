//! The shapes of a pack's files.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, de::DeserializeOwned};

use super::{Source, StandardsError};
use crate::{
    business_days::BankHolidays,
    catalogue::{ContactStandard, ContactType, EnforcementAction, Outcome},
    letters::Letter,
    limits::Limit,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LimitsFile {
    pub(super) pack: String,
    pub(super) version: String,
    pub(super) limit: Vec<Limit>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OutcomesFile {
    pub(super) pack: String,
    #[serde(rename = "version")]
    _version: String,
    pub(super) outcome: Vec<Outcome>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ActionsFile {
    pub(super) pack: String,
    #[serde(rename = "version")]
    _version: String,
    pub(super) action: Vec<EnforcementAction>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ContactTypesFile {
    pub(super) pack: String,
    #[serde(rename = "version")]
    _version: String,
    pub(super) contact_type: Vec<ContactType>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ContactStandardsFile {
    pub(super) pack: String,
    #[serde(rename = "version")]
    _version: String,
    pub(super) contact_standard: Vec<ContactStandard>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LettersFile {
    pub(super) pack: String,
    #[serde(rename = "version")]
    _version: String,
    pub(super) letter: Vec<Letter>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HolidaysFile {
    #[serde(rename = "pack")]
    _pack: String,
    #[serde(rename = "version")]
    _version: String,
    first: Date,
    last: Date,
    holidays: Vec<Holiday>,
    sources: BTreeMap<String, Source>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Holiday {
    date: Date,
    name: String,
    source: String,
}

impl HolidaysFile {
    pub(super) fn check(self) -> Result<(BankHolidays, BTreeMap<String, Source>), StandardsError> {
        let mut names = BTreeMap::new();
        for holiday in self.holidays {
            if holiday.date < self.first || holiday.date > self.last {
                return Err(StandardsError::StrayHoliday(holiday.date));
            }
            if !self.sources.contains_key(&holiday.source) {
                return Err(StandardsError::NoSource(format!("the holiday of {}", holiday.date)));
            }
            if names.insert(holiday.date, holiday.name).is_some() {
                return Err(StandardsError::Twice(format!("the holiday of {}", holiday.date)));
            }
        }
        Ok((BankHolidays { first: self.first, last: self.last, names }, self.sources))
    }
}

pub(super) fn read<T: DeserializeOwned>(file: &'static str, text: &str) -> Result<T, StandardsError> {
    toml::from_str(text).map_err(|error| StandardsError::Unreadable { file, why: error.to_string() })
}
