//! Questions about both times of the record, and their answers.

pub mod answer;
pub mod arranged;
pub mod ask;
pub mod mistyped;
