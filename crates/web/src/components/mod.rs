//! The pieces pages are built from, each a plain struct with its own small template.
//!
//! - [`shell`]: the frame of every page: title, who is signed in, navigation, notice, way back
//! - [`form`]: hidden fields, inputs, choices, the summary of problems
//! - [`flag`]: tones, tags, and a link
//! - [`clock`]: something due, in words and colour
//! - [`why`]: the rule, figure and source behind a derived value
//! - [`chart`]: figures over time, drawn and as a table
//! - [`case`]: the header above every page of a case
//! - [`entry`]: one line of a timeline, with both of its times
//! - [`facts`]: summary lists and paging
//! - [`letter`]: a letter on paper
//!
//! Everything here holds text that is ready to show: dates are already words, addresses already
//! addresses. A struct is put in a page with `{{ field }}` and escapes its own contents.
//!
//! Absent on purpose: domain types, access decisions, anything that reads a clock.

pub mod case;
pub mod chart;
pub mod clock;
pub mod entry;
pub mod facts;
pub mod flag;
pub mod form;
pub mod letter;
pub mod shell;
pub mod why;

pub use case::CaseHeader;
pub use chart::{Chart, Mark, Threshold};
pub use clock::Clock;
pub use entry::{Entry, EntryState};
pub use facts::{Fact, Facts, Pager};
pub use flag::{Flag, Link, Tone};
pub use form::{Choice, Choices, Field, Look, Problems, Token};
pub use letter::LetterSheet;
pub use shell::{Here, NavLink, Notice, Shell, SignedIn};
pub use why::{SourceStatus, Why};
