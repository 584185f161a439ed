//! Which reporting day a moment belongs to: from one evening to the next, longer when the weekly extract is taken.

use jiff::civil::{Date, DateTime, Time};

use super::Figures;

/// The label of the reporting day of `now`, such as `2022-07-10 18:30 to 2022-07-11 18:30`. The closing moment itself still
/// belongs to the day it closes. Nothing at the very ends of the calendar.
pub fn label(now: DateTime) -> Option<String> {
    let today = closing(now.date());
    let (from, to) = if now <= today {
        (closing(now.date().yesterday().ok()?), today)
    } else {
        (today, closing(now.date().tomorrow().ok()?))
    };
    Some(format!("{} to {}", from.strftime("%Y-%m-%d %H:%M"), to.strftime("%Y-%m-%d %H:%M")))
}

fn closing(day: Date) -> DateTime {
    let text = Figures::published().period.end_on(day.weekday());
    // Checked when the pack was read.
    day.to_datetime(text.parse().unwrap_or(Time::midnight()))
}
