//! The rooms and hours of a place.

use askama::Template;

use crate::components::form::Kind;
use crate::components::{Field, Here, Problems, Shell, Token};

/// The rooms and hours of a place.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/site_arrange.html")]
pub struct ArrangePage {
    /// The frame.
    pub shell: Shell,
    /// What is wrong with the form.
    pub problems: Problems,
    /// Which place.
    pub heading: String,
    /// The form.
    pub token: Token,
    /// Posted as `rooms`: a line each, its name, a comma, how many it seats.
    pub rooms: Field,
    /// The days of the week: when it opens and closes, posted as `opens_1` and `closes_1` for Monday, and on.
    pub days: Vec<(Field, Field)>,
}

/// The days of the week, Monday first.
pub const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// The fields of a day, with what stands there.
pub fn day(nth: usize, opens: &str, closes: &str) -> (Field, Field) {
    let name = DAYS.get(nth).copied().unwrap_or_default();
    let field = |key: &str, words: &str, value: &str| {
        Field::new(Kind::Time, &format!("{key}_{}", nth + 1), &format!("{name} {words}")).value(value)
    };
    (field("opens", "from", opens), field("closes", "to", closes))
}

impl ArrangePage {
    /// A made-up example.
    pub fn sample() -> Self {
        let days = (0..7).map(|nth| if nth < 5 { day(nth, "8am", "8pm") } else { day(nth, "", "") });
        Self {
            shell: Shell::sample("Rooms and hours – Site", Here::Sites).back("Site", "/sites/mill"),
            problems: Problems::default(),
            heading: "Mill Lane office".into(),
            token: Token::sample("/sites/mill/arrange"),
            rooms: Field::new(Kind::Lines, "rooms", "Rooms")
                .hint("A line each: its name, a comma, how many it seats")
                .value("Interview 1, 3\nGroup room, 14"),
            days: days.collect(),
        }
    }
}
