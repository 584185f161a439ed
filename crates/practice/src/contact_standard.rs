//! How often somebody was to be seen in a month, how often they were asked to come, and how often they came. A telephone
//! call counts only where the standard says that any contact does. Which standards there are depends on the day, on the kind of
//! organisation that holds the case, and on the tier where one is in force: the pack says each with its source.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    catalogue::{ContactStandard, Counts, Harm, Per},
    facts::{Appointment, Event, Provider, written},
    limits::Status,
    ruled::{Ruled, Why},
    standards::Standards,
};

const RULE: &str = "contact-standard";

/// What the rule needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactStandardFacts {
    /// What it is about, usually the order.
    pub subject: String,
    /// The day it is read for; later facts are left out.
    pub as_at: Date,
    /// Any day of the month.
    pub month: Date,
    /// The day supervision in the community began.
    pub began: Event,
    /// The last day of supervision; none for life.
    pub until: Option<Date>,
    /// The kind of organisation that holds the case; none while nobody was given it.
    pub provider: Option<Provider>,
    /// The tier by the rules in force, and whether an answer that is missing could raise it; none where no rules of tiers are.
    pub tier: Option<Tier>,
    /// The risk of serious harm as it stands; none while nobody has judged it.
    pub harm: Option<Harm>,
    /// The person's contacts, without those the service itself took out of the diary.
    pub contacts: Vec<Appointment>,
}

/// A tier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tier {
    /// Its letter.
    pub letter: String,
    /// Whether what is still open could raise it.
    pub provisional: bool,
}

/// What the rule finds about a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactMonth {
    /// What it is about.
    pub subject: String,
    /// The standard's code.
    pub standard: String,
    /// Who says so.
    pub source: String,
    /// How far to trust it.
    pub status: Status,
    /// The first day of the month under supervision.
    pub from: Date,
    /// The last one.
    pub to: Date,
    /// How often they were to be seen in that time.
    pub required: u32,
    /// How often they were asked to come, face to face, to a day that has come.
    pub offered: u32,
    /// How often they came, of what counts for the standard.
    pub attended: u32,
    /// Contacts that were attended and do not count, as by telephone.
    pub other: u32,
    /// Whether the time is over.
    pub over: bool,
}

impl ContactMonth {
    /// Whether they were seen as often as they were to be.
    pub fn met(&self) -> bool {
        self.attended >= self.required
    }
}

/// How a month stands against the standard that asks most; none when the person was not supervised in it.
pub fn contact_standard(facts: &ContactStandardFacts, standards: &Standards) -> Option<Ruled<ContactMonth>> {
    let from = facts.month.first_of_month().max(facts.began.on);
    let to = facts.month.last_of_month().min(facts.until.unwrap_or(Date::MAX));
    if from > to || facts.began.on > facts.as_at {
        return None;
    }
    let (standard, required) = standards
        .contact_standards()
        .iter()
        .filter(|standard| is_for(standard, facts) && is_of(standard, from))
        .map(|standard| (standard, required(standard, facts.began.on, from, to)))
        // The first of those that ask alike: the general before the particular.
        .rev()
        .max_by_key(|(_, required)| *required)?;
    let within = || facts.contacts.iter().filter(|c| c.on >= from && c.on <= to && c.on <= facts.as_at);
    let counts = |contact: &&Appointment| contact.face_to_face || standard.mode == Counts::Any;
    let number = |found: usize| u32::try_from(found).unwrap_or(u32::MAX);
    let seen: Vec<&Appointment> = within().filter(|c| c.attended == Some(true)).filter(counts).collect();
    let value = ContactMonth {
        subject: facts.subject.clone(),
        standard: standard.code.clone(),
        source: standard.source.clone(),
        status: standard.status,
        from,
        to,
        required,
        offered: number(within().filter(counts).count()),
        attended: number(seen.len()),
        other: number(within().filter(|c| c.attended == Some(true) && !counts(c)).count()),
        over: to < facts.as_at,
    };
    let why = why(facts, standard, &value, standards).rests_on(seen.iter().map(|c| &c.entry));
    Some(Ruled { value, why })
}

/// Whether a standard is for this person. While nobody was given the case, what either kind of organisation is asked is asked.
fn is_for(standard: &ContactStandard, facts: &ContactStandardFacts) -> bool {
    let of = |tier: &Tier| standard.tiers.contains(&tier.letter);
    (standard.providers.is_empty() || facts.provider.is_none_or(|provider| standard.providers.contains(&provider)))
        && (standard.tiers.is_empty() || facts.tier.as_ref().is_some_and(of))
        && (standard.harm.is_empty() || facts.harm.is_some_and(|harm| standard.harm.contains(&harm)))
}

/// Whether a standard is of a day: its source gives it then, or it is used before that for want of another.
fn is_of(standard: &ContactStandard, day: Date) -> bool {
    (standard.used_before || standard.from <= day) && standard.to.is_none_or(|to| day <= to)
}

/// How often a standard asks for, from one day to another. A part of a month asks for its part, rounded up; only whole weeks count.
fn required(standard: &ContactStandard, began: Date, from: Date, to: Date) -> u32 {
    let first = standard.first_weeks.map_or(Date::MAX, |weeks| days_after(began, 7 * i64::from(weeks) - 1));
    let days = (to.min(first) - from).get_days() + 1;
    let days = u32::try_from(days).unwrap_or(0);
    match standard.per {
        Per::Week => standard.times * (days / 7),
        Per::Month => (standard.times * days).div_ceil(u32::from(from.days_in_month().unsigned_abs())),
    }
}

fn days_after(day: Date, days: i64) -> Date {
    day.saturating_add(jiff::Span::new().days(days))
}

fn why(facts: &ContactStandardFacts, standard: &ContactStandard, found: &ContactMonth, standards: &Standards) -> Why {
    let words = format!(
        "Seen {} of {} times between {} and {}; asked to come {} times.",
        found.attended,
        found.required,
        written(found.from),
        written(found.to),
        found.offered
    );
    let mut why = Why::new(RULE, "2", words)
        .under(standards)
        .step(format!("{} ({}; {}).", standard.words, standard.source, standard.status));
    if found.from < standard.from {
        why = why.step(format!(
            "The source gives this figure from {}, not for {}; it is used here for want of another.",
            written(standard.from),
            written(found.from)
        ));
    }
    match (&facts.tier, standard.tiers.is_empty()) {
        (Some(tier), false) if tier.provisional => {
            why = why.step(format!("Tier {} on what is known; an answer that is missing could raise it.", tier.letter));
        }
        (Some(tier), false) => why = why.step(format!("Tier {}.", tier.letter)),
        (None, _) => why = why.step("No figure by tier could be read for this time, so none is asked by tier."),
        (Some(_), true) => {}
    }
    if facts.provider.is_none() {
        why = why.step("Nobody was given the case: what either kind of organisation is asked is asked here.");
    }
    if facts.harm.is_none() {
        why = why
            .step("Nobody has judged the risk of serious harm, so what is asked for everybody is all that is asked.");
    }
    if found.other > 0 {
        why = why.step(format!("Contacts that do not count here, as by telephone: {}.", found.other));
    }
    why.rests_on([&facts.began.entry])
}
