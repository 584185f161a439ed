//! Court duty.

pub mod choose;
pub mod day;
pub mod defendant;
pub mod import;
