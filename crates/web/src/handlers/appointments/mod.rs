//! Appointments: book, move, record, letters.

pub mod book;
pub mod cancel;
pub mod letter;
pub mod outcome;
pub mod reschedule;
