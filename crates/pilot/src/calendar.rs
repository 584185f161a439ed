//! Days as the service counts them: business days by the pack's table of bank holidays.

use jiff::civil::{Date, Weekday, date};
use practice::Standards;
use practice::business_days::{add_business_days, is_business_day};
use record::time::Minute;

/// The day on which one service became many (the companies and the national service began on 1 June 2014).
pub(crate) const SPLIT: Date = date(2014, 6, 1);
/// The first day of the record.
pub(crate) const BEGINNING: Date = date(2010, 1, 4);

pub(crate) fn is_business(day: Date) -> bool {
    is_business_day(Standards::split_2014().holidays(), day).unwrap_or(false)
}

/// The day itself, or the first business day after it.
pub(crate) fn on_or_after(day: Date) -> Date {
    let mut day = day;
    while !is_business(day) {
        day = later(day, 1);
    }
    day
}

/// So many business days after a day; the first business day from it on for 0.
pub(crate) fn business_later(day: Date, days: i32) -> Date {
    let days = u32::try_from(days).unwrap_or(0);
    add_business_days(Standards::split_2014().holidays(), on_or_after(day), days).unwrap_or(day)
}

pub(crate) fn later(day: Date, days: i32) -> Date {
    day.saturating_add(jiff::Span::new().days(days))
}

pub(crate) fn months_later(day: Date, months: i32) -> Date {
    day.saturating_add(jiff::Span::new().months(months))
}

/// Whole days from one day to another.
pub(crate) fn days_between(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

pub(crate) fn minute(day: Date, hour: i8, minute: i8) -> Minute {
    Minute::new(day.at(hour, minute, 0, 0))
}

/// The day of that weekday in the same week as `day`, a week beginning on Monday.
pub(crate) fn weekday_of_week(day: Date, weekday: Weekday) -> Date {
    let shift = i32::from(weekday.to_monday_zero_offset()) - i32::from(day.weekday().to_monday_zero_offset());
    later(day, shift)
}
