//! Every case an officer or a team holds.

use askama::Template;

use crate::components::form::Kind;
use crate::components::{Field, Flag, Here, Link, NavLink, Pager, Problems, Shell, Token, Tone};

/// A caseload.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/caseload.html")]
pub struct CaseloadPage {
    /// The frame.
    pub shell: Shell,
    /// What is wrong with the form.
    pub problems: Problems,
    /// As "My caseload".
    pub heading: String,
    /// As "38 cases, 12 with something late".
    pub summary: String,
    /// Said when colleagues are covered, as "You cover for Olwen Officer until Fri 18 Dec 2015.".
    pub covers: Option<String>,
    /// Another list, and the team's week.
    pub links: Vec<Link>,
    /// Filters with how many cases each shows.
    pub filters: Vec<NavLink>,
    /// Ways of looking that were kept: the link, and the form that forgets it with the name.
    pub views: Vec<(Link, Token, String)>,
    /// The columns, each a link that sorts by it.
    pub columns: Vec<Column>,
    /// The rows of this page.
    pub rows: Vec<Row>,
    /// Said when there are none.
    pub none: String,
    /// Where this page stands in the list.
    pub pager: Option<Pager>,
    /// The same rows as a file.
    pub csv: Link,
    /// Keeps this way of looking, posted as `name`.
    pub keep: (Token, Field, String),
    /// Records opened lately.
    pub recent: Vec<Link>,
}

/// A column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its heading.
    pub text: String,
    /// Sorts by it; the other way round where it is sorted by already.
    pub href: String,
    /// `ascending` or `descending`, where the list is sorted by it.
    pub sorted: Option<&'static str>,
}

/// A case.
#[derive(Clone, Debug)]
pub struct Row {
    /// Who; none where access to the record is limited.
    pub person: Option<Link>,
    /// Case reference number; empty where access is limited.
    pub crn: String,
    /// The order and its end.
    pub order: String,
    /// Risk of serious harm; dashed where nobody judged it.
    pub risk: Option<Flag>,
    /// Register flags, and a tier kept by judgement.
    pub flags: Vec<Flag>,
    /// When they last came, and how long ago.
    pub seen: String,
    /// The next appointment.
    pub next: String,
    /// What is due, as "2 late" and "1 this week".
    pub due: Vec<Flag>,
    /// Who holds the case.
    pub officer: String,
    /// Who answers, where that is somebody else.
    pub answers: Option<String>,
}

impl CaseloadPage {
    /// A made-up example.
    pub fn sample() -> Self {
        let chip = |text: &str, href: &str, current| NavLink { text: text.into(), href: href.into(), current };
        let column = |text: &str, code: &str, sorted| Column {
            text: text.into(),
            href: format!("/caseload?sort={code}"),
            sorted,
        };
        let row = |name: &str, crn: &str, risk: Flag, due: Vec<Flag>| Row {
            person: Some(Link::new(name, "/cases/k3v")),
            crn: crn.into(),
            order: "Community order to 3 May 2016".into(),
            risk: Some(risk),
            flags: vec![Flag::new(Tone::Soon, "Domestic abuse")],
            seen: "Tue 8 Dec, 7 days ago".into(),
            next: "Tue 22 Dec, 9:30am".into(),
            due,
            officer: "Amina Rahman".into(),
            answers: None,
        };
        Self {
            shell: Shell::sample("My caseload", Here::Caseload),
            problems: Problems::default(),
            heading: "My caseload".into(),
            summary: "38 cases, 2 with something late".into(),
            covers: Some("You cover for Sam Okoro until Fri 18 Dec 2015: their cases are among these.".into()),
            links: vec![Link::new("The team’s cases", "/teams/P01T1A/cases")],
            filters: vec![
                chip("All 38", "/caseload", true),
                chip("Something late 2", "/caseload?show=late", false),
                chip("Risk unknown 1", "/caseload?show=unknown", false),
            ],
            views: vec![(
                Link::new("Monday morning", "/caseload?show=late&sort=due"),
                Token::sample("/caseload/views"),
                "Monday morning".into(),
            )],
            columns: vec![
                column("Name", "name", None),
                column("Order ends", "ends", None),
                column("Risk", "risk", None),
                column("Last seen", "seen", None),
                column("Next", "next", None),
                column("Due", "due", Some("ascending")),
                column("Officer", "officer", None),
            ],
            rows: vec![
                row(
                    "Sample, Ada",
                    "X000001",
                    Flag::new(Tone::Act, "High"),
                    vec![Flag::new(Tone::Act, "2 late"), Flag::new(Tone::Soon, "1 this week")],
                ),
                Row {
                    answers: Some("Sana Okafor answers: Sam Okoro is away".into()),
                    officer: "Sam Okoro".into(),
                    ..row("Example, Ben", "X000002", Flag::new(Tone::Unknown, "Unknown"), Vec::new())
                },
                Row {
                    person: None,
                    crn: String::new(),
                    order: String::new(),
                    risk: None,
                    flags: Vec::new(),
                    seen: String::new(),
                    next: String::new(),
                    due: Vec::new(),
                    officer: "Amina Rahman".into(),
                    answers: None,
                },
            ],
            none: "No case is like that.".into(),
            pager: Some(Pager { words: "1 to 25 of 38".into(), previous: None, next: Some("/caseload?page=2".into()) }),
            csv: Link::new("Download these 38 rows (CSV)", "/caseload/csv"),
            keep: (
                Token::sample("/caseload/views"),
                Field::new(Kind::Line, "name", "A name for it"),
                "show=late&sort=due".into(),
            ),
            recent: vec![Link::new("Sample, Ada (X000001)", "/cases/k3v")],
        }
    }
}
