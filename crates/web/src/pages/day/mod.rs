//! One officer's day.

pub mod print;
pub mod today;
