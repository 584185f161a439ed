//! Somebody's supervision: the agenda that they and whoever leads them both see.

use askama::Template;

use crate::components::form::Kind;
use crate::components::{Choice, Choices, Field, Here, Link, Look, Problems, Shell, Token};

/// An agenda, with what was agreed before.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/supervision.html")]
pub struct SupervisionPage {
    /// The frame.
    pub shell: Shell,
    /// What is wrong with the form.
    pub problems: Problems,
    /// As "Supervision of Amina Rahman".
    pub heading: String,
    /// Who sees the page.
    pub seen_by: String,
    /// What is still to be talked about.
    pub open: Vec<LineRow>,
    /// What the rules find among the officer's cases: in words, and which.
    pub known: Vec<(String, Vec<Link>)>,
    /// Supervisions that were held.
    pub held: Vec<HeldRow>,
    /// The agendas of those whom one leads today, and their teams' samples; on one's own only.
    pub led: Vec<Link>,
    /// Cases of theirs that were drawn by chance and read: who, leading to what was found, and when.
    pub sampled: Vec<(Link, String)>,
    /// Records that one was held; none for whoever does not lead them.
    pub hold: Option<Link>,
    /// The form that puts a line on it.
    pub token: Token,
    /// Posted as `words`.
    pub words: Field,
    /// Posted as `case`.
    pub case: Choices,
}

/// A line of an agenda.
#[derive(Clone, Debug)]
pub struct LineRow {
    /// What is to be talked about, or that it may not be read.
    pub words: String,
    /// Whom it is about; none for nobody, or where they may not be named.
    pub person: Option<Link>,
    /// Who put it there and when, and how often it was carried over.
    pub about: String,
}

/// A supervision that was held.
#[derive(Clone, Debug)]
pub struct HeldRow {
    /// When, and who recorded it.
    pub heading: String,
    /// Each line, with what was agreed or that it was carried over.
    pub lines: Vec<(LineRow, String)>,
}

/// The form that says that a supervision was held.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/supervision_held.html")]
pub struct HeldPage {
    /// The frame.
    pub shell: Shell,
    /// What is wrong with the form.
    pub problems: Problems,
    /// As "Supervision of Amina Rahman was held".
    pub heading: String,
    /// The form.
    pub token: Token,
    /// Posted as `on`.
    pub on: Field,
    /// Each line that whoever looks may read, with what was agreed, posted as `agreed-` and its number.
    pub lines: Vec<(LineRow, Field)>,
    /// Lines that they may not read, which stay on the agenda; empty where there are none.
    pub left: String,
}

fn line() -> LineRow {
    LineRow {
        words: "Two home visits next week: who goes along?".into(),
        person: Some(Link::new("Sample, Ada", "/cases/k3v")),
        about: "Amina Rahman, Mon 14 Dec 2015; carried over once".into(),
    }
}

impl SupervisionPage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("Supervision", Here::Team).back("My team’s week", "/team"),
            problems: Problems::default(),
            heading: "Supervision of Amina Rahman".into(),
            seen_by: "Amina Rahman and whoever leads the team see this page, and nobody else.".into(),
            open: vec![
                line(),
                LineRow {
                    words: "A line about a record that you may not open".into(),
                    person: None,
                    about: "Sana Okafor, Tue 15 Dec 2015".into(),
                },
            ],
            known: vec![
                ("2 people: something late".into(), vec![Link::new("Sample, Ada", "/cases/k3v")]),
                ("Nobody: failure undecided".into(), Vec::new()),
            ],
            led: vec![Link::new("Peter Practitioner", "/supervision/P01T1A2")],
            sampled: vec![(Link::new("Example, Ben", "/samples/P01T1A/3"), "Read Tue 15 Dec 2015".into())],
            held: vec![HeldRow {
                heading: "Mon 16 Nov 2015, recorded by Sana Okafor".into(),
                lines: vec![(line(), "Carried over".into())],
            }],
            hold: Some(Link::new("Record that a supervision was held", "/supervision/P01T1A1/held")),
            token: Token::sample("/supervision/P01T1A1"),
            words: Field::new(Kind::Lines, "words", "What is to be talked about"),
            case: Choices::new(Look::List, "case", "About", vec![Choice::new("person-k3v", "Sample, Ada")]),
        }
    }
}

impl HeldPage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("Supervision held", Here::Team).back("Supervision", "/supervision/P01T1A1"),
            problems: Problems::default(),
            heading: "Supervision of Amina Rahman was held".into(),
            token: Token::sample("/supervision/P01T1A1/held"),
            on: Field::new(Kind::Date, "on", "The day").value("15/12/2015"),
            lines: vec![(line(), Field::new(Kind::Lines, "agreed-1", "What was agreed"))],
            left: "1 line is about a record that you may not open. It stays on the agenda.".into(),
        }
    }
}
