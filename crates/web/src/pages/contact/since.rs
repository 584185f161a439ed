//! A team's running cases, longest not seen first.

use askama::Template;

use crate::components::{Flag, Here, Link, NavLink, Pager, Shell, Tone};

/// No attended contact since: a team's running cases, longest not seen first.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/contact_since.html")]
pub struct SincePage {
    /// The frame.
    pub shell: Shell,
    /// Whose team, as "Riverside team: no attended contact since".
    pub heading: String,
    /// As "312 running cases; 9 not seen face to face for more than 30 days".
    pub summary: String,
    /// The limit, with who says so.
    pub limit: String,
    /// Each month to be signed off, the oldest first, with where that is done, for whoever does; or that the last one was.
    pub months: Vec<(String, Option<Link>)>,
    /// What the list can be narrowed to: a closed list.
    pub filters: Vec<NavLink>,
    /// The cases.
    pub rows: Vec<SinceRow>,
    /// Paging.
    pub pager: Option<Pager>,
    /// Where the same list is to be had as a file.
    pub csv: String,
    /// Contact by mode, for whoever may see figures of providers.
    pub figures: Option<Link>,
    /// Months signed off before, the latest first.
    pub signed: Vec<Signed>,
}

/// One running case.
#[derive(Clone, Debug)]
pub struct SinceRow {
    /// Who; nothing to open for a restricted record.
    pub person: Link,
    /// Case reference number; empty for a restricted record.
    pub crn: String,
    /// Who holds the case.
    pub officer: String,
    /// As "Mon 2 Nov 2015", or that supervision began then and they were never seen.
    pub since: String,
    /// Days since.
    pub days: String,
    /// Whether it is longer than the limit lets pass.
    pub flag: Option<Flag>,
    /// The next appointment, or that there is none.
    pub next: String,
    /// What does not count: appointments nobody came to, telephone calls.
    pub note: String,
}

/// A month that was signed off.
#[derive(Clone, Debug)]
pub struct Signed {
    /// As "November 2015: signed off Fri 4 Dec 2015, 4:10pm by Sam Okoro".
    pub heading: String,
    /// As "40 running cases, 2 not seen. Counted over the log of 413118 leaves".
    pub summary: String,
    /// Of each who was not seen: who, and what is done.
    pub lines: Vec<(Link, String)>,
}

impl SincePage {
    /// A made-up example.
    pub fn sample() -> Self {
        let row = |n: u32, name: &str, since: &str, days: &str| SinceRow {
            person: Link::new(name, format!("/cases/k{n}v")),
            crn: format!("X00000{n}"),
            officer: "Amina Rahman".into(),
            since: since.into(),
            days: days.into(),
            flag: None,
            next: "Thu 17 Dec, 10am".into(),
            note: String::new(),
        };
        let filter = |text: &str, current| NavLink { text: text.into(), href: "/contact/since".into(), current };
        Self {
            shell: Shell::sample("No attended contact since", Here::Contact),
            heading: "No attended contact since: Riverside team".into(),
            summary: "312 running cases, 1 not seen face to face within 30 days".into(),
            limit: "No more than 30 days pass without an attended face-to-face contact (this program’s own choice)."
                .into(),
            months: vec![
                (
                    "November 2015 was to be signed off by Mon 7 Dec 2015, and is not.".into(),
                    Some(Link::new("Sign off November 2015", "/contact/sign-off/2015-11")),
                ),
                (
                    "December 2015 is to be signed off by Fri 8 Jan 2016.".into(),
                    Some(Link::new("Sign off December 2015", "/contact/sign-off/2015-12")),
                ),
            ],
            filters: vec![filter("All", true), filter("Not seen in time", false), filter("Nothing booked", false)],
            rows: vec![
                SinceRow {
                    flag: Some(Flag::new(Tone::Act, "Not seen in time")),
                    next: "Nothing booked".into(),
                    note: "4 appointments not come to. By telephone on Thu 3 Dec, which does not count.".into(),
                    ..row(1, "Sample, Ada", "Mon 2 Nov 2015", "43")
                },
                SinceRow {
                    person: Link::new("Restricted record", ""),
                    crn: String::new(),
                    ..row(2, "", "Fri 20 Nov 2015", "25")
                },
                row(3, "Example, Ben", "Tue 8 Dec 2015", "7"),
            ],
            pager: None,
            csv: "/contact/since/csv".into(),
            figures: Some(Link::new("How contact is kept, by mode", "/contact/modes")),
            signed: vec![Signed {
                heading: "October 2015: signed off Thu 5 Nov 2015, 4:10pm by Sam Okoro".into(),
                summary: "309 running cases, 2 not seen in time. Counted over the log of 401022 leaves; what was said of each is as it stands today."
                    .into(),
                lines: vec![
                    (Link::new("Sample, Ada", "/cases/k1v"), "Home visit booked with Joel Marsh".into()),
                    (Link::new("Restricted record", ""), "still to be said by another senior who may open it.".into()),
                ],
            }],
        }
    }
}
