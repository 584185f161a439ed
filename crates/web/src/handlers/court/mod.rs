//! Court.

pub mod choose;
pub mod day;
pub mod defendant;
pub mod import;

use jiff::civil::Date;
use service::Problem;

/// The day an address names; only the one way of writing it is taken.
fn day_part(part: &str) -> Result<Date, Problem> {
    part.parse::<Date>().ok().filter(|day| day.to_string() == part).ok_or(Problem::NotFound)
}

/// The address of a court's day.
fn day_href(court: &str, day: Date) -> String {
    format!("/courts/{court}/{day}")
}
