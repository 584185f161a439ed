//! Parsers of what other bodies send: bytes to facts, with the reason whenever a row cannot be read.
//!
//! - [`court_list`]: Libra's court lists (XML), and the same facts one case at a time (JSON).
//! - [`hearing`]: Common Platform hearings (JSON), bare, wrapped, or inside a notification.
//! - [`Row`], [`Quarantined`], [`Reason`]: one row as read, or its original bytes and what was wrong with them.
//! - [`FileError`]: why a whole file cannot be read, naming file, line or format.
//! - [`CourtTable`]: court codes, names and kinds, from a standards file; [`Defendant`]: who a row is about.
//! - [`sniff`](fn@sniff): which format a file seems to be in; [`laws`]: what holds for every input whatever.
//!
//! Everything reads a stream, holding one case (or one hearing) at a time. Absent on purpose: opening files, storing,
//! deciding what is new against what is stored, matching people. Nothing here is refused for being odd, only for
//! being unusable: no name, no case number, no day, no court, or text damaged on its way here.

pub mod court_list;
pub mod hearing;
pub mod laws;

mod court_table;
mod dates;
mod decode;
mod defendant;
mod digest;
mod identifiers;
mod row;
mod sniff;
mod text;

pub use court_table::{Court, CourtCode, CourtKind, CourtRef, CourtTable, CourtTableError};
pub use defendant::{Address, Defendant, DefendantKind, Name, NameParts, Sex};
pub use digest::Digest;
pub use identifiers::GivenIdentifier;
pub use row::{FileError, Quarantined, Reason, Row};
pub use sniff::{Format, sniff};
