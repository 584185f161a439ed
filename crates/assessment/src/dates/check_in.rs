//! When somebody checks in remotely (`ministryofjustice/hmpps-esupervision-api`, 2026).

use jiff::civil::Date;

use super::Figures;

/// A check-in that comes round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schedule {
    first: Date,
    interval: i64,
}

/// The interval is no interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a check-in has to come round in a number of days, not {0}")]
pub struct NoSuchInterval(pub i64);

/// Whether today itself may be the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// Today counts.
    IncludeToday,
    /// Only days after today.
    ExcludeToday,
}

impl Schedule {
    /// A check-in every `interval` days from `first` on.
    pub fn new(first: Date, interval: i64) -> Result<Schedule, NoSuchInterval> {
        if interval < 1 { Err(NoSuchInterval(interval)) } else { Ok(Schedule { first, interval }) }
    }

    /// Whether it is one of the intervals the service offers: 7, 14, 28 or 56 days.
    pub fn is_offered(&self) -> bool {
        Figures::published().check_in.intervals.iter().any(|days| i64::from(*days) == self.interval)
    }

    /// Whether a check-in falls on this day.
    pub fn is_due_on(&self, date: Date) -> bool {
        date >= self.first && days(self.first, date) % self.interval == 0
    }

    /// The next check-in; nothing at the very end of the calendar.
    pub fn next(&self, today: Date, bound: Bound) -> Option<Date> {
        let after = match bound {
            Bound::ExcludeToday => today,
            Bound::IncludeToday => today.yesterday().ok()?,
        };
        if after < self.first {
            return Some(self.first);
        }
        let ahead = self.interval - days(self.first, after) % self.interval;
        after.checked_add(jiff::Span::new().days(ahead)).ok()
    }
}

/// Whether a check-in due on a day has run out by today.
pub fn has_expired(due_on: Date, today: Date) -> bool {
    days(due_on, today) > Figures::published().check_in.grace_days
}

/// For how many hours a check-in stays open.
pub fn window_hours() -> i64 {
    Figures::published().check_in.window_hours
}

/// Why somebody is not asked to check in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// Nothing is being supervised.
    NoActiveEvents,
    /// Contact is suspended.
    ContactSuspended,
}

/// Whether anything being supervised is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Events {
    /// Something is.
    Active,
    /// It was said that nothing is.
    NoneActive,
    /// Nobody said: this stops nothing.
    NotSaid,
}

/// Why somebody is not asked, the first reason in order; nothing when they are.
pub fn stop(events: Events, contact_suspended: bool) -> Option<Stop> {
    match events {
        Events::NoneActive => Some(Stop::NoActiveEvents),
        _ => contact_suspended.then_some(Stop::ContactSuspended),
    }
}

fn days(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}
