//! The pages of one case.

pub mod address;
pub mod addresses;
pub mod apart;
pub mod apart_review;
pub mod assess;
pub mod contacts;
pub mod correction;
pub mod countersign;
pub mod group;
pub mod group_end;
pub mod limited;
pub mod note;
pub mod notice;
pub mod order;
pub mod overview;
pub mod plan;
pub mod raised;
pub mod reach;
pub mod readers;
pub mod risk;
pub mod risk_change;
pub mod seen;
pub mod timeline;
