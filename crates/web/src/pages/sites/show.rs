//! One place where people are seen: its rooms, its hours, what it was found fit for.

use askama::Template;

use crate::components::{Fact, Facts, Flag, Here, Link, Shell, Tone};

/// One place.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/site.html")]
pub struct SitePage {
    /// The frame.
    pub shell: Shell,
    /// Its name.
    pub heading: String,
    /// Whether people may be seen there.
    pub approval: Flag,
    /// What it was found fit for.
    pub fit: Facts,
    /// Where it is, its rooms and hours.
    pub facts: Facts,
    /// Its reception, and that on paper.
    pub links: Vec<Link>,
    /// Bookings that cannot be held there: whose and when, with what is wrong.
    pub stranded: Vec<(Link, String)>,
    /// What a senior may change.
    pub change: Vec<Link>,
    /// What was said of it before, newest first: what, and when by whom.
    pub before: Vec<(String, String)>,
}

impl SitePage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("Site", Here::Sites).back("Sites", "/sites"),
            heading: "Mill Lane office".into(),
            approval: Flag::new(Tone::Good, "Approved until 3 May 2016"),
            fit: Facts::from(vec![
                Fact::new("Can be overheard", "No"),
                Fact::new("Staff can call for help", "Yes"),
                Fact::new("Staff there alone", "Allowed"),
                Fact::new("Close to", "Licensed premises"),
                Fact::new("Must be kept to", "Nobody waits outside"),
            ]),
            facts: Facts::from(vec![
                Fact::new("Address", "1 Mill Lane, Westmarch"),
                Fact::new("Telephone", "01632 960111"),
                Fact::new("Rooms", "Interview 1 (3 seats), Group room (14 seats)"),
                Fact::new("Open", "Mon to Fri 8am to 8pm"),
            ]),
            links: vec![
                Link::new("Reception today", "/sites/mill/2015-12-15"),
                Link::new("Register of today, to print", "/sites/mill/2015-12-15/print"),
            ],
            stranded: vec![
                (
                    Link::new("Sample, Sal, Tue 22 Dec 2015, 2pm", "/cases/k3v/appointments/7dq/move"),
                    "with Amina Rahman".into(),
                ),
                (Link::new("Restricted record, Wed 23 Dec 2015, 10am", "/sites"), "with Joel Marsh".into()),
            ],
            change: vec![
                Link::new("Assess it", "/sites/mill/assess"),
                Link::new("Change rooms and hours", "/sites/mill/arrange"),
                Link::new("Close it", "/sites/mill/close"),
                Link::new("Say who else uses it", "/sites/mill/uses"),
            ],
            before: vec![
                ("Approved until 3 May 2016".into(), "Mon 4 May 2015, 9am, Sam Okoro".into()),
                ("Not approved: no alarm".into(), "Fri 1 May 2015, 2pm, Sam Okoro".into()),
            ],
        }
    }
}
