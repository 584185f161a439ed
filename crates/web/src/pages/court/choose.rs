//! Courts and their days.

use askama::Template;

use crate::components::{Flag, Here, Link, Shell, Tone};

/// Courts and their days.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/courts.html")]
pub struct CourtsPage {
    /// The frame.
    pub shell: Shell,
    /// As "Tuesday 15 December 2015".
    pub heading: String,
    /// Whether the reader may import a list.
    pub import: bool,
    /// Courts the reader covers, then the others.
    pub courts: Vec<CourtRow>,
}

/// One court.
#[derive(Clone, Debug)]
pub struct CourtRow {
    /// Name and today's page.
    pub court: Link,
    /// As "34 defendants in 5 rooms", or "No list yet".
    pub today: String,
    /// As "3 to check"; nothing when there is nothing to do.
    pub gaps: Option<Flag>,
    /// Where the list came from and when, as "List of 7:02am".
    pub source: String,
    /// Other days that have a list.
    pub days: Vec<Link>,
}

impl CourtsPage {
    /// A made-up example.
    pub fn sample() -> Self {
        let row = |name: &str, today: &str, gaps, source: &str| CourtRow {
            court: Link::new(name, "/courts/b99zz/2015-12-15"),
            today: today.into(),
            gaps,
            source: source.into(),
            days: vec![
                Link::new("Mon 14 Dec", "/courts/b99zz/2015-12-14"),
                Link::new("Wed 16 Dec", "/courts/b99zz/2015-12-16"),
            ],
        };
        Self {
            shell: Shell::sample("Courts", Here::Court),
            heading: "Tuesday 15 December 2015".into(),
            import: true,
            courts: vec![
                row(
                    "Westmarch Magistrates' Court",
                    "34 defendants in 5 rooms",
                    Some(Flag::new(Tone::Soon, "3 to check")),
                    "List of 7:02am",
                ),
                row("Eastmere Magistrates' Court", "12 defendants in 2 rooms", None, "List of 6:58am"),
                row(
                    "Westmarch Crown Court",
                    "No list yet",
                    Some(Flag::new(Tone::Unknown, "Not received")),
                    "Usually here by 6pm the day before",
                ),
            ],
        }
    }
}
