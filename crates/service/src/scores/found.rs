//! What is kept of a count of everybody: how many, never who.

use assessment::allocation::Rules;
use assessment::pack::Pack;
use assessment::predictors::Band;
use assessment::predictors::standards::{legacy::Legacy, ogrs4::Ogrs4};
use assessment::scored::{InForce, Shown, bands_of};
use jiff::civil::Date;
use record::time::Instant;
use serde::{Deserialize, Serialize};

use super::person::Standing;

/// How many are in which band.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// The day it is of.
    pub as_at: Date,
    /// What was recorded up to then is what it knows.
    pub known_at: Instant,
    /// People under an order on that day.
    pub people: u64,
    /// Of these, never assessed.
    pub never_assessed: u64,
    /// Assessed more than a year before the day.
    pub over_a_year: u64,
    /// Assessed with answers that cannot be read.
    pub unreadable: u64,
    /// Each score and each era's tier in force on the day.
    pub measures: Vec<Measured>,
}

/// One score or tier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measured {
    /// What it is called.
    pub name: String,
    /// The model and its version.
    pub model: String,
    /// Its bands, lowest first.
    pub bands: Vec<Banded>,
    /// People without one: unknown, which is not low.
    pub unknown: u64,
}

/// A band and who is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Banded {
    /// Its name.
    pub name: String,
    /// How many people.
    pub people: u64,
    /// Of these, provisional: an answer that is missing could change it.
    pub provisional: u64,
}

/// Counts people as they come.
#[derive(Debug)]
pub(super) struct Count {
    found: Found,
    shown: Vec<Shown>,
    rules: Vec<&'static Rules>,
}

impl Count {
    /// Nobody yet.
    pub(super) fn new(as_at: Date, known_at: Instant) -> Count {
        let shown: Vec<Shown> = InForce::published().on(as_at).collect();
        let rules: Vec<&'static Rules> = [Rules::split_2014(), Rules::unified_2026()]
            .into_iter()
            .filter(|rules| crate::risk::eras::in_force(&rules.about, as_at))
            .collect();
        let scores = shown.iter().map(|shown| Measured {
            name: shown.words().to_owned(),
            model: model(*shown),
            bands: bands(*shown).into_iter().map(|band| empty(words(band))).collect(),
            unknown: 0,
        });
        let tiers = rules.iter().map(|rules| Measured {
            name: rules.about.words.clone(),
            model: rules.about().name(),
            bands: rules.outcomes.iter().map(|outcome| empty(outcome)).collect(),
            unknown: 0,
        });
        let measures = scores.chain(tiers).collect();
        let found = Found { as_at, known_at, people: 0, never_assessed: 0, over_a_year: 0, unreadable: 0, measures };
        Count { found, shown, rules }
    }

    /// One person more.
    pub(super) fn add(&mut self, one: &Standing) {
        let found = &mut self.found;
        found.people += 1;
        found.unreadable += u64::from(one.unreadable);
        match one.assessed {
            None => found.never_assessed += 1,
            Some(on) => found.over_a_year += u64::from(on < found.as_at.saturating_sub(jiff::Span::new().years(1))),
        }
        for (measure, shown) in found.measures.iter_mut().zip(&self.shown) {
            let score = one.scores.iter().find(|(of, ..)| of == shown);
            let place = score.and_then(|(_, band, _)| bands(*shown).iter().position(|b| Some(*b) == *band));
            put(measure, place, score.is_some_and(|(.., provisional)| *provisional));
        }
        for (measure, rules) in found.measures.iter_mut().skip(self.shown.len()).zip(&self.rules) {
            let tier = one.tiers.iter().find(|(of, ..)| of.about.pack == rules.about.pack);
            put(measure, tier.and_then(|(_, rank, _)| *rank), tier.is_some_and(|(.., provisional)| *provisional));
        }
    }

    /// What was found.
    pub(super) fn done(self) -> Found {
        self.found
    }
}

fn put(measure: &mut Measured, place: Option<usize>, provisional: bool) {
    match place.and_then(|place| measure.bands.get_mut(place)) {
        Some(band) => {
            band.people += 1;
            band.provisional += u64::from(provisional);
        }
        None => measure.unknown += 1,
    }
}

fn empty(name: &str) -> Banded {
    Banded { name: name.to_owned(), people: 0, provisional: 0 }
}

/// The bands of a score, lowest first.
fn bands(shown: Shown) -> Vec<Band> {
    std::iter::once(Band::Low).chain(bands_of(shown).into_iter().map(|(band, _)| band)).collect()
}

fn words(band: Band) -> &'static str {
    match band {
        Band::NotApplicable => "Does not apply",
        Band::Low => "Low",
        Band::Medium => "Medium",
        Band::High => "High",
        Band::VeryHigh => "Very high",
    }
}

fn model(shown: Shown) -> String {
    let about = match shown {
        Shown::Ogrs3 | Shown::Ogp | Shown::Ovp | Shown::Rsr => &Legacy::published().about,
        Shown::AllReoffending | Shown::ViolentReoffending | Shown::CombinedSerious => &Ogrs4::published().about,
    };
    format!("{}/{}", about.pack, about.version)
}
