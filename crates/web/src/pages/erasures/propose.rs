//! Proposing an erasure.

use askama::Template;

use crate::components::form::Kind;
use crate::components::{Choice, Choices, Facts, Field, Here, Look, Problems, Shell, Token};
use crate::components::{Fact, Notice, Tone};

/// Proposing an erasure.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/erasure_propose.html")]
pub struct ProposePage {
    /// The frame.
    pub shell: Shell,
    /// What is wrong with the form.
    pub problems: Problems,
    /// What it is about, without saying about whom.
    pub about: Facts,
    /// Said when a legal hold stands.
    pub held: Option<Notice>,
    /// The form.
    pub token: Token,
    /// Posted as `what`: `entries` or `whole`.
    pub what: Choices,
    /// Posted as `seqs`.
    pub seqs: Field,
    /// Posted as `authority`.
    pub authority: Field,
    /// Posted as `reason`.
    pub reason: Field,
}

/// What can be proposed.
pub fn scopes() -> Vec<Choice> {
    vec![
        Choice::new("entries", "Some entries").hint("With every earlier and later version of them, and their letters."),
        Choice::new("whole", "Everything here")
            .hint("The whole record, with what court lists hold of the person. That there was a record stays."),
    ]
}

impl ProposePage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("Propose erasure", Here::Erasures)
                .for_information_officer()
                .back("Erasures", "/erasures"),
            problems: Problems::default(),
            about: Facts::from(vec![
                Fact::new("Stream", "person-k3v"),
                Fact::new("Entries", "41, of which 41 still say something"),
            ]),
            held: Some(Notice::new(
                Tone::Soon,
                "A legal hold stands since 3 Mar 2015 (Independent inquiry). It can be proposed; it cannot be approved.",
            )),
            token: Token::sample("/erasures/propose/person-k3v"),
            what: Choices::new(Look::Stack, "what", "What is to be erased?", scopes()).chosen("entries"),
            seqs: Field::new(Kind::Line, "seqs", "Numbers of the entries")
                .hint("As the timeline numbers them: 12, 14-16. Leave empty for everything.")
                .value("12, 14-16"),
            authority: Field::new(Kind::Line, "authority", "By what authority?")
                .hint("The law, the retention schedule, the order of a court."),
            reason: Field::new(Kind::Lines, "reason", "Why?").hint("This stays for good: name nobody."),
        }
    }
}
