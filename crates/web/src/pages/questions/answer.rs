//! The answer to a question about both times of the record.

use askama::Template;

use super::ask::QuestionForm;
use crate::components::{CaseHeader, Fact, Facts, Here, Link, Shell};

/// An answer.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/answer.html")]
pub struct AnswerPage {
    /// The frame.
    pub shell: Shell,
    /// Whose case it is about, if one.
    pub case: Option<CaseHeader>,
    /// The question.
    pub heading: String,
    /// How old the answer is: "As the record stood 3 seconds ago."
    pub stood: String,
    /// What must be known to read the answer.
    pub notes: Vec<String>,
    /// The form to ask it otherwise.
    pub otherwise: Option<QuestionForm>,
    /// The answer.
    pub tables: Vec<Table>,
    /// The checkpoint: size, root, time.
    pub checkpoint: Facts,
    /// Where the very same answer is had again.
    pub again: Again,
}

/// Where the very same answer is had again, whatever has been recorded since.
#[derive(Clone, Debug)]
pub struct Again {
    /// As a page.
    pub page: String,
    /// As the report’s own bytes.
    pub bytes: String,
    /// As a table for a spreadsheet.
    pub table: String,
    /// The command that gives those bytes.
    pub command: String,
}

/// A table of an answer.
#[derive(Clone, Debug)]
pub struct Table {
    /// The id of its caption.
    pub id: String,
    /// What it shows.
    pub caption: String,
    /// The heads of its columns.
    pub columns: Vec<&'static str>,
    /// Its rows; the first cell of each is its head.
    pub rows: Vec<Vec<Cell>>,
    /// Said when there are no rows.
    pub none: String,
}

/// A cell.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// The words.
    pub text: String,
    /// Where it leads.
    pub href: Option<String>,
}

impl Cell {
    /// A cell of words.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), href: None }
    }

    /// A cell that leads somewhere.
    pub fn link(link: Link) -> Self {
        Self { text: link.text, href: Some(link.href) }
    }
}

impl AnswerPage {
    /// A made-up example.
    pub fn sample() -> Self {
        let row = |cells: [&str; 4]| cells.iter().map(|text| Cell::new(*text)).collect();
        Self {
            shell: Shell::sample("What was recorded later", Here::Questions)
                .for_auditor()
                .back("Questions", "/questions"),
            case: None,
            heading: "What was recorded later than it happened?".into(),
            stood: "As the record stood 3 seconds ago.".into(),
            notes: vec![
                "Recorded later is neutral until it is explained: a late note may be the honest one.".into(),
                "A figure that rests on fewer than 5 entries is not shown; the others are rounded down to a multiple of 5."
                    .into(),
            ],
            otherwise: Some(QuestionForm::sample()),
            tables: vec![Table {
                id: "answer".into(),
                caption: "Recorded Sun 1 Nov 2015 to Mon 30 Nov 2015, more than 2 days later".into(),
                columns: vec!["Team", "Kind", "Recorded", "Recorded later"],
                rows: vec![
                    row(["Riverside team", "outcome recorded", "310", "20"]),
                    row(["Riverside team", "contact noted", "40", "fewer than 5"]),
                ],
                none: "Nothing was recorded.".into(),
            }],
            checkpoint: Facts::from(vec![
                Fact::new("Size of the log", "413118"),
                Fact::new("Root", "qK0mJ1x0gWZ3rT7y9vYbq2nC8sVd4uEo5pLhA6fRkXw="),
                Fact::new("Signed", "Tue 15 Dec 2015, 9:51am"),
            ]),
            again: Again {
                page: "/questions/later?days=2&from=2015-11-01&to=2015-11-30&checkpoint=413118".into(),
                bytes: "/questions/later?days=2&from=2015-11-01&to=2015-11-30&checkpoint=413118&format=json".into(),
                table: "/questions/later?days=2&from=2015-11-01&to=2015-11-30&checkpoint=413118&format=csv".into(),
                command:
                    "throughcare question later --days 2 --from 2015-11-01 --to 2015-11-30 --checkpoint 413118 --json"
                        .into(),
            },
        }
    }
}
