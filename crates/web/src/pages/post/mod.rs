//! What is sent: an office's outgoing tray, its letters in one print run, what became of one letter.

pub mod letters;
pub mod sent;
pub mod tray;
