//! The day, on screen and on paper.

pub mod calendar;
mod due;
pub mod month;
pub mod print;
pub mod today;
mod waiting;
pub mod week;
