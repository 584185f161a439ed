//! Importing a court's list.

use askama::Template;

use crate::components::{Facts, Here, Problems, Shell, Token};

/// Importing a court's list.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/court_import.html")]
pub struct ImportPage {
    /// The frame.
    pub shell: Shell,
    /// What is wrong with the file.
    pub problems: Problems,
    /// The form; the file is sent as `file`.
    pub token: Token,
    /// What became of the file that was just sent.
    pub outcome: Option<Outcome>,
}

/// What became of a file.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// In a sentence.
    pub summary: String,
    /// Rows by what became of them.
    pub counts: Facts,
    /// Rows that were set aside: which, and why.
    pub set_aside: Vec<(u64, String)>,
}

impl ImportPage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("Import a court list", Here::Court).back("Courts", "/courts"),
            problems: Problems::default(),
            token: Token::sample("/courts/import"),
            outcome: Some(Outcome {
                summary: "24 cases recorded, 1 set aside.".into(),
                counts: Facts::default(),
                set_aside: vec![(7, "no defendant name".into())],
            }),
        }
    }
}
