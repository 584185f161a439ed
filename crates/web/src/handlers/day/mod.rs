//! The day, on screen and on paper.

pub mod calendar;
pub mod month;
pub mod print;
pub mod today;
mod waiting;
pub mod week;
