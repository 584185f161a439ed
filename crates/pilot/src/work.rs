//! What was worked on, as officers say it on the day or the next, and the review of a plan within its year. A few forget.

use jiff::civil::{Date, date};
use record::facts::plan::{NeedArea, ObjectiveState, PlanReviewed, Reviewed, WorkRecorded};
use record::time::{Happened, Instant};

use crate::asked::Topic;
use crate::calendar::{business_later, later, minute, on_or_after};
use crate::cast::GOOD_DAY;
use crate::life::Life;
use crate::said::{Said, Say};
use crate::series::Slot;

/// Since when it is asked for; the standards say the same.
const SINCE: Date = date(2015, 11, 2);

/// Lines that fit whatever was worked on.
const LINES: [&str; 8] = [
    "",
    "",
    "",
    "Went over the step agreed last time.",
    "Worksheet gone through together.",
    "Looked at what got in the way.",
    "Agreed the next step.",
    "Spoke of what would help.",
];

/// Says what was worked on at an appointment somebody came to.
pub(crate) fn said(life: &mut Life<'_>, slot: &Slot, outcome: Said, after: i64) {
    let day = slot.starts.day();
    let Some((plan, planned, count)) = life.plan else { return };
    if day < SINCE || planned > day || !matches!(slot.contact, "COAP" | "CHVS" | "COPT" | "C084") {
        return;
    }
    let first_desk = (life.who.place.provider, life.who.place.desk) == GOOD_DAY;
    let wait = match life.at_work.weighted(&[(620, 0), (355, 1), (18, 3), (7, 99)]) {
        3 | 99 if first_desk => 1,
        99 => return,
        days => days,
    };
    let typed_on = Instant(after).day();
    let on = if wait == 0 { on_or_after(typed_on) } else { business_later(typed_on, wait) };
    let past = i64::from(life.at_work.below(40));
    let at = if wait == 0 { after + (5 + past) * 60_000_000 } else { minute(on, 9, 5).instant().0 + past * 61_000_000 };
    if !life.is_past(at) {
        return;
    }
    let mut objectives: Vec<String> = Vec::new();
    // Some weeks go by with whatever is most pressing, which no objective names.
    if !life.at_work.odds(90) {
        let count = u32::try_from(count).unwrap_or(1).max(1);
        let left = if life.reached_on.is_some_and(|on| on <= day) { 2..=count } else { 1..=count };
        let left: Vec<u32> = left.collect();
        let first = life.at_work.pick(&left);
        objectives.push(first.to_string());
        if let Some(other) = left.iter().find(|n| **n != first).filter(|_| life.at_work.odds(250)) {
            objectives.push(other.to_string());
        }
    }
    let drawn = life.at_work.pick(&LINES);
    let words = if objectives.is_empty() { "What was most pressing this week." } else { drawn }.to_owned();
    let by = life.officer(on);
    let mut act = life.act(at, by);
    let say = Say::new(WorkRecorded { objectives, words }, Happened::On(day)).about(&slot.component);
    life.told.say(&mut act, say.because([outcome]).of_plan(plan));
}

/// Reviews of the plan, each within a year of the last.
pub(crate) fn reviews(life: &mut Life<'_>) {
    let Some((plan, planned, count)) = life.plan else { return };
    let mut reached = false;
    let mut last = planned;
    loop {
        let on = business_later(later(last, life.at_work.between(325, 350)), 0);
        let at = minute(on, 15, 40).instant().0 + i64::from(life.at_work.below(59_000_000));
        if on > life.last_day || !life.is_past(at) {
            return;
        }
        let before = reached;
        // Nobody’s plan is left with nothing to work on.
        reached |= count > 1 && life.at_work.odds(400);
        if reached && !before {
            life.reached_on = Some(on);
        }
        let state = |n: usize| if n == 1 && reached { ObjectiveState::Achieved } else { ObjectiveState::InProgress };
        let in_progress = (1..=count).filter(|n| *n != 1 || !before);
        let reviewed = in_progress
            .map(|n| Reviewed { objective: n.to_string(), state: state(n), reason: String::new() })
            .collect();
        let by = life.officer(on);
        let order = life.order.clone();
        let mut act = life.act(at, by);
        let say = Say::new(PlanReviewed { reviewed, added: Vec::new() }, Happened::On(on)).about(&order);
        life.told.say(&mut act, say.because([plan]).of_plan(plan));
        last = on;
    }
}

/// What an objective on a topic answers.
pub(crate) fn need(topic: Topic) -> NeedArea {
    match topic {
        Topic::Home => NeedArea::Accommodation,
        Topic::Work => NeedArea::Employment,
        Topic::Money => NeedArea::Finance,
        Topic::Thinking | Topic::Programme => NeedArea::Thinking,
        Topic::Drugs => NeedArea::Drugs,
        Topic::Drink => NeedArea::Alcohol,
        Topic::Boundaries => NeedArea::Attitudes,
        Topic::Relationships => NeedArea::Relationships,
        Topic::General | Topic::Licence | Topic::UnpaidWork | Topic::Curfew => NeedArea::Sentence,
    }
}
