//! One's diary in a calendar program.

use askama::Template;

use crate::components::{Here, Shell, Token};

/// One's diary in a calendar program.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/calendar.html")]
pub struct CalendarPage {
    /// The frame.
    pub shell: Shell,
    /// As "An address was made Mon 14 Dec 2015, 9am. It works until you end it or make another."
    pub state: String,
    /// The address, the one time it is shown.
    pub address: Option<String>,
    /// The form that makes one.
    pub make: Token,
    /// The form that ends it, where there is one.
    pub revoke: Option<Token>,
}

impl CalendarPage {
    /// A made-up example: an address was just made.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("Calendar", Here::Day).back("My day", "/day"),
            state: "An address was made Mon 14 Dec 2015, 9am. It works until you end it or make another.".into(),
            address: Some("https://throughcare.example/calendar/0123abcd.ics".into()),
            make: Token::sample("/calendar"),
            revoke: Some(Token::sample("/calendar")),
        }
    }
}
