//! Appointments: book, move, record, what was worked on, letters.

pub mod book;
pub mod cancel;
pub mod letter;
pub mod outcome;
pub mod outcome_form;
pub mod reschedule;
pub mod visits;
pub mod work;
