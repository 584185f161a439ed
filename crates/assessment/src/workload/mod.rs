//! What work counts and what an officer's hours allow.
//!
//! - [`current`]: the service in use: points of cases, reports and contacts, available points, capacity.
//! - [`monthly`]: the monthly rules of 2021, which it still carries.
//! - [`period`]: which reporting day a moment belongs to.

pub mod current;
mod figures;
pub mod monthly;
pub mod period;

pub(crate) use figures::weekday;
pub use figures::{Figures, Parameters};
