//! What forms are made of.

use askama::Template;
use askama::filters::HtmlSafe;

/// The hidden fields every form carries, and where it is posted to.
///
/// Posted names: `csrf`, `key`, `version`.
#[derive(Clone, Debug, Template)]
#[template(path = "components/token.html")]
pub struct Token {
    /// Where the form is posted.
    pub action: String,
    /// The secret that proves the form came from our page.
    pub csrf: String,
    /// The idempotency key: a repeat of the same form does nothing twice.
    pub key: String,
    /// The version of the component shown, so that a change by somebody else is noticed.
    pub version: String,
}

impl HtmlSafe for Token {}

impl Token {
    /// A made-up example that posts to `action`.
    pub fn sample(action: &str) -> Self {
        Self { action: action.into(), csrf: "c5r4f".into(), key: "01hz3k".into(), version: "17".into() }
    }
}

/// What kind of text a [`Field`] takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A line of text.
    Line,
    /// A short line.
    Short,
    /// Several lines.
    Lines,
    /// A date: `15/12/2015`, `15 Dec 2015` or `2015-12-15`.
    Date,
    /// A time: `9:30am`, `9.30` or `14:00`.
    Time,
}

/// A labelled input or text area that keeps what was typed.
#[derive(Clone, Debug, Template)]
#[template(path = "components/field.html")]
pub struct Field {
    /// The id, unique on the page; a problem links to it.
    pub id: String,
    /// The posted name.
    pub name: String,
    /// The label.
    pub label: String,
    /// Help under the label.
    pub hint: Option<String>,
    /// What was typed, or the proposal.
    pub value: String,
    /// What is wrong with it.
    pub error: Option<String>,
    /// What it takes.
    pub kind: Kind,
}

impl HtmlSafe for Field {}

impl Field {
    /// A field whose id is its name.
    pub fn new(kind: Kind, name: &str, label: &str) -> Self {
        Self {
            id: name.into(),
            name: name.into(),
            label: label.into(),
            hint: None,
            value: String::new(),
            error: None,
            kind,
        }
    }

    /// The same field with its id under a prefix, for pages with several like forms.
    pub fn within(self, prefix: &str) -> Self {
        Self { id: format!("{prefix}-{}", self.name), ..self }
    }

    /// The same field with help.
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// The same field holding this.
    pub fn value(self, value: impl Into<String>) -> Self {
        Self { value: value.into(), ..self }
    }

    /// The same field with what is wrong with it.
    pub fn error(self, error: impl Into<String>) -> Self {
        Self { error: Some(error.into()), ..self }
    }

    fn described_by(&self) -> String {
        described_by(&self.id, self.hint.is_some(), self.error.is_some())
    }
}

/// How [`Choices`] look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Radio buttons under each other.
    Stack,
    /// Radio buttons side by side in one band, 44 pixels high or more.
    Segments,
    /// A drop-down list, with an empty first line.
    List,
    /// Tick boxes.
    Ticks,
}

/// One of several choices.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What is posted.
    pub value: String,
    /// What is read.
    pub label: String,
    /// A line of help (radio buttons and tick boxes).
    pub hint: Option<String>,
    /// Whether it is chosen.
    pub chosen: bool,
}

impl Choice {
    /// A choice that isn't chosen.
    pub fn new(value: &str, label: &str) -> Self {
        Self { value: value.into(), label: label.into(), hint: None, chosen: false }
    }

    /// The same choice with a line of help.
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }
}

/// Radio buttons, tick boxes or a drop-down list under one legend.
#[derive(Clone, Debug, Template)]
#[template(path = "components/choices.html")]
pub struct Choices {
    /// The id of the first choice, unique on the page; a problem links to it.
    pub id: String,
    /// The posted name.
    pub name: String,
    /// The legend or label.
    pub legend: String,
    /// Help under the legend.
    pub hint: Option<String>,
    /// The choices.
    pub options: Vec<Choice>,
    /// What is wrong with the choice.
    pub error: Option<String>,
    /// How it looks.
    pub look: Look,
}

impl HtmlSafe for Choices {}

impl Choices {
    /// Choices whose id is their name.
    pub fn new(look: Look, name: &str, legend: &str, options: Vec<Choice>) -> Self {
        Self { id: name.into(), name: name.into(), legend: legend.into(), hint: None, options, error: None, look }
    }

    /// The same choices with their id under a prefix, for pages with several like forms.
    pub fn within(self, prefix: &str) -> Self {
        Self { id: format!("{prefix}-{}", self.name), ..self }
    }

    /// The same choices with help.
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// The same choices with the one of this value chosen.
    pub fn chosen(mut self, value: &str) -> Self {
        for option in &mut self.options {
            option.chosen = option.value == value;
        }
        self
    }

    /// The same choices with what is wrong.
    pub fn error(self, error: impl Into<String>) -> Self {
        Self { error: Some(error.into()), ..self }
    }

    fn described_by(&self) -> String {
        described_by(&self.id, self.hint.is_some(), self.error.is_some())
    }

    /// The options, each with its id: the first has the id a problem links to.
    fn numbered(&self) -> impl Iterator<Item = (String, &Choice)> {
        self.options.iter().enumerate().map(|(index, option)| match index {
            0 => (self.id.clone(), option),
            n => (format!("{}-{}", self.id, n + 1), option),
        })
    }
}

fn described_by(id: &str, hint: bool, error: bool) -> String {
    match (hint, error) {
        (true, true) => format!("{id}-hint {id}-error"),
        (true, false) => format!("{id}-hint"),
        (false, true) => format!("{id}-error"),
        (false, false) => String::new(),
    }
}

/// The summary of problems at the head of a page, each a link to its field.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "components/problems.html")]
pub struct Problems {
    /// Id of the field, and what is wrong.
    pub list: Vec<(String, String)>,
}

impl HtmlSafe for Problems {}

impl Problems {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}
