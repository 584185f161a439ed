//! Everything that happened on a case, in one stream.

use askama::Template;

use crate::components::{CaseHeader, Entry, EntryState, Flag, Here, Link, NavLink, Pager, Shell, Tone};

/// The timeline of a case.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/case_timeline.html")]
pub struct TimelinePage {
    /// The frame.
    pub shell: Shell,
    /// Who, which order, what to be careful about.
    pub case: CaseHeader,
    /// Everything, Appointments, Enforcement, Risk, Letters…: a closed list.
    pub filters: Vec<NavLink>,
    /// As "41 entries, newest first".
    pub summary: String,
    /// Said when the page is read as at an earlier day.
    pub as_at: Option<String>,
    /// The day it is read as at, as `2015-12-15`; empty for today. Asked for as `as_at`.
    pub as_at_value: String,
    /// The day at whose end it is read as known; empty for now. Asked for as `known_at`.
    pub known_at_value: String,
    /// A time of that day, as `14:00`; empty for its end. Asked for as `known_time`.
    pub known_time_value: String,
    /// Where the two days are asked for.
    pub action: String,
    /// Where it is told what changed between two days.
    pub difference: String,
    /// Where it is told what was owed then.
    pub then: String,
    /// The entries by month, newest first.
    pub months: Vec<Month>,
    /// Paging.
    pub pager: Option<Pager>,
}

/// The entries of one month.
#[derive(Clone, Debug)]
pub struct Month {
    /// As "December 2015".
    pub name: String,
    /// Its entries, newest first.
    pub entries: Vec<Entry>,
}

impl TimelinePage {
    /// A made-up example.
    pub fn sample() -> Self {
        let filter =
            |text: &str, current| NavLink { text: text.into(), href: "/cases/k3v/timeline?kind=all".into(), current };
        let entry = Entry::sample();
        Self {
            shell: Shell::sample("Timeline – Case", Here::Find).back("My day", "/day"),
            case: CaseHeader::sample("Timeline"),
            filters: vec![
                filter("Everything", true),
                filter("Appointments", false),
                filter("Enforcement", false),
                filter("Risk", false),
                filter("Letters", false),
            ],
            summary: "41 entries, newest first".into(),
            as_at: None,
            as_at_value: String::new(),
            known_at_value: String::new(),
            known_time_value: String::new(),
            action: "/cases/k3v/timeline".into(),
            difference: "/cases/k3v/difference".into(),
            then: "/cases/k3v/then?on=2015-12-15".into(),
            months: vec![
                Month {
                    name: "December 2015".into(),
                    entries: vec![
                        entry.clone(),
                        Entry {
                            id: "entry-40".into(),
                            happened: "Thu 10 Dec 2015, 9am".into(),
                            recorded: "Recorded Sun 13 Dec 2015, 7:40pm".into(),
                            later: Some("Recorded 3 days later".into()),
                            title: "Unpaid work: park team".into(),
                            flags: vec![Flag::new(Tone::Soon, "Did not attend")],
                            text: vec!["No call by the end of the day. Evidence asked for.".into()],
                            by: "Joel Marsh, unpaid work supervisor, Westmarch CRC".into(),
                            instructed: Some("On the instruction of Sam Okoro".into()),
                            links: vec![Link::new("Warning letter, Fri 11 Dec", "/letters/9fd")],
                            ..entry.clone()
                        },
                    ],
                },
                Month {
                    name: "November 2015".into(),
                    entries: vec![Entry {
                        id: "entry-31".into(),
                        happened: "Tue 10 Nov 2015, 2pm".into(),
                        title: "Phone call".into(),
                        flags: Vec::new(),
                        text: vec!["Landlord reports a new tenant.".into()],
                        basis: Some("Told by a third party".into()),
                        state: EntryState::Retracted,
                        state_note: Some("Taken out Wed 11 Nov by Amina Rahman: it was about another person.".into()),
                        ..entry
                    }],
                },
            ],
            pager: Some(Pager {
                words: "1 to 25 of 41".into(),
                previous: None,
                next: Some("/cases/k3v/timeline?page=2".into()),
            }),
        }
    }
}
