//! The language of probation, as types.
//!
//! - [`ids`]: CRN, PNC and CRO with their check letters. [`phone`]: mobile numbers. [`email`]: e-mail addresses.
//! - [`time`]: instants, London minutes and when something happened.
//! - [`entry`]: what one entry of the record says: who, when, why, and a fact.
//! - [`facts`]: every kind of fact, a file per stream kind.
//! - [`case`]: the case file, a fold over a person's entries, as at any day and as known at any moment.
//! - [`site`], [`apart`]: what is known of a building; who must be kept apart. Folds of their streams.
//!
//! Deliberately absent: input and output, clocks, rules of practice, access.

pub mod apart;
pub mod case;
pub mod email;
pub mod entry;
pub mod facts;
pub mod ids;
pub mod phone;
pub mod site;
pub mod time;

pub use ledger::{EntryId, Hash, StreamId};
