//! Places where people are seen, and their reception. Files mirror those of [`crate::pages::sites`].

pub mod arrange;
pub mod assess;
pub mod callers;
pub mod close;
pub mod list;
pub mod open;
pub mod reception;
pub mod register;
pub mod show;
pub mod uses;
