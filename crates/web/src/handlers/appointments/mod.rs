//! Appointments: book, move, record, letters.

pub mod book;
pub mod letter;
pub mod outcome;
pub mod reschedule;
