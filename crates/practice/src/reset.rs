//! Probation Reset, from June 2024: in the last third of their time most people are not seen any more. It is a decision that
//! somebody puts on the register, not one that this rule takes: the rule says from which day it can hold, for whom it never
//! does, and what is still asked. Where nobody registered it, what is asked is asked as before.

mod standard;

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    catalogue::Harm,
    facts::{Event, OrderKind, written},
    ruled::{Ruled, Why},
};

use standard::Exempt;
pub use standard::{Beside, ResetStandard};

const RULE: &str = "probation-reset";

/// What the rule needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResetFacts {
    /// What they are supervised under.
    pub order: OrderKind,
    /// The day that began.
    pub began: Event,
    /// Its last day; none for life.
    pub until: Option<Date>,
    /// Its requirements or conditions, in lower case.
    pub requirements: Vec<String>,
    /// Codes of the registers they are on.
    pub registers: Vec<String>,
    /// The risk of serious harm as it stands; none while nobody has judged it.
    pub harm: Option<Harm>,
    /// When somebody put on the register that contact is suspended; none where nobody did, or where it was taken off.
    pub suspended: Option<Event>,
}

/// How Reset stands for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ResetState {
    /// They are not to be seen any more, from this day on.
    Stopped(Date),
    /// It could be, and nobody has registered it.
    NotRegistered,
    /// It is not for them, whatever is registered.
    Exempt,
    /// Nobody has judged the risk of serious harm: that it is not very high, nobody can say.
    NotJudged,
}

/// What the rule finds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reset {
    /// The first day on which contact can be suspended.
    pub from: Date,
    /// The last day of supervision.
    pub until: Date,
    /// The day about which one contact is still asked for.
    pub midway: Option<Date>,
    /// How it stands.
    pub state: ResetState,
}

impl Reset {
    /// The days of a time on which they are not to be seen any more.
    pub fn stopped(&self, from: Date, to: Date) -> Option<(Date, Date)> {
        let ResetState::Stopped(first) = self.state else { return None };
        let (first, last) = (first.max(from), self.until.min(to));
        (first <= last).then_some((first, last))
    }

    /// The first day on which they are not to be seen any more.
    pub fn stops_on(&self) -> Option<Date> {
        if let ResetState::Stopped(first) = self.state { Some(first) } else { None }
    }

    /// Whether one contact is still asked for in a time.
    pub fn asks_midway(&self, from: Date, to: Date) -> bool {
        matches!(self.state, ResetState::Stopped(_)) && self.midway.is_some_and(|day| (from..=to).contains(&day))
    }
}

/// What Reset makes of a time under supervision; none where it is not meant at all: for life, for an order without what stops,
/// or where the time was over before.
pub fn reset(facts: &ResetFacts, standard: &ResetStandard) -> Option<Ruled<Reset>> {
    let stops = standard.stops(facts.order)?;
    let met = |wanted: &String| facts.requirements.iter().any(|requirement| requirement.contains(wanted.as_str()));
    if !stops.only_with.as_ref().is_none_or(met) {
        return None;
    }
    let until = facts.until?;
    let third = if stops.whole { facts.began.on } else { standard.last_third(facts.began.on, until)? };
    let from = third.max(standard.from);
    if from > until {
        return None;
    }
    let midway = (stops.midway > 0).then(|| from.saturating_add(((until - from).get_days() / 2).days()));
    let exempt = standard.exempt(&facts.registers, facts.harm);
    let state = match (&facts.suspended, exempt) {
        (_, Some(_)) => ResetState::Exempt,
        (None, None) => ResetState::NotRegistered,
        (Some(_), None) if facts.harm.is_none() => ResetState::NotJudged,
        // A day that was written in afterwards stops nothing before it was written in.
        (Some(registered), None) => ResetState::Stopped(registered.timely_on().max(from)),
    };
    let why = Why::new(RULE, &format!("1 with {}", standard.version()), told(state, exempt, from, standard))
        .step(format!("{} ({}; {}).", standard.words, standard.source, standard.status))
        .step(format!("{} ({}; {}).", stops.words, stops.source, stops.status));
    let why = if stops.whole { why } else { why.step(standard.share_told()) };
    let why = match exempt {
        Some(exempt) => why.step(format!("Not for these: {} ({}; {}).", exempt.words, exempt.source, exempt.status)),
        None => why
            .step(format!("So contact can be suspended from {} to {}.", written(from), written(until)))
            .step(standard.untold()),
    };
    let why = why.rests_on([&facts.began.entry]).rests_on(facts.suspended.iter().map(|event| &event.entry));
    Some(Ruled { value: Reset { from, until, midway, state }, why })
}

/// How it stands, as one plain sentence.
fn told(state: ResetState, exempt: Option<&Exempt>, from: Date, standard: &ResetStandard) -> String {
    match (state, exempt) {
        (ResetState::Stopped(first), _) => format!("Not to be seen any more from {} on.", written(first)),
        (_, Some(exempt)) => format!("To be seen as before: {}. Reset is not for them.", exempt.words),
        (ResetState::NotJudged, None) => {
            "To be seen as before: nobody has judged the risk of serious harm, and Reset is not for a very high one."
                .to_owned()
        }
        (ResetState::NotRegistered | ResetState::Exempt, None) => format!(
            "To be seen as before: from {} on contact can be suspended, and nobody has put up the register {}.",
            written(from),
            standard.register
        ),
    }
}
