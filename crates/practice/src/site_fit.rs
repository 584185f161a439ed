//! Whether a building is fit for a booking: approved, open at that time, and not close to what the person is kept from.
//! Failure 36: meetings were held in a church and next to a public house.

use jiff::civil::{Date, DateTime, Time};

use crate::places::Places;

/// What is known of a building, and of the person, that the rule turns on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FitFacts<'a> {
    /// Whether somebody looked and approved it; none when nobody looked.
    pub approved: Option<bool>,
    /// The last day of the approval.
    pub approved_until: Option<Date>,
    /// Since when it is closed for good.
    pub closed: Option<Date>,
    /// Weekday (1 for Monday), opening and closing time; none when the hours are not known.
    pub hours: Vec<(i8, Time, Time)>,
    /// What it is close to: `licensed_premises`, `school`.
    pub near: Vec<&'a str>,
    /// The person's requirements and conditions, as worded.
    pub requirements: Vec<&'a str>,
    /// The codes of their registers.
    pub registers: Vec<&'a str>,
}

/// Why a building does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// Nobody approved it, or not for that day. Somebody may approve this one booking, and says why.
    NotApproved(String),
    /// It is not open then.
    NotOpen(String),
    /// It is close to what the person is kept from.
    TooClose(String),
}

impl Misfit {
    /// In words.
    pub fn words(&self) -> &str {
        match self {
            Misfit::NotApproved(words) | Misfit::NotOpen(words) | Misfit::TooClose(words) => words,
        }
    }
}

/// Everything about a building that does not fit a booking from `starts` to `ends`.
pub fn misfits(facts: &FitFacts<'_>, starts: DateTime, ends: DateTime, places: &Places) -> Vec<Misfit> {
    let mut found = Vec::new();
    found.extend(unapproved(facts, starts.date()).map(Misfit::NotApproved));
    found.extend(not_open(facts, starts, ends).map(Misfit::NotOpen));
    for unfit in places.unfit().iter().filter(|unfit| facts.near.contains(&unfit.near.as_str())) {
        let kept_from = |words: &&str| unfit.requirements.iter().any(|part| words.to_lowercase().contains(part));
        let registered = facts.registers.iter().any(|code| unfit.registers.iter().any(|named| named == code));
        if registered || facts.requirements.iter().any(kept_from) {
            found.push(Misfit::TooClose(unfit.words.clone()));
        }
    }
    found
}

fn unapproved(facts: &FitFacts<'_>, day: Date) -> Option<String> {
    match (facts.approved, facts.approved_until) {
        (None, _) => Some("Nobody has looked whether people can be seen there".to_owned()),
        (Some(false), _) => Some("It was looked at and not approved".to_owned()),
        (Some(true), Some(last)) if last < day => {
            Some(format!("Its approval ended on {}", crate::facts::written(last)))
        }
        (Some(true), _) => None,
    }
}

fn not_open(facts: &FitFacts<'_>, starts: DateTime, ends: DateTime) -> Option<String> {
    if facts.closed.is_some_and(|since| since <= starts.date()) {
        return Some("It is closed for good".to_owned());
    }
    if facts.hours.is_empty() {
        return None;
    }
    let weekday = starts.date().weekday().to_monday_one_offset();
    let within = |(on, opens, closes): &(i8, Time, Time)| {
        *on == weekday && *opens <= starts.time() && ends.date() == starts.date() && ends.time() <= *closes
    };
    if facts.hours.iter().any(within) {
        return None;
    }
    let of_the_day: Vec<String> = facts
        .hours
        .iter()
        .filter(|(on, _, _)| *on == weekday)
        .map(|(_, opens, closes)| format!("{} to {}", opens.strftime("%H:%M"), closes.strftime("%H:%M")))
        .collect();
    Some(match of_the_day.as_slice() {
        [] => "It is closed on that day of the week".to_owned(),
        hours => format!("It is open from {}", hours.join(" and from ")),
    })
}
