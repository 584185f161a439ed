//! Places where people are seen: the register of them, one of them and its forms, its reception, and that on paper.

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
