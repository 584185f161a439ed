//! A case: overview, timeline, contacts, order, plan, risk, notes, corrections, addresses.

pub mod address;
pub mod addresses;
pub mod allocate;
pub mod apart;
pub mod apart_review;
pub mod assess;
pub mod contacts;
pub mod correction;
pub mod countersign;
pub mod group;
pub mod group_end;
pub mod note;
pub mod notice;
pub mod order;
pub mod overview;
pub mod plan;
pub mod plan_review;
pub mod raised;
pub mod reach;
pub mod readers;
pub mod risk;
pub mod risk_change;
mod risk_scores;
mod risk_words;
pub mod seen;
pub mod timeline;
pub mod told;
