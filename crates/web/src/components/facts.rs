//! Summary lists and paging.

use askama::Template;
use askama::filters::HtmlSafe;

use super::{Link, Why};

/// One row of a summary list.
#[derive(Clone, Debug)]
pub struct Fact {
    /// What it is.
    pub key: String,
    /// The value. "None recorded" is said, a row is never left out.
    pub value: String,
    /// A quieter second line: source, age, who said so.
    pub note: Option<String>,
    /// Why, for a value the program worked out.
    pub why: Option<Why>,
    /// Something to do about it.
    pub link: Option<Link>,
}

impl Fact {
    /// A plain row.
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self { key: key.into(), value: value.into(), note: None, why: None, link: None }
    }

    /// The same row with a quieter second line.
    pub fn note(self, note: impl Into<String>) -> Self {
        Self { note: Some(note.into()), ..self }
    }

    /// The same row with its rule and source.
    pub fn why(self, why: Why) -> Self {
        Self { why: Some(why), ..self }
    }

    /// The same row with something to do.
    pub fn link(self, text: impl Into<String>, href: impl Into<String>) -> Self {
        Self { link: Some(Link::new(text, href)), ..self }
    }
}

/// A summary list.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "components/facts.html")]
pub struct Facts {
    /// Its rows, in order.
    pub rows: Vec<Fact>,
}

impl HtmlSafe for Facts {}

impl From<Vec<Fact>> for Facts {
    fn from(rows: Vec<Fact>) -> Self {
        Self { rows }
    }
}

/// Where this page stands in a longer list.
#[derive(Clone, Debug, Template)]
#[template(path = "components/pager.html")]
pub struct Pager {
    /// As "1 to 25 of 113".
    pub words: String,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
}

impl HtmlSafe for Pager {}
