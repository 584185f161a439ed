//! The day on paper: the plan for an outage, and for a bag.

use askama::Template;

use crate::components::Link;

/// The day on paper.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/day_print.html")]
pub struct DayPrintPage {
    /// The page's title: "Day list".
    pub title: String,
    /// As "Tuesday 15 December 2015".
    pub heading: String,
    /// Whose, with organisation.
    pub whose: String,
    /// As "Printed Mon 14 Dec 2015, 5:02pm. Destroy when recorded."
    pub printed: String,
    /// The way back, on screen only.
    pub back: Link,
    /// The rows, numbered so that they can be keyed back.
    pub rows: Vec<PrintRow>,
    /// Numbers to ring.
    pub phones: Vec<(String, String)>,
}

/// One appointment on paper.
#[derive(Clone, Debug)]
pub struct PrintRow {
    /// Row number.
    pub number: String,
    /// Time and length.
    pub time: String,
    /// Name.
    pub name: String,
    /// Case reference number.
    pub crn: String,
    /// Kind and place.
    pub what: String,
    /// Phone, needs, instruction, what to ask: a line each.
    pub lines: Vec<String>,
    /// What was recorded, where something was: there is nothing to tick then.
    pub done: Option<String>,
    /// Why it does not take place, where it was called off: nor is there then.
    pub off: Option<String>,
}

impl DayPrintPage {
    /// A made-up example.
    pub fn sample() -> Self {
        let row = |number: &str, time: &str, name: &str, lines: &[&str]| PrintRow {
            number: number.into(),
            time: time.into(),
            name: name.into(),
            crn: format!("X00000{number}"),
            what: "Office visit, room 2".into(),
            lines: lines.iter().map(ToString::to_string).collect(),
            done: None,
            off: None,
        };
        Self {
            title: "Day list".into(),
            heading: "Wednesday 16 December 2015".into(),
            whose: "Amina Rahman, Westmarch CRC".into(),
            printed: "Printed Tue 15 Dec 2015, 5:02pm. Shred when recorded.".into(),
            back: Link::new("My day", "/day"),
            rows: vec![
                row("1", "9am, 30 min", "Cai Pwyth", &["Phone 07700 900111"]),
                row(
                    "2",
                    "9:30am, 30 min",
                    "Ada Sample",
                    &["Interpreter: Polish", "Meet at the side entrance", "Ask: tenancy team"],
                ),
                row("3", "2pm, 1 hour", "Eve Placeholder", &["With Olwen Officer"]),
                PrintRow {
                    done: Some("Recorded: Attended, complied".into()),
                    ..row("5", "9am, 30 min", "Flo Dummy", &[])
                },
                PrintRow {
                    off: Some("Called off by the person: in hospital".into()),
                    ..row("4", "3:30pm, 30 min", "Dee Other", &[])
                },
            ],
            phones: vec![("Duty senior".into(), "01632 960041".into()), ("Out of hours".into(), "01632 960099".into())],
        }
    }
}
