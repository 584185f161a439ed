//! Working days as the licence and release-date services count them: the same days as `practice::business_days`, with the two
//! ways they step round a day off. Any table of bank holidays will do, within its own bounds.

use jiff::civil::{Date, Weekday};
use practice::business_days::{BankHolidays, OutsideTable, add_business_days, is_business_day, subtract_business_days};

/// A date moved to a working day, and what it was moved past.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// The working day.
    pub date: Date,
    /// It was moved past a Saturday or Sunday.
    pub past_weekend: bool,
    /// It was moved past a bank holiday.
    pub past_bank_holiday: bool,
}

/// Which way to move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Towards {
    /// To the working day on or after.
    Next,
    /// To the working day on or before.
    Previous,
}

/// The date itself if it is a working day, else the nearest one that way.
pub fn moved(holidays: &BankHolidays, date: Date, towards: Towards) -> Result<Moved, OutsideTable> {
    let mut moved = Moved { date, past_weekend: false, past_bank_holiday: false };
    while !is_business_day(holidays, moved.date)? {
        moved.past_weekend |= matches!(moved.date.weekday(), Weekday::Saturday | Weekday::Sunday);
        moved.past_bank_holiday |= holidays.names.contains_key(&moved.date);
        let next = match towards {
            Towards::Next => moved.date.tomorrow(),
            Towards::Previous => moved.date.yesterday(),
        };
        moved.date = next.map_err(|_| outside(holidays, moved.date))?;
    }
    Ok(moved)
}

/// The last working day on or before a date.
pub fn last_on_or_before(holidays: &BankHolidays, date: Date) -> Result<Date, OutsideTable> {
    Ok(moved(holidays, date, Towards::Previous)?.date)
}

/// The next `count` working days after a date, nearest first.
pub fn after(holidays: &BankHolidays, date: Date, count: u32) -> Result<Vec<Date>, OutsideTable> {
    step_by_step(date, count, |day| add_business_days(holidays, day, 1))
}

/// The `count` working days before a date, nearest first.
pub fn before(holidays: &BankHolidays, date: Date, count: u32) -> Result<Vec<Date>, OutsideTable> {
    step_by_step(date, count, |day| subtract_business_days(holidays, day, 1))
}

fn step_by_step(
    from: Date,
    count: u32,
    step: impl Fn(Date) -> Result<Date, OutsideTable>,
) -> Result<Vec<Date>, OutsideTable> {
    let mut reached = from;
    let mut days = Vec::new();
    for _ in 0..count {
        reached = step(reached)?;
        days.push(reached);
    }
    Ok(days)
}

/// A table of these holidays alone, bounded by nothing but the calendar.
pub fn only(holidays: impl IntoIterator<Item = Date>) -> BankHolidays {
    let names = holidays.into_iter().map(|date| (date, "as given".to_owned())).collect();
    BankHolidays { first: Date::MIN, last: Date::MAX, names }
}

pub(super) fn outside(holidays: &BankHolidays, date: Date) -> OutsideTable {
    OutsideTable { date, first: holidays.first, last: holidays.last }
}
