//! What can be asked about both times of the record.

use askama::Template;

use crate::components::{Here, Shell};

/// What can be asked.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/questions.html")]
pub struct QuestionsPage {
    /// The frame.
    pub shell: Shell,
    /// The questions across cases, each a form of days and codes.
    pub questions: Vec<QuestionForm>,
}

/// A question, and what it is asked with: days, numbers and codes only, so that it can stand in an address.
#[derive(Clone, Debug, Template)]
#[template(path = "components/question_form.html")]
pub struct QuestionForm {
    /// The id of its heading.
    pub id: String,
    /// The question.
    pub heading: String,
    /// What the answer is, in a sentence.
    pub about: String,
    /// Where it is asked.
    pub action: String,
    /// Its fields.
    pub fields: Vec<QuestionField>,
}

impl askama::filters::HtmlSafe for QuestionForm {}

/// A field of a question.
#[derive(Clone, Debug)]
pub struct QuestionField {
    /// The name asked under.
    pub name: &'static str,
    /// The label.
    pub label: &'static str,
    /// `date`, `time`, `number` or `text`; where there is something to choose from, nothing.
    pub kind: &'static str,
    /// What can be chosen, each with its words, where nothing is typed.
    pub options: Vec<(&'static str, &'static str)>,
    /// What it holds.
    pub value: String,
    /// What is wrong with it.
    pub error: Option<String>,
}

impl QuestionField {
    /// A field.
    pub fn new(kind: &'static str, name: &'static str, label: &'static str, value: impl Into<String>) -> Self {
        Self { name, label, kind, value: value.into(), options: Vec::new(), error: None }
    }

    /// A field to choose from.
    pub fn choice(
        name: &'static str,
        label: &'static str,
        options: Vec<(&'static str, &'static str)>,
        value: impl Into<String>,
    ) -> Self {
        Self { options, ..Self::new("", name, label, value) }
    }
}

impl QuestionForm {
    /// The same form with what is wrong beside each field. A value that its own kind of input would throw away is kept.
    pub fn with_errors(mut self, wrong: impl Fn(&str) -> Option<String>) -> Self {
        for field in &mut self.fields {
            field.error = wrong(field.name);
            if field.error.is_some() {
                field.kind = "text";
            }
        }
        self
    }

    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            id: "later".into(),
            heading: "What was recorded later than it happened?".into(),
            about: "By team and kind. Recorded later is neutral until it is explained.".into(),
            action: "/questions/later".into(),
            fields: vec![
                QuestionField::new("number", "days", "More than so many days", "2"),
                QuestionField::new("date", "from", "Recorded from", "2015-11-01"),
                QuestionField::new("date", "to", "Recorded to", "2015-11-30"),
                QuestionField::choice(
                    "for",
                    "List the entries",
                    vec![("", "No, figures only"), ("audit", "To read them, in an audit or an inspection")],
                    "",
                ),
                QuestionField::new("number", "checkpoint", "As of the checkpoint of size", ""),
            ],
        }
    }
}

impl QuestionsPage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("Questions", Here::Questions).for_auditor(),
            questions: vec![QuestionForm::sample()],
        }
    }
}
