//! Who arranged that people are kept apart, for whoever checks the work.

use askama::Template;

use super::answer::{Cell, Table};
use crate::components::{Here, Shell};

/// How many arrangements each member of staff made.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/arranged.html")]
pub struct ArrangedPage {
    /// The frame.
    pub shell: Shell,
    /// When it was drawn up.
    pub drawn_up: Option<String>,
    /// Who, for which organisation, how many.
    pub table: Table,
}

impl ArrangedPage {
    /// A made-up example.
    pub fn sample() -> Self {
        let row = |cells: [&str; 5]| cells.iter().map(|text| Cell::new(*text)).collect();
        Self {
            shell: Shell::sample("Who arranged to keep people apart", Here::Questions)
                .for_auditor()
                .back("Questions", "/questions"),
            drawn_up: Some("Drawn up when the log had 413118 leaves, signed Tue 15 Dec 2015, 9:51am.".into()),
            table: Table {
                id: "arranged".into(),
                caption: "Arrangements by whoever made them".into(),
                columns: vec!["Who", "Organisation", "Made", "Wait for a senior", "Of these, too long"],
                rows: vec![
                    row(["Amina Rahman", "Westmarch Rehabilitation Company", "12", "2", "1"]),
                    row(["Joel Marsh", "Westmarch Rehabilitation Company", "1", "0", "0"]),
                ],
                none: "Nobody has made one.".into(),
            },
        }
    }
}
