//! A month of a diary: how full each day is.

use askama::Template;

use crate::components::{Here, Link, NavLink, Shell};

/// A month of a diary.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/month.html")]
pub struct MonthPage {
    /// The frame.
    pub shell: Shell,
    /// As "December 2015".
    pub heading: String,
    /// As "84 appointments, 3 called off, 2 to record".
    pub summary: String,
    /// The month before and after.
    pub links: Vec<Link>,
    /// Whose diary, where one may choose.
    pub whose: Vec<NavLink>,
    /// The days from the Monday on or before the first to the Sunday on or after the last.
    pub days: Vec<MonthDay>,
}

/// A day of it.
#[derive(Clone, Debug)]
pub struct MonthDay {
    /// The day of the month, and its own page.
    pub day: Link,
    /// As "Monday 14 December", for whoever does not see the grid.
    pub words: String,
    /// As "7 appointments, 3 h 30 min"; "1 called off"; "2 to record".
    pub lines: Vec<String>,
    /// Which of them asks for something: "2 to record".
    pub owed: Option<String>,
    /// How the day lies: in another month, today, or neither.
    pub lies: Lies,
}

/// How a day of the grid lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lies {
    /// In the month that is shown.
    Within,
    /// In the month before or after.
    Outside,
    /// Today.
    Today,
}

impl MonthPage {
    /// A made-up example.
    pub fn sample() -> Self {
        let days = (0..35_u32).map(|at| {
            let date = if at == 0 { 30 } else { (at - 1) % 31 + 1 };
            let works = at % 7 < 5 && at > 0;
            MonthDay {
                day: Link::new(date.to_string(), format!("/day/2015-12-{date:02}")),
                words: format!("{date} December"),
                lines: if works { vec!["7 appointments, 3 h 30 min".into()] } else { Vec::new() },
                owed: (at == 10).then(|| "2 to record".into()),
                lies: match at {
                    0 | 32.. => Lies::Outside,
                    15 => Lies::Today,
                    _ => Lies::Within,
                },
            }
        });
        Self {
            shell: Shell::sample("Month", Here::Day).back("My day", "/day"),
            heading: "December 2015".into(),
            summary: "154 appointments, 2 to record".into(),
            links: vec![Link::new("November 2015", "/month/2015-11"), Link::new("January 2016", "/month/2016-01")],
            whose: Vec::new(),
            days: days.collect(),
        }
    }
}
