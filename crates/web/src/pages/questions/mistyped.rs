//! A question that could not be asked as it was typed.

use askama::Template;

use super::ask::QuestionForm;
use crate::components::{Here, Problems, Shell};

/// The question again, with what is wrong beside its field.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/question_mistyped.html")]
pub struct MistypedPage {
    /// The frame.
    pub shell: Shell,
    /// What is wrong.
    pub problems: Problems,
    /// The question as it was typed.
    pub question: QuestionForm,
}

impl MistypedPage {
    /// A made-up example.
    pub fn sample() -> Self {
        let wrong = "Give a whole number of days, such as 2";
        let mut shell = Shell::sample("Not asked", Here::Questions).for_auditor().back("Questions", "/questions");
        shell.has_problems = true;
        let mut question = QuestionForm::sample();
        question.fields[0].value = "two".into();
        Self {
            shell,
            problems: Problems { list: vec![("later-days".into(), wrong.into())] },
            question: question.with_errors(|name| (name == "days").then(|| wrong.to_owned())),
        }
    }
}
