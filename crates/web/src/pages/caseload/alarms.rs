//! How often each rule's alarms were worth acting on.

use askama::Template;

use crate::components::{Flag, Here, Link, Shell, Tone};

/// The alarms of a team.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/alarms.html")]
pub struct AlarmsPage {
    /// The frame.
    pub shell: Shell,
    /// The team, as "North team".
    pub team: String,
    /// Other teams, for those who check records: code, name, whether it is shown.
    pub teams: Vec<(String, String, bool)>,
    /// As "About 3 at once: this program's own choice".
    pub budget: String,
    /// Said of counts that are left out.
    pub fewest: String,
    /// The rules, by name.
    pub rules: Vec<Rule>,
    /// The same figures as of the last checkpoint, to be asked again; none while nothing is sealed.
    pub again: Option<Link>,
    /// Where to go on.
    pub links: Vec<Link>,
}

/// One rule's alarms. A count is a number, "none", or "not shown".
#[derive(Clone, Debug)]
pub struct Rule {
    /// What is owed, as "Sentence plan to complete".
    pub name: String,
    /// Whose day went by.
    pub raised: String,
    /// Done after it.
    pub acted: String,
    /// Put aside, with why.
    pub dismissed: String,
    /// Neither, so far.
    pub open: String,
    /// Without a day.
    pub undated: String,
    /// The share acted on, or that it is unknown.
    pub precision: Flag,
}

impl AlarmsPage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("How often the alarms were right", Here::Elsewhere),
            team: "North team".into(),
            teams: Vec::new(),
            budget: "An officer is shown about 3 at once, the gravest first; the rest is a count and a link.".into(),
            fewest: "Counts from 1 to 4 are not shown; the others are rounded down to a multiple of 5.".into(),
            rules: vec![
                Rule {
                    name: "Decision to make after a failure".into(),
                    raised: "135".into(),
                    acted: "95".into(),
                    dismissed: "20: 10 in hand".into(),
                    open: "20".into(),
                    undated: "none".into(),
                    precision: Flag::new(Tone::Neutral, "83%"),
                },
                Rule {
                    name: "Breach to refer".into(),
                    raised: "not shown".into(),
                    acted: "not known".into(),
                    dismissed: "not shown".into(),
                    open: "not shown".into(),
                    undated: "none".into(),
                    precision: Flag::new(Tone::Unknown, "Unknown"),
                },
            ],
            again: Some(Link::new(
                "as the log of 413118 leaves has them, signed Tue 15 Dec 2015, 9:51am",
                "/questions/alarms?team=NTH&on=2015-12-15&checkpoint=413118",
            )),
            links: vec![Link::new("My team’s week", "/team")],
        }
    }
}
