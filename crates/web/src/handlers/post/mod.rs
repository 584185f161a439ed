//! What is sent: an office's outgoing tray, its letters in one print run, what became of one letter; besides them what a case
//! has to notice about its letters (`noticed`), and all of it in words (`words`).

pub mod letters;
pub mod noticed;
pub mod sent;
pub mod tray;
pub mod words;
