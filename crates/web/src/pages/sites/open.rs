//! Opening a new place.

use askama::Template;

use super::arrange::day;
use crate::components::form::Kind;
use crate::components::{Field, Here, Problems, Shell, Token};

/// A new place, with its rooms and hours.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/site_open.html")]
pub struct OpenPage {
    /// The frame.
    pub shell: Shell,
    /// What is wrong with the form.
    pub problems: Problems,
    /// The form.
    pub token: Token,
    /// Posted as `code`.
    pub code: Field,
    /// Posted as `name`.
    pub name: Field,
    /// Posted as `address`.
    pub address: Field,
    /// Posted as `telephone`.
    pub telephone: Field,
    /// Posted as `rooms`: a line each, its name, a comma, how many it seats.
    pub rooms: Field,
    /// The days of the week, as on the page that changes them.
    pub days: Vec<(Field, Field)>,
}

impl OpenPage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("Open a site", Here::Sites).back("Sites", "/sites"),
            problems: Problems::default(),
            token: Token::sample("/sites/new"),
            code: Field::new(Kind::Short, "code", "Code")
                .hint("Your organisation’s, an S, and a number")
                .value("C07S4"),
            name: Field::new(Kind::Line, "name", "Name"),
            address: Field::new(Kind::Lines, "address", "Address").hint("A line each, postcode last"),
            telephone: Field::new(Kind::Line, "telephone", "Telephone (optional)"),
            rooms: Field::new(Kind::Lines, "rooms", "Rooms (optional)")
                .hint("A line each: its name, a comma, how many it seats"),
            days: (0..7).map(|nth| day(nth, "", "")).collect(),
        }
    }
}
