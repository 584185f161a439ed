//! What is due on a day: a clock a person, the gravest first, and in whose place somebody answers.

use std::collections::BTreeSet;

use jiff::civil::Date;
use practice::Why as RuleWhy;
use practice::alarm::gravity;
use practice::owner::Because;
use service::day::Owing;
use service::directory::Names;

use crate::components::{Clock, Link, Tone};
use crate::handlers::caseload::alarm::aside;
use crate::handlers::frame::{case_href, why};
use crate::handlers::post::noticed;
use crate::visitor::Visitor;
use crate::words::{count, due};

/// What was worked on is asked for at its appointment, and among what is due only once it is late, after everything else:
/// two clicks record an attendance, and a list that grows with each helps nobody. A plan’s review hides nothing graver
/// either. Gives all of the first, and then what is due.
pub(super) fn work_and_due<'a>(
    duties: impl Iterator<Item = &'a Owing>,
    today: Date,
) -> (Vec<&'a Owing>, Vec<&'a Owing>) {
    let today = today.to_string();
    let (work, mut due): (Vec<&Owing>, Vec<&Owing>) = duties.partition(|owing| owing.row.duty == "work-to-record");
    let late = |owing: &&&Owing| owing.row.due_on.as_deref().is_some_and(|due| due < today.as_str());
    due.sort_by_key(|owing| can_wait(owing));
    due.extend(work.iter().filter(late));
    (work, due)
}

fn can_wait(owing: &Owing) -> bool {
    matches!(owing.row.duty.as_str(), "plan-review" | "work-to-record")
}

/// One clock a person: the duty that is longest due, and how many more there are; the longest due first.
pub(super) fn clocks_by_person(visitor: &Visitor, duties: &[&Owing], names: &Names) -> Vec<Clock> {
    let (today, mine) = (visitor.now.day(), visitor.actor().staff.as_str());
    let mut people: Vec<(&Owing, usize)> = Vec::new();
    // What calls for action comes first, the gravest of it before the rest; then by due day. What can wait comes last.
    let mut gravest = duties.to_vec();
    gravest.sort_by_key(|owing| (can_wait(owing), weight(owing, today)));
    for owing in gravest {
        match people.iter_mut().find(|(first, _)| first.row.stream == owing.row.stream) {
            Some((_, more)) => *more += 1,
            None => people.push((owing, 0)),
        }
    }
    people
        .into_iter()
        .filter_map(|(owing, more)| {
            let mut clock = clock_of(owing, today)?;
            if clock.tone == Tone::Act {
                clock.aside = aside(visitor, &owing.row.stream, &owing.row.duty, &owing.row.subject);
            }
            if more > 0 {
                clock.what = format!("{} And {more} more.", clock.what);
            }
            let officer = owing.person.as_ref().map_or("", |p| p.officer.as_str());
            if officer != mine && !officer.is_empty() {
                clock.what = format!("{} With {}.", clock.what, names.of_staff(officer));
            }
            if let (Some(absent), Some(owner)) = (absent(owing), &owing.owner.staff) {
                let who =
                    if owner == mine { "You answer".to_owned() } else { format!("{} answers", names.of_staff(owner)) };
                let absent = names.of_staff(absent);
                clock.what = match owing.owner.because {
                    Because::LeadsInPlaceOf(_) => format!("{} {who} in place of {absent}.", clock.what),
                    _ => format!("{} {who} while {absent} is away.", clock.what),
                };
            }
            Some(clock)
        })
        .collect()
}

/// A line for what is due on records that the reader may not open though it falls to them: of nobody by name, and not left out.
/// None where there is no such thing.
pub(super) fn shut_out(reader: &str, duties: &[&Owing], today: Date) -> Option<Clock> {
    let falls_to = |owing: &&&Owing| owing.person.is_none() && owing.owner.staff.as_deref() == Some(reader);
    let shut: Vec<&&Owing> = duties.iter().filter(falls_to).collect();
    let first = shut.iter().filter_map(|owing| owing.row.due_on.as_deref()?.parse().ok()).min();
    let records: BTreeSet<_> = shut.iter().map(|owing| &owing.row.stream).collect();
    let (when, tone) = due(first, today);
    let things = count(shut.len(), "thing is due", "things are due");
    let on = if records.len() == 1 { "a record".to_owned() } else { format!("{} records", records.len()) };
    let what = format!(
        "{things} on {on} that nobody at work here may open. You answer, as whoever leads: ask whoever limited it to let somebody in."
    );
    (!shut.is_empty()).then_some(Clock { when, tone, what, person: None, action: None, why: None, aside: None })
}

/// What calls for action before what does not, the gravest first, then by day.
fn weight(owing: &Owing, today: Date) -> (bool, u8, Option<String>) {
    let due = owing.row.due_on.clone();
    let raised = due.as_ref().is_some_and(|due| *due <= today.to_string());
    let kind: Option<practice::DutyKind> = serde_json::from_str(&format!("\"{}\"", owing.row.duty)).ok();
    (!raised, if raised { kind.map_or(u8::MAX, gravity) } else { 0 }, due)
}

/// The officer in whose place somebody answers.
pub(super) fn absent(owing: &Owing) -> Option<&str> {
    match &owing.owner.because {
        Because::Covers(officer) | Because::LeadsFor(officer) | Because::LeadsInPlaceOf(officer) => Some(officer),
        Because::Manages | Because::LeadsUnallocated => None,
    }
}

pub(super) fn put_aside(quiet: usize) -> String {
    if quiet == 0 { String::new() } else { format!(", {quiet} put aside") }
}

/// How many things are late, and how many are due today.
pub(super) fn pressing(duties: &[&Owing], today: Date) -> String {
    let due = |owing: &&&Owing| owing.row.due_on.as_deref().and_then(|d| d.parse::<Date>().ok());
    let late = duties.iter().filter(|o| due(o).is_some_and(|d| d < today)).count();
    let now = duties.iter().filter(|o| due(o) == Some(today)).count();
    match (late, now) {
        (0, 0) => String::new(),
        (late, now) => format!(". Due: {late} late, {now} today"),
    }
}

/// A duty as a clock; none about somebody who may not be named.
pub(super) fn clock_of(owing: &Owing, today: Date) -> Option<Clock> {
    let person = owing.person.as_ref()?;
    let due_on = owing.row.due_on.as_deref().and_then(|d| d.parse().ok());
    let (when, tone) = due(due_on, today);
    let rule: Option<RuleWhy> = serde_json::from_str(&owing.row.why).ok();
    let home = case_href(&person.stream);
    let duty: Option<practice::DutyKind> = serde_json::from_str(&format!("\"{}\"", owing.row.duty)).ok();
    let action = match duty {
        Some(practice::DutyKind::DecisionAfterFailure | practice::DutyKind::BreachReferral) => {
            Link::new("Decide", format!("{home}/appointments/{}", owing.row.subject))
        }
        Some(practice::DutyKind::FirstContact | practice::DutyKind::FaceToFaceContact) => {
            Link::new("Book", format!("{home}/book"))
        }
        Some(practice::DutyKind::RiskAssessment) => Link::new("See the risk", format!("{home}/risk")),
        Some(practice::DutyKind::LetterToPost) => {
            Link::new("Say what became of it", noticed::href(&home, &owing.row.subject))
        }
        Some(practice::DutyKind::SentencePlan) => Link::new("Complete", format!("{home}/plan")),
        Some(practice::DutyKind::PlanReview) => Link::new("Review", format!("{home}/plan/review")),
        Some(practice::DutyKind::WorkToRecord) => {
            Link::new("Say", format!("{home}/appointments/{}/work", owing.row.subject))
        }
        _ => Link::new("Open", home.clone()),
    };
    Some(Clock {
        when,
        tone,
        what: format!("{}.", duty.map_or_else(|| owing.row.duty.clone(), |d| d.to_string())),
        person: Some(Link::new(person.name.clone(), home)),
        action: Some(action),
        why: rule.map(|rule| why("Why?", &rule)),
        aside: None,
    })
}
