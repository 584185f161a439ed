//! Risk said right: predictors, tiers, screens, workload, identifiers and dates, each exact to the service that published it.
//!
//! - [`predictors`]: the risk predictors of 2026 and those before, as pure functions on typed answers, and their models as data.
//! - [`score`]: the door for machines: JSON Lines in, JSON Lines out, by the name of an algorithm.
//!
//! Every score carries its model's version, its inputs and its steps. Deliberately absent: loading, storing, the clock
//! (today is an argument), and any decision: a score beside a judgement, never instead of it.

pub mod predictors;
pub mod score;
