//! An address that is over, or is put right.

use askama::Template;

use super::addresses::{AddressFields, AddressLine};
use crate::components::form::Kind;
use crate::components::{CaseHeader, Choice, Choices, Field, Here, Look, Problems, Shell, Token};

/// The form that says so.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/case_address.html")]
pub struct AddressPage {
    /// The frame.
    pub shell: Shell,
    /// Who, which order, what to be careful about.
    pub case: CaseHeader,
    /// What is wrong with the form.
    pub problems: Problems,
    /// The address as it stands.
    pub stands: AddressLine,
    /// Hidden fields.
    pub token: Token,
    /// Posted as `what`: `ended`, `wrong` or `never`.
    pub what: Choices,
    /// Posted as `on`; none for one that is over.
    pub on: Option<Field>,
    /// What it is, if it was written down wrongly.
    pub form: AddressFields,
    /// Posted as `reason`.
    pub reason: Field,
}

/// What may be said of an address.
pub fn changes() -> Vec<Choice> {
    vec![
        Choice::new("ended", "They have left it, or it counts no longer")
            .hint("If they live somewhere else and you know where, record that instead: this one is over by it"),
        Choice::new("wrong", "It was written down wrongly"),
        Choice::new("never", "It was never theirs").hint("It is taken off, and whoever read it is told"),
    ]
}

impl AddressPage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("An address – Case", Here::Find).back("Addresses", "/cases/k3v/addresses"),
            case: CaseHeader::sample(""),
            problems: Problems::default(),
            stands: AddressLine::sample(),
            token: Token::sample("/cases/k3v/addresses/9"),
            what: Choices::new(Look::Stack, "what", "What is to be said of it?", changes()),
            on: Some(Field::new(Kind::Date, "on", "Last day").value("15/12/2015")),
            form: AddressFields::new(vec![Choice::new("main", "Main address")]),
            reason: Field::new(Kind::Line, "reason", "Why")
                .hint("Where they went, if anybody knows; or what was wrong"),
        }
    }
}
