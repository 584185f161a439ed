//! The day, on screen and on paper.

pub mod calendar;
pub mod month;
pub mod print;
pub mod today;
pub mod week;
