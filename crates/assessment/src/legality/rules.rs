//! The rules of law as they stand in `standards/assessment/disposal-legality.toml`.

use std::sync::LazyLock;

use jiff::civil::Date;
use practice::Status;
use serde::Deserialize;

use crate::pack::{About, Pack, PackError, embedded, once};

static LEGALITY: LazyLock<Legality> =
    LazyLock::new(|| embedded(include_str!("../../../../standards/assessment/disposal-legality.toml")));

/// Every rule of sentence against offence.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Legality {
    /// What they are and whose.
    pub about: About,
    rule: Vec<Rule>,
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its name.
    pub name: String,
    /// What the law says.
    pub words: String,
    offence_group: Option<String>,
    must: MustInFile,
    /// The first day it was in force.
    pub from: Date,
    /// The last day.
    pub to: Option<Date>,
    /// What looks like a breach of it and is not.
    #[serde(default)]
    pub exceptions: Vec<String>,
    /// Which half of a contradiction is the graver.
    pub graver: Graver,
    /// Who says so.
    pub source: String,
    /// How far to trust it.
    pub status: Status,
    /// What else a reader has to know.
    pub note: Option<String>,
}

/// Which half of the record is acted on until a contradiction is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Graver {
    /// The offence on record.
    Offence,
    /// The sentence on record.
    Sentence,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(clippy::struct_excessive_bools, reason = "a rule in a file asks some of these, and the rest stay false")]
struct MustInFile {
    life: bool,
    hours: Option<[u16; 2]>,
    hours_for_breach: Option<[u16; 2]>,
    hours_in_default_order: Option<[u16; 2]>,
    community_order_months: Option<u16>,
    suspended_custody_days: Option<[u16; 2]>,
    custody_months: Option<u16>,
    under_18_months: Option<u16>,
    on_third: bool,
    prohibited_firearm: bool,
    imprisonable: bool,
}

/// What the law asks of a sentence.
pub(super) enum Must {
    Life,
    Hours { ordinary: [u16; 2], for_breach: [u16; 2], in_default_order: [u16; 2] },
    CommunityOrderMonths(u16),
    SuspendedCustodyDays { least: u16, most: u16 },
    CustodyMonths { least: u16, under_18: Option<u16> },
    Imprisonable,
}

impl Legality {
    /// As the Acts have them.
    pub fn published() -> &'static Legality {
        &LEGALITY
    }

    /// Every rule.
    pub fn rules(&self) -> &[Rule] {
        &self.rule
    }
}

impl Rule {
    pub(super) fn is_in_force(&self, on: Date) -> bool {
        on >= self.from && self.to.is_none_or(|to| on <= to)
    }

    pub(super) fn is_about(&self, offence_code: &str) -> bool {
        self.offence_group.as_ref().is_none_or(|group| offence_code.starts_with(group.as_str()))
    }

    pub(super) fn is_for_the_third(&self) -> bool {
        self.must.on_third
    }

    pub(super) fn is_for_prohibited_firearms(&self) -> bool {
        self.must.prohibited_firearm
    }

    /// Whether it asks for a life sentence.
    pub fn asks_life(&self) -> bool {
        self.must.life
    }

    pub(super) fn must(&self) -> Must {
        let must = &self.must;
        if let Some(ordinary) = must.hours {
            return Must::Hours {
                ordinary,
                for_breach: must.hours_for_breach.unwrap_or(ordinary),
                in_default_order: must.hours_in_default_order.unwrap_or(ordinary),
            };
        }
        if let Some([least, most]) = must.suspended_custody_days {
            return Must::SuspendedCustodyDays { least, most };
        }
        if let Some(least) = must.custody_months {
            return Must::CustodyMonths { least, under_18: must.under_18_months };
        }
        if let Some(most) = must.community_order_months {
            return Must::CommunityOrderMonths(most);
        }
        if must.imprisonable { Must::Imprisonable } else { Must::Life }
    }
}

impl Pack for Legality {
    fn about(&self) -> &About {
        &self.about
    }

    fn check(&self) -> Result<(), PackError> {
        once("rule", self.rule.iter().map(|rule| rule.name.as_str()))?;
        for rule in &self.rule {
            let must = &rule.must;
            let asks = [
                must.life,
                must.hours.is_some(),
                must.community_order_months.is_some(),
                must.suspended_custody_days.is_some(),
                must.custody_months.is_some(),
                must.imprisonable,
            ];
            if asks.iter().filter(|asked| **asked).count() != 1 {
                return Err(PackError::Unsound(format!("{} has to ask exactly one thing", rule.name)));
            }
            if rule.source.trim().is_empty() {
                return Err(PackError::NoSource(rule.name.clone()));
            }
        }
        Ok(())
    }
}
