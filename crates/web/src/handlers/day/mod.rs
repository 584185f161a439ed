//! The day, on screen and on paper.

pub mod calendar;
mod came_back;
mod due;
pub mod month;
pub mod print;
mod slots;
pub mod taking_over;
pub mod to_move;
pub mod today;
pub(crate) mod waiting;
pub mod week;
