//! What the views show of a running case: what a caseload is sorted and filtered by, and what was last recorded.

use std::collections::BTreeSet;

use record::StreamId;
use record::case::{CaseFile, ChangeState};
use record::entry::Entry;
use record::facts::risk::{Change, HarmLevel};
use store::{NewsRow, StandingRow};

use crate::risk::eras::setting;

/// As many of the last entries are news, for each is a row that every act on the case may write; who was away longer reads the timeline.
const NEWS: usize = 5;

/// Kinds of entries that whoever manages a case should know of when somebody else records them.
const TOLD: [&str; 16] = [
    "access_limited",
    "address_recorded",
    "allocated",
    "assessment_completed",
    "breach_referred",
    "contact_noted",
    "deregistered",
    "failure_decided",
    "order_ended",
    "order_made",
    "outcome_recorded",
    "raised",
    "raised_answered",
    "registered",
    "risk_change_countersigned",
    "risk_change_proposed",
];

/// One row for the running order that was made last; none without one.
pub(super) fn rows(stream: &StreamId, file: &CaseFile, entries: &[Entry]) -> Vec<StandingRow> {
    let Some(order) = file.orders.iter().rev().find(|order| order.ended.is_none()) else { return Vec::new() };
    let held = order.allocations.iter().rev().find(|a| a.component == order.component);
    let recorded_by = || {
        let entry = entries.iter().find(|entry| entry.id == order.entry);
        entry.and_then(|entry| entry.content.as_ref()).map(|content| content.by.organisation.clone())
    };
    let tier = file.risk_changes.iter().rev().find_map(|change| match (&change.change, change.state) {
        (Change::Tier(tier), ChangeState::InForce) => Some(tier.to.clone()),
        _ => None,
    });
    vec![StandingRow {
        stream: stream.clone(),
        provider: held.map(|to| to.provider.clone()).or_else(recorded_by).unwrap_or_default(),
        held: held.is_some(),
        ends_on: order.made.until.map(|day| day.to_string()),
        harm: file.highest_harm(setting(file)).map_or("", harm_code).to_owned(),
        tier: tier.unwrap_or_default(),
        waiting: i64::try_from(file.waiting_changes().count() + file.open_raised().count()).unwrap_or(0),
    }]
}

fn harm_code(level: HarmLevel) -> &'static str {
    match level {
        HarmLevel::Low => "low",
        HarmLevel::Medium => "medium",
        HarmLevel::High => "high",
        HarmLevel::VeryHigh => "very_high",
    }
}

/// The last entries that matter to whoever manages the case. What was taken off the record is no news.
pub(super) fn news(stream: &StreamId, entries: &[Entry]) -> Vec<NewsRow> {
    let said = || entries.iter().filter_map(|entry| Some((entry, entry.content.as_ref()?)));
    let gone: BTreeSet<u64> = said().filter_map(|(_, content)| content.retracts.as_ref()).map(|id| id.seq).collect();
    let told = |(entry, content): &(&Entry, &record::entry::Content)| {
        TOLD.contains(&content.fact.kind()) && !gone.contains(&entry.id.seq)
    };
    let last = said().rev().filter(told).take(NEWS);
    last.map(|(entry, content)| NewsRow {
        stream: stream.clone(),
        seq: i64::try_from(entry.id.seq).unwrap_or(0),
        kind: content.fact.kind().to_owned(),
        staff: content.by.staff.clone(),
        at: entry.recorded.0,
    })
    .collect()
}
