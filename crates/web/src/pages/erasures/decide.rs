//! Deciding about an erasure that a colleague proposed.

use askama::Template;

use crate::components::form::Kind;
use crate::components::{Choice, Choices, Fact, Facts, Field, Here, Link, Look, Notice, Problems, Shell, Token};

/// Deciding about an erasure.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/erasure_decide.html")]
pub struct DecidePage {
    /// The frame.
    pub shell: Shell,
    /// What is wrong with the form.
    pub problems: Problems,
    /// What was proposed, by whom, why.
    pub proposal: Facts,
    /// What it means now, as "12 contact noted".
    pub kinds: Vec<String>,
    /// The entries by name.
    pub entries: Vec<String>,
    /// Where else the same person is named, that is not erased with it; none where the stream is nobody's own.
    pub elsewhere: Option<Vec<Link>>,
    /// Said when not all of it is listed.
    pub more: Option<String>,
    /// Said when a legal hold stands.
    pub held: Option<Notice>,
    /// The form.
    pub token: Token,
    /// Posted as `decision`: `erase` or `decline`.
    pub decision: Choices,
    /// Posted as `reason`.
    pub reason: Field,
}

/// What can be decided.
pub fn decisions() -> Vec<Choice> {
    vec![
        Choice::new("erase", "Erase it").hint("It cannot be brought back."),
        Choice::new("decline", "Do not erase it").hint("Say why below."),
    ]
}

impl DecidePage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("Decide about an erasure", Here::Erasures)
                .for_information_officer()
                .back("Erasures", "/erasures"),
            problems: Problems::default(),
            proposal: Facts::from(vec![
                Fact::new("Proposed by", "Ivan Keeper").note("Mon 14 Dec 2015, 3pm"),
                Fact::new("Authority", "Retention schedule: six years after the end of the order"),
                Fact::new("Reason", "The order ended on 1 Nov 2009; no later contact."),
            ]),
            kinds: vec!["12 contact noted".into(), "2 letter issued".into()],
            entries: vec!["person-k3v/12".into(), "person-k3v/14".into()],
            elsewhere: Some(vec![
                Link::new("An arrangement to keep people apart", "/erasures/propose/keepapart-k3v"),
                Link::new(
                    "A case on a court’s list of Tuesday 3 November 2009 that was not linked with them",
                    "/erasures/propose/court-k3v",
                ),
            ]),
            more: None,
            held: None,
            token: Token::sample("/erasures/decide/person-k3v/42"),
            decision: Choices::new(Look::Stack, "decision", "What do you decide?", decisions()),
            reason: Field::new(Kind::Line, "reason", "If not, why not?").hint("This stays for good: name nobody."),
        }
    }
}
