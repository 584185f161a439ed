//! Tones, tags and links.

use askama::Template;
use askama::filters::HtmlSafe;

/// How strongly something asks for attention. Colour never says it alone: words always do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Plain information.
    Neutral,
    /// Information worth noticing.
    Note,
    /// Done, or in order.
    Good,
    /// Due soon, or to be looked at.
    Soon,
    /// To act on now.
    Act,
    /// Not known. Drawn with a broken outline so that it never looks like low, zero or good.
    Unknown,
}

impl Tone {
    /// The suffix of the style class.
    pub fn class(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Note => "note",
            Self::Good => "good",
            Self::Soon => "soon",
            Self::Act => "act",
            Self::Unknown => "unknown",
        }
    }
}

/// A tag: a word or three beside a name.
#[derive(Clone, Debug, Template)]
#[template(path = "components/flag.html")]
pub struct Flag {
    /// The words.
    pub text: String,
    /// Their tone.
    pub tone: Tone,
}

impl HtmlSafe for Flag {}

impl Flag {
    /// A tag with this tone and these words.
    pub fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self { text: text.into(), tone }
    }
}

/// A link: words and address.
#[derive(Clone, Debug)]
pub struct Link {
    /// The words.
    pub text: String,
    /// The address, without names or other personal data in it.
    pub href: String,
}

impl Link {
    /// A link with these words to this address.
    pub fn new(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self { text: text.into(), href: href.into() }
    }
}
