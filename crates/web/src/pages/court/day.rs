//! A court's day, by room.

use askama::Template;

use crate::components::{Flag, Here, Link, Problems, Shell, Tone};

/// A court's day, by room.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/court_day.html")]
pub struct CourtDayPage {
    /// The frame.
    pub shell: Shell,
    /// Problems.
    pub problems: Problems,
    /// Court name.
    pub court: String,
    /// As "Tuesday 15 December 2015".
    pub heading: String,
    /// The day before and after.
    pub previous: Option<Link>,
    /// The day after.
    pub next: Option<Link>,
    /// As "34 defendants, 5 rooms. List of 7:02am, version 2."
    pub summary: String,
    /// What is to be done, each a link to where it starts: defendants to check, by room.
    pub gaps: Vec<(Flag, Link)>,
    /// The rooms in order.
    pub rooms: Vec<Room>,
}

/// One room.
#[derive(Clone, Debug)]
pub struct Room {
    /// As "Room 3".
    pub name: String,
    /// Session, as "10:00 to 13:00".
    pub session: String,
    /// The defendants in list order.
    pub rows: Vec<DefendantRow>,
}

/// One defendant as listed.
#[derive(Clone, Debug)]
pub struct DefendantRow {
    /// The id on the page.
    pub id: String,
    /// Place in the list.
    pub number: String,
    /// Name as listed, and its page.
    pub defendant: Link,
    /// Date of birth as listed.
    pub born: String,
    /// Offences as listed, the gravest first.
    pub offences: Vec<String>,
    /// Listing, as "First hearing" or "Sentence".
    pub listing: String,
    /// Match: "Confirmed", "To check: 2 possible", "Nobody on record".
    pub matched: Flag,
    /// Order and provider once confirmed, as "Community order, Westmarch CRC"; before, nothing.
    pub status: Option<String>,
    /// Result as the court sent it: "Adjourned"; nothing when none has come in.
    pub result: Option<String>,
}

impl CourtDayPage {
    /// A made-up example.
    pub fn sample() -> Self {
        let row = |n: &str, name: &str, matched, status: Option<&str>, result: Option<&str>| DefendantRow {
            id: format!("row-{n}"),
            number: n.into(),
            defendant: Link::new(name, "/courts/b99zz/2015-12-15/q7"),
            born: "1 Mar 1988".into(),
            offences: vec!["Common assault".into(), "Criminal damage".into()],
            listing: "Sentence".into(),
            matched,
            status: status.map(Into::into),
            result: result.map(Into::into),
        };
        let confirmed = || Flag::new(Tone::Good, "Confirmed");
        Self {
            shell: Shell::sample("Court list", Here::Court).back("Courts", "/courts"),
            problems: Problems::default(),
            court: "Westmarch Magistrates' Court".into(),
            heading: "Tuesday 15 December 2015".into(),
            previous: Some(Link::new("Mon 14 Dec", "/courts/b99zz/2015-12-14")),
            next: Some(Link::new("Wed 16 Dec", "/courts/b99zz/2015-12-16")),
            summary: "5 defendants in 2 rooms. List of 7:02am.".into(),
            gaps: vec![(Flag::new(Tone::Soon, "1 to check"), Link::new("Room 1, 10:00 to 13:00", "#row-2"))],
            rooms: vec![
                Room {
                    name: "Room 1".into(),
                    session: "10:00 to 13:00".into(),
                    rows: vec![
                        row("1", "EXAMPLE, Ben", confirmed(), Some("Community order, Westmarch CRC"), None),
                        row("2", "SAMPLE, Ada", Flag::new(Tone::Soon, "To check: 2 possible"), None, None),
                        row("3", "NOBODY, Nan", Flag::new(Tone::Neutral, "Nobody on record"), None, Some("Adjourned")),
                    ],
                },
                Room {
                    name: "Room 4".into(),
                    session: "14:00 to 16:30".into(),
                    rows: vec![
                        row("4", "OTHER, Dee", confirmed(), Some("Licence, National Probation Service"), None),
                        row("5", "PWYTH, Cai", confirmed(), Some("No order running"), None),
                    ],
                },
            ],
        }
    }
}
