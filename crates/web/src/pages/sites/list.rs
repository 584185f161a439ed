//! The places where people are seen, and whether each is approved.

use askama::Template;

use crate::components::{Fact, Facts, Flag, Here, Link, Shell, Tone};

/// The places where people are seen.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/sites.html")]
pub struct SitesPage {
    /// The frame.
    pub shell: Shell,
    /// Those of one's own organisation.
    pub own: Vec<SiteLine>,
    /// Those of others.
    pub others: Vec<SiteLine>,
    /// Where a new one is opened, for whoever leads a team.
    pub open: Option<Link>,
    /// Where people were seen face to face lately, for whoever leads a team; nothing where nobody was.
    pub seen: Option<Facts>,
}

/// One place.
#[derive(Clone, Debug)]
pub struct SiteLine {
    /// Its name, and its page.
    pub site: Link,
    /// Its address in a line.
    pub address: String,
    /// Whether people may be seen there.
    pub approval: Flag,
    /// What it is close to, what must be kept to.
    pub note: String,
    /// Its reception today.
    pub reception: Option<Link>,
}

impl SitesPage {
    /// A made-up example.
    pub fn sample() -> Self {
        let line = |name: &str, code: &str, approval: Flag, note: &str| SiteLine {
            site: Link::new(name, format!("/sites/{code}")),
            address: "1 Mill Lane, Westmarch".into(),
            approval,
            note: note.into(),
            reception: Some(Link::new("Reception today", format!("/sites/{code}/2015-12-15"))),
        };
        Self {
            shell: Shell::sample("Sites", Here::Sites),
            own: vec![
                line("Mill Lane office", "mill", Flag::new(Tone::Good, "Approved until 3 May 2016"), ""),
                line(
                    "Upstairs room, Market Tavern Yard",
                    "room",
                    Flag::new(Tone::Soon, "Approval ended 1 Dec 2015"),
                    "Close to licensed premises. Two members of staff at all times",
                ),
                line("Chapel hall", "hall", Flag::new(Tone::Act, "Not approved"), "Can be overheard"),
                line("Quay House", "quay", Flag::new(Tone::Unknown, "Nobody has looked"), ""),
            ],
            others: vec![SiteLine {
                reception: None,
                ..line("Court building", "court", Flag::new(Tone::Good, "Approved"), "")
            }],
            open: Some(Link::new("Open a site", "/sites/new")),
            seen: Some(Facts::from(vec![
                Fact::new("At approved places", "380 of 412"),
                Fact::new("At places that are not approved", "20 of 412"),
                Fact::new("At home", "12 of 412"),
            ])),
        }
    }
}
