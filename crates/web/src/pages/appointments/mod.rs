//! Booking, moving, calling off, outcomes with their decision, what was worked on, and letters.

pub mod absence;
pub mod book;
pub mod cancel;
pub mod letter;
pub mod outcome;
pub mod refusal;
pub mod reschedule;
pub mod work;
