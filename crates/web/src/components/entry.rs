//! One entry as a line of a timeline.

use askama::Template;
use askama::filters::HtmlSafe;

use super::{Flag, Link, Tone};

/// Whether an entry still says what is held to be true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryState {
    /// It stands.
    Stands,
    /// A later entry replaced it.
    Corrected,
    /// It was never true here, as when it was another person's.
    Retracted,
}

impl EntryState {
    /// The suffix of the style class.
    pub fn class(self) -> &'static str {
        match self {
            Self::Stands => "stands",
            Self::Corrected => "corrected",
            Self::Retracted => "retracted",
        }
    }
}

/// One entry, with both of its times.
#[derive(Clone, Debug, Template)]
#[template(path = "components/entry.html")]
pub struct Entry {
    /// The id on the page, as "entry-41".
    pub id: String,
    /// When it happened, as "Tue 15 Dec 2015, 9:30am".
    pub happened: String,
    /// When it was recorded, as "Recorded Tue 15 Dec 2015, 9:52am".
    pub recorded: String,
    /// Said only when it was recorded on a later day, as "Recorded 3 days later". Neutral.
    pub later: Option<String>,
    /// Whether copies of the log that others hold cover it yet: "Protected" or "Being protected".
    pub protected: String,
    /// What it is, as "Did not attend: office visit".
    pub title: String,
    /// Where more of it is.
    pub href: Option<String>,
    /// Who recorded it, with role and organisation.
    pub by: String,
    /// "On the instruction of …", when it was.
    pub instructed: Option<String>,
    /// "Opinion" or "Told by a third party"; nothing for plain fact.
    pub basis: Option<String>,
    /// Outcome and the like.
    pub flags: Vec<Flag>,
    /// Its text, a paragraph each.
    pub text: Vec<String>,
    /// Letters, decisions and other entries that hang on it.
    pub links: Vec<Link>,
    /// Whether it stands.
    pub state: EntryState,
    /// For one that doesn't: what became of it, as "Corrected Wed 16 Dec by Sam Okoro: wrong time".
    pub state_note: Option<String>,
    /// Where to put it right.
    pub correct: Option<String>,
}

impl HtmlSafe for Entry {}

impl Entry {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            id: "entry-41".into(),
            happened: "Tue 15 Dec 2015, 9:30am".into(),
            recorded: "Recorded Tue 15 Dec 2015, 9:52am".into(),
            later: None,
            protected: "Protected".into(),
            title: "Office visit".into(),
            href: Some("/appointments/7dq".into()),
            by: "Amina Rahman, probation practitioner, Westmarch CRC".into(),
            instructed: None,
            basis: None,
            flags: vec![Flag::new(Tone::Good, "Attended, complied")],
            text: vec![
                "Brought the housing letter. Plan step 2 reviewed; agreed to ring the tenancy team by Friday.".into(),
            ],
            links: Vec::new(),
            state: EntryState::Stands,
            state_note: None,
            correct: Some("/entries/k3v-41/correct".into()),
        }
    }
}
