//! Dates: completed years, working days, licences, check-ins.
//!
//! - [`working_days`]: the count the licence services use, over `practice::business_days`.
//! - [`licence`]: what falls due round a release on licence.
//! - [`check_in`]: when somebody checks in remotely.

pub mod check_in;
mod figures;
pub mod licence;
pub mod working_days;

use jiff::civil::Date;

pub use figures::Figures;

/// Completed years from `from` to `to`. Somebody born on 29 February completes a year on 1 March where there is no such day.
pub fn completed_years(from: Date, to: Date) -> i32 {
    let whole = i32::from(to.year()) - i32::from(from.year());
    whole - i32::from((to.month(), to.day()) < (from.month(), from.day()))
}
