//! What is sent to people on probation, and what became of it.
//!
//! - `reach`: how somebody may be reached. Nobody is sent a text, or an e-mail, who did not say that it is safe.
//! - [`tray`]: the letters that wait in an office: printed together, and posted with one press. [`letter`]: one letter by itself.
//! - [`reminders`]: texts and e-mails that remind of appointments, queued, handed over and answered for by the service itself.
//! - `owed`: that a letter has to leave, and what a warning says of its service when it left late.
//!
//! A letter waits from the moment it is issued; a text is queued before it is handed over. So whatever was handed over is on
//! record, and what became of it is said of that entry. Deliberately absent: how a text gets to a
//! telephone, or an e-mail to a mailbox (the executable hands it to a gateway).

pub mod letter;
mod owed;
pub mod reach;
pub mod reminders;
pub mod tray;

pub use owed::{PostedLate, Readdressed, is_asked_for, posted_late, readdressed};
pub(crate) use owed::{letters_owed, order_of, warning_of};
