//! A group that somebody is said to belong to.

use askama::Template;

use crate::components::form::Kind;
use crate::components::{CaseHeader, Choice, Choices, Field, Here, Look, Problems, Shell, Token};

/// The form that records it.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/case_group.html")]
pub struct GroupPage {
    /// The frame.
    pub shell: Shell,
    /// Who, which order, what to be careful about.
    pub case: CaseHeader,
    /// What is wrong with the form.
    pub problems: Problems,
    /// Hidden fields.
    pub token: Token,
    /// Posted as `belongs_to`.
    pub group: Field,
    /// Posted as `unheard_of`: that it is another group than one of a like name; none where that is not asked.
    pub unheard_of: Option<Choices>,
    /// Posted as `said_by`.
    pub source: Field,
    /// Posted as `believed`.
    pub confidence: Choices,
}

impl GroupPage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("A group they belong to – Case", Here::Find).back("Kept apart", "/cases/k3v/apart"),
            case: CaseHeader::sample("Kept apart"),
            problems: Problems::default(),
            token: Token::sample("/cases/k3v/group"),
            group: Field::new(Kind::Line, "belongs_to", "Which group").hint("As police and staff call it"),
            unheard_of: Some(Choices {
                error: Some(
                    "Nobody else is recorded as belonging to Northside Crew. Recorded under a name like it, by letters and \
                     figures alone: NORTHSIDE (7 people). Write it as one of these, or say that it is another"
                        .into(),
                ),
                ..Choices::new(
                    Look::Ticks,
                    "unheard_of",
                    "If nobody else is recorded as belonging to it",
                    vec![Choice::new("yes", "It is another group: record it as it is written here")],
                )
            }),
            source: Field::new(Kind::Line, "said_by", "Who says so").hint("Police intelligence, the court, the person"),
            confidence: Choices::new(
                Look::List,
                "believed",
                "How far that is believed",
                vec![Choice::new("likely", "Likely")],
            ),
        }
    }
}
