//! The clocks of a breach. A company refers it within eight business days of becoming aware; the public service presents a
//! company's case within two of an acceptable referral, and its own within ten of becoming aware.
//!
//! A rejected pack starts the two-day clock again at the next acceptable one; the rejections and the days since awareness are shown.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    business_days::business_days_between,
    duty::{Duty, DutyKind},
    facts::{Event, Provider, written},
    limits::LimitName,
    ruled::{RuleError, Ruled, Why},
    standards::Standards,
};

const RULE: &str = "breach-referral";

/// What the rule needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BreachReferralFacts {
    /// What the duty is about, usually the failure or the referral.
    pub subject: String,
    /// The day it is read for; later facts are left out.
    pub as_at: Date,
    /// Who manages the order.
    pub provider: Provider,
    /// Becoming aware of the alleged breach, `on` the day.
    pub aware: Event,
    /// A company's referral.
    pub referred: Option<Event>,
    /// The packs sent back as not usable.
    pub rejected: Vec<Event>,
    /// The pack accepted as usable.
    pub accepted: Option<Event>,
    /// The information presented to the court.
    pub presented: Option<Event>,
}

/// What the rule finds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BreachReferral {
    /// What the duty is about.
    pub subject: String,
    /// The day of becoming aware.
    pub aware_on: Date,
    /// The last day for the managing provider: to refer (a company), or to present (the public service).
    pub due_on: Date,
    /// The day it did so.
    pub met_on: Option<Date>,
    /// The last day for the public service to present a company's case; none before an acceptable pack.
    pub presentation_due_on: Option<Date>,
    /// The day the case was presented.
    pub presented_on: Option<Date>,
    /// How many packs were sent back.
    pub rejections: usize,
    /// Business days from becoming aware to presentation, or to the day it is read for.
    pub business_days_so_far: u32,
}

/// How a breach stands against its clocks.
pub fn breach_referral(facts: &BreachReferralFacts, standards: &Standards) -> Result<Ruled<BreachReferral>, RuleError> {
    let known = |event: &&Event| event.timely_on() <= facts.as_at;
    let presented = facts.presented.as_ref().filter(known);
    let referred = facts.referred.as_ref().filter(known);
    let accepted = facts.accepted.as_ref().filter(known);
    let rejected: Vec<&Event> = facts.rejected.iter().filter(known).collect();
    let (name, met, doing) = match facts.provider {
        Provider::Crc => (LimitName::BreachReferralCrc, referred, "referred"),
        Provider::Nps => (LimitName::BreachPresentedNps, presented, "presented"),
    };
    let due_on = standards.due(name, facts.aware.on)?;
    let accepted_of_crc = accepted.filter(|_| facts.provider == Provider::Crc);
    let presentation_due_on =
        accepted_of_crc.map(|event| standards.due(LimitName::BreachPresentedForCrc, event.on)).transpose()?;
    let until = presented.map_or(facts.as_at, Event::timely_on);
    let business_days_so_far = business_days_between(standards.holidays(), facts.aware.on, until)?;

    let words = match met {
        Some(event) => format!(
            "The alleged breach was {doing} on {}; the last day was {}.",
            written(event.timely_on()),
            written(due_on)
        ),
        None => format!("The alleged breach is to be {doing} by {}.", written(due_on)),
    };
    let mut why = Why::new(RULE, "1", words)
        .figure(standards.limit(name), facts.aware.on)
        .step(format!("The provider became aware on {}.", written(facts.aware.on)));
    if let Some(day) = presentation_due_on {
        let limit = standards.limit(LimitName::BreachPresentedForCrc);
        why = why.step(format!("{} ({}; {}), so by {}.", limit.words, limit.source, limit.status, written(day)));
    }
    if !rejected.is_empty() {
        why = why.step(format!(
            "Packs sent back: {}. Each starts the presenting clock again; the days since awareness go on counting.",
            rejected.len()
        ));
    }
    let why = why
        .rests_on([&facts.aware.entry])
        .rests_on(referred.map(|event| &event.entry))
        .rests_on(rejected.iter().map(|event| &event.entry))
        .rests_on(accepted.map(|event| &event.entry))
        .rests_on(presented.map(|event| &event.entry));
    let value = BreachReferral {
        subject: facts.subject.clone(),
        aware_on: facts.aware.on,
        due_on,
        met_on: met.map(Event::timely_on),
        presentation_due_on,
        presented_on: presented.map(Event::timely_on),
        rejections: rejected.len(),
        business_days_so_far,
    };
    Ok(Ruled { value, why })
}

impl Ruled<BreachReferral> {
    /// The managing provider's duty.
    pub fn duty(&self) -> Duty {
        Duty {
            duty: DutyKind::BreachReferral,
            subject: self.value.subject.clone(),
            due_on: Some(self.value.due_on),
            arose_on: self.value.aware_on,
            met_on: self.value.met_on,
            why: self.why.clone(),
        }
    }
}
