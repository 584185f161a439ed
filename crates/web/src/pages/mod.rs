//! Every page as a template and the plain struct that fills it.
//!
//! - [`day`]: one officer's day, and its print; a diary's week and month, and its calendar feed
//! - [`people`]: search results
//! - [`contact`]: who has not been seen, the month's signing off, contact by mode
//! - [`case`]: overview, timeline, contacts, plan, order, risk and its changes, correction, and the refusal of a restricted record
//! - [`caseload`]: caseloads, a team's week, absences, alarms, the inbox
//! - [`appointments`]: booking, moving, an outcome with its decision, the letter
//! - [`court`]: courts, a court's day, one defendant
//! - [`erasures`]: what waits, proposing, deciding, legal holds
//! - [`post`]: an office's outgoing tray, its print run, what became of a letter
//! - [`questions`]: what can be asked about both times of the record, and the answers
//! - [`sites`]: the places where people are seen, their reception, and its register on paper
//! - [`service`]: sign-in, what is protected, what to do when that fails, the list of failures,
//!   everybody's scores
//! - [`problem`]: refusals and errors, and "someone else changed this"
//!
//! Each struct has a `sample()`, which the tests render and the gallery serves. Structs hold words
//! and addresses only; handlers fill them.

pub mod appointments;
pub mod case;
pub mod caseload;
pub mod contact;
pub mod court;
pub mod day;
pub mod erasures;
pub mod people;
pub mod post;
pub mod problem;
pub mod questions;
pub mod service;
pub mod sites;

#[cfg(test)]
mod tests;
