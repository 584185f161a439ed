//! The documented failures, executable, by number: `tests/it/row_38_no_contact.rs` is failure 38.
//!
//! A scenario says what is given, what is done and what must then be seen, through the addresses a browser uses; beside
//! it stands its twin, nearly the same and harmless, which must stay quiet. Here is what scenarios are written with:
//!
//! - [`Stage`]: the whole service in one process, over a folder of its own, on a clock that a test sets.
//! - [`Browser`]: somebody's session. [`Answer`], [`Form`]: what came back, read as a browser would.
//! - [`Case`], [`Sentence`]: made-up people, put on record as an older system would hand them over.
//! - [`demonstration`]: a copy of a small synthetic service, made once.
//!
//! Deliberately absent: any way into a page but its address, and any way to record what a page can record but the page.

#![expect(clippy::missing_panics_doc, reason = "a test that cannot go on panics; nothing else calls this")]

mod answer;
mod county;
mod demonstration;
mod stage;

pub use answer::{Answer, Form};
pub use county::{Case, Sentence, assessment, day, genesis};
pub use demonstration::demonstration;
pub use stage::{Browser, PASSWORD, Stage};
