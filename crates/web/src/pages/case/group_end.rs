//! A group that somebody no longer belongs to.

use askama::Template;

use crate::components::form::Kind;
use crate::components::{CaseHeader, Choice, Choices, Field, Here, Look, Problems, Shell, Token};

/// The form that records it.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/case_group_end.html")]
pub struct GroupEndPage {
    /// The frame.
    pub shell: Shell,
    /// Who, which order, what to be careful about.
    pub case: CaseHeader,
    /// What is wrong with the form.
    pub problems: Problems,
    /// The form; none where they are said to belong to no group.
    pub form: Option<LeavingForm>,
}

/// What is asked of it.
#[derive(Clone, Debug)]
pub struct LeavingForm {
    /// Hidden fields.
    pub token: Token,
    /// Posted as `left`: the group.
    pub left: Choices,
    /// Posted as `on`: the day they left.
    pub on: Field,
    /// Posted as `reason`.
    pub reason: Field,
}

impl LeavingForm {
    /// The form, with the groups there are to leave.
    pub fn new(token: Token, groups: Vec<Choice>) -> Self {
        Self {
            token,
            left: Choices::new(Look::Stack, "left", "Which group", groups),
            on: Field::new(Kind::Date, "on", "The day they left, or since when that is said"),
            reason: Field::new(Kind::Line, "reason", "Who says so, and what they know").hint("It is sensitive"),
        }
    }
}

impl GroupEndPage {
    /// A made-up example.
    pub fn sample() -> Self {
        let groups = vec![Choice::new("NORTHSIDE", "Northside").hint("Recorded Mon 2 Nov 2015")];
        Self {
            shell: Shell::sample("A group they left – Case", Here::Find).back("Kept apart", "/cases/k3v/apart"),
            case: CaseHeader::sample("Kept apart"),
            problems: Problems::default(),
            form: Some(LeavingForm::new(Token::sample("/cases/k3v/group/end"), groups)),
        }
    }
}
