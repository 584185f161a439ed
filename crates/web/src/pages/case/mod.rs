//! The pages of one case.

pub mod correction;
pub mod limited;
pub mod note;
pub mod notice;
pub mod order;
pub mod overview;
pub mod plan;
pub mod readers;
pub mod seen;
pub mod timeline;
