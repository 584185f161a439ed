//! Raising something with whoever leads, who has it, and the answer.

use askama::Template;

use crate::components::form::Kind;
use crate::components::{CaseHeader, Field, Here, Link, Problems, Shell, Token};

/// What was raised about a case, with the form that raises something.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/raised.html")]
pub struct RaisedPage {
    /// The frame.
    pub shell: Shell,
    /// Who, which order, what to be careful about.
    pub case: CaseHeader,
    /// What is wrong with the form.
    pub problems: Problems,
    /// To whom it will fall, as "It goes to Nia Price, on whose day it stands until it is answered."
    pub goes_to: String,
    /// What waits for an answer, the oldest first.
    pub open: Vec<RaisedRow>,
    /// What was answered, the latest first.
    pub answered: Vec<RaisedRow>,
    /// The form.
    pub token: Token,
    /// Posted as `words`.
    pub words: Field,
}

/// Something that was raised.
#[derive(Clone, Debug)]
pub struct RaisedRow {
    /// What.
    pub words: String,
    /// Who raised it, when, and who has it.
    pub about: String,
    /// The answer, if there is one, with by whom and when.
    pub answer: Option<(String, String)>,
    /// Where it is answered, for whoever may.
    pub to_answer: Option<Link>,
}

/// The answer to something.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/raised_answer.html")]
pub struct AnswerPage {
    /// The frame.
    pub shell: Shell,
    /// Who, which order, what to be careful about.
    pub case: CaseHeader,
    /// What is wrong with the form.
    pub problems: Problems,
    /// What is to be answered; none when it was taken off the record.
    pub raised: Option<RaisedRow>,
    /// Why the visitor cannot answer; none when they can.
    pub cannot: Option<String>,
    /// The form.
    pub token: Token,
    /// Posted as `words`.
    pub words: Field,
}

/// The field in which something is raised.
pub fn raising() -> Field {
    Field::new(Kind::Lines, "words", "What do you ask, or what should they know?")
}

/// The field of an answer.
pub fn answering() -> Field {
    Field::new(Kind::Lines, "words", "What you decided, or did")
}

impl RaisedRow {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            words: "May I see her at the library until the summer? She will not come to Mill Lane.".into(),
            about: "Raised by Amina Rahman, Mon 14 Dec 2015. Nia Price has it.".into(),
            answer: None,
            to_answer: Some(Link::new("Answer it", "/cases/k3v/raised/52")),
        }
    }
}

impl RaisedPage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("Raise with your senior – Case", Here::Find).back("Case overview", "/cases/k3v"),
            case: CaseHeader::sample(""),
            problems: Problems::default(),
            goes_to: "It goes to Nia Price, on whose day it stands until it is answered.".into(),
            open: vec![RaisedRow::sample()],
            answered: vec![RaisedRow {
                words: "He says that he will not sign the plan.".into(),
                about: "Raised by Amina Rahman, Tue 1 Dec 2015.".into(),
                answer: Some(("Go on without; we see him together.".into(), "Nia Price, Wed 2 Dec 2015".into())),
                to_answer: None,
            }],
            token: Token::sample("/cases/k3v/raised"),
            words: raising(),
        }
    }
}

impl AnswerPage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("Answer – Case", Here::Find).back("Case overview", "/cases/k3v"),
            case: CaseHeader::sample(""),
            problems: Problems::default(),
            raised: Some(RaisedRow { to_answer: None, ..RaisedRow::sample() }),
            cannot: None,
            token: Token::sample("/cases/k3v/raised/52"),
            words: answering(),
        }
    }
}
