//! When an order ends, how long is left, and the notices at sixty, thirty and fifteen days.
//!
//! A community order's unpaid work keeps the order in force until the hours are done (Criminal Justice Act 2003 section 200(3), as
//! this program reads it); a suspended sentence order's ends with its operational period. Reaching the end with work left is
//! "expired incomplete", never "completed".

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    duty::{Duty, DutyKind},
    facts::{Event, OrderKind, written},
    limits::LimitName,
    ruled::{RuleError, Ruled, Why},
    standards::{Standards, last_day_of_months},
};

const RULE: &str = "order-dates";

/// What the rule needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderFacts {
    /// What it is about: the order.
    pub subject: String,
    /// The day it is read for; later facts are left out.
    pub as_at: Date,
    /// What kind of order.
    pub order: OrderKind,
    /// The day it was made or the licence began.
    pub began: Event,
    /// How long it runs.
    pub length: OrderLength,
    /// An earlier end: revoked, recalled, or the person has died.
    pub ended_early: Option<Event>,
    /// Hours of unpaid work ordered and not yet done; none when none were ordered.
    pub unpaid_work_left: Option<u32>,
}

/// How long an order runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderLength {
    /// To the day the court named, included.
    To(Date),
    /// Calendar months that begin with the day it began.
    Months(u32),
}

/// What the rule finds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderDates {
    /// The order.
    pub subject: String,
    /// The day it began.
    pub began_on: Date,
    /// Its last day.
    pub ends_on: Date,
    /// Days from the day it is read for to its last day; negative once it has ended.
    pub days_left: i32,
    /// How it stands.
    pub state: OrderState,
    /// The notice it has reached, the last one counting.
    pub notice: Option<LimitName>,
}

/// How an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OrderState {
    /// Not begun yet.
    NotBegun,
    /// In force.
    InForce,
    /// Past its end, in force for the unpaid work that is left.
    InForceForUnpaidWork,
    /// Past its end with unpaid work left that can no longer be done under it.
    ExpiredIncomplete,
    /// Ended early.
    EndedEarly,
    /// Past its end.
    Expired,
}

/// When an order ends and how it stands.
pub fn order_dates(facts: &OrderFacts, standards: &Standards) -> Result<Ruled<OrderDates>, RuleError> {
    let began_on = facts.began.on;
    let full_end = match facts.length {
        OrderLength::To(day) => day,
        // Beyond the calendar's last year there is nothing to work out.
        OrderLength::Months(months) => last_day_of_months(began_on, months).unwrap_or(Date::MAX),
    };
    let early = facts.ended_early.as_ref().filter(|event| event.on <= facts.as_at && event.on < full_end);
    let ends_on = early.map_or(full_end, |event| event.on);
    let days_left = (ends_on - facts.as_at).get_days();
    let work_left = facts.unpaid_work_left.is_some_and(|hours| hours > 0);
    let state = match facts.order {
        _ if early.is_some() => OrderState::EndedEarly,
        _ if facts.as_at < began_on => OrderState::NotBegun,
        _ if facts.as_at <= ends_on => OrderState::InForce,
        OrderKind::CommunityOrder if work_left => OrderState::InForceForUnpaidWork,
        _ if work_left => OrderState::ExpiredIncomplete,
        _ => OrderState::Expired,
    };
    let notice = [LimitName::OrderEndingLast, LimitName::OrderEndingSecond, LimitName::OrderEndingFirst]
        .into_iter()
        .find(|name| state == OrderState::InForce && i64::from(days_left) <= i64::from(standards.limit(*name).value));

    let words = match state {
        OrderState::NotBegun => format!("The {} begins on {}.", facts.order, written(began_on)),
        OrderState::InForce => format!("The {} ends on {}.", facts.order, written(ends_on)),
        OrderState::InForceForUnpaidWork => format!(
            "The {} would have ended on {}; it stays in force for the unpaid work left.",
            facts.order,
            written(ends_on)
        ),
        OrderState::ExpiredIncomplete => {
            format!("The {} expired incomplete on {}, with unpaid work left.", facts.order, written(ends_on))
        }
        OrderState::EndedEarly => {
            format!("The {} ended early, on {}.", facts.order, written(ends_on))
        }
        OrderState::Expired => format!("The {} ended on {}.", facts.order, written(ends_on)),
    };
    let mut why = Why::new(RULE, "1", words);
    if let Some(name) = notice {
        why = why.figure(standards.limit(name), facts.as_at);
    }
    if let OrderLength::Months(months) = facts.length {
        why = why.step(format!(
            "{months} months beginning with {} run to the end of {}.",
            written(began_on),
            written(full_end)
        ));
    }
    if state == OrderState::InForceForUnpaidWork {
        why = why.step("Criminal Justice Act 2003 section 200(3), as this program reads it: to be checked.");
    }
    let why = why.rests_on([&facts.began.entry]).rests_on(early.map(|event| &event.entry));
    Ok(Ruled { value: OrderDates { subject: facts.subject.clone(), began_on, ends_on, days_left, state, notice }, why })
}

impl Ruled<OrderDates> {
    /// The duty to attend to an order near its end; it arises with the first notice.
    pub fn duty(&self) -> Option<Duty> {
        self.value.notice?;
        Some(Duty {
            duty: DutyKind::OrderEnding,
            subject: self.value.subject.clone(),
            due_on: Some(self.value.ends_on),
            arose_on: self.value.began_on,
            met_on: None,
            why: self.why.clone(),
        })
    }
}
