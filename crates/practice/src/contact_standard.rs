//! How often somebody was to be seen in a month, how often they were asked to come, and how often they came. A telephone
//! call counts only where the standard says that any contact does. Which standards there are depends on the day, on the kind of
//! organisation that holds the case, and on the tier where one is in force: the pack says each with its source. On days on which
//! Probation Reset has stopped supervision, none of them asks for anything.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    catalogue::{ContactStandard, Counts, Harm, Per},
    facts::{Appointment, Event, Provider, written},
    limits::Status,
    reset::{Reset, ResetStandard},
    ruled::{Ruled, Why},
    standards::Standards,
};

const RULE: &str = "contact-standard";
/// Stands in place of a standard's code where Probation Reset has stopped supervision.
const STOPPED: &str = "reset";

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
    /// What Probation Reset makes of the order; none where it is not meant.
    pub reset: Option<Ruled<Reset>>,
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
    /// What counts.
    pub mode: Counts,
    /// How often they were asked to come, as it counts, to a day that has come.
    pub offered: u32,
    /// How often they came, of what counts for the standard, or were heard of where that counts.
    pub attended: u32,
    /// Contacts that were attended and do not count, as by telephone.
    pub other: u32,
    /// Whether the time is over.
    pub over: bool,
}

impl ContactMonth {
    /// Whether active supervision had stopped in all of that time.
    pub fn is_stopped(&self) -> bool {
        self.standard == STOPPED
    }

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
    let reset = facts.reset.as_ref().map(|ruled| &ruled.value);
    let asked = asked_days(from, to, reset.and_then(|reset| reset.stopped(from, to)));
    let midway = u32::from(reset.is_some_and(|reset| reset.asks_midway(from, to)));
    let blank = ContactMonth {
        subject: facts.subject.clone(),
        from,
        to,
        required: midway,
        over: to < facts.as_at,
        ..stopped()
    };
    if asked.is_empty() {
        return Some(counted(facts, blank, None, standards));
    }
    let (standard, required) = standards
        .contact_standards()
        .iter()
        .filter(|standard| is_for(standard, facts) && is_of(standard, from))
        .map(|standard| (standard, required(standard, facts.began.on, from, &asked)))
        // The first of those that ask alike: the general before the particular.
        .rev()
        .max_by_key(|(_, required)| *required)?;
    let month = ContactMonth {
        standard: standard.code.clone(),
        source: standard.source.clone(),
        status: standard.status,
        required: required + midway,
        mode: standard.mode,
        ..blank
    };
    Some(counted(facts, month, Some(standard), standards))
}

/// A month in which nobody is to be seen: one contact midway may be of any kind, for no source says which.
fn stopped() -> ContactMonth {
    let policy = ResetStandard::of_2024();
    ContactMonth {
        subject: String::new(),
        standard: STOPPED.to_owned(),
        source: policy.source.clone(),
        status: policy.status,
        from: Date::ZERO,
        to: Date::ZERO,
        required: 0,
        mode: Counts::Any,
        offered: 0,
        attended: 0,
        other: 0,
        over: false,
    }
}

/// The same with the contacts that were had.
fn counted(
    facts: &ContactStandardFacts,
    month: ContactMonth,
    standard: Option<&ContactStandard>,
    standards: &Standards,
) -> Ruled<ContactMonth> {
    let (from, to, mode) = (month.from, month.to, month.mode);
    let within = || facts.contacts.iter().filter(|c| c.on >= from && c.on <= to && c.on <= facts.as_at);
    let counts = |contact: &&Appointment| contact.face_to_face || mode == Counts::Any;
    let number = |found: usize| u32::try_from(found).unwrap_or(u32::MAX);
    let seen: Vec<&Appointment> = within().filter(|c| c.attended == Some(true)).filter(counts).collect();
    let offered = number(within().filter(counts).count());
    let other = number(within().filter(|c| c.attended == Some(true) && !counts(c)).count());
    let value = ContactMonth { offered, attended: number(seen.len()), other, ..month };
    let why = why(facts, standard, &value, standards).rests_on(seen.iter().map(|c| &c.entry));
    Ruled { value, why }
}

/// The days of a time on which something is asked, in stretches.
fn asked_days(from: Date, to: Date, stopped: Option<(Date, Date)>) -> Vec<(Date, Date)> {
    let Some((first, last)) = stopped else { return vec![(from, to)] };
    let before = (from, first.yesterday().unwrap_or(first));
    let after = (last.tomorrow().unwrap_or(last), to);
    [before, after].into_iter().filter(|(from, to)| from <= to).collect()
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

/// How often a standard asks for, on the days of a month on which anything is asked. A part of a month asks for its part, rounded
/// up; only whole weeks count.
fn required(standard: &ContactStandard, began: Date, month: Date, asked: &[(Date, Date)]) -> u32 {
    let first = standard.first_weeks.map_or(Date::MAX, |weeks| days_after(began, 7 * i64::from(weeks) - 1));
    let days = asked.iter().map(|(from, to)| ((*to).min(first) - *from).get_days() + 1);
    let days: u32 = days.map(|days| u32::try_from(days).unwrap_or(0)).sum();
    match standard.per {
        Per::Week => standard.times * (days / 7),
        Per::Month => (standard.times * days).div_ceil(u32::from(month.days_in_month().unsigned_abs())),
    }
}

fn days_after(day: Date, days: i64) -> Date {
    day.saturating_add(jiff::Span::new().days(days))
}

fn why(
    facts: &ContactStandardFacts,
    standard: Option<&ContactStandard>,
    found: &ContactMonth,
    standards: &Standards,
) -> Why {
    let words = format!(
        "Seen {} of {} times between {} and {}; asked to come {} times.",
        found.attended,
        found.required,
        written(found.from),
        written(found.to),
        found.offered
    );
    let mut why = Why::new(RULE, "3", words).under(standards);
    if let Some(reset) = &facts.reset
        && reset.value.from <= found.to
    {
        why = reset.why.steps.iter().fold(why.step(reset.why.words.clone()), |why, step| why.step(step.clone()));
        why = why.rests_on(&reset.why.from);
    }
    if let Some(standard) = standard {
        why = asked(facts, standard, found, why);
    }
    for beside in ResetStandard::of_2024().beside(found.from) {
        why = why.step(format!("{} ({}; {}).", beside.words, beside.source, beside.status));
    }
    if found.other > 0 {
        why = why.step(format!("Contacts that do not count here, as by telephone: {}.", found.other));
    }
    why.rests_on([&facts.began.entry])
}

/// What is said of the standard itself, and of what it goes by.
fn asked(facts: &ContactStandardFacts, standard: &ContactStandard, found: &ContactMonth, why: Why) -> Why {
    let mut why = why.step(format!("{} ({}; {}).", standard.words, standard.source, standard.status));
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
    why
}
