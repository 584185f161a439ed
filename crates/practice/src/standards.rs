//! Policy as data: a pack of limits, codes and letters, checked whole when it is read. Nothing a ministry can change is a number in code.

mod files;

use std::{
    collections::{BTreeMap, HashSet},
    sync::LazyLock,
};

use jiff::{ToSpan, civil::Date};
use serde::Deserialize;

use crate::{
    business_days::{BankHolidays, OutsideTable, add_business_days},
    catalogue::{ContactStandard, ContactType, EnforcementAction, Outcome},
    letters::Letter,
    limits::{Limit, LimitName, Status, Unit},
};

use files::{
    ActionsFile, ContactStandardsFile, ContactTypesFile, HolidaysFile, LettersFile, LimitsFile, OutcomesFile, read,
};

const SPLIT_2014_FILES: StandardsFiles<'static> = StandardsFiles {
    limits: include_str!("../../../standards/split-2014/limits.toml"),
    outcomes: include_str!("../../../standards/split-2014/outcomes.toml"),
    enforcement_actions: include_str!("../../../standards/split-2014/enforcement-actions.toml"),
    contact_types: include_str!("../../../standards/split-2014/contact-types.toml"),
    contact_standards: include_str!("../../../standards/split-2014/contact-standards.toml"),
    letters: include_str!("../../../standards/split-2014/letters.toml"),
    bank_holidays: include_str!("../../../standards/bank-holidays.toml"),
};

static SPLIT_2014: LazyLock<Standards> = LazyLock::new(|| {
    // Embedded at build and read by a test: it cannot fail in a program that passed its tests.
    Standards::parse(&SPLIT_2014_FILES).unwrap_or_else(|error| panic!("the embedded standards do not hold: {error}"))
});

/// What `split-2014/1` was before three figures came into it that had stood in the program: records made by those releases name it.
static SPLIT_2014_BEFORE: LazyLock<Standards> = LazyLock::new(|| {
    let limits = include_str!("../../../standards/earlier/split-2014-1/limits.toml");
    let before =
        Standards::parse_with(&StandardsFiles { limits, ..SPLIT_2014_FILES }, Standards::split_2014().limits());
    before.unwrap_or_else(|error| panic!("the embedded standards do not hold: {error}"))
});

/// The texts of a pack, as TOML.
#[derive(Debug, Clone, Copy)]
pub struct StandardsFiles<'a> {
    /// Time limits.
    pub limits: &'a str,
    /// Outcomes of appointments.
    pub outcomes: &'a str,
    /// Enforcement actions.
    pub enforcement_actions: &'a str,
    /// Kinds of contact.
    pub contact_types: &'a str,
    /// How often somebody is to be seen.
    pub contact_standards: &'a str,
    /// Letter wordings.
    pub letters: &'a str,
    /// Bank holidays.
    pub bank_holidays: &'a str,
}

/// A pack that has been read and holds together.
#[derive(Debug, Clone, PartialEq)]
pub struct Standards {
    version: String,
    /// Its own files one after the other: what tells it from a pack that was changed and kept its version.
    text: String,
    /// In the order of [`LimitName::ALL`], one each: `parse` sees to it.
    limits: Vec<Limit>,
    outcomes: Vec<Outcome>,
    actions: Vec<EnforcementAction>,
    contact_types: Vec<ContactType>,
    how_often: Vec<ContactStandard>,
    letters: Vec<Letter>,
    holidays: BankHolidays,
    holiday_sources: BTreeMap<String, Source>,
}

/// A source named once for many items.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Who says so.
    pub source: String,
    /// How far to trust it.
    pub status: Status,
}

/// What is wrong with a pack.
#[derive(Debug, thiserror::Error)]
pub enum StandardsError {
    /// A file is not the TOML it should be.
    #[error("{file}: {why}")]
    Unreadable {
        /// Which file.
        file: &'static str,
        /// The reader's complaint.
        why: String,
    },
    /// A rule needs a limit the pack lacks.
    #[error("the limit {0:?} is missing")]
    MissingLimit(LimitName),
    /// A code or name stands twice.
    #[error("{0} is defined twice")]
    Twice(String),
    /// An item names nobody for it.
    #[error("{0} has no source")]
    NoSource(String),
    /// A letter lacks what the law asks of it, or its wording cannot be filled.
    #[error("the letter {0} lacks {1}")]
    Letter(String, String),
    /// A holiday lies outside the table's own bounds.
    #[error("the holiday of {0} is outside the table")]
    StrayHoliday(Date),
}

impl Standards {
    /// The split service of England and Wales, 2014 to 2016.
    pub fn split_2014() -> &'static Standards {
        &SPLIT_2014
    }

    /// Every pack whose text this program keeps, the first first: what was owed on a day is worked out by the figures that
    /// were in force then. A pack that was ever in force stays here, unchanged to the byte (`standards/released.toml`); a
    /// later one is added behind it. The last is what an earlier release called `split-2014/1`: records name it by its digest.
    pub fn kept() -> [&'static Standards; 2] {
        [Standards::split_2014(), &SPLIT_2014_BEFORE]
    }

    /// Reads a pack and refuses it whole if anything in it is missing, double or without a source.
    pub fn parse(files: &StandardsFiles<'_>) -> Result<Standards, StandardsError> {
        Standards::parse_with(files, &[])
    }

    /// The same, of a pack from before some limits stood in packs: what they were in the program then stands in for them.
    fn parse_with(files: &StandardsFiles<'_>, stood_in: &[Limit]) -> Result<Standards, StandardsError> {
        let limits: LimitsFile = read("limits", files.limits)?;
        let outcomes: OutcomesFile = read("outcomes", files.outcomes)?;
        let actions: ActionsFile = read("enforcement-actions", files.enforcement_actions)?;
        let contact_types: ContactTypesFile = read("contact-types", files.contact_types)?;
        let contact_standards: ContactStandardsFile = read("contact-standards", files.contact_standards)?;
        let letters: LettersFile = read("letters", files.letters)?;
        let holidays: HolidaysFile = read("bank-holidays", files.bank_holidays)?;

        let version = format!("{}/{}", limits.pack, limits.version);
        for file in [&outcomes.pack, &actions.pack, &contact_types.pack, &contact_standards.pack, &letters.pack] {
            if *file != limits.pack {
                return Err(StandardsError::Unreadable { file: "pack", why: format!("{file} beside {}", limits.pack) });
            }
        }
        let (holidays, holiday_sources) = holidays.check()?;
        let standards = Standards {
            limits: every_limit(limits.limit, stood_in, &version)?,
            version,
            text: own_text(files),
            outcomes: outcomes.outcome,
            actions: actions.action,
            contact_types: contact_types.contact_type,
            how_often: contact_standards.contact_standard,
            letters: letters.letter,
            holidays,
            holiday_sources,
        };
        standards.check()?;
        Ok(standards)
    }

    /// The pack and its version, such as `split-2014/1`.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The pack's own files, one after the other. Bank holidays are the law's, whatever pack is in force, and not among them.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// One limit. A pack without it would not have been read.
    pub fn limit(&self, name: LimitName) -> &Limit {
        &self.limits[name as usize]
    }

    /// Every limit.
    pub fn limits(&self) -> &[Limit] {
        &self.limits
    }

    /// The last day that is in time for `name` when its clock starts on `from`. For months this is the last day of the period
    /// that begins with `from`.
    pub fn due(&self, name: LimitName, from: Date) -> Result<Date, OutsideTable> {
        let limit = self.limit(name);
        let outside = |_| OutsideTable { date: from, first: self.holidays.first, last: self.holidays.last };
        match limit.unit {
            Unit::BusinessDays | Unit::WorkingDays => add_business_days(&self.holidays, from, limit.value),
            Unit::Days => from.checked_add(i64::from(limit.value).days()).map_err(outside),
            Unit::Months => last_day_of_months(from, limit.value).map_err(outside),
            // A number of entries starts no clock.
            Unit::Entries | Unit::Cases | Unit::Items | Unit::Words | Unit::Percent | Unit::Minutes => Ok(from),
        }
    }

    /// The outcome with this code, or with this as an other code.
    pub fn outcome(&self, code: &str) -> Option<&Outcome> {
        self.outcomes.iter().find(|outcome| outcome.code == code || outcome.also.iter().any(|also| also == code))
    }

    /// Every outcome, in the order to show them.
    pub fn outcomes(&self) -> &[Outcome] {
        &self.outcomes
    }

    /// Every enforcement action.
    pub fn enforcement_actions(&self) -> &[EnforcementAction] {
        &self.actions
    }

    /// The kind of contact with this code.
    pub fn contact_type(&self, code: &str) -> Option<&ContactType> {
        self.contact_types.iter().find(|kind| kind.code == code)
    }

    /// Every kind of contact.
    pub fn contact_types(&self) -> &[ContactType] {
        &self.contact_types
    }

    /// Every standard of contact.
    pub fn contact_standards(&self) -> &[ContactStandard] {
        &self.how_often
    }

    /// The letter with this name.
    pub fn letter(&self, code: &str) -> Option<&Letter> {
        self.letters.iter().find(|letter| letter.code == code)
    }

    /// Every letter.
    pub fn letters(&self) -> &[Letter] {
        &self.letters
    }

    /// The bank holidays.
    pub fn holidays(&self) -> &BankHolidays {
        &self.holidays
    }

    /// Where the bank holidays come from.
    pub fn holiday_sources(&self) -> impl Iterator<Item = &Source> {
        self.holiday_sources.values()
    }

    fn check(&self) -> Result<(), StandardsError> {
        let mut codes = HashSet::new();
        let mut sources = Vec::new();
        for outcome in &self.outcomes {
            sources.push((&outcome.code, &outcome.source));
            for code in std::iter::once(&outcome.code).chain(&outcome.also) {
                once(&mut codes, "outcome", code)?;
            }
        }
        for action in &self.actions {
            sources.push((&action.code, &action.source));
            once(&mut codes, "action", &action.code)?;
        }
        for kind in &self.contact_types {
            sources.push((&kind.code, &kind.source));
            once(&mut codes, "contact type", &kind.code)?;
        }
        for standard in &self.how_often {
            sources.push((&standard.code, &standard.source));
            once(&mut codes, "contact standard", &standard.code)?;
        }
        for letter in &self.letters {
            sources.push((&letter.code, &letter.source));
            once(&mut codes, "letter", &letter.code)?;
            if let Some(part) = letter.lacks().first() {
                return Err(StandardsError::Letter(letter.code.clone(), (*part).to_owned()));
            }
            letter.fields().map_err(|error| StandardsError::Letter(letter.code.clone(), error.to_string()))?;
        }
        sources.extend(self.limits.iter().map(|limit| (&limit.words, &limit.source)));
        sources.extend(self.holiday_sources.iter().map(|(name, source)| (name, &source.source)));
        match sources.iter().find(|(_, source)| source.trim().is_empty()) {
            Some((item, _)) => Err(StandardsError::NoSource((*item).clone())),
            None => Ok(()),
        }
    }
}

/// The last day of a period of `months` that begins with `from`: a year beginning on 15 December ends on 14 December.
pub(crate) fn last_day_of_months(from: Date, months: u32) -> Result<Date, jiff::Error> {
    let anniversary = from.checked_add(i64::from(months).months())?;
    // A period begun on 29 February has no such day a year on: it runs to the end of 28 February.
    if anniversary.day() < from.day() { Ok(anniversary) } else { anniversary.yesterday() }
}

fn own_text(files: &StandardsFiles<'_>) -> String {
    let StandardsFiles { limits, outcomes, enforcement_actions, contact_types, contact_standards, letters, .. } = files;
    [*limits, outcomes, enforcement_actions, contact_types, contact_standards, letters].concat()
}

fn every_limit(given: Vec<Limit>, stood_in: &[Limit], version: &str) -> Result<Vec<Limit>, StandardsError> {
    let mut by_name = BTreeMap::new();
    let missing = |limit: &&Limit| given.iter().all(|other| other.name != limit.name);
    let stood_in: Vec<Limit> = stood_in.iter().filter(missing).cloned().collect();
    let given = given.into_iter().chain(stood_in);
    for mut limit in given {
        version.clone_into(&mut limit.version);
        let name = limit.name;
        if by_name.insert(name, limit).is_some() {
            return Err(StandardsError::Twice(format!("the limit {name:?}")));
        }
    }
    LimitName::ALL.iter().map(|name| by_name.remove(name).ok_or(StandardsError::MissingLimit(*name))).collect()
}

fn once(codes: &mut HashSet<(&'static str, String)>, kind: &'static str, code: &str) -> Result<(), StandardsError> {
    if codes.insert((kind, code.to_owned())) {
        Ok(())
    } else {
        Err(StandardsError::Twice(format!("the {kind} {code}")))
    }
}
