//! Those whom nobody at a desk could find, for the senior who is asked to see to them.

use askama::Template;

use crate::components::{Here, Link, Shell, Token};

/// Whoever came and could not be found on record.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/callers.html")]
pub struct CallersPage {
    /// The frame.
    pub shell: Shell,
    /// Those who are to be seen to, whoever came first first.
    pub callers: Vec<CallerLine>,
}

/// One of them.
#[derive(Clone, Debug)]
pub struct CallerLine {
    /// Where: leads to the reception of that day.
    pub at: Link,
    /// When they came.
    pub when: String,
    /// What was noted.
    pub note: String,
    /// Says that it was seen to.
    pub token: Token,
    /// Posted as `site`.
    pub site: String,
    /// The place of the entry, posted as `caller`.
    pub caller: String,
}

impl CallersPage {
    /// A made-up example.
    pub fn sample() -> Self {
        let line = |when: &str, note: &str, caller: &str| CallerLine {
            at: Link::new("Mill Street", "/sites/mill/2015-12-14"),
            when: when.into(),
            note: note.into(),
            token: Token::sample("/callers"),
            site: "mill".into(),
            caller: caller.into(),
        };
        Self {
            shell: Shell::sample("Callers", Here::Day).back("My day", "/day"),
            callers: vec![
                line(
                    "Mon 14 Dec 2015, 9:50am",
                    "A man of about 30, says he was told to come today. Would not wait.",
                    "7",
                ),
                line("Mon 14 Dec 2015", "Said nothing.", "9"),
            ],
        }
    }
}
