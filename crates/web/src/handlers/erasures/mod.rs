//! Erasure by two: what waits, proposing, deciding, legal holds.

pub mod decide;
pub mod hold;
pub mod list;
pub mod propose;
