//! Contact across cases: who has not been seen, the month’s signing off, contact by mode.

pub mod modes;
pub mod sign_left;
pub mod sign_off;
pub mod since;
