//! Countersigning what a colleague proposes to lower.

use askama::Template;

use super::risk::Waiting;
use crate::components::form::Kind;
use crate::components::{CaseHeader, Choice, Choices, Field, Here, Link, Look, Problems, Shell, Token};

/// Countersigning.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/countersign.html")]
pub struct CountersignPage {
    /// The frame.
    pub shell: Shell,
    /// Who, which order, what to be careful about.
    pub case: CaseHeader,
    /// What is wrong with the form.
    pub problems: Problems,
    /// What waits.
    pub waiting: Vec<Waiting>,
    /// Why the visitor cannot sign; none when they can.
    pub cannot: Option<String>,
    /// The form.
    pub token: Token,
    /// Posted as `proposal`: the place of its entry.
    pub proposal: Choices,
    /// Posted as `decided`: `agreed` or `declined`.
    pub decided: Choices,
    /// Posted as `reason`.
    pub reason: Field,
}

/// What may be decided.
pub fn decisions() -> Vec<Choice> {
    vec![
        Choice::new("agreed", "Agree").hint("It takes effect today."),
        Choice::new("declined", "Decline").hint("What stands goes on standing."),
    ]
}

impl CountersignPage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("Countersign – Case", Here::Find).back("Risk", "/cases/k3v/risk"),
            case: CaseHeader::sample(""),
            problems: Problems::default(),
            waiting: vec![Waiting {
                stands: "High stands: risk of serious harm to a known adult, in the community.".into(),
                proposed: "Medium is proposed by Amina Rahman, Mon 14 Dec 2015.".into(),
                reason: "Moved out in November; the former partner confirms no contact.".into(),
                evidence: vec![Link::new("Entry 41: home visit, Wed 9 Dec 2015", "/cases/k3v/timeline#entry-41")],
            }],
            cannot: None,
            token: Token::sample("/cases/k3v/risk/countersign"),
            proposal: Choices::new(
                Look::List,
                "proposal",
                "Which change",
                vec![Choice::new("52", "Risk of serious harm to a known adult, in the community: medium")],
            )
            .chosen("52"),
            decided: Choices::new(Look::Stack, "decided", "Do you agree?", decisions()),
            reason: Field::new(Kind::Lines, "reason", "What you looked at, and why you decide so"),
        }
    }
}
