//! The published examples, and the laws every score keeps.

mod dates;
mod identifiers;
mod screens;
mod workload;
