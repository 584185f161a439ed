//! Contact by mode, and how much of it was linked to the plan.

use askama::Template;

use crate::components::{Here, Shell};
use crate::pages::questions::answer::{Cell, Table};

/// Contact by mode, and how much of it was linked to the plan.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/contact_modes.html")]
pub struct ModesPage {
    /// The frame.
    pub shell: Shell,
    /// From this month, `2015-11`.
    pub from: String,
    /// To this month.
    pub to: String,
    /// What must be known to read the figures.
    pub notes: Vec<String>,
    /// By mode and provider; by team.
    pub tables: Vec<Table>,
}

impl ModesPage {
    /// A made-up example.
    pub fn sample() -> Self {
        let row = |cells: [&str; 5]| cells.iter().map(|text| Cell::new(*text)).collect();
        Self {
            shell: Shell::sample("How contact is kept", Here::Contact),
            from: "2015-11".into(),
            to: "2015-12".into(),
            notes: vec!["A figure that rests on fewer than 5 contacts is not shown.".into()],
            tables: vec![Table {
                id: "modes".into(),
                caption: "Attended contacts by mode".into(),
                columns: vec!["Provider", "Attended", "In person", "By telephone", "Elsewhere"],
                rows: vec![row(["Westmarch CRC", "1204", "91%", "7%", "fewer than 5"])],
                none: "Nothing was attended.".into(),
            }],
        }
    }
}
