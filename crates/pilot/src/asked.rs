//! What orders and licences ask, by kind, day and offence, and how somebody is seen under them.

use jiff::civil::{Date, date};
use record::facts::person::OrderKind;

use crate::chance::Chance;
use crate::offences::{Crime, Sort};

/// A requirement or licence condition: category, amount and its unit.
pub(crate) type Asked = (&'static str, Option<u32>, Option<&'static str>);

pub(crate) const UNPAID_WORK: &str = "Unpaid work";
const ACTIVITY: &str = "Rehabilitation activity";
const SUPERVISION: &str = "Supervision";
const CURFEW: &str = "Curfew with electronic monitoring";
const DRUGS: &str = "Drug rehabilitation";
const DRINK: &str = "Alcohol treatment";
const TESTING: &str = "Drug testing";
/// The Offender Rehabilitation Act 2014, section 15: rehabilitation activity takes the place of supervision.
const ACTIVITY_FROM: Date = date(2015, 2, 1);

/// How somebody is seen: what a requirement asks settles it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pattern {
    /// Regularly, by the officer.
    Supervised,
    /// At a works site; by the officer at the start and now and then.
    UnpaidWork,
    /// Now and then: the order asks for a curfew and no more.
    Curfew,
}

/// What notes, plans and purposes may speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Topic {
    General,
    Home,
    Work,
    Money,
    Thinking,
    Drugs,
    Drink,
    Programme,
    Licence,
    Boundaries,
    Relationships,
    UnpaidWork,
    Curfew,
}

/// Whether the order must ask for regular meetings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meetings {
    Needed,
    ByChance,
}

/// What an order of a kind asks.
pub(crate) struct Terms {
    pub(crate) kind: OrderKind,
    pub(crate) from: Date,
    pub(crate) months: u32,
    pub(crate) crime: Crime,
    pub(crate) meetings: Meetings,
}

pub(crate) fn requirements(chance: &mut Chance, terms: &Terms) -> Vec<Asked> {
    match terms.kind {
        OrderKind::CommunityOrder | OrderKind::SuspendedSentenceOrder => of_an_order(chance, terms),
        OrderKind::PostSentenceSupervision => {
            vec![("Live where approved", None, None), ("Keep in touch as told", None, None)]
        }
        OrderKind::LifeLicence | OrderKind::Licence => of_a_licence(chance, terms.crime),
        OrderKind::Custody => Vec::new(),
    }
}

/// Shares per order, several allowed: unpaid work 52, rehabilitation activity 36, curfew 20, programme 10, drugs 5…
fn of_an_order(chance: &mut Chance, terms: &Terms) -> Vec<Asked> {
    let sort = terms.crime.sort;
    let mut asked: Vec<Asked> = Vec::new();
    if chance.odds(520) {
        let hours = chance.pick(&[40, 60, 80, 100, 120, 150, 180, 200]);
        asked.push((UNPAID_WORK, Some(hours), Some("hours")));
    }
    if chance.odds(360) || terms.meetings == Meetings::Needed {
        asked.push(meetings(chance, terms));
    }
    if chance.odds(200) {
        asked.push((CURFEW, Some(chance.pick(&[4, 8, 12])), Some("weeks")));
    }
    if chance.odds(if sort == Sort::Sexual { 500 } else { 100 }) {
        asked.push(programme(terms.crime));
    }
    if matches!(sort, Sort::Acquisitive | Sort::Drugs) && chance.odds(130) {
        asked.push((DRUGS, Some(6), Some("months")));
    }
    if matches!(sort, Sort::Violence | Sort::Disorder) && chance.odds(90) {
        asked.push((DRINK, Some(6), Some("months")));
    }
    if asked.is_empty() {
        asked.push(meetings(chance, terms));
    }
    asked
}

fn meetings(chance: &mut Chance, terms: &Terms) -> Asked {
    if terms.from < ACTIVITY_FROM {
        return (SUPERVISION, Some(terms.months), Some("months"));
    }
    (ACTIVITY, Some(chance.pick(&[10, 15, 20, 25, 30])), Some("days"))
}

fn programme(crime: Crime) -> Asked {
    match crime.sort {
        Sort::Sexual => ("Programme: sexual offending", Some(38), Some("sessions")),
        Sort::Abuse => ("Programme: relationships without abuse", Some(31), Some("sessions")),
        Sort::Motoring if crime.of_drink() => ("Programme: drink-driving", Some(14), Some("sessions")),
        _ => ("Programme: thinking skills", Some(19), Some("sessions")),
    }
}

fn of_a_licence(chance: &mut Chance, crime: Crime) -> Vec<Asked> {
    let mut asked: Vec<Asked> = vec![("Live where approved", None, None), ("Keep in touch as told", None, None)];
    if matches!(crime.sort, Sort::Violence | Sort::Abuse | Sort::Sexual) && chance.odds(450) {
        asked.push(("Keep away from a named area", None, None));
    }
    match crime.sort {
        Sort::Abuse => asked.push(("No contact with a named person", None, None)),
        Sort::Sexual => asked.push(("No contact with children unless supervised", None, None)),
        Sort::Drugs | Sort::Acquisitive if chance.odds(350) => asked.push((TESTING, None, None)),
        _ => {}
    }
    asked
}

/// How somebody is seen who is asked this.
pub(crate) fn pattern(kind: OrderKind, asked: &[Asked]) -> Pattern {
    if !matches!(kind, OrderKind::CommunityOrder | OrderKind::SuspendedSentenceOrder) {
        return Pattern::Supervised;
    }
    let work = asked.iter().any(|(category, ..)| *category == UNPAID_WORK);
    let alone = asked.iter().all(|(category, ..)| matches!(*category, UNPAID_WORK | CURFEW));
    match (alone, work) {
        (false, _) => Pattern::Supervised,
        (true, true) => Pattern::UnpaidWork,
        (true, false) => Pattern::Curfew,
    }
}

/// Hours of unpaid work asked.
pub(crate) fn hours(asked: &[Asked]) -> u32 {
    asked.iter().find(|(category, ..)| *category == UNPAID_WORK).and_then(|(_, amount, _)| *amount).unwrap_or(0)
}

/// What there is to speak of, by what is asked.
pub(crate) fn topics(kind: OrderKind, crime: Crime, asked: &[Asked]) -> Vec<Topic> {
    let mut topics: Vec<Topic> = asked.iter().filter_map(|(category, ..)| topic_of(category)).collect();
    if pattern(kind, asked) != Pattern::Supervised {
        return topics;
    }
    topics.extend([Topic::General, Topic::Home, Topic::Work, Topic::Money]);
    let released = matches!(kind, OrderKind::Licence | OrderKind::LifeLicence);
    let more = [
        (released, Topic::Licence),
        (released || topics.contains(&Topic::Thinking), Topic::Thinking),
        (crime.sort == Sort::Sexual, Topic::Boundaries),
        (crime.sort == Sort::Abuse, Topic::Relationships),
        (crime.of_drink(), Topic::Drink),
    ];
    for (holds, topic) in more {
        if holds && !topics.contains(&topic) {
            topics.push(topic);
        }
    }
    topics
}

fn topic_of(category: &str) -> Option<Topic> {
    Some(match category {
        UNPAID_WORK => Topic::UnpaidWork,
        CURFEW => Topic::Curfew,
        ACTIVITY | SUPERVISION => Topic::Thinking,
        DRUGS | TESTING => Topic::Drugs,
        DRINK => Topic::Drink,
        _ if category.starts_with("Programme") => Topic::Programme,
        _ => return None,
    })
}
