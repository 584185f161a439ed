//! What the views show of alarms: duties not done by their day, those done after it, and those somebody put aside.

use std::collections::BTreeMap;

use jiff::civil::Date;
use practice::alarm::ground;
use practice::{DutyKind, LimitName};
use record::StreamId;
use record::case::Dismissed;
use store::AlarmRow;

use super::json;
use crate::clocks::{Owed, Reading, contact_facts};

/// What a gap in contact is about, as its rule has it.
const CASE: &str = "case";

/// Every alarm of a case. Contact and assessments fall due again and again: each time that was late is an alarm of its own.
pub(super) fn rows(stream: &StreamId, reading: Reading<'_>, arisen: &[Owed]) -> Vec<AlarmRow> {
    let mut alarms = Alarms { stream, reading, rows: BTreeMap::new() };
    for owed in arisen {
        alarms.arose(owed);
    }
    alarms.late_contacts();
    alarms.late_assessments();
    for dismissed in &reading.file.dismissed {
        alarms.dismissed(dismissed, arisen);
    }
    alarms.rows.into_values().collect()
}

struct Alarms<'a> {
    stream: &'a StreamId,
    reading: Reading<'a>,
    rows: BTreeMap<(String, String), AlarmRow>,
}

impl Alarms<'_> {
    fn add(&mut self, duty: &str, subject: String, due_on: Option<Date>, met_on: Option<Date>, order: Option<&str>) {
        let team = self.team(order, due_on.unwrap_or(self.reading.as_at));
        let row = AlarmRow {
            stream: self.stream.clone(),
            duty: duty.to_owned(),
            subject: subject.clone(),
            team,
            due_on: due_on.map(|day| day.to_string()),
            met_on: met_on.map(|day| day.to_string()),
            dismissed: String::new(),
            quiet: false,
        };
        self.rows.entry((duty.to_owned(), subject)).or_insert(row);
    }

    /// The team that held an order on a day, or first held it.
    fn team(&self, order: Option<&str>, on: Date) -> String {
        let orders = &self.reading.file.orders;
        let order = order.and_then(|component| self.reading.file.order(component)).or(orders.last());
        let held = order.and_then(|order| order.manager(on).or(order.allocations.first()));
        held.map(|to| to.team.clone()).unwrap_or_default()
    }

    fn arose(&mut self, owed: &Owed) {
        let duty = &owed.duty;
        let in_time = duty.met_on.is_some_and(|met| duty.due_on.is_none_or(|due| met <= due));
        if !in_time {
            self.add(&name(duty.duty), duty.subject.clone(), duty.due_on, duty.met_on, Some(&owed.order));
        }
    }

    fn late_contacts(&mut self) {
        let Some(order) = self.reading.file.orders.iter().rev().find(|order| order.ended.is_none()) else { return };
        let facts = contact_facts(self.reading, order);
        let seen = facts.contacts.iter().filter(|c| c.face_to_face && c.attended == Some(true)).map(|c| c.on);
        let seen = seen.filter(|on| *on >= order.made.from).collect();
        self.late(DutyKind::FaceToFaceContact, CASE, order.made.from, seen, [LimitName::ContactGap; 2]);
    }

    fn late_assessments(&mut self) {
        let Some(order) = self.reading.file.orders.iter().rev().find(|order| order.ended.is_none()) else { return };
        let done = self.reading.file.assessments.iter().map(|a| a.on).filter(|on| *on >= order.made.from).collect();
        let limits = [LimitName::RiskAssessment, LimitName::RiskReview];
        self.late(DutyKind::RiskAssessment, &order.component, order.made.from, done, limits);
    }

    /// Each time that something was done after the day it fell due, counted from the time before.
    fn late(
        &mut self,
        kind: DutyKind,
        subject: &str,
        began: Date,
        mut done: Vec<Date>,
        [first, again]: [LimitName; 2],
    ) {
        done.sort_unstable();
        let (mut since, mut limit) = (began, first);
        for on in done {
            if let Ok(due) = self.reading.standards.due(limit, since)
                && on > due
            {
                self.add(&name(kind), format!("{subject} {due}"), Some(due), Some(on), None);
            }
            (since, limit) = (on, again);
        }
    }

    /// A standing alarm is quiet while its ground stands. One whose ground has gone was settled by being put aside, unless it
    /// was acted on after all.
    fn dismissed(&mut self, dismissed: &Dismissed, arisen: &[Owed]) {
        let (duty, subject) = (&dismissed.alarm.duty, &dismissed.alarm.subject);
        let stands = arisen.iter().any(|owed| {
            let same = name(owed.duty.duty) == *duty && owed.duty.subject == *subject;
            same && owed.duty.met_on.is_none() && ground(&owed.duty) == dismissed.alarm.ground
        });
        let code = dismissed.alarm.why.code();
        if stands {
            if let Some(row) = self.rows.get_mut(&(duty.clone(), subject.clone())) {
                code.clone_into(&mut row.dismissed);
                row.quiet = true;
            }
            return;
        }
        let due = dismissed.alarm.ground.split(' ').next().unwrap_or_default();
        let mut of_rule = self.rows.values().filter(|row| row.duty == *duty);
        let acted_on = of_rule.any(|row| {
            row.met_on.is_some() && row.due_on.as_deref() == Some(due) && row.subject.starts_with(subject.as_str())
        });
        if !acted_on && let Ok(day) = due.parse() {
            let past = format!("{subject} {due}");
            self.add(duty, past.clone(), Some(day), None, None);
            if let Some(row) = self.rows.get_mut(&(duty.clone(), past)) {
                code.clone_into(&mut row.dismissed);
            }
        }
    }
}

/// A duty as it stands in the views.
fn name(kind: DutyKind) -> String {
    json(&kind).trim_matches('"').to_owned()
}
