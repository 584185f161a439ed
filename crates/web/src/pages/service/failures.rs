//! The list of documented failures and what the program does about each.

use askama::Template;

use crate::components::{Here, Link, NavLink, Shell};

/// What the program does about a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// The program does not let it be done.
    Refuses,
    /// The program shows it to the people who can act.
    Exposes,
    /// The program keeps a register of it.
    Records,
    /// Nothing yet.
    NotYet,
    /// No program can do much about it.
    Outside,
}

impl Label {
    /// The word shown.
    pub fn words(self) -> &'static str {
        match self {
            Self::Refuses => "Refuses",
            Self::Exposes => "Exposes",
            Self::Records => "Records",
            Self::NotYet => "Not yet",
            Self::Outside => "Outside software",
        }
    }

    /// The suffix of the style class.
    pub fn class(self) -> &'static str {
        match self {
            Self::Refuses => "refuses",
            Self::Exposes => "exposes",
            Self::Records => "records",
            Self::NotYet => "not-yet",
            Self::Outside => "outside",
        }
    }
}

/// The list of failures.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/failures.html")]
pub struct FailuresPage {
    /// The frame.
    pub shell: Shell,
    /// Where the list comes from and how far to trust it.
    pub about: String,
    /// How many carry each label.
    pub counts: Vec<(Label, usize)>,
    /// All, and each label alone.
    pub filters: Vec<NavLink>,
    /// The rows.
    pub rows: Vec<FailureRow>,
}

/// One documented failure.
#[derive(Clone, Debug)]
pub struct FailureRow {
    /// Its number, 1 to 113.
    pub number: String,
    /// The failure, in our own words.
    pub text: String,
    /// Where it is documented.
    pub source: String,
    /// What the program does.
    pub label: Label,
    /// How it does it, or "Not built yet".
    pub how: String,
    /// Where in the demonstration to see it.
    pub see: Option<See>,
}

/// Where something can be seen.
#[derive(Clone, Debug)]
pub struct See {
    /// The page.
    pub link: Link,
    /// The name to sign in with.
    pub sign_in: String,
    /// Somebody who only looks like the failure.
    pub twin: Option<Link>,
}

impl FailuresPage {
    /// A made-up example.
    pub fn sample() -> Self {
        let filter = |text: &str, href: &str, current| NavLink { text: text.into(), href: href.into(), current };
        let see = |text: &str, href: &str, twin: Option<Link>| {
            Some(See { link: Link::new(text, href), sign_in: "practitioner".into(), twin })
        };
        let row = |number: &str, text: &str, label, how: &str, see: Option<See>| FailureRow {
            number: number.into(),
            text: text.into(),
            source: "Evidence to the Justice Committee, 2014".into(),
            label,
            how: how.into(),
            see,
        };
        Self {
            shell: Shell::sample("Failures list", Here::Failures),
            about:
                "113 failures named in published evidence about probation between 2013 and 2016. Most are allegations, \
                    several say the same thing twice; none is about a person or provider shown in this service."
                    .into(),
            counts: vec![(Label::Refuses, 21), (Label::Exposes, 46), (Label::Records, 29), (Label::Outside, 17)],
            filters: vec![
                filter("All 113", "/failures", true),
                filter("Refuses", "/failures?label=refuses", false),
                filter("Exposes", "/failures?label=exposes", false),
                filter("Records", "/failures?label=records", false),
                filter("Outside software", "/failures?label=outside", false),
            ],
            rows: vec![
                row(
                    "1",
                    "Case files were lost when work moved between organisations.",
                    Label::Refuses,
                    "Nothing is deleted or moved: an organisation's dates change, the record stays.",
                    see("The record of a moved case", "/cases/k3v", None),
                ),
                row(
                    "32",
                    "Rivals were called into one building at one time.",
                    Label::Refuses,
                    "A booking that would bring them together is refused, with other times offered.",
                    see("Try the booking", "/appointments/new", None),
                ),
                row(
                    "43",
                    "Warnings arrived after the appointment they warned about.",
                    Label::Exposes,
                    "The letter is due before the next appointment; a late one is shown beside it.",
                    see(
                        "A letter served late",
                        "/letters/9fd",
                        Some(Link::new("Its harmless twin: a letter handed over in time", "/letters/9fe")),
                    ),
                ),
                row(
                    "62",
                    "Staff were told to back-date records before an audit.",
                    Label::Exposes,
                    "Every entry keeps when it happened and when it was recorded.",
                    see("A timeline", "/cases/k3v/timeline", None),
                ),
                row(
                    "67",
                    "Teams went without supervision and team meetings.",
                    Label::Records,
                    "A register with a frequency rule.",
                    None,
                ),
                row("88", "Offices closed and travel got longer.", Label::Outside, "Nothing a record can mend.", None),
            ],
        }
    }
}
