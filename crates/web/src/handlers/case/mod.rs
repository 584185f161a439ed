//! A case: overview, timeline, order, risk, notes, corrections.

pub mod apart;
pub mod apart_review;
pub mod assess;
pub mod correction;
pub mod countersign;
pub mod note;
pub mod notice;
pub mod order;
pub mod overview;
pub mod plan;
pub mod readers;
pub mod risk;
pub mod risk_change;
mod risk_scores;
mod risk_words;
pub mod seen;
pub mod timeline;
