//! Tiers: how intensively a person is supervised.
//!
//! - [`v3`]: the single letter of 2026, with whether it is provisional.
//! - [`v2`]: protect (A to D) and change (0 to 3), by which workload is still counted; its needs in [`needs`].
//! - [`registers`]: what the register of a case says to both.

mod figures;

pub mod needs;
pub mod registers;
pub mod v2;
pub mod v3;

pub use figures::Figures;
