//! A building's day on paper: who is expected, with room for the times and a signature.

use askama::Template;

use crate::components::Link;

/// A building's day on paper.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/register.html")]
pub struct RegisterPage {
    /// The building.
    pub heading: String,
    /// The day.
    pub day: String,
    /// As "Printed Mon 14 Dec 2015, 5:02pm. Destroy when it is keyed."
    pub printed: String,
    /// The way back, on screen only.
    pub back: Link,
    /// Who is expected, numbered so that it can be keyed again.
    pub rows: Vec<RegisterRow>,
    /// The numbers of empty rows, for those who come without an appointment.
    pub empty: Vec<usize>,
}

/// Somebody who is expected.
#[derive(Clone, Debug)]
pub struct RegisterRow {
    /// Row number.
    pub number: usize,
    /// When.
    pub time: String,
    /// Their name, or "Name withheld".
    pub name: String,
    /// With whom, and in which room.
    pub with: String,
    /// What to know: interpreter, adjustments. Those who sign read it, so nothing else.
    pub lines: Vec<String>,
}

impl RegisterPage {
    /// A made-up example.
    pub fn sample() -> Self {
        let row = |number, time: &str, name: &str, lines: &[&str]| RegisterRow {
            number,
            time: time.into(),
            name: name.into(),
            with: "Amina Rahman, Interview 2".into(),
            lines: lines.iter().map(ToString::to_string).collect(),
        };
        Self {
            heading: "Register: Mill Lane office".into(),
            day: "Wednesday 16 December 2015".into(),
            printed: "Printed Tue 15 Dec 2015, 5:02pm. Destroy when it is keyed.".into(),
            back: Link::new("Reception", "/sites/mill/2015-12-16"),
            rows: vec![
                row(1, "9am", "Sample, Ada", &["Interpreter: Polish"]),
                row(2, "9:30am", "Example, Ben", &[]),
                row(3, "2pm", "Name withheld", &[]),
            ],
            empty: (4..=9).collect(),
        }
    }
}
