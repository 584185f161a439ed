//! A case: overview, timeline, order, notes, corrections.

pub mod correction;
pub mod note;
pub mod notice;
pub mod order;
pub mod overview;
pub mod plan;
pub mod readers;
pub mod seen;
pub mod timeline;
