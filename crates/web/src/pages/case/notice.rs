//! A notice that an entry one may have read was about somebody else.

use askama::Template;

use crate::components::{Fact, Facts, Here, Link, Problems, Shell, Token};

/// The notice.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/notice.html")]
pub struct NoticePage {
    /// The frame.
    pub shell: Shell,
    /// What one is told that one saw.
    pub heading: &'static str,
    /// How it came about.
    pub about: &'static str,
    /// What is wrong with the form.
    pub problems: Problems,
    /// When one opened the record, when one was told.
    pub facts: Facts,
    /// The record, for those who may still open it.
    pub case: Link,
    /// The form.
    pub token: Token,
}

impl NoticePage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("You read an entry about somebody else", Here::Day).back("My day", "/day"),
            heading: "You read an entry that was recorded on the wrong person",
            about: "You opened a record while an entry stood in it that was about somebody else. The entry has been taken off.",
            problems: Problems::default(),
            facts: Facts::from(vec![
                Fact::new("You opened the record last", "Mon 14 Dec 2015, 4pm"),
                Fact::new("The entry was taken off", "Tue 15 Dec 2015, 9:10am"),
            ]),
            case: Link::new("Open the record", "/cases/k3v/timeline"),
            token: Token::sample("/notices/person-k3v/42"),
        }
    }
}
