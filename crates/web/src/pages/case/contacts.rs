//! The contact log of a case, and one entry of it that is folded shut elsewhere.

use askama::Template;

use crate::components::{CaseHeader, Entry, Fact, Facts, Flag, Here, Link, NavLink, Pager, Shell, Tone, Why};

/// The contact log of a case.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/case_contacts.html")]
pub struct ContactsPage {
    /// The frame.
    pub shell: Shell,
    /// Who, which order, what to be careful about.
    pub case: CaseHeader,
    /// How often they were seen this month and the last, against the standard.
    pub months: Facts,
    /// What the log can be narrowed to: a closed list.
    pub filters: Vec<NavLink>,
    /// Where it is narrowed, and where a search is posted.
    pub action: String,
    /// The secret a search is posted with.
    pub csrf: String,
    /// The filter's code, which a search and a range of days keep.
    pub show: String,
    /// From this day, `2015-12-15`; empty for any.
    pub from: String,
    /// To this day; empty for any.
    pub to: String,
    /// What was searched for; posted, and never in an address.
    pub typed: String,
    /// As "41 contacts, newest first" or "3 results for ‘tenancy’".
    pub summary: String,
    /// The lines, newest first.
    pub rows: Vec<ContactRow>,
    /// How it was found that a note repeats another, where one does.
    pub compared: Option<Why>,
    /// Paging, where nothing is searched for.
    pub pager: Option<Pager>,
    /// Paging of a search: the words, and the pages before and after.
    pub found: Option<FoundPages>,
    /// Where the same lines are to be had as a file; none for a search, which posts for it.
    pub csv: Option<String>,
}

/// One line of the log.
#[derive(Clone, Debug)]
pub struct ContactRow {
    /// The id on the page, as "contact-41".
    pub id: String,
    /// When, as "Tue 15 Dec 2015, 9:30am".
    pub when: String,
    /// What, leading to the appointment or letter.
    pub what: String,
    /// Where it leads.
    pub href: Option<String>,
    /// Outcome, decision, sensitivity.
    pub flags: Vec<Flag>,
    /// What was typed, a paragraph each, in pieces.
    pub text: Vec<Vec<Piece>>,
    /// Said where much of it stands in an earlier note.
    pub repeats: Option<String>,
    /// Who recorded it.
    pub by: String,
    /// Its history; what is still to be said.
    pub links: Vec<Link>,
}

/// A piece of a text, marked where a search found it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// Whether it is what was searched for.
    pub found: bool,
}

/// Where a page of a search stands.
#[derive(Clone, Debug)]
pub struct FoundPages {
    /// As "1 to 25 of 60".
    pub words: String,
    /// The page before, from 0.
    pub previous: Option<usize>,
    /// The page after.
    pub next: Option<usize>,
}

/// One entry that is sensitive, opened by itself.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/case_contact.html")]
pub struct ContactPage {
    /// The frame.
    pub shell: Shell,
    /// Who, which order, what to be careful about.
    pub case: CaseHeader,
    /// The entry, open.
    pub entry: Entry,
}

impl ContactsPage {
    /// A made-up example.
    pub fn sample() -> Self {
        let filter = |text: &str, current| NavLink { text: text.into(), href: "/cases/k3v/contacts".into(), current };
        let plain = |text: &str| vec![Piece { text: text.into(), found: false }];
        let row = |n: u32, when: &str, what: &str| ContactRow {
            id: format!("contact-{n}"),
            when: when.into(),
            what: what.into(),
            href: Some("/cases/k3v/appointments/appointment-7".into()),
            flags: Vec::new(),
            text: Vec::new(),
            repeats: None,
            by: "Amina Rahman".into(),
            links: vec![Link::new("History", format!("/cases/k3v/entries/{n}/history"))],
        };
        Self {
            shell: Shell::sample("Contacts – Case", Here::Find),
            case: CaseHeader::sample("Contacts"),
            months: Facts::from(vec![
                Fact::new("December so far", "Seen once face to face; twice is asked for")
                    .note("Asked to come twice. Not counted, as by telephone: 1 other contact.")
                    .why(Why::sample()),
                Fact::new("November", "Seen twice face to face; twice is asked for").why(Why::sample()),
            ]),
            filters: vec![filter("All contacts", true), filter("Appointments", false), filter("Notes", false)],
            action: "/cases/k3v/contacts".into(),
            csrf: "c5r4f".into(),
            show: String::new(),
            from: String::new(),
            to: String::new(),
            typed: "tenancy".into(),
            summary: "3 results for ‘tenancy’".into(),
            rows: vec![
                ContactRow {
                    flags: vec![Flag::new(Tone::Good, "Attended and complied")],
                    text: vec![
                        vec![
                            Piece { text: "Agreed to ring the ".into(), found: false },
                            Piece { text: "tenancy".into(), found: true },
                            Piece { text: " team by Friday.".into(), found: false },
                        ],
                        plain("Worked on: Keep a place to live"),
                    ],
                    ..row(41, "Tue 8 Dec 2015, 9:30am", "Planned office appointment")
                },
                ContactRow {
                    flags: vec![Flag::new(Tone::Note, "Sensitive")],
                    href: None,
                    links: vec![
                        Link::new("Sensitive: show", "/cases/k3v/contacts/38"),
                        Link::new("History", "/cases/k3v/entries/38/history"),
                    ],
                    ..row(38, "Thu 3 Dec 2015", "Telephone call")
                },
                ContactRow {
                    flags: vec![Flag::new(Tone::Soon, "Did not attend: no acceptable reason")],
                    text: vec![plain("No call by the end of the day about the tenancy form.")],
                    repeats: Some("Much of this stands in the note of Tue 3 Nov 2015.".into()),
                    ..row(35, "Tue 1 Dec 2015, 9:30am", "Planned office appointment")
                },
            ],
            compared: Some(Why::sample()),
            pager: None,
            found: Some(FoundPages { words: "1 to 3 of 60".into(), previous: None, next: Some(1) }),
            csv: None,
        }
    }
}

impl ContactPage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("A sensitive entry – Case", Here::Find).back("Contacts", "/cases/k3v/contacts"),
            case: CaseHeader::sample("Contacts"),
            entry: Entry { flags: vec![Flag::new(Tone::Note, "Sensitive")], ..Entry::sample() },
        }
    }
}
