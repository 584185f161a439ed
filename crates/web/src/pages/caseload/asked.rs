//! What was asked for that the work needs, and what came of it.

use askama::Template;

use crate::components::form::Kind;
use crate::components::{Choice, Choices, Field, Here, Link, Look, Problems, Shell, Token};

/// What a team asked for, or one of it.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/asked.html")]
pub struct AskedPage {
    /// The frame.
    pub shell: Shell,
    /// What is wrong with the form.
    pub problems: Problems,
    /// As "What North team asked for".
    pub heading: String,
    /// Whose requests these are.
    pub seen_by: String,
    /// Nothing came of these yet, the longest due first.
    pub open: Vec<AskedRow>,
    /// Of these something did.
    pub settled: Vec<AskedRow>,
    /// The form that notes another.
    pub token: Token,
    /// Posted as `what`.
    pub what: Field,
    /// Posted as `of`.
    pub of: Field,
    /// Posted as `by`.
    pub by: Field,
}

/// Something that was asked for.
#[derive(Clone, Debug)]
pub struct AskedRow {
    /// What; leads to saying what came of it, while nobody did.
    pub what: Link,
    /// Of whom, by whom, by when.
    pub about: String,
    /// What came of it, or that its day is over; empty while it is not.
    pub came: String,
}

/// The form that says what came of something.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/asked_settle.html")]
pub struct SettlePage {
    /// The frame.
    pub shell: Shell,
    /// What is wrong with the form.
    pub problems: Problems,
    /// What was asked for.
    pub what: String,
    /// Of whom, by whom, by when.
    pub about: String,
    /// The form.
    pub token: Token,
    /// Posted as `came`.
    pub came: Choices,
    /// Posted as `why`.
    pub why: Field,
}

fn row(came: &str) -> AskedRow {
    AskedRow {
        what: Link::new("An interpreter for the Tuesday group", "/asked/P01T1A/1"),
        about: "Of the area office, by Mon 14 Dec 2015. Asked by Sana Okafor, Mon 30 Nov 2015".into(),
        came: came.into(),
    }
}

impl AskedPage {
    /// A made-up example.
    pub fn sample() -> Self {
        let mut settled = row("Did not get it, Tue 15 Dec 2015: no money before April");
        settled.what.href = String::new();
        Self {
            shell: Shell::sample("Asked for", Here::Team).back("My team’s week", "/team"),
            problems: Problems::default(),
            heading: "What North team asked for".into(),
            seen_by: "You lead the team: all of it is here.".into(),
            open: vec![row("Overdue"), row("")],
            settled: vec![settled],
            token: Token::sample("/asked/P01T1A"),
            what: Field::new(Kind::Line, "what", "What"),
            of: Field::new(Kind::Line, "of", "Of whom"),
            by: Field::new(Kind::Date, "by", "By when"),
        }
    }
}

impl SettlePage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("What came of it", Here::Team).back("What was asked for", "/asked/P01T1A"),
            problems: Problems::default(),
            what: "An interpreter for the Tuesday group".into(),
            about: row("").about,
            token: Token::sample("/asked/P01T1A/1"),
            came: Choices::new(Look::Segments, "came", "What came of it", vec![Choice::new("got", "Got it")]),
            why: Field::new(Kind::Lines, "why", "Why not, or what you got"),
        }
    }
}
