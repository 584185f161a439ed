//! One officer's day.

pub mod calendar;
pub mod month;
pub mod print;
pub mod taking_over;
pub mod to_move;
pub mod today;
pub mod week;
