//! What became of one letter.

use askama::Template;

use crate::components::form::Kind;
use crate::components::{CaseHeader, Choice, Choices, Fact, Facts, Field, Here, Link, Look, Problems, Shell, Token};

/// What became of one letter.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/post_sent.html")]
pub struct SentPage {
    /// The frame.
    pub shell: Shell,
    /// Who, which order, what to be careful about; not for those who only send the letters of the office.
    pub case: Option<CaseHeader>,
    /// What is wrong with the form.
    pub problems: Problems,
    /// The letter, and what is known of it.
    pub facts: Facts,
    /// The form.
    pub token: Token,
    /// Posted as `fate`: `posted`, `handed_over`, `could_not` or `came_back`.
    pub fate: Choices,
    /// Posted as `on`.
    pub on: Field,
    /// Posted as `reason`.
    pub reason: Field,
    /// Where the letter can be read, by those who see the case.
    pub letter: Option<Link>,
}

/// What may be said of a letter.
pub fn fates() -> Choices {
    let options = vec![
        Choice::new("posted", "It was posted"),
        Choice::new("handed_over", "It was handed over"),
        Choice::new("could_not", "It could not be sent"),
        Choice::new("came_back", "It came back"),
    ];
    Choices::new(Look::Stack, "fate", "What became of it", options)
}

impl SentPage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("What became of a letter – Case", Here::Post).back("Post", "/post"),
            case: Some(CaseHeader::sample("")),
            problems: Problems::default(),
            facts: Facts::from(vec![
                Fact::new("Letter", "Warning: you did not keep to your community order"),
                Fact::new("Issued", "Fri 11 Dec 2015, to go by first-class post"),
                Fact::new("Since", "Could not be sent, Mon 14 Dec 2015").note("The franking machine is not paid for."),
            ]),
            token: Token::sample("/cases/k3v/letters/5/sent"),
            fate: fates().chosen("could_not"),
            on: Field::new(Kind::Date, "on", "Day").value("15/12/2015"),
            reason: Field::new(Kind::Line, "reason", "Why, if it was not sent or came back")
                .value("No printer in the building works."),
            letter: Some(Link::new("See and print the letter", "/cases/k3v/letters/5")),
        }
    }
}
