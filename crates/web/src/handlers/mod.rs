//! Who fills a page and takes its form: the files mirror those of [`crate::pages`].

pub mod appointments;
pub mod case;
pub mod caseload;
pub mod contact;
pub mod court;
pub mod day;
pub mod erasures;
pub mod forms;
pub mod frame;
pub mod people;
pub mod post;
pub mod questions;
pub mod service;
pub mod sites;
