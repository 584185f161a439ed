//! A week of a diary.

use askama::Template;

use crate::components::{Flag, Here, Link, NavLink, Shell, Tone};

/// A week of a diary.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/week.html")]
pub struct WeekPage {
    /// The frame.
    pub shell: Shell,
    /// As "Week of Monday 14 December 2015".
    pub heading: String,
    /// As "12 appointments, 1 called off".
    pub summary: String,
    /// The week before and after, this week, the month.
    pub links: Vec<Link>,
    /// Whose diary, where one may choose.
    pub whose: Vec<NavLink>,
    /// The days that have something, and the working days.
    pub days: Vec<WeekDay>,
}

/// A day of it.
#[derive(Clone, Debug)]
pub struct WeekDay {
    /// Its name, and its own page.
    pub day: Link,
    /// Its appointments, by time.
    pub lines: Vec<WeekLine>,
}

/// An appointment.
#[derive(Clone, Debug)]
pub struct WeekLine {
    /// As "9:30am".
    pub time: String,
    /// As "30 min".
    pub length: String,
    /// The way from the appointment before, as "20 minutes to get there: allow 30".
    pub travel: Option<Flag>,
    /// Who, and their case; "Restricted record" where it is.
    pub person: Link,
    /// Kind, place and room; with whom, in a team's diary.
    pub what: String,
    /// Interpreter, adjustments.
    pub needs: Vec<String>,
    /// Where it stands: recorded, to record.
    pub state: Option<Flag>,
    /// What stood before, or why it was called off.
    pub note: String,
    /// Whether it was called off.
    pub off: bool,
}

impl WeekPage {
    /// A made-up example.
    pub fn sample() -> Self {
        let line = |time: &str, name: &str, what: &str| WeekLine {
            time: time.into(),
            length: "30 min".into(),
            travel: None,
            person: Link::new(name, "/cases/k3v"),
            what: what.into(),
            needs: Vec::new(),
            state: None,
            note: String::new(),
            off: false,
        };
        let day = |words: &str, date: &str, lines| WeekDay { day: Link::new(words, format!("/day/{date}")), lines };
        let nav = |text: &str, href: &str, current| NavLink { text: text.into(), href: href.into(), current };
        Self {
            shell: Shell::sample("Week", Here::Day).back("My day", "/day"),
            heading: "Week of Monday 14 December 2015".into(),
            summary: "5 appointments, 1 called off".into(),
            links: vec![
                Link::new("Week before", "/week/2015-12-07"),
                Link::new("Week after", "/week/2015-12-21"),
                Link::new("December 2015", "/month/2015-12"),
            ],
            whose: vec![
                nav("The team", "/week/2015-12-14?whose=team", false),
                nav("Amina Rahman", "/week/2015-12-14?whose=W01T1A1", true),
            ],
            days: vec![
                day(
                    "Monday 14 December",
                    "2015-12-14",
                    vec![
                        WeekLine {
                            state: Some(Flag::new(Tone::Good, "Attended, complied")),
                            needs: vec!["Interpreter: Polish".into()],
                            ..line("9:30am", "Sample, Ada", "Planned office appointment, Mill Lane, Interview 2")
                        },
                        WeekLine {
                            travel: Some(Flag::new(Tone::Soon, "10 minutes to get there: allow 30")),
                            state: Some(Flag::new(Tone::Soon, "To record")),
                            ..line("10:10am", "Example, Ben", "Home visit")
                        },
                    ],
                ),
                day("Tuesday 15 December", "2015-12-15", Vec::new()),
                day(
                    "Wednesday 16 December",
                    "2015-12-16",
                    vec![
                        WeekLine {
                            note: "Moved at their request from Tue 15 Dec 2015, 2pm".into(),
                            ..line("2pm", "Other, Dee", "Planned office appointment, Mill Lane")
                        },
                        WeekLine {
                            off: true,
                            note: "Called off by the person: in hospital".into(),
                            ..line("3pm", "Walker, Win", "Planned office appointment, Mill Lane")
                        },
                        WeekLine { what: String::new(), ..line("4pm", "Restricted record", "") },
                    ],
                ),
            ],
        }
    }
}
