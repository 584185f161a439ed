//! Finding people.

pub mod find;
