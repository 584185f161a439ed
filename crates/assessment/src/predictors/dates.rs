//! Whole years and months between two days, as the published predictors count them.

use jiff::{ToSpan, civil::Date};

/// Completed years from `from` to `to`; negative when `to` lies before. Someone born on 29 February has a birthday on 1 March in
/// a common year.
pub fn years(from: Date, to: Date) -> i32 {
    let whole = i32::from(to.year()) - i32::from(from.year());
    if (to.month(), to.day()) < (from.month(), from.day()) { whole - 1 } else { whole }
}

/// Completed calendar months from `from` to `to`, by the day of the month.
pub fn months(from: Date, to: Date) -> i32 {
    let years = i32::from(to.year()) - i32::from(from.year());
    let whole = years * 12 + i32::from(to.month()) - i32::from(from.month());
    if to.day() < from.day() { whole - 1 } else { whole }
}

/// Whether `day` lies more than so many months after `from`; the end of a shorter month stands for a day it lacks.
pub fn is_more_than_months_after(day: Date, from: Date, months: i32) -> bool {
    // Almost nobody is: adding months is the dear part.
    day > from && from.checked_add(i64::from(months).months()).is_ok_and(|last| day > last)
}
