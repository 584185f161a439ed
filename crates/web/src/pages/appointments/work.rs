//! Saying what was worked on at an appointment.

use askama::Template;

use crate::components::form::Kind;
use crate::components::{CaseHeader, Fact, Facts, Field, Here, Problems, Shell, Token};

/// Saying what was worked on.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/work.html")]
pub struct WorkPage {
    /// The frame.
    pub shell: Shell,
    /// Who, which order, what to be careful about.
    pub case: CaseHeader,
    /// What is wrong with the form.
    pub problems: Problems,
    /// As "Office visit, Tue 15 Dec 2015, 9:30am".
    pub heading: String,
    /// The outcome and its note, as it was recorded.
    pub facts: Facts,
    /// The form.
    pub token: Token,
    /// The objectives of the plan, each posted under its own name.
    pub objectives: Vec<Tick>,
    /// Posted as `words`.
    pub words: Field,
}

/// An objective to tick.
#[derive(Clone, Debug)]
pub struct Tick {
    /// The id and posted name, as `objective-12.1`.
    pub name: String,
    /// In words.
    pub words: String,
    /// What it answers.
    pub need: String,
    /// Whether it is ticked.
    pub ticked: bool,
}

impl WorkPage {
    /// A made-up example.
    pub fn sample() -> Self {
        let tick = |name: &str, words: &str, need: &str, ticked| Tick {
            name: name.into(),
            words: words.into(),
            need: need.into(),
            ticked,
        };
        Self {
            shell: Shell::sample("What you worked on – Case", Here::Day).back("My day", "/day"),
            case: CaseHeader::sample(""),
            problems: Problems::default(),
            heading: "Office visit, Tue 15 Dec 2015, 9:30am".into(),
            facts: Facts::from(vec![
                Fact::new("Outcome", "Attended and complied"),
                Fact::new("Note", "Brought the housing letter."),
            ]),
            token: Token::sample("/cases/k3v/appointments/appointment-7/work"),
            objectives: vec![
                tick("objective-12.1", "Keep a place to live", "Accommodation", true),
                tick("objective-12.2", "Drink less, and know when to stop", "Alcohol", false),
            ],
            words: Field::new(Kind::Line, "words", "In a line (needed only when it was none of these)"),
        }
    }
}
