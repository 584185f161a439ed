//! The day, on screen and on paper.

pub mod print;
pub mod today;
