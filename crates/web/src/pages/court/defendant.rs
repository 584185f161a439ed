//! One defendant: what the list says beside the records it may be about.

use askama::Template;

use crate::components::{Fact, Facts, Flag, Here, Link, Problems, Shell, Token, Tone};

/// One defendant.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/court_defendant.html")]
pub struct DefendantPage {
    /// The frame.
    pub shell: Shell,
    /// Problems.
    pub problems: Problems,
    /// Name as listed.
    pub name: String,
    /// As "Room 1, number 2, morning".
    pub place: String,
    /// What the list says.
    pub listed: Facts,
    /// The records it may be about, best first.
    pub candidates: Vec<Candidate>,
    /// What to know about the search, as "1 more record may match, and access to it is limited".
    pub advice: Vec<String>,
    /// "None of these", and for a list row without candidates "Nobody on record". Posts `none`.
    pub none: Option<(String, Token)>,
    /// Once somebody has said who it is: the case, and what the court asks of us.
    pub confirmed: Option<Confirmed>,
    /// The next and previous defendants to check, for a run through the list.
    pub walk: Vec<Link>,
}

/// A record the defendant may be.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The name held.
    pub name: String,
    /// Case reference number.
    pub crn: String,
    /// How they were found, as "Same PNC number".
    pub strength: Flag,
    /// Field by field.
    pub rows: Vec<Compared>,
    /// The form that confirms it. Posts `person`.
    pub confirm: Token,
    /// What stands for the record in the posted `person`.
    pub value: String,
}

/// How a listed value compares with the one held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// The same.
    Agrees,
    /// Near: a letter out, day and month swapped.
    Near,
    /// Different.
    Differs,
    /// One side has nothing.
    Unknown,
}

impl Agreement {
    /// The word shown.
    pub fn words(self) -> &'static str {
        match self {
            Self::Agrees => "Agrees",
            Self::Near => "Near",
            Self::Differs => "Differs",
            Self::Unknown => "Not known",
        }
    }

    /// The suffix of the style class.
    pub fn class(self) -> &'static str {
        match self {
            Self::Agrees => "agrees",
            Self::Near => "near",
            Self::Differs => "differs",
            Self::Unknown => "unknown",
        }
    }
}

/// One field compared.
#[derive(Clone, Debug)]
pub struct Compared {
    /// As "Date of birth".
    pub label: String,
    /// As listed.
    pub listed: String,
    /// As held.
    pub held: String,
    /// How they compare.
    pub agreement: Agreement,
}

/// A defendant of whom somebody has said who they are.
#[derive(Clone, Debug)]
pub struct Confirmed {
    /// As "On record" or "Nobody on record".
    pub heading: String,
    /// The case, for those to whom it opens.
    pub case: Option<Link>,
    /// As "Confirmed 9:12am by Gwen Pritchard".
    pub when: String,
    /// Orders, who holds them, compliance, warnings, flags, the next appointment, needs.
    pub facts: Facts,
    /// Takes it back. Posts `undo`.
    pub undo: Option<Token>,
}

impl DefendantPage {
    /// A made-up example with two candidates.
    pub fn sample() -> Self {
        let compared = |label: &str, listed: &str, held: &str, agreement| Compared {
            label: label.into(),
            listed: listed.into(),
            held: held.into(),
            agreement,
        };
        Self {
            shell: Shell::sample("Defendant – Court list", Here::Court).back("Court list", "/courts/b99zz/2015-12-15"),
            problems: Problems::default(),
            name: "SAMPLE, Ada".into(),
            place: "Room 1, number 2, Tuesday 15 December 2015, morning".into(),
            listed: Facts::from(vec![
                Fact::new("Name", "SAMPLE, Ada"),
                Fact::new("Born", "1 Mar 1988"),
                Fact::new("PNC", "Not given"),
                Fact::new("Address", "12 Example Row, Westmarch WM3 4CD"),
                Fact::new("Offences", "Common assault; criminal damage"),
                Fact::new("Listing", "Sentence"),
            ]),
            candidates: vec![
                Candidate {
                    name: "Ada Sample".into(),
                    crn: "X000001".into(),
                    strength: Flag::new(Tone::Good, "Same name and date of birth"),
                    rows: vec![
                        compared("Name", "SAMPLE, Ada", "Sample, Ada", Agreement::Agrees),
                        compared("Born", "1 Mar 1988", "1 Mar 1988", Agreement::Agrees),
                        compared("PNC", "Not given", "2099/0000001X", Agreement::Unknown),
                    ],
                    confirm: Token::sample("/courts/b99zz/2015-12-15/q7"),
                    value: "k3v".into(),
                },
                Candidate {
                    name: "Adam Sampell".into(),
                    crn: "X000214".into(),
                    strength: Flag::new(Tone::Neutral, "Same name, day and month of birth swapped"),
                    rows: vec![
                        compared("Name", "SAMPLE, Ada", "Sampell, Adam", Agreement::Differs),
                        compared("Born", "1 Mar 1988", "3 Jan 1988", Agreement::Near),
                        compared("PNC", "Not given", "Not held", Agreement::Unknown),
                    ],
                    confirm: Token::sample("/courts/b99zz/2015-12-15/q7"),
                    value: "a9z".into(),
                },
            ],
            advice: vec!["1 more record may match. Access to it is limited to named staff.".into()],
            none: Some(("None of these".into(), Token::sample("/courts/b99zz/2015-12-15/q7"))),
            confirmed: None,
            walk: vec![Link::new("Next to check: NOBODY, Nan", "/courts/b99zz/2015-12-15/q8")],
        }
    }

    /// A made-up example that is confirmed.
    pub fn sample_confirmed() -> Self {
        Self {
            candidates: Vec::new(),
            advice: Vec::new(),
            none: None,
            confirmed: Some(Confirmed {
                heading: "On record".into(),
                case: Some(Link::new("Open the case", "/cases/k3v")),
                when: "Confirmed 9:12am by Gwen Pritchard".into(),
                facts: Facts::from(vec![
                    Fact::new("Order", "Community order, ends Tue 3 May 2016")
                        .note("Amina Rahman, Westmarch North, Westmarch CRC, 01632 960 111"),
                    Fact::new("Requirements", "Unpaid work, 120 hours"),
                    Fact::new("Last 12 months", "17 of 20 appointments attended; 1 failure to comply"),
                    Fact::new("Warnings in force", "None"),
                    Fact::new("Flags", "High risk of serious harm"),
                    Fact::new("Next appointment", "Mon 21 Dec 2015, 10am, Westmarch office"),
                    Fact::new("Needs", "None recorded"),
                ]),
                undo: Some(Token::sample("/courts/b99zz/2015-12-15/q7")),
            }),
            ..Self::sample()
        }
    }
}
