//! "Why?": what stands behind a value that the program worked out.

use askama::Template;
use askama::filters::HtmlSafe;
use practice::Status;

use super::Link;

/// How far a figure can be relied on. A figure that is not verified never looks settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceStatus {
    /// Read in the source named.
    Verified,
    /// Read in a text about the source.
    Secondary,
    /// Remembered, not read.
    Memory,
    /// Chosen by the makers of the program.
    Design,
}

impl SourceStatus {
    /// The words shown to staff.
    pub fn words(self) -> &'static str {
        match self {
            Self::Verified => "checked against the source",
            Self::Secondary => "from a secondary source",
            Self::Memory => "from memory, not yet checked",
            Self::Design => "our own choice, not policy",
        }
    }

    /// The suffix of the style class.
    pub fn class(self) -> &'static str {
        match self {
            Self::Verified => "settled",
            Self::Secondary | Self::Memory | Self::Design => "unsettled",
        }
    }
}

impl From<Status> for SourceStatus {
    fn from(status: Status) -> Self {
        match status {
            Status::Verified => Self::Verified,
            Status::Secondary => Self::Secondary,
            Status::Memory => Self::Memory,
            Status::Design => Self::Design,
        }
    }
}

/// The rule, figure and source behind a derived value, closed until asked for.
#[derive(Clone, Debug, Template)]
#[template(path = "components/why.html")]
pub struct Why {
    /// What is asked, as "Why Tuesday 22 December?".
    pub question: String,
    /// The rule, in a sentence.
    pub rule: String,
    /// Its version, as "2014 standards, version 1".
    pub version: String,
    /// The figure it used, as "6 working days". Empty when there is none.
    pub figure: String,
    /// Where the figure comes from.
    pub source: String,
    /// How far the source was checked.
    pub status: SourceStatus,
    /// The steps from the facts to the value.
    pub steps: Vec<String>,
    /// The entries it rests on.
    pub entries: Vec<Link>,
}

impl HtmlSafe for Why {}

impl Why {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            question: "Why Wed 23 Dec?".into(),
            rule: "A decision is due once the time to give evidence of a reasonable excuse has run.".into(),
            version: "2014 standards, version 1".into(),
            figure: "6 working days".into(),
            source: "National Standards practice guide, enforcement".into(),
            status: SourceStatus::Secondary,
            steps: vec![
                "Missed on Tue 15 Dec 2015".into(),
                "6 working days, no bank holiday between: Wed 23 Dec 2015".into(),
            ],
            entries: vec![Link::new("Missed office visit, Tue 15 Dec", "/cases/k3v/timeline#entry-41")],
        }
    }
}
