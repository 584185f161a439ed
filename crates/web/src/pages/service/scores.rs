//! Everybody's scores and tiers in figures, how far working them out has come, and who would move by other figures.

use askama::Template;

use crate::components::{Here, Shell, Token};
use crate::pages::questions::answer::{Cell, Table};

/// Everybody's scores.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/scores.html")]
pub struct ScoresPage {
    /// The frame.
    pub shell: Shell,
    /// How far a count or a comparison has come.
    pub running: Vec<Running>,
    /// What was broken off.
    pub broken_off: Vec<String>,
    /// What the count is of, and how old what it rests on is; empty before the first.
    pub about: Vec<String>,
    /// A table for each score and tier.
    pub tables: Vec<Table>,
    /// What was compared with what; empty before the first comparison.
    pub compared: Vec<String>,
    /// Each way to go.
    pub ways: Option<Table>,
    /// The form that begins a count; none while one runs.
    pub start: Option<Token>,
}

/// A job at work.
#[derive(Clone, Debug)]
pub struct Running {
    /// What is being done.
    pub what: String,
    /// Done…
    pub done: u64,
    /// …of how many.
    pub total: u64,
    /// In words.
    pub words: String,
}

impl ScoresPage {
    /// A made-up example, while it is counted anew.
    pub fn sample() -> Self {
        let row = |cells: [&str; 3]| cells.iter().map(|text| Cell::new(*text)).collect();
        let table = |id: &str, caption: &str, rows| Table {
            id: id.into(),
            caption: caption.into(),
            columns: vec!["Band", "People", "Of these provisional"],
            rows,
            none: String::new(),
        };
        Self {
            shell: Shell::sample("Everybody’s scores", Here::Scores),
            running: vec![Running {
                what: "Everybody’s scores are being worked out".into(),
                done: 1_500,
                total: 5_000,
                words: "1500 of 5000 people, begun 2 minutes ago".into(),
            }],
            broken_off: Vec::new(),
            about: vec![
                "4271 people under an order on Tue 15 Dec 2015, as known Tue 15 Dec 2015, 9:02am.".into(),
                "Never assessed: 391. Assessed more than a year before: 40.".into(),
            ],
            tables: vec![
                table(
                    "scores-1",
                    "Serious reoffending (RSR), model legacy/1.0",
                    vec![
                        row(["Low", "3307", "560"]),
                        row(["Medium", "441", "75"]),
                        row(["High", "117", "25"]),
                        row(["Unknown, which is not low", "406", ""]),
                    ],
                ),
                table(
                    "scores-2",
                    "Allocation between the National Probation Service and a company, model split-2014/1",
                    vec![row(["CRC", "3286", "3286"]), row(["NPS", "985", "not shown"])],
                ),
            ],
            compared: vec![
                "split-2014/2 beside split-2014/1: 92 of 4271 people under an order on Tue 15 Dec 2015 would move."
                    .into(),
                "Nobody was moved. Who they are is told by the command, to whoever answers for the change.".into(),
            ],
            ways: Some(Table {
                id: "ways".into(),
                caption: "Who would move".into(),
                columns: vec!["Score or tier", "From", "To", "People"],
                rows: vec![
                    ["Allocation between the National Probation Service and a company", "CRC", "NPS", "92"]
                        .iter()
                        .map(|text| Cell::new(*text))
                        .collect(),
                ],
                none: String::new(),
            }),
            start: None,
        }
    }

    /// The same before anything was ever counted.
    pub fn sample_before() -> Self {
        Self {
            running: Vec::new(),
            about: Vec::new(),
            tables: Vec::new(),
            compared: Vec::new(),
            ways: None,
            start: Some(Token::sample("/scores")),
            ..Self::sample()
        }
    }
}
